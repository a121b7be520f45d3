"""Who may record and who may check a certificate: never the maker its own."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_mentor_of, is_owner
from gandeng.programmes.rules import is_curator, is_officer

PERMISSIONS = {
    # asked about the product or the maker
    "add_certificate": is_officer | is_owner | is_mentor_of,
    # asked about the certificate
    "correct_certificate": is_officer | is_owner | is_mentor_of,
    "confirm_unchanged": is_officer | is_owner | is_mentor_of,
    "verify_certificate": (is_officer | is_curator) & ~is_owner,
    "reject_certificate": (is_officer | is_curator) & ~is_owner,
}
declare("certificates", PERMISSIONS)

say(
    "certificates",
    {
        "add_certificate": _("mencatat sertifikat"),
        "renew_certificate": _("mencatatnya sebagai perpanjangan"),
        "correct": _("membetulkan"),
        "attach_file": _("mengunggah berkas"),
        "confirm_unchanged": _("menegaskan tidak ada yang berubah"),
        "verify": _("memeriksa dan menemukannya"),
        "verify_certificate": _("memeriksa lagi dan menemukannya"),
        "look_in_vain": _("memeriksa dan tidak menemukannya"),
        "reject": _("menolak"),
        "reopen": _("menghitungnya lagi"),
    },
)
