"""A signed agreement of some products in one shop: what the book stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.samples import an_agreement
from gandeng.kernel import clock
from gandeng.organisations.models import Outlet
from gandeng.organisations.samples import a_maker
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


def a_promise(*, line_count: int = 1, **terms: Any) -> Promise:
    """Signed sixty days ago: Rp15.000 on the shelf, Rp12.750 to the maker."""
    maker = a_maker()
    agreement = an_agreement(
        maker,
        products=[a_product(maker) for _ in range(line_count)],
        at=clock.now() - timedelta(days=60),
        **terms,
    )
    lines = list(agreement.lines.select_related("agreement", "product").order_by("pk"))
    outlet = agreement.outlets.get()
    return Promise(agreement, lines, outlet)
