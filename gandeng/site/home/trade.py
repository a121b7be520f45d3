"""What waits of goods, papers and money: for shops, managers, makers and the office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Signature
from gandeng.agreements.queries import agreements_for
from gandeng.agreements.states import Side
from gandeng.agreements.states import State as AgreementState
from gandeng.certificates.models import Certificate
from gandeng.curation.models import Submission
from gandeng.intake.models import HeldRow, Upload
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO
from gandeng.organisations.models import Double
from gandeng.organisations.queries import outlets_for
from gandeng.programmes.models import Member, Programme
from gandeng.trade.consignment.models import Count, Delivery, Return
from gandeng.trade.consignment.states import DeliveryState, ReturnState
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.states import State as OrderState
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.states import InvoiceState, PaymentState, StatementState

from .task import Task

Role = Member.Role
COUNT_EVERY_DAYS = 7


def of_shop(person: Any) -> list[Task]:
    shops = list(outlets_for(person).filter(is_open=True).values_list("pk", flat=True))
    coming = Delivery.objects.filter(outlet__in=shops, state=DeliveryState.SENT)
    since = clock.today() - timedelta(days=COUNT_EVERY_DAYS)
    counted = Count.objects.filter(outlet=OuterRef("outlet"), counted_on__gt=since)
    uncounted = (
        Account.objects.filter(outlet__in=shops, kind=Kind.SHELF, balance__gt=0)
        .exclude(Exists(counted))
        .values("outlet")
        .distinct()
    )
    soon = clock.today() + timedelta(days=14)
    expiring = Account.objects.filter(
        outlet__in=shops, kind=Kind.SHELF, balance__gt=0, lot__best_before_on__lte=soon
    )
    shop = reverse("consignment:shop")
    return [
        Task(_("kiriman menunggu diterima"), coming.count(), shop, "truck", is_urgent=True),
        Task(_("rak belum dihitung seminggu ini"), uncounted.count(), shop, "clipboard-list"),
        Task(_("barang mendekati kedaluwarsa"), expiring.count(), shop, "calendar-clock"),
    ]


def of_manager(person: Any, buyers: frozenset[int]) -> list[Task]:
    offered = _unsigned(person, Side.BUYER).filter(buyer__in=buyers)
    mine = {"agreement__buyer__in": buyers}
    to_agree = Statement.objects.filter(
        state=StatementState.DRAWN_UP, drawn_up_side="maker", **mine
    )
    owed = Statement.objects.filter(state=StatementState.AGREED, **mine)
    invoiced = Invoice.objects.filter(state=InvoiceState.ISSUED, **mine)
    late = owed.filter(due_on__lt=clock.today()).count()
    rekap, tagihan = reverse("settlement:statements"), reverse("settlement:invoices")
    drawn_up = f"{rekap}?status=drawn_up"
    note = _("%(late)d lewat jatuh tempo") % {"late": late} if late else ""
    return [
        Task(_("perjanjian menunggu tanda tangan"), offered.count(), _agreements(), "pen-line"),
        Task(_("rekap menunggu persetujuan"), to_agree.count(), drawn_up, "check"),
        Task(
            _("rekap harus dibayar"),
            owed.count(),
            f"{rekap}?status=agreed",
            "banknote",
            note,
            is_urgent=bool(late),
        ),
        Task(_("tagihan harus dibayar"), invoiced.count(), f"{tagihan}?status=issued", "banknote"),
    ]


def of_maker(person: Any, makers: frozenset[int]) -> list[Task]:
    offered = _unsigned(person, Side.MAKER).filter(maker__in=makers)
    mine = {"agreement__maker__in": makers}
    paid = Payment.objects.filter(state=PaymentState.RECORDED, **mine)
    to_agree = Statement.objects.filter(state=StatementState.DRAWN_UP, **mine).exclude(
        drawn_up_side="maker"
    )
    ordered = Order.objects.filter(state=OrderState.PLACED, **mine)
    to_ship = Order.objects.filter(state=OrderState.CONFIRMED, **mine)
    back = Return.objects.filter(state=ReturnState.ANNOUNCED, announced_by="buyer", **mine)
    undelivered = Agreement.objects.filter(
        maker__in=makers, state=AgreementState.SIGNED, scheme="consignment"
    ).exclude(Exists(Delivery.objects.filter(agreement=OuterRef("pk"))))
    sums = paid.aggregate(total=Sum("amount"))["total"] or ZERO
    pay, drawn_up = reverse("settlement:payments"), reverse("settlement:statements")
    drawn_up += "?status=drawn_up"
    orders = reverse("orders:orders")
    return [
        Task(
            _("pembayaran menunggu konfirmasi Anda"),
            paid.count(),
            f"{pay}?status=recorded",
            "wallet",
            str(sums) if sums else "",
            is_urgent=True,
        ),
        Task(_("rekap menunggu persetujuan"), to_agree.count(), drawn_up, "check"),
        Task(_("perjanjian menunggu tanda tangan"), offered.count(), _agreements(), "pen-line"),
        Task(_("pesanan baru"), ordered.count(), orders, "shopping-cart", is_urgent=True),
        Task(_("pesanan siap dikirim"), to_ship.count(), orders, "package"),
        Task(
            _("retur menunggu konfirmasi"), back.count(), reverse("consignment:returns"), "undo-2"
        ),
        Task(_("perjanjian belum pernah dikirimi"), undelivered.count(), _agreements(), "truck"),
    ]


def of_office(programme: Programme, roles: frozenset[str]) -> list[Task]:
    found: list[Task] = []
    if Role.OFFICER in roles:
        here = {"programme": programme}
        held = HeldRow.objects.filter(state="open", **here).count()
        checked = Upload.objects.filter(state="checked", **here).count()
        doubles = Double.objects.filter(state="open", **here).count()
        uploads = reverse("intake:uploads")
        found += [
            Task(_("baris ditahan: sama atau berbeda?"), held, uploads, "split"),
            Task(_("unggahan diperiksa, belum dimasukkan"), checked, uploads, "file-up"),
            Task(_("pasangan mungkin ganda"), doubles, reverse("organisations:doubles"), "copy"),
        ]
    if roles & {Role.OFFICER, Role.HEAD}:
        objected = Statement.objects.filter(programme=programme, state=StatementState.OBJECTED)
        late = Statement.objects.filter(
            programme=programme, state=StatementState.AGREED, due_on__lt=clock.today()
        )
        soon = clock.today() + timedelta(days=90)
        lapsing = Certificate.objects.filter(
            programme=programme,
            state__in=["recorded", "verified"],
            expires_on__gte=clock.today(),
            expires_on__lte=soon,
        )
        owed = late.aggregate(total=Sum("net"))["total"] or ZERO
        rekap = reverse("settlement:statements")
        found += [
            Task(
                _("rekap disanggah, perlu dipertemukan"),
                objected.count(),
                f"{rekap}?status=objected",
                "scale",
                is_urgent=True,
            ),
            Task(
                _("rekap lewat jatuh tempo"),
                late.count(),
                f"{rekap}?status=agreed",
                "clock-alert",
                str(owed) if owed else "",
                is_urgent=True,
            ),
            Task(
                _("sertifikat habis dalam 90 hari"),
                lapsing.count(),
                reverse("certificates:certificates"),
                "badge-alert",
            ),
        ]
    if Role.CURATOR in roles:
        waiting = Submission.objects.filter(programme=programme, state="submitted")
        rounds = reverse("curation:rounds")
        found.append(Task(_("produk menunggu nilai"), waiting.count(), rounds, "utensils"))
    return found


def _unsigned(person: Any, side: str) -> Any:
    """Offered agreements this side has not signed yet."""
    signed = Signature.objects.filter(
        agreement=OuterRef("pk"), side=side, document_hash=OuterRef("document_hash")
    )
    return agreements_for(person).filter(state=AgreementState.OFFERED).exclude(Exists(signed))


def _agreements() -> str:
    return reverse("agreements:agreements")
