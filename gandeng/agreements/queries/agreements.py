"""Which agreements a person may see, and what a paper says of the parties."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from gandeng.agreements.core.clauses import Terms
from gandeng.agreements.core.document import Facts, Goods, Party
from gandeng.agreements.core.scans import mark_of
from gandeng.agreements.core.terms import Prices, share_of_selling_price
from gandeng.agreements.models import Agreement, Line, Signature
from gandeng.agreements.states import Cycle, State
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.kernel.sealing import mask
from gandeng.organisations.models import Organisation, Outlet
from gandeng.organisations.rules import seats_of
from gandeng.organisations.states import PaymentHabit
from gandeng.parameters.queries import value_of
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, Role, standing_of

# How a buyer is used to pay, as a cycle and days: what a new agreement starts from.
HABITS = {
    PaymentHabit.CASH: (Cycle.WEEKLY, 0),
    PaymentHabit.TWO_WEEKS: (Cycle.FORTNIGHTLY, 14),
    PaymentHabit.THREE_WEEKS: (Cycle.THREE_WEEKS, 7),
    PaymentHabit.MONTH_END: (Cycle.MONTHLY, 7),
    PaymentHabit.THIRTY_DAYS: (Cycle.MONTHLY, 30),
}


def seen_through_agreement(person: Any, path: str = "", *, through_shops: bool = True) -> Q:
    """The condition "this person may see the agreement", for anything that has one: ``path`` is the
    lookup to it (``"agreement__"``). The office sees its programme's, a mentor those of their
    districts' makers, an owner and a manager their own, a clerk those of their shop once they are
    signed (unless ``through_shops`` is off)."""
    standing, seats = standing_of(person), seats_of(person)
    seen = (
        Q(**{f"{path}programme_id__in": standing.programmes_as(*READERS)})
        | Q(**{f"{path}maker_id__in": seats.owned})
        | Q(**{f"{path}buyer_id__in": seats.managed})
    )
    if seats.shops and through_shops:
        in_shop = Agreement.objects.filter(
            outlets__in=list(seats.shops), state__in=[State.SIGNED, State.ENDED]
        ).values("pk")
        seen |= Q(**{f"{path}pk__in" if path else "pk__in": in_shop})
    for programme_id, districts in standing.districts.items():
        seen |= Q(
            **{
                f"{path}programme_id": programme_id,
                f"{path}maker__district_id__in": districts,
            }
        )
    return seen


def agreements_for(person: Any) -> QuerySet[Agreement]:
    """The agreements a person may see, the newest first. A clerk only sees what is signed."""
    return (
        Agreement.objects.filter(seen_through_agreement(person))
        .select_related("maker", "buyer")
        .order_by("-created_at", "-pk")
    )


def with_papers(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """The same with lines, shops and signatures at hand, in four queries whatever their number."""
    return agreements.select_related(
        "programme", "programme__regency", "maker__district", "buyer__district"
    ).prefetch_related(
        Prefetch("lines", Line.objects.select_related("product").order_by("pk")),
        Prefetch("outlets", Outlet.objects.order_by("name", "pk")),
        Prefetch(
            "signatures",
            Signature.objects.select_related("recorded_by").order_by("signed_at", "pk"),
        ),
    )


def with_signers(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """The same with signatures and the number of products, for lists."""
    return agreements.prefetch_related("signatures").annotate(
        product_count=Count("lines", distinct=True)
    )


def called(agreements: QuerySet[Agreement], words: str) -> QuerySet[Agreement]:
    """Those whose number or party is called so."""
    return agreements.filter(
        Q(number__icontains=words)
        | Q(maker__name__icontains=words)
        | Q(buyer__name__icontains=words)
    )


def agreements_of(person: Any, organisation: Organisation) -> QuerySet[Agreement]:
    """One organisation's agreements, as far as a person may see them."""
    return agreements_for(person).filter(Q(maker=organisation) | Q(buyer=organisation))


def may_draft_something(person: Any, programme: Programme | None) -> bool:
    """Whether the person could draft an agreement with anybody in the programme."""
    seats = seats_of(person)
    pk = programme.pk if programme else None
    return bool(standing_of(person).has(pk, Role.OFFICER) or seats.owned or seats.managed)


def margin_share(line: Line) -> int:
    """A line's margin as basis points of its selling price, whatever it was computed from."""
    return share_of_selling_price(Prices(line.consignment_price, line.shelf_price)).basis_points


def signatures_of(agreement: Agreement) -> list[Signature]:
    """Who accepted the paper as it stands; acceptances of an earlier wording are left out."""
    return [
        signature
        for signature in agreement.signatures.all()
        if agreement.document_hash and signature.document_hash == agreement.document_hash
    ]


def paper_of(agreement: Agreement) -> dict[str, Any] | None:
    """The frozen paper as data; None while there is only a draft."""
    if not agreement.document_hash:
        return None
    paper: dict[str, Any] = json.loads(agreement.document_text)
    return paper


def signed_paper(document_hash: str) -> Agreement | None:
    """The agreement both sides signed over this hash, for anybody who holds the paper."""
    return (
        Agreement.objects.filter(document_hash=document_hash, state__in=[State.SIGNED, State.ENDED])
        .exclude(document_hash="")
        .select_related("maker", "buyer", "programme")
        .first()
    )


def papers_by_mark(programme: Programme, marks: Collection[str]) -> dict[str, Agreement]:
    """The programme's agreements whose paper has one of these marks (``core.scans.mark_of``)."""
    known = {mark for mark in marks if mark}
    if not known:
        return {}
    beginning = reduce(or_, (Q(document_hash__startswith=mark) for mark in sorted(known)))
    found = Agreement.objects.filter(beginning, programme=programme).order_by("pk")
    return {mark_of(one.document_hash): one for one in found.select_related("maker", "buyer")}


def makers_to_draft_with(person: Any, programme: Programme) -> QuerySet[Organisation]:
    """The makers a person may draft an agreement with: an owner their own; the office and a buyer's
    manager those of the programme that have something to sell."""
    makers = Organisation.objects.makers().filter(programme=programme).standing()
    selling = makers.filter(products__state=ProductState.OFFERED).distinct().order_by("name", "pk")
    seats = seats_of(person)
    if standing_of(person).has(programme.pk, Role.OFFICER) or seats.managed:
        return selling
    return selling.filter(pk__in=seats.owned)


def buyers_to_draft_with(person: Any, programme: Programme) -> QuerySet[Organisation]:
    """The buyers: a manager their own; the office and a maker's owner those with a shop."""
    buyers = Organisation.objects.buyers().filter(programme=programme).standing()
    with_shop = buyers.filter(outlets__is_open=True).distinct().order_by("name", "pk")
    seats = seats_of(person)
    if standing_of(person).has(programme.pk, Role.OFFICER) or seats.owned:
        return with_shop
    return with_shop.filter(pk__in=seats.managed)


def products_to_promise(maker: Organisation) -> QuerySet[Product]:
    """What a maker offers today."""
    return Product.objects.filter(maker=maker, state=ProductState.OFFERED).order_by("name", "pk")


def habit_of(buyer: Organisation) -> tuple[str, int]:
    """The cycle and the days until money is due that a buyer is used to."""
    if not buyer.payment_habit:
        return Cycle.FORTNIGHTLY, 7
    return HABITS[PaymentHabit(buyer.payment_habit)]


def next_serial(programme: Programme, at: datetime) -> int:
    """The next number of the year (of the Jakarta calendar) in a programme, from 1."""
    year = clock.day_of(at).year
    latest = Agreement.objects.filter(programme=programme, number__endswith=f"/{year}").aggregate(
        latest=Max("serial")
    )["latest"]
    return (latest or 0) + 1


def facts_of(
    agreement: Agreement,
    programme: Programme,
    lines: Sequence[Line],
    outlets: Sequence[Outlet],
    *,
    at: datetime,
) -> Facts:
    """Everything the paper says, as it stands at that moment. Personal numbers are masked: the
    register keeps them, a paper that travels does not."""
    on = clock.day_of(at)
    return Facts(
        number=agreement.number,
        programme=programme.name,
        office=programme.office_name,
        regency=short_regency(programme),
        drawn_up_on=on,
        maker=_party(agreement.maker),
        buyer=_party(agreement.buyer),
        outlets=tuple((outlet.name, outlet.address) for outlet in outlets),
        terms=terms_of(agreement),
        goods=tuple(
            Goods(
                code=line.product.code,
                name=line.product.name,
                size=line.product.size,
                shelf_life_days=line.product.shelf_life_days,
                prices=Prices(line.consignment_price, line.shelf_price),
                quantity=line.quantity_per_period,
            )
            for line in lines
        ),
        note=agreement.note,
        stamp_duty=Money(value_of("stamp_duty", on=on, programme=programme)),
    )


def terms_of(agreement: Agreement) -> Terms:
    """An agreement's terms as the core's value."""
    return Terms(
        is_consignment=agreement.is_consignment,
        margin_rate=agreement.margin_rate,
        margin_basis=str(agreement.margin_basis),
        cycle=str(agreement.cycle),
        due_days=agreement.due_days,
        unsold_buyer_rate=agreement.unsold_buyer_rate,
        expired_buyer_rate=agreement.expired_buyer_rate,
        damaged_buyer_rate=agreement.damaged_buyer_rate,
        lost_buyer_rate=agreement.lost_buyer_rate,
        starts_on=agreement.starts_on,
        last_day=agreement.last_day,
    )


def short_regency(programme: Programme) -> str:
    """``Karawang``: as people say it and as the court is named."""
    name = programme.regency.name
    for kind in ("Kabupaten ", "Kab. ", "Kota "):
        name = name.removeprefix(kind)
    return name


def _party(organisation: Organisation) -> Party:
    signatory = organisation.signatory_name or organisation.owner_name or organisation.pic_name
    title = organisation.signatory_title or ("Pemilik usaha" if organisation.is_maker else "")
    identifiers = [
        ("NIB", organisation.nib),
        ("NIK", mask(organisation.nik) if organisation.nik else ""),
        ("NPWP", mask(organisation.npwp) if organisation.npwp else ""),
        ("NIK Koperasi", organisation.cooperative_number),
    ]
    places = [
        organisation.address,
        f"Desa/Kelurahan {organisation.village}" if organisation.village_id else "",
        f"Kecamatan {organisation.district}" if organisation.district_id else "",
    ]
    return Party(
        name=organisation.name,
        kind=str(organisation.get_kind_display()),
        signatory=signatory,
        title=title,
        address=", ".join(part for part in places if part),
        identifiers=tuple((label, value) for label, value in identifiers if value),
    )
