"""An office's workbook of 20,000 rows: dry-run, beside openpyxl merely reading its values.

Run: `.venv/bin/python benchmarks/intake.py`. Each measure runs in a fresh process on a fresh SQLite
database; prints seconds, rows per second, peak memory and ratios. Seeded, so repeatable.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
MIX = {"maker": 4_000, "product": 8_000, "certificate": 8_000}
TAKEN_SHARE = 4
FIRST = ("Dapur", "Pawon", "Mekar", "Berkah", "Sari", "Raos", "Teteh", "Omah", "Karya", "Bumi")
SYLLABLES = ("ra", "ti", "mu", "la", "sen", "da", "ko", "wi", "pra", "jo", "ning", "tar", "be")
GOODS = ("Keripik Pisang", "Dodol", "Sambal", "Kopi", "Rengginang", "Kue Semprong", "Sirup Jahe")
CATEGORIES = (
    "camilan",
    "permen & manisan",
    "sambal & bumbu",
    "kopi & teh",
    "kue kering",
    "Cemilan",
)


def write_workbook(path: Path, places: list[tuple[str, str]], share: int = 1) -> int:
    """A workbook of three sheets as an office keeps it: titles, dirt in one row of twenty."""
    import xlsxwriter

    chance = random.Random(20_000)
    makers, products, certificates = (count // share for count in MIX.values())
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    names = []
    rows: list[list[Any]] = []
    for number in range(1, makers + 1):
        name = f"{chance.choice(FIRST)} {''.join(chance.choices(SYLLABLES, k=4)).title()}"
        names.append(name)
        village, district = chance.choice(places)
        rows.append(
            [
                number, name.upper() if number % 20 == 0 else name, f"Siti {number}",
                3215_0000_0000_0000.0 if number % 20 == 1 else f"3215{number:012d}",
                f"{10**12 + number}", f"0812-{number:08d}", f"Kp. Krajan RT {number % 9:03d}",
                village, district.replace("Karawang", "Krw.") if number % 20 == 2 else district,
                2000 + number % 25, f"Rp. {number % 90 + 10}.000.000,-", number % 12,
            ]
        )  # fmt: skip
    heads = [
        "No", "Nama Usaha / Merek", "Nama Pemilik", "NIK (KTP)", "NIB", "No. HP/WA", "Alamat",
        "Desa/Kel", "Kecamatan", "Mulai Usaha", "Omzet / th", "Tenaga Kerja",
    ]  # fmt: skip
    _write_sheet(book, "UMKM", heads, rows)
    rows = []
    for number in range(1, products + 1):
        maker = names[number % makers]
        if number % 20 == 3:
            maker = maker[:-3] + maker[-2:]
        elif number % 50 == 4:
            maker = f"Tidak Terdaftar {''.join(chance.choices(SYLLABLES, k=3))}"
        price = 1_000 * (number % 40 + 5)
        rows.append(
            [
                number, f"PR-{number:05d}", maker, f"{chance.choice(GOODS)} {number % 7}",
                chance.choice(CATEGORIES), 100 + number % 5 * 50, "g", number % 3 + 1,
                "suhu ruang", "3 bulan" if number % 2 else 90, f"Rp {price:,},-".replace(",", "."),
                price + 3_000 if number % 40 else price - 2_000, 10, 300, 3, None, 200,
            ]
        )  # fmt: skip
    heads = [
        "No", "Kode", "Merek / UMKM", "Nama Produk", "Kategori", "Isi", "Satuan", "Kemasan (kode)",
        "Simpan", "Masa Simpan (hari)", "Harga Titip", "Harga Jual", "Min. Order",
        "Kapasitas / bln", "Lead time (hari)", "Barcode", "Berat (gram)",
    ]  # fmt: skip
    _write_sheet(book, "Produk", heads, rows)
    rows = []
    for number in range(1, certificates + 1):
        code = f"PR-{number if number % 30 else number + 10**5:05d}"
        serial = number % makers
        rows.append(
            [number, code, "PIRT", f"P-IRT 2{number % 15 + 1:02d}321501{serial:04d}-{30}", None,
             "31-12-2030", None]
            if number % 20
            else [number, code, "HALAL", "dalam proses", None, "31/02/2027", None]
        )  # fmt: skip
    heads = ["No", "Kode Produk", "Jenis", "Nomor", "Terbit", "Berlaku s.d.", "Keterangan"]
    _write_sheet(book, "Sertifikat", heads, rows)
    book.close()
    return makers + products + certificates


def _write_sheet(book: Any, name: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write(0, 0, f"DATA {name.upper()} BINAAN KABUPATEN KARAWANG")
    sheet.write_row(3, 0, heads)
    for line, row in enumerate(rows, start=4):
        sheet.write_row(line, 0, row)


def read_with_openpyxl(path: Path) -> dict[str, Any]:
    """What anybody would begin with: the values of all rows, and nothing done with them."""
    import openpyxl

    began = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))
    return {"seconds": time.perf_counter() - began, "rows": rows}


def plan(path: Path, *, is_taken_in: bool) -> dict[str, Any]:
    """The dry run, and on demand the taking in, as the command does it."""
    _start_django()
    from django.db import transaction

    from gandeng.intake.actions import carry_out
    from gandeng.intake.queries.planning import File, plan_files
    from gandeng.kernel import clock
    from gandeng.programmes.models import Programme
    from gandeng.programmes.samples import an_officer

    programme = Programme.objects.get(slug="karawang")
    officer, at = an_officer(programme), clock.now()
    began = time.perf_counter()
    with transaction.atomic():
        planned = plan_files(programme, [File(path.name, path.read_bytes())], on=clock.today())
        if is_taken_in:
            carry_out(planned, by=officer, at=at)
    found = planned.as_json()
    counts = {key: found[key] for key in ("created", "unchanged", "stopped", "held")}
    seconds = time.perf_counter() - began
    problems, doubles = len(found["problems"]), len(found["doubles"])
    return {"seconds": seconds, "counts": counts, "problems": problems, "doubles": doubles}


def _start_django() -> None:
    sys.path.insert(0, str(HOUSE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandeng.site.settings")
    import django

    django.setup()


def prepare(folder: Path) -> None:
    """A fresh database with one programme and its officer, and both workbooks."""
    _start_django()
    from django.core.management import call_command

    from gandeng.programmes.models import Place
    from gandeng.programmes.samples import a_member, a_programme

    call_command("migrate", verbosity=0)
    a_member(a_programme("karawang"))
    villages = Place.objects.filter(code__startswith="32.15.", parent__level="district")
    places = sorted(villages.values_list("name", "parent__name"))
    write_workbook(folder / "large.xlsx", places)
    write_workbook(folder / "small.xlsx", places, TAKEN_SHARE)


def measured(what: str, path: Path, data: Path) -> dict[str, Any]:
    """Run one measure in a process of its own."""
    answer = subprocess.run(
        [sys.executable, __file__, what, str(path)],
        env=os.environ | {"GANDENG_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        sys.exit(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        large, small = home / "large.xlsx", home / "small.xlsx"
        measured("prepare", home, home)
        rows = sum(MIX.values())
        print(f"workbook {rows:,} rows, {large.stat().st_size / 1e6:.1f} MB")
        plain = measured("openpyxl", large, home)
        ours = measured("dry", large, home)
        taken = measured("take", small, home)
        for label, found, count in (
            ("openpyxl, values only", plain, rows),
            ("dry run", ours, rows),
            (f"take in {rows // TAKEN_SHARE:,}", taken, rows // TAKEN_SHARE),
        ):
            speed = count / found["seconds"]
            print(
                f"{label:<24}{found['seconds']:7.2f} s{speed:9,.0f} rows/s"
                f"{found['cpu']:7.2f} s CPU with start{found['peak_mb']:7.0f} MB peak"
            )
        print(
            f"dry run / openpyxl      {ours['seconds'] / plain['seconds']:7.2f} × time"
            f"   {ours['cpu'] / plain['cpu']:5.2f} × CPU with start"
            f"   {ours['peak_mb'] / plain['peak_mb']:5.2f} × memory"
        )
        print("dry run found:", ours["counts"], f"{ours['problems']} problems,",
              f"{ours['doubles']} pairs")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) < 3:
        main()
    else:
        _what, _path = sys.argv[1], Path(sys.argv[2])
        _found: dict[str, Any] = {}
        if _what == "prepare":
            prepare(_path)
        elif _what == "openpyxl":
            _found = read_with_openpyxl(_path)
        else:
            _found = plan(_path, is_taken_in=_what == "take")
        _found["cpu"] = time.process_time()
        _found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(_found))
