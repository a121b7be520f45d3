"""What waits for a person, over all rooms: the first thing they see."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import State as AgreementState
from gandeng.catalogue.queries import listings_open_on
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO, Money
from gandeng.organisations.models import Organisation
from gandeng.organisations.rules import seats_of
from gandeng.programmes.models import Member, Programme
from gandeng.programmes.rules import standing_of
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.settlement.models import Payment
from gandeng.trade.settlement.states import PaymentState

from .meetings import after_the_tables, of_callers, of_guest, of_host
from .task import Task
from .trade import of_maker, of_manager, of_office, of_shop

Role = Member.Role

__all__ = ["Task", "figures_of", "tasks_for"]


def tasks_for(person: Any, programme: Programme | None) -> list[Task]:
    """What waits for a person, the most pressing first; nothing that is done."""
    seats = seats_of(person)
    found: list[Task] = []
    if seats.shops or seats.managed:
        found += of_shop(person)
    if seats.managed:
        found += of_manager(person, seats.managed)
    if seats.owned:
        found += of_maker(person, seats.owned)
    if seats.owned or seats.managed:
        found += of_guest(person)
    if programme is not None:
        roles = standing_of(person).roles.get(programme.pk, frozenset())
        found += of_office(programme, roles)
        if roles & {Role.OFFICER, Role.HEAD, Role.MENTOR}:
            found += after_the_tables(person, programme)
        if roles & {Role.OFFICER, Role.MENTOR}:
            found += of_callers(person, programme)
        if Role.OFFICER in roles:
            found += of_host(programme)
    waiting = [task for task in found if task.count]
    return sorted(waiting, key=lambda task: not task.is_urgent)


def figures_of(programme: Programme) -> dict[str, Any]:
    """The programme in four numbers, recomputed from what happened."""
    makers = Organisation.objects.filter(programme=programme).makers().standing()
    buyers = Organisation.objects.filter(programme=programme).buyers().standing()
    signed = Agreement.objects.filter(
        programme=programme, state__in=[AgreementState.SIGNED, AgreementState.ENDED]
    )
    paid = Payment.objects.filter(programme=programme, state=PaymentState.CONFIRMED)
    total: Money = paid.aggregate(total=Sum("amount"))["total"] or ZERO
    sold = Account.objects.filter(programme=programme, kind__in=[Kind.SOLD, Kind.BOUGHT])
    return {
        "makers": makers.count(),
        "buyers": buyers.count(),
        "listed": listings_open_on(clock.today(), programme).count(),
        "signed": signed.count(),
        "sold": sold.aggregate(n=Sum("balance"))["n"] or 0,
        "paid": total,
    }
