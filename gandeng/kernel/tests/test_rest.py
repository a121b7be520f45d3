"""Periods, states, permissions, sealing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.kernel import clock
from gandeng.kernel.periods import Period
from gandeng.kernel.permissions import declared, may
from gandeng.kernel.sealing import fingerprint, mask, seal, unseal
from gandeng.kernel.states import Flow, Move

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(days, days, days, days)
def test_periods_overlap_exactly_when_they_share_a_day(a, b, c, d):
    if a >= b or c >= d:
        return
    one, two = Period(a, b), Period(c, d)
    shared = max(a, c)
    assert one.overlaps(two) == (shared in one and shared in two)


def test_an_empty_period_is_none():
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_a_jakarta_day_begins_at_17_utc():
    assert clock.day_of(datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == date(2026, 11, 24)
    assert clock.start_of(date(2026, 11, 24)) == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_a_flow_is_drawn_and_asked():
    flow = Flow(sign=Move({"offered"}, "signed"), end=Move({"signed"}, "ended"))
    assert flow.open_from("offered") == ["sign"]
    assert "offered --> signed: sign" in flow.as_mermaid()


def test_an_unknown_permission_is_an_error_not_a_silent_no():
    with pytest.raises(LookupError):
        may(None, "nowhere.do_anything")
    assert "curation.decide" in declared()


@given(st.text(min_size=1, max_size=40))
def test_what_is_sealed_can_be_opened_and_not_read(text):
    assert unseal(seal(text)) == text
    assert fingerprint(text) == fingerprint(text)
    assert len(text) < 8 or text not in seal(text)


def test_a_nik_is_masked_to_its_ends():
    assert mask("3215216512880001") == "3215**********01"
    assert mask("123456") == "******"
