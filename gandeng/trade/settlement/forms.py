"""What people type when they settle."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.kernel.fields import MoneyFormField

from .states import Method


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class DrawUpForm(forms.Form):
    last_day = forms.DateField(
        label=_("Sampai dengan tanggal"),
        widget=DayInput,
        help_text=_("Hari terakhir yang ikut dihitung. Hitung rak dulu sebelum merekap."),
    )

    def clean_last_day(self) -> Any:
        # what the actions take is the day after: a span excludes its end
        return self.cleaned_data["last_day"] + timedelta(days=1)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class ObjectForm(ReasonForm):
    reason = forms.CharField(
        label=_("Apa yang tidak cocok?"),
        help_text=_("Sebut produknya, berapa menurut rekap dan berapa menurut Anda."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
    )


class SettleForm(ReasonForm):
    direction = forms.ChoiceField(
        label=_("Penyesuaian"),
        choices=[
            ("plus", _("Ditambah untuk UMKM")),
            ("minus", _("Dikurangi dari UMKM")),
        ],
        widget=forms.RadioSelect,
        initial="plus",
    )
    amount = MoneyFormField(label=_("Jumlah (0 kalau rekap tetap)"))
    reason = forms.CharField(
        label=_("Yang disepakati"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300
    )
    field_order = ("direction", "amount", "reason")


class PaymentForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    amount = MoneyFormField(label=_("Jumlah dibayar"))
    method = forms.ChoiceField(label=_("Cara bayar"), choices=Method.choices)
    reference = forms.CharField(
        label=_("Nomor referensi"),
        required=False,
        max_length=60,
        help_text=_("Dari bukti transfer atau QRIS. Wajib untuk transfer."),
    )
    paid_on = forms.DateField(label=_("Tanggal bayar"), widget=DayInput)
    proof = forms.FileField(
        label=_("Foto atau PDF bukti"),
        required=False,
        help_text=_("Boleh kosong. Paling besar 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"key": uuid.uuid4().hex, "paid_on": clock.today()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
