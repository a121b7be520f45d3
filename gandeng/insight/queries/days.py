"""A meeting day in figures: invited → came → met → promised → delivered → paid, counted on for as
long as anybody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gandeng.insight.core.promise import Step
from gandeng.kernel.money import ZERO, Money
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.tables import promised_on
from gandeng.meetings.states import InvitationState, Presence, Result, Side

from .tables import TableRow, table_rows

MOST_WEEKS = 26
CAME = {Presence.PRESENT, Presence.LEFT}


@dataclass(frozen=True, slots=True)
class Stage:
    """One bar: how many buyers, makers and pairs came so far, and rupiah where there are any."""

    key: str
    label: str
    buyers: int
    makers: int
    pairs: int | None
    worth: Money | None


@dataclass(frozen=True, slots=True)
class Week:
    """The end of a week after the day: pairs that had signed, delivered, been paid by then."""

    number: int
    ends_on: date
    signed: int
    delivered: int
    paid: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    stages: list[Stage]
    weeks: list[Week]
    rows: list[TableRow]


def day_figures(person: Any, day: Day, on: date) -> DayFigures:
    """The bars and weeks of a day as they stand on a day. For those who see every invitation."""
    invitations = list(
        Invitation.objects.filter(day=day).values_list("pk", "side", "state", "presence")
    )
    rows = table_rows(person, day, on)
    return DayFigures(_stages(day, invitations, rows), _weeks(day, rows, on), rows)


def _stages(
    day: Day, invitations: Sequence[tuple[int, str, str, str]], rows: Sequence[TableRow]
) -> list[Stage]:
    def people(key: str, label: str, keep: Callable[[str, str], bool]) -> Stage:
        kept = [side for _pk, side, state, presence in invitations if keep(state, presence)]
        return Stage(key, label, kept.count(Side.BUYER), kept.count(Side.MAKER), None, None)

    def pairs(key: str, label: str, chosen: Iterable[TableRow], worth: Money | None) -> Stage:
        kept = list(chosen)
        return Stage(
            key,
            label,
            len({row.outcome.buyer_id for row in kept}),
            len({row.outcome.maker_id for row in kept}),
            len(kept),
            worth,
        )

    signed = [row.row for row in rows if row.row]
    return [
        people("invited", _("Diundang"), lambda state, _p: state != InvitationState.WITHDRAWN),
        people("coming", _("Menjawab hadir"), lambda state, _p: state == InvitationState.COMING),
        people("came", _("Datang"), lambda _s, presence: presence in CAME),
        pairs(
            "met",
            _("Bertemu di meja"),
            (row for row in rows if row.outcome.result != Result.NOT_HELD),
            None,
        ),
        pairs(
            "promised",
            _("Berjanji"),
            (row for row in rows if row.outcome.is_promise),
            promised_on(day).worth,
        ),
        pairs(
            "signed",
            _("Perjanjian ditandatangani"),
            (row for row in rows if row.is_signed),
            sum((one.promised for one in signed), ZERO),
        ),
        pairs(
            "delivered",
            _("Barang pertama sampai"),
            (row for row in rows if row.has_reached(Step.DELIVERED)),
            sum((one.delivered for one in signed), ZERO),
        ),
        pairs(
            "paid",
            _("Dibayar"),
            (row for row in rows if row.has_reached(Step.PAID)),
            sum((one.paid for one in signed), ZERO),
        ),
    ]


def _weeks(day: Day, rows: Sequence[TableRow], on: date) -> list[Week]:
    """Week by week since the day, up to the one that runs."""
    since = (on - day.held_on).days
    if since < 0:
        return []
    return [
        Week(
            number,
            ends_on,
            signed=_by(rows, Step.SIGNED, ends_on),
            delivered=_by(rows, Step.DELIVERED, ends_on),
            paid=_by(rows, Step.PAID, ends_on),
        )
        for number in range(1, min(since // 7 + 1, MOST_WEEKS) + 1)
        for ends_on in [day.held_on + timedelta(days=7 * number - 1)]
    ]


def _by(rows: Sequence[TableRow], step: Step, ends_on: date) -> int:
    count = 0
    for one in rows:
        if one.row is None:
            continue
        made = next(reached.on for reached in one.row.promise.steps if reached.step is step)
        count += made is not None and made <= ends_on
    return count
