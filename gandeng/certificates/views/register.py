"""Lists of certificates: what lapses, what is doubtful, what is missing; panels for other pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gandeng.certificates import queries
from gandeng.certificates.models import Certificate
from gandeng.certificates.queries import Want
from gandeng.certificates.states import OF_A_PRODUCT, Doubt, Kind, State, words_of
from gandeng.kernel import clock
from gandeng.organisations.queries import organisations_for
from gandeng.parameters.queries import value_of
from gandeng.products.queries import products_for
from gandeng.products.states import State as ProductState
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.ui.pages import page_of

MISSING = "belum"
# Idulfitri as the joint decree (SKB) has it, later ones as calculated: parcels must be certified.
LEBARAN = (date(2027, 3, 10), date(2028, 2, 27), date(2029, 2, 15), date(2030, 2, 5))
IN_A_PANEL = 100


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where a person belongs to none."""
    if not request.programme:
        raise Http404
    return request.programme


@require_safe
def certificates(request: ProgrammeRequest) -> HttpResponse:
    """The register, by what has to be done."""
    programme, today = programme_of(request), clock.today()
    asked = {
        name: request.GET.get(name, "").replace("\0", "")
        for name in ("daftar", "jenis", "sebelum", "q")
    }
    seen = queries.certificates_for(request.user).filter(programme=programme)
    soon_days = value_of("certificate_lapses_soon_days", on=today, programme=programme)
    counts = queries.wanted_counts(seen, on=today, soon_days=soon_days)
    before = _day(asked["sebelum"])
    feast = next((day for day in LEBARAN if day > today), None)
    context: dict[str, Any] = {
        "asked": asked,
        "before": before,
        "feast": feast,
        "is_before_feast": before is not None and before == feast,
        "is_missing": asked["daftar"] == MISSING,
        "is_filtered": any(asked.values()),
        "kinds": Kind.choices,
        "soon_days": soon_days,
        "chips": _chips(asked["daftar"], counts),
    }
    if asked["daftar"] == MISSING:
        products = products_for(request.user).filter(programme=programme)
        if asked["q"]:
            products = products.filter(_called(asked["q"], "name", "maker__name"))
        page = page_of(request, queries.missing_kinds(products, on=today))
        context |= {"page": page, "missing": page.rows}
    else:
        rows = _chosen(seen, asked, before, programme, today)
        page = page_of(request, rows)
        context |= {"page": page, "rows": [_row(one, today, soon_days) for one in page.rows]}
    return render(request, "certificates/certificate_list.html", context)


def _chosen(
    seen: QuerySet[Certificate],
    asked: dict[str, str],
    before: date | None,
    programme: Programme,
    today: date,
) -> QuerySet[Certificate]:
    rows = queries.wanted(seen, asked["daftar"], programme, on=today)
    if before:
        rows = rows.filter(holds_until__gte=today, holds_until__lt=before)
        rows = rows.order_by("holds_until", "pk")
    if asked["jenis"] in Kind.values:
        rows = rows.filter(kind=asked["jenis"])
    if asked["q"]:
        rows = rows.filter(
            _called(asked["q"], "number", "normal_number", "product__name", "maker__name")
        )
    return rows


def _called(text: str, *names: str) -> Q:
    said = Q()
    for name in names:
        said |= Q(**{f"{name}__icontains": text[:100]})
    return said


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(certificate: Certificate, today: date, soon_days: int) -> dict[str, Any]:
    status, tone = queries.noted_status(certificate, on=today, soon_days=soon_days)
    words = words_of(status, carries=certificate.doubt != Doubt.ERROR)
    if certificate.state == State.REJECTED:
        words, tone = str(State.REJECTED.label), "bad"
    return {
        "certificate": certificate,
        "words": words,
        "tone": tone,
        "problem": certificate.problems[0]["message"] if certificate.problems else "",
    }


def _chips(chosen: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = (
        (Want.ALL, _("Semua")),
        (Want.SOON, _("Segera habis")),
        (Want.LAPSED, _("Habis")),
        (Want.DOUBTFUL, _("Diragukan")),
        (MISSING, _("Belum ada")),
        (Want.CONFIRM, _("Halal perlu ditegaskan")),
        (Want.REJECTED, _("Ditolak")),
    )
    return [
        {"value": value, "label": label, "count": counts.get(value), "is_current": value == chosen}
        for value, label in names
    ]


@require_safe
def product_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What a product can prove today, for its page."""
    product = get_object_or_404(products_for(request.user), pk=pk)
    today = clock.today()
    held = queries.status_of(product, on=today)
    context = {
        "product": product,
        "held": list(held.values()),
        "until": queries.until_of(held, on=today),
        "carries": all(one.carries for one in held.values() if one.is_needed),
        "needs_nothing": not any(one.is_needed for one in held.values()),
    }
    return render(request, "certificates/_product_panel.html", context)


@require_safe
def maker_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What a maker and its products can prove today, for the maker's page."""
    maker = get_object_or_404(organisations_for(request.user).makers(), pk=pk)
    today = clock.today()
    products = list(
        products_for(request.user).filter(maker=maker, state=ProductState.OFFERED)[: IN_A_PANEL + 1]
    )
    statuses = queries.statuses_of(products, on=today)
    own = queries.current(queries.certificates_for(request.user)).filter(
        maker=maker, product__isnull=True
    )
    soon_days = value_of("certificate_lapses_soon_days", on=today, programme=maker.programme_id)
    context = {
        "maker": maker,
        "rows": [
            {"product": product, "held": list(statuses[product.pk].values())}
            for product in products[:IN_A_PANEL]
        ],
        "has_more": len(products) > IN_A_PANEL,
        "own": [_row(one, today, soon_days) for one in own if one.kind not in OF_A_PRODUCT],
    }
    return render(request, "certificates/_maker_panel.html", context)
