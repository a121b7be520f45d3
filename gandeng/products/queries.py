"""Which products a person may see."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gandeng.organisations.models import Organisation
from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, standing_of

from .core.barcodes import is_barcode
from .core.packages import draw_package
from .models import Photo, Product

# Part of every drawing's address: raise it when the drawings change, and browsers ask anew.
DRAWING = "1"


def products_for(person: Any) -> QuerySet[Product]:
    """The office its programme's products, a mentor those of their districts' makers, an owner
    their own. (What buyers and the public see is a listing: the catalogue.)"""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        maker_id__in=seats_of(person).owned
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, maker__district_id__in=districts)
    return Product.objects.filter(seen).select_related("maker").order_by("name", "pk")


def products_of(person: Any, maker: Organisation) -> QuerySet[Product]:
    """A maker's products, as far as a person may see them."""
    return products_for(person).filter(maker=maker)


def called(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Of these, the ones people mean: part of the name or the maker's name, the code, or the
    barcode. (Finding what buyers look for is the catalogue's search.)"""
    text = " ".join(text.split())[:100]
    if not text:
        return products
    meant = Q(name__icontains=text) | Q(maker__name__icontains=text) | Q(code__iexact=text)
    if is_barcode(text):
        meant |= Q(gtin=text) | Q(in_store_code=text)
    return products.filter(meant)


def photo_called(pk: int, digest: str) -> Photo | None:
    """The photo at this address; who does not know the digest finds nothing."""
    return Photo.objects.filter(pk=pk, digest__startswith=digest).first()


def picture_url(product: Product) -> str:
    """Where the product's picture is: its first photo, else a drawn package. Both never change, so
    browsers may keep them for ever. Lists should ``prefetch_related("photos")`` and select the
    maker."""
    photos = sorted(product.photos.all(), key=lambda photo: photo.pk)
    if photos:
        return photo_url(photos[0])
    return reverse("products:drawing", kwargs={"pk": product.pk}) + f"?v={drawing_version(product)}"


def photo_url(photo: Photo) -> str:
    """Where a photo is: nobody guesses the digest."""
    return reverse("products:photo", kwargs={"pk": photo.pk, "digest": photo.digest[:24]})


def drawing_of(product: Product) -> str:
    """The drawn package, as SVG."""
    return draw_package(
        product.name,
        product.maker.name,
        product.size,
        product.packaging,
        product.category,
        product.pk,
    )


def drawing_version(product: Product) -> str:
    """Changes whenever the drawing would."""
    shown = (
        DRAWING,
        product.name,
        product.maker.name,
        product.size,
        str(product.packaging),
        product.category,
    )
    return blake2b("\n".join(shown).encode(), digest_size=5).hexdigest()
