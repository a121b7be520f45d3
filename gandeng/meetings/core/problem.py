"""A day to be timetabled and its answer, as values, and as the exchange format's JSON.

The format is stable: the command line and the page's job both speak it. Inside, parties, wishes,
slots and tables are numbers from nought; ids are what the caller gave and come back unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Side = Literal["buyer", "maker", "any"]
BreakRule = Literal["own_time", "clock"]
Status = Literal["optimal", "feasible", "infeasible", "timeout"]
Id = int | str

# Values and their sums over a day fit exactly into what every solver reckons with.
MOST_VALUE = 1_000_000_000

OBJECTIVES = ("value", "min_met", "fairness", "breaks", "idle", "moves")
SIDES = ("buyer", "maker", "any")


class BadProblem(ValueError):
    """The input is no problem of this format; ``where`` is a path such as ``wishes[3].a``."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes: present in ``available`` slots, in at least ``minimum`` and at most ``maximum``
    meetings."""

    id: Id
    side: Side
    available: frozenset[int]
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A pair that may meet. ``a`` and ``b`` are indices of parties. ``slots`` is where it may be
    held: both are there, and its session or slot agrees."""

    id: Id
    a: int
    b: int
    value: int
    required: bool
    slots: frozenset[int]
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A place in the room; ``x`` and ``y`` in metres, for walking."""

    id: Id
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """A held wish: indices of the wish, the slot and the table."""

    wish: int
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A party is away in the slots ``first`` to ``last``, both included."""

    party: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole day. ``now`` is the first slot that is not over yet; meetings of ``previous`` before
    it are facts. ``break_spread`` bounds the difference in breaks between any two parties."""

    slots: int
    sessions: tuple[tuple[int, int], ...]
    tables: tuple[Table, ...]
    seated: Literal["buyer", "maker"] | None
    parties: tuple[Party, ...]
    wishes: tuple[Wish, ...]
    precedences: tuple[tuple[int, int], ...] = ()
    objective: tuple[str, ...] = ("value", "breaks")
    break_rule: BreakRule = "own_time"
    break_spread: int | None = None
    previous: tuple[Meeting, ...] | None = None
    now: int | None = None
    absent: tuple[Absence, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Every wish must be held: only the shape of the day is left to choose."""
        return all(wish.required for wish in self.wishes)

    def from_now(self) -> Problem:
        """The same day without the slots that are over: nobody is there any more."""
        now = self.now or 0
        if not now:
            return self
        rest = frozenset(range(now, self.slots))
        return replace(
            self,
            parties=tuple(replace(one, available=one.available & rest) for one in self.parties),
            wishes=tuple(replace(one, slots=one.slots & rest) for one in self.wishes),
        )

    def session_of(self, slot: int) -> int | None:
        for index, (first, last) in enumerate(self.sessions):
            if first <= slot <= last:
                return index
        return None


@dataclass(frozen=True, slots=True)
class Timetable:
    """An answer. ``bounds`` holds, by name of an objective, what no timetable can better;
    ``why_not`` says by wish what stood against it; ``certificate`` is for a checker."""

    status: Status
    meetings: tuple[Meeting, ...] = ()
    objective: Mapping[str, int | float] = field(default_factory=dict)
    bounds: Mapping[str, int | float] = field(default_factory=dict)
    proof: str = ""
    seconds: float = 0.0
    kept: int = 0
    why_not: tuple[tuple[int, str], ...] = ()
    # of an infeasible input: a small set of requirements that contradict each other, in words
    conflict: tuple[str, ...] = ()
    certificate: Mapping[str, Any] | None = None


def read_problem(data: Mapping[str, Any]) -> Problem:
    """The problem in the exchange format.

    Raises BadProblem with the place and what to do.
    """
    slots = _whole(data, "slots", "", low=1, high=10_000)
    sessions = _read_sessions(data.get("sessions"), slots)
    tables = _read_tables(data.get("tables"))
    parties, number_of = _read_parties(data.get("parties"), slots)
    forbidden = _read_pairs(data.get("forbidden_pairs"), "forbidden_pairs", number_of)
    wishes, wish_of = _read_wishes(
        data.get("wishes"), slots, sessions, parties, number_of, forbidden
    )
    precedences = tuple(
        _pair(pair, f"precedences[{index}]", wish_of)
        for index, pair in enumerate(_list(data.get("precedences"), "precedences"))
    )
    for index, (early, late) in enumerate(precedences):
        if early == late:
            raise BadProblem(f"precedences[{index}]", "isi dua keinginan yang berbeda")
    objective = tuple(_list(data.get("objective") or ["value", "breaks"], "objective"))
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
        spread = _whole(data, "break_spread", "", low=0)
    now = data.get("now")
    if now is not None:
        now = _whole(data, "now", "", low=0, high=slots)
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


def write_timetable(problem: Problem, answer: Timetable) -> dict[str, Any]:
    """The answer in the exchange format, meetings in order of slot, table and wish."""
    meetings = sorted(answer.meetings, key=lambda m: (m.slot, m.table, m.wish))
    written: dict[str, Any] = {
        "status": answer.status,
        "meetings": [
            {
                "wish": problem.wishes[m.wish].id,
                "a": problem.parties[problem.wishes[m.wish].a].id,
                "b": problem.parties[problem.wishes[m.wish].b].id,
                "slot": m.slot,
                "table": problem.tables[m.table].id,
            }
            for m in meetings
        ],
        "objective": dict(answer.objective),
        "bounds": dict(answer.bounds),
        "proof": answer.proof,
        "seconds": round(answer.seconds, 4),
        "kept": answer.kept,
        "why_not": [
            {"wish": problem.wishes[wish].id, "reason": reason} for wish, reason in answer.why_not
        ],
    }
    if answer.conflict:
        written["conflict"] = list(answer.conflict)
    if answer.certificate is not None:
        written["certificate"] = dict(answer.certificate)
    return written


def _read_sessions(given: Any, slots: int) -> tuple[tuple[int, int], ...]:
    sessions: list[tuple[int, int]] = []
    for index, pair in enumerate(_list(given, "sessions")):
        where = f"sessions[{index}]"
        if not (isinstance(pair, Sequence) and len(pair) == 2 and all(_is_whole(n) for n in pair)):
            raise BadProblem(where, "isi [slot pertama, slot terakhir]")
        first, last = pair
        if not 0 <= first <= last < slots:
            raise BadProblem(where, f"slot harus urut dan di antara 0 dan {slots - 1}")
        if sessions and first <= sessions[-1][1]:
            raise BadProblem(where, "sesi harus berurutan dan tidak boleh tumpang tindih")
        sessions.append((first, last))
    return tuple(sessions)


def _read_tables(given: Any) -> tuple[Table, ...]:
    if _is_whole(given):
        if not 0 <= given <= 100_000:
            raise BadProblem("tables", "jumlah meja harus 0 sampai 100000")
        return tuple(Table(number, float(number), 0.0) for number in range(given))
    tables = []
    seen: set[Id] = set()
    for index, row in enumerate(_list(given, "tables", required=True)):
        where = f"tables[{index}]"
        table_id = _id(row, where, seen)
        tables.append(Table(table_id, _number(row, "x", where), _number(row, "y", where)))
    return tuple(tables)


def _read_parties(given: Any, slots: int) -> tuple[tuple[Party, ...], dict[Id, int]]:
    parties: list[Party] = []
    number_of: dict[Id, int] = {}
    for index, row in enumerate(_list(given, "parties", required=True)):
        where = f"parties[{index}]"
        party_id = _id(row, where, number_of)
        side: Any = row.get("side") or "any"
        if side not in SIDES:
            raise BadProblem(f"{where}.side", "isi buyer, maker, atau any")
        available = row.get("available")
        if available is None:
            present = frozenset(range(slots))
        else:
            present = frozenset(
                _slot(slot, f"{where}.available", slots)
                for slot in _list(available, f"{where}.available")
            )
        minimum = _whole(row, "min", where, high=MOST_VALUE) if row.get("min") is not None else 0
        maximum = (
            _whole(row, "max", where, high=MOST_VALUE) if row.get("max") is not None else slots
        )
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
    for index, row in enumerate(_list(given, "wishes", required=True)):
        where = f"wishes[{index}]"
        wish_id = _id(row, where, wish_of)
        a, b = _pair((row.get("a"), row.get("b")), where, number_of)
        if a == b:
            raise BadProblem(where, "a dan b harus dua pihak yang berbeda")
        if {parties[a].side, parties[b].side} in ({"buyer"}, {"maker"}):
            raise BadProblem(where, "pembeli hanya bertemu UMKM; pakai sisi any bila bebas")
        may = parties[a].available & parties[b].available
        if (session := row.get("session")) is not None:
            if not _is_whole(session) or not 0 <= session < len(sessions):
                raise BadProblem(f"{where}.session", "tidak ada sesi dengan nomor itu")
            first, last = sessions[session]
            may &= frozenset(range(first, last + 1))
        if (slot := row.get("slot")) is not None:
            may &= {_slot(slot, f"{where}.slot", slots)}
        value = (
            _whole(row, "value", where, low=1, high=MOST_VALUE)
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
    for index, row in enumerate(_list(rows, "previous.meetings")):
        where = f"previous.meetings[{index}]"
        if not isinstance(row, Mapping) or not _is_known(row.get("wish"), wish_of):
            raise BadProblem(where, "keinginan itu tidak ada di wishes")
        if not _is_known(row.get("table"), table_of):
            raise BadProblem(f"{where}.table", "meja itu tidak ada di tables")
        slot = _slot(row.get("slot"), f"{where}.slot", slots)
        meetings.append(Meeting(wish_of[row["wish"]], slot, table_of[row["table"]]))
    return tuple(meetings)


def _read_absences(given: Any, slots: int, number_of: Mapping[Id, int]) -> tuple[Absence, ...]:
    absences = []
    for index, row in enumerate(_list(given, "absent")):
        where = f"absent[{index}]"
        if not isinstance(row, Mapping) or not _is_known(row.get("party"), number_of):
            raise BadProblem(where, "pihak itu tidak ada di parties")
        first = _whole(row, "from", where, low=0) if row.get("from") is not None else 0
        last = _whole(row, "to", where, low=0) if row.get("to") is not None else slots - 1
        absences.append(Absence(number_of[row["party"]], first, min(last, slots - 1)))
    return tuple(absences)


def _read_pairs(given: Any, where: str, number_of: Mapping[Id, int]) -> list[tuple[int, int]]:
    return [
        _pair(pair, f"{where}[{index}]", number_of)
        for index, pair in enumerate(_list(given, where))
    ]


def _pair(given: Any, where: str, number_of: Mapping[Id, int]) -> tuple[int, int]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise BadProblem(where, "isi dua id")
    for one in given:
        if not _is_known(one, number_of):
            raise BadProblem(where, f"id {one!r} tidak dikenal")
    return number_of[given[0]], number_of[given[1]]


def _list(given: Any, where: str, *, required: bool = False) -> Sequence[Any]:
    if given is None and not required:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, (str, bytes)):
        raise BadProblem(where, "isi sebuah daftar")
    return given


def _id(row: Any, where: str, seen: Iterable[Id] | Mapping[Id, int]) -> Id:
    if not isinstance(row, Mapping):
        raise BadProblem(where, "isi sebuah objek")
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, (int, str)):
        raise BadProblem(f"{where}.id", "id harus angka bulat atau teks")
    if given in seen:
        raise BadProblem(f"{where}.id", f"id {given!r} sudah dipakai")
    if isinstance(seen, set):
        seen.add(given)
    return given


def _is_known(given: Any, ids: Mapping[Id, int]) -> bool:
    return isinstance(given, (int, str)) and not isinstance(given, bool) and given in ids


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(
    row: Mapping[str, Any], key: str, where: str, *, low: int = 0, high: int | None = None
) -> int:
    value = row.get(key)
    path = f"{where}.{key}".lstrip(".")
    if not _is_whole(value):
        raise BadProblem(path, "isi bilangan bulat")
    assert isinstance(value, int)
    if value < low or (high is not None and value > high):
        limit = f"{low} sampai {high}" if high is not None else f"{low} atau lebih"
        raise BadProblem(path, f"harus {limit}")
    return value


def _number(row: Mapping[str, Any], key: str, where: str) -> float:
    value = row.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadProblem(f"{where}.{key}", "isi angka")
    return float(value)


def _slot(value: Any, where: str, slots: int) -> int:
    if not _is_whole(value) or not 0 <= value < slots:
        raise BadProblem(where, f"slot harus 0 sampai {slots - 1}")
    assert isinstance(value, int)
    return value
