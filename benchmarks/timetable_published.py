"""The published business-meeting events, through ``manage.py timetable``: how many are proved, how
long all take, and the worst.

    python -m benchmarks.timetable_published FOLDER [--variants N] [--only NAME …] [--rival SECONDS]

FOLDER holds the events as MiniZinc data (Bofill et al., JAIR 74, 2022; not part of this project,
for they carry no licence). Each is asked with a spread of 0, 1, 2 and 3, and with a spread of 2 in
N variants of our own: forbidden times, pinned meetings, precedences. The alternative in the same
run is the plain CP-SAT model (a variable for each meeting and slot, the breaks counted) with a time
limit, on the events named by ``--rivals``; ``--rival 0`` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Json = dict[str, Any]


def read_event(path: Path, spread: int) -> Json:
    """One MiniZinc file in the exchange format."""
    text = path.read_text()

    def number(name: str) -> int:
        found = re.search(rf"\b{name}\s*=\s*(\d+)", text)
        assert found, f"{path.name} has no {name}"
        return int(found.group(1))

    def block(name: str, opened: str, closed: str) -> str:
        found = re.search(rf"\b{name}\s*=\s*{opened}(.*?){closed}", text, re.S)
        return found.group(1) if found else ""

    def sets(name: str) -> list[set[int]]:
        return [
            {int(one) for one in part.split(",") if one.strip()} - {0}
            for part in re.findall(r"\{(.*?)\}", block(name, r"\[", r"\]\s*;"), re.S)
        ]

    slots, morning = number("nTotalSlots"), number("nMorningSlots")
    rows = [
        [int(one) for one in row.split(",") if one.strip()]
        for row in block("requested", r"\[\|", r"\|\]").split("|")
        if row.strip()
    ]
    forbidden = sets("forbidden")
    fixed = [int(one) for one in block("fixed", r"\[", r"\]").split(",") if one.strip()]
    sessions = [[0, morning - 1]] + ([[morning, slots - 1]] if morning < slots else [])
    return {
        "slots": slots,
        "sessions": sessions,
        "tables": number("nTables"),
        "seated": None,
        "parties": [
            {
                "id": party + 1,
                "side": "any",
                "available": (
                    [s for s in range(slots) if s + 1 not in forbidden[party]]
                    if forbidden and forbidden[party]
                    else None
                ),
                "min": 0,
                "max": slots,
            }
            for party in range(number("nBusiness"))
        ],
        "wishes": [
            {
                "id": place + 1,
                "a": a,
                "b": b,
                "value": 1,
                "required": True,
                "slot": fixed[place] - 1 if fixed and fixed[place] else None,
                "session": session - 1 if session in (1, 2) else None,
            }
            for place, (a, b, session) in enumerate(rows)
        ],
        "precedences": [
            [before, place + 1]
            for place, befores in enumerate(sets("precedences"))
            for before in sorted(befores)
        ],
        "forbidden_pairs": [],
        "objective": ["value", "breaks"],
        "break_rule": "clock",
        "break_spread": spread,
    }


def variant_of(event: Json, seed: int) -> Json:
    """The event with times forbidden, meetings pinned and meetings put in order, drawn by a seed:
    one kind of change, or all three."""
    draw = random.Random(seed)
    changed: Json = json.loads(json.dumps(event))
    slots, kind = changed["slots"], seed % 4
    if kind in (0, 3):
        for party in changed["parties"]:
            away = {slot for slot in range(slots) if draw.random() < 0.05}
            if away:
                party["available"] = [s for s in range(slots) if s not in away]
    if kind in (1, 3):
        for wish in draw.sample(changed["wishes"], max(1, len(changed["wishes"]) // 20)):
            first, last = changed["sessions"][wish["session"] or 0]
            if wish["session"] is None:
                last = slots - 1
            wish["slot"] = draw.randint(first, last)
    if kind in (2, 3):
        ids = [wish["id"] for wish in changed["wishes"]]
        pairs = {tuple(sorted(draw.sample(ids, 2))) for _number in range(10)}
        changed["precedences"] = [list(pair) for pair in sorted(pairs)]
    return changed


def ask(problem: Json, seconds: float) -> tuple[Json, float, float]:
    """Through the command line, as anybody would: the answer, the seconds it took, and how long it
    kept processors busy."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.json"), Path(folder, "out.json")
        source.write_text(json.dumps(problem))
        began = time.perf_counter()
        command = f"{sys.executable} manage.py timetable --seconds {seconds} --in".split()
        subprocess.run([*command, source, "--out", target], cwd=ROOT, check=True)
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return json.loads(target.read_text()), wall, busy


def rival(problem: Json, seconds: float) -> tuple[str, int | None, float]:
    """The plain model in CP-SAT: status, breaks, seconds."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    slots = problem["slots"]
    busy: dict[tuple[int, int], list[Any]] = {}
    by_slot: list[list[Any]] = [[] for _slot in range(slots)]
    when: dict[int, Any] = {}
    there = {
        party["id"]: set(range(slots)) if party["available"] is None else set(party["available"])
        for party in problem["parties"]
    }
    for wish in problem["wishes"]:
        choices = {}
        first, last = (0, slots - 1)
        if wish["session"] is not None:
            first, last = problem["sessions"][wish["session"]]
        for slot in range(first, last + 1):
            if wish["slot"] not in (None, slot) or slot not in there[wish["a"]] & there[wish["b"]]:
                continue
            held = choices[slot] = model.new_bool_var("")
            by_slot[slot].append(held)
            for party in (wish["a"], wish["b"]):
                busy.setdefault((party, slot), []).append(held)
        model.add_exactly_one(choices.values())
        when[wish["id"]] = sum(slot * held for slot, held in choices.items())
    for held in busy.values():
        model.add_at_most_one(held)
    for held in by_slot:
        model.add(sum(held) <= problem["tables"])
    for before, after in problem["precedences"]:
        model.add(when[before] < when[after])
    totals = []
    for party in there:
        rows = [sum(busy.get((party, slot), [])) for slot in range(slots)]
        if not any((party, slot) in busy for slot in range(slots)):
            totals.append(model.new_constant(0))
            continue
        starts = []
        for slot in range(slots):
            start = model.new_bool_var("")
            model.add(start >= rows[slot] - (rows[slot - 1] if slot else 0))
            starts.append(start)
        breaks = model.new_int_var(0, slots, "")
        model.add(breaks == sum(starts) - 1)
        totals.append(breaks)
    least = model.new_int_var(0, slots, "")
    for breaks in totals:
        model.add(breaks >= least)
        model.add(breaks <= least + problem["break_spread"])
    model.minimize(sum(totals))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    began = time.perf_counter()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    name = solver.status_name(status).lower()
    return name, int(solver.objective_value) if found else None, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--variants", type=int, default=6, help="of each event (default 6)")
    parser.add_argument("--only", nargs="*", default=[], help="events by the start of their names")
    parser.add_argument("--spreads", nargs="*", type=int, default=[0, 1, 2, 3])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rival", type=float, default=20, help="seconds for CP-SAT (0: leave out)")
    parser.add_argument("--rivals", nargs="*", default=["tic-12", "forumt-14", "forum-13"])
    chosen = parser.parse_args()
    paths = [
        path
        for path in sorted(chosen.folder.glob("*.dzn"))
        if not chosen.only or any(path.name.startswith(name) for name in chosen.only)
    ]
    if not paths:
        sys.exit(f"no events (*.dzn) in {chosen.folder}")
    times: list[tuple[float, str]] = []
    statuses: Counter[str] = Counter()
    busy_in_all = 0.0
    for path in paths:
        name = path.name.split(".")[0]
        cases = [(f"{name} d={spread}", read_event(path, spread)) for spread in chosen.spreads]
        cases += [
            (f"{name} v{seed} d=2", variant_of(read_event(path, 2), seed))
            for seed in range(chosen.variants)
        ]
        for title, problem in cases:
            answer, seconds, busy = ask(problem, chosen.seconds)
            busy_in_all += busy
            times.append((seconds, title))
            statuses[answer["status"]] += 1
            breaks = answer["objective"].get("breaks", "–")
            print(
                f"{title:28} {answer['status']:11} {breaks:>3} {seconds:7.2f} s, CPU {busy:.2f} s",
                flush=True,
            )
        if chosen.rival and name in chosen.rivals:
            status, found, seconds = rival(read_event(path, 2), chosen.rival)
            ours = next(spent for spent, title in times if title == f"{name} d=2")
            breaks = "–" if found is None else found
            title = f"{name} d=2, plain CP-SAT"
            print(f"{title:28} {status:11} {breaks:>3} {seconds:7.2f} s = {seconds / ours:.1f} ×")
    proved = statuses["optimal"] + statuses["infeasible"]
    whole, worst = sum(spent for spent, _title in times), max(times)
    print(
        f"\n{len(times)} cases: {proved} proved ({statuses['optimal']} optimal, "
        f"{statuses['infeasible']} infeasible); {whole:.0f} s in all (CPU {busy_in_all:.0f} s), "
        f"worst {worst[0]:.1f} s ({worst[1]})"
    )


if __name__ == "__main__":
    main()
