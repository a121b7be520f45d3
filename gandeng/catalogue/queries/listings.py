"""What is shown on a day, and what stands in the way of what is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gandeng.catalogue.models import Listing, ListingQuerySet
from gandeng.catalogue.states import State
from gandeng.certificates.core.status import Status
from gandeng.certificates.queries import Held, statuses_of, until_of
from gandeng.certificates.states import Kind
from gandeng.curation.models import Submission
from gandeng.curation.queries import accepted_products, latest_of
from gandeng.curation.states import State as SubmissionState
from gandeng.organisations.states import State as OrganisationState
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme


def listings_open_on(day: date, programme: Programme) -> ListingQuerySet:
    """What the catalogue shows on a day, by product name: put up, offered, its maker standing, and
    carried by its certificates on that very day. For lists; pages use the kept shelf."""
    put_up = Listing.objects.filter(programme=programme).up()
    products = [listing.product for listing in put_up.select_related("product")]
    held = statuses_of(products, on=day)
    carried = [pk for pk, kinds in held.items() if is_carried(kinds, on=day)]
    return (
        put_up.filter(product_id__in=carried)
        .select_related("product__maker")
        .order_by("product__name", "pk")
    )


def is_carried(held: Mapping[Kind, Held], *, on: date) -> bool:
    """Does everything needed carry on this day?"""
    until = until_of(held, on=on)
    return until is None or until >= on


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: a code for programs, words for people."""

    code: str
    words: str


def obstacles_of(
    product: Product, held: Mapping[Kind, Held], submission: Submission | None
) -> list[Obstacle]:
    """What stands between a product and the catalogue, the verdict first. No queries: hand in what
    its certificates say today and its latest submission; the product comes with its maker."""
    found = []
    if submission is None:
        found.append(Obstacle("not_submitted", _("Belum dikurasi")))
    elif submission.state != SubmissionState.ACCEPTED:
        words = _("Kurasi: %(verdict)s") % {"verdict": submission.get_state_display().lower()}
        found.append(Obstacle("not_accepted", words))
    found += [_lacking(one) for one in held.values() if one.is_needed and not one.carries]
    if product.state != ProductState.OFFERED:
        found.append(Obstacle("withdrawn", _("Produk ditarik oleh pemiliknya")))
    if product.maker.state in {OrganisationState.SUSPENDED, OrganisationState.MERGED}:
        words = _("UMKM %(state)s") % {"state": product.maker.get_state_display().lower()}
        found.append(Obstacle("maker", words))
    return found


def _lacking(held: Held) -> Obstacle:
    words = f"{held.label} {held.words.lower()}"
    if held.status == Status.LAPSED and held.until:
        words += f" {held.until:%d-%m-%Y}"
    return Obstacle(f"certificate_{held.kind}", words)


@dataclass(frozen=True)
class Standing:
    """A product on the page of those who keep the catalogue."""

    product: Product
    listing: Listing | None
    obstacles: list[Obstacle]
    until: date | None

    @property
    def is_shown(self) -> bool:
        return bool(self.listing and self.listing.state == State.SHOWN and not self.obstacles)

    @property
    def is_taken_down(self) -> bool:
        return bool(self.listing and self.listing.state == State.UNLISTED)


def standings(products: Sequence[Product], *, on: date) -> list[Standing]:
    """How these products stand to the catalogue on a day; eight queries, however many. They come
    with their maker."""
    held = statuses_of(products, on=on)
    submissions = latest_decided_of(products)
    listings = Listing.objects.in_bulk([p.pk for p in products], field_name="product_id")
    return [
        Standing(
            product,
            listings.get(product.pk),
            obstacles_of(product, held[product.pk], submissions.get(product.pk)),
            until_of(held[product.pk], on=on),
        )
        for product in products
    ]


def latest_decided_of(products: Iterable[Product]) -> dict[int, Submission]:
    """By product id, the verdict that counts: the latest one given; before any, the latest
    submission."""
    products = list(products)
    latest = latest_of(products)
    decided = (
        Submission.objects.filter(product__in=products)
        .exclude(state=SubmissionState.SUBMITTED)
        .select_related("round")
        .order_by("round__held_on", "pk")
    )
    return latest | {submission.product_id: submission for submission in decided}


def candidates(programme: Programme) -> QuerySet[Product]:
    """What is offered or was ever put up, by name: all that the catalogue could show."""
    return (
        Product.objects.filter(programme=programme)
        .filter(Q(state=ProductState.OFFERED) | Q(listing__isnull=False))
        .exclude(maker__state=OrganisationState.MERGED)
        .select_related("maker")
        .order_by("name", "pk")
    )


def counts_in(programme: Programme, shown: int) -> dict[str, int]:
    """How many are shown (so many stand on the shelf), held back, and taken down."""
    row = candidates(programme).aggregate(
        every=Count("pk"), down=Count("pk", filter=Q(listing__state=State.UNLISTED))
    )
    held = row["every"] - row["down"] - shown
    return {"shown": shown, "held": max(held, 0), "down": row["down"]}


def to_be_listed(programme: Programme) -> list[Product]:
    """Accepted products that are not in the catalogue yet. Those taken down stay down."""
    return list(
        accepted_products(programme)
        .filter(listing__isnull=True, state=ProductState.OFFERED)
        .exclude(maker__state__in=[OrganisationState.MERGED, OrganisationState.SUSPENDED])
        .select_related("maker")
    )
