"""The office's word on a proposal: all of it, some, or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandeng.audit.actions import advance
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core import problem as core
from gandeng.meetings.core.board import Bound, Placed
from gandeng.meetings.core.changes import Change, Seat, take
from gandeng.meetings.models import Day, Proposal, Timetable
from gandeng.meetings.queries.boards import board_holding
from gandeng.meetings.queries.problems import pair_of, problem_of
from gandeng.meetings.queries.timetables import seats_of
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import ProposalState, TimetableState

from .beats import beat
from .timetabling import publish_timetable, store_timetable


def accept_proposal(
    proposal: Proposal, taken: Collection[int] | None = None, *, by: Actor, at: datetime
) -> tuple[Timetable, int]:
    """Put a proposal into force: all of it, or the changes with these indices. A change whose room
    is not free because another was not taken is left out; how many were, beside the new version.
    Nobody's meeting falls away unless that was ticked.

    What bounds the breaks is found first, while nobody waits for the day. Should the day change
    meanwhile, it is found again.

    Refuses: ``already_decided``, ``proposal_outdated``, ``nothing_taken``.
    """
    require(by, "meetings.decide_proposal", proposal)
    return _accept(proposal, taken, _bound_of(proposal.pk, taken), by=by, at=at)


def _bound_of(proposal_id: int, taken: Collection[int] | None) -> Bound | None:
    """What will bound the breaks of the version that would be made; None where none would be."""
    proposal = Proposal.objects.select_related("day", "base").get(pk=proposal_id)
    is_open = proposal.state == ProposalState.OPEN
    if not is_open or proposal.base.state != TimetableState.PUBLISHED:
        return None
    seats = _seats_with(proposal, taken).seats
    placed = [Placed(_id(s.buyer), _id(s.maker), s.slot, _id(s.table)) for s in seats]
    return board_holding(proposal.day, placed).bound()


@dataclass(frozen=True, slots=True)
class _Taken:
    """A timetable with what was taken of a proposal: ``done`` are the indices of the changes,
    ``left_out`` those that found no room."""

    seats: list[Seat]
    done: set[int]
    left_out: list[int]


def _seats_with(proposal: Proposal, taken: Collection[int] | None) -> _Taken:
    changes = [change_from(row) for row in proposal.changes]
    every = range(len(changes))
    wanted = set(every) if taken is None else set(taken) & set(every)
    seats, left_out = take(seats_of(proposal.base), changes, sorted(wanted))
    return _Taken(seats, wanted - set(left_out), left_out)


@transaction.atomic
def _accept(
    proposal: Proposal,
    taken: Collection[int] | None,
    known: Bound | None,
    *,
    by: Actor,
    at: datetime,
) -> tuple[Timetable, int]:
    day = Day.objects.select_for_update().get(pk=proposal.day_id)
    proposal.refresh_from_db()
    _check_open(proposal)
    base = proposal.base
    if base.state != TimetableState.PUBLISHED:
        raise Refusal(
            "proposal_outdated",
            gettext_lazy("Jadwal sudah berubah sejak usulan ini dibuat. Hitung usulan baru."),
        )
    after = _seats_with(proposal, taken)
    if not after.done:
        raise Refusal("nothing_taken", gettext_lazy("Pilih sekurangnya satu perubahan."))
    first = int(proposal.figures.get("first", 0))
    problem = problem_of(day, settings=base.settings, previous=base, now=first, absences=[])
    is_whole = len(after.done) == len(proposal.changes)
    answer = _answer_of(problem, after.seats, proposal, is_whole=is_whole)
    timetable = store_timetable(
        day,
        problem,
        answer,
        base=base,
        by=by,
        at=at,
        note=proposal.cause[:300],
        settings=base.settings,
        known=known,
    )
    rows = [row | {"taken": index in after.done} for index, row in enumerate(proposal.changes)]
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
    return timetable, len(after.left_out)


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


def _id(value: Any) -> int:
    return int(value)
