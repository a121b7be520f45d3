"""The life of a listing, and the words the catalogue is searched by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    SHOWN = "shown", _("Tayang")
    UNLISTED = "unlisted", _("Diturunkan")


FLOW = Flow(
    unlist=Move({State.SHOWN}, State.UNLISTED),
    list_again=Move({State.UNLISTED}, State.SHOWN),
)


class PriceBand(models.TextChoices):
    """Shelf prices as shops think of them; each band begins where the one before ends."""

    UNDER_10 = "0", _("di bawah Rp10.000")
    UNDER_20 = "10", _("Rp10.000–19.999")
    UNDER_35 = "20", _("Rp20.000–34.999")
    UNDER_50 = "35", _("Rp35.000–49.999")
    UNDER_100 = "50", _("Rp50.000–99.999")
    HIGHER = "100", _("Rp100.000 ke atas")


class Keeps(models.IntegerChoices):
    """How long a product must keep at least, in days."""

    WEEK = 7, _("1 minggu atau lebih")
    MONTH = 30, _("1 bulan atau lebih")
    QUARTER = 90, _("3 bulan atau lebih")
    HALF_YEAR = 180, _("6 bulan atau lebih")
    YEAR = 360, _("1 tahun atau lebih")


class Order(models.TextChoices):
    """How the catalogue may be sorted; a search is sorted by what fits best."""

    PICKED = "", _("Pilihan kurator")
    CHEAPEST = "termurah", _("Harga terendah")
    DEAREST = "termahal", _("Harga tertinggi")
    NEWEST = "terbaru", _("Terbaru")
    NAME = "nama", _("Nama A–Z")


def band_of(rupiah: int) -> PriceBand:
    """The band a shelf price falls in."""
    return [band for band in PriceBand if rupiah >= int(band) * 1000][-1]
