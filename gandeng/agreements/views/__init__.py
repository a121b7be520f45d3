"""The pages of agreements."""

from .drafting import edit_draft, example, new_agreement
from .papers import paper_text, pdf, verify, verify_form
from .reading import agreement, agreements, organisation_panel, product_panel
from .signing import decline, end, offer, revise, sign

__all__ = [
    "agreement",
    "agreements",
    "decline",
    "edit_draft",
    "end",
    "example",
    "new_agreement",
    "offer",
    "organisation_panel",
    "paper_text",
    "pdf",
    "product_panel",
    "revise",
    "sign",
    "verify",
    "verify_form",
]
