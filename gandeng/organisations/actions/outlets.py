"""Buyers' shops open, are described, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import change, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation, Outlet
from gandeng.people.models import Person

from .register import refuse_merged


@transaction.atomic
def open_outlet(
    organisation: Organisation, name: str, *, by: Person, at: datetime, **values: Any
) -> Outlet:
    """Add a shop to a buyer. Raises Refusal ``outlet_name_taken``, ``not_a_buyer``, ``merged``."""
    require(by, "organisations.open_outlet", organisation)
    refuse_merged(organisation)
    if organisation.is_maker:
        raise Refusal("not_a_buyer", _("Hanya pembeli yang punya toko."))
    name = _checked_name(organisation, name)
    outlet = Outlet.objects.create(
        programme=organisation.programme,
        organisation=organisation,
        name=name,
        created_at=at,
        **values,
    )
    record(outlet, "open_outlet", by=by, at=at, after={"name": outlet.name})
    return outlet


@transaction.atomic
def describe_outlet(outlet: Outlet, *, by: Person, at: datetime, **values: Any) -> bool:
    """Change a shop's name, address, receiving hours, or whether it is open (``is_open``)."""
    require(by, "organisations.open_outlet", outlet)
    if strange := set(values) - {"name", "address", "receiving_hours", "is_open"}:
        raise TypeError(f"not for describing: {', '.join(sorted(strange))}")
    if "name" in values:
        values["name"] = _checked_name(outlet.organisation, values["name"], but=outlet)
    return change(outlet, "describe_outlet", by=by, at=at, **values)


def _checked_name(organisation: Organisation, name: str, but: Outlet | None = None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refusal(
            "name_missing", _("Tulis nama tokonya, paling banyak 120 huruf."), field="name"
        )
    others = organisation.outlets.filter(name=name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refusal("outlet_name_taken", _("Sudah ada toko dengan nama itu."), field="name")
    return name
