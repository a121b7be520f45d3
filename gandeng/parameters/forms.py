"""A new value, from a day on, with its basis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.kernel.fields import MoneyFormField

from .core.words import Words


class ValueForm(forms.Form):
    """The value is typed as people say it: rupiah with dots, a rate in percent."""

    starts_on = forms.DateField(
        label=_("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_("Peraturan, surat keputusan, atau rapat yang menetapkannya."),
    )
    field_order = ("value", "starts_on", "basis")

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = words.unit
        field: forms.Field
        if words.unit == "rupiah":
            field = MoneyFormField(label=_("Nilai"))
        elif words.unit == "rate":
            field = forms.DecimalField(
                label=_("Nilai (%)"), min_value=0, max_value=100, decimal_places=2, localize=True
            )
        elif words.unit == "switch":
            choices = [("1", _("Ya")), ("0", _("Tidak"))]
            field = forms.ChoiceField(label=_("Nilai"), choices=choices)
        else:
            field = forms.IntegerField(label=_("Nilai"), min_value=0, max_value=1_000_000)
        self.fields["value"] = field
        self.order_fields(self.field_order)

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day < clock.today():
            # What was computed under the old value stays as it was.
            raise forms.ValidationError(_("Nilai baru berlaku paling cepat hari ini."))
        return day

    @property
    def value(self) -> int:
        """As it is stored: rupiah, basis points, or the number itself."""
        typed = self.cleaned_data["value"]
        if self.unit == "rupiah":
            return typed.rupiah
        return int(typed * 100) if self.unit == "rate" else int(typed)
