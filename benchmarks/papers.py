"""How long the papers of a meeting day take: all in one job, against one call for each person.

    GANDENG_DATA=$(mktemp -d) python benchmarks/papers.py

Needs no database: the data is what ``gandeng.meetings.queries.papers`` would put together for 300
people with 14 meetings each.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gandeng.meetings.gateways.papers import draw_papers

AT = datetime(2026, 11, 24, tzinfo=UTC)
NAMES = ("Koperasi Karyawan Bridgestone Tire Indonesia", "Hotel Resinda", "Dapur Ibu Sari",
         "Rengginang Dua Saudara Telukjambe Timur", "Kopi Bubuk Sanggabuana")  # fmt: skip


def people(count: int, meetings: int) -> list[dict[str, Any]]:
    chance = random.Random(1)

    def row(slot: int) -> list[Any]:
        clock = [f"{9 + n // 2:02}.{n % 2 * 3}0" for n in (slot, slot + 1)]
        table = f"{chance.choice('ABCDEF')}{chance.randint(1, 10)}"
        return ["–".join(clock), table, chance.choice(NAMES), slot == meetings // 2]

    return [
        {
            "name": f"{chance.choice(NAMES)} {number}",
            "url": f"https://gandeng.example.go.id/u/{chance.randbytes(9).hex()}.{number:016d}/",
            "rows": [row(slot) for slot in range(meetings)],
        }
        for number in range(count)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--meetings", type=int, default=14)
    parser.add_argument("--sample", type=int, default=20, help="calls of one person each")
    asked = parser.parse_args()
    day = {"name": "Temu Bisnis", "held_on": "Rabu, 9 Desember 2026", "place": "Aula Plaza Pemda",
           "office": "Dinas Koperasi", "contact": "Panitia: Rina 0812 3456 7890"}  # fmt: skip
    common = {"day": day, "title": "Temu Bisnis"}
    rows = people(asked.people, asked.meetings)
    draw_papers(common | {"kind": "personal", "people": rows[:1]}, at=AT)  # the fonts are read once

    def timed(data: dict[str, Any]) -> tuple[float, int]:
        began = time.perf_counter()
        return (
            size := len(draw_papers(common | data, at=AT))
        ) and time.perf_counter() - began, size

    seconds, size = timed({"kind": "personal", "people": rows})
    print(f"timetables of {asked.people} people in one job: {seconds:.1f} s, {size // 1024} kB")
    badges = [{"person": "Siti Aminah", "name": one["name"], "side": "UMKM", "is_buyer": False,
               "url": one["url"]} for one in rows]  # fmt: skip
    for_badges, size = timed({"kind": "badges", "badges": badges})
    print(f"badges of {asked.people} people in one job:     {for_badges:.1f} s, {size // 1024} kB")
    cards = [{"label": f"A{n}", "area": "Aula", "rows": [[*row[:1], *NAMES[:2], row[3]] for row in
              rows[n]["rows"]]} for n in range(80)]  # fmt: skip
    lists = [{"side": "UMKM", "rows": [[one["name"], "Siti Aminah", 1] for one in rows]}]
    for_all, size = timed(
        {"kind": "all", "people": rows, "tables": cards, "lists": lists, "badges": badges}
    )
    print(f"all of it, with 80 table cards, in one job:     {for_all:.1f} s, {size // 1024} kB")
    began = time.perf_counter()
    for one in rows[: asked.sample]:
        draw_papers(common | {"kind": "personal", "people": [one]}, at=AT)
    each = (time.perf_counter() - began) / asked.sample
    whole = each * asked.people
    print(
        f"one call for each person, warm compiler:   {whole:.1f} s ({each * 1000:.0f} ms each, "
        f"{asked.sample} taken), {whole / seconds:.1f} times as long, and as many files to print"
    )


if __name__ == "__main__":
    main()
