"""How the core is asked about a certificate: with the day's parameters and its product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gandeng.certificates.core import numbers
from gandeng.certificates.core.contradictions import ProductFacts, contradictions
from gandeng.certificates.core.needs import Storage, what_is_needed
from gandeng.certificates.core.proof import Proof, proof_of
from gandeng.certificates.core.status import standing_of
from gandeng.certificates.models import Certificate
from gandeng.certificates.states import CORE_KINDS, KINDS_OF_CORE, Kind, State
from gandeng.organisations.models import Organisation
from gandeng.parameters.queries import value_of, values_of
from gandeng.products.models import Product
from gandeng.products.states import Category
from gandeng.programmes.models import Programme

_YEARS = {
    Kind.PIRT: "certificate_years_pirt",
    Kind.MD: "certificate_years_md",
    Kind.SLHS: "certificate_years_slhs",
    Kind.BRAND: "certificate_years_brand",
}


@dataclass(frozen=True)
class Measures:
    """What a programme measures certificates by on a day."""

    on: date
    soon_days: int
    confirm_every_months: int
    years: Mapping[str, int]
    is_halal_mandatory: bool
    home_regency: str


def measures_of(programme: Programme | int, *, on: date) -> Measures:
    """The parameters in force for a programme on a day, and its regency's four digits."""
    pk = programme.pk if isinstance(programme, Programme) else programme
    regency = (
        programme.regency_id
        if isinstance(programme, Programme)
        else Programme.objects.values_list("regency_id", flat=True).get(pk=pk)
    )
    values = values_of(
        "certificate_lapses_soon_days",
        "halal_confirm_every_months",
        *_YEARS.values(),
        on=on,
        programme=pk,
    )
    try:
        is_halal_mandatory = bool(value_of("food_halal_is_mandatory", on=on, programme=pk))
    except LookupError:  # the law was not there yet on that day
        is_halal_mandatory = False
    return Measures(
        on=on,
        soon_days=values["certificate_lapses_soon_days"],
        confirm_every_months=values["halal_confirm_every_months"],
        years={kind: values[key] for kind, key in _YEARS.items()},
        is_halal_mandatory=is_halal_mandatory,
        home_regency=regency_digits(regency),
    )


def regency_digits(place_code: str | None) -> str:
    """``3215`` of ``32.15.01``: what stands in a P-IRT number."""
    return "".join((place_code or "").split(".")[:2])


def kinds_needed(product: Product, measures: Measures) -> tuple[Kind, ...]:
    """What a product must be able to prove, the permit first; nothing for crafts."""
    needed = what_is_needed(
        is_food=product.is_food,
        on=measures.on,
        storage=Storage(product.storage),
        shelf_life_days=product.shelf_life_days,
        halal_from=measures.on if measures.is_halal_mandatory else None,
        is_liquid_drink=product.category == Category.DRINK,
        is_raw_material=product.category == Category.RICE_GRAIN,
    )
    kinds = {KINDS_OF_CORE[kind] for kind in needed}
    return tuple(kind for kind in (Kind.PIRT, Kind.MD, Kind.SLHS, Kind.HALAL) if kind in kinds)


def facts_of(product: Product) -> ProductFacts:
    """The product as the core's rules of contradiction want it."""
    return ProductFacts(
        name=product.name,
        # not get_category_display: it looks through all choices, for every certificate
        category=str(Category(product.category).label),
        storage=Storage(product.storage),
        shelf_life_days=product.shelf_life_days,
        packaging_code=product.packaging,
        is_liquid_drink=product.category == Category.DRINK,
        label_text=f"{product.name} {product.description}",
    )


def examine(
    certificate: Certificate,
    product: Product | None,
    measures: Measures,
    *,
    other_serials: Iterable[str] = (),
    maker_regency: str = "",
) -> tuple[numbers.Reading, Proof]:
    """Read one certificate on the measures' day. No queries: hand in what lies beside it."""
    kind = Kind(certificate.kind)
    reading = numbers.read_number(
        CORE_KINDS[kind],
        certificate.number,
        on=measures.on,
        home_regency=measures.home_regency,
        is_food=product.is_food if product else True,
    )
    standing = standing_of(
        reading,
        on=measures.on,
        soon_days=measures.soon_days,
        expires_on=certificate.expires_on,
        issued_on=certificate.issued_on,
        confirmed_on=certificate.confirmed_on,
        confirm_every_months=measures.confirm_every_months,
        validity_years=measures.years.get(kind),
    )
    against = (
        contradictions(
            reading,
            facts_of(product),
            other_serials=frozenset(other_serials),
            # the number itself already says when it is of another regency than the programme's
            maker_regency=maker_regency if maker_regency != measures.home_regency else None,
        )
        if product
        else ()
    )
    proof = proof_of(
        CORE_KINDS[kind],
        standing,
        against,
        is_checked=certificate.state == State.VERIFIED,
        certificate_id=certificate.pk,
    )
    return reading, proof


@dataclass(frozen=True)
class Surroundings:
    """What lies beside many certificates, read in a fixed number of queries."""

    certificates: list[Certificate]
    serials: Mapping[int, Mapping[int, str]]  # maker -> certificate -> producer serial
    regencies: Mapping[int, str]  # maker -> four digits of where it works
    measures: Mapping[int, Measures]  # programme -> what it measures by

    def others_of(self, certificate: Certificate) -> frozenset[str]:
        """The serials on the maker's certificates for its other products."""
        own = self.serials.get(certificate.maker_id, {})
        return frozenset(serial for pk, serial in own.items() if pk != certificate.pk)


def surroundings_of(maker_ids: Iterable[int], *, on: date) -> Surroundings:
    """Everything these makers have shown and not been refused, with what it is measured by."""
    maker_ids = set(maker_ids)
    certificates = list(
        Certificate.objects.filter(maker_id__in=maker_ids)
        .exclude(state=State.REJECTED)
        .order_by("pk")
    )
    makers = Organisation.objects.filter(pk__in=maker_ids).values_list(
        "pk", "programme_id", "district_id"
    )
    serials: dict[int, dict[int, str]] = {}
    for certificate in certificates:
        if certificate.producer_serial:
            own = serials.setdefault(certificate.maker_id, {})
            own[certificate.pk] = certificate.producer_serial
    rows = list(makers)
    return Surroundings(
        certificates=certificates,
        serials=serials,
        regencies={pk: regency_digits(district) for pk, _programme, district in rows},
        measures={
            programme: measures_of(programme, on=on)
            for programme in sorted({programme for _pk, programme, _district in rows})
        },
    )
