"""What people type about a certificate, and about where they looked it up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .core.files import CONTENT_TYPES
from .models import Certificate
from .states import OF_A_PRODUCT, Kind


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PaperForm(forms.Form):
    """What stands on the paper."""

    number = forms.CharField(
        label=_("Nomor"), max_length=80, help_text=_("Salin seperti tertulis di kertasnya.")
    )
    issued_on = forms.DateField(label=_("Terbit"), required=False, widget=DayInput)
    expires_on = forms.DateField(
        label=_("Berlaku sampai"),
        required=False,
        widget=DayInput,
        help_text=_("Kosongkan bila di kertasnya tidak ada."),
    )
    note = forms.CharField(label=_("Keterangan"), max_length=250, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """Arguments for the actions."""
        return {name: self.cleaned_data[name] for name in PaperForm.base_fields}


class RenewalForm(PaperForm):
    """A paper that is shown for the first time, with its copy."""

    file = forms.FileField(
        label=_("Foto atau PDF sertifikat"),
        required=False,
        help_text=_("PDF, JPG, atau PNG, paling besar 8 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(CONTENT_TYPES.values())}),
    )
    key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {
            "file": self.cleaned_data["file"],
            "key": self.cleaned_data["key"],
        }


class CertificateForm(RenewalForm):
    """A new certificate of a product, or of a maker."""

    kind = forms.ChoiceField(label=_("Jenis"))
    field_order = ("kind",)

    def __init__(self, *args: Any, is_for_product: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in Kind if is_for_product or kind not in OF_A_PRODUCT]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih")), *((kind.value, kind.label) for kind in kinds)]

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"kind": self.cleaned_data["kind"]}


class CorrectionForm(PaperForm):
    """What was typed, to be put right."""

    @classmethod
    def initial_of(cls, certificate: Certificate) -> dict[str, Any]:
        return {name: getattr(certificate, name) for name in PaperForm.base_fields}


class CheckForm(forms.Form):
    """Where somebody looked, and what they found."""

    found = forms.TypedChoiceField(
        label=_("Hasilnya"),
        choices=[("1", _("Ada dan cocok")), ("0", _("Tidak ditemukan"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Diperiksa di"), max_length=120, help_text=_("Situs, kantor, atau kertas aslinya.")
    )
    note = forms.CharField(label=_("Catatan"), max_length=250, required=False)


class ReasonForm(forms.Form):
    """Why it is refused."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("UMKM membaca alasan ini."),
    )


class FileForm(forms.Form):
    """A copy of the paper."""

    file = forms.FileField(
        label=_("Foto atau PDF sertifikat"),
        help_text=_("PDF, JPG, atau PNG, paling besar 8 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(CONTENT_TYPES.values())}),
    )
