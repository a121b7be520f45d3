"""The living style page: every component once, with believable Karawang contents.

For looking at and for tests; no room links it. ``page`` is a view that any urlconf can mount.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import MoneyFormField
from gandeng.kernel.money import Money, Rate

from .history import Change, Line


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nama usaha"), help_text=_("Seperti tertulis pada NIB."))
    district = forms.ChoiceField(
        label=_("Kecamatan"),
        choices=[("", _("Pilih kecamatan")), ("1", "Telukjambe Timur"), ("2", "Rengasdengklok")],
    )
    price = MoneyFormField(label=_("Harga titip"), help_text=_("Per bungkus, sebelum margin."))
    shelf_life_days = forms.IntegerField(label=_("Masa simpan"), required=False)
    left = forms.IntegerField(label=_("Sisa di rak"), min_value=0, initial=12)
    note = forms.CharField(
        label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photo = forms.FileField(label=_("Foto produk"), required=False)
    scheme = forms.ChoiceField(
        label=_("Skema"),
        choices=[("consignment", _("Titip jual")), ("purchase", _("Beli putus"))],
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(label=_("Saya sudah membaca dan menyetujui perjanjian ini"))


def context() -> dict[str, Any]:
    """What the page shows."""
    at = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    form = SampleForm(
        {"name": "", "price": "Rp abc", "shelf_life_days": 90, "left": 12, "scheme": "consignment"}
    )
    return {
        "menu": _menu(),
        "place": "Kabupaten Karawang",
        "role": _("Petugas program"),
        "form": form,
        "at": at,
        "commission": Rate(1250),
        "rows": [
            ("Rengginang Terasi Cilamaya", "Dapur Bu Engkar", 1240, Money(18_500), "ok", "Berlaku"),
            (
                "Kopi Sanggabuana Bubuk",
                "Kopi Loji",
                86,
                Money(42_000),
                "warn",
                "Habis 12 hari lagi",
            ),
            ("Sambal Ikan Peda Pedas", "Teh Nining", 0, Money(27_000), "bad", "Sudah berakhir"),
        ],
        "funnel": [
            {"label": _("Janji ditandatangani"), "count": 64, "url": "#"},
            {"label": _("Barang dikirim"), "count": 51, "url": "#"},
            {"label": _("Penjualan dihitung"), "count": 38, "url": "#"},
            {"label": _("Dibayar"), "count": 29, "url": "#"},
            {"label": _("Pesan ulang"), "count": 17, "url": "#"},
        ],
        "promise": [
            {"label": _("Ditandatangani"), "state": "done", "on": date(2026, 9, 1)},
            {"label": _("Dikirim"), "state": "done", "on": date(2026, 9, 8), "gap_days": 7},
            {"label": _("Dihitung"), "state": "done", "on": date(2026, 10, 6), "gap_days": 28},
            {
                "label": _("Rekap disetujui"),
                "state": "now",
                "note": _("menunggu Koperasi Karyawan Sinar Mas"),
                "gap_days": 2,
            },
            {"label": _("Dibayar"), "state": "late", "note": _("lewat 9 hari")},
            {"label": _("Pesan ulang"), "state": "waiting"},
        ],
        "crumbs": [
            {"label": _("Produsen"), "url": "#"},
            {"label": "Dapur Bu Engkar", "url": "#"},
            {"label": "Rengginang Terasi Cilamaya"},
        ],
        "traces": [
            Line(
                "Euis Komariah",
                "mengubah harga",
                at,
                "",
                (Change("Harga", "Rp17.000", "Rp18.500"),),
            ),
            Line("Asep Sunandar", "mengajukan untuk kurasi", at, "", ()),
        ],
        "tones": ["ok", "warn", "bad", "info", "quiet"],
    }


def _menu() -> list[dict[str, Any]]:
    def item(label: Any, icon: str, **more: Any) -> dict[str, Any]:
        return {"label": label, "url": "#", "icon": icon, "is_current": False, **more}

    return [
        {
            "label": "",
            "items": [
                item(_("Beranda"), "house", is_current=True, is_primary=True),
                item(_("Janji sampai bayar"), "route", is_primary=True, short=_("Janji")),
            ],
        },
        {
            "label": _("Rantai pasok"),
            "items": [
                item(_("Data masuk"), "file-spreadsheet", count=14),
                item(_("Pelaku usaha"), "store"),
                item(_("Produk"), "package", is_primary=True),
                item(_("Sertifikat"), "badge-check", count=3),
                item(_("Kurasi"), "clipboard-check"),
                item(_("Perjanjian"), "handshake", is_primary=True),
                item(_("Pengiriman"), "truck"),
                item(_("Rekap dan pembayaran"), "wallet"),
            ],
        },
        {"label": _("Pengawasan"), "items": [item(_("Jejak"), "footprints")]},
    ]


def page(request: HttpRequest) -> HttpResponse:
    """The style page itself."""
    if hasattr(request, "_messages"):
        messages.success(request, _("Harga disimpan."))
        messages.error(request, _("Hitungan tidak mungkin: 12 + 20 − 3 − 40 kurang dari nol."))
    return render(request, "ui/styleguide.html", context())


def public_page(request: HttpRequest) -> HttpResponse:
    """The lighter frame, as the catalogue wears it."""
    return render(request, "ui/styleguide_public.html", context())
