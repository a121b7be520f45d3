"""What waits of meeting days: for those invited, for the office, for whoever follows the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.meetings.models import Proposal
from gandeng.meetings.queries.access import invitations_for
from gandeng.meetings.queries.answers import open_invitations, takes_answers
from gandeng.meetings.queries.outcomes import outcomes_for
from gandeng.meetings.states import PROMISES, DayState, InvitationState, ProposalState, Result
from gandeng.parameters.queries import value_of
from gandeng.programmes.models import Programme

from .task import Task


def of_guest(person: Any) -> list[Task]:
    """Meeting days to come: an answer that is owed, news of one's own day."""
    now = clock.now()
    unseen = Q(notices__seen_at__isnull=True, notices__told_at__isnull=True)
    invitations = open_invitations(person, at=now).annotate(
        news=Count("notices", filter=Q(notices__isnull=False) & unseen)
    )
    rows = list(invitations)
    owed = [
        row for row in rows if row.state == InvitationState.SENT and takes_answers(row.day, now)
    ]
    told = [row for row in rows if row.news]

    def door_of(some: list[Any]) -> str:
        return reverse("meetings:own", args=[some[0].pk]) if some else ""

    return [
        Task(
            _("undangan menunggu jawaban"),
            len(owed),
            door_of(owed),
            "mail-question-mark",
            owed[0].day.name if owed else "",
        ),
        Task(
            _("kabar temu bisnis untuk Anda"),
            sum(row.news for row in told),
            door_of(told),
            "bell",
            told[0].day.name if told else "",
            is_urgent=any(row.day.held_on == clock.day_of(now) for row in told),
        ),
    ]


def of_callers(person: Any, programme: Programme) -> list[Task]:
    """Whom to phone for the day that is next: for the office all, for a mentor the district's."""
    silent = (
        invitations_for(person)
        .filter(programme=programme, state=InvitationState.SENT)
        .filter(day__state=DayState.INVITING, day__held_on__gte=clock.today())
    )
    row = (
        silent.values("day", "day__name", "day__held_on")
        .annotate(count=Count("pk"))
        .order_by("day__held_on", "day")
        .first()
    )
    return [
        Task(
            _("undangan belum dijawab, perlu ditelepon"),
            row["count"] if row else 0,
            reverse("meetings:chase", args=[row["day"]]) if row else "",
            "phone",
            row["day__name"] if row else "",
        )
    ]


def of_host(programme: Programme) -> list[Task]:
    """What to decide while a day runs."""
    proposals = list(
        Proposal.objects.filter(programme=programme, state=ProposalState.OPEN)
        .filter(day__state__in=[DayState.INVITING, DayState.RUNNING])
        .select_related("day")
    )
    return [
        Task(
            _("usulan perubahan jadwal menunggu keputusan"),
            len(proposals),
            reverse("meetings:proposal", args=[proposals[0].day_id]) if proposals else "",
            "shuffle",
            proposals[0].day.name if proposals else "",
            is_urgent=True,
        ),
    ]


def after_the_tables(person: Any, programme: Programme) -> list[Task]:
    """What was said at tables and nobody took further. As ``insight.queries.tables`` has it: of a
    promise without a paper, and of a talk to be taken up again whose day is over."""
    today = clock.today()
    wait = timedelta(days=value_of("agreement_stalls_after_days", on=today, programme=programme))
    mine = outcomes_for(person).filter(programme=programme).exclude(task__closed_at__isnull=False)
    undrafted = mine.filter(result__in=PROMISES, agreements__isnull=True)
    open_talks = mine.filter(
        result__in=[Result.SAMPLE, Result.TALK_LATER, Result.NOT_HELD]
    ).annotate(due_on=Coalesce("task__due_on", "next_on"))
    late = open_talks.filter(
        Q(due_on__lt=today) | Q(due_on__isnull=True, noted_at__lt=clock.start_of(today - wait))
    )
    return [
        _of_latest_day(
            undrafted,
            _("kesepakatan di meja belum jadi konsep"),
            "agreements:day-promises",
            "file-pen",
        ),
        _of_latest_day(
            late, _("tindak lanjut temu bisnis lewat tenggat"), "insight:table-tasks", "clock-alert"
        ),
    ]


def _of_latest_day(outcomes: Any, label: str | Promise, url_name: str, icon: str) -> Task:
    """So many outcomes in all; the door is that of the day with the most of them."""
    by_day = list(
        outcomes.order_by()
        .values("day", "day__name")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    if not by_day:
        return Task(label, 0, "", icon)
    first, total = by_day[0], sum(row["count"] for row in by_day)
    note = first["day__name"] if len(by_day) == 1 else ""
    return Task(label, total, reverse(url_name, args=[first["day"]]), icon, note)
