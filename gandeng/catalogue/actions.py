"""Accepted products go up into the catalogue and come down again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record, record_many
from gandeng.certificates.queries import carried_until_of, statuses_of, until_of
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .models import Listing
from .queries.listings import is_carried, latest_decided_of, obstacles_of, to_be_listed
from .states import State


@transaction.atomic
def list_product(product: Product, *, by: Person, at: datetime) -> Listing:
    """Put an accepted product up, or up again. One that is up stays as it is.

    Refuses ``not_ready`` with everything that is missing: the verdict, certificates, an offer.
    """
    require(by, "catalogue.list_product", product)
    day = clock.day_of(at)
    held = statuses_of([product], on=day)[product.pk]
    submission = latest_decided_of([product]).get(product.pk)
    if obstacles := obstacles_of(product, held, submission):
        said = "; ".join(obstacle.words for obstacle in obstacles)
        raise Refusal("not_ready", _("Belum bisa ditayangkan: %(what)s.") % {"what": said})
    shown_until, grade = until_of(held, on=day), submission.grade if submission else ""
    listing, is_new = Listing.objects.get_or_create(
        product=product,
        defaults={
            "programme_id": product.programme_id,
            "shown_until": shown_until,
            "grade": grade,
            "listed_at": at,
        },
    )
    if is_new:
        record(listing, "list_product", by=by, at=at, after={"grade": grade})
    elif listing.state == State.UNLISTED:
        advance(listing, "list_again", by=by, at=at, shown_until=shown_until, grade=grade)
    return listing


def unlist_product(listing: Listing, reason: str, *, by: Person, at: datetime) -> Listing:
    """Take a product down, for a reason that is kept. It stays down until somebody puts it up
    again. Refuses: ``reason_missing``, ``wrong_state``."""
    require(by, "catalogue.unlist_product", listing)
    if not reason.strip():
        raise Refusal("reason_missing", _("Tulis alasan diturunkan."), field="reason")
    return advance(listing, "unlist", by=by, at=at, note=reason.strip()[:300])


@transaction.atomic
def list_accepted(programme: Programme, *, by: Person, at: datetime) -> list[Listing]:
    """Put up every accepted product whose certificates carry it today, in few queries. What was
    taken down stays down; what lacks something waits. Those that are new."""
    require(by, "catalogue.list_product", programme)
    day = clock.day_of(at)
    products = to_be_listed(programme)
    held = statuses_of(products, on=day)
    verdicts = latest_decided_of(products)
    new = [
        Listing(
            programme=programme,
            product=product,
            shown_until=until_of(held[product.pk], on=day),
            grade=verdicts[product.pk].grade,
            listed_at=at,
        )
        for product in products
        if is_carried(held[product.pk], on=day)
    ]
    Listing.objects.bulk_create(new, batch_size=500)
    record_many(new, "list_product", by=by, at=at)
    return new


def refresh_shown_until(programme: Programme, *, at: datetime) -> int:
    """Compute anew until when certificates carry what is up. Nothing is decided, so nothing is
    traced. How many had changed."""
    day = clock.day_of(at)
    listings = list(
        Listing.objects.filter(programme=programme, state=State.SHOWN).select_related("product")
    )
    until = carried_until_of((listing.product for listing in listings), on=day)
    changed = [one for one in listings if one.shown_until != until[one.product_id]]
    for listing in changed:
        listing.shown_until = until[listing.product_id]
    Listing.objects.bulk_update(changed, ["shown_until"], batch_size=500)
    return len(changed)
