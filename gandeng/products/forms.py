"""What people type about a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.models import OrganisationQuerySet

from .models import Product

PRICES = ("consignment_price", "shelf_price")
CAPACITY = ("monthly_capacity", "lead_time_days", "minimum_order")


class ProductForm(forms.ModelForm):
    """The label, both prices side by side, and how much there can be. The product in memory stays
    as it is: actions change it."""

    key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Product
        fields = (
            "name",
            "category",
            "size_amount",
            "size_unit",
            "weight_grams",
            "packaging",
            "storage",
            "shelf_life_days",
            "consignment_price",
            "shelf_price",
            "minimum_order",
            "monthly_capacity",
            "lead_time_days",
            "gtin",
            "composition",
            "description",
        )
        widgets = {
            "composition": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["size_unit"].help_text = _("Contoh: g, ml, bungkus, pcs")
        fields["consignment_price"].help_text = _("Yang diterima UMKM untuk satu buah.")
        fields["shelf_price"].help_text = _("Yang dibayar pembeli di toko.")
        fields["gtin"].help_text = _(
            "Angka di bawah garis barcode. Tidak punya? Kosongkan: kode toko dibuatkan."
        )
        fields["gtin"].widget.attrs["inputmode"] = "numeric"
        # The model's default stands when nothing is typed, so the form need not insist.
        fields["minimum_order"].required = False
        fields["storage"].required = False

    def clean_minimum_order(self) -> int:
        typed = self.cleaned_data["minimum_order"]
        return 1 if typed is None else typed

    def clean_storage(self) -> str:
        return self.cleaned_data["storage"] or Product._meta.get_field("storage").get_default()

    def _post_clean(self) -> None:
        """The action checks."""

    @property
    def said(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields
        }

    @property
    def label_facts(self) -> dict[str, Any]:
        """What is neither a price nor a capacity."""
        return {k: v for k, v in self.said.items() if k not in (*PRICES, *CAPACITY)}

    @property
    def prices(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PRICES}

    @property
    def capacity(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CAPACITY}


class NewProductForm(ProductForm):
    """Whose product it is, too."""

    field_order = ("key", "maker")

    def __init__(self, *args: Any, makers: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maker"] = forms.ModelChoiceField(
            makers, label=_("UMKM"), empty_label=_("Pilih UMKM")
        )
        self.order_fields(self.field_order)


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Foto produk"),
        help_text=_("JPEG, PNG, WebP, atau HEIC; paling besar 12 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": _("Berkas itu kosong. Pilih foto lain.")},
    )
