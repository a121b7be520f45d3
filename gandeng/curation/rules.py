"""Who offers, who judges: never the same person for the same product."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_mentor_of, is_owner
from gandeng.programmes.rules import is_auditor, is_curator, is_head, is_officer

PERMISSIONS = {
    # asked about the programme
    "open_round": is_officer | is_head,
    # asked about the product
    "submit_product": is_officer | is_owner | is_mentor_of,
    # asked about the submission; an officer enters what judges wrote on paper
    "assess": (is_curator | is_officer) & ~is_owner,
    "decide": (is_curator | is_head | is_officer) & ~is_owner,
    # single judges' scores, and who gave them
    "read_scores": (is_curator | is_head | is_officer | is_auditor) & ~is_owner,
}
declare("curation", PERMISSIONS)

say(
    "curation",
    {
        "open_round": _("membuka sidang"),
        "submit_product": _("mengajukan"),
        "assess": _("memberi nilai"),
        "accept": _("memutuskan lolos"),
        "send_back": _("memutuskan perbaikan"),
        "decline": _("memutuskan belum lolos"),
        "reopen": _("membuka kembali"),
    },
)
