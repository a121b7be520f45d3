"""How invitations, meetings and promises are spread over the programme's makers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from gandeng.insight.core.spread import gini, reached, top_share
from gandeng.meetings.models import Day, Invitation, Meeting, Outcome
from gandeng.meetings.states import PROMISES, InvitationState, Result, Side, TimetableState
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import SizeClass
from gandeng.programmes.models import Programme

TOP = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """One thing spread over makers. ``among`` is how many makers could have had some."""

    key: str
    label: str
    total: int
    among: int
    reached: int
    top_share: Fraction
    gini: Fraction

    @property
    def top_percent(self) -> int:
        return round(100 * self.top_share)

    @property
    def gini_text(self) -> str:
        """Two places, with a comma as Indonesian has it."""
        return f"{float(self.gini):.2f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Group:
    """A district, a class of size, or newcomers: its makers, and what they had."""

    label: str
    makers: int
    invited: int
    meetings: int
    promises: int

    @property
    def meetings_each(self) -> str:
        if not self.invited:
            return "–"
        return f"{self.meetings / self.invited:.1f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class MakerShare:
    """One maker's line, for the table and the file behind the figures."""

    maker: Organisation
    is_newcomer: bool
    invitations: int
    meetings: int
    promises: int


@dataclass(frozen=True, slots=True)
class Fairness:
    spreads: list[Spread]
    by_district: list[Group]
    by_size: list[Group]
    by_age: list[Group]
    makers: list[MakerShare]

    @property
    def most_meetings(self) -> int:
        """What the one maker with the most of them had."""
        return max((share.meetings for share in self.makers), default=0)


def fairness_of(programme: Programme, days: Sequence[Day]) -> Fairness:
    """The spread over these days. Makers with nothing count: all that are registered and stand,
    for invitations; those invited, for meetings and promises. Meetings are of the timetable in
    force, less what the tables say was not held. Seven queries, whatever the size."""
    ids = [day.pk for day in days]
    invited = _invitations(ids)
    meetings = _meetings(ids)
    promises = _promises(ids)
    newcomers = _newcomers(programme, days)
    makers = list(
        Organisation.objects.makers()
        .filter(programme=programme)
        .standing()
        .select_related("district")
        .order_by("name", "pk")
    )
    shares = [
        MakerShare(
            maker,
            maker.pk in newcomers,
            invited[maker.pk],
            meetings[maker.pk],
            promises[maker.pk],
        )
        for maker in makers
    ]
    there = [share for share in shares if share.invitations]
    return Fairness(
        spreads=[
            _spread("invitations", _("Undangan"), [one.invitations for one in shares]),
            _spread("meetings", _("Pertemuan"), [one.meetings for one in there]),
            _spread("promises", _("Janji"), [one.promises for one in there]),
        ],
        by_district=_groups(shares, lambda one: str(one.maker.district or _("Belum diisi"))),
        by_size=_groups(shares, _size_of),
        by_age=_groups(
            shares, lambda one: _("Baru pertama kali") if one.is_newcomer else _("Pernah ikut")
        ),
        makers=sorted(shares, key=lambda one: (-one.promises, -one.meetings, one.maker.name)),
    )


def _spread(key: str, label: str, amounts: Sequence[int]) -> Spread:
    return Spread(
        key,
        label,
        sum(amounts),
        len(amounts),
        reached(amounts),
        top_share(amounts, TOP),
        gini(amounts),
    )


def _size_of(share: MakerShare) -> str:
    size = share.maker.size_class
    return str(SizeClass(size).label) if size else _("Belum diisi")


def _groups(shares: Sequence[MakerShare], name_of: Callable[[MakerShare], str]) -> list[Group]:
    found: dict[str, list[MakerShare]] = defaultdict(list)
    for share in shares:
        found[name_of(share)].append(share)
    return [
        Group(
            label,
            len(members),
            sum(one.invitations > 0 for one in members),
            sum(one.meetings for one in members),
            sum(one.promises for one in members),
        )
        for label, members in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _invitations(days: Sequence[int]) -> Mapping[int, int]:
    rows = (
        Invitation.objects.filter(day__in=days, side=Side.MAKER)
        .exclude(state=InvitationState.WITHDRAWN)
        .values_list("organisation_id")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(rows))


def _meetings(days: Sequence[int]) -> Mapping[int, int]:
    rows = Meeting.objects.filter(
        timetable__day__in=days, timetable__state=TimetableState.PUBLISHED
    ).values_list("buyer_id", "maker_id", "maker__organisation_id")
    held_not = set(
        Outcome.objects.filter(day__in=days, result=Result.NOT_HELD).values_list(
            "buyer_id", "maker_id"
        )
    )
    return Counter(maker for buyer, party, maker in rows if (buyer, party) not in held_not)


def _promises(days: Sequence[int]) -> Mapping[int, int]:
    rows = (
        Outcome.objects.filter(day__in=days, result__in=PROMISES)
        .values_list("maker__organisation_id")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(rows))


def _newcomers(programme: Programme, days: Sequence[Day]) -> set[int]:
    """Makers invited to one of these days and to none before the first of them."""
    if not days:
        return set()
    first = min(day.held_on for day in days)
    rows = Invitation.objects.filter(programme=programme, side=Side.MAKER).exclude(
        state=InvitationState.WITHDRAWN
    )
    before = set(rows.filter(day__held_on__lt=first).values_list("organisation_id", flat=True))
    now = set(rows.filter(day__in=days).values_list("organisation_id", flat=True))
    return now - before
