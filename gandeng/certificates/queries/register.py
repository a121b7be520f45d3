"""Which certificates a person may see, and which of them ask for something to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from gandeng.certificates.core.status import Status
from gandeng.certificates.models import Certificate
from gandeng.certificates.states import OF_A_PRODUCT, Doubt, Kind, State
from gandeng.organisations.models import Organisation
from gandeng.organisations.rules import seats_of
from gandeng.organisations.states import State as OrganisationState
from gandeng.parameters.queries import value_of
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, standing_of

from .examining import kinds_needed, measures_of


def certificates_for(person: Any) -> QuerySet[Certificate]:
    """The office its programme's, a mentor those of their districts' makers, an owner their own;
    the newest first."""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        maker_id__in=seats_of(person).owned
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, maker__district_id__in=districts)
    return Certificate.objects.filter(seen).select_related("product", "maker").order_by("-pk")


def current(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that count: not refused, not renewed, of products still offered."""
    return certificates.exclude(state=State.REJECTED).filter(
        Q(product__isnull=True) | Q(product__state=ProductState.OFFERED), renewed_by__isnull=True
    )


def lapsing(programme: Programme | int, *, before: date, on: date) -> QuerySet[Certificate]:
    """What holds on a day and will not on ``before``, the earliest first."""
    return current(
        Certificate.objects.filter(
            programme=programme, holds_until__gte=on, holds_until__lt=before
        ).select_related("product", "maker")
    ).order_by("holds_until", "pk")


class Want:
    """The lists of the register's page; the values stand in its addresses."""

    ALL = ""
    SOON = "segera"
    LAPSED = "habis"
    DOUBTFUL = "ragu"
    CONFIRM = "tegaskan"
    REJECTED = "ditolak"


def wanted(
    certificates: QuerySet[Certificate], want: str, programme: Programme | int, *, on: date
) -> QuerySet[Certificate]:
    """One of the lists of ``Want``, what is most urgent first."""
    if want == Want.REJECTED:
        return certificates.filter(state=State.REJECTED)
    rows = current(certificates)
    if want == Want.SOON:
        days = value_of("certificate_lapses_soon_days", on=on, programme=programme)
        rows = rows.filter(holds_until__gte=on, holds_until__lte=on + timedelta(days=days))
        return rows.order_by("holds_until", "pk")
    if want == Want.LAPSED:
        return rows.filter(holds_until__lt=on).order_by("-holds_until", "pk")
    if want == Want.DOUBTFUL:
        still = rows.exclude(holds_until__lt=on) | rows.filter(holds_until__isnull=True)
        return still.exclude(doubt=Doubt.NONE).order_by("doubt", "pk")
    if want == Want.CONFIRM:
        return rows.filter(kind=Kind.HALAL, confirm_from__lte=on).order_by("confirm_from", "pk")
    return rows


def wanted_counts(
    certificates: QuerySet[Certificate], *, on: date, soon_days: int
) -> dict[str, int]:
    """How long the lists of ``Want`` are, in one query."""
    counts = ~Q(state=State.REJECTED) & Q(renewed_by__isnull=True)
    counts &= Q(product__isnull=True) | Q(product__state=ProductState.OFFERED)
    soon = Q(holds_until__gte=on, holds_until__lte=on + timedelta(days=soon_days))
    lapsed = Q(holds_until__lt=on)
    still = Q(holds_until__isnull=True) | Q(holds_until__gte=on)
    confirm = Q(kind=Kind.HALAL, confirm_from__lte=on)
    row = certificates.order_by().aggregate(
        all=Count("pk", filter=counts),
        soon=Count("pk", filter=counts & soon),
        lapsed=Count("pk", filter=counts & lapsed),
        doubtful=Count("pk", filter=counts & still & ~Q(doubt=Doubt.NONE)),
        confirm=Count("pk", filter=counts & confirm),
        rejected=Count("pk", filter=Q(state=State.REJECTED)),
    )
    return {
        Want.ALL: row["all"],
        Want.SOON: row["soon"],
        Want.LAPSED: row["lapsed"],
        Want.DOUBTFUL: row["doubtful"],
        Want.CONFIRM: row["confirm"],
        Want.REJECTED: row["rejected"],
    }


def noted_status(certificate: Certificate, *, on: date, soon_days: int) -> tuple[Status, str]:
    """The status and the badge's tone by what the last examination noted: for long lists, where
    nothing is read again."""
    until = certificate.holds_until
    if until is not None and until < on:
        return Status.LAPSED, "bad"
    if certificate.doubt != Doubt.NONE:
        return Status.DOUBTFUL, "bad" if certificate.doubt == Doubt.ERROR else "warn"
    if until is not None and (until - on).days <= soon_days:
        return Status.LAPSES_SOON, "warn"
    return Status.VALID, "ok"


def missing_kinds(products: QuerySet[Product], *, on: date) -> list[tuple[Product, list[Kind]]]:
    """Offered products for which a needed kind was never shown, with what is missing."""
    rows = list(
        products.filter(state=ProductState.OFFERED)
        .exclude(maker__state__in=[OrganisationState.MERGED, OrganisationState.SUSPENDED])
        .select_related("maker")
    )
    shown: dict[int, set[str]] = defaultdict(set)
    by_maker: dict[int, set[str]] = defaultdict(set)
    certificates = Certificate.objects.filter(
        programme_id__in={product.programme_id for product in rows}
    ).exclude(state=State.REJECTED)
    for product_id, maker_id, kind in certificates.values_list("product_id", "maker_id", "kind"):
        if product_id:
            shown[product_id].add(kind)
        elif kind not in OF_A_PRODUCT:
            by_maker[maker_id].add(kind)
    measures = {
        pk: measures_of(pk, on=on) for pk in sorted({product.programme_id for product in rows})
    }
    found = []
    for product in rows:
        has = shown[product.pk] | by_maker[product.maker_id]
        needed = kinds_needed(product, measures[product.programme_id])
        if lacking := [kind for kind in needed if kind not in has]:
            found.append((product, lacking))
    return found


def recorded(products: Iterable[Product | int]) -> dict[tuple[int, str, str], Certificate]:
    """What was already recorded for these products, by (product id, kind, number as typed and as
    read): for intake, which compares a workbook's rows with it."""
    ids = [product.pk if isinstance(product, Product) else product for product in products]
    found = {}
    for certificate in Certificate.objects.filter(product_id__in=ids).order_by("pk"):
        for number in {certificate.number, certificate.normal_number} - {""}:
            found[certificate.product_id or 0, certificate.kind, number] = certificate
    return found


def serials_of_makers(programme: Programme | int) -> dict[int, frozenset[str]]:
    """By maker id, the producer serials on its P-IRT numbers: evidence for
    ``organisations.actions.find_doubles(serials=…)``."""
    rows = (
        Certificate.objects.filter(programme=programme, doubt__in=[Doubt.NONE, Doubt.LOOK])
        .exclude(producer_serial="")
        .exclude(state=State.REJECTED)
        .values_list("maker_id", "producer_serial")
    )
    serials: dict[int, set[str]] = defaultdict(set)
    for maker_id, serial in rows:
        serials[maker_id].add(serial)
    return {pk: frozenset(found) for pk, found in serials.items()}


def shared_serials(programme: Programme | int) -> list[tuple[str, list[Organisation]]]:
    """Producer serials that stand on the P-IRT numbers of more than one maker: they may be one."""
    makers: dict[str, set[int]] = defaultdict(set)
    for maker_id, serials in serials_of_makers(programme).items():
        for serial in serials:
            makers[serial].add(maker_id)
    doubled = {serial: pks for serial, pks in makers.items() if len(pks) > 1}
    known = Organisation.objects.standing().in_bulk({pk for pks in doubled.values() for pk in pks})
    return [
        (serial, sorted((known[pk] for pk in pks if pk in known), key=lambda maker: maker.pk))
        for serial, pks in sorted(doubled.items())
        if sum(pk in known for pk in pks) > 1
    ]
