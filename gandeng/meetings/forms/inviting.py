"""Whom an invitation is addressed to, what a letter's head says, what came of a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandeng.meetings.actions.answering import MOST_PEOPLE
from gandeng.meetings.core.spans import Unreadable, as_hours, read_spans
from gandeng.meetings.models import Invitation
from gandeng.meetings.states import CallResult, WhyNotComing

from .days import DATE, UNREADABLE, PhoneField
from .guests import HEADS


class AddressForm(forms.Form):
    """Whom one invitation is addressed to."""

    person_name = forms.CharField(label=_("Nama yang diundang"), max_length=150, required=False)
    person_title = forms.CharField(label=_("Jabatan"), max_length=100, required=False)
    phone = PhoneField(label=_("No. HP/WA"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    @staticmethod
    def initial_of(invitation: Invitation) -> dict[str, Any]:
        """What the form shows."""
        return {name: getattr(invitation, name) for name in AddressForm.base_fields}


class LetterForm(forms.Form):
    """What stands in the head and under a printed letter. Nothing is required: what is left empty
    stays a dotted line to be filled in by hand."""

    number = forms.CharField(
        label=_("Nomor surat"),
        max_length=60,
        required=False,
        help_text=_("Contoh: 500.3.1/214/Diskop. Sama untuk semua surat ini."),
    )
    place = forms.CharField(label=_("Tempat surat"), max_length=60, required=False)
    dated_on = forms.DateField(
        label=_("Tanggal surat"),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )
    signer_title = forms.CharField(
        label=_("Jabatan penanda tangan"),
        max_length=120,
        required=False,
        help_text=_("Contoh: Kepala Dinas Koperasi dan UKM"),
    )
    signer_name = forms.CharField(label=_("Nama penanda tangan"), max_length=120, required=False)
    signer_number = forms.CharField(label=_("NIP"), max_length=30, required=False)


class CallForm(forms.Form):
    """What came of a call; with a yes also who comes and when, with a no why."""

    result = forms.ChoiceField(label=_("Hasil"), choices=CallResult)
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)
    again_on = forms.DateField(
        label=_("Hubungi lagi"),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )
    attendees = forms.CharField(label=_("Nama yang hadir"), max_length=300, required=False)
    head_count = forms.IntegerField(
        label=_("Jumlah orang"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HEADS),
    )
    hours = forms.CharField(
        label=_("Jam hadir"),
        max_length=60,
        required=False,
        help_text=_("Kosong: seharian. Atau 09.00–12.00, pagi, habis dzuhur."),
    )
    why_not = forms.ChoiceField(
        label=_("Alasan tidak hadir"),
        choices=[("", _("Tidak disebut")), *WhyNotComing.choices],
        required=False,
    )

    def clean_hours(self) -> list[list[str]]:
        """As an invitation keeps them."""
        text = self.cleaned_data["hours"]
        if not text:
            return []
        try:
            return as_hours(read_spans(text))
        except Unreadable as error:
            sentence = str(UNREADABLE[error.code])
            raise ValidationError(
                sentence % error.words if "%s" in sentence else sentence
            ) from error

    def clean_head_count(self) -> int:
        return self.cleaned_data["head_count"] or 1
