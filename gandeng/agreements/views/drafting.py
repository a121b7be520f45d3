"""One calm page on which a promise is written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.agreements import actions, queries
from gandeng.agreements.core.terms import Prices, freeze_prices, share_of_selling_price
from gandeng.agreements.forms import AgreementForm, ExampleForm
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import MarginBasis, State
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money, Rate
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation
from gandeng.parameters.queries import value_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

# A price everybody can reckon with, when no product is chosen yet.
ROUND_PRICE = Money(15_000)


@require_http_methods(["GET", "POST"])
def new_agreement(request: ProgrammeRequest) -> HttpResponse:
    """First the two parties, then everything else on one page."""
    programme = request.programme
    if programme is None:
        raise Http404
    makers = queries.makers_to_draft_with(request.user, programme)
    buyers = queries.buyers_to_draft_with(request.user, programme)
    require_some_party(request, programme)
    maker = _chosen(makers, request.GET.get("umkm", ""))
    buyer = _chosen(buyers, request.GET.get("pembeli", ""))
    context: dict[str, Any] = {"makers": makers, "buyers": buyers, "maker": maker, "buyer": buyer}
    if maker is None or buyer is None:
        return render(request, "agreements/parties.html", context)
    require(
        request.user,
        "agreements.draft_agreement",
        Agreement(programme=programme, maker=maker, buyer=buyer),
    )
    form = AgreementForm(request.POST or None, maker=maker, buyer=buyer)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.draft_agreement(
                programme,
                maker,
                buyer,
                key=form.cleaned_data["key"],
                by=request.user,
                at=clock.now(),
                **form.terms(),
            )
            messages.success(request, _("Konsep disimpan. Periksa, lalu tawarkan."))
            return redirect("agreements:agreement", made.pk)
    return _form_page(request, form, context)


@require_http_methods(["GET", "POST"])
def edit_draft(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a draft on the same page it was made on."""
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    require(request.user, "agreements.draft_agreement", found)
    if found.state != State.DRAFT:
        raise Refusal("not_a_draft", _("Hanya konsep yang bisa diubah. Tarik dulu penawarannya."))
    form = AgreementForm(
        request.POST or None, maker=found.maker, buyer=found.buyer, agreement=found
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.change_draft(found, by=request.user, at=clock.now(), **form.terms())
            messages.success(request, _("Konsep diubah."))
            return redirect("agreements:agreement", pk)
    context = {"maker": found.maker, "buyer": found.buyer, "agreement": found}
    return _form_page(request, form, context)


@require_safe
def example(request: ProgrammeRequest) -> HttpResponse:
    """What a margin means, in rupiah, while somebody is typing it."""
    form = ExampleForm(request.GET)
    context = example_of(request, None, None)
    if form.is_valid():
        context = example_of(
            request, form.cleaned_data["margin_rate"], form.cleaned_data["margin_basis"]
        )
    return render(request, "agreements/_example.html", context)


def example_of(request: ProgrammeRequest, rate: Rate | None, basis: str | None) -> dict[str, Any]:
    """The example in both prices; nothing while the margin cannot be read."""
    if rate is None or basis is None:
        return {"prices": None}
    try:
        prices = _example_prices(rate, basis)
    except ValueError:
        return {"prices": None}
    share = share_of_selling_price(prices)
    warns = value_of("margin_warning_above", on=clock.today(), programme=request.programme)
    return {"prices": prices, "share": share, "warns": share.basis_points > warns}


def _example_prices(rate: Rate, basis: str) -> Prices:
    if basis == MarginBasis.COST:
        return freeze_prices(basis, rate, consignment=ROUND_PRICE)
    return freeze_prices(basis, rate, shelf=ROUND_PRICE)


def require_some_party(request: ProgrammeRequest, programme: Any) -> None:
    """Refuse those who could agree with nobody."""
    if not queries.may_draft_something(request.user, programme):
        require(request.user, "agreements.draft_agreement", Agreement(programme=programme))


def _chosen(organisations: Any, text: str) -> Organisation | None:
    """The one that was asked for, or the only one there is."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return get_object_or_404(organisations, pk=int(text))
    few = list(organisations[:2])
    return few[0] if len(few) == 1 else None


def _form_page(
    request: ProgrammeRequest, form: AgreementForm, context: dict[str, Any]
) -> HttpResponse:
    rate, basis = form["margin_rate"].value(), form["margin_basis"].value()
    typed = ExampleForm({"margin_rate": rate, "margin_basis": basis})
    shown = example_of(request, None, None)
    if typed.is_valid():
        shown = example_of(request, typed.cleaned_data["margin_rate"], basis)
    status = 422 if form.errors else 200
    page = {**context, **shown, "form": form}
    return render(request, "agreements/agreement_form.html", page, status=status)
