"""Who is to be what in the programme, and which traces are asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Member, Programme
from .queries import districts_of


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Nama"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("No. HP/WA"),
        max_length=20,
        required=False,
        help_text=_("Isi salah satu: e-mail atau nomor HP."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[(role.value, role.label) for role in Member.Role if role != Member.Role.PARTNER],
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"] = forms.ModelMultipleChoiceField(
            districts_of(programme),
            label=_("Kecamatan dampingan"),
            required=False,
            help_text=_("Hanya untuk pendamping lapangan."),
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("phone", _("Isi e-mail atau nomor HP."))
        return cleaned


class TracesForm(forms.Form):
    """Every field may stay empty; what cannot be read is left out of the question."""

    by_name = forms.CharField(label=_("Orang"), max_length=150, required=False)
    verb = forms.ChoiceField(label=_("Tindakan"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    on_from = forms.DateField(
        label=_("Dari"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    on_until = forms.DateField(
        label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,
        verbs: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Semua")), *verbs]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Semua")), *kinds]  # type: ignore[attr-defined]

    @property
    def question(self) -> dict[str, Any]:
        self.is_valid()
        return dict(self.cleaned_data)
