"""How much makers have promised a month, which outcomes are part of it, and who trades with whom:
what the meetings room asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Cycle, State

CYCLE_DAYS = {
    Cycle.WEEKLY: 7,
    Cycle.FORTNIGHTLY: 14,
    Cycle.THREE_WEEKS: 21,
    Cycle.MONTHLY: 30,
}
MONTH_DAYS = 30


def promised_pieces(products: Collection[int], on: date) -> dict[int, int]:
    """Pieces a month by product id, over all signed agreements that have not ended by that day; a
    period's quantity is brought to 30 days, each line rounded up. One query."""
    lines = Line.objects.filter(
        product_id__in=products, agreement__state=State.SIGNED, agreement__ends_on__gt=on
    )
    total: Counter[int] = Counter()
    for product_id, quantity, cycle in lines.values_list(
        "product_id", "quantity_per_period", "agreement__cycle"
    ):
        total[product_id] += -(-quantity * MONTH_DAYS // CYCLE_DAYS[Cycle(cycle)])
    return dict(total)


def signed_outcomes(outcomes: Collection[int]) -> set[int]:
    """Those among these outcomes whose agreement has been signed, also where it has ended since."""
    if not outcomes:
        return set()
    rows = Agreement.objects.filter(
        outcome_id__in=outcomes, state__in=[State.SIGNED, State.ENDED]
    ).values_list("outcome_id", flat=True)
    return {outcome for outcome in rows if outcome is not None}


def trading_pairs(organisations: Collection[int]) -> set[tuple[int, int]]:
    """The (buyer id, maker id) among these organisations that have or had a signed agreement."""
    rows = Agreement.objects.filter(
        buyer_id__in=organisations,
        maker_id__in=organisations,
        state__in=[State.SIGNED, State.ENDED],
    )
    return set(rows.values_list("buyer_id", "maker_id").distinct())
