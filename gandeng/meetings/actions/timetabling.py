"""A timetable is kept as a version, put into force, or thrown away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core import problem as core
from gandeng.meetings.core.board import Bound
from gandeng.meetings.core.changes import Change, Seat, changes_between
from gandeng.meetings.core.stored_words import CHANGES, NOTICES
from gandeng.meetings.core.unmet import sentences
from gandeng.meetings.models import Day, Meeting, Timetable
from gandeng.meetings.queries.boards import board_of
from gandeng.meetings.queries.problems import names_of, pair_of
from gandeng.meetings.queries.timetables import published, seats_of
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import DayState, InvitationState, Presence

from .beats import beat
from .notices import tell

MOST_NAMES = 3
LONGEST_NOTICE = 500


@transaction.atomic
def store_timetable(
    day: Day,
    problem: core.Problem,
    answer: core.Timetable,
    *,
    base: Timetable | None,
    by: Actor | None,
    at: datetime,
    note: str = "",
    settings: Mapping[str, Any] | None = None,
    known: Bound | None = None,
) -> Timetable:
    """Keep an answer as a draft, the day's next version. What was locked in ``base`` stays locked
    where it still stands. ``by`` None is the machine, for whom somebody asked. ``known`` is what
    bounds the breaks, if that was found before this began.

    Refuses: ``day_over``, ``slots_changed`` (slots, tables or guests are not those of the problem
    any more).
    """
    day = Day.objects.select_for_update().get(pk=day.pk)
    if by is not None:
        require(by, "meetings.draw_up_timetable", day)
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))
    rows = _meetings(day, problem, answer, base)
    timetable = Timetable.objects.create(
        programme_id=day.programme_id,
        day=day,
        version=next_version(day),
        base=base,
        status=answer.status,
        objective=dict(answer.objective),
        bounds=dict(answer.bounds),
        proof=answer.proof,
        why_not=_why_not(problem, answer, names_of(day, problem)),
        settings=dict(settings or {}),
        seconds=answer.seconds,
        note=note[:300],
        by=account_of(by),
        created_at=at,
    )
    for row in rows:
        row.timetable = timetable
    Meeting.objects.bulk_create(rows, batch_size=500)
    board = board_of(timetable)
    timetable.objective |= board.figures()
    if "breaks_here" not in timetable.bounds:
        timetable.bounds["breaks_here"] = board.fewest_breaks(known)
    timetable.save(update_fields=["objective", "bounds"])
    record(
        timetable,
        "draw_up_timetable",
        by=by,
        at=at,
        after={"version": timetable.version, "meetings": len(rows), **timetable.objective},
        note=note[:300],
    )
    beat(day)
    return timetable


@transaction.atomic
def publish_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Put a version into force in place of the one before, and tell everybody whose own meetings
    to come are others now. An older version may come back this way.

    Refuses: ``wrong_state``, ``day_over``, ``timetable_empty``, ``party_not_coming``.
    """
    require(by, "meetings.publish_timetable", timetable)
    day = Day.objects.select_for_update().get(pk=timetable.day_id)
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))
    if day.state != DayState.RUNNING:
        _check_publishable(timetable)
    before = published(day)
    told = notices_between(day, before, timetable, at=at)
    if before is not None and before.pk != timetable.pk:
        advance(before, "supersede", by=by, at=at)
    advance(timetable, "publish", by=by, at=at, published_at=at)
    tell(day, told, at=at)
    beat(day)
    return timetable


@transaction.atomic
def discard_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Throw a draft away; it stays readable. Refuses: ``wrong_state``."""
    require(by, "meetings.draw_up_timetable", timetable)
    day = Day.objects.select_for_update().get(pk=timetable.day_id)
    advance(timetable, "discard", by=by, at=at)
    beat(day)
    return timetable


def next_version(day: Day) -> int:
    """Asked under the day's lock."""
    return 1 + (day.timetables.aggregate(last=Max("version"))["last"] or 0)


def gone_parties(timetable: Timetable) -> list[str]:
    """The names of those who have meetings in this version but do not come any more."""
    there = [Presence.PRESENT, Presence.LATE]
    return sorted(
        timetable.day.invitations.filter(
            pk__in={pk for row in timetable.meetings.all() for pk in row.pair}
        )
        .exclude(state=InvitationState.COMING)
        .exclude(presence__in=there)
        .values_list("organisation__name", flat=True)
    )


def notices_between(
    day: Day, before: Timetable | None, after: Timetable, *, at: datetime
) -> dict[int, str]:
    """What each party is to be told, by invitation: always Indonesian, whoever publishes. Changes
    among slots that are over concern nobody."""
    slots = {slot.number: slot for slot in day.slots.all()}
    seats = seats_of(after)
    if before is None:
        return _first_notices(seats)
    changes = [
        change
        for change in changes_between(seats_of(before), seats)
        if any(place and slots[place[0]].ends_at > at for place in (change.source, change.target))
    ]
    own: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        own[_id(change.buyer)].append(change)
        own[_id(change.maker)].append(change)
    names = dict(day.invitations.filter(pk__in=own).values_list("pk", "organisation__name"))
    tables = dict(day.tables.values_list("pk", "label"))
    times = {
        number: f"{slot.starts_at.astimezone(clock.JAKARTA):%H.%M}"
        for number, slot in slots.items()
    }
    return {pk: _changed_notice(pk, rows, names, times, tables) for pk, rows in own.items()}


def _first_notices(seats: Iterable[Seat]) -> dict[int, str]:
    counts: dict[int, int] = defaultdict(int)
    for seat in seats:
        counts[_id(seat.buyer)] += 1
        counts[_id(seat.maker)] += 1
    return {pk: NOTICES["first"] % {"count": count} for pk, count in counts.items()}


def _changed_notice(
    pk: int,
    changes: list[Change],
    names: Mapping[int, str],
    times: Mapping[int, str],
    tables: Mapping[Any, str],
) -> str:
    parts = []
    for change in sorted(changes, key=lambda c: (c.target or c.source or (0,))[0]):
        kind: str = change.kind
        if change.source and change.target and change.source[0] == change.target[0]:
            kind = "table"
        other = change.maker if _id(change.buyer) == pk else change.buyer
        parts.append(
            CHANGES[kind]
            % {
                "who": names[_id(other)],
                "was": times[change.source[0]] if change.source else "",
                "time": times[change.target[0]] if change.target else "",
                "table": tables.get(change.target[1], "") if change.target else "",
            }
        )
    text = f"{NOTICES['changed']} {'; '.join(parts)}."
    return text if len(text) <= LONGEST_NOTICE else NOTICES["many_changed"] % {"count": len(parts)}


def _check_publishable(timetable: Timetable) -> None:
    if not timetable.meetings.exists():
        raise Refusal(
            "timetable_empty", _("Jadwal ini kosong. Hitung dulu atau tambahkan pertemuan.")
        )
    if gone := gone_parties(timetable):
        named = ", ".join(gone[:MOST_NAMES])
        if len(gone) > MOST_NAMES:
            named = gettext("%(names)s dan %(count)s lainnya") % {
                "names": named,
                "count": len(gone) - MOST_NAMES,
            }
        raise Refusal(
            "party_not_coming",
            _(
                "%(names)s tidak jadi hadir tetapi masih ada di jadwal ini. Batalkan "
                "pertemuannya di papan, atau hitung jadwal baru."
            )
            % {"names": named},
        )


def _meetings(
    day: Day, problem: core.Problem, answer: core.Timetable, base: Timetable | None
) -> list[Meeting]:
    slots = dict(day.slots.values_list("number", "pk"))
    tables = set(day.tables.values_list("pk", flat=True))
    guests = set(day.invitations.values_list("pk", flat=True))
    locked: set[tuple[int, int, int, int]] = set()
    if base is not None:
        locked = set(
            base.meetings.filter(is_locked=True).values_list(
                "buyer_id", "maker_id", "slot__number", "table_id"
            )
        )
    rows = []
    for meeting in answer.meetings:
        wish = problem.wishes[meeting.wish]
        buyer, maker = pair_of(problem, wish)
        table = _id(problem.tables[meeting.table].id)
        if meeting.slot not in slots or table not in tables or not {buyer, maker} <= guests:
            raise Refusal(
                "slots_changed",
                _("Slot, meja, atau peserta berubah selama dihitung. Hitung sekali lagi."),
            )
        rows.append(
            Meeting(
                programme_id=day.programme_id,
                buyer_id=buyer,
                maker_id=maker,
                slot_id=slots[meeting.slot],
                table_id=table,
                value=wish.value,
                is_locked=(buyer, maker, meeting.slot, table) in locked,
            )
        )
    return rows


def _why_not(
    problem: core.Problem, answer: core.Timetable, names: Mapping[int, str]
) -> list[dict[str, Any]]:
    found = sentences(problem, answer.meetings, names, answer)
    rows = []
    for number, (reason, sentence) in found.items():
        wish = problem.wishes[number]
        buyer, maker = pair_of(problem, wish)
        rows.append(
            {
                "buyer": buyer,
                "maker": maker,
                "value": wish.value,
                "code": reason.code,
                "reason": sentence,
                "who": None if reason.who is None else problem.parties[reason.who].id,
                "count": reason.count,
                "low": reason.low,
                "loss": reason.loss,
            }
        )
    return sorted(rows, key=lambda row: (-row["value"], row["buyer"], row["maker"]))


def _id(value: Any) -> int:
    return int(value)
