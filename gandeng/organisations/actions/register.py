"""Organisations are registered, described, verified, suspended; their numbers are unmasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record, record_many
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.kernel.sealing import fingerprint
from gandeng.organisations.core.names import fold_name
from gandeng.organisations.core.sizes import KEYS, size_class_of
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import Kind, State
from gandeng.parameters.queries import values_of
from gandeng.people.models import Person
from gandeng.people.queries import handle_of
from gandeng.programmes.models import Programme

# What may be said about an organisation. The rest has verbs of its own.
DESCRIBABLE = frozenset(
    {
        "name",
        "owner_name",
        "pic_name",
        "signatory_name",
        "signatory_title",
        "phone",
        "email",
        "nik",
        "npwp",
        "nib",
        "cooperative_number",
        "address",
        "village",
        "district",
        "started_year",
        "yearly_turnover",
        "worker_count",
        "size_class",
        "estate",
        "company_field",
        "employee_count",
        "member_count",
        "has_pos",
        "payment_habit",
        "receiving_hours",
        "note",
    }
)
DERIVED = ("name", "folded_name", "phone", "nik_fingerprint", "size_class", "district")
UNCHECKED = {"programme", "village", "district", "merged_into", "folded_name", "key"}


@transaction.atomic
def register_organisation(
    programme: Programme,
    kind: str,
    name: str,
    *,
    by: Person,
    at: datetime,
    key: str = "",
    **values: Any,
) -> Organisation:
    """Put a maker or a buyer into the register. ``values`` are fields of Organisation.

    The same ``key`` twice is once. Refuses: ``name_missing``, ``unknown_kind``,
    ``village_elsewhere``, ``field_wrong``.
    """
    require(by, "organisations.register_organisation", programme)
    if key and (known := Organisation.objects.filter(programme=programme, key=key).first()):
        return known
    organisation = Organisation(
        programme=programme, kind=kind, name=name, key=key or None, created_at=at, **values
    )
    prepare(organisation, _bounds(programme, at))
    check(organisation)
    organisation.save()
    after = {"name": organisation.name, "kind": kind}
    record(organisation, "register_organisation", by=by, at=at, after=after)
    return organisation


@transaction.atomic
def register_many(
    programme: Programme,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Person,
    at: datetime,
) -> list[Organisation | Refusal]:
    """A workbook's rows at once: the same checks and traces as one by one, in few queries. Each row
    holds ``name`` and other fields. In the rows' order, what was registered or why it was not."""
    require(by, "organisations.register_organisation", programme)
    bounds = _bounds(programme, at)
    answers: list[Organisation | Refusal] = []
    for row in rows:
        organisation = Organisation(programme=programme, kind=kind, created_at=at, **row)
        try:
            prepare(organisation, bounds)
            check(organisation)
        except Refusal as refusal:
            answers.append(refusal)
        else:
            answers.append(organisation)
    good = [answer for answer in answers if isinstance(answer, Organisation)]
    Organisation.objects.bulk_create(good, batch_size=500)
    record_many(good, "register_organisation", by=by, at=at)
    return answers


def prepare(organisation: Organisation, bounds: Mapping[str, int] | None = None) -> None:
    """Set what follows from what was typed: the folded name, the phone number in one form, the
    NIK's fingerprint, the district of the village and, given the bounds, the size class."""
    organisation.name = " ".join(organisation.name.split())
    organisation.folded_name = fold_name(organisation.name)[:150]
    organisation.phone = handle_of(organisation.phone)
    organisation.nik_fingerprint = fingerprint(organisation.nik)
    if organisation.village_id and not organisation.district_id and organisation.village:
        organisation.district = organisation.village.parent
    if organisation.yearly_turnover is not None and bounds:
        organisation.size_class = size_class_of(organisation.yearly_turnover, bounds)


def check(organisation: Organisation) -> None:
    """Raise Refusal unless every field can hold what it was given."""
    if not organisation.name:
        raise Refusal("name_missing", _("Tulis nama usahanya."), field="name")
    if organisation.kind not in Kind.values:
        raise Refusal("unknown_kind", _("Pilih jenis organisasi yang ada."), field="kind")
    village = organisation.village if organisation.village_id else None
    if village and village.parent_id != organisation.district_id:
        raise Refusal(
            "village_elsewhere",
            _("Desa itu tidak terletak di kecamatan yang dipilih."),
            field="village",
        )
    try:
        organisation.clean_fields(exclude=UNCHECKED)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refusal("field_wrong", messages[0], field=name) from error


@transaction.atomic
def describe_organisation(
    organisation: Organisation, *, by: Person, at: datetime, **values: Any
) -> bool:
    """Change what is known about an organisation. False when nothing differed.

    Refuses as ``register_organisation`` does, and ``merged``. Raises TypeError on a field that is
    not for describing.
    """
    require(by, "organisations.describe_organisation", organisation)
    if strange := set(values) - DESCRIBABLE:
        raise TypeError(f"not for describing: {', '.join(sorted(strange))}")
    refuse_merged(organisation)
    draft = copy(organisation)
    for name, value in values.items():
        setattr(draft, name, value)
    if "village" in values and "district" not in values and draft.village_id:
        draft.district = None
    prepare(draft, _bounds(organisation.programme_id, at) if "yearly_turnover" in values else None)
    check(draft)
    values |= {name: getattr(draft, name) for name in DERIVED}
    return change(organisation, "describe_organisation", by=by, at=at, **values)


def verify_organisation(organisation: Organisation, *, by: Person, at: datetime) -> Organisation:
    """Somebody of the office was there: the business exists."""
    require(by, "organisations.verify_organisation", organisation)
    return advance(organisation, "verify", by=by, at=at)


def suspend_organisation(
    organisation: Organisation, reason: str, *, by: Person, at: datetime
) -> Organisation:
    """Set an organisation aside for a reason. Raises Refusal ``reason_missing``."""
    require(by, "organisations.suspend_organisation", organisation)
    if not reason.strip():
        raise Refusal("reason_missing", _("Tulis alasan penangguhan."), field="reason")
    return advance(organisation, "suspend", by=by, at=at, note=reason.strip())


def reinstate_organisation(organisation: Organisation, *, by: Person, at: datetime) -> Organisation:
    """Let a suspended organisation take part again."""
    require(by, "organisations.suspend_organisation", organisation)
    return advance(organisation, "reinstate", by=by, at=at)


def unmask(organisation: Organisation, reason: str, *, by: Person, at: datetime) -> dict[str, str]:
    """The personal numbers whole, once, for a reason that is kept (UU 27/2022).

    Raises Refusal ``reason_missing``.
    """
    require(by, "organisations.unmask", organisation)
    if len(reason.strip()) < 5:
        raise Refusal("reason_missing", _("Tulis untuk apa nomor ini diperlukan."), field="reason")
    shown = {name: getattr(organisation, name) for name in ("nik", "npwp")}
    after = {"shown": [name for name, number in shown.items() if number]}
    record(organisation, "unmask", by=by, at=at, after=after, note=reason.strip()[:300])
    return shown


def export_organisations(
    programme: Programme, organisations: Iterable[Organisation], *, by: Person, at: datetime
) -> list[Organisation]:
    """Take a list of organisations out of the house. What left is kept: how many, and of whom."""
    require(by, "organisations.export", programme)
    taken = list(organisations)
    kinds = sorted({organisation.kind for organisation in taken})
    after = {"count": len(taken), "kinds": kinds}
    record(programme, "export_organisations", by=by, at=at, after=after)
    return taken


def refuse_merged(organisation: Organisation) -> None:
    """Raise Refusal ``merged`` for an organisation that became part of another."""
    if organisation.state == State.MERGED:
        raise Refusal("merged", _("Organisasi ini sudah digabung ke yang lain. Ubah yang itu."))


def _bounds(programme: Programme | int, at: datetime) -> dict[str, int]:
    return values_of(*KEYS, on=clock.day_of(at), programme=programme)
