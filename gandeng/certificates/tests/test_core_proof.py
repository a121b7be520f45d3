"""What carries and until when; a number taken apart; what a file is."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gandeng.certificates.core.explain import explain
from gandeng.certificates.core.files import MOST_BYTES, UnusableFile, ending_of
from gandeng.certificates.core.numbers import Kind, Problem, Severity, read_number
from gandeng.certificates.core.proof import Proof, best_of, last_day_carried, proof_of
from gandeng.certificates.core.status import Standing, Status

TODAY = date(2026, 11, 24)
ODD = Problem("serial_differs", Severity.WARNING, "Lihat.")
WRONG = Problem("pirt_but_cold", Severity.ERROR, "Tidak boleh.")
HINT = Problem("expiry_from_number", Severity.WARNING, "Isi tanggal.")
VALID = Standing(Status.VALID, date(2030, 12, 31))

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@st.composite
def proofs(draw):
    status = draw(st.sampled_from(Status))
    carries = status in {Status.VALID, Status.LAPSES_SOON}
    until = draw(days.map(lambda day: max(day, TODAY)) if carries else days)
    return Proof(Kind.PIRT, status, carries, draw(st.none() | st.just(until)))


def test_what_is_odd_carries_and_is_marked_until_somebody_has_looked():
    unseen = proof_of(Kind.PIRT, VALID, [ODD])
    seen = proof_of(Kind.PIRT, VALID, [ODD], is_checked=True)
    assert (unseen.status, unseen.carries, unseen.looks) == (Status.DOUBTFUL, True, (ODD,))
    assert (seen.status, seen.carries, seen.reasons) == (Status.VALID, True, ())


@pytest.mark.parametrize("is_checked", [True, False])
def test_an_error_never_carries_whoever_looked(is_checked):
    proof = proof_of(Kind.PIRT, VALID, [WRONG], is_checked=is_checked)
    assert (proof.status, proof.carries) == (Status.DOUBTFUL, False)


def test_a_hint_is_only_said():
    proof = proof_of(Kind.PIRT, Standing(Status.VALID, date(2030, 12, 31), (HINT,)))
    assert (proof.status, proof.carries, proof.looks) == (Status.VALID, True, ())


def test_a_lapsed_one_stays_lapsed_however_odd_it_is():
    lapsed = Standing(Status.LAPSED, date(2025, 12, 31))
    assert proof_of(Kind.PIRT, lapsed, [ODD]).status is Status.LAPSED


@given(st.lists(proofs()))
def test_the_last_day_is_past_exactly_when_something_does_not_carry(all_proofs):
    last = last_day_carried(all_proofs, on=TODAY)
    carries = all(proof.carries for proof in all_proofs)
    assert (last is None or last >= TODAY) == carries


@given(st.lists(proofs()), proofs())
def test_one_more_need_never_makes_it_hold_longer(all_proofs, one):
    before = last_day_carried(all_proofs, on=TODAY) or date.max
    after = last_day_carried([*all_proofs, one], on=TODAY) or date.max
    assert after <= before


@given(st.lists(proofs(), min_size=1))
def test_the_best_proof_carries_when_any_does_and_holds_longest(all_proofs):
    best = best_of(Kind.PIRT, all_proofs)
    carrying = [proof for proof in all_proofs if proof.carries]
    assert best.carries == bool(carrying)
    if carrying:
        assert (best.until or date.max) == max(proof.until or date.max for proof in carrying)


def test_nothing_shown_is_missing():
    assert best_of(Kind.HALAL, []).status is Status.MISSING


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.PIRT, "P-IRT 2063215010123-28"),
        (Kind.HALAL, "ID32110001333131122"),
        (Kind.BPOM, "BPOM RI MD 123456789012"),
    ],
)
def test_the_parts_of_a_number_are_the_number(kind, raw):
    reading = read_number(kind, raw, on=TODAY)
    joined = "".join(part.digits for part in explain(reading))
    assert joined == reading.normal.replace("-", "").replace(" ", "")


def test_each_part_of_a_pirt_says_what_it_means():
    reading = read_number(Kind.PIRT, "2063215010123-28", on=TODAY)
    meanings = [part.meaning for part in explain(reading, {"3215": "Kab. Karawang"})]
    assert meanings == [
        "plastik",
        "tepung dan hasil olahannya",
        "Kab. Karawang",
        "jenis pangan ke-1 dari produsen ini",
        "sama pada semua produk satu produsen",
        "2028",
    ]


def test_what_cannot_be_read_has_no_parts():
    assert explain(read_number(Kind.PIRT, "12345", on=TODAY)) == ()
    assert explain(read_number(Kind.OTHER, "ABC/1", on=TODAY)) == ()


def a_picture(form="PNG"):
    file = BytesIO()
    Image.new("RGB", (20, 20)).save(file, form)
    return file.getvalue()


def test_a_file_is_what_it_holds_not_what_it_is_called():
    assert ending_of(a_picture()) == "png"
    assert ending_of(a_picture("JPEG")) == "jpg"
    assert ending_of(b"%PDF-1.4\n1 0 obj\n%%EOF\n") == "pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_document"),
        (b"<script>alert(1)</script>", "not_a_document"),
        (a_picture("GIF"), "not_a_document"),
        (a_picture()[:40], "not_a_document"),
        (b"%PDF-1.4 cut off", "not_a_document"),
        (b"x" * (MOST_BYTES + 1), "too_heavy"),
    ],
)
def test_anything_else_is_refused(content, code):
    with pytest.raises(UnusableFile) as refused:
        ending_of(content)
    assert refused.value.code == code


def test_yesterday_is_the_day_before():
    missing = best_of(Kind.PIRT, [])
    assert last_day_carried([missing], on=TODAY) == TODAY - timedelta(days=1)
