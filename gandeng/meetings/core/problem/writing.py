"""An answer as the exchange format's JSON has it."""

from __future__ import annotations

from typing import Any

from .values import Problem, Timetable


def write_timetable(problem: Problem, answer: Timetable) -> dict[str, Any]:
    """The answer in the exchange format, meetings in order of slot, table and wish."""
    meetings = sorted(answer.meetings, key=lambda m: (m.slot, m.table, m.wish))
    written: dict[str, Any] = {
        "status": answer.status,
        "meetings": [
            {
                "wish": problem.wishes[m.wish].id,
                "a": problem.parties[problem.wishes[m.wish].a].id,
                "b": problem.parties[problem.wishes[m.wish].b].id,
                "slot": m.slot,
                "table": problem.tables[m.table].id,
            }
            for m in meetings
        ],
        "objective": dict(answer.objective),
        "bounds": dict(answer.bounds),
        "proof": answer.proof,
        "seconds": round(answer.seconds, 4),
        "kept": answer.kept,
        "why_not": [
            {"wish": problem.wishes[wish].id, "reason": reason} for wish, reason in answer.why_not
        ],
    }
    if answer.conflict:
        written["conflict"] = list(answer.conflict)
    if answer.certificate is not None:
        written["certificate"] = dict(answer.certificate)
    return written
