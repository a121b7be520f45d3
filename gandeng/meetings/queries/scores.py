"""What each pair of a day is worth, part by part, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from gandeng.certificates.queries import statuses_of
from gandeng.kernel import clock
from gandeng.meetings.core import score as core
from gandeng.meetings.core.wishlist import MOST_WISHES
from gandeng.meetings.models import Day, Invitation, Need, Wish
from gandeng.meetings.states import InvitationState, Presence, Side
from gandeng.parameters.queries import values_of
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.ui.templatetags.ui import quantity

from .promised import promised_monthly, trades_with

WEIGHTS = {
    "floor": "meeting_floor_per_maker",
    "mutual_bonus": "meeting_mutual_bonus",
    "newcomer_bonus": "meeting_newcomer_bonus",
    **{
        name: f"meeting_weight_{name}"
        for name in (
            "rank", "maker_wish", "fit", "price", "storage", "certificate", "capacity", "dates",
            "near", "novelty", "fairness",
        )
    },
}  # fmt: skip
WAS_THERE = [Presence.PRESENT, Presence.LATE, Presence.LEFT]

# (buyer invitation id, maker invitation id)
Key = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """One part of a score as people read it: ``points`` of at most ``most``."""

    part: core.Part

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def points(self) -> int:
        return self.part.points

    @property
    def most(self) -> int:
        return self.part.most

    @property
    def label(self) -> str:
        return _(core.LABELS[self.part.name])

    @property
    def why(self) -> str:
        words = _(self.part.sentence)
        if not self.part.figures:
            return words
        said = self.part.figures.items()
        return words % {k: quantity(v) if isinstance(v, int) else v for k, v in said}


@dataclass(frozen=True)
class PairScore:
    """What a meeting of this pair is worth. ``product_id`` is the product that was judged."""

    score: core.Score

    @property
    def value(self) -> int:
        """At least 1."""
        return self.score.value

    @cached_property
    def parts(self) -> list[Part]:
        return [Part(part) for part in self.score.parts]

    @property
    def product_id(self) -> int | None:
        return self.score.goods.id if self.score.goods else None

    @property
    def product_name(self) -> str:
        return self.score.goods.name if self.score.goods else ""

    @property
    def is_mutual(self) -> bool:
        return any(part.name == "mutual" and part.figures for part in self.score.parts)


@dataclass
class Wished:
    """The wishes of a day by the invitations' ids: ``by_buyer`` holds the products in order, the
    dearest first; of the rank the best counts."""

    by_buyer: dict[Key, list[tuple[int, int | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_maker: dict[Key, int] = field(default_factory=dict)

    @property
    def pairs(self) -> set[Key]:
        return set(self.by_buyer) | set(self.by_maker)

    @property
    def mutual(self) -> set[Key]:
        return set(self.by_buyer) & set(self.by_maker)


def pair_scores(day: Day) -> dict[Key, PairScore]:
    """Every pair that one of the two wishes for, both invited. Twelve queries, and less than a
    second for 100 × 150 parties with 1,800 wishes."""
    scorer = Scorer(day)
    return scorer.of(scorer.wished.pairs)


def score_of(day: Day, buyer: Invitation, maker: Invitation) -> PairScore:
    """What this pair would be worth, whether anybody wishes for it or not."""
    key = (buyer.pk, maker.pk)
    return Scorer(day).of([key])[key]


class Scorer:
    """Everything about a day that scores rest on, read once, asked for any pairs."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.weights = _weights(day)
        self.invitations = {one.pk: one for one in _invitations(day)}
        self.by_organisation = {one.organisation_id: one for one in self.invitations.values()}
        self.wished = _wished(day, self.invitations)
        self.wanted_by: dict[int, int] = defaultdict(int)
        for buyer, maker in self.wished.by_buyer:
            if self.invitations[buyer].state != InvitationState.NOT_COMING:
                self.wanted_by[maker] += 1

    @cached_property
    def needs(self) -> dict[int, dict[str, core.Sought]]:
        """By buyer organisation and category; what is over on the day is left out."""
        found: dict[int, dict[str, core.Sought]] = defaultdict(dict)
        rows = Need.objects.filter(buyer__day_invitations__day=self.day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=self.day.held_on)
        )
        for need in rows:
            found[need.buyer_id][need.category] = sought_of(need)
        return found

    @cached_property
    def trades(self) -> set[tuple[int, int]]:
        return trades_with(set(self.by_organisation))

    @cached_property
    def offered(self) -> dict[int, list[core.Goods]]:
        """By maker organisation: what it offers."""
        makers = {one.organisation_id for one in self.invitations.values() if one.maker_id}
        return goods_of_makers(makers)

    @cached_property
    def goods(self) -> dict[int, core.Goods]:
        """The same by product."""
        return {one.id: one for offered in self.offered.values() for one in offered}

    def of(self, pairs: Collection[Key]) -> dict[Key, PairScore]:
        """The scores of these pairs; those of parties not invited are left out."""
        return {
            key: PairScore(core.score(self._pair(key), self.weights))
            for key in pairs
            if key[0] in self.invitations and key[1] in self.invitations
        }

    def _pair(self, key: Key) -> core.Pair:
        buyer, maker = self.invitations[key[0]], self.invitations[key[1]]
        wishes = self.wished.by_buyer.get(key, [])
        picked = [self.goods[product] for _rank, product in wishes if product in self.goods]
        b, m = buyer.organisation, maker.organisation
        return core.Pair(
            on=self.day.held_on,
            goods=picked or self.offered.get(m.pk, []),
            needs=self.needs.get(b.pk, {}),
            buyer_rank=min((rank for rank, _product in wishes), default=None),
            maker_rank=self.wished.by_maker.get(key),
            most=MOST_WISHES,
            buyer_district=b.district.name if b.district else "",
            maker_district=m.district.name if m.district else "",
            is_near=b.district_id is not None and b.district_id == m.district_id,
            trades=(b.pk, m.pk) in self.trades,
            is_newcomer=not maker.was_there_before,  # type: ignore[attr-defined]
            wanted_by=self.wanted_by[maker.pk],
        )


def sought_of(need: Need) -> core.Sought:
    """A need as the core weighs it."""
    return core.Sought(
        category=need.category,
        monthly=need.monthly_quantity,
        price_from=need.price_from.rupiah if need.price_from else None,
        price_to=need.price_to.rupiah if need.price_to else None,
        storages=frozenset(need.storages),
        starts_on=need.starts_on,
    )


def goods_of_makers(makers: Collection[int]) -> dict[int, list[core.Goods]]:
    """By maker: what it offers, as it stands today. Seven queries, however many."""
    products = list(
        Product.objects.filter(maker_id__in=makers, state=ProductState.OFFERED).order_by("pk")
    )
    today = clock.today()
    held = statuses_of(products, on=today)
    promised = promised_monthly([product.pk for product in products], on=today)
    found: dict[int, list[core.Goods]] = defaultdict(list)
    for product in products:
        found[product.maker_id].append(
            core.Goods(
                id=product.pk,
                name=product.name,
                category=product.category,
                price=product.shelf_price.rupiah,
                storage=product.storage,
                capacity=product.monthly_capacity,
                promised=promised.get(product.pk, 0),
                minimum_order=product.minimum_order,
                lead_days=product.lead_time_days,
                lacking=tuple(
                    one.label
                    for one in held[product.pk].values()
                    if one.is_needed and not one.carries
                ),
            )
        )
    return found


def _weights(day: Day) -> core.Weights:
    values = values_of(*WEIGHTS.values(), on=clock.today(), programme=day.programme_id)
    return core.Weights(**{name: values[key] for name, key in WEIGHTS.items()})


def _invitations(day: Day) -> Iterable[Invitation]:
    earlier = Invitation.objects.filter(
        organisation=OuterRef("organisation"),
        day__held_on__lt=day.held_on,
        presence__in=WAS_THERE,
    )
    return (
        day.invitations.exclude(state=InvitationState.WITHDRAWN)
        .select_related("organisation__district")
        .annotate(was_there_before=Exists(earlier))
        .order_by("pk")
    )


def _wished(day: Day, invitations: dict[int, Invitation]) -> Wished:
    wished = Wished()
    by_organisation = {one.organisation_id: one for one in invitations.values()}
    rows = Wish.objects.filter(day=day).order_by("rank", "pk")
    for invitation_id, side, target_id, product_id, rank in rows.values_list(
        "invitation_id", "invitation__side", "target_id", "product_id", "rank"
    ):
        other = by_organisation.get(target_id)
        if other is None or invitation_id not in invitations:
            continue
        if side == Side.BUYER:
            wished.by_buyer[invitation_id, other.pk].append((rank, product_id))
        else:
            wished.by_maker[other.pk, invitation_id] = rank
    return wished
