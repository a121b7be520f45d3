"""What the pages of statements, invoices and payments share."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.parameters.queries import values_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.settlement.core.words import amount_in_words, needs_stamp
from gandeng.trade.settlement.models import Invoice, Statement
from gandeng.trade.settlement.queries import is_overdue, owed_on, waiting_on

ON_A_PAGE = 50


def page_before(request: ProgrammeRequest, found: QuerySet[Any]) -> dict[str, Any]:
    """Fifty at a time, the newest first; the next page begins before the last one shown."""
    before = request.GET.get("sebelum", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: ON_A_PAGE + 1])
    more = len(rows) > ON_A_PAGE
    rows = rows[:ON_A_PAGE]
    query = request.GET.copy()
    query.pop("sebelum", None)
    first_url = f"?{query.urlencode()}" if before else ""
    query["sebelum"] = str(rows[-1].pk) if rows else ""
    return {
        "rows": rows,
        "next_url": f"?{query.urlencode()}" if more else "",
        "first_url": first_url,
    }


def tabs_of(request: ProgrammeRequest, found: QuerySet[Any], states: Any) -> dict[str, Any]:
    """How many there are of each state, and the state chosen."""
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in states.values else ""
    tabs = [{"value": s.value, "label": s.label, "count": counts.get(s.value, 0)} for s in states]
    return {"tabs": tabs, "chosen": chosen, "total": sum(counts.values())}


def listed(
    request: ProgrammeRequest, found: QuerySet[Any], states: Any, template: str, **more: Any
) -> HttpResponse:
    """A list by state, fifty at a time; what is overdue says so."""
    found = found.filter(programme=request.programme)
    context = tabs_of(request, found, states)
    if context["chosen"]:
        found = found.filter(state=context["chosen"])
    context |= page_before(request, found) | more
    today = clock.today()
    for row in context["rows"]:
        row.is_late = hasattr(row, "due_on") and is_overdue(row, today)
    return render(request, template, context)


def owing(bill: Statement | Invoice) -> dict[str, Any]:
    """What a bill's page says about money, in figures and in words."""
    return {
        "agreement": bill.agreement,
        "words": amount_in_words(bill.net),
        "owed": owed_on(bill),
        "waiting": waiting_on(bill),
        "is_late": is_overdue(bill, clock.today()),
        "payments": bill.payments.order_by("pk"),
        "stamp": stamp_of(bill),
    }


def stamp_of(bill: Statement | Invoice) -> dict[str, Money] | None:
    """The stamp a receipt over this amount needs, and above which amount one is needed."""
    found = values_of(
        "stamp_duty_receipt_above", "stamp_duty", on=clock.today(), programme=bill.programme_id
    )
    above = Money(found["stamp_duty_receipt_above"])
    if not needs_stamp(bill.net, above):
        return None
    return {"above": above, "duty": Money(found["stamp_duty"])}


def form_page(
    request: ProgrammeRequest, form: Any, title: str, submit_label: str, bill: Statement | Invoice
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": f"{bill.number} · {bill.agreement.maker} – {bill.agreement.buyer}",
        "submit_label": submit_label,
        "cancel_url": url_of(bill),
        "is_multipart": form.is_multipart(),
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


def url_of(bill: Statement | Invoice) -> str:
    """A bill's own page."""
    name = "statement" if isinstance(bill, Statement) else "invoice"
    return reverse(f"settlement:{name}", args=[bill.pk])
