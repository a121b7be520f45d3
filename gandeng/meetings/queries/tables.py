"""What a tablet or a phone at the table needs to note outcomes without a signal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gandeng.kernel import clock
from gandeng.kernel.money import ZERO, Money
from gandeng.meetings.models import Day, Invitation, Meeting, Outcome, OutcomeLine, Wish
from gandeng.meetings.states import PROMISES, DayState, InvitationState, Side, TimetableState
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState

from .promised import promised_monthly, signed_among


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised on a day so far: how many pairs, pieces, and rupiah at shelf prices."""

    count: int
    pieces: int
    worth: Money


def promised_on(day: Day) -> Promised:
    """The counters of the big screen and of the day's page, in one query."""
    rows = OutcomeLine.objects.filter(
        outcome__day=day, outcome__result__in=PROMISES, quantity__gt=0
    ).values_list("outcome_id", "quantity", "shelf_price", "product__shelf_price")
    outcomes: set[int] = set()
    pieces, worth = 0, ZERO
    for outcome_id, quantity, named, listed in rows:
        outcomes.add(outcome_id)
        pieces += quantity
        worth += (named or listed) * quantity
    return Promised(len(outcomes), pieces, worth)


def meetings_at_tables(day: Day, guest: Invitation | None = None) -> list[Meeting]:
    """The meetings in force, in the order of the day; only a guest's own where one is given."""
    rows = Meeting.objects.filter(
        timetable__day=day, timetable__state=TimetableState.PUBLISHED
    ).select_related("buyer__organisation", "maker__organisation", "slot", "table")
    if guest is not None:
        rows = rows.filter(**{guest.side: guest})
    return list(rows.order_by("slot__number", "table__order", "pk"))


def parties_without_meeting(day: Day, meetings: Iterable[Meeting]) -> list[Invitation]:
    """Makers who are coming but have no meeting: somebody may still talk to them."""
    seated = {meeting.maker_id for meeting in meetings}
    return list(
        day.invitations.filter(side=Side.MAKER, state=InvitationState.COMING)
        .exclude(pk__in=seated)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def offline_pack(day: Day, guest: Invitation | None = None) -> dict[str, Any]:
    """Everything the page at the table knows by itself: meetings, makers' products, what has been
    noted. Ten queries, whatever the size of the day; about 100 kB for 100 × 150 parties."""
    meetings = meetings_at_tables(day, guest)
    makers = {meeting.maker_id: meeting.maker for meeting in meetings}
    buyers = {meeting.buyer_id: meeting.buyer for meeting in meetings}
    if guest is None or guest.side == Side.BUYER:
        for maker in parties_without_meeting(day, meetings):
            makers.setdefault(maker.pk, maker)
    if guest is None:
        for buyer in day.invitations.filter(
            side=Side.BUYER, state=InvitationState.COMING
        ).select_related("organisation"):
            buyers.setdefault(buyer.pk, buyer)
    elif guest.side == Side.BUYER:
        buyers.setdefault(guest.pk, guest)
    products = _products_of(day, {maker.organisation_id for maker in makers.values()})
    wished = _wished(day, buyers)
    noted = {
        (outcome.buyer_id, outcome.maker_id): outcome
        for outcome in Outcome.objects.filter(
            day=day, buyer_id__in=list(buyers), maker_id__in=list(makers)
        ).prefetch_related("lines")
    }
    return {
        "day": day.pk,
        "heldOn": day.held_on.isoformat(),
        "meetings": [_meeting(meeting) for meeting in meetings],
        "buyers": {pk: buyer.organisation.name for pk, buyer in buyers.items()},
        "makers": {
            pk: {
                "name": maker.organisation.name,
                "products": products[maker.organisation_id],
            }
            for pk, maker in makers.items()
        },
        "wished": wished,
        "noted": {
            f"{buyer}-{maker}": noted_of(outcome) for (buyer, maker), outcome in noted.items()
        },
    }


def noted_of(outcome: Outcome) -> dict[str, Any]:
    """What stands noted of a pair, as a device shows it and opens it again to go on: ``said`` is
    shaped like the note a device sends, ``at`` tells which of two devices spoke last."""
    return {
        "id": outcome.pk,
        "label": str(outcome.get_result_display()),
        "at": outcome.noted_at.isoformat(),
        "hasPhoto": bool(outcome.photo),
        "said": {
            "result": outcome.result,
            "scheme": outcome.scheme,
            "next_on": outcome.next_on.isoformat() if outcome.next_on else "",
            "note": outcome.note,
            "lines": [
                {
                    "product": line.product_id,
                    "taste": line.taste,
                    "price": line.price_reaction,
                    "quantity": line.quantity,
                    "shelf_price": line.shelf_price.rupiah if line.shelf_price else None,
                }
                for line in outcome.lines.all()
            ],
        },
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    starts = meeting.slot.starts_at.astimezone(clock.JAKARTA)
    ends = meeting.slot.ends_at.astimezone(clock.JAKARTA)
    return {
        "buyer": meeting.buyer_id,
        "maker": meeting.maker_id,
        "slot": meeting.slot_id,
        "from": meeting.slot.starts_at.isoformat(),
        "to": meeting.slot.ends_at.isoformat(),
        "time": f"{starts:%H.%M}–{ends:%H.%M}",
        "table": meeting.table.label,
    }


def _products_of(day: Day, organisations: set[int]) -> dict[int, list[dict[str, Any]]]:
    """What makers offer. ``left``: pieces a month that nobody was promised yet, neither in an
    agreement nor at a table of this day; None where the maker named no capacity."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = list(
        Product.objects.filter(maker_id__in=organisations, state=ProductState.OFFERED).order_by(
            "name", "pk"
        )
    )
    promised = promised_monthly([product.pk for product in rows], on=day.held_on)
    said = _said_at_tables(day)
    for product in rows:
        capacity = product.monthly_capacity
        taken = promised.get(product.pk, 0) + said.get(product.pk, 0)
        found[product.maker_id].append(
            {
                "id": product.pk,
                "name": product.name,
                "size": product.size,
                "price": product.shelf_price.rupiah,
                "least": product.minimum_order,
                "left": None if capacity is None else max(0, capacity - taken),
            }
        )
    return found


def _said_at_tables(day: Day) -> dict[int, int]:
    """Pieces promised at the tables and not signed yet, by product. Once a day has ended they are
    in agreements."""
    if day.state == DayState.ENDED:
        return {}
    rows = list(
        OutcomeLine.objects.filter(
            outcome__day=day, outcome__result__in=PROMISES, quantity__gt=0
        ).values_list("outcome_id", "product_id", "quantity")
    )
    signed = signed_among({outcome for outcome, _product, _pieces in rows})
    pieces: Counter[int] = Counter()
    for outcome, product, quantity in rows:
        if outcome not in signed:
            pieces[product] += quantity
    return dict(pieces)


def _wished(day: Day, buyers: Iterable[int]) -> dict[int, list[int]]:
    """By buyer: the products they had wished to see, so that these stand first at the table."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Wish.objects.filter(day=day, invitation_id__in=list(buyers), product__isnull=False)
    for invitation_id, product_id in rows.order_by("rank", "pk").values_list(
        "invitation_id", "product_id"
    ):
        found[invitation_id].append(product_id)
    return dict(found)
