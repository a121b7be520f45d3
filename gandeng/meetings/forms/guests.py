"""What a guest answers, wishes and needs, as typed and tapped on a phone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.clock import JAKARTA
from gandeng.kernel.errors import Refusal
from gandeng.kernel.fields import MoneyFormField
from gandeng.meetings.actions.answering import MOST_PEOPLE
from gandeng.meetings.actions.needs import MOST_PIECES
from gandeng.meetings.core import hours as clock_hours
from gandeng.meetings.core.wishlist import MOST_WISHES
from gandeng.meetings.models import Day, Invitation, Need, Pairing, Slot, Table
from gandeng.meetings.states import Order, WhyNotComing
from gandeng.products.states import Category, Storage

HOURS_WORDS = {
    "all": _("Sepanjang hari"),
    "morning": _("Pagi"),
    "afternoon": _("Siang"),
    "kept": _("Seperti sekarang"),
    "other": _("Jam lain"),
}
KEPT, OTHER = "kept", "other"
HEADS = format_lazy(_("Isi jumlah orang dengan angka 1 sampai {most}."), most=MOST_PEOPLE)
PIECES = _("Isi dengan angka bulat, 1 atau lebih; kosongkan bila belum tahu.")
DATE = {"type": "date"}


class AcceptForm(forms.Form):
    """Who comes, how many, when. Hours are a tap on all day, a half, or from–to."""

    attendees = forms.CharField(
        label=_("Siapa yang hadir?"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )  # fmt: skip
    head_count = forms.IntegerField(
        label=_("Berapa orang?"), min_value=1, max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HEADS),
    )  # fmt: skip
    hours = forms.ChoiceField(label=_("Jam berapa?"), widget=forms.RadioSelect, choices=())
    start = forms.ChoiceField(label=_("Mulai"), required=False, choices=())
    end = forms.ChoiceField(label=_("Sampai"), required=False, choices=())
    note = forms.CharField(
        label=_("Catatan untuk panitia"), max_length=500, required=False,
        widget=forms.TextInput(attrs={"enterkeyhint": "done"}),
    )  # fmt: skip

    def __init__(self, *args: Any, invitation: Invitation, slots: Sequence[Slot], **kw: Any):
        self.invitation = invitation
        self.offered = {one.kind: one for one in clock_hours.choices_for(slots)}
        starts, ends = clock_hours.clock_times(slots)
        kw.setdefault("initial", {}).update(self._said(invitation, starts, ends))
        super().__init__(*args, **kw)
        self._set_choices(starts, ends)

    @property
    def can_name_hours(self) -> bool:
        """Is there anything to choose from and to?"""
        return bool(self.field_choices("start"))

    def field_choices(self, name: str) -> list[Any]:
        field: Any = self.fields[name]
        return list(field.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("hours")
        if kind == OTHER:
            if not (cleaned.get("start") and cleaned.get("end")):
                self.add_error("hours", _("Pilih jam mulai dan jam sampai."))
            cleaned["stretches"] = [[cleaned.get("start"), cleaned.get("end")]]
        elif kind == KEPT:
            cleaned["stretches"] = self.invitation.hours
        elif kind in self.offered:
            cleaned["stretches"] = [list(pair) for pair in self.offered[kind].hours]
        return cleaned

    def _said(self, invitation: Invitation, starts: list[str], ends: list[str]) -> dict[str, Any]:
        """What the form begins with: the answer as it stands, else the name invited."""
        is_answered = invitation.answered_at is not None and invitation.is_coming
        said: dict[str, Any] = {
            "attendees": invitation.attendees or invitation.person_name,
            "head_count": invitation.head_count if is_answered else 1,
            "note": invitation.note if is_answered else "",
            "hours": self._kind_of(invitation.hours, starts, ends),
            "start": starts[0] if starts else "",
            "end": ends[-1] if ends else "",
        }
        if said["hours"] == OTHER:
            said["start"], said["end"] = invitation.hours[0]
        return said

    def _kind_of(self, hours: Any, starts: list[str], ends: list[str]) -> str:
        pairs = tuple(tuple(pair) for pair in hours)
        for kind, one in self.offered.items():
            if one.hours == pairs:
                return kind
        if len(pairs) == 1 and pairs[0][0] in starts and pairs[0][1] in ends:
            return OTHER
        return KEPT

    def _set_choices(self, starts: list[str], ends: list[str]) -> None:
        choices: list[tuple[str, Any]] = []
        for kind, one in self.offered.items():
            times = clock_hours.in_figures(one.hours)
            choices.append((kind, f"{HOURS_WORDS[kind]} {times}" if times else HOURS_WORDS[kind]))
        if self.initial["hours"] == KEPT:
            times = clock_hours.in_figures(self.invitation.hours)
            choices.append((KEPT, f"{HOURS_WORDS[KEPT]}: {times}"))
        if len(starts) > 1:
            choices.append((OTHER, HOURS_WORDS[OTHER]))
        for name, values in (
            ("hours", choices),
            ("start", _clocks(starts)),
            ("end", _clocks(ends)),
        ):
            field: Any = self.fields[name]
            field.choices = values


class DeclineForm(forms.Form):
    """Why they stay away; both may be left out."""

    why_not = forms.ChoiceField(
        label=_("Kenapa?"), required=False, widget=forms.RadioSelect, choices=WhyNotComing.choices
    )
    note = forms.CharField(label=_("Catatan"), max_length=500, required=False)


class CategoriesForm(forms.Form):
    """What a buyer is looking for, in taps."""

    categories = forms.MultipleChoiceField(
        label=_("Jenis produk yang dicari"),
        required=False,
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class NeedForm(forms.Form):
    """One need in figures; everything may stay empty."""

    monthly_quantity = forms.IntegerField(
        label=_("Kebutuhan sebulan"), required=False, min_value=1, max_value=MOST_PIECES,
        help_text=_("Jumlah bungkus, botol, atau buah"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PIECES),
    )  # fmt: skip
    price_from = MoneyFormField(label=_("Harga jual dari"), required=False)
    price_to = MoneyFormField(label=_("Harga jual sampai"), required=False)
    storages = forms.MultipleChoiceField(
        label=_("Tempat simpan di toko"),
        required=False,
        choices=Storage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosongkan bila semua ada."),
    )
    starts_on = forms.DateField(
        label=_("Mulai dibutuhkan"), required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )  # fmt: skip
    ends_on = forms.DateField(
        label=_("Sampai"), required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )  # fmt: skip
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    @classmethod
    def of(cls, need: Need | None, data: Any = None) -> NeedForm:
        names = cls.base_fields
        return cls(data, initial={name: getattr(need, name) for name in names} if need else None)


class SlotField(forms.ModelChoiceField):
    """A slot by its time of day."""

    def label_from_instance(self, obj: Any) -> str:
        start, end = (moment.astimezone(JAKARTA) for moment in (obj.starts_at, obj.ends_at))
        return f"{start:%H.%M}–{end:%H.%M}"


class PairingForm(forms.Form):
    """The office's word over a pair: must meet (perhaps then and there), or must not."""

    order = forms.ChoiceField(label=_("Keputusan"), widget=forms.RadioSelect, choices=Order.choices)
    slot = SlotField(
        label=_("Pada slot"), required=False, queryset=Slot.objects.none(),
        empty_label=_("Bebas"), help_text=_("Hanya bila wajib bertemu."),
    )  # fmt: skip
    table = forms.ModelChoiceField(
        label=_("Di meja"), required=False, queryset=Table.objects.none(), empty_label=_("Bebas"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Alasan"), max_length=300, help_text=_("Bisa dibaca kedua pihak.")
    )

    @classmethod
    def of(
        cls, day: Day, known: Pairing | None, data: Any = None, seen: tuple[str, str] = ("", "")
    ) -> PairingForm:
        """``seen``: the slot's number and the table's id where the pair stood when somebody asked
        to pin it."""
        names = ("order", "slot", "table", "reason")
        initial = {name: getattr(known, name) for name in names} if known else {}
        number, table_id = (int(text) if text.isascii() and text.isdigit() else -1 for text in seen)
        if known is None and (slot_seen := day.slots.filter(number=number).first()):
            table_seen = day.tables.filter(pk=table_id, is_open=True).first()
            initial = {"order": Order.REQUIRE, "slot": slot_seen, "table": table_seen}
        form = cls(data, initial=initial)
        slot, table = (cast("forms.ModelChoiceField", form.fields[name]) for name in names[1:3])
        slot.queryset, table.queryset = day.slots.all(), day.tables.filter(is_open=True)
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("order") == Order.FORBID:
            cleaned["slot"] = cleaned["table"] = None
        return cleaned


# an organisation's id, and a product's where one is meant
Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class SentWishes:
    """A whole list as a phone keeps it: the wishes in order, and the list they were made from."""

    wishes: list[Key]
    base: list[Key]


def read_wishes(body: bytes) -> SentWishes:
    """What a phone sent: ``{"wishes": ["12-34", …], "base": […]}``. Refuses ``unreadable``."""
    try:
        sent = json.loads(body)
        return SentWishes(*(_keys(sent[name]) for name in ("wishes", "base")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("unreadable", _("Kiriman tidak bisa dibaca.")) from error


def read_key(text: str) -> Key:
    """``12-34`` or ``12-``. Raises ValueError."""
    organisation, _dash, product = text.partition("-")
    if not all(part.isascii() and len(part) < 18 for part in (organisation, product)):
        raise ValueError(text)
    return int(organisation), int(product) if product else None


def _keys(texts: Any) -> list[Key]:
    if not isinstance(texts, list) or len(texts) > 2 * MOST_WISHES:
        raise ValueError("no list of wishes")
    return [read_key(text) for text in texts]


def _clocks(times: Sequence[str]) -> list[tuple[str, str]]:
    return [(time, time.replace(":", ".")) for time in times]
