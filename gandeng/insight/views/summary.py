"""The regent's one honest page, and the lists behind its first two figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gandeng.insight import queries
from gandeng.insight.core.funnel import is_at
from gandeng.insight.core.promise import Status, Step
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.ui.pages import page_of


def _programme(request: ProgrammeRequest) -> Programme:
    programme: Programme | None = request.programme
    if programme is None:
        raise Http404
    require(request.user, "insight.read_summary", programme)
    return programme


@require_safe
def summary(request: ProgrammeRequest) -> HttpResponse:
    """Seven figures recomputed from events; each opens its list; what is not known is said."""
    programme = _programme(request)
    day = clock.today()
    rows = queries.promises_for(request.user, programme, day)
    figures = queries.figures_of(rows)
    promises_url = reverse("insight:promises")

    def reached(step: Step) -> int:
        return sum(is_at(row.promise, step, None) for row in rows)

    def of(count: int) -> str:
        return ngettext("%(count)d janji", "%(count)d janji", count) % {"count": count}

    waits = queries.days_to_money(rows)
    stuck = sum(row.promise.status is Status.STUCK for row in rows)
    context = {
        "programme": programme,
        "day": day,
        "stats": [
            _stat(
                _("UMKM lolos kurasi"),
                queries.curated_makers(programme).count(),
                reverse("insight:curated"),
                _("punya sekurangnya satu produk yang lolos"),
            ),
            _stat(
                _("Produk tayang"),
                queries.listed_products(programme, day).count(),
                reverse("insight:listed"),
                _("di katalog umum hari ini"),
            ),
            _stat(
                _("Perjanjian ditandatangani"),
                len(rows),
                f"{promises_url}?langkah=signed",
                _("dijanjikan %(amount)s per periode") % {"amount": figures.promised},
            ),
            _stat(
                _("Barang terkirim"),
                figures.delivered,
                f"{promises_url}?langkah=delivered",
                of(reached(Step.DELIVERED)),
            ),
            _stat(
                _("Terjual"),
                figures.sold,
                f"{promises_url}?langkah=counted",
                of(reached(Step.COUNTED)),
            ),
            _stat(
                _("Uang diterima UMKM"),
                figures.paid,
                f"{promises_url}?langkah=paid",
                of(reached(Step.PAID)),
            ),
        ],
        "waits": waits,
        "stuck": stuck,
        "stuck_url": f"{promises_url}?status=stuck",
        "not_delivered": len(rows) - reached(Step.DELIVERED),
        "unsold": sum(row.is_unsold for row in rows),
        "unplaced": sum(row.agreement.maker.district_id is None for row in rows),
    }
    return render(request, "insight/summary.html", context)


def _stat(label: str, value: Any, url: str, note: str) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "note": note}


@require_safe
def curated(request: ProgrammeRequest) -> HttpResponse:
    """The makers behind the first figure."""
    makers = queries.curated_makers(_programme(request))
    page = page_of(request, makers)
    rows = [{"name": maker.name, "note": str(maker.district or "")} for maker in page.rows]
    context = {"title": _("UMKM lolos kurasi"), "count": makers.count(), "rows": rows, "page": page}
    return render(request, "insight/behind.html", context)


@require_safe
def listed(request: ProgrammeRequest) -> HttpResponse:
    """The products behind the second figure."""
    listings = queries.listed_products(_programme(request), clock.today())
    page = page_of(request, listings)
    rows = [
        {"name": listing.product.name, "note": listing.product.maker.name} for listing in page.rows
    ]
    context = {"title": _("Produk tayang"), "count": listings.count(), "rows": rows, "page": page}
    return render(request, "insight/behind.html", context)
