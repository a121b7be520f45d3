"""Tables are moved about on the room's plan, as many at once as somebody dragged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.slot_plan import MOST_CENTIMETRES, overlapping
from gandeng.meetings.models import Day, Table
from gandeng.people.models import Person

from .beats import beat
from .planning import require_open


@dataclass(frozen=True, slots=True)
class TableMove:
    """A table of this id, from where it was seen to where it shall stand, in centimetres."""

    table_id: int
    seen: tuple[int, int]
    to: tuple[int, int]


@transaction.atomic
def place_tables(day: Day, moves: Sequence[TableMove], *, by: Person, at: datetime) -> list[Table]:
    """Put tables where they were dragged to: all of them, or none. What stands there already, as
    after sending it twice, is left alone. Returns the tables that moved.

    Refuses: ``day_over``, ``unknown_table``, ``plan_changed`` where another person moved one of
    them meanwhile, ``outside_room``, ``tables_overlap``.
    """
    require(by, "meetings.plan_day", day)
    require_open(day)
    Day.objects.select_for_update().get(pk=day.pk)
    tables = {table.pk: table for table in day.tables.all()}
    moving = [_moved(tables, move) for move in moves if _is_news(tables, move)]
    if not moving:
        return []
    before, after = _said(moving), _said(moving, {move.table_id: move.to for move in moves})
    for move in moves:
        tables[move.table_id].x, tables[move.table_id].y = move.to
    check_places(moving, tables.values())
    Table.objects.bulk_update(moving, ["x", "y"])
    record(day, "set_up_tables", by=by, at=at, before=before, after=after)
    beat(day)
    return moving


def _is_news(tables: dict[int, Table], move: TableMove) -> bool:
    table = tables.get(move.table_id)
    if table is None:
        raise Refusal("unknown_table", _("Ada meja yang sudah dihapus. Muat ulang denahnya."))
    return (table.x, table.y) != move.to


def _moved(tables: dict[int, Table], move: TableMove) -> Table:
    table = tables[move.table_id]
    if (table.x, table.y) != move.seen:
        raise Refusal(
            "plan_changed",
            _("Meja %(label)s baru saja dipindahkan orang lain. Muat ulang denahnya.")
            % {"label": table.label},
        )  # fmt: skip
    return table


def check_places(moving: Sequence[Table], tables: Iterable[Table]) -> None:
    """Tables that get another place stand in the room, and on no other table. Refuses:
    ``outside_room``, ``tables_overlap``."""
    if not all(0 <= far <= MOST_CENTIMETRES for table in moving for far in (table.x, table.y)):
        raise Refusal(
            "outside_room",
            _("Letak meja antara 0 dan 10.000 sentimeter dari sudut kiri atas ruangan."),
            field="x",
        )
    pair = overlapping(
        [(table.label, table.x, table.y) for table in tables], {table.label for table in moving}
    )
    if pair:
        raise Refusal(
            "tables_overlap",
            _("Meja %(one)s dan %(other)s bertumpuk. Geser salah satunya, lalu simpan lagi.")
            % {"one": pair[0], "other": pair[1]},
            field="x",
        )


def _said(
    moving: Sequence[Table], places: dict[int, tuple[int, int]] | None = None
) -> dict[str, Any]:
    places = places or {table.pk: (table.x, table.y) for table in moving}
    return {table.label: list(places[table.pk]) for table in moving}
