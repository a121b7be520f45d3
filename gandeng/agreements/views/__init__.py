"""The pages of agreements."""

from .ceremonies import (
    ceremonies,
    ceremony,
    close_ceremony,
    enter,
    new_ceremony,
    offer_all,
    print_run,
    reopen_ceremony,
    sign_on_glass,
    sign_on_paper,
)
from .drafting import edit_draft, example, new_agreement
from .papers import paper_text, pdf, verify, verify_form
from .promises import day_promises, draft_from_outcome, draft_promises, outcome_panel
from .reading import agreement, agreements, organisation_panel, product_panel
from .scans import assign_scan, discard_stack, read_again, scan, scans_now, take_in_scans
from .signing import decline, end, offer, revise, sign

__all__ = [
    "agreement",
    "agreements",
    "assign_scan",
    "ceremonies",
    "ceremony",
    "close_ceremony",
    "day_promises",
    "decline",
    "discard_stack",
    "draft_from_outcome",
    "draft_promises",
    "edit_draft",
    "end",
    "enter",
    "example",
    "new_agreement",
    "new_ceremony",
    "offer",
    "offer_all",
    "organisation_panel",
    "outcome_panel",
    "paper_text",
    "pdf",
    "print_run",
    "product_panel",
    "read_again",
    "reopen_ceremony",
    "revise",
    "scan",
    "scans_now",
    "sign",
    "sign_on_glass",
    "sign_on_paper",
    "take_in_scans",
    "verify",
    "verify_form",
]
