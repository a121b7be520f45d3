"""A statement closes, whatever moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.kernel.money import ZERO, Money, Rate
from gandeng.trade.settlement.core.statement import DoesNotClose, Pieces, add_up, sum_line
from gandeng.trade.settlement.core.words import amount_in_words, needs_stamp

counts = st.integers(0, 500)
rates = st.fixed_dictionaries(
    {
        cause: st.builds(Rate, st.integers(0, 10_000))
        for cause in ("unsold", "expired", "damaged", "lost")
    }
)
NOTHING = dict.fromkeys(("unsold", "expired", "damaged", "lost"), Rate(0))


@st.composite
def pieces(draw):
    gone = {n: draw(counts) for n in ("sold", "returned", "expired", "damaged", "lost")}
    left, received = draw(counts), draw(counts)
    total = sum(gone.values()) + left
    received = min(received, total)
    return Pieces(opening=total - received, received=received, left=left, **gone)


@given(pieces(), st.integers(1, 10**6), st.integers(0, 10**6), rates)
def test_net_is_what_the_maker_gets_and_margin_what_the_shop_keeps(p, cost, more, buyer_rates):
    line = sum_line(p, Money(cost + more), Money(cost), buyer_rates)
    assert line.gross - line.margin + line.losses == line.net
    assert line.gross - line.margin == Money(cost) * p.sold
    assert line.margin == Money(more) * p.sold


@given(pieces(), st.integers(1, 10**6))
def test_a_buyer_who_bears_everything_pays_every_missing_piece(p, cost):
    everything = dict.fromkeys(NOTHING, Rate(10_000))
    line = sum_line(p, Money(cost), Money(cost), everything)
    unsold = p.returned + p.expired + p.damaged + p.lost
    assert line.losses == Money(cost) * unsold


@given(st.lists(pieces(), max_size=8), rates)
def test_a_statement_is_the_sum_of_its_lines(all_pieces, buyer_rates):
    lines = [sum_line(p, Money(15_000), Money(12_750), buyer_rates) for p in all_pieces]
    totals = add_up(lines)
    assert totals.net == sum((line.net for line in lines), ZERO)
    assert totals.gross - totals.margin + totals.losses == totals.net


def test_pieces_that_do_not_add_up_are_refused():
    with pytest.raises(DoesNotClose):
        Pieces(opening=10, received=5, sold=4, left=10)
    with pytest.raises(DoesNotClose):
        Pieces(opening=0, received=5, sold=6, left=-1)


def test_a_hand_computed_line():
    p = Pieces(opening=10, received=20, sold=18, returned=2, expired=1, damaged=1, lost=1, left=7)
    half_of_expired = NOTHING | {
        "damaged": Rate(10_000),
        "lost": Rate(10_000),
        "expired": Rate(5_000),
    }
    line = sum_line(p, Money(15_000), Money(12_750), half_of_expired)
    assert line.gross == Money(270_000)
    assert line.margin == Money(40_500)
    assert line.losses == Money(12_750 + 12_750 + 6_375)
    assert line.net == Money(261_375)


def test_amounts_in_words_and_stamps():
    assert amount_in_words(Money(1_250_500)) == (
        "satu juta dua ratus lima puluh ribu lima ratus rupiah"
    )
    assert not needs_stamp(Money(5_000_000), Money(5_000_000))
    assert needs_stamp(Money(5_000_001), Money(5_000_000))
