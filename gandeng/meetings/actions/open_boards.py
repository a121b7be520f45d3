"""A draft under the day's lock with its board: what hands do to it is checked, written, traced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.meetings.core.board import Board, Clash, Placed
from gandeng.meetings.models import Day, Meeting, Slot, Timetable
from gandeng.meetings.queries.boards import board_of
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import TimetableState

from .beats import beat

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


@dataclass
class OpenBoard:
    """A draft under the day's lock, with its board."""

    timetable: Timetable
    day: Day
    board: Board

    @classmethod
    def of(cls, timetable: Timetable) -> OpenBoard:
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
            raise moved_already(
                gettext("%(pair)s sudah dibatalkan orang lain.") % {"pair": self._pair(pair)}
            )
        if (one.slot, one.table) != seen:
            raise moved_already(
                gettext("%(pair)s sudah dipindah ke pukul %(time)s, meja %(table)s.")
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
                raise moved_already(
                    gettext("%(pair)s sudah diubah orang lain sejak itu.")
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
        if {one.pair for one in removed} != {one.pair for one in added}:
            # what bounds the breaks speaks of the meetings there are
            self.timetable.bounds = {
                name: bound
                for name, bound in self.timetable.bounds.items()
                if not name.endswith("_here")
            } | {"breaks_here": self.board.fewest_breaks()}
        self.timetable.objective = self.timetable.objective | self.board.figures()
        self.timetable.status = "feasible"
        self.timetable.save(update_fields=["objective", "bounds", "status"])
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
                where.append(gettext("pukul %(time)s") % words)
            if clash.table is not None:
                where.append(gettext("di meja %(table)s") % words)
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


def _row(one: Placed) -> list[int]:
    return [one.buyer, one.maker, one.slot, one.table, one.value, int(one.is_locked)]


def _placed(row: Sequence[int]) -> Placed:
    """As ``_row`` wrote it."""
    buyer, maker, slot, table, value, is_locked = row
    return Placed(buyer, maker, slot, table, value, bool(is_locked))


def moved_already(sentence: str) -> Refusal:
    return Refusal("moved_already", sentence)
