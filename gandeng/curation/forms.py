"""What people type in a round: its name, a judge's six scores, why a verdict is opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .core.scoring import HIGHEST, LOWEST, Criterion
from .models import CRITERIA, Assessment

LABELS = {
    Criterion.TASTE: _("Rasa"),
    Criterion.PACKAGING: _("Kemasan & label"),
    Criterion.CAPACITY: _("Kapasitas & kesinambungan"),
    Criterion.PRICE: _("Harga & margin"),
    Criterion.SHELF_LIFE: _("Masa simpan & logistik"),
    Criterion.STORY: _("Cerita & identitas lokal"),
}
# Over the columns of a table.
SHORT = {
    Criterion.TASTE: _("Rasa"),
    Criterion.PACKAGING: _("Kemasan"),
    Criterion.CAPACITY: _("Kapasitas"),
    Criterion.PRICE: _("Harga"),
    Criterion.SHELF_LIFE: _("Masa simpan"),
    Criterion.STORY: _("Cerita"),
}
HINTS = {
    Criterion.TASTE: _("Rasa, aroma, tekstur, dan rupa. Untuk kriya: mutu pengerjaan."),
    Criterion.PACKAGING: _("Rapat, bersih, menarik; label terbaca dan lengkap."),
    Criterion.CAPACITY: _("Sanggup memasok tiap bulan dengan mutu yang sama."),
    Criterion.PRICE: _("Pantas untuk mutunya dan menyisakan margin bagi toko."),
    Criterion.SHELF_LIFE: _("Cukup lama dan kuat dikirim."),
    Criterion.STORY: _("Asal bahan, tempat, dan pembuatnya terasa."),
}


class RoundForm(forms.Form):
    """A new sitting."""

    name = forms.CharField(
        label=_("Nama sidang"), max_length=120, help_text=_("Contoh: Kurasi November 2026")
    )
    held_on = forms.DateField(
        label=_("Tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Bobot nilai mengikuti yang berlaku pada hari ini."),
    )


class ScoreForm(forms.Form):
    """One judge's scores. Without ``judge_name`` the judge is who is signed in."""

    judge_name = forms.CharField(
        label=_("Nama juri"), max_length=100, help_text=_("Seperti tertulis di lembar nilainya.")
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, names_judge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names_judge:
            del self.fields["judge_name"]
        for criterion in Criterion:
            self.fields[criterion] = forms.TypedChoiceField(
                label=LABELS[criterion],
                help_text=HINTS[criterion],
                choices=[(score, str(score)) for score in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih satu nilai, 1 sampai 5.")},
            )

    @property
    def scales(self) -> list[forms.BoundField]:
        """The six criteria, in the order of the judges' sheet."""
        return [self[name] for name in CRITERIA]

    @property
    def scores(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in CRITERIA}

    @staticmethod
    def initial_of(assessment: Assessment | None) -> dict[str, Any]:
        """What the judge gave before."""
        return assessment.scores | {"note": assessment.note} if assessment else {}


class ReasonForm(forms.Form):
    """Why a verdict is opened again."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Contoh: sertifikat baru sudah dicatat, atau nilai salah ketik."),
    )
