"""The places of the regencies whose files are in ../data; source and licence stand there."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
LEVELS = {
    "provinsi": "province",
    "kabupaten": "regency",
    "kota": "regency",
    "kecamatan": "district",
    "desa": "village",
    "kelurahan": "village",
}


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put_up(apps, editor):
    Place = apps.get_model("programmes", "Place")
    for path in sorted(DATA.glob("wilayah-*.csv")):
        regency = path.stem.partition("-")[2]
        postal = {row["code"]: row["postal_code"] for row in rows_of(f"kodepos-{regency}.csv")}
        bps = {row["kemendagri"]: row["bps"] for row in rows_of(f"kecamatan-{regency}-kode.csv")}
        # parents before children: the codes grow with the level
        for row in sorted(rows_of(path.name), key=lambda row: len(row["code"])):
            Place.objects.get_or_create(
                code=row["code"],
                defaults={
                    "name": row["name"],
                    "level": LEVELS[row["level"]],
                    "parent_id": row["parent"] or None,
                    "postal_code": postal.get(row["code"], ""),
                    "bps_code": bps.get(row["code"], ""),
                },
            )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
