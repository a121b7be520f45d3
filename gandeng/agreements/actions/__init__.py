"""An agreement is drafted, offered, signed by both sides, and ended."""

from .drafting import BUYER_RATES, MOST_PIECES, LineOffer, change_draft, draft_agreement
from .offering import decline_agreement, end_agreement, offer_agreement, revise_agreement
from .signing import sign_agreement

__all__ = [
    "BUYER_RATES",
    "MOST_PIECES",
    "LineOffer",
    "change_draft",
    "decline_agreement",
    "draft_agreement",
    "end_agreement",
    "offer_agreement",
    "revise_agreement",
    "sign_agreement",
]
