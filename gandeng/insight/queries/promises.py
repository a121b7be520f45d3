"""Every promise a person may see, followed to a day, the stuck ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import seen_through_agreement
from gandeng.agreements.states import Cycle, State
from gandeng.insight.core.funnel import is_at
from gandeng.insight.core.promise import Limits, Promise, Status, Step, follow
from gandeng.insight.models import FollowUp
from gandeng.kernel.money import Money
from gandeng.parameters.queries import value_of
from gandeng.programmes.models import Programme

from .events import events_of, facts_of, money_of

CYCLE_DAYS = {Cycle.WEEKLY: 7, Cycle.FORTNIGHTLY: 14, Cycle.THREE_WEEKS: 21, Cycle.MONTHLY: 31}
ORDER = {Status.STUCK: 0, Status.WAITING: 1, Status.DONE: 2, Status.ENDED: 3}


@dataclass(frozen=True)
class Row:
    """One promise: the agreement, where it stands, and its sums at frozen consignment prices."""

    agreement: Agreement
    promise: Promise
    promised: Money
    delivered: Money
    sold: Money
    paid: Money
    follow_up: FollowUp | None

    @property
    def is_unsold(self) -> bool:
        """Delivered and counted, and nothing was sold."""
        return self.promise.has_reached(Step.COUNTED) and not self.sold


def promises_for(
    person: Any, programme: Programme, day: date, *, pk: int | None = None
) -> list[Row]:
    """All promises of a programme that a person may see (one, where ``pk`` is given): the stuck
    ones first, the latest foremost; then those that wait, the nearest deadline foremost.

    Recomputed from events in a fixed number of queries. A clerk sees none: promises are for those
    who may sign or run the programme.
    """
    agreements = Agreement.objects.filter(
        seen_through_agreement(person, through_shops=False),
        programme=programme,
        state__in=[State.SIGNED, State.ENDED],
        signed_at__isnull=False,
    )
    if pk is not None:
        agreements = agreements.filter(pk=pk)
    facts = facts_of(agreements)
    stall_days = value_of("agreement_stalls_after_days", on=day, programme=programme)
    follow_ups = {
        follow_up.agreement_id: follow_up
        for follow_up in FollowUp.objects.filter(
            agreement__in=agreements.order_by().values("pk"), closed_at__isnull=True
        ).select_related("owner")
    }
    rows = []
    for agreement in agreements.select_related("maker__district", "buyer"):
        known = facts[agreement.pk]
        limits = Limits(stall_days, CYCLE_DAYS[Cycle(agreement.cycle)], agreement.due_days)
        rows.append(
            Row(
                agreement,
                follow(events_of(agreement, known), limits, day),
                promised=money_of(known, "promised"),
                delivered=money_of(known, "delivered"),
                sold=money_of(known, "sold"),
                paid=money_of(known, "paid"),
                follow_up=follow_ups.get(agreement.pk),
            )
        )
    return sorted(rows, key=_urgency)


def _urgency(row: Row) -> tuple[int, int, date, int]:
    promise = row.promise
    return (
        ORDER[promise.status],
        -promise.days_late,
        promise.deadline_on or date.max,
        row.agreement.pk,
    )


def narrowed(
    rows: Iterable[Row],
    *,
    step: Step | None = None,
    status: Status | None = None,
    district: str = "",
    buyer: int | None = None,
    scheme: str = "",
    only_unsold: bool = False,
) -> list[Row]:
    """The list behind a number."""
    return [
        row
        for row in rows
        if is_at(row.promise, step, status)
        and (not district or row.agreement.maker.district_id == district)
        and (buyer is None or row.agreement.buyer_id == buyer)
        and (not scheme or row.agreement.scheme == scheme)
        and (not only_unsold or row.is_unsold)
    ]
