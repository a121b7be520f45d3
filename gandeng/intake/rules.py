"""Who brings workbooks in."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_officer

PERMISSIONS = {
    "upload": is_officer,
    "take_in": is_officer,
    "decide_held": is_officer,
}
declare("intake", PERMISSIONS)
say(
    "intake",
    {
        "check_files": _("memeriksa berkas"),
        "take_in": _("menyetujui isi berkas"),
        "taken_in": _("memasukkan isi berkas"),
        "discard": _("membuang berkas"),
        "merge": _("menggabungkan baris"),
        "keep_apart": _("mencatat baris sebagai yang lain"),
    },
)
say("programmes", {"taken_in": _("memasukkan isi berkas")})
