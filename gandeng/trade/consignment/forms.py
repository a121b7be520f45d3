"""What makers and clerks type about goods: packed, arrived, counted, going back, gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Cause
from gandeng.kernel import clock
from gandeng.organisations.models import Outlet
from gandeng.trade.ledger.models import Account

from .actions import MOST_DAYS_BACK, Arrived, GoingBack, Packed
from .models import Delivery
from .queries import ShelfRow
from .states import ShortReason

MOST_PIECES = 100_000


def pieces_field(label: Any, **values: Any) -> forms.IntegerField:
    """A whole number of pieces, typed on a phone's number pad."""
    attrs = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "placeholder": " ",  # lets the style sheet know an empty field from a filled one
        "aria-label": label,
    }
    widget = forms.NumberInput(attrs=attrs)
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PIECES, required=False, widget=widget, **values
    )


def day_field(label: Any, **values: Any) -> forms.DateField:
    """A day, picked from the phone's own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **values,
    )


def key_field() -> forms.CharField:
    """Made when the form is drawn, so that sending it twice is sending it once."""
    return forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeliveryForm(forms.Form):
    """Which products of the agreement go to which of its shops. What stays empty stays home."""

    key = key_field()
    outlet: forms.ModelChoiceField[Outlet] = forms.ModelChoiceField(
        queryset=None, label=_("Toko tujuan"), empty_label=None
    )
    driver_name = forms.CharField(label=_("Pengantar"), max_length=100, required=False)
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        suggestions: Mapping[int, int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = agreement.outlets.order_by("name")  # type: ignore[attr-defined]
        self.lines = list(agreement.lines.select_related("product").order_by("product__name", "pk"))
        self.suggestions = suggestions or {}
        for line in self.lines:
            name = line.product.name
            self.fields[f"quantity_{line.pk}"] = pieces_field(_("Jumlah %s") % name)
            # as if it was made today: what stands on the package has the last word
            life = line.product.shelf_life_days
            best_before = clock.today() + timedelta(days=life) if life else None
            self.fields[f"best_before_{line.pk}"] = day_field(
                _("Baik sebelum"), initial=best_before
            )
            self.fields[f"code_{line.pk}"] = forms.CharField(
                label=_("Kode produksi"), max_length=40, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each product with its fields, for the page."""
        return [
            {
                "line": line,
                "suggested": self.suggestions.get(line.pk, 0),
                "quantity": self[f"quantity_{line.pk}"],
                "best_before": self[f"best_before_{line.pk}"],
                "code": self[f"code_{line.pk}"],
            }
            for line in self.lines
        ]

    def packed(self) -> list[Packed]:
        """What was typed, for the action."""
        return [
            Packed(
                line,
                self.cleaned_data[f"code_{line.pk}"],
                self.cleaned_data[f"best_before_{line.pk}"],
                self.cleaned_data[f"quantity_{line.pk}"],
            )
            for line in self.lines
            if self.cleaned_data.get(f"quantity_{line.pk}")
        ]


class ReceiptForm(forms.Form):
    """What arrived of each line, as it was sent unless typed otherwise."""

    receiver_name = forms.CharField(label=_("Nama penerima"), max_length=100, required=False)

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(delivery.lines.select_related("line__product", "lot").order_by("pk"))
        for line in self.lines:
            name = line.line.product.name
            field = pieces_field(_("Diterima %s") % name, initial=line.sent_quantity)
            field.required = True
            self.fields[f"quantity_{line.pk}"] = field
            self.fields[f"reason_{line.pk}"] = forms.ChoiceField(
                label=_("Alasan bila berbeda"),
                choices=[("", _("Sesuai")), *ShortReason.choices],
                required=False,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "line": line,
                "quantity": self[f"quantity_{line.pk}"],
                "reason": self[f"reason_{line.pk}"],
            }
            for line in self.lines
        ]

    def received(self) -> dict[int, Arrived]:
        """By delivery line id, for the action."""
        return {
            line.pk: Arrived(
                self.cleaned_data[f"quantity_{line.pk}"], self.cleaned_data[f"reason_{line.pk}"]
            )
            for line in self.lines
        }


def check_counted_day(day: date) -> None:
    """A count is of today or of the last weeks: anything else is a slip of the finger."""
    today = clock.today()
    if not today - timedelta(days=MOST_DAYS_BACK) <= day <= today:
        raise forms.ValidationError(
            _("Tanggal hitung paling lama %(days)d hari yang lalu, dan bukan hari esok.")
            % {"days": MOST_DAYS_BACK}
        )


def counted_day(text: str) -> date:
    """The day somebody typed for a count; today where it is none that can be."""
    try:
        day = CountForm.base_fields["on"].clean(text) or clock.today()
        check_counted_day(day)
    except forms.ValidationError:
        return clock.today()
    return day


class CountForm(forms.Form):
    """What is left of each product. Empty is not zero: it was not counted."""

    key = key_field()
    on = day_field(_("Tanggal hitung"))
    counted_by = forms.CharField(
        label=_("Yang menghitung"),
        max_length=150,
        required=False,
        help_text=_("Isi bila Anda menyalin dari lembar kertas orang lain."),
    )

    def __init__(self, *args: Any, shelf: Sequence[ShelfRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelf = list(shelf)
        for row in self.shelf:
            self.fields[f"left_{row.line.pk}"] = pieces_field(_("Sisa %s") % row.line.product.name)
            self.fields[f"seen_{row.line.pk}"] = forms.IntegerField(required=False)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"] or clock.today()
        check_counted_day(day)
        return day

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.left():
            raise forms.ValidationError(_("Isi sisa paling sedikit satu produk."))
        return self.cleaned_data

    def rows(self) -> list[dict[str, Any]]:
        return [{"row": row, "left": self[f"left_{row.line.pk}"]} for row in self.shelf]

    def left(self) -> dict[int, int]:
        """What was typed, by agreement line id."""
        return {
            row.line.pk: left
            for row in self.shelf
            if (left := self.cleaned_data.get(f"left_{row.line.pk}")) is not None
        }

    def seen(self) -> dict[int, int]:
        """What the page said must be there, where it said so."""
        return {
            row.line.pk: seen
            for row in self.shelf
            if (seen := self.cleaned_data.get(f"seen_{row.line.pk}")) is not None
        }


class ReturnForm(forms.Form):
    """How many pieces of which lot go back."""

    key = key_field()
    note = forms.CharField(label=_("Alasan"), max_length=300, required=False)

    def __init__(self, *args: Any, shelf: Iterable[ShelfRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = [(row, lot) for row in shelf for lot in row.lots]
        for row, lot in self.lots:
            self.fields[self._name(row, lot)] = pieces_field(
                _("Retur %(product)s, kode %(code)s")
                % {"product": row.line.product.name, "code": lot.lot.code}
            )

    @staticmethod
    def _name(row: ShelfRow, lot: Any) -> str:
        return f"quantity_{row.line.pk}_{lot.lot.pk}"

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"row": row, "lot": lot, "quantity": self[self._name(row, lot)]}
            for row, lot in self.lots
        ]

    def going_back(self) -> list[GoingBack]:
        """What was typed, for the action."""
        return [
            GoingBack(row.line, lot.lot, quantity)
            for row, lot in self.lots
            if (quantity := self.cleaned_data.get(self._name(row, lot)))
        ]


class LotChoice(forms.ModelChoiceField):
    """A lot on the shelf, as a clerk finds it: product, code, day, pieces."""

    def label_from_instance(self, account: Account) -> str:  # type: ignore[override]
        assert account.line, "a shelf holds goods"
        assert account.lot, "a shelf holds lots"
        day = account.lot.best_before_on
        return _("%(product)s · kode %(code)s%(day)s · ada %(pieces)d") % {
            "product": account.line.product.name,
            "code": account.lot.code,
            "day": f" · {day:%d-%m-%Y}" if day else "",
            "pieces": account.balance,
        }


class WriteOffForm(forms.Form):
    """Which lot is gone, how many pieces, and why."""

    key = key_field()
    account = LotChoice(queryset=None, label=_("Barang"), empty_label=_("Pilih barang"))
    cause = forms.ChoiceField(
        label=_("Sebab"),
        choices=[choice for choice in Cause.choices if choice[0] != Cause.UNSOLD],
        widget=forms.RadioSelect,
    )
    quantity = forms.IntegerField(label=_("Jumlah"), min_value=1, max_value=MOST_PIECES, initial=1)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is called off."""

    note = forms.CharField(label=_("Alasan"), max_length=300, required=False)
