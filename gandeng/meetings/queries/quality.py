"""How good a version is, beside what no timetable could better: its worth, its breaks and ways, its
tables, and how evenly makers meet."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandeng.meetings.core.unmet import HOPELESS
from gandeng.meetings.models import Run, Timetable
from gandeng.ui.templatetags.ui import quantity

from .boards import unmet_pairs
from .timetables import names_in

SMALLEST_GAP = 0.05
# from here on breaks are forced by the room, not by the plan
HIGH_LOAD_PERCENT = 85
SPARE_TABLES = 0.1


@dataclass(frozen=True, slots=True)
class Quality:
    """A value beside what no timetable can better. ``bound`` None: nothing is known of it."""

    value: int
    bound: int | None

    @property
    def is_proven(self) -> bool:
        return self.bound is not None and self.value == self.bound

    @property
    def gap(self) -> float | None:
        """Per cent at most that could still be won."""
        if not self.bound or self.value > self.bound:
            return None
        return 100 * (self.bound - self.value) / self.bound

    @property
    def words(self) -> str:
        if self.is_proven:
            return _("Terbukti terbaik")
        if self.gap is None:
            return _("Batasnya belum diketahui")
        if self.gap < SMALLEST_GAP:
            return _("Kurang dari %(gap)s di bawah yang terbaik") % {"gap": _percent(0.1)}
        return _("Paling banyak %(gap)s di bawah yang terbaik") % {"gap": _percent(self.gap)}

    @property
    def note(self) -> str:
        """The value and its bound."""
        if self.bound is None:
            return _("nilai %(value)s") % {"value": quantity(self.value)}
        return _("nilai %(value)s, batas %(bound)s") % {
            "value": quantity(self.value),
            "bound": quantity(self.bound),
        }


def quality_of(timetable: Timetable) -> Quality:
    """As calculated, or as it is after hands changed it: the bound still holds. Hands may win value
    at the cost of the makers' minimum; then the bound without it is the one that holds."""
    value = int(timetable.objective.get("value", 0))
    bound, free = (timetable.bounds.get(name) for name in ("value", "value_without_floor"))
    if bound is not None and free is not None and value > bound:
        bound = free
    return Quality(value, None if bound is None else int(bound))


def quality_so_far(run: Run) -> Quality | None:
    """The best a running calculation has found."""
    if "value" not in run.progress:
        return None
    bound = run.progress.get("bound")
    return Quality(int(run.progress["value"]), None if bound is None else int(bound))


@dataclass(frozen=True, slots=True)
class Comfort:
    """How the meetings lie in the day: ``breaks`` beside the fewest that these meetings can have,
    and how often people change tables over how many metres. None: not known."""

    breaks: int | None
    fewest: int | None = None
    moves: int | None = None
    walk_m: float | None = None

    @property
    def breaks_note(self) -> str:
        if self.breaks is None or self.fewest is None:
            return ""
        if self.breaks <= self.fewest:
            return _("terbukti tersedikit")
        return _("batas bawah %(fewest)s") % {"fewest": quantity(self.fewest)}

    @property
    def walk_note(self) -> str:
        if not self.moves or not self.walk_m:
            return ""
        return _("seluruhnya %(metres)s m") % {"metres": quantity(round(self.walk_m))}

    @property
    def breaks_words(self) -> str:
        return _beside(self.breaks, self.breaks_note)

    @property
    def walk_words(self) -> str:
        return _beside(self.moves, self.walk_note)


def comfort_of(timetable: Timetable) -> Comfort:
    figures = timetable.objective
    return Comfort(
        figures.get("breaks"),
        timetable.bounds.get("breaks_here"),
        figures.get("moves"),
        figures.get("walk_m"),
    )


def comfort_so_far(run: Run) -> Comfort:
    """Ways are known once everybody has a table, at the end."""
    return Comfort(run.progress.get("breaks"), run.progress.get("fewest_breaks"))


def said_of(timetable: Timetable) -> dict[str, str]:
    """The figures of a version in words, for the board."""
    quality, comfort = quality_of(timetable), comfort_of(timetable)
    return {
        "value": quantity(quality.value),
        "quality": quality.words,
        "breaks": comfort.breaks_words,
        "moves": comfort.walk_words,
    }


def _percent(number: float) -> str:
    return f"{number_format(number, 1)}\u00a0%"


def _beside(figure: int | None, note: str) -> str:
    said = quantity(figure)
    return f"{said} ({note})" if note else said


@dataclass(frozen=True, slots=True)
class Load:
    """How full the room is: meetings beside places, one at each table in each slot."""

    used: int
    tables: int
    slots: int

    @property
    def places(self) -> int:
        return self.tables * self.slots

    @property
    def percent(self) -> int:
        return round(100 * self.used / self.places) if self.places else 0

    @property
    def is_high(self) -> bool:
        return self.percent >= HIGH_LOAD_PERCENT

    @property
    def hint(self) -> str:
        """What helps where breaks come of the room."""
        spare = math.ceil(self.tables * SPARE_TABLES)
        return ngettext(
            "Meja hampir penuh, dan itu memaksa jeda dan perpindahan. %(count)s meja cadangan "
            "memberi lebih banyak kenyamanan daripada perhitungan mana pun.",
            "Meja hampir penuh, dan itu memaksa jeda dan perpindahan. %(count)s meja cadangan "
            "memberi lebih banyak kenyamanan daripada perhitungan mana pun.",
            spare,
        ) % {"count": spare}


def load_of(timetable: Timetable) -> Load:
    day = timetable.day
    tables = day.tables.filter(is_open=True).count()
    return Load(timetable.meetings.count(), tables, day.slots.count())


@dataclass
class Fairness:
    """How evenly makers meet. ``floor`` is the minimum in question, ``is_promised`` whether the
    calculation was to keep it; ``asked`` the makers somebody wants to meet, ``reached`` those of
    them with ``min(floor, demand)`` meetings or more, ``short`` the others as (name, meetings,
    demand). ``best_without`` is the most a timetable without the minimum could be worth, with
    ``short_without`` makers below it; ``price`` how far this version is below, in per cent."""

    floor: int
    is_promised: bool
    asked: int = 0
    reached: int = 0
    short: list[tuple[str, int, int]] = field(default_factory=list)
    fewest: int = 0
    most: int = 0
    value: int = 0
    best_without: int | None = None
    short_without: int | None = None

    @property
    def price(self) -> float | None:
        if not self.best_without:
            return None
        return max(0.0, 100 * (self.best_without - self.value) / self.best_without)

    @property
    def price_words(self) -> str:
        return "" if self.price is None else number_format(self.price, 2)


def fairness_in(timetable: Timetable, usual_floor: int) -> Fairness:
    """Who reached the minimum and who did not, and what the minimum costs. Where none was promised,
    the usual one is the measure."""
    promised = int(timetable.settings.get("floor", 0))
    floor = promised or usual_floor
    met: Counter[int] = Counter(timetable.meetings.values_list("maker_id", flat=True))
    demand = Counter(met)
    hopeless = {
        (row["buyer"], row["maker"]) for row in timetable.why_not if row.get("code") in HOPELESS
    }
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    for buyer, maker, _value in unmet_pairs(timetable, held):
        demand[maker] += (buyer, maker) not in hopeless
    found = Fairness(
        floor,
        bool(promised),
        value=int(timetable.objective.get("value", 0)),
        best_without=timetable.bounds.get("value_without_floor"),
        short_without=timetable.bounds.get("short_without_floor"),
    )
    wanted = [maker for maker, count in demand.items() if count]
    found.asked = len(wanted)
    if wanted:
        found.fewest = min(met[maker] for maker in wanted)
        found.most = max(met[maker] for maker in wanted)
    short = [maker for maker in wanted if met[maker] < min(floor, demand[maker])]
    found.reached = found.asked - len(short)
    names = names_in(timetable.day, short)
    found.short = sorted((names[maker], met[maker], demand[maker]) for maker in short)
    return found
