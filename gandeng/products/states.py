"""The life of a product, and the words that describe one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    OFFERED = "offered", _("Ditawarkan")
    WITHDRAWN = "withdrawn", _("Ditarik")


FLOW = Flow(
    withdraw=Move({State.OFFERED}, State.WITHDRAWN),
    offer_again=Move({State.WITHDRAWN}, State.OFFERED),
)


class Category(models.TextChoices):
    SNACK = "snack", _("Camilan")
    DRY_CAKE = "dry_cake", _("Kue kering")
    WET_CAKE = "wet_cake", _("Kue basah")
    DRINK = "drink", _("Minuman")
    POWDERED_DRINK = "powdered_drink", _("Minuman serbuk")
    COFFEE_TEA = "coffee_tea", _("Kopi & teh")
    SEASONING = "seasoning", _("Sambal & bumbu")
    SUGAR_HONEY = "sugar_honey", _("Gula & madu")
    CANDY = "candy", _("Permen & manisan")
    RICE_GRAIN = "rice_grain", _("Beras & serealia")
    FROZEN = "frozen", _("Makanan beku")
    FISH = "fish", _("Olahan ikan")
    MEAT = "meat", _("Olahan daging")
    READY_MEAL = "ready_meal", _("Makanan siap saji")
    FASHION = "fashion", _("Fesyen & kriya")
    BAMBOO = "bamboo", _("Kriya bambu")
    HOUSEHOLD = "household", _("Rumah tangga")
    OTHER = "other", _("Lainnya")


NOT_FOOD = {Category.FASHION, Category.BAMBOO, Category.HOUSEHOLD}


class Storage(models.TextChoices):
    ROOM = "room", _("Suhu ruang")
    CHILLED = "chilled", _("Dingin (chiller)")
    FROZEN = "frozen", _("Beku")


class Packaging(models.IntegerChoices):
    """Packaging codes as in the first digit of a P-IRT number."""

    GLASS = 1, _("Kaca")
    PLASTIC = 2, _("Plastik")
    CARTON = 3, _("Karton/kertas")
    CAN = 4, _("Kaleng")
    FOIL = 5, _("Aluminium foil")
    OTHER = 6, _("Lainnya (daun, dsb.)")
    COMPOSITE = 7, _("Komposit")
    DOUBLE = 8, _("Ganda")
