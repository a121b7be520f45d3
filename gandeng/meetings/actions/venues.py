"""The hours of a day become slots, and its room gets tables; what a timetable stands on stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import change, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.slot_plan import (
    MOST_SLOTS,
    MOST_TABLES,
    ROW_DEPTH,
    Impossible,
    SlotTime,
    TablePlace,
    lay_out,
    set_out,
)
from gandeng.meetings.core.spans import Span
from gandeng.meetings.models import Day, Meeting, Outcome, Pairing, Slot, Table
from gandeng.meetings.states import TimetableState
from gandeng.people.models import Person

from .beats import beat
from .floor_plan import check_places
from .planning import require_open

SLOT_MINUTES = (5, 180)
MOST_GAP = 60
IMPOSSIBLE = {
    "too_short": _("Ada rentang yang lebih pendek daripada satu slot. Panjangkan rentangnya."),
    "too_many": format_lazy(
        _("Terlalu banyak slot (paling banyak {most}). Panjangkan slotnya."), most=MOST_SLOTS
    ),
    "no_slots": _("Isi jam acara, misalnya 09.00–12.00 dan 13.00–15.00."),
}


@transaction.atomic
def lay_out_slots(
    day: Day,
    spans: Sequence[Span],
    *,
    minutes: int,
    gap_minutes: int = 0,
    by: Person,
    at: datetime,
) -> list[Slot]:
    """Cut the hours of a day into slots. Slots keep their number, so a draft timetable keeps its
    meetings and only moves with the clock.

    Refuses: ``day_over``, ``bad_minutes``, ``bad_gap``, ``too_short``, ``too_many``, ``no_slots``,
    ``slots_in_use`` where fewer slots would take meetings their place, ``slots_in_force`` where the
    timetable in force would silently move.
    """
    require(by, "meetings.plan_day", day)
    require_open(day)
    Day.objects.select_for_update().get(pk=day.pk)
    wanted = slots_wanted(spans, minutes=minutes, gap_minutes=gap_minutes)
    existing = {slot.number: slot for slot in day.slots.all()}
    _check_surplus(day, [slot for slot in existing.values() if slot.number >= len(wanted)])
    changed, made = [], []
    for number, plan in enumerate(wanted):
        starts_at, ends_at = _instants(day.held_on, plan)
        values = {"session": plan.session, "starts_at": starts_at, "ends_at": ends_at}
        known = existing.get(number)
        if known is None:
            made.append(Slot(programme_id=day.programme_id, day=day, number=number, **values))
        elif any(getattr(known, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(known, name, value)
            changed.append(known)
    _check_in_force(day, changed)
    day.slots.filter(number__gte=len(wanted)).delete()
    Slot.objects.bulk_update(changed, ["session", "starts_at", "ends_at"])
    Slot.objects.bulk_create(made)
    slots = list(day.slots.all())
    after = {
        "slots": len(slots),
        "minutes": minutes,
        "from": slots[0].starts_at.isoformat(),
        "to": slots[-1].ends_at.isoformat(),
    }
    record(day, "lay_out_slots", by=by, at=at, before={"slots": len(existing)}, after=after)
    beat(day)
    return slots


def slots_wanted(spans: Sequence[Span], *, minutes: int, gap_minutes: int) -> list[SlotTime]:
    """The slots as they would be. Refuses: ``bad_minutes``, ``bad_gap``, ``too_short``,
    ``too_many``, ``no_slots``."""
    least, most = SLOT_MINUTES
    if not least <= minutes <= most:
        raise Refusal("bad_minutes", _("Panjang slot antara 5 dan 180 menit."), field="minutes")
    if not 0 <= gap_minutes <= MOST_GAP:
        raise Refusal("bad_gap", _("Jeda antar-slot antara 0 dan 60 menit."), field="gap_minutes")
    try:
        return lay_out(spans, minutes=minutes, gap_minutes=gap_minutes)
    except Impossible as error:
        raise Refusal(error.code, IMPOSSIBLE[error.code], field="hours") from error


@transaction.atomic
def set_up_tables(
    day: Day,
    count: int,
    *,
    per_row: int,
    prefix: str = "",
    area: str = "",
    seats: int = 4,
    by: Person,
    at: datetime,
) -> list[Table]:
    """Add so many tables in rows behind those that stand. With a prefix they are numbered on
    (M1, M2, …), without one the rows are lettered (A1 … B1).

    Refuses: ``day_over``, ``bad_count``, ``bad_seats``, ``label_too_long``.
    """
    require(by, "meetings.plan_day", day)
    require_open(day)
    Day.objects.select_for_update().get(pk=day.pk)
    standing = list(day.tables.all())
    if count < 1 or per_row < 1 or len(standing) + count > MOST_TABLES:
        raise Refusal(
            "bad_count", _("Jumlah meja seluruhnya antara 1 dan %s.") % MOST_TABLES, field="count"
        )
    if not 1 <= seats <= 50:
        raise Refusal("bad_seats", _("Kursi per meja antara 1 dan 50."), field="seats")
    prefix = prefix.strip()
    if len(prefix) > 8:
        raise Refusal(
            "label_too_long", _("Awalan label paling panjang 8 huruf."), field="label_prefix"
        )
    taken = {table.label.casefold() for table in standing}
    depth = max((table.y for table in standing), default=-ROW_DEPTH) + ROW_DEPTH
    places = _free_places(count, per_row, prefix, taken)
    row_of_first = places[0].row
    order = (day.tables.aggregate(last=Max("order"))["last"] or 0) + 1 if standing else 0
    tables = Table.objects.bulk_create(
        [
            Table(
                programme_id=day.programme_id,
                day=day,
                label=place.label,
                area=area.strip()[:60],
                seats=seats,
                order=order + number,
                x=place.x,
                y=depth + (place.row - row_of_first) * ROW_DEPTH,
            )
            for number, place in enumerate(places)
        ]
    )
    after = {"added": len(tables), "from": tables[0].label, "to": tables[-1].label}
    record(day, "set_up_tables", by=by, at=at, after=after)
    beat(day)
    return tables


@transaction.atomic
def change_table(table: Table, *, by: Person, at: datetime, **values: Any) -> Table:
    """Another label, area, number of seats or place; or not used any more (``is_open``).

    Refuses: ``day_over``, ``label_missing``, ``label_taken``, ``bad_seats``, ``table_in_force``,
    ``outside_room``, ``tables_overlap``.
    """
    day = table.day
    require(by, "meetings.plan_day", day)
    require_open(day)
    names = ("label", "area", "seats", "x", "y", "is_open")
    fields = {name: value for name, value in values.items() if name in names}
    if "label" in fields:
        fields["label"] = fields["label"].strip()
        if not fields["label"]:
            raise Refusal("label_missing", _("Isi label mejanya."), field="label")
        twins = day.tables.filter(label__iexact=fields["label"]).exclude(pk=table.pk)
        if twins.exists():
            raise Refusal("label_taken", _("Label ini sudah dipakai meja lain."), field="label")
    if not 1 <= fields.get("seats", 1) <= 50:
        raise Refusal("bad_seats", _("Kursi per meja antara 1 dan 50."), field="seats")
    if table.is_open and not fields.get("is_open", True):
        _check_free(table)
    place = fields.get("x", table.x), fields.get("y", table.y)
    if place != (table.x, table.y):
        there = Table(label=table.label, x=place[0], y=place[1])
        check_places([there], [there, *day.tables.exclude(pk=table.pk)])
    is_closing = table.is_open and not fields.get("is_open", True)
    verb = "close_table" if is_closing else "set_up_tables"
    if change(table, verb, by=by, at=at, **fields):
        beat(day)
    return table


@transaction.atomic
def remove_table(table: Table, *, by: Person, at: datetime) -> None:
    """Take a table away that no timetable ever used. Refuses: ``day_over``, ``table_in_use``."""
    day = table.day
    require(by, "meetings.plan_day", day)
    require_open(day)
    is_used = (
        Meeting.objects.filter(table=table).exists() or Pairing.objects.filter(table=table).exists()
    )
    if is_used:
        raise Refusal(
            "table_in_use",
            _("Meja ini sudah ada di jadwal atau keputusan. Tutup saja, jangan dihapus."),
        )
    before = {"label": table.label, "area": table.area}
    table.delete()
    record(day, "set_up_tables", by=by, at=at, before=before, after={"removed": table.label})
    beat(day)


def _free_places(count: int, per_row: int, prefix: str, taken: set[str]) -> list[TablePlace]:
    """Places whose labels nobody has yet: numbered on, or from the first row without any."""
    if prefix:
        first = 1
        while True:
            places = set_out(count, per_row=per_row, prefix=prefix, first=first)
            clash = [place for place in places if place.label.casefold() in taken]
            if not clash:
                return places
            first = int(clash[-1].label.removeprefix(prefix)) + 1
    skipped = 0
    while True:
        places = set_out(skipped + count, per_row=per_row)[skipped:]
        if not any(place.label.casefold() in taken for place in places):
            return places
        skipped += per_row


def _instants(held_on: date, plan: SlotTime) -> tuple[datetime, datetime]:
    start = datetime.combine(held_on, plan.start, tzinfo=clock.JAKARTA)
    return start, datetime.combine(held_on, plan.end, tzinfo=clock.JAKARTA)


def _check_surplus(day: Day, surplus: list[Slot]) -> None:
    if not surplus:
        return
    meetings = (
        Meeting.objects.filter(slot__in=surplus)
        .exclude(timetable__state=TimetableState.DISCARDED)
        .order_by("-timetable__version")
        .select_related("timetable")
    )
    used = meetings.first()
    if used is not None:
        raise Refusal(
            "slots_in_use",
            _("Slot yang hilang dipakai pertemuan di jadwal versi %(version)s. Buang konsep itu "
              "atau pindahkan pertemuannya dulu.") % {"version": used.timetable.version},
            field="hours",
        )  # fmt: skip
    bound = (
        Meeting.objects.filter(slot__in=surplus).exists()
        or Pairing.objects.filter(slot__in=surplus).exists()
        or Outcome.objects.filter(slot__in=surplus).exists()
    )
    if bound:
        raise Refusal(
            "slots_in_use",
            _("Slot yang hilang dipakai keputusan, hasil, atau versi jadwal lama. Jumlah slot "
              "tidak bisa dikurangi lagi."),
            field="hours",
        )  # fmt: skip


def _check_in_force(day: Day, changed: list[Slot]) -> None:
    is_moving = Meeting.objects.filter(
        timetable__day=day, timetable__state=TimetableState.PUBLISHED, slot__in=changed
    ).exists()
    if changed and is_moving:
        raise Refusal(
            "slots_in_force",
            _("Jadwal sudah berlaku dan jamnya sudah diberitahukan. Tambah slot di belakang boleh; "
              "menggeser jam dilakukan di hari acara."),
            field="hours",
        )  # fmt: skip


def _check_free(table: Table) -> None:
    count = Meeting.objects.filter(table=table, timetable__state=TimetableState.PUBLISHED).count()
    if count:
        raise Refusal(
            "table_in_force",
            _("Meja ini dipakai %(count)s pertemuan di jadwal yang berlaku. Pindahkan dulu di "
              "papan jadwal.") % {"count": count},
            field="is_open",
        )  # fmt: skip
