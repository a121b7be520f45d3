"""One agreement, one period: drawn up, agreed or objected to, settled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import State
from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import ZERO, Money
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.trade.ledger.actions import Move, Spot, close_book, post
from gandeng.trade.ledger.actions.books import lock_books
from gandeng.trade.ledger.models import Kind
from gandeng.trade.settlement.core.statement import LineSum, Pieces, add_up
from gandeng.trade.settlement.models import Statement, StatementLine
from gandeng.trade.settlement.queries import side_of, sums_of

from .numbering import next_number


@transaction.atomic
def draw_up_statement(
    agreement: Agreement, *, ends_on: date, by: Person, at: datetime
) -> Statement:
    """State the time from the last statement up to, and without, ``ends_on``; close the book there.

    What is owed is posted when both sides agree. Refuses: ``not_consignment``,
    ``agreement_not_signed``, ``period_empty``, ``period_in_future``, ``period_stated``,
    ``nothing_to_state``.
    """
    statement = Statement(programme_id=agreement.programme_id, agreement=agreement)
    require(by, "settlement.draw_up_statement", statement)
    if not agreement.is_consignment:
        raise Refusal("not_consignment", _("Beli putus tidak direkap: tagih pesanannya."))
    if agreement.state not in {State.SIGNED, State.ENDED}:
        raise Refusal("agreement_not_signed", _("Perjanjian belum ditandatangani kedua pihak."))
    book = lock_books([agreement])[agreement.pk]
    starts_on = book.closed_until
    _check_period(starts_on, ends_on, clock.day_of(at))
    sums = sums_of(agreement, starts_on, ends_on)
    if not sums:
        raise Refusal(
            "nothing_to_state",
            _("Tidak ada barang di rak dan tidak ada yang bergerak pada periode ini."),
        )
    totals = add_up(list(sums.values()))
    if totals.net < ZERO:
        raise Refusal(
            "net_below_zero",
            _("Koreksi pada periode ini lebih besar dari penjualannya (bersih %(net)s). Rekap "
              "lagi setelah ada penjualan yang menutupnya.") % {"net": totals.net},
        )  # fmt: skip
    close_book(agreement, starts_on, ends_on)
    statement.number = next_number("REK", Statement, agreement.programme_id, at)
    statement.starts_on, statement.ends_on = starts_on, ends_on
    statement.gross, statement.margin, statement.losses = (
        totals.gross,
        totals.margin,
        totals.losses,
    )
    statement.adjustment, statement.net = ZERO, totals.net
    statement.due_on = ends_on + timedelta(days=agreement.due_days)
    statement.drawn_up_at = at
    statement.drawn_up_side = side_of(by, agreement)
    statement.save()
    StatementLine.objects.bulk_create(
        [_stored(statement, line_id, line) for line_id, line in sums.items()]
    )
    after = {"net": totals.net.rupiah, "starts_on": starts_on, "ends_on": ends_on}
    record(statement, "draw_up_statement", by=by, at=at, after=after)
    if not totals.net:
        # nothing sold, nothing borne: there is nothing to agree on or to pay
        advance(statement, "agree", by=None, at=at, agreed_at=at)
        advance(statement, "close", by=None, at=at, paid_at=at)
    return statement


@transaction.atomic
def agree_statement(statement: Statement, *, by: Person, at: datetime) -> Statement:
    """The side that did not draw it up agrees: from now on the money is owed. The office may
    agree for a side that can't, but not to what the office itself drew up.

    Refuses: ``own_statement``, ``wrong_state``.
    """
    require(by, "settlement.agree_statement", statement)
    if side_of(by, statement.agreement) == statement.drawn_up_side:
        raise Refusal(
            "own_statement",
            _("Rekap ini dibuat pihak Anda sendiri. Menyetujuinya bagian pihak lain."),
        )
    advance(statement, "agree", by=by, at=at, agreed_at=at)
    _owe(statement, at)
    return statement


@transaction.atomic
def object_to_statement(
    statement: Statement, *, reason: str, by: Person, at: datetime, line: Line | None = None
) -> Statement:
    """A side says what is wrong, and with which product if it is one.

    Refuses: ``reason_missing``, ``foreign_line``, ``wrong_state``.
    """
    require(by, "settlement.object_to_statement", statement)
    if len(reason.strip()) < 5:
        raise Refusal(
            "reason_missing", _("Tulis apa yang tidak cocok, dan berapa."), field="reason"
        )
    objection = reason.strip()
    if line is not None:
        if not statement.lines.filter(line=line).exists():
            raise Refusal("foreign_line", _("Produk itu tidak ada dalam rekap ini."), field="line")
        objection = f"{line.product.name}: {objection}"
    return advance(statement, "object", by=by, at=at, objection=objection)


@transaction.atomic
def settle_objection(
    statement: Statement, *, adjustment: Money, reason: str, by: Person, at: datetime
) -> Statement:
    """What both sides agreed on with the office between them: an amount more or less (or nothing),
    and why. Refuses: ``reason_missing``, ``net_below_zero``, ``wrong_state``."""
    require(by, "settlement.settle_objection", statement)
    if len(reason.strip()) < 5:
        raise Refusal("reason_missing", _("Tulis apa yang disepakati."), field="reason")
    net = statement.gross - statement.margin + statement.losses + adjustment
    if net < ZERO:
        raise Refusal(
            "net_below_zero",
            _("Penyesuaian terlalu besar: bersihnya menjadi minus %(net)s.") % {"net": -net},
            field="adjustment",
        )
    advance(
        statement,
        "settle",
        by=by,
        at=at,
        adjustment=adjustment,
        adjustment_reason=reason.strip()[:300],
        net=net,
        agreed_at=at,
    )
    _owe(statement, at)
    if not net:
        advance(statement, "close", by=None, at=at, paid_at=at)
    return statement


def _owe(statement: Statement, at: datetime) -> None:
    """Post what the buyer owes from the agreement on: sales, losses borne, adjustment."""
    owed = Spot(Kind.RECEIVABLE)
    moves = []
    for kind, amount in (
        (Kind.SALES, statement.gross - statement.margin),
        (Kind.COMPENSATION, statement.losses),
        (Kind.ADJUSTMENT, statement.adjustment),
    ):
        if amount > ZERO:
            moves.append(Move(credit=Spot(kind), debit=owed, amount=amount.rupiah))
        elif amount < ZERO:
            moves.append(Move(credit=owed, debit=Spot(kind), amount=-amount.rupiah))
    # additions first, so that what is owed never dips below zero on the way
    moves.sort(key=lambda move: move.debit != owed)
    if moves:
        day = clock.day_of(at)
        post(statement.agreement, f"statement/{statement.pk}", moves, on=day, at=at)


def _check_period(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on <= starts_on:
        raise Refusal(
            "period_empty",
            _("Sampai %(day)s sudah direkap. Pilih hari sesudahnya.")
            % {"day": (starts_on - timedelta(days=1)).strftime("%d-%m-%Y")},
            field="ends_on",
        )
    if ends_on > today + timedelta(days=1):
        raise Refusal(
            "period_in_future",
            _("Rekap paling jauh sampai hari ini: besok masih bisa ada yang terjual."),
            field="ends_on",
        )


def _stored(statement: Statement, line_id: int, line: LineSum) -> StatementLine:
    pieces = {name: getattr(line.pieces, name) for name in Pieces.__slots__}
    return StatementLine(
        statement=statement,
        line_id=line_id,
        shelf_price=line.shelf_price,
        consignment_price=line.consignment_price,
        gross=line.gross,
        margin=line.margin,
        losses=line.losses,
        net=line.net,
        **pieces,
    )
