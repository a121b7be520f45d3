"""How the certificates of products stood on the day their goods left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gandeng.certificates.core.status import Status
from gandeng.certificates.queries import Held, statuses_of
from gandeng.products.models import Product


def held_by(products: Iterable[Product], *, on: date) -> dict[int, list[Held]]:
    """What each product was shown to hold on a day, by product id; what was never shown is left
    out, since curation asks for it, not the driver."""
    return {
        pk: [held for held in kinds.values() if held.status != Status.MISSING]
        for pk, kinds in statuses_of(products, on=on).items()
    }


def lapsed(held: Iterable[Held]) -> list[Held]:
    """The needed certificates that no longer hold: goods do not travel on them."""
    return [one for one in held if one.is_needed and one.status == Status.LAPSED]


def as_kept(held: dict[int, list[Held]]) -> dict[str, list[dict[str, Any]]]:
    """The same as JSON keeps it on the delivery, by product id."""
    return {
        str(pk): [
            {
                "kind": str(one.kind),
                "number": one.number,
                "status": str(one.status),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in kinds
        ]
        for pk, kinds in held.items()
    }
