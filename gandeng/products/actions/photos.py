"""Pictures of a product come and go. The file as it came is never kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.products.core.photos import MOST_BYTES, UnusablePhoto, read_photo
from gandeng.products.models import Photo, Product

MOST_PHOTOS = 8
WHY = {
    "too_heavy": _("Berkas lebih dari 12 MB. Kecilkan dulu, atau ambil foto baru."),
    "not_a_photo": _("Berkas itu bukan foto JPEG, PNG, WebP, atau HEIC. Pilih foto lain."),
    "too_many_pixels": _("Foto terlalu besar untuk dibuka (lebih dari 64 megapiksel)."),
    "too_small": _("Foto terlalu kecil. Pakai foto dengan sisi paling sedikit 200 piksel."),
}


@transaction.atomic
def add_photo(product: Product, file: Any, *, by: Person, at: datetime) -> Photo:
    """Add a picture from an uploaded file (anything with ``read``). The same file twice is once.

    Refuses: ``too_heavy``, ``not_a_photo``, ``too_many_pixels``, ``too_small``,
    ``too_many_photos``.
    """
    require(by, "products.add_photo", product)
    try:
        # one byte more than allowed is enough to know
        picture = read_photo(file.read(MOST_BYTES + 1))
    except UnusablePhoto as problem:
        raise Refusal(problem.code, WHY[problem.code], field="photo") from problem
    known = product.photos.filter(digest=picture.digest).first()
    if known:
        return known
    if product.photos.count() >= MOST_PHOTOS:
        raise Refusal(
            "too_many_photos",
            _("Sudah ada %(count)s foto. Hapus satu dulu.") % {"count": MOST_PHOTOS},
            field="photo",
        )
    photo = Photo(
        programme_id=product.programme_id,
        product=product,
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        created_at=at,
    )
    photo.file.save("photo.webp", ContentFile(picture.webp), save=False)
    photo.save()
    record(product, "add_photo", by=by, at=at, after={"photo": photo.digest[:12]})
    return photo


@transaction.atomic
def remove_photo(photo: Photo, *, by: Person, at: datetime) -> None:
    """Take a picture away; its file goes when the transaction is through."""
    require(by, "products.add_photo", photo)
    product, digest = photo.product, photo.digest[:12]
    storage, name = photo.file.storage, str(photo.file.name)
    photo.delete()
    record(product, "remove_photo", by=by, at=at, before={"photo": digest})
    transaction.on_commit(lambda: storage.delete(name))
