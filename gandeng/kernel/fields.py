"""How Money, Rate and sealed personal numbers are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .money import FULL_RATE, Money, Rate
from .sealing import seal, unseal

if TYPE_CHECKING:
    # What goes into and comes out of each column. Django's fields take no brackets when they run.
    from django.db.models.expressions import Combinable

    _MoneyColumn = models.BigIntegerField[Money | Combinable | None, Money]
    _RateColumn = models.PositiveIntegerField[Rate | int | Combinable | None, Rate]
    _TextColumn = models.TextField[str | Combinable | None, str]
else:
    _MoneyColumn = models.BigIntegerField
    _RateColumn = models.PositiveIntegerField
    _TextColumn = models.TextField

# The largest amount a field takes: a thousand trillion rupiah. Far above any regency's trade and
# far below 64 bits, so that sums of many rows cannot overflow.
MOST_RUPIAH = 10**15


class MoneyField(_MoneyColumn):
    """A Money in a big integer column."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Money | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Money  # type: ignore[assignment]

    def from_db_value(self, value: int | None, *_: Any) -> Money | None:
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Money):
            return value
        return Money(int(super().to_python(value)))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Money):
            return value.rupiah
        if value is None:
            return None
        if type(value) is int:
            return value
        raise TypeError(f"store Money, not {value!r}")

    def value_to_string(self, obj: Any) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.rupiah if isinstance(value, Money) else value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MoneyFormField, **kwargs})


class MoneyFormField(forms.IntegerField):
    """What a person types as an amount, checked; gives Money.

    A text input: a number input would read the dots of ``14.500`` as a decimal point.
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Tulis rupiah bulat, misalnya 15.000.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", MOST_RUPIAH)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def prepare_value(self, value: Any) -> Any:
        return value.rupiah if isinstance(value, Money) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Money):
            return value.rupiah
        if isinstance(value, str):
            value = value.lower().replace("rp", "").lstrip(" .").rstrip(" .,-")
            value = value.replace(".", "").replace(" ", "")
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return None if cleaned is None else Money(cleaned)


class RateField(_RateColumn):
    """A Rate in basis points, 0 to 10,000."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Rate | int | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Rate  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [MinValueValidator(0), MaxValueValidator(FULL_RATE)])
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: int | None, *_: Any) -> Rate | None:
        return None if value is None else Rate(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Rate):
            return value
        return Rate(int(super().to_python(value)))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Rate):
            return value.basis_points
        if value is None or type(value) is int:
            return value
        raise TypeError(f"store a Rate, not {value!r}")

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.basis_points if isinstance(value, Rate) else value)


class SealedField(_TextColumn):
    """Text that is encrypted in the column and plain on the instance. Never filter by it: keep
    a ``sealing.fingerprint`` beside it for that."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else seal(value)
