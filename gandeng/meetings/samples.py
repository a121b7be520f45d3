"""Sample days, invitations and wishes."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from gandeng.kernel import clock
from gandeng.organisations.models import Organisation
from gandeng.organisations.samples import a_buyer, a_maker
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.models import Programme
from gandeng.programmes.samples import a_programme, an_officer

from .actions.outcomes import LineNote, note_outcome
from .models import Day, Invitation, Meeting, Outcome, Slot, Table, Timetable, Wish
from .queries.links import new_link_key
from .states import DayState, InvitationState, Result, Side, TimetableState


def a_day(
    programme: Programme | None = None,
    *,
    held_on: date | None = None,
    slots: int = 6,
    tables: int = 4,
    state: str = DayState.INVITING,
    **values: Any,
) -> Day:
    """A day of half-hour slots from nine o'clock, the second half after a pause, with tables."""
    programme = programme or a_programme()
    held_on = held_on or clock.today() + timedelta(days=14)
    values.setdefault("name", "Temu Bisnis Karawang")
    values.setdefault("place", "Aula Plaza Pemda")
    day = Day.objects.create(
        programme=programme, held_on=held_on, state=state, created_at=clock.now(), **values
    )
    start = datetime.combine(held_on, time(9), tzinfo=clock.JAKARTA)
    rows = []
    for number in range(slots):
        session = int(number >= (slots + 1) // 2)
        begins = start + timedelta(minutes=30 * number + 60 * session)
        rows.append(
            Slot(
                programme=programme,
                day=day,
                number=number,
                session=session,
                starts_at=begins,
                ends_at=begins + timedelta(minutes=30),
            )
        )
    Slot.objects.bulk_create(rows)
    Table.objects.bulk_create(
        [
            Table(
                programme=programme, day=day, label=f"A{number + 1}", order=number, x=number * 250
            )
            for number in range(tables)
        ]
    )
    return day


def an_invitation(
    day: Day | None = None,
    organisation: Organisation | None = None,
    *,
    side: str = Side.BUYER,
    state: str = InvitationState.COMING,
    **values: Any,
) -> Invitation:
    """An organisation (a new one of that side if none is named) that said it is coming."""
    day = day or a_day()
    if organisation is None:
        organisation = a_maker(day.programme) if side == Side.MAKER else a_buyer(day.programme)
    return Invitation.objects.create(
        programme=day.programme,
        day=day,
        organisation=organisation,
        side=Side.MAKER if organisation.is_maker else Side.BUYER,
        state=state,
        link_key=new_link_key(),
        created_at=clock.now(),
        **values,
    )


def a_wish(
    invitation: Invitation,
    target: Organisation | None = None,
    product: Product | None = None,
    *,
    rank: int = 1,
) -> Wish:
    """A buyer wishes for a product of a maker; a maker wishes for a buyer."""
    if invitation.side == Side.BUYER and product is None:
        product = a_product(target or a_maker(invitation.programme))
    if target is None:
        target = product.maker if product else a_buyer(invitation.programme)
    return Wish.objects.create(
        programme=invitation.programme,
        day=invitation.day,
        invitation=invitation,
        target=target,
        product=product,
        rank=rank,
        created_at=clock.now(),
    )


def a_timetable(
    day: Day,
    pairs: list[tuple[Invitation, Invitation, int, int]] | None = None,
    *,
    state: str = TimetableState.PUBLISHED,
) -> Timetable:
    """A version holding these meetings: buyer, maker, slot number, table order."""
    version = day.timetables.count() + 1
    timetable = Timetable.objects.create(
        programme=day.programme,
        day=day,
        version=version,
        state=state,
        status="optimal",
        created_at=clock.now(),
    )
    slots = {slot.number: slot for slot in day.slots.all()}
    tables = {table.order: table for table in day.tables.all()}
    Meeting.objects.bulk_create(
        [
            Meeting(
                programme=day.programme,
                timetable=timetable,
                buyer=buyer,
                maker=maker,
                slot=slots[slot],
                table=tables[table],
                value=10,
            )
            for buyer, maker, slot, table in pairs or []
        ]
    )
    return timetable


def an_outcome(
    day: Day | None = None,
    buyer: Organisation | None = None,
    product: Product | None = None,
    *,
    result: str = Result.AGREEMENT,
    quantity: int = 40,
    at: datetime | None = None,
    **values: Any,
) -> Outcome:
    """A buyer and a maker talked of one product; an officer wrote it down."""
    day = day or a_day(state=DayState.RUNNING)
    product = product or a_product(a_maker(day.programme))

    def party(organisation: Organisation) -> Invitation:
        known = day.invitations.filter(organisation=organisation).first()
        return known or an_invitation(day, organisation)

    at = at or clock.now()
    return note_outcome(
        day,
        party(buyer or a_buyer(day.programme)),
        party(product.maker),
        result,
        lines=[LineNote(product, taste=5, price_reaction="fitting", quantity=quantity)],
        key=secrets.token_hex(16),
        noted_at=at,
        by=an_officer(day.programme),
        at=at,
        **values,
    )
