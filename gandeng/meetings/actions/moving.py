"""The board: meetings of a draft are moved, swapped, added, cancelled and locked by hand.

Whoever changes something says where they saw it (``seen``); if somebody else was quicker, the
change is refused and tells so. Each change is a trace; ``undo`` takes back one's own last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.board import Board, Clash, Placed, swapped
from gandeng.meetings.models import Day, Meeting, Slot, Timetable
from gandeng.meetings.queries.boards import REDO, UNDO, board_of, cancelled_by_hand, history_of
from gandeng.meetings.queries.scores import score_of
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import TimetableState

from .beats import beat
from .timetabling import next_version

# slot number and table id; no table: the board finds one
Place = tuple[int, int | None]

SENTENCES = {
    "not_there": _("%(party)s tidak hadir pukul %(time)s."),
    "busy": _("%(party)s sudah bertemu %(other)s pukul %(time)s di meja %(table)s."),
    "taken": _("Meja %(table)s pukul %(time)s dipakai %(pair)s."),
    "no_table": _("Tidak ada meja kosong pukul %(time)s."),
    "full": _("%(party)s sudah punya jumlah pertemuan paling banyak."),
    "forbidden": _("Pasangan ini tidak boleh dipertemukan (keputusan petugas)."),
    "meet_already": _("%(pair)s sudah bertemu pukul %(time)s di meja %(table)s."),
    "no_such_place": _("Slot atau meja itu tidak dipakai di acara ini."),
    "pinned": _("%(pair)s harus %(where)s (keputusan petugas)."),
    "required": _("%(pair)s wajib bertemu (keputusan petugas); cabut dulu keputusannya."),
    "locked": _("Pertemuan %(pair)s dikunci. Buka kuncinya dulu."),
}


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
    ``SENTENCES``).
    """
    require(by, "meetings.move_meeting", timetable)
    desk = _Desk.opened(timetable)
    one = desk.seen_there(pair, seen)
    target = desk.placed_at(one, to, [one])
    other = desk.at_place(target, one) if to[1] is not None else None
    if (other.pair if other else None) != over:
        raise _moved_already(_now("Tempat itu baru saja diubah orang lain."))
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
    desk = _Desk.opened(timetable)
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
    desk = _Desk.opened(timetable)
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
    desk = _Desk.opened(timetable)
    one = desk.seen_there(pair, seen)
    if one.is_locked == is_locked:
        return timetable
    return desk.write("lock_meeting", [one], [replace(one, is_locked=is_locked)], by=by, at=at)


@transaction.atomic
def undo_move(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Take back this person's last change. Refuses: ``not_a_draft``, ``nothing_to_undo``, and
    what stands in the way since."""
    require(by, "meetings.move_meeting", timetable)
    desk = _Desk.opened(timetable)
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
    desk = _Desk.opened(timetable)
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
        note=_now("Salinan versi %(version)s") % {"version": timetable.version},
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


@dataclass
class _Desk:
    """A draft under the day's lock, with its board."""

    timetable: Timetable
    day: Day
    board: Board

    @classmethod
    def opened(cls, timetable: Timetable) -> _Desk:
        day = Day.objects.select_for_update().get(pk=timetable.day_id)
        timetable.refresh_from_db()
        if timetable.state != TimetableState.DRAFT:
            raise Refusal(
                "not_a_draft",
                _("Versi ini bukan konsep lagi. Buat salinannya untuk mengubah."),
            )
        return cls(timetable, day, board_of(timetable))

    def seen_there(self, pair: tuple[int, int], seen: Place) -> Placed:
        one = self.board.placed.get(pair)
        if one is None:
            raise _moved_already(
                _now("%(pair)s sudah dibatalkan orang lain.") % {"pair": self._pair(pair)}
            )
        if (one.slot, one.table) != seen:
            raise _moved_already(
                _now("%(pair)s sudah dipindah ke pukul %(time)s, meja %(table)s.")
                % {
                    "pair": self._pair(pair),
                    "time": self._time(one.slot),
                    "table": self._table(one.table),
                }
            )
        return one

    def placed_at(self, one: Placed, to: Place, removed: Sequence[Placed]) -> Placed:
        slot, table = to
        if table is None:
            table = self.board.free_table(replace(one, slot=slot), removed)
            if table is None:
                raise Refusal("no_table", SENTENCES["no_table"] % {"time": self._time(slot)})
        return replace(one, slot=slot, table=table)

    def at_place(self, target: Placed, one: Placed) -> Placed | None:
        """Who else is at the place a meeting goes to."""
        for other in self.board.placed.values():
            is_there = (other.slot, other.table) == (target.slot, target.table)
            if is_there and other.pair != one.pair:
                return other
        return None

    def check(self, removed: Collection[Placed], added: Collection[Placed]) -> None:
        if clash := self.board.clash(removed, added):
            raise Refusal(clash.code, self._sentence(clash))

    def turn(
        self,
        verb: str,
        of: int,
        taken: dict[str, Any],
        put: dict[str, Any],
        *,
        by: Actor,
        at: datetime,
    ) -> Timetable:
        """Put back what a trace says, if its meetings are still where it left them."""
        removed = []
        for row in taken.get("seats", []):
            one = _placed(row)
            if self.board.placed.get(one.pair) != one:
                raise _moved_already(
                    _now("%(pair)s sudah diubah orang lain sejak itu.")
                    % {"pair": self._pair(one.pair)}
                )
            removed.append(one)
        added = [_placed(row) for row in put.get("seats", [])]
        self.check([replace(one, is_locked=False) for one in removed], added)
        return self.write(verb, removed, added, by=by, at=at, of=of)

    def write(
        self,
        verb: str,
        removed: Sequence[Placed],
        added: Sequence[Placed],
        *,
        by: Actor,
        at: datetime,
        of: int | None = None,
    ) -> Timetable:
        """Removed and made anew, since two that swap may not stand in one place for a moment."""
        for one in removed:
            self.timetable.meetings.filter(buyer_id=one.buyer, maker_id=one.maker).delete()
        slots = dict(Slot.objects.filter(day=self.day).values_list("number", "pk"))
        Meeting.objects.bulk_create(
            [
                Meeting(
                    programme_id=self.day.programme_id,
                    timetable=self.timetable,
                    buyer_id=one.buyer,
                    maker_id=one.maker,
                    slot_id=slots[one.slot],
                    table_id=one.table,
                    value=one.value,
                    is_locked=one.is_locked,
                )
                for one in added
            ]
        )
        self.board.apply(removed, added)
        self.timetable.objective = self.timetable.objective | self.board.figures()
        self.timetable.status = "feasible"
        self.timetable.save(update_fields=["objective", "status"])
        after: dict[str, Any] = {"seats": [_row(one) for one in added]}
        if of is not None:
            after["of"] = of
        record(
            self.timetable,
            verb,
            by=by,
            at=at,
            before={"seats": [_row(one) for one in removed]},
            after=after,
            note="; ".join(self._pair(one.pair) for one in [*removed, *added][:2])[:300],
        )
        beat(self.day)
        return self.timetable

    def _sentence(self, clash: Clash) -> str:
        other = clash.other
        words = {
            "party": self._name(clash.party),
            "other": "",
            "pair": self._pair(other.pair) if other else "",
            "time": self._time(clash.slot),
            "table": self._table(clash.table),
            "where": "",
        }
        if clash.code == "busy" and other is not None:
            words["other"] = self._name(next(p for p in other.pair if p != clash.party))
        if clash.code == "pinned":
            where = []
            if clash.slot is not None:
                where.append(_now("pukul %(time)s") % words)
            if clash.table is not None:
                where.append(_now("di meja %(table)s") % words)
            words["where"] = " ".join(where)
        return str(SENTENCES[clash.code] % words)

    def _name(self, pk: int | None) -> str:
        if pk is None:
            return ""
        guest = self.day.invitations.select_related("organisation").filter(pk=pk).first()
        return str(guest or "")

    def _pair(self, pair: tuple[int, int]) -> str:
        return f"{self._name(pair[0])} – {self._name(pair[1])}"

    def _time(self, number: int | None) -> str:
        if number is None:
            return ""
        slot = Slot.objects.filter(day=self.day, number=number).first()
        return f"{timezone.localtime(slot.starts_at):%H.%M}" if slot else ""

    def _table(self, pk: int | None) -> str:
        if pk is None:
            return ""
        return self.day.tables.filter(pk=pk).values_list("label", flat=True).first() or ""


def _why_not(timetable: Timetable) -> list[dict[str, Any]]:
    """The reasons of a version, those added that hands made; who meets needs none."""
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    rows = {(row["buyer"], row["maker"]): row for row in timetable.why_not}
    for pair, value in cancelled_by_hand(timetable).items():
        reason = _now("Dibatalkan dengan tangan di versi %(version)s.") % {
            "version": timetable.version
        }
        row = {"buyer": pair[0], "maker": pair[1], "value": value, "reason": reason}
        rows.setdefault(pair, row)
    return [row for pair, row in rows.items() if pair not in held]


def _row(one: Placed) -> list[int]:
    return [one.buyer, one.maker, one.slot, one.table, one.value, int(one.is_locked)]


def _placed(row: Sequence[int]) -> Placed:
    """As ``_row`` wrote it."""
    buyer, maker, slot, table, value, is_locked = row
    return Placed(buyer, maker, slot, table, value, bool(is_locked))


def _moved_already(sentence: str) -> Refusal:
    return Refusal("moved_already", sentence)
