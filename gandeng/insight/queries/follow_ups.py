"""Tasks about stuck promises, and who may own one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gandeng.agreements.queries import seen_through_agreement
from gandeng.insight.models import FollowUp
from gandeng.people.models import Person
from gandeng.programmes.models import Member, Programme

OWNERS = [Member.Role.OFFICER, Member.Role.HEAD, Member.Role.MENTOR]


def follow_ups_for(person: Any) -> QuerySet[FollowUp]:
    """The tasks a person may see, the open ones first."""
    return (
        FollowUp.objects.filter(seen_through_agreement(person, "agreement__"))
        .select_related("owner", "agreement", "agreement__maker")
        .order_by("closed_at", "due_on", "pk")
    )


def people_to_own(programme: Programme) -> QuerySet[Person]:
    """Officers, heads and mentors of the programme, by name."""
    return (
        Person.objects.filter(
            is_active=True,
            memberships__programme=programme,
            memberships__role__in=OWNERS,
            memberships__ended_at__isnull=True,
        )
        .distinct()
        .order_by("name", "pk")
    )
