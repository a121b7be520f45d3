"""A programme sets a value of its own from a day on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .models import Parameter

MOST = 10**15


@transaction.atomic
def set_parameter(
    programme: Programme,
    key: str,
    value: int,
    *,
    starts_on: date,
    basis: str,
    by: Person,
    at: datetime,
) -> Parameter:
    """Let the programme's own value hold from a day on; what held before ends that day.

    Refuses: ``basis_missing``, ``value_out_of_range``, ``unknown_parameter``.
    """
    require(by, "parameters.set_parameter", programme)
    if not 0 <= value <= MOST:
        raise Refusal("value_out_of_range", _("Nilai itu terlalu kecil atau besar."), field="value")
    if not basis.strip():
        raise Refusal(
            "basis_missing", _("Tulis dasar nilai ini (peraturan atau keputusan)."), field="basis"
        )
    if not Parameter.objects.filter(key=key).exists():
        raise Refusal("unknown_parameter", _("Parameter itu tidak ada."))
    own = Parameter.objects.filter(programme=programme, key=key)
    own.filter(starts_on__lt=starts_on, ends_on__isnull=True).update(ends_on=starts_on)
    parameter, _made = Parameter.objects.update_or_create(
        programme=programme,
        key=key,
        starts_on=starts_on,
        defaults={"value": value, "basis": basis.strip(), "ends_on": None},
    )
    after = {"key": key, "value": value, "starts_on": starts_on, "basis": basis}
    record(parameter, "set_parameter", by=by, at=at, after=after)
    return parameter
