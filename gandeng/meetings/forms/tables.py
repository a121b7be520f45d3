"""What was said at a table: one form for one pair, and the same as a device sends it later."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.errors import Refusal
from gandeng.kernel.fields import MoneyFormField
from gandeng.kernel.money import Money
from gandeng.meetings.actions.outcomes import MOST_PIECES, LineNote
from gandeng.meetings.states import PriceReaction, Result, Scheme
from gandeng.products.models import Product

MOST_PHOTO_CHARACTERS = 12 * 1024 * 1024 * 4 // 3
TASTES = [("", _("–")), *((str(number), str(number)) for number in range(1, 6))]


class OutcomeForm(forms.Form):
    """The whole of a talk on one page. Every product of the maker has inputs of its own."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    result = forms.ChoiceField(label=_("Hasil pertemuan"), choices=Result, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(
        label=_("Cara jual"),
        choices=[("", _("Belum dibicarakan")), *Scheme.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    next_on = forms.DateField(
        label=_("Langkah berikutnya"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def __init__(self, *args: Any, products: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = list(products)
        for product in self.products:
            pk = product.pk
            self.fields[f"taste_{pk}"] = forms.ChoiceField(
                label=_("Rasa"), choices=TASTES, required=False
            )
            self.fields[f"price_{pk}"] = forms.ChoiceField(
                label=_("Harga"), choices=[("", _("–")), *PriceReaction.choices], required=False
            )
            self.fields[f"quantity_{pk}"] = forms.IntegerField(
                label=_("Jumlah percobaan"), min_value=0, max_value=MOST_PIECES, required=False
            )
            self.fields[f"shelf_{pk}"] = MoneyFormField(
                label=_("Harga jual diminta"), required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the template: a product with its four inputs."""
        return [
            {
                "product": product,
                "taste": self[f"taste_{product.pk}"],
                "price": self[f"price_{product.pk}"],
                "quantity": self[f"quantity_{product.pk}"],
                "shelf": self[f"shelf_{product.pk}"],
            }
            for product in self.products
        ]

    def lines(self) -> list[LineNote]:
        """What was said of the products about which anything was said."""
        found = []
        for product in self.products:
            taste = self.cleaned_data[f"taste_{product.pk}"]
            line = LineNote(
                product,
                taste=int(taste) if taste else None,
                price_reaction=self.cleaned_data[f"price_{product.pk}"],
                quantity=self.cleaned_data[f"quantity_{product.pk}"] or 0,
                shelf_price=self.cleaned_data[f"shelf_{product.pk}"],
            )
            if said_something(line):
                found.append(line)
        return found


def said_something(line: LineNote) -> bool:
    """Whether a line is worth keeping."""
    return bool(line.taste or line.price_reaction or line.quantity or line.shelf_price)


@dataclass(frozen=True, slots=True)
class SentOutcome:
    """One note as a device sends it, read but not yet judged."""

    key: str
    buyer_id: int
    maker_id: int
    slot_id: int | None
    result: str
    scheme: str
    next_on: date | None
    note: str
    noted_at: datetime
    photo: bytes | None
    lines: list[dict[str, Any]]

    def line_notes(self, products: Mapping[int, Product]) -> list[LineNote]:
        """The lines with their products. Refuses: ``not_the_makers_product``."""
        notes = []
        for row in self.lines:
            product = products.get(row["product"])
            if product is None:
                raise Refusal(
                    "not_the_makers_product", _("Ada produk yang tidak ditawarkan UMKM ini lagi.")
                )
            price = row["shelf_price"]
            line = LineNote(
                product,
                taste=row["taste"],
                price_reaction=row["price"],
                quantity=row["quantity"],
                shelf_price=Money(price) if price is not None else None,
            )
            if said_something(line):
                notes.append(line)
        return notes


def read_sent(data: Any) -> SentOutcome:
    """What a device sent, whatever it is. Refuses: ``bad_note``."""
    try:
        noted_at = parse_datetime(_text(data, "noted_at"))
        next_on = _text(data, "next_on")
        if noted_at is None or timezone.is_naive(noted_at):
            raise ValueError("noted_at")
        return SentOutcome(
            key=_text(data, "key", least=8, most=64),
            buyer_id=_whole(data["buyer"]),
            maker_id=_whole(data["maker"]),
            slot_id=None if data.get("slot") is None else _whole(data["slot"]),
            result=_text(data, "result"),
            scheme=_text(data, "scheme"),
            next_on=parse_date(next_on) if next_on else None,
            note=_text(data, "note", most=4_000),
            noted_at=noted_at,
            photo=_photo(data.get("photo")),
            lines=[_line(row) for row in data.get("lines", [])],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(
            "bad_note", _("Catatan ini tidak bisa dibaca. Buka lagi pertemuannya dan catat ulang.")
        ) from error


def _line(row: Any) -> dict[str, Any]:
    return {
        "product": _whole(row["product"]),
        "taste": None if row.get("taste") in (None, "") else _whole(row["taste"]),
        "price": _text(row, "price"),
        "quantity": 0 if row.get("quantity") in (None, "") else _whole(row["quantity"]),
        "shelf_price": (
            None if row.get("shelf_price") in (None, "") else _whole(row["shelf_price"])
        ),
    }


def _text(row: Any, name: str, *, least: int = 0, most: int = 100) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str) or not least <= len(value) <= most or "\0" in value:
        raise ValueError(name)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**40:
        raise ValueError("not a whole number")
    return value


def _photo(value: Any) -> bytes | None:
    """A picture as a data URL's base64 part."""
    if not value:
        return None
    if not isinstance(value, str) or len(value) > MOST_PHOTO_CHARACTERS:
        raise ValueError("photo")
    try:
        return base64.b64decode(value.rpartition(",")[2], validate=True)
    except binascii.Error as error:
        raise ValueError("photo") from error
