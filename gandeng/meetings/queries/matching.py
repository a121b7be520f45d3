"""Who wants whom on a day, and where wishes are missing: for the office, before it calculates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gandeng.meetings.models import Day, Invitation, Pairing, Wish
from gandeng.meetings.states import ANSWERABLE, InvitationState, Side
from gandeng.organisations.models import Organisation

from .scores import Key, PairScore, Scorer

SUGGESTIONS = 3


@dataclass(frozen=True)
class WishedPair:
    """A pair with its wishes: the buyer's best rank, the maker's rank (0: none), what it is worth,
    what the office decided over it."""

    buyer: Invitation
    maker: Invitation
    buyer_rank: int
    maker_rank: int
    score: PairScore
    pairing: Pairing | None

    @property
    def is_mutual(self) -> bool:
        return bool(self.buyer_rank and self.maker_rank)


@dataclass(frozen=True)
class Missing:
    """A party that nobody wishes for, or that wishes for nobody, with whom it would suit best."""

    party: Invitation
    suggestions: list[tuple[Invitation, PairScore]]


@dataclass(frozen=True)
class Demand:
    """What is asked of a maker a month by the needs of those who wish for its products, against
    what it can still promise. ``left`` is None where a capacity is not known."""

    maker: Invitation
    asked: int
    left: int | None
    buyers: int

    @property
    def is_short(self) -> bool:
        return self.left is not None and self.asked > self.left


@dataclass
class Matching:
    """Everything on the page of wishes. ``wanted`` are organisations wished for that are not
    invited, or said they do not come, with how many wish for them."""

    pairs: list[WishedPair] = field(default_factory=list)
    mutual_count: int = 0
    wanted: list[tuple[Organisation, Invitation | None, int]] = field(default_factory=list)
    unwished_makers: list[Missing] = field(default_factory=list)
    unwishing_buyers: list[Missing] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)


def matching_of(day: Day) -> Matching:
    """Read a day's wishes once; some twenty queries, however many parties."""
    scorer = Scorer(day)
    wished = scorer.wished
    scores = scorer.of(wished.pairs)
    parties = scorer.invitations
    pairings = {(one.buyer_id, one.maker_id): one for one in pairings_of(day)}
    pairs = [
        WishedPair(
            parties[key[0]],
            parties[key[1]],
            min((rank for rank, _product in wished.by_buyer.get(key, [])), default=0),
            wished.by_maker.get(key, 0),
            score,
            pairings.get(key),
        )
        for key, score in scores.items()
    ]
    pairs.sort(key=lambda pair: (-pair.score.value, pair.buyer.pk, pair.maker.pk))
    return Matching(
        pairs=pairs,
        mutual_count=sum(pair.is_mutual for pair in pairs),
        wanted=_wanted(day),
        unwished_makers=_missing(scorer, Side.MAKER, {maker for _buyer, maker in wished.by_buyer}),
        unwishing_buyers=_missing(scorer, Side.BUYER, {buyer for buyer, _maker in wished.by_buyer}),
        demands=_demands(scorer),
    )


def pairings_of(day: Day) -> list[Pairing]:
    """What the office decided over pairs of a day, the latest first."""
    return list(
        Pairing.objects.filter(day=day)
        .select_related("buyer__organisation", "maker__organisation", "slot", "table", "by")
        .order_by("-created_at", "-pk")
    )


def _wanted(day: Day) -> list[tuple[Organisation, Invitation | None, int]]:
    wishing: dict[int, set[int]] = defaultdict(set)
    for target_id, invitation_id in Wish.objects.filter(
        day=day, invitation__state__in=ANSWERABLE
    ).values_list("target_id", "invitation_id"):
        wishing[target_id].add(invitation_id)
    there = set(
        day.invitations.filter(state__in=ANSWERABLE - {InvitationState.NOT_COMING}).values_list(
            "organisation_id", flat=True
        )
    )
    absent = {
        one.organisation_id: one
        for one in day.invitations.exclude(organisation_id__in=there).order_by("pk")
    }
    organisations = Organisation.objects.filter(pk__in=set(wishing) - there)
    return sorted(
        ((one, absent.get(one.pk), len(wishing[one.pk])) for one in organisations),
        key=lambda row: (-row[2], row[0].name),
    )


def _missing(scorer: Scorer, side: str, known: set[int]) -> list[Missing]:
    """Of those coming on this side, who is not among the known, and whom they would suit."""
    coming = [one for one in scorer.invitations.values() if one.is_coming]
    alone = [one for one in coming if one.side == side and one.pk not in known]
    others = [one for one in coming if one.side != side]

    def key_of(party: Invitation, other: Invitation) -> Key:
        return (party.pk, other.pk) if side == Side.BUYER else (other.pk, party.pk)

    scores = scorer.of([key_of(party, other) for party in alone for other in others])
    found = []
    for party in sorted(alone, key=lambda one: one.organisation.name):
        suited = sorted(
            ((other, scores[key_of(party, other)]) for other in others),
            key=lambda row: (-row[1].value, row[0].pk),
        )
        found.append(Missing(party, suited[:SUGGESTIONS]))
    return found


def _demands(scorer: Scorer) -> list[Demand]:
    """By maker that is wished for: of each wishing buyer the monthly need of the categories of the
    products it picked, once a category, against the capacity left of the products picked."""
    asked: dict[int, int] = defaultdict(int)
    buyers: dict[int, set[int]] = defaultdict(set)
    picked: dict[int, set[int]] = defaultdict(set)
    goods = scorer.goods
    for (buyer, maker), wishes in scorer.wished.by_buyer.items():
        if scorer.invitations[buyer].state == InvitationState.NOT_COMING:
            continue
        products = {product for _rank, product in wishes if product in goods}
        picked[maker] |= {product for product in products if product is not None}
        buyers[maker].add(buyer)
        needs = scorer.needs.get(scorer.invitations[buyer].organisation_id, {})
        for category in {goods[product].category for product in products if product is not None}:
            asked[maker] += (needs[category].monthly or 0) if category in needs else 0
    return sorted(
        (
            Demand(
                scorer.invitations[maker],
                asked[maker],
                _sum(goods[product].left for product in picked[maker]),
                len(buyers[maker]),
            )
            for maker in buyers
        ),
        key=lambda one: (not one.is_short, -one.asked, one.maker.pk),
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    """None where there is nothing, or something is not known."""
    known = list(amounts)
    if not known or any(amount is None for amount in known):
        return None
    return sum(amount for amount in known if amount is not None)
