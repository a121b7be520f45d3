"""What a page says of a version: how good it is proven to be, how fair, what differs, what is left
unmet."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gandeng.meetings.core.changes import Change, changes_between
from gandeng.meetings.core.unmet import HOPELESS
from gandeng.meetings.models import Day, Run, Timetable
from gandeng.meetings.states import RunState, Side

from .boards import unmet_pairs
from .timetables import seats_of

SMALLEST_GAP = 0.05


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
    def tone(self) -> str:
        if self.is_proven:
            return "ok"
        return "quiet" if self.gap is None else "info"

    @property
    def words(self) -> str:
        if self.is_proven:
            return _("Terbukti terbaik")
        if self.gap is None:
            return _("Batasnya belum diketahui")
        if self.gap < SMALLEST_GAP:
            return _("Kurang dari 0,1 % dari yang mungkin")
        return _("Paling jauh %(gap)s %% dari yang mungkin") % {"gap": number_format(self.gap, 1)}


def quality_of(timetable: Timetable) -> Quality:
    """As calculated, or as it is after hands changed it: the bound still holds."""
    bound = timetable.bounds.get("value")
    return Quality(int(timetable.objective.get("value", 0)), None if bound is None else int(bound))


def quality_so_far(run: Run) -> Quality | None:
    """The best a running calculation has found."""
    if "value" not in run.progress:
        return None
    bound = run.progress.get("bound")
    return Quality(int(run.progress["value"]), None if bound is None else int(bound))


def versions_of(day: Day) -> QuerySet[Timetable]:
    """The newest first, with how many meetings each has and how many are locked."""
    return (
        day.timetables.select_related("by", "base")
        .annotate(
            meeting_count=Count("meetings"),
            locked_count=Count("meetings", filter=Q(meetings__is_locked=True)),
        )
        .order_by("-version")
    )


def latest_run(day: Day) -> Run | None:
    return day.runs.select_related("timetable", "by").first()


def is_under_way(run: Run | None) -> bool:
    return run is not None and run.state in (RunState.QUEUED, RunState.RUNNING)


@dataclass
class Fairness:
    """How evenly makers meet. ``floor`` is the promised minimum (0: none), ``asked`` the makers
    somebody wants to meet, ``reached`` those of them with ``min(floor, demand)`` meetings or more,
    ``short`` the others as (name, meetings, demand). ``price`` is what the floor costs the day's
    value at most, in per cent."""

    floor: int
    asked: int = 0
    reached: int = 0
    short: list[tuple[str, int, int]] = field(default_factory=list)
    fewest: int = 0
    most: int = 0
    price: float | None = None

    @property
    def price_words(self) -> str:
        return "" if self.price is None else number_format(self.price, 2)


def fairness_in(timetable: Timetable) -> Fairness:
    """Who reached the minimum and who did not, and what the minimum costs."""
    floor = int(timetable.settings.get("floor", 0))
    met: Counter[int] = Counter(timetable.meetings.values_list("maker_id", flat=True))
    demand = Counter(met)
    hopeless = {
        (row["buyer"], row["maker"]) for row in timetable.why_not if row.get("code") in HOPELESS
    }
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    for buyer, maker, _value in unmet_pairs(timetable, held):
        demand[maker] += (buyer, maker) not in hopeless
    found = Fairness(floor)
    wanted = [maker for maker, count in demand.items() if count]
    found.asked = len(wanted)
    if wanted:
        found.fewest = min(met[maker] for maker in wanted)
        found.most = max(met[maker] for maker in wanted)
    short = [maker for maker in wanted if met[maker] < min(floor, demand[maker])]
    found.reached = found.asked - len(short)
    names = _names(timetable.day, short)
    found.short = sorted((names[maker], met[maker], demand[maker]) for maker in short)
    free = timetable.bounds.get("value_without_floor")
    value = timetable.bounds.get("value")
    if free and value:
        found.price = max(0.0, 100 * (free - value) / free)
    return found


@dataclass
class PartyChanges:
    """What differs for one party, as sentences ready to read."""

    pk: int
    name: str
    side: str
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Comparison:
    """From one version to another, by party; counts by kind of change, each meeting once."""

    added: int = 0
    cancelled: int = 0
    moved: int = 0
    kept: int = 0
    parties: list[PartyChanges] = field(default_factory=list)


def comparison_of(before: Timetable, after: Timetable) -> Comparison:
    """What changed, for whom: buyers first, then makers, by name."""
    old, new = seats_of(before), seats_of(after)
    changes = changes_between(old, new)
    counts = Counter(change.kind for change in changes)
    own: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        own[int(str(change.buyer))].append(change)
        own[int(str(change.maker))].append(change)
    day = after.day
    guests = {
        guest.pk: guest
        for guest in day.invitations.filter(pk__in=own).select_related("organisation")
    }
    names = {pk: str(guest) for pk, guest in guests.items()}
    times = {slot.number: f"{timezone.localtime(slot.starts_at):%H.%M}" for slot in day.slots.all()}
    tables = dict(day.tables.values_list("pk", "label"))
    parties = [
        PartyChanges(
            pk,
            names[pk],
            guests[pk].side,
            [_line(change, pk, names, times, tables) for change in rows],
        )
        for pk, rows in own.items()
    ]
    parties.sort(key=lambda party: (party.side != Side.BUYER, party.name))
    return Comparison(
        counts["added"],
        counts["cancelled"],
        counts["moved"],
        len(old) - counts["cancelled"] - counts["moved"],
        parties,
    )


def _line(
    change: Change,
    pk: int,
    names: dict[int, str],
    times: dict[int, str],
    tables: dict[Any, str],
) -> tuple[str, str]:
    other = change.maker if change.buyer == pk else change.buyer
    words = {"who": names[int(str(other))], "was": "", "will": ""}
    for key, place in (("was", change.source), ("will", change.target)):
        if place:
            words[key] = _("%(time)s meja %(table)s") % {
                "time": times.get(place[0], ""),
                "table": tables.get(place[1], ""),
            }
    sentences = {
        "added": _("%(who)s, %(will)s"),
        "cancelled": _("%(who)s, %(was)s"),
        "moved": _("%(who)s: %(was)s → %(will)s"),
    }
    return change.kind, sentences[change.kind] % words


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish without a meeting and why. ``buyer`` and ``maker`` are (invitation id, name)."""

    buyer: tuple[int, str]
    maker: tuple[int, str]
    value: int
    reason: str


def unmet_in(timetable: Timetable, party: int | None = None, words: str = "") -> list[Unmet]:
    """The dearest first; of one party, or of those whose name has these words in it."""
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    reasons = {(row["buyer"], row["maker"]): row["reason"] for row in timetable.why_not}
    pairs = unmet_pairs(timetable, held)
    names = _names(timetable.day, {pk for buyer, maker, _v in pairs for pk in (buyer, maker)})
    folded = words.casefold().strip()
    by_hand = _("Dibatalkan dengan tangan di papan.")
    return [
        Unmet(
            (buyer, names[buyer]),
            (maker, names[maker]),
            value,
            reasons.get((buyer, maker), by_hand),
        )
        for buyer, maker, value in pairs
        if buyer in names
        and maker in names
        and (party is None or party in (buyer, maker))
        and (not folded or folded in f"{names[buyer]}\n{names[maker]}".casefold())
    ]


def _names(day: Day, pks: Any) -> dict[int, str]:
    return dict(day.invitations.filter(pk__in=list(pks)).values_list("pk", "organisation__name"))
