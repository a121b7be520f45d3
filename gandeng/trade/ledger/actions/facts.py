"""What a fact is made of: spots, moves between them, and a reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Line
from gandeng.kernel.errors import Refusal
from gandeng.kernel.fields import MOST_RUPIAH
from gandeng.organisations.models import Outlet
from gandeng.trade.ledger.models import GOODS, Entry, Lot


@dataclass(frozen=True, slots=True)
class Spot:
    """Where goods can be (``line`` and ``lot``, at a shop or not), or a sum of money (neither)."""

    kind: str
    line: Line | None = None
    lot: Lot | None = None
    outlet: Outlet | None = None

    def code_in(self, agreement_id: int) -> str:
        """The account's name in this agreement's book."""
        line = self.line.pk if self.line else "-"
        lot = self.lot.pk if self.lot else "-"
        outlet = self.outlet.pk if self.outlet else "-"
        return f"{self.kind!s}:{agreement_id}:{line}:{lot}:{outlet}"


@dataclass(frozen=True, slots=True)
class Move:
    """So many pieces, or rupiah, out of ``credit`` into ``debit``."""

    credit: Spot
    debit: Spot
    amount: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened under an agreement, on the Jakarta day ``on``."""

    agreement: Agreement
    reference: str
    moves: tuple[Move, ...]
    on: date
    because: str = ""
    reverses: Entry | None = None

    def coded_moves(self) -> list[tuple[str, str, int]]:
        """The moves as (credit code, debit code, amount)."""
        pk = self.agreement.pk
        return [(m.credit.code_in(pk), m.debit.code_in(pk), m.amount) for m in self.moves]


def check_fact(fact: Fact) -> None:
    """Raise Refusal when a fact can't be posted whatever the book says."""
    if not fact.moves:
        raise Refusal("nothing_moves", _("Tidak ada barang atau uang yang berpindah."))
    if not fact.reference or len(fact.reference) > 100:
        raise Refusal("reference_missing", _("Catatan buku harus punya rujukan (1–100 huruf)."))
    for move in fact.moves:
        if type(move.amount) is not int or move.amount <= 0:
            raise Refusal("amount_not_positive", _("Jumlah harus lebih dari nol."))
        if move.amount > MOST_RUPIAH:
            raise Refusal("amount_too_large", _("Jumlah terlalu besar. Periksa lagi angkanya."))
        if move.credit == move.debit:
            raise Refusal("goes_nowhere", _("Asal dan tujuan sama: tidak ada yang berpindah."))
        _check_commodity(fact.agreement, move)


def _check_commodity(agreement: Agreement, move: Move) -> None:
    for spot in (move.credit, move.debit):
        is_goods = spot.kind in GOODS
        if is_goods != (spot.line is not None) or is_goods != (spot.lot is not None):
            raise Refusal(
                "commodity_unclear", _("Barang harus menyebut produk dan kode produksinya.")
            )
        if spot.line is not None and spot.lot is not None:
            if spot.line.agreement_id != agreement.pk:
                raise Refusal("foreign_goods", _("Barang itu tidak ada dalam perjanjian ini."))
            if spot.lot.product_id != spot.line.product_id:
                raise Refusal("foreign_goods", _("Kode produksi itu milik produk lain."))
        if spot.outlet is not None and spot.outlet.organisation_id != agreement.buyer_id:
            raise Refusal("foreign_shop", _("Toko itu bukan milik pembeli dalam perjanjian ini."))
    if (move.credit.line, move.credit.lot) != (move.debit.line, move.debit.lot):
        raise Refusal(
            "different_commodity", _("Yang keluar dan yang masuk harus barang yang sama.")
        )
