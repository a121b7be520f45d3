"""What people type about makers, buyers, their shops and the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.programmes.models import Place, Programme
from gandeng.programmes.queries import districts_of, villages_of

from .models import Organisation, Outlet, Seat
from .states import BUYER_KINDS, Kind

SEALED = ("nik", "npwp")


def digits(*lengths: int) -> RegexValidator:
    """So many digits and nothing else."""
    said = _(" atau ").join(str(length) for length in lengths)
    pattern = "|".join(rf"\d{{{length}}}" for length in lengths)
    return RegexValidator(
        rf"^({pattern})\Z",
        _("Harus %(lengths)s angka, tanpa titik atau spasi.") % {"lengths": said},
    )


class OrganisationForm(forms.ModelForm):
    """Shared by makers and buyers. The organisation itself is left alone: actions change it.

    Sealed numbers never come into the page: an empty field keeps what is known.
    """

    if TYPE_CHECKING:

        @property
        def kind(self) -> str: ...

    key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    village = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.places: dict[str, Place] = {}
        self._offer_places(programme)
        for name in SEALED:
            if name in self.fields:
                known = getattr(self.instance, f"masked_{name}")
                self.fields[name].widget = forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "off"}
                )
                self.initial[name] = ""
                if known:
                    self.fields[name].help_text = _(
                        "Tersimpan: %(number)s. Isi hanya bila diganti."
                    ) % {"number": known}
        self.fields["npwp"].validators.append(digits(15, 16))
        if "nik" in self.fields:
            self.fields["nik"].validators.append(digits(16))
        self.fields["nib"].validators.append(digits(13))
        self.fields["phone"].widget.attrs["inputmode"] = "tel"

    def _offer_places(self, programme: Programme) -> None:
        districts = list(districts_of(programme))
        villages: dict[str, list[tuple[str, str]]] = {}
        for village in villages_of(programme):
            self.places[village.pk] = village
            district = village.parent.name if village.parent else ""
            villages.setdefault(district, []).append((village.pk, village.name))
        self.places |= {place.pk: place for place in districts}
        offered = [(place.pk, place.name) for place in districts]
        self._offer("district", [("", _("Pilih kecamatan")), *offered])
        self._offer("village", [("", _("Pilih desa/kelurahan")), *villages.items()])
        self.initial["district"] = self.instance.district_id or ""
        self.initial["village"] = self.instance.village_id or ""

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_district(self) -> Place | None:
        return self.places.get(self.cleaned_data["district"])

    def clean_village(self) -> Place | None:
        return self.places.get(self.cleaned_data["village"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        village = cleaned.get("village")
        if village and not cleaned.get("district"):
            cleaned["district"] = village.parent
        return cleaned

    def _post_clean(self) -> None:
        """The action checks; the organisation in memory stays as it is."""

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, as fields of Organisation; sealed numbers only when given anew."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        for name in SEALED:
            if not said.get(name):
                said.pop(name, None)
        return said


class MakerForm(OrganisationForm):
    class Meta:
        model = Organisation
        fields = (
            "name",
            "owner_name",
            "phone",
            "email",
            "district",
            "village",
            "address",
            "started_year",
            "yearly_turnover",
            "worker_count",
            "nib",
            "nik",
            "npwp",
            "signatory_name",
            "signatory_title",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yearly_turnover"].help_text = _("Kelas usaha dihitung dari sini (PP 7/2021).")
        self.fields["started_year"].validators += [
            MinValueValidator(1900, _("Tulis tahun dengan empat angka.")),
            MaxValueValidator(clock.today().year, _("Tahun itu belum tiba.")),
        ]

    @property
    def kind(self) -> str:
        return Kind.MAKER


class BuyerForm(OrganisationForm):
    class Meta:
        model = Organisation
        fields = (
            "kind",
            "name",
            "pic_name",
            "phone",
            "email",
            "signatory_name",
            "signatory_title",
            "estate",
            "company_field",
            "employee_count",
            "member_count",
            "payment_habit",
            "receiving_hours",
            "has_pos",
            "district",
            "village",
            "address",
            "cooperative_number",
            "nib",
            "npwp",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"]
        else:
            choices = [(kind.value, kind.label) for kind in BUYER_KINDS]
            self._offer("kind", [("", _("Pilih jenis pembeli")), *choices])
        self.fields["pic_name"].help_text = _("Yang menjawab telepon sehari-hari.")
        self.fields["signatory_name"].help_text = _("Yang berwenang menandatangani perjanjian.")

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        said.pop("kind", None)
        return said

    @property
    def kind(self) -> str:
        return self.cleaned_data["kind"]


class ReasonForm(forms.Form):
    """Why something is done that is kept."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class OutletForm(forms.ModelForm):
    class Meta:
        model = Outlet
        fields = ("name", "address", "receiving_hours", "is_open")
        labels = {"is_open": _("Toko masih buka")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiving_hours"].help_text = _("Contoh: Senin–Jumat 08.00–11.00")
        if not self.instance.pk:
            del self.fields["is_open"]

    def _post_clean(self) -> None:
        """The action checks; the shop in memory stays as it is."""


class InvitationForm(forms.Form):
    """Who is to act for an organisation, and as what."""

    name = forms.CharField(label=_("Nama"), max_length=150)
    phone = forms.CharField(
        label=_("No. HP/WA"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Isi salah satu: nomor HP atau e-mail.")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation.is_maker:
            return
        roles = (Seat.Role.MANAGER, Seat.Role.CLERK)
        self.fields["role"] = forms.ChoiceField(
            label=_("Peran"), choices=[(role.value, role.label) for role in roles]
        )
        self.fields["outlet"] = forms.ModelChoiceField(
            organisation.outlets.order_by("name"),
            label=_("Toko"),
            required=False,
            help_text=_("Untuk petugas toko."),
            empty_label=_("Pilih toko"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Isi nomor HP atau e-mail."))
        return cleaned
