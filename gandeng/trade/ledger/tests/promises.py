"""A signed agreement with one product and one shop, as rows: what the book stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Scheme, State
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations.models import Organisation, Outlet
from gandeng.organisations.samples import a_buyer, a_maker, an_outlet
from gandeng.products.samples import a_product


@dataclass
class Promise:
    """An agreement, its lines and its shop."""

    agreement: Agreement
    lines: list[Line]
    outlet: Outlet

    @property
    def line(self) -> Line:
        return self.lines[0]


def a_promise(
    maker: Organisation | None = None,
    buyer: Organisation | None = None,
    *,
    line_count: int = 1,
    starts_on: date | None = None,
    **values: Any,
) -> Promise:
    """Signed sixty days ago: Rp12.000 to the maker, Rp15.000 on the shelf."""
    maker = maker or a_maker()
    buyer = buyer or a_buyer(maker.programme)
    outlet = buyer.outlets.first() or an_outlet(buyer)
    starts_on = starts_on or clock.today() - timedelta(days=60)
    agreement = Agreement.objects.create(
        programme=maker.programme,
        number=f"PKS/{maker.pk}/{buyer.pk}/{Agreement.objects.count()}",
        maker=maker,
        buyer=buyer,
        state=State.SIGNED,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=365),
        created_at=clock.now(),
        signed_at=clock.now(),
        **{"scheme": Scheme.CONSIGNMENT} | values,
    )
    agreement.outlets.add(outlet)
    lines = [
        Line.objects.create(
            programme=maker.programme,
            agreement=agreement,
            product=a_product(maker),
            consignment_price=Money(12_000),
            shelf_price=Money(15_000),
        )
        for _ in range(line_count)
    ]
    return Promise(agreement, lines, outlet)
