"""Accepted, certified products are listed; listings come down and follow their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.audit.actions import advance, record, record_many
from gandeng.certificates.queries import statuses_of, until_of
from gandeng.curation.queries import accepted_products, latest_of
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .models import Listing
from .states import State


@transaction.atomic
def list_product(product: Product, *, by: Person, at: datetime) -> Listing:
    """Show an accepted product whose certificates hold. Showing one that is shown changes nothing.

    Refuses: ``not_accepted``, ``certificate_missing``.
    """
    require(by, "catalogue.list_product", product)
    on = clock.day_of(at)
    verdict = latest_of([product]).get(product.pk)
    if verdict is None or verdict.state != "accepted":
        raise Refusal("not_accepted", _("Produk ini belum lolos kurasi."))
    held = statuses_of([product], on=on)[product.pk]
    until = until_of(held, on=on)
    if until is not None and until < on:
        lacking = ", ".join(
            str(kind.label) for kind, one in held.items() if one.is_needed and not one.carries
        )
        raise Refusal(
            "certificate_missing",
            _("Belum bisa tayang: %(lacking)s belum ada, habis, atau diragukan.")
            % {"lacking": lacking or _("sertifikatnya")},
        )
    values = {"shown_until": until, "grade": verdict.grade}
    listing = Listing.objects.filter(product=product).first()
    if listing is None:
        listing = Listing.objects.create(
            programme_id=product.programme_id, product=product, listed_at=at, **values
        )
        record(listing, "list_product", by=by, at=at, after={"product": product.name})
    elif listing.state == State.UNLISTED:
        advance(listing, "list_again", by=by, at=at, **values)
    return listing


def unlist_product(listing: Listing, *, reason: str, by: Person, at: datetime) -> Listing:
    """Take a product down. Refuses: ``reason_missing``, ``wrong_state``."""
    require(by, "catalogue.unlist_product", listing)
    if len(reason.strip()) < 5:
        raise Refusal("reason_missing", _("Tulis kenapa produk ini diturunkan."), field="reason")
    return advance(listing, "unlist", by=by, at=at, note=reason.strip()[:300])


@transaction.atomic
def list_accepted(programme: Programme, *, by: Person, at: datetime) -> list[Listing]:
    """List every accepted product whose certificates hold and that was never listed, in few
    queries; the others keep their last day current. The new listings."""
    require(by, "catalogue.list_product", programme)
    on = clock.day_of(at)
    known = {listing.product_id for listing in Listing.objects.filter(programme=programme)}
    products = [product for product in accepted_products(programme) if product.pk not in known]
    until = _carried(products, on)
    grades = {pk: submission.grade for pk, submission in latest_of(products).items()}
    new = [
        Listing(
            programme=programme,
            product=product,
            shown_until=until[product.pk],
            grade=grades.get(product.pk, ""),
            listed_at=at,
        )
        for product in products
        if (last := until[product.pk]) is None or last >= on
    ]
    Listing.objects.bulk_create(new, batch_size=500)
    record_many(new, "list_product", by=by, at=at)
    refresh_shown_until(programme, at=at)
    return new


@transaction.atomic
def refresh_shown_until(programme: Programme, *, at: datetime) -> int:
    """Bring the last day of every listing up to date with its certificates; how many changed. Run
    by the clock and after certificates changed. Nobody acts here: it only recomputes."""
    on = clock.day_of(at)
    listings = list(
        Listing.objects.filter(programme=programme).select_related("product__maker").order_by("pk")
    )
    until = _carried([listing.product for listing in listings], on)
    changed = [listing for listing in listings if listing.shown_until != until[listing.product_id]]
    for listing in changed:
        listing.shown_until = until[listing.product_id]
        listing.updated_at = at
    Listing.objects.bulk_update(changed, ["shown_until", "updated_at"], batch_size=500)
    return len(changed)


def _carried(products: Sequence[Product], on: date) -> dict[int, date | None]:
    return {pk: until_of(held, on=on) for pk, held in statuses_of(products, on=on).items()}
