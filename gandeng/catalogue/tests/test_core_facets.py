"""Choosing by bits is choosing by looking at every row."""

from hypothesis import given
from hypothesis import strategies as st

from gandeng.catalogue.core.facets import Facets

VALUES = st.sets(st.sampled_from("abc"), max_size=2)
ROWS = st.lists(st.fixed_dictionaries({"x": VALUES, "y": VALUES}), max_size=40)
WISHES = st.dictionaries(st.sampled_from("xyz"), st.sets(st.sampled_from("abcd"), max_size=2))


def fits(row, wishes):
    return all(not wish or row.get(name, set()) & wish for name, wish in wishes.items())


@given(ROWS, WISHES)
def test_what_is_picked_is_what_fits(rows, wishes):
    facets = Facets(rows)
    order = list(reversed(range(len(rows))))
    picked = facets.picked(facets.chosen(wishes), order)
    assert picked == [at for at in order if fits(rows[at], wishes)]


@given(ROWS, WISHES, st.sets(st.integers(0, 39)))
def test_a_count_is_what_pressing_the_value_would_leave(rows, wishes, some):
    facets = Facets(rows)
    within = facets.mask_of(at for at in some if at < len(rows))
    counts = facets.counts(wishes, within=within)
    for name in "xy":
        for value in "abc":
            pressed = wishes | {name: {value}}
            left = sum(fits(row, pressed) for at, row in enumerate(rows) if at in some)
            assert counts.get(name, {}).get(value, 0) == left


def test_an_empty_list_is_no_error():
    facets = Facets([])
    assert facets.picked(facets.chosen({"x": ["a"]}), []) == []
    assert facets.counts({}) == {}
