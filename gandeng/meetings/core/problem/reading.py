"""A problem as the exchange format's JSON has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .cells import id_of, is_known, is_whole, list_of, number, pair_of, slot_of, whole
from .values import (
    MOST_VALUE,
    OBJECTIVES,
    SIDES,
    Absence,
    BadProblem,
    Id,
    Meeting,
    Party,
    Problem,
    Table,
    Wish,
)


def read_problem(data: Mapping[str, Any]) -> Problem:
    """The problem in the exchange format.

    Raises BadProblem with the place and what to do.
    """
    slots = whole(data, "slots", "", low=1, high=10_000)
    sessions = _read_sessions(data.get("sessions"), slots)
    tables = _read_tables(data.get("tables"))
    parties, number_of = _read_parties(data.get("parties"), slots)
    forbidden = _read_pairs(data.get("forbidden_pairs"), "forbidden_pairs", number_of)
    wishes, wish_of = _read_wishes(
        data.get("wishes"), slots, sessions, parties, number_of, forbidden
    )
    precedences = tuple(
        pair_of(pair, f"precedences[{index}]", wish_of)
        for index, pair in enumerate(list_of(data.get("precedences"), "precedences"))
    )
    for index, (early, late) in enumerate(precedences):
        if early == late:
            raise BadProblem(f"precedences[{index}]", "isi dua keinginan yang berbeda")
    objective = tuple(list_of(data.get("objective") or ["value", "breaks"], "objective"))
    if unknown := [name for name in objective if name not in OBJECTIVES]:
        raise BadProblem("objective", f"tidak dikenal: {unknown}; yang ada: {list(OBJECTIVES)}")
    rule: Any = data.get("break_rule") or "own_time"
    if rule not in ("own_time", "clock"):
        raise BadProblem("break_rule", "isi own_time atau clock")
    seated = data.get("seated")
    if seated not in (None, "buyer", "maker"):
        raise BadProblem("seated", "isi buyer, maker, atau null")
    spread = data.get("break_spread")
    if spread is not None:
        spread = whole(data, "break_spread", "", low=0)
    now = data.get("now")
    if now is not None:
        now = whole(data, "now", "", low=0, high=slots)
    return Problem(
        slots=slots,
        sessions=sessions,
        tables=tables,
        seated=seated,
        parties=parties,
        wishes=wishes,
        precedences=precedences,
        objective=objective,
        break_rule=rule,
        break_spread=spread,
        previous=_read_previous(data.get("previous"), slots, wish_of, tables),
        now=now,
        absent=_read_absences(data.get("absent"), slots, number_of),
    )


def _read_sessions(given: Any, slots: int) -> tuple[tuple[int, int], ...]:
    sessions: list[tuple[int, int]] = []
    for index, pair in enumerate(list_of(given, "sessions")):
        where = f"sessions[{index}]"
        if not (isinstance(pair, Sequence) and len(pair) == 2 and all(is_whole(n) for n in pair)):
            raise BadProblem(where, "isi [slot pertama, slot terakhir]")
        first, last = pair
        if not 0 <= first <= last < slots:
            raise BadProblem(where, f"slot harus urut dan di antara 0 dan {slots - 1}")
        if sessions and first <= sessions[-1][1]:
            raise BadProblem(where, "sesi harus berurutan dan tidak boleh tumpang tindih")
        sessions.append((first, last))
    return tuple(sessions)


def _read_tables(given: Any) -> tuple[Table, ...]:
    if is_whole(given):
        if not 0 <= given <= 100_000:
            raise BadProblem("tables", "jumlah meja harus 0 sampai 100000")
        return tuple(Table(number, float(number), 0.0) for number in range(given))
    tables = []
    seen: set[Id] = set()
    for index, row in enumerate(list_of(given, "tables", required=True)):
        where = f"tables[{index}]"
        table_id = id_of(row, where, seen)
        tables.append(Table(table_id, number(row, "x", where), number(row, "y", where)))
    return tuple(tables)


def _read_parties(given: Any, slots: int) -> tuple[tuple[Party, ...], dict[Id, int]]:
    parties: list[Party] = []
    number_of: dict[Id, int] = {}
    for index, row in enumerate(list_of(given, "parties", required=True)):
        where = f"parties[{index}]"
        party_id = id_of(row, where, number_of)
        side: Any = row.get("side") or "any"
        if side not in SIDES:
            raise BadProblem(f"{where}.side", "isi buyer, maker, atau any")
        available = row.get("available")
        if available is None:
            present = frozenset(range(slots))
        else:
            present = frozenset(
                slot_of(slot, f"{where}.available", slots)
                for slot in list_of(available, f"{where}.available")
            )
        minimum = whole(row, "min", where, high=MOST_VALUE) if row.get("min") is not None else 0
        maximum = whole(row, "max", where, high=MOST_VALUE) if row.get("max") is not None else slots
        if minimum > maximum:
            raise BadProblem(f"{where}.min", "min tidak boleh lebih besar dari max")
        number_of[party_id] = len(parties)
        parties.append(Party(party_id, side, present, minimum, maximum))
    return tuple(parties), number_of


def _read_wishes(
    given: Any,
    slots: int,
    sessions: Sequence[tuple[int, int]],
    parties: Sequence[Party],
    number_of: Mapping[Id, int],
    forbidden: Iterable[tuple[int, int]],
) -> tuple[tuple[Wish, ...], dict[Id, int]]:
    barred = {frozenset(pair) for pair in forbidden}
    wishes: list[Wish] = []
    wish_of: dict[Id, int] = {}
    for index, row in enumerate(list_of(given, "wishes", required=True)):
        where = f"wishes[{index}]"
        wish_id = id_of(row, where, wish_of)
        a, b = pair_of((row.get("a"), row.get("b")), where, number_of)
        if a == b:
            raise BadProblem(where, "a dan b harus dua pihak yang berbeda")
        if {parties[a].side, parties[b].side} in ({"buyer"}, {"maker"}):
            raise BadProblem(where, "pembeli hanya bertemu UMKM; pakai sisi any bila bebas")
        may = parties[a].available & parties[b].available
        if (session := row.get("session")) is not None:
            if not is_whole(session) or not 0 <= session < len(sessions):
                raise BadProblem(f"{where}.session", "tidak ada sesi dengan nomor itu")
            first, last = sessions[session]
            may &= frozenset(range(first, last + 1))
        if (slot := row.get("slot")) is not None:
            may &= {slot_of(slot, f"{where}.slot", slots)}
        value = (
            whole(row, "value", where, low=1, high=MOST_VALUE)
            if row.get("value") is not None
            else 1
        )
        wish_of[wish_id] = len(wishes)
        wishes.append(
            Wish(
                wish_id,
                a,
                b,
                value,
                bool(row.get("required", False)),
                may,
                frozenset((a, b)) in barred,
            )
        )
    return tuple(wishes), wish_of


def _read_previous(
    given: Any, slots: int, wish_of: Mapping[Id, int], tables: Sequence[Table]
) -> tuple[Meeting, ...] | None:
    if given is None:
        return None
    rows = given.get("meetings") if isinstance(given, Mapping) else given
    table_of = {table.id: number for number, table in enumerate(tables)}
    meetings = []
    for index, row in enumerate(list_of(rows, "previous.meetings")):
        where = f"previous.meetings[{index}]"
        if not isinstance(row, Mapping) or not is_known(row.get("wish"), wish_of):
            raise BadProblem(where, "keinginan itu tidak ada di wishes")
        if not is_known(row.get("table"), table_of):
            raise BadProblem(f"{where}.table", "meja itu tidak ada di tables")
        slot = slot_of(row.get("slot"), f"{where}.slot", slots)
        meetings.append(Meeting(wish_of[row["wish"]], slot, table_of[row["table"]]))
    return tuple(meetings)


def _read_absences(given: Any, slots: int, number_of: Mapping[Id, int]) -> tuple[Absence, ...]:
    absences = []
    for index, row in enumerate(list_of(given, "absent")):
        where = f"absent[{index}]"
        if not isinstance(row, Mapping) or not is_known(row.get("party"), number_of):
            raise BadProblem(where, "pihak itu tidak ada di parties")
        first = whole(row, "from", where, low=0) if row.get("from") is not None else 0
        last = whole(row, "to", where, low=0) if row.get("to") is not None else slots - 1
        absences.append(Absence(number_of[row["party"]], first, min(last, slots - 1)))
    return tuple(absences)


def _read_pairs(given: Any, where: str, number_of: Mapping[Id, int]) -> list[tuple[int, int]]:
    return [
        pair_of(pair, f"{where}[{index}]", number_of)
        for index, pair in enumerate(list_of(given, where))
    ]
