"""What was said at a table becomes a draft with everything filled in, in one step."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements import queries
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Scheme
from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Outcome
from gandeng.meetings.states import PROMISES, Result
from gandeng.organisations.actions import open_outlet
from gandeng.organisations.models import Organisation, Outlet
from gandeng.people.models import Person
from gandeng.products.states import State as ProductState

from .drafting import LineOffer, draft_agreement

A_YEAR = timedelta(days=365)


@transaction.atomic
def draft_from_outcome(outcome: Outcome, *, by: Person, at: datetime) -> Agreement:
    """Draft what a buyer and a maker said at their table: scheme, products, trial quantities, named
    prices, the buyer's shops and habits of paying. The same outcome drafts once.

    Where nothing was said of the scheme, a trial order is outright and an understanding is on
    consignment. A buyer without a shop yet gets one, named after it.

    Refuses: ``no_promise``, ``nothing_named``, and all that draft_agreement does.
    """
    buyer, maker = outcome.buyer.organisation, outcome.maker.organisation
    require(by, "agreements.draft_agreement", _unsaved(outcome))
    key = f"outcome-{outcome.pk}"
    if done := Agreement.objects.filter(key=key, programme=outcome.programme).first():
        return done
    if outcome.result not in PROMISES:
        raise Refusal(
            "no_promise",
            _("Pertemuan ini belum berakhir dengan kesepakatan. Ubah dulu hasilnya."),
        )
    lines = _lines_of(outcome)
    if not lines:
        raise Refusal(
            "nothing_named",
            _("Belum ada produk dengan jumlah percobaan. Lengkapi dulu hasil pertemuannya."),
        )
    cycle, due_days = queries.habit_of(buyer)
    starts_on = max(clock.day_of(at), outcome.day.held_on)
    agreement = draft_agreement(
        outcome.programme,
        maker,
        buyer,
        scheme=scheme_of(outcome),
        lines=lines,
        outlets=_shops_of(buyer, by=by, at=at),
        cycle=cycle,
        due_days=due_days,
        starts_on=starts_on,
        ends_on=starts_on + A_YEAR,
        note=outcome.note,
        by=by,
        at=at,
        key=key,
    )
    agreement.outcome = outcome
    agreement.save(update_fields=["outcome"])
    record(agreement, "draft_from_outcome", by=by, at=at, note=str(outcome))
    return agreement


def draft_all_from(
    outcomes: list[Outcome], *, by: Person, at: datetime
) -> tuple[list[Agreement], list[tuple[Outcome, str]]]:
    """Draft all of them, each in its own transaction; what was refused comes back with the
    sentence."""
    drafted, refused = [], []
    for outcome in outcomes:
        require(by, "agreements.draft_agreement", _unsaved(outcome))
        try:
            drafted.append(draft_from_outcome(outcome, by=by, at=at))
        except Refusal as refusal:
            refused.append((outcome, str(refusal)))
    return drafted, refused


def _unsaved(outcome: Outcome) -> Agreement:
    """What permission is asked about."""
    return Agreement(
        programme=outcome.programme,
        maker=outcome.maker.organisation,
        buyer=outcome.buyer.organisation,
    )


def scheme_of(outcome: Outcome) -> str:
    """What was said, or what the result means where nothing was."""
    if outcome.scheme:
        return outcome.scheme
    return Scheme.OUTRIGHT if outcome.result == Result.ORDER else Scheme.CONSIGNMENT


def _lines_of(outcome: Outcome) -> list[LineOffer]:
    rows = (
        outcome.lines.filter(quantity__gt=0)
        .exclude(product__state=ProductState.WITHDRAWN)
        .select_related("product")
        .order_by("pk")
    )
    return [(row.product, None, row.shelf_price, row.quantity) for row in rows]


def _shops_of(buyer: Organisation, *, by: Person, at: datetime) -> list[Outlet]:
    shops = list(buyer.outlets.filter(is_open=True).order_by("name", "pk"))
    if shops:
        return shops
    name = _("Toko %(buyer)s") % {"buyer": buyer.name}
    return [open_outlet(buyer, name[:120], by=by, at=at)]
