"""``manage.py timetable``: file in, file out, the same for the same; a sentence for a bad one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from gandeng.meetings.core.command import BAD_INPUT, main

from .checker import check
from .test_core_breaks import a_full_day

ROOT = Path(__file__).resolve().parents[3]


def a_day():
    """Three of four wishes find a place."""
    return {
        "slots": 2,
        "tables": [{"id": "M1", "x": 0, "y": 0}, {"id": "M2", "x": 3, "y": 0}],
        "parties": [
            {"id": "Kopkar Melati", "side": "buyer"},
            {"id": 7, "side": "buyer", "max": 1},
            {"id": "Kripik Ceria", "side": "maker"},
            {"id": "Sambal Ibu", "side": "maker"},
        ],
        "wishes": [
            {"id": number, "a": a, "b": b, "value": value}
            for number, (a, b, value) in enumerate(
                [
                    ("Kopkar Melati", "Kripik Ceria", 9),
                    ("Kopkar Melati", "Sambal Ibu", 8),
                    (7, "Kripik Ceria", 7),
                    (7, "Sambal Ibu", 6),
                ]
            )
        ],
        "objective": ["value", "breaks"],
    }


@pytest.fixture
def asked(tmp_path):
    """Asks the command about a day or about the bytes of a file."""

    def ask(day, *options):
        source, target = tmp_path / "soal.json", tmp_path / "jadwal.json"
        target.unlink(missing_ok=True)
        source.write_bytes(day if isinstance(day, bytes) else json.dumps(day).encode())
        status = main(["--in", str(source), "--out", str(target), *options])
        return status, json.loads(target.read_text("utf-8")) if target.exists() else None

    return ask


def test_a_day_in_a_timetable_out(asked):
    status, answer = asked(a_day())
    assert status == 0
    assert check(a_day(), answer) == []
    assert (answer["status"], answer["objective"]["value"]) == ("optimal", 24)
    assert {meeting["a"] for meeting in answer["meetings"]} == {"Kopkar Melati", 7}
    assert {meeting["table"] for meeting in answer["meetings"]} <= {"M1", "M2"}
    assert [left["wish"] for left in answer["why_not"]] == [3]


@pytest.mark.parametrize(
    ("day", "options"),
    [(a_day(), ["--seed", "3"]), (a_full_day(0), ["--seed", "3", "--workers", "1"])],
    ids=["wishes", "fixed meetings"],
)
def test_the_same_day_and_seed_give_the_same_answer(asked, day, options):
    answers = [asked(day, *options)[1] for _time in range(2)]
    for answer in answers:
        assert answer.pop("seconds") >= 0
    assert answers[0] == answers[1]
    assert answers[0]["meetings"]


@pytest.mark.parametrize(
    ("day", "options", "said"),
    [
        (b"{", [], "bukan JSON yang benar"),
        (b"\xff\xfe", [], "bukan JSON yang benar"),
        (b"[1]", [], "harus berisi satu objek JSON"),
        (b"[" * 100_000, [], "bukan JSON yang benar"),
        (a_day() | {"slots": "dua"}, [], "slots"),
        (a_day() | {"wishes": [{"id": 1, "a": "siapa", "b": 7, "value": 1}]}, [], "siapa"),
        (a_day(), ["--seconds", "0"], "--seconds harus lebih dari nol"),
        (a_day(), ["--workers", "0"], "--workers harus 1 atau lebih"),
        (a_day(), ["--out", "/tidak/ada/jadwal.json"], "Folder /tidak/ada tidak ada"),
        (a_day(), ["--in", "/tidak/ada.json"], "/tidak/ada.json tidak bisa dibaca"),
    ],
)
def test_a_bad_question_is_one_sentence_and_leaves_no_file(asked, capsys, day, options, said):
    status, answer = asked(day, *options)
    assert (status, answer) == (BAD_INPUT, None)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_target_that_cannot_be_replaced_is_left_as_it_is(tmp_path, capsys):
    source, target = tmp_path / "soal.json", tmp_path / "jadwal.json"
    source.write_text(json.dumps(a_day()), "utf-8")
    target.mkdir()
    assert main(["--in", str(source), "--out", str(target)]) == BAD_INPUT
    assert "tidak bisa ditulis" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jadwal.json", "soal.json"]


def test_it_is_a_command_of_the_product_and_needs_no_installation(tmp_path):
    """With no data folder, no database and no secret: only the file counts."""
    source, target = tmp_path / "soal.json", tmp_path / "jadwal.json"
    source.write_text(json.dumps(a_day()), "utf-8")
    call = [sys.executable, "manage.py", "timetable", "--in", str(source), "--out", str(target)]
    done = subprocess.run(
        call, cwd=ROOT, env={"GANDENG_DATA": "/tidak/ada", "PATH": ""}, capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    alone = json.loads(target.read_text("utf-8"))
    call_command("timetable", source=str(source), target=str(target), workers=1)
    through_django = json.loads(target.read_text("utf-8"))
    assert {**alone, "seconds": 0} == {**through_django, "seconds": 0}
    with pytest.raises(SystemExit) as ended:
        call_command("timetable", source="/tidak/ada.json", target=str(target))
    assert ended.value.code == BAD_INPUT
