"""An agreement is drafted, offered, signed by both sides, and ended."""

from .ceremonies import (
    close_ceremony,
    enter_agreements,
    offer_all,
    open_ceremony,
    reopen_ceremony,
    sign_on_glass,
    sign_on_paper,
)
from .drafting import BUYER_RATES, MOST_PIECES, LineOffer, change_draft, draft_agreement
from .offering import decline_agreement, end_agreement, offer_agreement, revise_agreement
from .outcomes import draft_all_from, draft_from_outcome, scheme_of
from .scans import assign_scan, take_in_scan
from .signing import sign_agreement
from .stacks import discard_stack, give_up_silent_stacks, read_again, take_in_files

__all__ = [
    "BUYER_RATES",
    "MOST_PIECES",
    "LineOffer",
    "assign_scan",
    "change_draft",
    "close_ceremony",
    "decline_agreement",
    "discard_stack",
    "draft_agreement",
    "draft_all_from",
    "draft_from_outcome",
    "end_agreement",
    "enter_agreements",
    "give_up_silent_stacks",
    "offer_agreement",
    "offer_all",
    "open_ceremony",
    "read_again",
    "reopen_ceremony",
    "revise_agreement",
    "scheme_of",
    "sign_agreement",
    "sign_on_glass",
    "sign_on_paper",
    "take_in_files",
    "take_in_scan",
]
