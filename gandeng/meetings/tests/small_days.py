"""Small invented days in the exchange format, and the greedy that a solver must never lose to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]


@st.composite
def tiny_days(draw: st.DrawFn, *, is_sided: bool | None = None) -> Json:
    """A day small enough to try every timetable: people come and go, some wishes are required,
    pinned, forbidden or in an order, some people ask for a meeting at least."""
    slots = draw(st.integers(1, 3))
    sided = draw(st.booleans()) if is_sided is None else is_sided
    names = [f"b{n}" for n in range(draw(st.integers(1, 3)))]
    makers = [f"m{n}" for n in range(draw(st.integers(1, 3)))]
    some_slots = st.none() | st.lists(st.integers(0, slots - 1), unique=True)
    often = st.sampled_from((False, False, False, True))
    parties = [
        {
            "id": name,
            "side": ("buyer" if name[0] == "b" else "maker") if sided else "any",
            "available": draw(some_slots),
            "min": int(draw(often) and draw(often)),
            "max": draw(st.none() | st.integers(1, slots)),
        }
        for name in (*names, *makers)
    ]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(makers))
    if not sided:
        pairs = st.tuples(*[st.sampled_from([*names, *makers])] * 2).filter(lambda p: p[0] != p[1])
    wishes: list[Json] = [
        {
            "id": number,
            "a": a,
            "b": b,
            "value": draw(st.integers(1, 9)),
            "required": draw(often) and draw(often),
            "slot": draw(st.integers(0, slots - 1)) if draw(often) else None,
        }
        for number, (a, b) in enumerate(draw(st.lists(pairs, min_size=1, max_size=6)))
    ]
    day: Json = {
        "slots": slots,
        "tables": draw(st.integers(1, 3)),
        "parties": parties,
        "wishes": wishes,
        "objective": ["value"],
    }
    if draw(often):
        day["forbidden_pairs"] = [[wishes[0]["a"], wishes[0]["b"]]]
    if draw(often) and len(wishes) > 1:
        day["precedences"] = [[0, 1]]
    return day


@st.composite
def days(draw: st.DrawFn, *, people: int = 12, slots: int = 5) -> Json:
    """A day of some size; everybody is free to leave out, so there is always a timetable."""
    chance = draw(st.randoms(use_true_random=False))
    buyers, makers = chance.randint(3, people), chance.randint(3, people)
    parties = []
    for name in (*(f"b{n}" for n in range(buyers)), *(f"m{n}" for n in range(makers))):
        here = [slot for slot in range(slots) if chance.random() < 0.8]
        parties.append(
            {
                "id": name,
                "side": "buyer" if name[0] == "b" else "maker",
                "available": None if chance.random() < 0.5 else here,
                "max": chance.randint(1, slots),
            }
        )
    wishes = []
    for buyer in range(buyers):
        liked = chance.sample(range(makers), k=chance.randint(1, makers))
        for rank, maker in enumerate(liked):
            value = 100 - 3 * rank + chance.choice((0, 0, 12))
            wishes.append({"id": len(wishes), "a": f"b{buyer}", "b": f"m{maker}", "value": value})
    return {
        "slots": slots,
        "tables": chance.randint(1, 8),
        "parties": parties,
        "wishes": wishes,
        "objective": ["value"],
    }


def greedy_value(day: Json) -> int:
    """The most valued wish first, in the first slot where both are free and a table is."""
    of = {party["id"]: party for party in day["parties"]}
    busy: set[tuple[str, int]] = set()
    held: Counter[str] = Counter()
    count: Counter[int] = Counter()
    value = 0

    def is_free(name: str, slot: int) -> bool:
        there = of[name]["available"]
        most = of[name].get("max")
        return (
            (name, slot) not in busy
            and (there is None or slot in there)
            and (most is None or held[name] < most)
        )

    for wish in sorted(day["wishes"], key=lambda wish: -wish["value"]):
        for slot in range(day["slots"]):
            pair = (wish["a"], wish["b"])
            if count[slot] < day["tables"] and all(is_free(name, slot) for name in pair):
                busy |= {(name, slot) for name in pair}
                held.update(pair)
                count[slot] += 1
                value += wish["value"]
                break
    return value
