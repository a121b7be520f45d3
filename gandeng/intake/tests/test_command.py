"""The command the office's technician runs, and what programs read from it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from gandeng.intake.models import TakenRow
from gandeng.organisations.models import Organisation
from gandeng.programmes.samples import a_member, a_programme
from tests import prepared

KEYS = {
    "files", "created", "changed", "unchanged", "stopped", "held", "problems", "doubles",
}  # fmt: skip
PROBLEM_KEYS = {"file", "sheet", "row", "column", "severity", "code", "message"}
DIRTY = "Nama Usaha;NIK;Kecamatan\nDapur Sari;3215014505800001;Klarii\n;;Klari\n"


def run(*arguments: object, **options: Any) -> tuple[int, str]:
    """Exit code and standard output."""
    said = io.StringIO()
    try:
        call_command("intake", *map(str, arguments), stdout=said, **options)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


@pytest.fixture
def office(db: None) -> Any:
    programme = a_programme("karawang")
    a_member(programme)
    return programme


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "umkm.csv"
    path.write_text(DIRTY, encoding="utf-8")
    return path


def test_a_dry_run_prints_one_object_and_writes_nothing(office: Any, dirty: Path) -> None:
    code, said = run(dirty, "--programme", "karawang", "--dry-run", "--json")
    found = json.loads(said)
    assert code == 0
    assert set(found) == KEYS
    assert (found["created"], found["stopped"]) == ({"maker": 1}, {"maker": 1})
    assert [
        (p["file"], p["sheet"], p["row"], p["column"], p["severity"], p["code"])
        for p in found["problems"]
    ] == [
        ("umkm.csv", "umkm", 2, "Kecamatan", "look", "place_corrected"),
        ("umkm.csv", "umkm", 3, "Nama Usaha", "stop", "missing"),
    ]
    assert all(set(problem) >= PROBLEM_KEYS for problem in found["problems"])
    assert Organisation.objects.count() == TakenRow.objects.count() == 0


def test_taking_in_twice_leaves_everything_alone(office: Any, dirty: Path) -> None:
    assert json.loads(run(dirty, "--programme", "karawang", "--json")[1])["created"] == {"maker": 1}
    again = json.loads(run(dirty, "--programme", "karawang", "--json")[1])
    assert (again["created"], again["changed"], again["unchanged"]) == ({}, {}, {"maker": 1})


def test_a_file_that_cannot_be_read_ends_with_one_and_still_prints(
    office: Any, dirty: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04nothing")
    code, said = run(broken, tmp_path / "tidak-ada.xlsx", dirty, "--programme=karawang", "--json")
    found = json.loads(said)
    assert code == 1
    assert found["created"] == {"maker": 1}
    stops = [p for p in found["problems"] if p["row"] is None]
    assert [(p["code"], p["severity"]) for p in stops] == [
        ("damaged", "stop"),
        ("file_not_found", "stop"),
    ]
    assert "tidak-ada.xlsx" in stops[1]["message"]
    assert Organisation.objects.count() == 1


def test_people_read_a_summary(office: Any, dirty: Path) -> None:
    code, said = run(dirty, "--programme", "karawang", "--dry-run")
    assert code == 0
    assert "belum ada yang ditulis" in said
    assert "UMKM 1" in said
    assert "✗ umkm.csv · umkm · baris 3 · Nama Usaha: “Nama Usaha / Merek” kosong." in said


def test_nobody_brings_workbooks_in_under_another_name(office: Any, dirty: Path) -> None:
    curator = a_member(office, "curator")
    with pytest.raises(CommandError, match="nobody is called"):
        run(dirty, "--programme", "karawang", "--as", "siapa@contoh.test")
    with pytest.raises(CommandError):
        run(dirty, "--programme", "karawang", "--as", curator.email)
    with pytest.raises(CommandError, match="no programme 'bekasi'"):
        run(dirty, "--programme", "bekasi")
    assert Organisation.objects.count() == 0


@pytest.mark.skipif(
    "postgres" in settings.DATABASES["default"]["ENGINE"], reason="makes its own SQLite file"
)
def test_a_process_of_its_own_prints_nothing_but_the_object(dirty: Path, tmp_path: Path) -> None:
    house = Path(settings.BASE_DIR)
    prepared.home(tmp_path / "var")
    home = os.environ | {"GANDENG_DATA": str(tmp_path / "var")}
    home.pop("GANDENG_DATABASE_URL", None)

    def manage(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=house, env=home, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert manage("migrate", "-v0").returncode == 0
    founding = "from gandeng.programmes.samples import *; a_member(a_programme('karawang'))"
    assert manage("shell", "-v0", "-c", founding).returncode == 0
    ended = manage("intake", str(dirty), "--programme", "karawang", "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["created"] == {"maker": 1}
    assert ended.stdout.count("\n") == 1
