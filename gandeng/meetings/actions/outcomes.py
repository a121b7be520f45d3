"""What was said at a table is written down, once, however often the device sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Day, Invitation, Outcome, OutcomeLine, Slot
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import PROMISES, DayState, PriceReaction, Result, Scheme, Side
from gandeng.products.core.photos import UnusablePhoto, read_photo
from gandeng.products.models import Product

from .beats import beat

MOST_PIECES = 1_000_000
# a device's clock may be a little ahead of ours
CLOCK_TOLERANCE = timedelta(minutes=2)
PHOTO_REFUSALS = {
    "too_heavy": _("Foto terlalu besar (paling besar 12 MB). Kecilkan lalu kirim lagi."),
    "not_a_photo": _("Berkas itu bukan foto JPEG, PNG, WebP, atau HEIC."),
    "too_many_pixels": _("Foto terlalu besar ukurannya. Kecilkan lalu kirim lagi."),
    "too_small": _("Foto terlalu kecil untuk dibaca."),
}


@dataclass(frozen=True, slots=True)
class LineNote:
    """What was said of one product: taste 1 to 5 or None, a PriceReaction or "", pieces to try,
    and the shelf price the buyer named, if any."""

    product: Product
    taste: int | None = None
    price_reaction: str = ""
    quantity: int = 0
    shelf_price: Money | None = None


@transaction.atomic
def note_outcome(
    day: Day,
    buyer: Invitation,
    maker: Invitation,
    result: str,
    *,
    lines: Sequence[LineNote] = (),
    scheme: str = "",
    next_on: date | None = None,
    note: str = "",
    photo: bytes | None = None,
    slot: Slot | None = None,
    key: str,
    noted_at: datetime,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Write down what this pair said. The same ``key`` again changes nothing; another note on the
    same pair replaces what stands there if it was taken later, and is left aside if it was taken
    earlier (two devices that were offline). A clock that runs ahead counts as now.

    Refuses: ``day_not_open``, ``not_of_this_day``, ``unknown_result``, ``unknown_scheme``,
    ``not_the_makers_product``, ``product_twice``, ``bad_taste``, ``bad_quantity``, ``bad_price``,
    ``nothing_promised``, ``next_in_past``, ``bad_photo``.
    """
    fresh = Outcome(programme_id=day.programme_id, day=day, buyer=buyer, maker=maker, key=key)
    require(by, "meetings.note_outcome", fresh)
    if done := Outcome.objects.filter(key=key, day=day, buyer=buyer, maker=maker).first():
        return done
    _check_pair(day, buyer, maker)
    _check_words(result, scheme, lines, maker, next_on, day)
    noted_at = at if noted_at > at + CLOCK_TOLERANCE else min(noted_at, at)
    # one writer at a time for a day, so that two devices with the same pair meet here
    Day.objects.select_for_update().get(pk=day.pk)
    outcome = Outcome.objects.filter(day=day, buyer=buyer, maker=maker).first()
    if outcome is not None and outcome.noted_at > noted_at:
        return outcome
    outcome = outcome or fresh
    outcome.key = key
    outcome.result = Result(result)
    outcome.scheme = scheme
    outcome.next_on = next_on
    outcome.note = note.strip()[:1000]
    outcome.slot = slot
    outcome.noted_at = noted_at
    outcome.received_at = at
    outcome.by = account_of(by)
    outcome.by_name = str(by)[:150]
    if photo:
        _put_photo(outcome, photo)
    outcome.save()
    outcome.lines.all().delete()
    OutcomeLine.objects.bulk_create(
        [
            OutcomeLine(
                programme_id=day.programme_id,
                outcome=outcome,
                product=line.product,
                taste=line.taste,
                price_reaction=line.price_reaction,
                quantity=line.quantity,
                shelf_price=line.shelf_price,
            )
            for line in lines
        ]
    )
    after = {
        "result": str(outcome.result),
        "scheme": scheme,
        "pieces": sum(line.quantity for line in lines),
        "next_on": str(next_on or ""),
    }
    record(outcome, "note_outcome", by=by, at=at, after=after)
    beat(day)
    return outcome


def _check_pair(day: Day, buyer: Invitation, maker: Invitation) -> None:
    if day.state not in {DayState.INVITING, DayState.RUNNING, DayState.ENDED}:
        raise Refusal("day_not_open", _("Acara ini belum dibuka atau sudah dibatalkan."))
    if {buyer.day_id, maker.day_id} != {day.pk} or (buyer.side, maker.side) != (
        Side.BUYER,
        Side.MAKER,
    ):
        raise Refusal(
            "not_of_this_day", _("Pilih satu pembeli dan satu UMKM yang diundang ke acara ini.")
        )


def _check_words(
    result: str,
    scheme: str,
    lines: Sequence[LineNote],
    maker: Invitation,
    next_on: date | None,
    day: Day,
) -> None:
    if result not in Result.values:
        raise Refusal("unknown_result", _("Pilih hasil pertemuannya."), field="result")
    if scheme and scheme not in Scheme.values:
        raise Refusal("unknown_scheme", _("Pilih titip jual atau beli putus."), field="scheme")
    seen: set[int] = set()
    for line in lines:
        name = {"product": line.product.name}
        if line.product.maker_id != maker.organisation_id:
            raise Refusal("not_the_makers_product", _("%(product)s bukan produk UMKM ini.") % name)
        if line.product.pk in seen:
            raise Refusal("product_twice", _("%(product)s tercantum dua kali.") % name)
        seen.add(line.product.pk)
        if line.taste is not None and not 1 <= line.taste <= 5:
            raise Refusal("bad_taste", _("%(product)s: nilai rasa 1 sampai 5.") % name)
        if line.price_reaction and line.price_reaction not in PriceReaction.values:
            raise Refusal("bad_price", _("%(product)s: pilih murah, pas, atau mahal.") % name)
        if not 0 <= line.quantity <= MOST_PIECES:
            raise Refusal("bad_quantity", _("%(product)s: jumlahnya tidak masuk akal.") % name)
        if line.shelf_price is not None and line.shelf_price.rupiah <= 0:
            raise Refusal("bad_price", _("%(product)s: harga harus lebih dari nol.") % name)
    if result in PROMISES and not any(line.quantity for line in lines):
        raise Refusal(
            "nothing_promised",
            _("Isi jumlah percobaan sekurangnya untuk satu produk, atau pilih hasil lain."),
            field="result",
        )
    if next_on is not None and next_on < day.held_on:
        raise Refusal(
            "next_in_past",
            _("Langkah berikutnya tidak bisa sebelum hari acara."),
            field="next_on",
        )


def _put_photo(outcome: Outcome, content: bytes) -> None:
    try:
        picture = read_photo(content)
    except UnusablePhoto as error:
        raise Refusal("bad_photo", PHOTO_REFUSALS[error.code], field="photo") from error
    outcome.photo_digest = picture.digest
    outcome.photo.save("photo.webp", ContentFile(picture.webp), save=False)
