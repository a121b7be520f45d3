"""What is kept in Indonesian is said in English: every sentence the core can put together."""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import example, given, settings

from gandeng.meetings.core import breaks, scheduler
from gandeng.meetings.core.names import short_names
from gandeng.meetings.core.problem import read_problem
from gandeng.meetings.core.reasons import SENTENCES
from gandeng.meetings.core.repair import repair
from gandeng.meetings.core.scheduler import timetable
from gandeng.meetings.core.stored import found_in, sources
from gandeng.meetings.models.said import in_words

from .small_days import Json, tiny_days

BREAKS = Path(breaks.__file__).parent
WRITTEN_IN = [Path(scheduler.__file__), *sorted(BREAKS.glob("*.py"))]
# What may stand at a place in a sentence: a figure, a name, a pair of names, another sentence.
FILLINGS = ("7", "PT. Maju; Bersama", "PT. Maju – UD A–B", "tidak ada jeda sama sekali.")


def sentences_in(path: Path) -> list[list[str]]:
    """The Indonesian in a module: of each text its pieces, with a value between any two."""
    tree = ast.parse(path.read_text("utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            silent.add(id(body[0].value))  # what a docstring says
        if isinstance(node, ast.Raise):
            silent |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            silent |= {id(inner) for inner in ast.walk(node) if inner is not node}
    found = []
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            pieces = [""]
            for part in node.values:
                if isinstance(part, ast.Constant):
                    pieces[-1] += str(part.value)
                else:
                    pieces.append("")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            pieces = [node.value]
        else:
            continue
        if " " in "".join(pieces).strip() and any(piece.strip(" –") for piece in pieces):
            found.append(pieces)
    return found


def fillings_of(pieces: list[str]) -> list[str]:
    return [
        "".join(itertools.chain(*itertools.zip_longest(pieces, chosen, fillvalue="")))
        for chosen in itertools.product(FILLINGS, repeat=len(pieces) - 1)
    ]


@pytest.mark.parametrize("path", WRITTEN_IN, ids=lambda path: path.stem)
def test_every_sentence_written_in_the_core_is_known(path):
    written = sentences_in(path)
    unknown = [
        pieces for pieces in written if not any(found_in(text) for text in fillings_of(pieces))
    ]
    assert unknown == []


def test_no_sentence_is_known_that_nobody_writes_any_more():
    from gandeng.meetings.core.stored_words import BREAKS, UNSETTLED

    texts = [text for path in WRITTEN_IN for p in sentences_in(path) for text in fillings_of(p)]
    found = {one.source for text in texts for one in found_in(text) or ()}
    assert {*BREAKS.values(), *UNSETTLED.values()} - found == set()


def assert_english(text: str) -> None:
    known = set(sources())
    found = found_in(text)
    assert found, text
    assert {one.source for one in found} <= known
    with translation.override("id"):
        assert in_words(text) == text
    with translation.override("en"):
        said = in_words(text)
    assert said != text
    # as many figures as there were; a word of the source alone would have stayed
    for word in ("pertemuan", "terbukti", "tidak", "jadwal", "paling"):
        assert word not in said.lower()


MORE_THAN_ROOM = {
    "slots": 1,
    "tables": 1,
    "parties": [{"id": n, "side": side} for n, side in enumerate(("buyer", "maker") * 2)],
    "wishes": [
        {"id": 0, "a": 0, "b": 1, "required": True},
        {"id": 1, "a": 2, "b": 3, "required": True},
    ],
    "objective": ["value"],
}


@example(MORE_THAN_ROOM)
@given(tiny_days())
@settings(max_examples=60)
def test_whatever_a_calculation_says_is_said_in_english(day: Json):
    for objective in (["value", "breaks"], ["min_met", "value"], ["breaks"]):
        problem = read_problem(day | {"objective": objective})
        answer = timetable(problem, seconds=2)
        texts = [answer.proof, " ".join(answer.conflict), *(said for _w, said in answer.why_not)]
        if answer.meetings:
            rest = replace(problem, previous=answer.meetings, now=1)
            texts.append(repair(rest).proof)
        for text in filter(None, texts):
            assert_english(text)


@pytest.mark.parametrize("code", SENTENCES)
def test_names_with_dots_and_dashes_stay_whole(code):
    names = {"a": "PT. Maju Jaya; Tbk.", "b": "UD Sari – Rasa", "who": "CV. A dan B"}
    text = SENTENCES[code].format(**names, count=3, low=4, value=5, loss=6)
    (found,) = found_in(text)
    assert found.source == SENTENCES[code]
    assert {name: names[name] for name in found.values if name in names} == {
        name: value for name, value in found.values.items() if name in names
    }


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            "Nilai 350 terbukti tertinggi (harga tiap tempat membuktikannya); jeda 4, untuk "
            "pertemuan ini tidak mungkin di bawah 2.",
            "Value 350 proved highest (the price of each place proves it); 4 breaks, for these "
            "meetings no fewer than 2 are possible.",
        ),
        (
            "Kop. Maju wajib bertemu UD. Sari. Jam, meja, dan lawan bicara yang ada tidak cukup "
            "untuk semua itu sekaligus.",
            "Kop. Maju must meet UD. Sari. The hours, tables and partners there are do not "
            "suffice for all of that at once.",
        ),
        (
            "Kop. Maju, Kop. Karya tidak datang; 5 peserta terlambat.",
            "Kop. Maju, Kop. Karya did not come; 5 participants late.",
        ),
        (
            "Jadwal Anda berubah: pukul 09.00 dengan UD. Sari dibatalkan; pukul 09.30 di meja "
            "A1 bertemu Kop. Maju (baru).",
            "Your timetable has changed: 09.00 with UD. Sari is cancelled; 09.30 at table A1 you "
            "meet Kop. Maju (new).",
        ),
        ("Salinan versi 3", "Copy of version 3"),
        ("Perhitungan terputus di tengah jalan. Mulai lagi.", None),
    ],
)
def test_what_was_kept_is_said_to_an_english_reader(kept, said):
    with translation.override("en"):
        assert in_words(kept) == said if said else in_words(kept) != kept
    with translation.override("id"):
        assert in_words(kept) == kept


@pytest.mark.parametrize(
    "unknown",
    [
        "Sebuah kalimat dari versi lama.",
        "Nilai 350 terbukti tertinggi; dan sebuah kalimat dari versi lama.",
        "Nilai banyak terbukti tertinggi.",
        "",
    ],
)
def test_what_is_not_known_from_end_to_end_is_shown_as_it_is(unknown):
    assert found_in(unknown) is None
    with translation.override("en"):
        assert in_words(unknown) == unknown


def test_names_on_the_board_lose_what_kind_of_body_they_are_unless_two_become_the_same():
    names = {1: "Koperasi Karyawan PT Maju Jaya", 2: "KOPKAR Guyub", 3: "Kopkar guyub", 4: "Kopkar"}
    assert short_names(names) == {1: "Maju Jaya", 2: "KOPKAR Guyub", 3: "Kopkar guyub", 4: "Kopkar"}
