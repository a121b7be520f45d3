"""A draft is made and changed: parties, shops, goods with their prices, terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.core.terms import Prices, PricesDisagree, freeze_prices
from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Cycle, MarginBasis, Scheme, State
from gandeng.audit.actions import record, snapshot
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import FULL_RATE, Money, Rate
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation, Outlet
from gandeng.organisations.states import State as Standing
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme

# A product, its consignment price, its shelf price (None: as the margin says, from the product's
# own price of today), and how many pieces a period.
LineOffer = tuple[Product, Money | None, Money | None, int]

NOTHING, ALL = Rate(0), Rate(FULL_RATE)
# What the buyer bears where nothing else was said: in consignment what happens in its care, bought
# outright everything.
BUYER_RATES = {
    Scheme.CONSIGNMENT: {
        "unsold_buyer_rate": NOTHING,
        "expired_buyer_rate": NOTHING,
        "damaged_buyer_rate": ALL,
        "lost_buyer_rate": ALL,
    },
    Scheme.OUTRIGHT: {
        "unsold_buyer_rate": ALL,
        "expired_buyer_rate": ALL,
        "damaged_buyer_rate": ALL,
        "lost_buyer_rate": ALL,
    },
}
MOST_DUE_DAYS = 120
MOST_PIECES = 10_000_000
TERMS = (
    "scheme",
    "margin_rate",
    "margin_basis",
    "cycle",
    "due_days",
    "unsold_buyer_rate",
    "expired_buyer_rate",
    "damaged_buyer_rate",
    "lost_buyer_rate",
    "starts_on",
    "ends_on",
    "note",
)


@transaction.atomic
def draft_agreement(
    programme: Programme,
    maker: Organisation,
    buyer: Organisation,
    *,
    scheme: str = Scheme.CONSIGNMENT,
    lines: Sequence[LineOffer],
    outlets: Iterable[Outlet],
    margin_rate: Rate = Rate(1_500),  # noqa: B008 -- a frozen value
    margin_basis: str = MarginBasis.SELLING_PRICE,
    cycle: str = Cycle.FORTNIGHTLY,
    due_days: int = 7,
    unsold_buyer_rate: Rate | None = None,
    expired_buyer_rate: Rate | None = None,
    damaged_buyer_rate: Rate | None = None,
    lost_buyer_rate: Rate | None = None,
    starts_on: date,
    ends_on: date,
    by: Person,
    at: datetime,
    note: str = "",
    key: str | None = None,
) -> Agreement:
    """Write down what a maker and a buyer are about to promise.

    ``ends_on`` is the first day it no longer holds. A buyer rate that is not given follows the
    scheme. The same ``key`` twice gives the draft that was made the first time.

    Refuses: ``not_a_maker``, ``not_a_buyer``, ``other_programme``, ``party_suspended``,
    ``no_lines``, ``not_the_makers_product``, ``product_withdrawn``, ``product_twice``,
    ``bad_price``, ``prices_do_not_follow_margin``, ``bad_quantity``, ``no_outlets``,
    ``not_the_buyers_outlet``, ``ends_before_it_starts``, ``bad_due_days``.
    """
    agreement = Agreement(programme=programme, maker=maker, buyer=buyer, key=key, created_at=at)
    require(by, "agreements.draft_agreement", agreement)
    if key and (made := Agreement.objects.filter(key=key, programme=programme).first()):
        require(by, "agreements.draft_agreement", made)
        return made
    given = {
        "scheme": scheme,
        "margin_rate": margin_rate,
        "margin_basis": margin_basis,
        "cycle": cycle,
        "due_days": due_days,
        "unsold_buyer_rate": unsold_buyer_rate,
        "expired_buyer_rate": expired_buyer_rate,
        "damaged_buyer_rate": damaged_buyer_rate,
        "lost_buyer_rate": lost_buyer_rate,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "note": note.strip(),
    }
    for name, rate in BUYER_RATES[Scheme(scheme)].items():
        given[name] = rate if given[name] is None else given[name]
    for name, value in given.items():
        setattr(agreement, name, value)
    _check_parties(agreement)
    _check_terms(agreement)
    frozen = _freeze_lines(agreement, lines)
    shops = _check_outlets(agreement, outlets)
    agreement.save(force_insert=True)
    _put_outlets(agreement, shops)
    for line in frozen:
        line.agreement = agreement
    Line.objects.bulk_create(frozen)
    after = snapshot(agreement, ["maker_id", "buyer_id", *TERMS]) | {"lines": _said(frozen)}
    record(agreement, "draft_agreement", by=by, at=at, after=after)
    return agreement


@transaction.atomic
def change_draft(
    agreement: Agreement,
    *,
    by: Person,
    at: datetime,
    lines: Sequence[LineOffer] | None = None,
    outlets: Iterable[Outlet] | None = None,
    **terms: Any,
) -> Agreement:
    """Change what a draft says. What is not given stays; prices follow a changed margin.

    Refuses: ``not_a_draft`` and all that draft_agreement does.
    """
    require(by, "agreements.draft_agreement", agreement)
    if unknown := set(terms) - set(TERMS):
        raise TypeError(f"an agreement has no terms {sorted(unknown)}")
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    agreement.state = locked.state
    if locked.state != State.DRAFT:
        raise Refusal("not_a_draft", _("Hanya konsep yang bisa diubah. Tarik dulu penawarannya."))
    before = snapshot(agreement, TERMS) | {"lines": _said(_lines_of(agreement))}
    for name, value in terms.items():
        setattr(agreement, name, value)
    _check_parties(agreement)
    _check_terms(agreement)
    if lines is None:
        lines = [_as_offer(agreement, line) for line in _lines_of(agreement)]
    frozen = _freeze_lines(agreement, lines)
    shops = None if outlets is None else _check_outlets(agreement, outlets)
    agreement.save(update_fields=[*TERMS])
    if shops is not None:
        agreement.outlets.clear()
        _put_outlets(agreement, shops)
    agreement.lines.all().delete()
    for line in frozen:
        line.agreement = agreement
    Line.objects.bulk_create(frozen)
    after = snapshot(agreement, TERMS) | {"lines": _said(frozen)}
    record(agreement, "change_draft", by=by, at=at, before=before, after=after)
    return agreement


def _check_parties(agreement: Agreement) -> None:
    maker, buyer = agreement.maker, agreement.buyer
    if not maker.is_maker:
        raise Refusal("not_a_maker", _("Pihak pertama harus UMKM."), field="maker")
    if buyer.is_maker:
        raise Refusal("not_a_buyer", _("Pihak kedua harus pembeli."), field="buyer")
    if {maker.programme_id, buyer.programme_id} != {agreement.programme_id}:
        raise Refusal("other_programme", _("Kedua pihak harus terdaftar di program ini."))
    for party in (maker, buyer):
        if party.state in {Standing.SUSPENDED, Standing.MERGED}:
            raise Refusal(
                "party_suspended",
                _("%(name)s sedang ditangguhkan atau sudah digabung. Hubungi petugas dinas.")
                % {"name": party.name},
            )


def _check_terms(agreement: Agreement) -> None:
    if agreement.ends_on <= agreement.starts_on:
        raise Refusal(
            "ends_before_it_starts",
            _("Tanggal berakhir harus sesudah tanggal mulai."),
            field="last_day",
        )
    if not 0 <= agreement.due_days <= MOST_DUE_DAYS:
        raise Refusal(
            "bad_due_days", _("Jatuh tempo antara 0 dan 120 hari sesudah rekap."), field="due_days"
        )


def _check_outlets(agreement: Agreement, outlets: Iterable[Outlet]) -> list[Outlet]:
    shops = list(outlets)
    if not shops:
        raise Refusal("no_outlets", _("Pilih sekurangnya satu toko."), field="outlets")
    if any(shop.organisation_id != agreement.buyer_id for shop in shops):
        raise Refusal("not_the_buyers_outlet", _("Toko itu bukan milik pembeli."), field="outlets")
    return shops


def _put_outlets(agreement: Agreement, shops: list[Outlet]) -> None:
    through = Agreement.outlets.through
    through.objects.bulk_create(
        [through(agreement_id=agreement.pk, outlet_id=pk) for pk in {shop.pk for shop in shops}]
    )


def _freeze_lines(agreement: Agreement, offers: Sequence[LineOffer]) -> list[Line]:
    if not offers:
        raise Refusal("no_lines", _("Pilih sekurangnya satu produk."), field="products")
    seen: set[int] = set()
    lines = []
    for product, consignment, shelf, quantity in offers:
        if product.maker_id != agreement.maker_id:
            raise Refusal(
                "not_the_makers_product",
                _("%(product)s bukan produk UMKM ini.") % {"product": product},
                field="products",
            )
        if product.state == ProductState.WITHDRAWN:
            raise Refusal(
                "product_withdrawn",
                _("%(product)s sudah ditarik pembuatnya.") % {"product": product},
                field="products",
            )
        if product.pk in seen:
            raise Refusal(
                "product_twice",
                _("%(product)s tercantum dua kali.") % {"product": product},
                field="products",
            )
        seen.add(product.pk)
        if not 0 <= quantity <= MOST_PIECES:
            raise Refusal("bad_quantity", _("Jumlah per periode tidak masuk akal."))
        prices = _prices_of(agreement, product, consignment, shelf)
        lines.append(
            Line(
                programme_id=agreement.programme_id,
                product=product,
                consignment_price=prices.consignment,
                shelf_price=prices.shelf,
                quantity_per_period=quantity,
            )
        )
    return lines


def _prices_of(
    agreement: Agreement, product: Product, consignment: Money | None, shelf: Money | None
) -> Prices:
    """The frozen prices; where neither was given, from the product's own price of today."""
    basis = agreement.margin_basis
    if basis == MarginBasis.SELLING_PRICE and shelf is None:
        shelf = product.shelf_price
    if basis == MarginBasis.COST and consignment is None:
        consignment = product.consignment_price
    try:
        return freeze_prices(basis, agreement.margin_rate, consignment=consignment, shelf=shelf)
    except PricesDisagree as disagreement:
        raise Refusal(
            "prices_do_not_follow_margin",
            _(
                "%(product)s: dengan margin ini harga titip %(consignment)s dan harga jual "
                "%(shelf)s. Ubah salah satu harga atau marginnya."
            )
            % {
                "product": product,
                "consignment": disagreement.due.consignment,
                "shelf": disagreement.due.shelf,
            },
            field="products",
        ) from disagreement
    except ValueError as error:
        raise Refusal(
            "bad_price",
            _("%(product)s: dengan margin ini tidak ada yang tersisa untuk UMKM.")
            % {"product": product},
            field="margin_rate",
        ) from error


def _as_offer(agreement: Agreement, line: Line) -> LineOffer:
    """A line of a draft as it would be offered again: only the price its margin starts from."""
    if agreement.margin_basis == MarginBasis.SELLING_PRICE:
        return line.product, None, line.shelf_price, line.quantity_per_period
    return line.product, line.consignment_price, None, line.quantity_per_period


def _lines_of(agreement: Agreement) -> list[Line]:
    return list(agreement.lines.select_related("product").order_by("pk"))


def _said(lines: list[Line]) -> list[str]:
    """The lines as a trace keeps them, for people."""
    return [
        f"{line.quantity_per_period} × {line.product}: "
        f"{line.consignment_price} / {line.shelf_price}"
        for line in lines
    ]
