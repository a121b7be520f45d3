"""Why a wish was not granted and why a day cannot be, in words a person accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .choice import Impossible, choose, levels_of
from .grid import grid_of, without_absences
from .prices import Prices
from .problem import Meeting, Problem, Timetable


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop

# By what stood against the wish. ``low`` is the least value among the meetings that were preferred.
SENTENCES = {
    "forbidden": _("Pertemuan {a} dengan {b} dilarang petugas."),
    "never_together": _("{a} dan {b} tidak pernah hadir pada jam yang sama."),
    "not_then": _("{a} dan {b} tidak hadir bersama pada jam atau sesi yang diminta."),
    "over": _("Jam untuk pertemuan {a} dengan {b} sudah lewat."),
    "no_meetings": _("{who} tidak membuka jadwal pertemuan."),
    "full_better": _(
        "Jadwal {who} sudah penuh ({count} pertemuan) dengan yang lebih diinginkan: nilai "
        "terendahnya {low}, keinginan ini {value}."
    ),
    "full_equal": _(
        "Jadwal {who} sudah penuh ({count} pertemuan) dengan yang sama diinginkannya: nilai "
        "terendahnya {low}, sama dengan keinginan ini."
    ),
    "full_loss": _(
        "Jadwal {who} sudah penuh ({count} pertemuan). Bila pertemuan ini (nilai {value}) "
        "dipaksakan, nilai seluruh jadwal turun paling sedikit {loss}."
    ),
    "full": _(
        "Jadwal {who} sudah penuh ({count} pertemuan). Memasukkan pertemuan ini (nilai {value}) "
        "berarti membatalkan pertemuan lain; susunan dengannya yang lebih bernilai tidak ditemukan."
    ),
    "tables": _(
        "Semua meja sudah terpakai pada semua jam; pertemuan terpilih bernilai paling rendah "
        "{low}, keinginan ini {value}."
    ),
    "tables_then": _("Pada jam kosong yang sama bagi {a} dan {b} semua meja sudah terpakai."),
    "no_common_slot": _(
        "{a} dan {b} tidak punya jam kosong yang sama; susunan lain yang lebih bernilai tidak "
        "ditemukan."
    ),
    "order": _(
        "Urutan yang diminta antara pertemuan {a} dengan {b} dan pertemuan lain tidak dapat "
        "dipenuhi."
    ),
    "not_chosen": _("Pertemuan {a} dengan {b} masih mungkin, tetapi belum ada di jadwal ini."),
}

CONFLICTS = {
    "barred_never": _(
        "{a} dan {b} wajib bertemu, tetapi tidak pernah hadir bersama pada jam yang diminta."
    ),
    "barred_forbidden": _("{a} dan {b} wajib bertemu, tetapi pasangan ini juga dilarang."),
    "full": _("{who} wajib menghadiri {count} pertemuan, tetapi paling banyak dapat {most}."),
    "tables": _("Ada {count} pertemuan wajib, tetapi hanya {places} tempat (meja × jam)."),
    "least": _("{who} minta paling sedikit {least} pertemuan."),
    "least_alone": _(
        "{who} minta paling sedikit {least} pertemuan, tetapi hanya {most} yang mungkin."
    ),
    "required": _("{a} wajib bertemu {b}."),
    "no_room": _("Jam, meja, dan lawan bicara yang ada tidak cukup untuk semua itu sekaligus."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What stood against a wish: a code of SENTENCES, whom it concerns (a party's number, if one),
    and the figures of its sentence. ``loss`` is what forcing it would cost the day at least, if
    known."""

    wish: int
    code: str
    who: int | None = None
    count: int = 0
    low: int = 0
    loss: int | None = None

    def sentence(self, problem: Problem, names: Mapping[int, str] | None = None) -> str:
        """In Indonesian; ``names`` by party's number, else ids are the names."""
        wish = problem.wishes[self.wish]
        name = _namer(problem, names)
        return SENTENCES[self.code].format(
            a=name(wish.a),
            b=name(wish.b),
            who="" if self.who is None else name(self.who),
            value=wish.value,
            count=self.count,
            low=self.low,
            loss=self.loss,
        )


def reasons(
    problem: Problem, meetings: Iterable[Meeting], prices: Prices | None = None
) -> list[Reason]:
    """What stood against each wish that is not held, by wish. The problem's absences must be taken
    out of its slots already (``grid.without_absences``)."""
    held = {meeting.wish: meeting.slot for meeting in meetings}
    book = _Book(problem, held, prices)
    return [book.reason(index) for index in range(len(problem.wishes)) if index not in held]


def why_not(
    problem: Problem, meetings: Iterable[Meeting], prices: Prices | None = None
) -> tuple[tuple[int, str], ...]:
    """The sentences of ``reasons`` for the answer's ``why_not``."""
    return tuple(
        (reason.wish, reason.sentence(problem)) for reason in reasons(problem, meetings, prices)
    )


def explain(
    problem: Problem,
    answer: Timetable,
    wish: int,
    names: Mapping[int, str] | None = None,
) -> str:
    """Why this one wish is not held in the timetable, with people's names; empty if it is held.

    What forcing it would cost is found by choosing anew with it, so it is exact where the choice
    is; in ``why_not`` only the prices tell, and they may tell less.
    """
    problem = without_absences(problem)
    held = {meeting.wish: meeting.slot for meeting in answer.meetings}
    if wish in held:
        return ""
    reason = _Book(problem, held, None).reason(wish)
    if reason.code == "full":
        loss = _loss(problem, wish)
        if loss:
            reason = replace(reason, code="full_loss", loss=loss)
    return reason.sentence(problem, names)


def _loss(problem: Problem, wish: int) -> int | None:
    """What the best choice loses when this wish must be held; None if it cannot be."""
    levels = levels_of(problem.objective)
    forced = tuple(
        replace(one, required=True) if index == wish else one
        for index, one in enumerate(problem.wishes)
    )
    try:
        free = choose(grid_of(problem), levels)
        bound = choose(grid_of(replace(problem, wishes=forced)), levels)
    except Impossible:
        return None
    return free.bounds["value"] - bound.bounds["value"]


def conflict(problem: Problem, items: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Requirements that contradict each other (``choice.Impossible.items``) in words."""
    name = _namer(problem, None)
    said: list[str] = []
    for kind, index in items:
        if kind in ("barred", "required"):
            wish = problem.wishes[index]
            key: str = kind
            if kind == "barred":
                key = "barred_forbidden" if wish.forbidden else "barred_never"
            said.append(CONFLICTS[key].format(a=name(wish.a), b=name(wish.b)))
        elif kind == "tables":
            places = len(problem.tables) * problem.slots
            said.append(CONFLICTS["tables"].format(count=index, places=places))
        else:
            party = problem.parties[index]
            own = [wish for wish in problem.wishes if index in (wish.a, wish.b)]
            count = sum(wish.required for wish in own)
            possible = sum(bool(wish.slots) and not wish.forbidden for wish in own)
            most = min(party.maximum, len(party.available))
            key = kind
            if kind == "least":
                most = min(most, possible)
                key = "least_alone" if most < party.minimum else "least"
            said.append(
                CONFLICTS[key].format(who=name(index), count=count, most=most, least=party.minimum)
            )
    if not any("tetapi" in sentence for sentence in said):
        said.append(CONFLICTS["no_room"])
    return tuple(said)


def _namer(problem: Problem, names: Mapping[int, str] | None) -> Callable[[int], str]:
    def name(party: int) -> str:
        given = names.get(party) if names else None
        return given or str(problem.parties[party].id)

    return name


class _Book:
    """A timetable looked up by party and by slot."""

    def __init__(self, problem: Problem, held: Mapping[int, int], prices: Prices | None) -> None:
        self.problem, self.held, self.prices = problem, held, prices
        self.now = problem.now or 0
        self.own: list[list[int]] = [[] for _ in problem.parties]
        self.busy: list[set[int]] = [set() for _ in problem.parties]
        self.count = [0] * problem.slots
        for index, slot in held.items():
            wish = problem.wishes[index]
            self.count[slot] += 1
            for party in (wish.a, wish.b):
                self.own[party].append(wish.value)
                self.busy[party].add(slot)
        self.low = min((problem.wishes[index].value for index in held), default=0)

    def reason(self, index: int) -> Reason:
        problem, wish = self.problem, self.problem.wishes[index]
        if wish.forbidden:
            return Reason(index, "forbidden")
        a, b = problem.parties[wish.a], problem.parties[wish.b]
        if not a.available & b.available:
            return Reason(index, "never_together")
        if not wish.slots:
            return Reason(index, "not_then")
        open_slots = {slot for slot in wish.slots if slot >= self.now}
        if not open_slots:
            return Reason(index, "over")
        loss = self.prices.loss(wish.a, wish.b, wish.value) if self.prices else None
        full = [p for p in (wish.a, wish.b) if len(self.own[p]) >= self._most(p)]
        if full:
            # the one with the higher least value explains best
            who = max(full, key=lambda party: (min(self.own[party], default=0), -party))
            return self._full(index, who, loss)
        if len(self.held) >= len(problem.tables) * problem.slots:
            return Reason(index, "tables", low=self.low, loss=loss)
        common = open_slots - self.busy[wish.a] - self.busy[wish.b]
        if not common:
            return Reason(index, "no_common_slot", loss=loss)
        if all(self.count[slot] >= len(problem.tables) for slot in common):
            return Reason(index, "tables_then", loss=loss)
        stands = any(index in pair for pair in problem.precedences)
        return Reason(index, "order" if stands else "not_chosen", loss=loss)

    def _most(self, party: int) -> int:
        one = self.problem.parties[party]
        return min(one.maximum, len(one.available))

    def _full(self, index: int, who: int, loss: int | None) -> Reason:
        own, value = self.own[who], self.problem.wishes[index].value
        if not own:
            return Reason(index, "no_meetings", who)
        low = min(own)
        if low > value:
            code = "full_better"
        elif low == value:
            code = "full_equal"
        else:
            code = "full_loss" if loss is not None and loss > 0 else "full"
        return Reason(index, code, who, len(own), low, loss)
