"""Invented days for laws, and a plain first timetable of each, made without the solver."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gandeng.meetings.core.problem import Meeting, Problem, Timetable, read_problem, write_timetable

Json = dict[str, Any]


@st.composite
def plain_days(
    draw: st.DrawFn,
    *,
    parties: int = 5,
    slots: int = 6,
    wishes: int = 25,
    sides: tuple[str, ...] = ("buyer", "maker"),
) -> Json:
    """A day in the exchange format with some of everything a timetable must keep to."""
    many_slots = draw(st.integers(2, slots))
    cut = draw(st.integers(1, many_slots - 1))
    rows: list[Json] = []
    for side in sides:
        for number in range(draw(st.integers(1, parties))):
            away = draw(st.sets(st.integers(0, many_slots - 1), max_size=many_slots // 2))
            there = [slot for slot in range(many_slots) if slot not in away]
            most = draw(st.sampled_from([None, None, 1, 2, many_slots]))
            rows.append({"id": f"{side[0]}{number}", "side": side, "available": there, "max": most})
    pairs = [
        (a["id"], b["id"])
        for index, a in enumerate(rows)
        for b in rows[index + 1 :]
        if a["side"] != b["side"] or a["side"] == "any"
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=wishes)) if pairs else []
    asked = [
        {
            "id": number,
            "a": a,
            "b": b,
            "value": draw(st.integers(1, 9)),
            "session": draw(st.sampled_from([None] * 6 + [0, 1])),
            "slot": draw(st.sampled_from([None] * 6 + [0, many_slots - 1])),
        }
        for number, (a, b) in enumerate(chosen)
    ]
    order: list[tuple[int, int]] = []
    if len(asked) > 2:
        order = draw(st.lists(st.sampled_from([(0, 1), (1, 2), (0, 2)]), unique=True, max_size=2))
    return {
        "slots": many_slots,
        "sessions": [[0, cut - 1], [cut, many_slots - 1]],
        "tables": draw(st.integers(1, parties + 1)),
        "seated": draw(st.sampled_from([None, *(side for side in sides if side != "any")])),
        "parties": rows,
        "wishes": asked,
        "precedences": [list(pair) for pair in order],
        "objective": ["value", "breaks"],
        "break_rule": draw(st.sampled_from(["own_time", "clock"])),
    }


def first_fit(problem: Problem) -> dict[int, int]:
    """Wishes as they come, each into the first slot that is left for it."""
    slots: dict[int, int] = {}
    taken: set[tuple[int, int]] = set()
    held = [0] * len(problem.parties)
    for index, wish in enumerate(problem.wishes):
        ends = (wish.a, wish.b)
        if wish.forbidden or any(held[p] >= problem.parties[p].maximum for p in ends):
            continue
        for slot in sorted(wish.slots):
            tried = slots | {index: slot}
            is_full = list(slots.values()).count(slot) >= len(problem.tables)
            is_late = any(
                early in tried and late in tried and tried[early] >= tried[late]
                for early, late in problem.precedences
            )
            if is_full or is_late or any((party, slot) in taken for party in ends):
                continue
            slots[index] = slot
            for party in ends:
                taken.add((party, slot))
                held[party] += 1
            break
    return slots


def at_any_table(slots: dict[int, int]) -> tuple[Meeting, ...]:
    """Meetings at the first tables that are free."""
    count: dict[int, int] = {}
    meetings = []
    for wish, slot in sorted(slots.items()):
        meetings.append(Meeting(wish, slot, count.get(slot, 0)))
        count[slot] = count.get(slot, 0) + 1
    return tuple(meetings)


def written(problem: Problem, meetings: tuple[Meeting, ...], **figures: int | float) -> Json:
    """These meetings as an answer that claims nothing more than ``figures``."""
    held = {meeting.wish for meeting in meetings}
    reasons = tuple((i, "bukan soal ini") for i in range(len(problem.wishes)) if i not in held)
    value = sum(problem.wishes[wish].value for wish in held)
    said = {"value": value, **figures}
    return write_timetable(
        problem, Timetable("feasible", meetings, objective=said, proof="-", why_not=reasons)
    )


def only_these(day: Json, slots: dict[int, int]) -> Json:
    """The same day in which just the wishes of ``slots`` exist and all are required."""
    problem = read_problem(day)
    ids = {problem.wishes[index].id for index in slots}
    wishes = [wish | {"required": True} for wish in day["wishes"] if wish["id"] in ids]
    order = [pair for pair in day["precedences"] if set(pair) <= ids]
    return day | {"wishes": wishes, "precedences": order}
