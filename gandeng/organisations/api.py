"""The register for programs. Personal numbers are masked here as everywhere."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema

from . import queries
from .models import Organisation, OrganisationQuerySet

router = Router(tags=["organisations"])


class OrganisationOut(Schema):
    """One organisation as a program sees it."""

    id: int
    name: str
    kind: str
    state: str
    district: str
    village: str
    size_class: str
    phone: str
    nib: str
    nik_masked: str


class OrganisationsOut(Schema):
    count: int
    items: list[OrganisationOut]


class Span(Schema):
    """Which part of a list is asked for."""

    q: str = ""
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/makers", response=OrganisationsOut)
def makers(request: HttpRequest, span: Query[Span]) -> dict[str, object]:
    """The makers the signed-in person may see."""
    return _answer(queries.makers_for(request.user), span)


@router.get("/buyers", response=OrganisationsOut)
def buyers(request: HttpRequest, span: Query[Span]) -> dict[str, object]:
    """The buyers the signed-in person may see."""
    return _answer(queries.buyers_for(request.user), span)


def _answer(rows: OrganisationQuerySet, span: Span) -> dict[str, object]:
    rows = queries.called(rows, span.q.replace("\0", ""))
    part = rows.select_related("district", "village")[span.offset : span.offset + span.limit]
    return {"count": rows.count(), "items": [_item(organisation) for organisation in part]}


def _item(organisation: Organisation) -> dict[str, object]:
    return {
        "id": organisation.pk,
        "name": organisation.name,
        "kind": organisation.kind,
        "state": organisation.state,
        "district": organisation.district.name if organisation.district else "",
        "village": organisation.village.name if organisation.village else "",
        "size_class": organisation.size_class,
        "phone": organisation.phone,
        "nib": organisation.nib,
        "nik_masked": organisation.masked_nik,
    }
