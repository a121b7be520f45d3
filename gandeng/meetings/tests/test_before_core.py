"""Hours in words, slots from hours, how many come, whom to phone: laws and small examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import combinations, pairwise
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.meetings.core.attendance import (
    OWN_STRENGTH,
    STARTING,
    Belief,
    Record,
    Said,
    chance_of,
    expect,
    learn,
)
from gandeng.meetings.core.chasing import Clue, Facts, in_order, priority_of
from gandeng.meetings.core.slot_plan import Impossible, lay_out, set_out
from gandeng.meetings.core.spans import Span, Unreadable, as_hours, read_spans, said_spans

clocks = st.builds(time, st.integers(6, 20), st.sampled_from([0, 15, 30, 45]))


@st.composite
def days(draw):
    """Stretches of a day, in order, none touching."""
    ends = draw(st.lists(clocks, min_size=2, max_size=8, unique=True).map(sorted))
    return [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("09.00-12.00", "09.00–12.00"),
        ("09:00 – 12:00 WIB", "09.00–12.00"),
        ("jam 9 sampai 12", "09.00–12.00"),
        ("09.00–12.00 dan 13.00–15.00", "09.00–12.00 dan 13.00–15.00"),
        ("9-12 & 13-15", "09.00–12.00 dan 13.00–15.00"),
        ("jam 1 siang - 3 sore", "13.00–15.00"),
        ("9-3", "09.00–15.00"),
        ("pagi aja", "07.00–12.00"),
        ("sebelum jumatan", "07.00–12.00"),
        ("habis dzuhur", "13.00–17.00"),
        ("ba'da zuhur", "13.00–17.00"),
        ("setelah makan siang", "13.00–17.00"),
        ("pagi dan sore", "07.00–12.00 dan 15.00–18.00"),
        ("mulai jam 10", "10.00–23.59"),
        ("Seharian", ""),
        ("dari pagi sampai sore", ""),
        ("bebas", ""),
    ],
)
def test_hours_are_read_as_people_write_them(words, hours):
    assert said_spans(read_spans(words)) == hours


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "no_hours"),
        ("nanti dikabari", "no_hours"),
        ("10", "no_hours"),
        ("12.00-09.00", "ends_before_start"),
        ("09.00-12.00 dan 11.00-13.00", "overlap"),
        ("25.00-26.00", "bad_clock"),
    ],
)
def test_hours_that_are_none_say_why(words, code):
    with pytest.raises(Unreadable) as refused:
        read_spans(words)
    assert refused.value.code == code


@given(days())
def test_hours_that_were_said_read_back_the_same(spans):
    assert read_spans(said_spans(spans)) == spans
    assert len(as_hours(spans)) == len(spans)


@given(days(), st.integers(5, 90), st.integers(0, 30))
def test_slots_fill_their_stretch_and_no_more(spans, minutes, gap):
    def at(moment):
        return moment.hour * 60 + moment.minute

    fitting = [(at(span.end) - at(span.start) + gap) // (minutes + gap) for span in spans]
    if min(fitting) < 1 or sum(fitting) > 60:
        with pytest.raises(Impossible):
            lay_out(spans, minutes=minutes, gap_minutes=gap)
        return
    slots = lay_out(spans, minutes=minutes, gap_minutes=gap)
    assert [
        sum(slot.session == number for slot in slots) for number in range(len(spans))
    ] == fitting
    for slot in slots:
        assert at(slot.end) - at(slot.start) == minutes
        assert spans[slot.session].start <= slot.start < slot.end <= spans[slot.session].end
    for one, other in pairwise(slots):
        if one.session == other.session:
            assert at(other.start) - at(one.end) == gap


def test_tables_stand_in_lettered_rows_or_are_numbered_through():
    assert [place.label for place in set_out(5, per_row=3)] == ["A1", "A2", "A3", "B1", "B2"]
    assert [place.label for place in set_out(3, per_row=2, prefix="M", first=7)] == [
        "M7", "M8", "M9",
    ]  # fmt: skip
    places = set_out(60, per_row=2)
    assert len({(place.x, place.y) for place in places}) == 60
    assert (places[52].label, places[-1].label) == ("AA1", "AD2")


records = st.lists(
    st.builds(
        lambda said, same, came: Record(said, same, min(same, came)),
        st.sampled_from(Said),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=30,
)


@given(records, st.randoms(use_true_random=False))
def test_an_expectation_lies_in_its_range_whatever_the_order(guests, chance):
    found = expect(guests, STARTING)
    came = sum(guest.said is Said.CAME for guest in guests)
    possible = sum(guest.said is not Said.STAYED_AWAY for guest in guests)
    assert came <= found.low <= found.high <= possible
    assert sum(group.count for group in found.groups) == len(guests)
    # the belief is averaged at a few rates, so its mean is only almost the belief's own
    assert found.expected == pytest.approx(
        sum(chance_of(guest, STARTING) for guest in guests), abs=0.02 * len(guests) + 1e-9
    )
    shuffled = guests.copy()
    chance.shuffle(shuffled)
    other = expect(shuffled, STARTING)
    assert (other.low, other.high) == (found.low, found.high)
    assert other.expected == pytest.approx(found.expected)


def test_the_range_is_that_of_unequal_coins():
    """Against every subset of eight guests, at a rate that is almost certain."""
    sure = {Said.COMING: Belief(60_000, 100_000), Said.SILENT: Belief(0, 1),
            Said.NOT_COMING: Belief(0, 1)}  # fmt: skip
    guests = [Record(Said.COMING, same, came) for same, came in [(0, 0), (1, 1), (1, 0), (2, 2),
              (2, 1), (3, 0), (4, 4), (4, 1)]]  # fmt: skip
    chances = [chance_of(guest, sure) for guest in guests]
    assert chances[1] == pytest.approx((OWN_STRENGTH * 0.6 + 1) / (OWN_STRENGTH + 1))
    exactly = [
        sum(
            prod(p if place in those else 1 - p for place, p in enumerate(chances))
            for those in map(set, combinations(range(8), count))
        )
        for count in range(9)
    ]
    below = [sum(exactly[: count + 1]) for count in range(9)]
    found = expect(guests, sure)
    assert found.low == next(count for count in range(9) if below[count] >= 0.1)
    assert found.high == next(count for count in range(9) if below[count] >= 0.9)


def test_days_that_were_teach_and_narrow_the_range():
    silent = [Record(Said.SILENT)] * 70
    before = expect(silent, STARTING)
    taught = learn([(Said.SILENT, number < 32) for number in range(70)])
    after = expect(silent, taught)
    assert 10 < before.expected < 18
    assert 26 < after.expected < 34
    assert taught[Said.COMING] == STARTING[Said.COMING]
    wide = expect(silent, {**STARTING, Said.SILENT: Belief(4, 10)})
    narrow = expect(silent, {**STARTING, Said.SILENT: Belief(400, 1000)})
    assert narrow.high - narrow.low < wide.high - wide.low


USUAL = Facts(is_buyer=True, chance=0.3, wished_for=2, employees=500, waiting_days=5)


@given(
    st.sampled_from(["wished_for", "own_wishes", "promised_before", "employees"]),
    st.integers(0, 2000),
    st.integers(0, 2000),
)
def test_who_is_worth_more_never_waits_longer(name, less, more):
    less, more = sorted((less, more))
    low, high = (priority_of(replace(USUAL, **{name: number})) for number in (less, more))
    assert low.score <= high.score
    assert high.value <= 100


def test_likelihood_and_time_move_a_call_up_and_down():
    usual = priority_of(USUAL)
    assert priority_of(replace(USUAL, has_opened=True)).score > usual.score
    assert priority_of(replace(USUAL, chance=0.6)).score > usual.score
    assert priority_of(replace(USUAL, unreached_calls=2)).score < usual.score
    assert priority_of(replace(USUAL, waiting_days=0)).score < usual.score
    assert priority_of(replace(USUAL, waiting_days=0, days_left=1)).score > usual.score
    assert priority_of(replace(USUAL, again_in_days=0)).score > usual.score


def test_the_score_is_the_product_of_what_is_shown():
    found = priority_of(replace(USUAL, has_opened=True, again_in_days=-1))
    value = sum(part.points for part in found.parts)
    factor = prod(part.factor for part in found.parts)
    assert found.score == round(10 * value * USUAL.chance * factor)


def test_who_asked_for_another_day_or_has_no_phone_waits_behind_everybody():
    dear = replace(USUAL, wished_for=20, chance=0.9)
    rows = [
        (1, priority_of(replace(dear, again_in_days=3))),
        (2, priority_of(replace(dear, has_phone=False))),
        (3, priority_of(replace(USUAL, wished_for=0))),
        (4, priority_of(USUAL)),
    ]
    assert in_order(rows)[:2] == [4, 3]
    assert Clue.CALL_LATER in {part.clue for part in rows[0][1].parts}
