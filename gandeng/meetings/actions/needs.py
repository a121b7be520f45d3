"""What a buyer is looking for is told: by the buyer, or by the office for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import change, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Invitation, Need
from gandeng.meetings.rules import Actor
from gandeng.organisations.models import Organisation
from gandeng.products.states import Category, Storage

MOST_PIECES = 1_000_000


@transaction.atomic
def tell_need(
    buyer: Organisation,
    category: str,
    *,
    by: Actor,
    at: datetime,
    invitation: Invitation | None = None,
    monthly_quantity: int | None = None,
    price_from: Money | None = None,
    price_to: Money | None = None,
    storages: Collection[str] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Need:
    """Say or change what this buyer needs of a category: pieces a month, shelf prices, the ways of
    storing its shop has (none: all), from and to which day. ``invitation`` is the one by whose
    link a guest speaks.

    Refuses: ``not_a_buyer``, ``unknown_category``, ``unknown_storage``, ``bad_quantity``,
    ``bad_price_band``, ``bad_dates``.
    """
    require(by, "meetings.tell_need", _spoken_by(buyer, invitation))
    _check_buyer(buyer)
    if category not in Category.values:
        raise Refusal("unknown_category", _("Pilih jenis produk dari daftar."), field="category")
    if not set(storages) <= set(Storage.values):
        raise Refusal("unknown_storage", _("Pilih cara simpan dari daftar."), field="storages")
    if monthly_quantity is not None and not 1 <= monthly_quantity <= MOST_PIECES:
        raise Refusal("bad_quantity", _("Jumlahnya tidak masuk akal."), field="monthly_quantity")
    if price_from is not None and price_to is not None and price_to < price_from:
        raise Refusal(
            "bad_price_band", _("Harga sampai tidak boleh di bawah harga dari."), field="price_to"
        )
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal("bad_dates", _("Tanggal selesai sebelum tanggal mulai."), field="ends_on")
    values: dict[str, Any] = {
        "monthly_quantity": monthly_quantity,
        "price_from": price_from,
        "price_to": price_to,
        "storages": [value for value in Storage.values if value in storages],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "note": note.strip()[:300],
    }
    # one writer at a time for a buyer, so that two phones do not tell the same need twice
    Organisation.objects.select_for_update(of=("self",)).get(pk=buyer.pk)
    need = Need.objects.filter(buyer=buyer, category=category).first()
    if need is None:
        need = Need.objects.create(
            programme_id=buyer.programme_id, buyer=buyer, category=category, created_at=at, **values
        )
        record(need, "tell_need", by=by, at=at, after={"category": str(category)})
    else:
        change(need, "tell_need", by=by, at=at, **values)
    return need


@transaction.atomic
def choose_categories(
    buyer: Organisation,
    categories: Collection[str],
    *,
    by: Actor,
    at: datetime,
    invitation: Invitation | None = None,
) -> None:
    """Say in one go which categories this buyer needs: new ones without details, those left out
    are dropped with theirs. Refuses ``not_a_buyer``, ``unknown_category``."""
    require(by, "meetings.tell_need", _spoken_by(buyer, invitation))
    _check_buyer(buyer)
    known = {need.category: need for need in Need.objects.filter(buyer=buyer)}
    for category in categories:
        if category not in known:
            tell_need(buyer, category, by=by, at=at, invitation=invitation)
    for category, need in known.items():
        if category not in categories:
            drop_need(need, by=by, at=at, invitation=invitation)


@transaction.atomic
def drop_need(need: Need, *, by: Actor, at: datetime, invitation: Invitation | None = None) -> None:
    """This is not needed any more."""
    require(by, "meetings.tell_need", _spoken_by(need.buyer, invitation))
    record(need, "drop_need", by=by, at=at, before={"category": need.category})
    need.delete()


def _spoken_by(buyer: Organisation, invitation: Invitation | None) -> Invitation | Organisation:
    """What permission is asked about: the buyer's own invitation, by whose link a guest speaks."""
    if invitation is not None and invitation.organisation_id == buyer.pk:
        return invitation
    return buyer


def _check_buyer(buyer: Organisation) -> None:
    if buyer.is_maker:
        raise Refusal("not_a_buyer", _("Kebutuhan diisi oleh pembeli."))
