"""Who may say what about a product."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_mentor_of, is_owner
from gandeng.programmes.rules import is_officer

is_keeper = is_officer | is_owner | is_mentor_of

PERMISSIONS = {
    # asked about the maker, since the product is not there yet
    "describe_product": is_keeper,
    "change_product": is_keeper,
    "withdraw_product": is_keeper,
    "add_photo": is_keeper,
}
declare("products", PERMISSIONS)

say(
    "products",
    {
        "describe_product": _("mencatat produk"),
        "change_product": _("mengubah label"),
        "reprice": _("mengganti harga"),
        "declare_capacity": _("menyatakan kesanggupan"),
        "withdraw": _("menarik"),
        "offer_again": _("menawarkan lagi"),
        "add_photo": _("menambah foto"),
        "remove_photo": _("menghapus foto"),
    },
)
