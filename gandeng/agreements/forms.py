"""What people type when they agree."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.kernel.fields import MoneyFormField
from gandeng.kernel.money import Rate
from gandeng.meetings.models import Day
from gandeng.organisations.models import Organisation, Outlet
from gandeng.products.models import Product
from gandeng.ui.files import FilesField, SeveralFiles

from .actions import BUYER_RATES, MOST_PIECES, LineOffer
from .models import Agreement
from .queries import habit_of, products_to_promise
from .states import Cycle, MarginBasis, Scheme

RATES = ("unsold", "expired", "damaged", "lost")


class PercentField(forms.DecimalField):
    """Percent as people type it, with at most two places; gives a Rate."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 100)
        super().__init__(decimal_places=2, widget=forms.TextInput, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        return str(value).removesuffix("%") if isinstance(value, Rate) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Rate):
            return value.basis_points
        if isinstance(value, str):
            value = value.replace("%", "").replace(",", ".").strip()
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return None if cleaned is None else Rate(int(cleaned * 100))


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class AgreementForm(forms.Form):
    """The whole promise on one page. Every product of the maker has three inputs of its own."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    scheme = forms.ChoiceField(label=_("Skema"), choices=Scheme, widget=forms.RadioSelect)
    margin_rate = PercentField(label=_("Margin toko"))
    margin_basis = forms.ChoiceField(
        label=_("Dihitung dari"), choices=MarginBasis, widget=forms.RadioSelect
    )
    cycle = forms.ChoiceField(label=_("Rekap disusun"), choices=Cycle)
    due_days = forms.IntegerField(
        label=_("Dibayar paling lambat sesudah rekap"),
        validators=[MinValueValidator(0), MaxValueValidator(120)],
    )
    unsold_buyer_rate = PercentField(label=_("Tidak laku"))
    expired_buyer_rate = PercentField(label=_("Kedaluwarsa"))
    damaged_buyer_rate = PercentField(label=_("Rusak di toko"))
    lost_buyer_rate = PercentField(label=_("Hilang di toko"))
    starts_on = forms.DateField(label=_("Mulai berlaku"), widget=DayInput)
    last_day = forms.DateField(label=_("Sampai dengan"), widget=DayInput)
    outlets: forms.ModelMultipleChoiceField[Outlet] = forms.ModelMultipleChoiceField(
        label=_("Toko"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Kesepakatan tambahan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        maker: Organisation,
        buyer: Organisation,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(buyer, agreement) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["outlets"].queryset = buyer.outlets.filter(is_open=True).order_by("name")  # type: ignore[attr-defined]
        self.products: list[Product] = list(products_to_promise(maker)[:200])
        lines = {line.product_id: line for line in agreement.lines.all()} if agreement else {}
        for product in self.products:
            line = lines.get(product.pk)
            self._add_product(product, line)

    def _add_product(self, product: Product, line: Any) -> None:
        pk = product.pk
        self.fields[f"take_{pk}"] = forms.BooleanField(
            label=str(product),
            required=False,
            initial=line is not None or len(self.products) == 1,
        )
        self.fields[f"price_{pk}"] = MoneyFormField(
            label=_("Harga yang disepakati"), required=False, initial=_agreed_price(product, line)
        )
        self.fields[f"quantity_{pk}"] = forms.IntegerField(
            label=_("Jumlah per periode"),
            required=False,
            min_value=0,
            max_value=MOST_PIECES,
            initial=line.quantity_per_period if line else product.minimum_order,
        )

    def rows(self) -> list[dict[str, Any]]:
        """The products with their inputs, for the template."""
        return [
            {
                "product": product,
                "take": self[f"take_{product.pk}"],
                "price": self[f"price_{product.pk}"],
                "quantity": self[f"quantity_{product.pk}"],
            }
            for product in self.products
        ]

    def bearers(self) -> list[Any]:
        """Who bears what, for the template."""
        return [self[f"{cause}_buyer_rate"] for cause in RATES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"take_{product.pk}") for product in self.products):
            self.add_error(None, _("Pilih sekurangnya satu produk."))
        return cleaned

    def terms(self) -> dict[str, Any]:
        """What draft_agreement and change_draft take."""
        cleaned = self.cleaned_data
        names = ["scheme", "margin_rate", "margin_basis", "cycle", "due_days", "starts_on", "note"]
        return (
            {name: cleaned[name] for name in names}
            | {f"{cause}_buyer_rate": cleaned[f"{cause}_buyer_rate"] for cause in RATES}
            | {
                "ends_on": cleaned["last_day"] + timedelta(days=1),
                "outlets": list(cleaned["outlets"]),
                "lines": [self._offer(product) for product in self._taken()],
            }
        )

    def _taken(self) -> list[Product]:
        return [one for one in self.products if self.cleaned_data.get(f"take_{one.pk}")]

    def _offer(self, product: Product) -> LineOffer:
        price = self.cleaned_data.get(f"price_{product.pk}")
        quantity = self.cleaned_data.get(f"quantity_{product.pk}") or 0
        if self.cleaned_data["margin_basis"] == MarginBasis.COST:
            return product, price, None, quantity
        return product, None, price, quantity


def _agreed_price(product: Product, line: Any) -> Any:
    """The price a line of a draft starts from, where it is not the product's own."""
    if line is None:
        return None
    if line.agreement.margin_basis == MarginBasis.COST:
        return (
            None
            if line.consignment_price == product.consignment_price
            else (line.consignment_price)
        )
    return None if line.shelf_price == product.shelf_price else line.shelf_price


def _initial(buyer: Organisation, agreement: Agreement | None) -> dict[str, Any]:
    if agreement is not None:
        names = ["scheme", "margin_rate", "margin_basis", "cycle", "due_days", "starts_on", "note"]
        names += [f"{cause}_buyer_rate" for cause in RATES]
        values = {name: getattr(agreement, name) for name in names}
        return values | {
            "key": "change",
            "last_day": agreement.last_day,
            "outlets": [outlet.pk for outlet in agreement.outlets.all()],
        }
    cycle, due_days = habit_of(buyer)
    today = clock.today()
    return {
        "key": uuid.uuid4().hex,
        "scheme": Scheme.CONSIGNMENT,
        "margin_rate": Rate(1_500),
        "margin_basis": MarginBasis.SELLING_PRICE,
        "cycle": cycle,
        "due_days": due_days,
        "starts_on": today,
        "last_day": today + timedelta(days=364),
        "outlets": [outlet.pk for outlet in buyer.outlets.filter(is_open=True)],
        **BUYER_RATES[Scheme.CONSIGNMENT],
    }


class ExampleForm(forms.Form):
    """What the live example of a margin needs."""

    margin_rate = PercentField()
    margin_basis = forms.ChoiceField(choices=MarginBasis)


class SignForm(forms.Form):
    """A deliberate acceptance: read, agreed, named."""

    name = forms.CharField(label=_("Nama lengkap Anda"), max_length=150)
    title = forms.CharField(label=_("Jabatan"), max_length=100)
    consent = forms.BooleanField(
        label=_("Saya setuju"),
        error_messages={"required": _("Centang pernyataan persetujuan bila Anda setuju.")},
    )
    document_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CeremonyForm(forms.Form):
    """An hour of signing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(label=_("Nama acara"), max_length=120)
    day = forms.ModelChoiceField(
        label=_("Hari temu"),
        queryset=Day.objects.none(),
        required=False,
        empty_label=_("Tidak ada"),
    )
    held_at = forms.DateTimeField(
        label=_("Waktu"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Tempat"), max_length=150, required=False)
    witness_name = forms.CharField(
        label=_("Saksi"),
        max_length=150,
        required=False,
        help_text=_("Boleh diisi nanti, saat penandatanganan ditutup."),
    )
    witness_title = forms.CharField(label=_("Jabatan saksi"), max_length=150, required=False)

    def __init__(self, *args: Any, days: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]


class WitnessForm(forms.Form):
    """Who saw the signing."""

    witness_name = forms.CharField(label=_("Nama saksi"), max_length=150)
    witness_title = forms.CharField(label=_("Jabatan"), max_length=150, required=False)


class GlassForm(forms.Form):
    """A name written on the office's screen."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    title = forms.CharField(label=_("Jabatan"), max_length=100, required=False)
    ink = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Tulis tanda tangan di kotaknya dulu.")},
    )
    consent = forms.BooleanField(
        label=_("Saya setuju"),
        error_messages={"required": _("Centang pernyataan persetujuan bila sudah setuju.")},
    )
    document_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.pop("consent", None)
        return cleaned


class PaperForm(forms.Form):
    """Who signed the paper, as an officer reads it off the scan."""

    maker_name = forms.CharField(label=_("Yang menandatangani untuk UMKM"), max_length=150)
    maker_title = forms.CharField(label=_("Jabatannya"), max_length=100, required=False)
    buyer_name = forms.CharField(label=_("Yang menandatangani untuk pembeli"), max_length=150)
    buyer_title = forms.CharField(label=_("Jabatannya"), max_length=100, required=False)


class ScansForm(forms.Form):
    """Photos or PDFs of signed papers."""

    files = FilesField(  # type: ignore[assignment]  # a form has files; its field is taken out
        label=_("Foto atau PDF"),
        help_text=_("Boleh banyak sekaligus. Kode QR di tiap naskah menunjukkan perjanjiannya."),
        widget=SeveralFiles(attrs={"accept": "image/*,.pdf,.heic"}),
    )
