"""An account is its person's alone."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare


@rules.predicate
def is_own_account(person: Any, account: Any) -> bool:
    return account is not None and account.pk == person.pk


@rules.predicate
def is_own_sign_in(person: Any, sign_in: Any) -> bool:
    return sign_in is not None and sign_in.person_id == person.pk


PERMISSIONS = {
    "change_account": is_own_account,
    "end_sign_in": is_own_sign_in,
}
declare("people", PERMISSIONS)

say(
    "people",
    {
        "register_person": _("dibuatkan akun"),
        "sign_in": _("masuk"),
        "end_sign_in": _("mengeluarkan peramban"),
        "end_other_sign_ins": _("mengeluarkan peramban lain"),
        "change_account": _("mengubah akun"),
        "choose_language": _("memilih bahasa"),
        "change_password": _("mengganti kata sandi"),
    },
)
