"""What buyers and makers type about an order."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement
from gandeng.organisations.models import Outlet

from .models import Order

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
        label=label, min_value=0, max_value=MOST_PIECES, widget=widget, **values
    )


def day_field(label: Any) -> forms.DateField:
    """A day, picked from the phone's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class OrderForm(forms.Form):
    """How many of which product of the agreement, to which of its shops."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    outlet: forms.ModelChoiceField[Outlet] = forms.ModelChoiceField(
        queryset=None, label=_("Toko tujuan"), empty_label=None
    )
    wanted_on = day_field(_("Dibutuhkan tanggal"))
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = agreement.outlets.order_by("name")  # type: ignore[attr-defined]
        self.lines = list(agreement.lines.select_related("product").order_by("product__name", "pk"))
        for line in self.lines:
            self.fields[f"quantity_{line.pk}"] = pieces_field(
                _("Jumlah %s") % line.product.name, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"line": line, "quantity": self[f"quantity_{line.pk}"]} for line in self.lines]

    def quantities(self) -> dict[int, int]:
        """What was typed, by agreement line id."""
        return {
            line.pk: quantity
            for line in self.lines
            if (quantity := self.cleaned_data.get(f"quantity_{line.pk}"))
        }


class OfOrder(forms.Form):
    """A form with a row for each line of an order."""

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(order.lines.select_related("line__product", "lot").order_by("pk"))


class ShippingForm(OfOrder):
    """The lot of each product that leaves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in self.lines:
            self.fields[f"best_before_{line.pk}"] = day_field(_("Baik sebelum"))
            self.fields[f"code_{line.pk}"] = forms.CharField(
                label=_("Kode produksi"), max_length=40, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "line": line,
                "best_before": self[f"best_before_{line.pk}"],
                "code": self[f"code_{line.pk}"],
            }
            for line in self.lines
        ]

    def lots(self) -> dict[int, tuple[str, date | None]]:
        """By order line id, for the action."""
        return {
            line.pk: (
                self.cleaned_data[f"code_{line.pk}"],
                self.cleaned_data[f"best_before_{line.pk}"],
            )
            for line in self.lines
        }


class ArrivalForm(OfOrder):
    """What arrived of each product, as it was shipped unless typed otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in self.lines:
            self.fields[f"quantity_{line.pk}"] = pieces_field(
                _("Diterima %s") % line.line.product.name, initial=line.quantity
            )
            self.fields[f"reason_{line.pk}"] = forms.CharField(
                label=_("Alasan bila kurang"), max_length=200, required=False
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

    def received(self) -> dict[int, tuple[int, str]]:
        """By order line id, for the action."""
        return {
            line.pk: (
                self.cleaned_data[f"quantity_{line.pk}"],
                self.cleaned_data[f"reason_{line.pk}"],
            )
            for line in self.lines
        }


class ReasonForm(forms.Form):
    """Why an order is not made."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)
