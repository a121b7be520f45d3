"""Hours, merged wish lists and scores, as pure values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.kernel.clock import JAKARTA
from gandeng.meetings.core import hours
from gandeng.meetings.core.score import Goods, Pair, Sought, Weights, score
from gandeng.meetings.core.wishlist import merged

ON = date(2026, 12, 9)
WEIGHTS = Weights(
    rank=60, maker_wish=20, fit=20, price=10, storage=5, certificate=10, capacity=15, dates=5,
    near=5, novelty=10, fairness=5, mutual_bonus=25, newcomer_bonus=10, floor=3,
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    number: int
    starts_at: datetime
    ends_at: datetime


def slots(*times: str) -> list[Slot]:
    found = []
    for number, text in enumerate(times):
        start, end = (datetime.fromisoformat(f"2026-12-09T{t}:00") for t in text.split("-"))
        found.append(Slot(number, start.replace(tzinfo=JAKARTA), end.replace(tzinfo=JAKARTA)))
    return found


DAY = slots("09:00-09:30", "09:30-10:00", "11:45-12:15", "13:00-13:30")


def test_a_slot_counts_when_it_lies_wholly_within_the_hours() -> None:
    assert hours.slots_within([["09:00", "10:00"]], DAY) == {0, 1}
    assert hours.slots_within([["09:15", "12:00"]], DAY) == {1}
    assert hours.slots_within([], DAY) == {0, 1, 2, 3}


def test_hours_that_touch_are_one_stretch() -> None:
    assert hours.checked([["12:00", "14:00"], ["09:00", "12:00"]]) == [["09:00", "14:00"]]
    assert hours.slots_within([["09:00", "12:00"], ["12:00", "14:00"]], DAY) == {0, 1, 2, 3}


@pytest.mark.parametrize("pair", [["10:00", "09:00"], ["9", "10"], ["pagi", "siang"], ["09:00"]])
def test_hours_that_are_none_are_refused(pair: list[str]) -> None:
    with pytest.raises(hours.BadHours):
        hours.checked([pair])


def test_a_day_offers_its_morning_and_its_afternoon() -> None:
    assert [(one.kind, one.hours, one.slot_count) for one in hours.choices_for(DAY)] == [
        ("all", (), 4),
        ("morning", (("09:00", "12:15"),), 3),
        ("afternoon", (("13:00", "13:30"),), 1),
    ]
    assert [one.kind for one in hours.choices_for(DAY[:2])] == ["all"]


ITEMS = st.lists(st.integers(0, 12), unique=True)


@given(base=ITEMS, mine=ITEMS, theirs=ITEMS)
def test_of_two_phones_no_pick_is_lost_and_none_comes_back(
    base: list[int], mine: list[int], theirs: list[int]
) -> None:
    result = merged(base, mine, theirs)
    assert len(result) == len(set(result))
    assert set(mine) - set(base) <= set(result)
    assert set(theirs) - set(base) <= set(result)
    assert not (set(base) - set(mine)) & set(result)
    assert not (set(base) - set(theirs)) & set(result)
    kept = [item for item in result if item in mine]
    assert kept == [item for item in mine if item in kept]


@given(mine=ITEMS, theirs=ITEMS)
def test_without_a_second_phone_my_list_is_the_list(mine: list[int], theirs: list[int]) -> None:
    assert merged(theirs, mine, theirs) == mine


GOODS = Goods(1, "Keripik", "snack", 15_000, "room", capacity=500, promised=100, lead_days=7)
NEED = Sought("snack", monthly=200, price_from=10_000, price_to=20_000, starts_on=date(2027, 1, 1))
PAIR = Pair(
    ON, [GOODS], {"snack": NEED}, buyer_rank=1, maker_rank=1, buyer_district="Karawang Barat",
    maker_district="Karawang Barat", is_near=True, is_newcomer=True, wanted_by=2,
)  # fmt: skip


def points(pair: Pair) -> dict[str, int]:
    return {part.name: part.points for part in score(pair, WEIGHTS).parts}


def test_everything_right_earns_every_part() -> None:
    result = score(PAIR, WEIGHTS)
    assert {part.name: part.points for part in result.parts} == {
        "rank": 60, "maker_wish": 20, "fit": 20, "price": 10, "storage": 5, "certificate": 10,
        "capacity": 15, "dates": 5, "near": 5, "novelty": 10, "fairness": 5,
        # 25 % and 10 % of 165, rounded half up
        "mutual": 41, "newcomer": 17,
    }  # fmt: skip
    assert result.value == 223


def test_a_dearer_wish_is_worth_more() -> None:
    values = [points(replace(PAIR, buyer_rank=rank))["rank"] for rank in range(1, 31)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 60
    assert values[-1] == 2


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"capacity": 100}, "capacity", 0),
        ({"capacity": 200}, "capacity", 7),
        ({"capacity": None}, "capacity", 7),
        ({"price": 24_000}, "price", 5),
        ({"price": 24_001}, "price", 0),
        ({"price": 9_000}, "price", 5),
        ({"lacking": ("Halal",)}, "certificate", 0),
        ({"lead_days": 40}, "dates", 0),
        ({"lead_days": None}, "dates", 2),
        ({"category": "coffee_tea"}, "fit", 0),
        ({"category": "frozen", "storage": "frozen"}, "storage", 0),
    ],
)
def test_what_does_not_fit_earns_less(change: dict, name: str, expected: int) -> None:
    assert points(replace(PAIR, goods=[replace(GOODS, **change)]))[name] == expected


def test_a_shop_without_a_freezer_gets_nothing_for_frozen_food() -> None:
    frozen = [replace(GOODS, category="frozen", storage="frozen")]
    needs = {"frozen": Sought("frozen", storages=frozenset({"room"}))}
    assert points(replace(PAIR, goods=frozen, needs=needs))["storage"] == 0
    needs = {"frozen": Sought("frozen", storages=frozenset({"frozen"}))}
    assert points(replace(PAIR, goods=frozen, needs=needs))["storage"] == 5


def test_the_product_that_does_best_is_judged() -> None:
    dear = replace(GOODS, id=2, price=90_000)
    assert score(replace(PAIR, goods=[dear, GOODS]), WEIGHTS).goods == GOODS
    twin = replace(GOODS, id=3)
    assert score(replace(PAIR, goods=[twin, GOODS]), WEIGHTS).goods == twin


def test_a_pair_nobody_wished_for_and_nothing_known_of_is_still_worth_one() -> None:
    nothing = Pair(ON, [], trades=True, wanted_by=9)
    assert score(nothing, WEIGHTS).value == 1
    assert not any(part.points for part in score(nothing, WEIGHTS).parts)


def test_every_part_can_say_why() -> None:
    for pair in (PAIR, Pair(ON, []), replace(PAIR, needs={}, maker_rank=None, is_near=False)):
        for part in score(pair, WEIGHTS).parts:
            sentence = part.sentence % part.figures if part.figures else part.sentence
            assert sentence.endswith((".", ")."))
            assert "%(" not in sentence
