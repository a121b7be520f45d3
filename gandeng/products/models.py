"""What a maker makes, as it stands on the label and the price list."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import MoneyField
from gandeng.kernel.money import FULL_RATE, Money, Rate
from gandeng.organisations.models import Organisation
from gandeng.programmes.models import Programme

from .states import FLOW, NOT_FOOD, Category, Packaging, State, Storage


class Product(models.Model):
    """One product in one size. Prices are today's; agreements freeze their own."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="products")
    maker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="products")
    code = models.CharField(_("kode"), max_length=30)
    name = models.CharField(_("nama produk"), max_length=150)
    category = models.CharField(_("kategori"), max_length=20, choices=Category)
    description = models.TextField(_("keterangan"), blank=True)
    composition = models.TextField(_("komposisi"), blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OFFERED)

    size_amount = models.PositiveIntegerField(_("isi"), null=True, blank=True)
    size_unit = models.CharField(_("satuan"), max_length=12, blank=True)
    weight_grams = models.PositiveIntegerField(_("berat (gram)"), null=True, blank=True)
    packaging = models.PositiveSmallIntegerField(
        _("kemasan"), choices=Packaging, null=True, blank=True
    )
    storage = models.CharField(_("simpan"), max_length=8, choices=Storage, default=Storage.ROOM)
    shelf_life_days = models.PositiveIntegerField(_("masa simpan (hari)"), null=True, blank=True)

    consignment_price = MoneyField(_("harga titip"))
    shelf_price = MoneyField(_("harga jual"))
    minimum_order = models.PositiveIntegerField(_("minimal order"), default=1)
    monthly_capacity = models.PositiveIntegerField(_("kapasitas sebulan"), null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time (hari)"), null=True, blank=True)

    # A GTIN is never invented: without one the shop's own code (prefix 20–29) stands in.
    gtin = models.CharField(_("barcode"), max_length=14, blank=True)
    in_store_code = models.CharField(_("kode toko"), max_length=13, blank=True)
    # made when a form is shown: sending it twice describes once
    key = models.CharField(max_length=32, null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    FLOW = FLOW

    class Meta:
        verbose_name = _("produk")
        verbose_name_plural = _("produk")
        indexes = [
            models.Index(fields=["programme", "category"], name="product_by_category"),
            models.Index(fields=["maker", "name"], name="product_of_maker"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="product_is_described_once"),
            models.UniqueConstraint(
                fields=["programme", "gtin"],
                condition=~Q(gtin=""),
                name="product_gtin_is_unique",
            ),
            models.UniqueConstraint(fields=["programme", "code"], name="product_code_is_unique"),
            models.CheckConstraint(
                condition=Q(consignment_price__gt=0), name="product_consignment_price_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(shelf_price__gte=F("consignment_price")),
                name="product_shelf_price_covers_consignment_price",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the office, for keepers (the public has the catalogue's)."""
        return reverse("products:product", kwargs={"pk": self.pk})

    @property
    def is_food(self) -> bool:
        return self.category not in NOT_FOOD

    @property
    def size(self) -> str:
        """``250 g``, or nothing when the size is not known."""
        return f"{self.size_amount} {self.size_unit}".strip() if self.size_amount else ""

    @property
    def margin(self) -> Money:
        """What the shop keeps of one piece, in rupiah."""
        margin: Money = self.shelf_price - self.consignment_price
        return margin

    @property
    def margin_rate(self) -> Rate:
        """The margin as a share of the shelf price, rounded down to a basis point."""
        return Rate(self.margin.rupiah * FULL_RATE // self.shelf_price.rupiah)

    @property
    def barcode(self) -> str:
        """What a till scans: the GTIN, else the in-store code."""
        return self.gtin or self.in_store_code


def photo_path(photo: Photo, filename: str) -> str:
    """A name nobody can guess and no upload can choose."""
    return f"photos/{photo.product_id}/{photo.digest[:24]}.webp"


class Photo(models.Model):
    """A picture of a product: turned upright, without EXIF, as WebP."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_path)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto")
        constraints = [
            models.UniqueConstraint(fields=["product", "digest"], name="photo_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"foto {self.product}"

    @property
    def maker_id(self) -> int:
        return self.product.maker_id
