"""Why wishes are not held in a timetable, with people's names, and what they would have cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .choice import Prices
from .grid import without_absences
from .problem import Meeting, Problem, Timetable
from .reasons import Reason, reasons

# of such a reason no timetable could have done anything: it is no demand left unmet
HOPELESS = {"forbidden", "never_together", "not_then", "over", "no_meetings"}


def sentences(
    problem: Problem,
    meetings: Iterable[Meeting],
    names: Mapping[int, str],
    answer: Timetable | None = None,
) -> dict[int, tuple[Reason, str]]:
    """By wish that is not among the meetings: what stood against it, and that in words. ``names``
    by party's number; the prices of ``answer``, where it proved something, tell what a wish would
    have cost."""
    prices = _prices_in(problem, answer) if answer else None
    return {
        reason.wish: (reason, reason.sentence(problem, names))
        for reason in reasons(without_absences(problem), meetings, prices)
    }


def _prices_in(problem: Problem, answer: Timetable) -> Prices | None:
    written = (answer.certificate or {}).get("prices")
    if written is None:
        return None
    of = dict(written["parties"])
    party = tuple(int(of.get(party.id, 0)) for party in problem.parties)
    return Prices(party, int(written["table"]), int(answer.bounds.get("value", 0)))
