"""What the office asks of a calculation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.meetings.models import Day
from gandeng.meetings.queries.versions import versions_of

SECONDS = [
    (10, _("10 detik: cepat, untuk melihat-lihat")),
    (30, _("30 detik: biasanya cukup")),
    (60, _("60 detik: jeda paling sedikit")),
]


class CalculationForm(forms.Form):
    """How long, how fair, how comfortable; what stays as it is."""

    seconds = forms.TypedChoiceField(label=_("Lama menghitung"), choices=SECONDS, coerce=int)
    has_floor = forms.BooleanField(label=_("Jaga pemerataan antar-UMKM"), required=False)
    breaks = forms.BooleanField(label=_("Kurangi jeda kosong di antara pertemuan"), required=False)
    moves = forms.BooleanField(label=_("Kurangi pindah meja"), required=False)
    keep = forms.TypedChoiceField(
        label=_("Pertahankan yang dikunci"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Pertemuan yang dikunci di versi ini tetap di jam dan mejanya."),
    )
    seed = forms.IntegerField(
        label=_("Nomor acak"),
        min_value=0,
        max_value=999_999,
        help_text=_("Nomor yang sama memberi hasil yang sama. Ganti untuk mencoba susunan lain."),
    )

    def __init__(self, day: Day, floor: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.floor = floor
        self.fields["has_floor"].help_text = _(
            "Setiap UMKM yang diminati mendapat sedikitnya %(floor)s pertemuan bila mungkin "
            "(parameter yang berlaku hari ini)."
        ) % {"floor": floor}
        kept = [row for row in versions_of(day) if row.locked_count]  # type: ignore[attr-defined]
        keep = self.fields["keep"]
        assert isinstance(keep, forms.TypedChoiceField)
        keep.choices = [
            ("", _("Tidak ada")),
            *(
                (
                    row.pk,
                    _("Versi %(version)s (%(count)s dikunci)")
                    % {"version": row.version, "count": row.locked_count},  # type: ignore[attr-defined]
                )
                for row in kept
            ),
        ]
        if not kept:
            del self.fields["keep"]

    def settings(self) -> dict[str, Any]:
        """As ``queries.problems.USUAL`` has it."""
        typed = self.cleaned_data
        return {
            "seconds": typed["seconds"],
            "seed": typed["seed"],
            "floor": self.floor if typed["has_floor"] else 0,
            "breaks": typed["breaks"],
            "moves": typed["moves"],
            "keep": typed.get("keep"),
        }
