"""Products: the list, one of them, its label, prices and pictures."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed
from gandeng.kernel.money import FULL_RATE, Money, Rate
from gandeng.kernel.permissions import require
from gandeng.organisations.models import OrganisationQuerySet
from gandeng.organisations.queries import makers_for, organisations_for
from gandeng.organisations.rules import seats_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.rules import Role, standing_of
from gandeng.ui.files import opened
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from . import actions, queries
from .forms import NewProductForm, PhotoForm, ProductForm
from .models import Photo, Product
from .states import Category, State

FOR_EVER = "public, max-age=31536000, immutable"
# A drawing whose address does not carry its present version may be about to change.
IN_A_PANEL = 100


def _product_of(request: ProgrammeRequest, pk: int) -> Product:
    seen = queries.products_for(request.user).select_related("maker", "programme")
    return get_object_or_404(seen.prefetch_related("photos"), pk=pk)


def _kept_by(person: Any) -> OrganisationQuerySet:
    """The makers for which a person may put products down: what ``describe_product`` allows."""
    standing = standing_of(person)
    kept = makers_for(person).filter(programme_id__in=standing.programmes_as(Role.OFFICER))
    for programme_id, districts in standing.districts.items():
        kept |= makers_for(person).filter(programme_id=programme_id, district_id__in=districts)
    return kept | makers_for(person).filter(pk__in=seats_of(person).owned)


@require_safe
def products(request: ProgrammeRequest) -> HttpResponse:
    """The products of the programme that this person may see."""
    asked = {
        name: request.GET.get(name, "").replace("\0", "") for name in ("q", "category", "maker")
    }
    asked["state"] = request.GET.get("state", "")
    rows = queries.products_for(request.user)
    if request.programme:
        rows = rows.filter(programme=request.programme)
    rows = queries.called(rows, asked["q"])
    if asked["category"] in Category.values:
        rows = rows.filter(category=asked["category"])
    if asked["maker"].isascii() and asked["maker"].isdigit() and len(asked["maker"]) < 18:
        rows = rows.filter(maker_id=int(asked["maker"]))
    if asked["state"] in State.values:
        rows = rows.filter(state=asked["state"])
    page = page_of(request, rows.prefetch_related("photos"))
    context = {
        "page": page,
        "rows": _with_pictures(page.rows),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "categories": Category.choices,
        "states": State.choices,
        "may_add": _kept_by(request.user).exists(),
    }
    return render(request, "products/product_list.html", context)


def _with_pictures(rows: list[Product] | QuerySet[Product]) -> list[dict[str, Any]]:
    return [{"product": product, "picture": queries.picture_url(product)} for product in rows]


@require_http_methods(["GET", "POST"])
def new_product(request: ProgrammeRequest) -> HttpResponse:
    """Put a product down; ``?maker=`` says whose."""
    makers = _kept_by(request.user)
    if request.programme:
        makers = makers.filter(programme=request.programme)
    if not makers.exists():
        raise NotAllowed("not_allowed", _("Anda tidak berwenang melakukan ini."))
    initial = {"key": uuid4().hex, "maker": request.GET.get("maker", ""), "minimum_order": 1}
    form = NewProductForm(request.POST or None, makers=makers, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.said
        with refusals_shown_in(form):
            product = actions.describe_product(
                form.cleaned_data["maker"],
                said.pop("name"),
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
                **said,
            )
            messages.success(request, _("%(name)s dicatat.") % {"name": product})
            return redirect(product)
    return _form_page(request, form, _("Tambah produk"), reverse("products:products"))


def _form_page(
    request: ProgrammeRequest, form: ProductForm, title: str, cancel_url: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": cancel_url,
        "margin": _margin_of(form),
        "crumbs": [
            {"label": _("Produk"), "url": reverse("products:products")},
            {"label": title},
        ],
    }
    return render(request, "products/product_form.html", context)


def _margin_of(form: ProductForm) -> tuple[Money, Rate] | None:
    """The margin as the form stands: of what was typed if it can be read, else of the product."""
    given = getattr(form, "cleaned_data", None) or {}
    cost = given.get("consignment_price") or form.instance.consignment_price
    price = given.get("shelf_price") or form.instance.shelf_price
    if not cost or not price or price < cost:
        return None
    margin = price - cost
    return margin, Rate(margin.rupiah * FULL_RATE // price.rupiah)


@require_safe
def product(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """All about a product."""
    thing = _product_of(request, pk)
    return _product_page(request, thing, PhotoForm())


def _product_page(
    request: ProgrammeRequest, thing: Product, photo_form: PhotoForm, status: int = 200
) -> HttpResponse:
    photos = [
        {"photo": photo, "url": queries.photo_url(photo)}
        for photo in sorted(thing.photos.all(), key=lambda photo: photo.pk)
    ]
    context = {
        "product": thing,
        "picture": queries.picture_url(thing),
        "photos": photos,
        "photo_form": photo_form,
        "crumbs": [
            {"label": _("Produk"), "url": reverse("products:products")},
            {"label": thing.name},
        ],
    }
    return render(request, "products/product.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_product(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change the label, the prices and the capacity; each leaves its own trace."""
    thing = _product_of(request, pk)
    require(request.user, "products.change_product", thing)
    form = ProductForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        by, at = request.user, clock.now()
        # One form, three verbs: all of them or none.
        with refusals_shown_in(form), transaction.atomic():
            actions.change_product(thing, by=by, at=at, **form.label_facts)
            actions.reprice(thing, by=by, at=at, **form.prices)
            actions.declare_capacity(thing, by=by, at=at, **form.capacity)
            messages.success(request, _("Perubahan disimpan."))
            return redirect(thing)
    title = _("Ubah %(name)s") % {"name": thing}
    return _form_page(request, form, title, thing.get_absolute_url())


@require_POST
def withdraw(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Stop offering it."""
    thing = _product_of(request, pk)
    actions.withdraw_product(thing, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s ditarik dari penawaran.") % {"name": thing})
    return redirect(thing)


@require_POST
def offer_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer it again."""
    thing = _product_of(request, pk)
    actions.offer_product_again(thing, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s ditawarkan lagi.") % {"name": thing})
    return redirect(thing)


@require_POST
def add_photo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a picture in; a file that is none is told so on the product's page."""
    thing = _product_of(request, pk)
    require(request.user, "products.add_photo", thing)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_in(form):
            file = form.cleaned_data["photo"]
            actions.add_photo(thing, file, by=request.user, at=clock.now())
            messages.success(request, _("Foto ditambahkan."))
            return redirect(thing)
    return _product_page(request, thing, form, status=422)


@require_POST
def remove_photo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a picture away."""
    seen = Photo.objects.filter(product__in=queries.products_for(request.user))
    photo = get_object_or_404(seen.select_related("product__maker"), pk=pk)
    thing = photo.product
    actions.remove_photo(photo, by=request.user, at=clock.now())
    messages.success(request, _("Foto dihapus."))
    return redirect(thing)


@require_safe
def maker_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A maker's products, for the maker's page."""
    maker = get_object_or_404(organisations_for(request.user).makers(), pk=pk)
    rows = queries.products_of(request.user, maker).prefetch_related("photos")
    shown = _with_pictures(rows[: IN_A_PANEL + 1])
    context = {
        "maker": maker,
        "rows": shown[:IN_A_PANEL],
        "has_more": len(shown) > IN_A_PANEL,
    }
    return render(request, "products/_maker_panel.html", context)


@login_not_required
@require_safe
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawn package of a product without a photo. Public to whoever has the address, as a photo
    is: the version in it tells nobody the names of products that are not shown."""
    thing = get_object_or_404(Product.objects.select_related("maker"), pk=pk)
    if request.GET.get("v") != queries.drawing_version(thing):
        raise Http404
    response = HttpResponse(queries.drawing_of(thing), content_type="image/svg+xml")
    response["Cache-Control"] = FOR_EVER
    return response


@login_not_required
@require_safe
def photo(request: HttpRequest, pk: int, digest: str) -> FileResponse:
    """A photo. Public to whoever has the address: product pictures are not personal data."""
    found = queries.photo_called(pk, digest)
    if found is None:
        raise Http404
    response = FileResponse(opened(found.file), content_type="image/webp")
    response["Cache-Control"] = FOR_EVER
    return response
