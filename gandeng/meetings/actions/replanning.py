"""After somebody is late, gone, absent or unexpected: what to change, and the decision on it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandeng.audit.actions import advance, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core import problem as core
from gandeng.meetings.core.changes import Change, Seat, changes_between, needs, take
from gandeng.meetings.core.repair import repair
from gandeng.meetings.models import CheckIn, Day, Proposal, Timetable
from gandeng.meetings.queries.presence import absences, first_open_slot, slots_of
from gandeng.meetings.queries.problems import pair_of, problem_of
from gandeng.meetings.queries.timetables import published, seats_of
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import Channel, DayState, Presence, ProposalState, TimetableState

from .beats import beat
from .timetabling import publish_timetable, store_timetable

MOST_NAMES = 3


@cache
def warm_up() -> None:
    """Load the solver in the background, once in a process: the first shop that stays away should
    not wait for it. Called where the day is opened, not where it changes."""
    threading.Thread(target=repair, args=(_TINY,), daemon=True, name="warm-up").start()


# two who meet in the only slot there is
_TINY = core.Problem(
    slots=1,
    sessions=(),
    tables=(core.Table(0, 0, 0),),
    seated=None,
    parties=(
        core.Party(1, "buyer", frozenset({0}), 0, 1),
        core.Party(2, "maker", frozenset({0}), 0, 1),
    ),
    wishes=(core.Wish("1-2", 0, 1, 1, required=False, slots=frozenset({0})),),
    previous=(),
    now=0,
)


def propose_after_desk(
    day: Day, notes: Iterable[CheckIn], *, by: Actor, at: datetime
) -> Proposal | None:
    """What the desk's notes call for. Somebody awaited who arrives changes nothing; every other
    news does, as far as there is a timetable in force and a slot left."""
    if all(note.presence == Presence.PRESENT and _was_awaited(note) for note in notes):
        return None
    return propose(day, by=by, at=at)


def propose(day: Day, *, by: Actor, at: datetime) -> Proposal | None:
    """Work out what to change for everybody who is away by now, and lay it before the office in
    place of the proposal that was open. None where nothing is to change.

    The calculation runs outside of a transaction; of two at once the one that had seen more of
    the desks' notes stands.
    """
    require(by, "meetings.check_in", day)
    base = published(day)
    slots = slots_of(day)
    first = first_open_slot(day, at, slots)
    if (
        base is None
        or first >= len(slots)
        or day.state not in {DayState.INVITING, DayState.RUNNING}
    ):
        return None
    seen = CheckIn.objects.filter(day=day).aggregate(last=Max("pk"))["last"] or 0
    away = absences(day, at)
    problem = problem_of(day, settings=base.settings, previous=base, now=first, absences=away)
    answer = repair(problem)
    before = seats_of(base)
    changes = changes_between(before, seats_in(problem, answer))
    figures = _figures(before, changes, problem, answer, first) | {"seen": seen, "first": first}
    return _lay_open(day, base, changes, figures, _cause(day, away, slots), by=by, at=at)


@transaction.atomic
def accept_proposal(
    proposal: Proposal, taken: Collection[int] | None = None, *, by: Actor, at: datetime
) -> tuple[Timetable, int]:
    """Put a proposal into force: all of it, or the changes with these indices. A change whose room
    is not free because another was not taken is left out; how many were, beside the new version.
    Nobody's meeting falls away unless that was ticked.

    Refuses: ``already_decided``, ``proposal_outdated``, ``nothing_taken``.
    """
    require(by, "meetings.decide_proposal", proposal)
    day = Day.objects.select_for_update().get(pk=proposal.day_id)
    proposal.refresh_from_db()
    _check_open(proposal)
    base = proposal.base
    if base.state != TimetableState.PUBLISHED:
        raise Refusal(
            "proposal_outdated",
            gettext_lazy("Jadwal sudah berubah sejak usulan ini dibuat. Hitung usulan baru."),
        )
    before = seats_of(base)
    changes = [change_from(row) for row in proposal.changes]
    wanted = range(len(changes)) if taken is None else sorted(set(taken) & set(range(len(changes))))
    seats, left_out = take(before, changes, wanted)
    done = set(wanted) - set(left_out)
    if not done:
        raise Refusal("nothing_taken", gettext_lazy("Pilih sekurangnya satu perubahan."))
    first = int(proposal.figures.get("first", 0))
    problem = problem_of(day, settings=base.settings, previous=base, now=first, absences=[])
    answer = _answer_of(problem, seats, proposal, is_whole=len(done) == len(changes))
    timetable = store_timetable(
        day,
        problem,
        answer,
        base=base,
        by=by,
        at=at,
        note=proposal.cause[:300],
        settings=base.settings,
    )
    rows = [row | {"taken": index in done} for index, row in enumerate(proposal.changes)]
    advance(
        proposal,
        "accept",
        by=by,
        at=at,
        result=timetable,
        changes=rows,
        decided_by=account_of(by),
        decided_at=at,
    )
    publish_timetable(timetable, by=by, at=at)
    return timetable, len(left_out)


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Leave the timetable as it is. The same changes are not proposed again. Refuses:
    ``already_decided``, ``proposal_outdated``."""
    require(by, "meetings.decide_proposal", proposal)
    day = Day.objects.select_for_update().get(pk=proposal.day_id)
    proposal.refresh_from_db()
    _check_open(proposal)
    rows = [row | {"taken": False} for row in proposal.changes]
    advance(
        proposal,
        "decline",
        by=by,
        at=at,
        changes=rows,
        decided_by=account_of(by),
        decided_at=at,
    )
    beat(day)
    return proposal


def _check_open(proposal: Proposal) -> None:
    """Tell whoever comes second what happened meanwhile."""
    if proposal.state == ProposalState.STALE:
        raise Refusal(
            "proposal_outdated",
            gettext_lazy("Usulan ini sudah diganti karena ada kabar baru. Lihat yang terbaru."),
        )
    if proposal.state != ProposalState.OPEN:
        raise Refusal(
            "already_decided",
            gettext_lazy("Usulan ini sudah diputuskan oleh %(name)s pukul %(time)s: %(what)s.")
            % {
                "name": proposal.decided_by or _("panitia"),
                "time": f"{timezone.localtime(proposal.decided_at):%H.%M}",
                "what": proposal.get_state_display().lower(),
            },
        )


def seats_in(problem: core.Problem, answer: core.Timetable) -> list[Seat]:
    """An answer's meetings as values, the buyer first."""
    return [
        Seat(
            *pair_of(problem, problem.wishes[meeting.wish]),
            meeting.slot,
            problem.tables[meeting.table].id,
            problem.wishes[meeting.wish].value,
        )
        for meeting in answer.meetings
    ]


def change_from(row: dict[str, Any]) -> Change:
    """A change as it is kept in ``Proposal.changes``."""
    source, target = row["from"], row["to"]
    return Change(
        row["kind"],
        row["buyer"],
        row["maker"],
        (source[0], source[1]) if source else None,
        (target[0], target[1]) if target else None,
        row["value"],
    )


def _answer_of(
    problem: core.Problem, seats: list[Seat], proposal: Proposal, *, is_whole: bool
) -> core.Timetable:
    """The taken seats in the problem's own numbers; what was proved holds only of the whole."""
    wish_of = {pair_of(problem, wish): index for index, wish in enumerate(problem.wishes)}
    table_of = {table.id: index for index, table in enumerate(problem.tables)}
    meetings = tuple(
        core.Meeting(wish_of[seat.pair], seat.slot, table_of[seat.table])  # type: ignore[index]
        for seat in seats
        if seat.pair in wish_of and seat.table in table_of
    )
    if len(meetings) < len(seats):
        raise Refusal(
            "proposal_outdated",
            gettext_lazy("Peserta atau meja sudah berubah sejak usulan ini. Hitung usulan baru."),
        )
    figures = proposal.figures
    return core.Timetable(
        status="feasible",
        meetings=meetings,
        objective={"value": sum(problem.wishes[meeting.wish].value for meeting in meetings)},
        bounds={"value": figures["bound"]} if is_whole and figures.get("bound") else {},
        seconds=float(figures.get("seconds", 0)),
        kept=len(seats),
    )


def _figures(
    before: list[Seat],
    changes: list[Change],
    problem: core.Problem,
    answer: core.Timetable,
    first: int,
) -> dict[str, Any]:
    """What a person weighs: kept, lost, won, and what no plan could better."""
    touched = {(change.buyer, change.maker) for change in changes if change.kind != "added"}
    lost = sum(change.value for change in changes if change.kind == "cancelled")
    won = sum(change.value for change in changes if change.kind == "added")
    value = sum(problem.wishes[meeting.wish].value for meeting in answer.meetings)
    return {
        "kept": sum(seat.pair not in touched for seat in before),
        "kept_to_come": sum(seat.pair not in touched and seat.slot >= first for seat in before),
        "lost": lost,
        "won": won,
        "value_before": sum(seat.value for seat in before),
        "value_after": value,
        "bound": answer.bounds.get("value"),
        "status": answer.status,
        "seconds": round(answer.seconds, 4),
    }


@transaction.atomic
def _lay_open(
    day: Day,
    base: Timetable,
    changes: list[Change],
    figures: dict[str, Any],
    cause: str,
    *,
    by: Actor,
    at: datetime,
) -> Proposal | None:
    Day.objects.select_for_update().get(pk=day.pk)
    open_now = Proposal.objects.filter(day=day, state=ProposalState.OPEN).first()
    if open_now is not None and open_now.figures.get("seen", 0) > figures["seen"]:
        return open_now
    rows = _rows(changes, needs(seats_of(base), changes))
    if open_now is not None and open_now.changes == rows and open_now.base_id == base.pk:
        return open_now
    if open_now is not None:
        advance(open_now, "outdate", by=by, at=at)
        beat(day)
    last = Proposal.objects.filter(day=day, base=base, state=ProposalState.DECLINED).first()
    is_declined = last is not None and rows == [row | {"taken": None} for row in last.changes]
    if not rows or is_declined:
        return None
    made = Proposal.objects.create(
        programme_id=day.programme_id,
        day=day,
        base=base,
        cause=cause[:500],
        changes=rows,
        figures=figures,
        created_at=at,
    )
    record(made, "propose", by=by, at=at, after={"changes": len(rows)}, note=made.cause)
    beat(day)
    return made


def _rows(changes: list[Change], needed: dict[int, list[int]]) -> list[dict[str, Any]]:
    return [
        {
            "kind": change.kind,
            "buyer": change.buyer,
            "maker": change.maker,
            "from": list(change.source) if change.source else None,
            "to": list(change.target) if change.target else None,
            "value": change.value,
            "needs": needed.get(index, []),
            "taken": None,
        }
        for index, change in enumerate(changes)
    ]


def _cause(day: Day, away: list[tuple[int, int, int]], slots: Any) -> str:
    """Who is away, in a sentence: names for a few, a number for many."""
    guests = {
        guest.pk: guest
        for guest in day.invitations.filter(pk__in=[pk for pk, _f, _l in away]).select_related(
            "organisation"
        )
    }
    parts = []
    for presence, few, many in (
        (Presence.ABSENT, _("%(names)s tidak datang"), _("%(count)s peserta tidak datang")),
        (Presence.LEFT, _("%(names)s sudah pulang"), _("%(count)s peserta sudah pulang")),
        (Presence.LATE, _("%(names)s terlambat"), _("%(count)s peserta terlambat")),
    ):
        named = sorted(str(one) for one in guests.values() if one.presence == presence)
        if len(named) > MOST_NAMES:
            parts.append(many % {"count": len(named)})
        elif named:
            parts.append(few % {"names": ", ".join(named)})
    return "; ".join(parts) + "." if parts else _("Ada peserta baru atau yang datang kembali.")


def _was_awaited(note: CheckIn) -> bool:
    """Had said they come, and was never noted as away: nothing was ever planned without them."""
    guest = note.invitation
    if guest.is_walk_in or guest.answered_by == Channel.DESK:
        return False
    earlier = guest.check_ins.exclude(pk=note.pk)
    return not earlier.filter(presence__in=[Presence.ABSENT, Presence.LEFT, Presence.LATE]).exists()
