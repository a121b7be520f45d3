"""The board: meetings of a draft are moved, swapped, added, cancelled and locked by hand.

Whoever changes something says where they saw it (``seen``); if somebody else was quicker, the
change is refused and tells so. Each change is a trace; ``undo`` takes back one's own last.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.board import Placed, swapped
from gandeng.meetings.core.stored_words import SENTENCES
from gandeng.meetings.models import Day, Meeting, Timetable
from gandeng.meetings.queries.boards import REDO, UNDO, cancelled_by_hand, history_of
from gandeng.meetings.queries.scores import score_of
from gandeng.meetings.rules import Actor, account_of

from .beats import beat
from .open_boards import OpenBoard, Place, moved_already
from .timetabling import next_version


@transaction.atomic
def move_meeting(
    timetable: Timetable,
    pair: tuple[int, int],
    to: Place,
    *,
    seen: Place,
    over: tuple[int, int] | None = None,
    by: Actor,
    at: datetime,
) -> Timetable:
    """Hold a meeting elsewhere. ``seen`` is where the person saw it, ``over`` the pair they saw at
    the place it goes to: that one goes to the first one's place, if it can.

    Refuses: ``not_a_draft``, ``moved_already``, and what stands in the way (the codes of
    ``open_boards.SENTENCES``).
    """
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    one = desk.seen_there(pair, seen)
    target = desk.placed_at(one, to, [one])
    other = desk.at_place(target, one) if to[1] is not None else None
    if (other.pair if other else None) != over:
        raise moved_already(gettext("Tempat itu baru saja diubah orang lain."))
    removed, added = [one], [target]
    if other is not None:
        removed, added = [one, other], list(swapped(one, other))
    desk.check(removed, added)
    return desk.write("move_meeting", removed, added, by=by, at=at)


@transaction.atomic
def add_meeting(
    timetable: Timetable, pair: tuple[int, int], to: Place, *, by: Actor, at: datetime
) -> Timetable:
    """A meeting for two of the day's guests. Refuses: ``not_of_this_day``, and as
    ``move_meeting`` does."""
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    rows = {one.pk: one for one in timetable.day.invitations.filter(pk__in=pair)}
    if len(rows) < 2 or (rows[pair[0]].side, rows[pair[1]].side) != ("buyer", "maker"):
        raise Refusal("not_of_this_day", _("Pasangan ini bukan peserta acara ini."))
    value = score_of(timetable.day, rows[pair[0]], rows[pair[1]]).value
    one = Placed(*pair, to[0], to[1] or 0, value)
    target = desk.placed_at(one, to, [])
    desk.check([], [target])
    return desk.write("add_meeting", [], [target], by=by, at=at)


@transaction.atomic
def cancel_meeting(
    timetable: Timetable, pair: tuple[int, int], *, seen: Place, by: Actor, at: datetime
) -> Timetable:
    """Take a meeting out. Refuses: ``not_a_draft``, ``moved_already``, ``locked``, ``required``."""
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    one = desk.seen_there(pair, seen)
    desk.check([one], [])
    return desk.write("cancel_meeting", [one], [], by=by, at=at)


@transaction.atomic
def lock_meeting(
    timetable: Timetable,
    pair: tuple[int, int],
    is_locked: bool,
    *,
    seen: Place,
    by: Actor,
    at: datetime,
) -> Timetable:
    """Lock a meeting where it is, or unlock it: neither a hand nor a calculation that keeps this
    version moves a locked one. Twice is once. Refuses: ``not_a_draft``, ``moved_already``."""
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    one = desk.seen_there(pair, seen)
    if one.is_locked == is_locked:
        return timetable
    return desk.write("lock_meeting", [one], [replace(one, is_locked=is_locked)], by=by, at=at)


@transaction.atomic
def undo_move(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Take back this person's last change. Refuses: ``not_a_draft``, ``nothing_to_undo``, and
    what stands in the way since."""
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    account = account_of(by)
    history = history_of(timetable, account.pk if account else None)
    if not history.undoable:
        raise Refusal("nothing_to_undo", _("Tidak ada perubahan Anda yang bisa diurungkan."))
    trace = history.undoable[-1]
    return desk.turn(UNDO, trace.pk, trace.after, trace.before, by=by, at=at)


@transaction.atomic
def redo_move(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Do again what this person took back last. Refuses: ``not_a_draft``, ``nothing_to_redo``, and
    what stands in the way since."""
    require(by, "meetings.move_meeting", timetable)
    desk = OpenBoard.of(timetable)
    account = account_of(by)
    history = history_of(timetable, account.pk if account else None)
    if not history.redoable:
        raise Refusal("nothing_to_redo", _("Tidak ada perubahan Anda yang bisa diulangi."))
    trace = history.redoable[-1]
    return desk.turn(REDO, trace.pk, trace.before, trace.after, by=by, at=at)


@transaction.atomic
def copy_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """A draft with the same meetings, to be changed by hand. Refuses: ``day_over``."""
    require(by, "meetings.move_meeting", timetable)
    day = Day.objects.select_for_update().get(pk=timetable.day_id)
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))
    made = Timetable.objects.create(
        programme_id=day.programme_id,
        day=day,
        version=next_version(day),
        base=timetable,
        status=timetable.status,
        objective=timetable.objective,
        bounds=timetable.bounds,
        proof=timetable.proof,
        why_not=_why_not(timetable),
        settings=timetable.settings,
        note=SENTENCES["copy"] % {"version": timetable.version},
        by=account_of(by),
        created_at=at,
    )
    rows = list(timetable.meetings.all())
    for row in rows:
        row.pk, row.timetable = None, made
    Meeting.objects.bulk_create(rows, batch_size=500)
    record(made, "draw_up_timetable", by=by, at=at, after={"copy_of": timetable.version})
    beat(day)
    return made


def _why_not(timetable: Timetable) -> list[dict[str, Any]]:
    """The reasons of a version, those added that hands made; who meets needs none."""
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    rows = {(row["buyer"], row["maker"]): row for row in timetable.why_not}
    for pair, value in cancelled_by_hand(timetable).items():
        reason = SENTENCES["cancelled"] % {"version": timetable.version}
        row = {"buyer": pair[0], "maker": pair[1], "value": value, "reason": reason}
        rows.setdefault(pair, row)
    return [row for pair, row in rows.items() if pair not in held]
