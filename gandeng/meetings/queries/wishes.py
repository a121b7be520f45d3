"""What a party may pick, and what it has picked: for the page of its link."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from gandeng.catalogue.queries import Asked, Card, find, shelf_of
from gandeng.catalogue.queries.finding import cards_of
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.meetings.models import Day, Invitation, Need, Wish
from gandeng.meetings.states import ANSWERABLE, InvitationState, Side
from gandeng.organisations.models import Organisation
from gandeng.products.models import Product
from gandeng.products.states import Category
from gandeng.ui.templatetags.ui import quantity

PAGE_SIZE = 24
# whom one can surely meet comes first
NEARNESS = {InvitationState.COMING: 0, InvitationState.SENT: 1, InvitationState.LISTED: 1}
NOT_INVITED = ""


@dataclass(frozen=True)
class Picked:
    """One wish of a party as its page shows it. ``presence`` is the other's InvitationState, or
    empty where it is not invited; ``is_mutual`` that it wishes for this party, too."""

    target_id: int
    product_id: int | None
    name: str
    note: str
    presence: str
    is_mutual: bool

    @property
    def key(self) -> str:
        """``12-34`` (organisation, product), or ``12-`` without a product."""
        return f"{self.target_id}-{self.product_id or ''}"


@dataclass(frozen=True)
class Offer:
    """Something to pick. ``rank`` is its place among the wishes, 0 without."""

    target_id: int
    product_id: int | None
    name: str
    note: str
    presence: str
    rank: int
    picture_url: str = ""
    details: str = ""

    @property
    def key(self) -> str:
        return f"{self.target_id}-{self.product_id or ''}"


@dataclass(frozen=True)
class Offered:
    """A page of offers: how many there are in all, and how many were understood from the words."""

    offers: list[Offer]
    count: int
    page: int
    has_more: bool
    categories: list[tuple[str, str, int]]


def presence_on(day: Day, side: str) -> dict[int, str]:
    """By organisation: what it answered. Withdrawn invitations are none."""
    rows = day.invitations.filter(side=side, state__in=ANSWERABLE)
    return dict(rows.values_list("organisation_id", "state"))


def picked_by(invitation: Invitation) -> list[Picked]:
    """The wishes of a party, the dearest first. Whether they are mutual is told of one's own wishes
    only, and to nobody who has not said they come."""
    wishes = invitation.wishes.select_related("target__district", "product").order_by("rank", "pk")
    presence = presence_on(invitation.day, _other(invitation.side))
    wishing = wishing_for(invitation) if invitation.is_coming else set()
    return [
        Picked(
            target_id=wish.target_id,
            product_id=wish.product_id,
            name=wish.product.name if wish.product else wish.target.name,
            note=wish.target.name if wish.product else _about(wish.target),
            presence=presence.get(wish.target_id, NOT_INVITED),
            is_mutual=wish.target_id in wishing,
        )
        for wish in wishes
    ]


def wishing_for(invitation: Invitation) -> set[int]:
    """The organisations that wish for this party on the day."""
    rows = Wish.objects.filter(
        day=invitation.day_id,
        target_id=invitation.organisation_id,
        invitation__state__in=ANSWERABLE - {InvitationState.NOT_COMING},
    )
    return set(rows.values_list("invitation__organisation_id", flat=True))


def products_to_pick(
    invitation: Invitation, words: str = "", category: str = "", page: int = 1
) -> Offered:
    """The catalogue as a buyer picks from it: without words those who are coming first, with words
    the best match first."""
    shelf = shelf_of(invitation.programme, clock.today())
    wishes = {"category": [category]} if category else {}
    found = find(shelf, Asked.of(words, wishes))
    presence = presence_on(invitation.day, Side.MAKER)
    cards = cards_of(shelf, found, 0, found.count)
    if not found.asked.words:
        sought = set(
            Need.objects.filter(buyer=invitation.organisation_id).values_list("category", flat=True)
        )
        cards.sort(
            key=lambda card: (_nearness(presence, card.maker_id), card.category not in sought)
        )
    ranks = _ranks(invitation)
    start = (page - 1) * PAGE_SIZE
    shown = cards[start : start + PAGE_SIZE]
    counts = found.counts.get("category", {})
    return Offered(
        [_card_offer(card, presence, ranks) for card in shown],
        found.count,
        page,
        start + PAGE_SIZE < found.count,
        sorted(
            (
                (value, str(Category(value).label), count)
                for value, count in counts.items()
                if count or value == category
            ),
            key=lambda row: -row[2],
        ),
    )


def buyers_to_pick(invitation: Invitation, words: str = "", page: int = 1) -> Offered:
    """The buyers of the day as a maker picks from them, with what each is looking for: those who
    look for what this maker offers first."""
    needs = Prefetch("organisation__needs", Need.objects.order_by("pk"))
    rows = (
        invitation.day.invitations.filter(side=Side.BUYER, state__in=ANSWERABLE)
        .exclude(state=InvitationState.NOT_COMING)
        .select_related("organisation__district")
        .prefetch_related(needs)
        .order_by("organisation__name", "pk")
    )
    for word in words.split()[:6]:
        rows = rows.filter(_speaks_of(word))
    offered = set(
        Product.objects.filter(maker_id=invitation.organisation_id).values_list(
            "category", flat=True
        )
    )
    ranks = _ranks(invitation)
    found = list(rows)
    found.sort(
        key=lambda one: (
            not any(need.category in offered for need in one.organisation.needs.all()),
            NEARNESS.get(InvitationState(one.state), 2),
        )
    )
    start = (page - 1) * PAGE_SIZE
    offers = [
        Offer(
            target_id=one.organisation_id,
            product_id=None,
            name=one.organisation.name,
            note=_about(one.organisation),
            presence=one.state,
            rank=ranks.get((one.organisation_id, None), 0),
            details=said_needs(one.organisation.needs.all()),
        )
        for one in found[start : start + PAGE_SIZE]
    ]
    return Offered(offers, len(found), page, start + PAGE_SIZE < len(found), [])


def said_needs(needs: Iterable[Need]) -> str:
    """``Camilan 200 sebulan, Minuman``: what a buyer is looking for, in one line."""
    return ", ".join(
        f"{need.get_category_display()} {quantity(need.monthly_quantity)}"
        if need.monthly_quantity
        else str(need.get_category_display())
        for need in needs
    )


def targets_of(
    invitation: Invitation, keys: Collection[tuple[int, int | None]]
) -> list[tuple[Organisation, Product | None]]:
    """The organisations and products behind what a page sent, in its order; what is not of this
    programme is left out."""
    organisations = Organisation.objects.filter(programme=invitation.programme_id).in_bulk(
        [organisation for organisation, _product in keys]
    )
    products = Product.objects.filter(programme=invitation.programme_id).in_bulk(
        [product for _organisation, product in keys if product]
    )
    return [
        (organisations[organisation], products[product] if product else None)
        for organisation, product in keys
        if organisation in organisations and (product is None or product in products)
    ]


def _other(side: str) -> str:
    return Side.MAKER if side == Side.BUYER else Side.BUYER


def _nearness(presence: dict[int, str], organisation_id: int) -> int:
    state = presence.get(organisation_id)
    return NEARNESS.get(InvitationState(state), 3) if state else 2


def _ranks(invitation: Invitation) -> dict[tuple[int, int | None], int]:
    rows = invitation.wishes.values_list("target_id", "product_id", "rank")
    return {(target, product): rank for target, product, rank in rows}


def _card_offer(card: Card, presence: dict[int, str], ranks: dict[Any, int]) -> Offer:
    return Offer(
        target_id=card.maker_id,
        product_id=card.id,
        name=card.name,
        note=card.maker,
        presence=presence.get(card.maker_id, NOT_INVITED),
        rank=ranks.get((card.maker_id, card.id), 0),
        picture_url=card.picture_url,
        details=f"{Money(card.price_rupiah)}{f' / {card.size}' if card.size else ''}",
    )


def _about(organisation: Organisation) -> str:
    return organisation.estate or (organisation.district.name if organisation.district else "")


def _speaks_of(word: str) -> Q:
    categories = [
        value for value, label in Category.choices if word.casefold() in str(label).casefold()
    ]
    needing = Need.objects.filter(category__in=categories).values("buyer_id")
    return (
        Q(organisation__name__icontains=word)
        | Q(organisation__estate__icontains=word)
        | Q(organisation__in=needing)
    )
