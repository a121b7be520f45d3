"""An agreement is drafted, offered, signed by both sides, and ended."""

from .ceremonies import (
    assign_scan,
    close_ceremony,
    enter_agreements,
    offer_all,
    open_ceremony,
    reopen_ceremony,
    sign_on_glass,
    sign_on_paper,
    take_in_scan,
)
from .drafting import BUYER_RATES, MOST_PIECES, LineOffer, change_draft, draft_agreement
from .offering import decline_agreement, end_agreement, offer_agreement, revise_agreement
from .outcomes import draft_all_from, draft_from_outcome, scheme_of
from .signing import sign_agreement

__all__ = [
    "BUYER_RATES",
    "MOST_PIECES",
    "LineOffer",
    "assign_scan",
    "change_draft",
    "close_ceremony",
    "decline_agreement",
    "draft_agreement",
    "draft_all_from",
    "draft_from_outcome",
    "end_agreement",
    "enter_agreements",
    "offer_agreement",
    "offer_all",
    "open_ceremony",
    "reopen_ceremony",
    "revise_agreement",
    "scheme_of",
    "sign_agreement",
    "sign_on_glass",
    "sign_on_paper",
    "take_in_scan",
]
