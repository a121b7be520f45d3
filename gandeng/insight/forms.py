"""What people type about a stuck promise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .queries import people_to_own


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class RaiseForm(forms.Form):
    """Who looks after it until when."""

    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Penanggung jawab"), queryset=None
    )
    due_on = forms.DateField(label=_("Tenggat"), widget=DayInput)
    note = forms.CharField(label=_("Catatan"), required=False, max_length=300)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("due_on", clock.today() + timedelta(days=7))
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_to_own(programme)  # type: ignore[attr-defined]


class RaiseAllForm(forms.Form):
    """Who looks after every stuck promise that nobody looks after."""

    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Penanggung jawab"), queryset=None
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_to_own(programme)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What was the matter, and what was done."""

    cause = forms.CharField(label=_("Sebab macet"), max_length=300)
    outcome = forms.CharField(label=_("Tindakan yang dilakukan"), max_length=300)


class RemedyForm(forms.Form):
    """What was done for an outcome."""

    remedy = forms.CharField(label=_("Yang sudah dilakukan"), max_length=300)
