"""A day, its hours and its tables, as people type them."""

from __future__ import annotations

from datetime import datetime, time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gandeng.intake.core.cells import read_phone
from gandeng.kernel import clock
from gandeng.meetings.core.slot_plan import SlotTime
from gandeng.meetings.core.spans import Span, Unreadable, read_spans, said_spans
from gandeng.meetings.models import Day, Slot, Table
from gandeng.meetings.states import Side

DATE = {"type": "date"}
UNREADABLE = {
    "no_hours": _("Tulis jamnya, misalnya 09.00–12.00 dan 13.00–15.00."),
    "ends_before_start": _("%s: jam selesai harus sesudah jam mulai."),
    "overlap": _("%s: kedua rentang ini bertumpuk."),
    "bad_clock": _("%s: jam ini tidak ada."),
}


class PhoneField(forms.CharField):
    """A number as people write it; kept as +62…"""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        read = read_phone(text)
        if read.value is None:
            raise ValidationError(_("Nomor ini tidak bisa dibaca. Contoh: 0812 3456 7890."))
        return str(read.value)


class DayForm(forms.Form):
    """A day as the office plans it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = forms.CharField(
        label=_("Nama acara"), max_length=120, help_text=_("Contoh: Temu Bisnis Karawang 2026")
    )
    held_on = forms.DateField(
        label=_("Tanggal"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    place = forms.CharField(
        label=_("Tempat"), max_length=150, help_text=_("Contoh: Aula Plaza Pemda Karawang")
    )
    address = forms.CharField(label=_("Alamat"), max_length=250, required=False)
    answer_until = forms.DateField(
        label=_("Jawab paling lambat"),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        help_text=_(
            "Sesudah hari ini undangan menjawab lewat telepon. Kosong: sampai acara mulai."
        ),
    )
    contact_name = forms.CharField(label=_("Narahubung"), max_length=150, required=False)
    contact_phone = PhoneField(
        label=_("No. HP/WA narahubung"),
        required=False,
        help_text=_("Tercantum di undangan, untuk yang ingin bertanya."),
    )
    note = forms.CharField(
        label=_("Catatan untuk undangan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Contoh: parkir di sisi timur; bawa contoh produk."),
    )
    seated = forms.ChoiceField(
        label=_("Yang duduk di mejanya sepanjang acara"),
        choices=Side,
        widget=forms.RadioSelect,
        help_text=_("Pihak lain berpindah meja mengikuti jadwal."),
    )
    buyer_maximum = forms.IntegerField(
        label=_("Pertemuan per pembeli, paling banyak"),
        min_value=0,
        max_value=60,
        help_text=_("0: tanpa batas, sebanyak slotnya."),
    )
    maker_maximum = forms.IntegerField(
        label=_("Pertemuan per UMKM, paling banyak"),
        min_value=0,
        max_value=60,
        help_text=_("0: tanpa batas, sebanyak slotnya."),
    )
    like = forms.ModelChoiceField(
        Day.objects.none(),
        label=_("Salin slot dan meja dari"),
        required=False,
        empty_label=_("Tidak menyalin"),
    )

    def __init__(self, *args: Any, earlier: QuerySet[Day] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier is None or not earlier:
            del self.fields["like"]
        else:
            self.fields["like"].queryset = earlier  # type: ignore[attr-defined]

    def clean_answer_until(self) -> datetime | None:
        """The last minute of the day that was said."""
        on = self.cleaned_data["answer_until"]
        return datetime.combine(on, time(23, 59), tzinfo=clock.JAKARTA) if on else None

    @staticmethod
    def initial_of(day: Day) -> dict[str, Any]:
        """What the form shows of a day."""
        names = ("name", "held_on", "place", "address", "contact_name", "contact_phone", "note",
                 "seated", "buyer_maximum", "maker_maximum")  # fmt: skip
        values = {name: getattr(day, name) for name in names}
        values["answer_until"] = clock.day_of(day.answer_until) if day.answer_until else None
        return values


class SlotsForm(forms.Form):
    """The hours of a day in one line of words."""

    hours = forms.CharField(
        label=_("Jam acara"),
        max_length=120,
        help_text=_("Contoh: 09.00–12.00 dan 13.00–15.00. Istirahat ada di antaranya."),
    )
    minutes = forms.IntegerField(label=_("Panjang satu pertemuan"), min_value=5, max_value=180)
    gap_minutes = forms.IntegerField(
        label=_("Jeda antar-slot"),
        min_value=0,
        max_value=60,
        help_text=_("Waktu berpindah meja, bila perlu."),
    )

    def clean_hours(self) -> list[Span]:
        """The stretches of the day."""
        try:
            spans = read_spans(self.cleaned_data["hours"])
        except Unreadable as error:
            sentence = str(UNREADABLE[error.code])
            raise ValidationError(
                sentence % error.words if "%s" in sentence else sentence, code=error.code
            ) from error
        if not spans:
            raise ValidationError(UNREADABLE["no_hours"], code="no_hours")
        return spans

    @staticmethod
    def initial_of(slots: list[Slot]) -> dict[str, Any]:
        """What the form shows of the slots there are; without any, a usual day."""
        if not slots:
            return {"hours": "09.00–12.00 dan 13.00–15.00", "minutes": 20, "gap_minutes": 0}
        sessions: dict[int, list[Slot]] = {}
        for slot in slots:
            sessions.setdefault(slot.session, []).append(slot)
        spans = [
            Span(_clock(those[0].starts_at), _clock(those[-1].ends_at))
            for those in sessions.values()
        ]
        pairs = [(one, other) for those in sessions.values() for one, other in pairwise(those)]
        gap = min((other.starts_at - one.ends_at for one, other in pairs), default=None)
        length = slots[0].ends_at - slots[0].starts_at
        return {
            "hours": said_spans(spans),
            "minutes": int(length.total_seconds() // 60),
            "gap_minutes": int(gap.total_seconds() // 60) if gap else 0,
        }


class TablesForm(forms.Form):
    """So many tables more."""

    count = forms.IntegerField(label=_("Jumlah meja"), min_value=1, max_value=400)
    per_row = forms.IntegerField(label=_("Meja per baris"), min_value=1, max_value=60, initial=10)
    seats = forms.IntegerField(label=_("Kursi per meja"), min_value=1, max_value=50, initial=4)
    area = forms.CharField(
        label=_("Ruang"), max_length=60, required=False, help_text=_("Contoh: Aula utama")
    )
    label_prefix = forms.CharField(
        label=_("Awalan label"),
        max_length=8,
        required=False,
        help_text=_("Kosong: A1, A2, … B1. Diisi M: M1, M2, M3."),
    )


class TableForm(forms.ModelForm):
    """One table."""

    class Meta:
        model = Table
        fields = ("label", "area", "seats", "x", "y", "is_open")
        labels = {
            "x": _("Letak di denah, ke kanan"),
            "y": _("Letak di denah, ke bawah"),
            "is_open": _("Meja ini dipakai"),
        }
        help_texts = {
            "x": _("Sentimeter dari sudut kiri atas ruangan."),
            "is_open": _("Meja yang tidak dipakai tidak mendapat pertemuan."),
        }


class ReasonForm(forms.Form):
    """Why a day is cancelled, or an invitation withdrawn."""

    why = forms.CharField(
        label=_("Alasan"), max_length=250, widget=forms.Textarea(attrs={"rows": 2})
    )


def as_slot_times(slots: list[Slot]) -> list[SlotTime]:
    """Slots as the plan of them, to be shown the same way."""
    return [SlotTime(slot.session, _clock(slot.starts_at), _clock(slot.ends_at)) for slot in slots]


def _clock(at: datetime) -> time:
    return at.astimezone(clock.JAKARTA).time()
