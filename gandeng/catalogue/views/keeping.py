"""The page of those who keep the catalogue: what is shown, what is not and why."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gandeng.catalogue import actions, queries
from gandeng.catalogue.models import Listing
from gandeng.catalogue.queries.listings import candidates
from gandeng.catalogue.states import State
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.products.models import Product
from gandeng.products.queries import called, products_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.pages import page_of

SHOWN, HELD, DOWN = "", "tertahan", "diturunkan"


def _programme(request: ProgrammeRequest) -> Any:
    programme = request.programme
    if not programme:
        raise Http404
    require(request.user, "catalogue.read_shelf", programme)
    return programme


@require_safe
def keep(request: ProgrammeRequest) -> HttpResponse:
    """What is shown, held back, taken down; each with the reason."""
    programme = _programme(request)
    shelf = queries.shelf_of(programme, clock.today())
    shown = list(shelf.place_of)
    counts = queries.counts_in(programme, len(shown))
    want = request.GET.get("lihat", "")
    want = want if want in {HELD, DOWN} else SHOWN
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = candidates(programme)
    if want == SHOWN:
        rows = rows.filter(pk__in=shown)
    elif want == DOWN:
        rows = rows.filter(listing__state=State.UNLISTED)
    else:
        rows = rows.exclude(pk__in=shown).exclude(listing__state=State.UNLISTED)
    page = page_of(request, called(rows, words))
    context = {
        "programme": programme,
        "tabs": [
            (SHOWN, _("Tayang"), counts["shown"]),
            (HELD, _("Tertahan"), counts["held"]),
            (DOWN, _("Diturunkan"), counts["down"]),
        ],
        "want": want,
        "words": words,
        "page": page,
        "rows": queries.standings(page.rows, on=clock.today()),
        "asked": programme,
        "now": request.get_full_path(),
    }
    return render(request, "catalogue/keep.html", context)


def _product_of(request: ProgrammeRequest, pk: int) -> Product:
    return get_object_or_404(products_for(request.user), pk=pk)


@require_POST
def list_all(request: ProgrammeRequest) -> HttpResponse:
    """Put up whatever may be."""
    by = cast("Any", request.user)
    new = actions.list_accepted(_programme(request), by=by, at=clock.now())
    if new:
        said = ngettext("%(n)d produk ditayangkan.", "%(n)d produk ditayangkan.", len(new))
        messages.success(request, said % {"n": len(new)})
    else:
        messages.info(request, _("Tidak ada yang baru: yang lolos dan lengkap sudah tayang."))
    return redirect("catalogue:manage")


@require_POST
def list_one(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put one up, or up again."""
    product, by = _product_of(request, pk), cast("Any", request.user)
    actions.list_product(product, by=by, at=clock.now())
    messages.success(request, _("%(name)s tayang di katalog.") % {"name": product})
    return redirect("catalogue:manage")


@require_POST
def unlist_one(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take one down."""
    product = get_object_or_404(products_for(request.user), pk=pk)
    listing = get_object_or_404(Listing.objects.select_related("product__maker"), product=product)
    reason, by = request.POST.get("reason", "").replace("\0", ""), cast("Any", request.user)
    actions.unlist_product(listing, reason, by=by, at=clock.now())
    messages.success(request, _("%(name)s diturunkan dari katalog.") % {"name": listing})
    return redirect("catalogue:manage")
