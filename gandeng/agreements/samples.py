"""Sample agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from gandeng.kernel import clock
from gandeng.organisations.models import Organisation, Outlet, Seat
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

from . import actions
from .models import Agreement
from .states import Side, State


def an_agreement(
    maker: Organisation | None = None,
    buyer: Organisation | None = None,
    outlets: Iterable[Outlet] = (),
    products: Iterable[Product] = (),
    *,
    state: str = State.SIGNED,
    at: datetime | None = None,
    quantity: int = 60,
    **terms: Any,
) -> Agreement:
    """A signed consignment of one product in one shop: Rp15.000 on the shelf, 15 % of the selling
    price to the shop, Rp12.750 to the maker. Everything missing is made.

    ``state`` stops earlier (draft, offered) or goes on (ended). ``terms`` are those of
    draft_agreement; prices follow the margin from each product's price.
    """
    at = at or clock.now()
    if maker is None:
        maker = a_maker(buyer.programme) if buyer else a_maker()
    buyer = buyer or a_buyer(maker.programme)
    shops = list(outlets) or list(buyer.outlets.order_by("pk")) or [an_outlet(buyer)]
    goods = list(products) or [a_product(maker)]
    officer = an_officer(maker.programme)
    terms.setdefault("starts_on", clock.day_of(at))
    terms.setdefault("ends_on", terms["starts_on"] + timedelta(days=365))
    terms.setdefault("lines", [(product, None, None, quantity) for product in goods])
    agreement = actions.draft_agreement(
        maker.programme, maker, buyer, outlets=shops, by=officer, at=at, **terms
    )
    if state == State.DRAFT:
        return agreement
    actions.offer_agreement(agreement, by=officer, at=at)
    if state == State.OFFERED:
        return agreement
    sign_on_both_sides(agreement, at=at)
    if state == State.ENDED:
        actions.end_agreement(agreement, by=officer, at=at, reason="Contoh selesai")
    return agreement


def sign_on_both_sides(agreement: Agreement, *, at: datetime) -> None:
    """The maker's owner and the buyer's manager sign what was offered."""
    for side, organisation, role in (
        (Side.MAKER, agreement.maker, Seat.Role.OWNER),
        (Side.BUYER, agreement.buyer, Seat.Role.MANAGER),
    ):
        person = signer_of(organisation, role)
        actions.sign_agreement(agreement, side, by=person, at=at, name=person.name)


def signer_of(organisation: Organisation, role: str) -> Person:
    """Who may sign for an organisation; somebody new where nobody sits there yet."""
    seat = (
        Seat.objects.filter(organisation=organisation, role=role, ended_at__isnull=True)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    return seat.person if seat else a_seat(organisation)
