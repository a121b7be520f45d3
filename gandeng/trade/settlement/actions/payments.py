"""The payer records what was sent; it is true once the receiver confirms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import ZERO, Money
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.actions.books import lock_books
from gandeng.trade.ledger.models import Kind
from gandeng.trade.settlement.gateways.proofs import checked_proof
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.queries import owed_on, waiting_on
from gandeng.trade.settlement.states import InvoiceState, Method, PaymentState, StatementState

OPEN = {StatementState.AGREED, InvoiceState.ISSUED}


@transaction.atomic
def record_payment(
    bill: Statement | Invoice,
    *,
    amount: Money,
    method: str,
    paid_on: date,
    key: str,
    by: Person,
    at: datetime,
    reference: str = "",
    proof: Any = None,
) -> Payment:
    """Write down what was paid for a bill that is agreed. The same ``key`` twice is once.

    Refuses: ``bill_not_open``, ``amount_not_positive``, ``more_than_owed``, ``paid_in_future``,
    ``reference_missing``, ``reference_used``, ``proof_wrong``.
    """
    payment = Payment(
        programme_id=bill.programme_id,
        agreement=bill.agreement,
        statement=bill if isinstance(bill, Statement) else None,
        invoice=bill if isinstance(bill, Invoice) else None,
        key=key,
        amount=amount,
        method=method,
        reference=" ".join(reference.split())[:60],
        paid_on=paid_on,
        recorded_at=at,
        recorded_by=by,
    )
    require(by, "settlement.record_payment", payment)
    lock_books([bill.agreement])
    if known := Payment.objects.filter(key=key).first():
        if known.agreement_id != payment.agreement_id:
            raise Refusal("key_reused", _("Formulir ini sudah dipakai. Buka halaman yang baru."))
        return known
    bill.refresh_from_db()
    _check_bill(bill, amount)
    _check_payment(payment, clock.day_of(at))
    if proof:
        name, content = checked_proof(proof)
        payment.proof.save(name, content, save=False)
    try:
        with transaction.atomic():
            payment.save()
    except IntegrityError as error:
        # the same reference for another bill, at this very moment
        if "reference" not in str(error):
            raise
        raise _reference_used(payment, _("tagihan lain")) from error
    after = {"amount": amount.rupiah, "method": method, "bill": bill.number}
    record(payment, "record_payment", by=by, at=at, after=after)
    return payment


def _check_bill(bill: Statement | Invoice, amount: Money) -> None:
    if bill.state not in OPEN:
        raise Refusal(
            "bill_not_open",
            _("%(number)s belum disepakati atau sudah lunas, jadi tidak bisa dibayar.")
            % {"number": bill.number},
        )
    if amount <= ZERO:
        raise Refusal("amount_not_positive", _("Jumlah harus lebih dari nol."), field="amount")
    waiting = waiting_on(bill)
    rest = owed_on(bill) - waiting
    if amount > rest:
        raise Refusal(
            "more_than_owed",
            _("Sisa yang harus dibayar %(rest)s (menunggu konfirmasi %(waiting)s).")
            % {"rest": rest, "waiting": waiting},
            field="amount",
        )


def _check_payment(payment: Payment, today: date) -> None:
    if payment.paid_on > today:
        raise Refusal("paid_in_future", _("Tanggal bayar belum tiba."), field="paid_on")
    if payment.method == Method.TRANSFER and not payment.reference:
        raise Refusal(
            "reference_missing",
            _("Isi nomor referensi transfer, supaya UMKM bisa mencocokkannya."),
            field="reference",
        )
    if payment.reference:
        used = (
            Payment.objects.filter(
                programme_id=payment.programme_id,
                method=payment.method,
                reference=payment.reference,
            )
            .exclude(state=PaymentState.REFUSED)
            .select_related("statement", "invoice")
            .first()
        )
        if used is not None:
            # the other bill may be somebody else's: its number is only told to who may see it
            same = used.agreement_id == payment.agreement_id
            bill = used.statement or used.invoice
            where = bill.number if same and bill else _("tagihan lain")
            raise _reference_used(payment, where)


def _reference_used(payment: Payment, where: str) -> Refusal:
    return Refusal(
        "reference_used",
        _("Referensi %(reference)s sudah dipakai untuk %(where)s. Satu bukti hanya untuk satu "
          "pembayaran.") % {"reference": payment.reference, "where": where},
        field="reference",
    )  # fmt: skip


@transaction.atomic
def confirm_payment(payment: Payment, *, by: Person, at: datetime) -> Payment:
    """The receiver has the money: it is posted, and the bill is closed when nothing is left.
    Confirmed twice is once.

    Refuses: ``wrong_state``, ``not_enough`` when more would be paid than is owed.
    """
    require(by, "settlement.confirm_payment", payment)
    lock_books([payment.agreement])
    payment.refresh_from_db()
    if payment.state == PaymentState.CONFIRMED:
        return payment
    advance(payment, "confirm", by=by, at=at, confirmed_at=at)
    move = Move(credit=Spot(Kind.RECEIVABLE), debit=Spot(Kind.PAID), amount=payment.amount.rupiah)
    day = clock.day_of(at)
    post(payment.agreement, f"payment/{payment.pk}", [move], on=day, at=at)
    bill = payment.bill
    bill.refresh_from_db()
    if bill.state in OPEN and owed_on(bill) == ZERO:
        advance(bill, "close", by=by, at=at, paid_at=at)
    return payment


def refuse_payment(payment: Payment, *, reason: str, by: Person, at: datetime) -> Payment:
    """The receiver does not have it. Refuses: ``reason_missing``, ``wrong_state``."""
    require(by, "settlement.refuse_payment", payment)
    if len(reason.strip()) < 5:
        raise Refusal(
            "reason_missing", _("Tulis kenapa, misalnya: belum masuk sampai hari ini."),
            field="reason",
        )  # fmt: skip
    return advance(payment, "refuse", by=by, at=at, refuse_reason=reason.strip()[:300])
