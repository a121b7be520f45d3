"""The shop window: the grid, a product, a maker. No sign-in, no script needed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gandeng.catalogue import queries
from gandeng.catalogue.core.packed import Packed
from gandeng.catalogue.models import Listing
from gandeng.catalogue.queries import PAGE_SIZE, Asked, Card, Proven, Shelf
from gandeng.catalogue.queries.finding import cards_of
from gandeng.catalogue.states import Keeps, Order, PriceBand
from gandeng.certificates.core.status import Status
from gandeng.certificates.states import STATUS_WORDS
from gandeng.kernel import clock
from gandeng.kernel.permissions import may
from gandeng.organisations.models import Organisation
from gandeng.products.models import Product
from gandeng.products.states import Category, Storage
from gandeng.programmes.middleware import PublicRequest
from gandeng.programmes.models import Programme

from .addresses import PARAMETERS, address_of, asked_of, page_of
from .answers import answer_packed, answer_page, is_stranger

ALIKE, OF_THE_MAKER = 6, 6
# In sight before anybody scrolls on a phone: loaded at once, the rest when it comes near.
AT_ONCE = 4
# Categories to press on above the grid; all of them stand in the form.
MOST_CHIPS = 6
A_YEAR = 365 * 24 * 60 * 60


def _shelf(request: PublicRequest) -> Shelf:
    """Strangers see the host's programme, others their own."""
    shelf: Shelf | None = None
    if is_stranger(request):
        shelf = queries.shelf_at(request.get_host().partition(":")[0], clock.today())
    elif programme := request.programme:
        shelf = queries.shelf_of(programme, clock.today())
    if shelf is None:
        raise Http404
    return shelf


def _in_another_language(request: PublicRequest) -> HttpResponseRedirect | None:
    """``?bahasa=en``: choose a language with a link. The switch of the other pages needs a form
    with a token, and a page with a token is nobody else's."""
    language = request.GET.get("bahasa", "")
    if language not in dict(settings.LANGUAGES):
        return None
    query = request.GET.copy()
    del query["bahasa"]
    response = redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", path="/"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def catalogue(request: PublicRequest) -> HttpResponse:
    """The grid, searched, sieved and sorted."""
    if response := _in_another_language(request):
        return response
    shelf, asked, page = _shelf(request), asked_of(request.GET), page_of(request.GET)
    return answer_page(
        request,
        shelf,
        ("catalogue", asked.key, asked.words, page),
        "catalogue/catalogue.html",
        lambda: _catalogue_context(request, shelf, asked, page),
    )


def _catalogue_context(
    request: PublicRequest, shelf: Shelf, asked: Asked, page: int
) -> dict[str, Any]:
    found = queries.find(shelf, asked)
    last = max(1, -(-found.count // PAGE_SIZE))
    page = min(page, last)
    start = (page - 1) * PAGE_SIZE
    cards = cards_of(shelf, found, start)
    return {
        "programme": shelf.programme,
        "whole": len(shelf),
        "maker_count": len(shelf.of_maker),
        "asked": asked,
        "found": found,
        "cards": cards_html(shelf, cards),
        "sieves": _sieves(shelf, asked, found.counts),
        "categories": _categories(asked, found.counts.get("category", {}), found),
        "halal_count": found.counts.get("halal", {}).get(True, 0),
        "wishes": _wishes(shelf, asked),
        "orders": [(value, label, value == asked.order) for value, label in _orders(asked)],
        "first": start + 1,
        "last": start + len(cards),
        "page": page,
        "pages": _pages(asked, page, last),
        "previous_url": address_of(asked, page - 1) if page > 1 else "",
        "next_url": address_of(asked, page + 1) if page < last else "",
        "place": place_of(shelf.programme),
        "is_front": not asked.words and not asked.wishes and page == 1,
        "all_url": address_of(Asked()),
        "without_wishes_url": address_of(Asked(asked.words)),
        "ideas": _ideas(shelf) if not cards else [],
        "here": address_of(asked, page),
        "canonical": request.build_absolute_uri(address_of(asked, page)),
    }


def place_of(programme: Programme) -> str:
    """The regency as people call it: Karawang."""
    name = programme.regency.name
    for title in ("Kabupaten ", "Kota "):
        name = name.removeprefix(title)
    return name


def _orders(asked: Asked) -> list[tuple[str, str]]:
    first = (Order.PICKED.value, _("Paling cocok") if asked.words else str(Order.PICKED.label))
    return [first, *((o.value, str(o.label)) for o in Order if o != Order.PICKED)]


@dataclass(frozen=True)
class Sieve:
    """A select of the filter form: its values with how many products each would leave."""

    name: str
    label: str
    every: str
    options: list[tuple[str, str, int, bool]]
    is_used: bool


def _sieves(shelf: Shelf, asked: Asked, counts: dict[str, dict[Any, int]]) -> list[Sieve]:
    districts = sorted(shelf.districts.items(), key=lambda place: place[1])
    tables: list[tuple[str, str, str, list[tuple[Any, str]]]] = [
        ("district", _("Kecamatan"), _("Semua kecamatan"), list(districts)),
        ("price", _("Harga"), _("Semua harga"), _choices(PriceBand)),
        ("keeps", _("Masa simpan"), _("Semua masa simpan"), _choices(Keeps)),
        ("storage", _("Cara simpan"), _("Semua cara simpan"), _choices(Storage)),
    ]
    sieves = []
    for facet, label, every, values in tables:
        chosen = asked.wish(facet)
        options = [
            (str(value), text, counts.get(facet, {}).get(value, 0), value == chosen)
            for value, text in values
            if counts.get(facet, {}).get(value) or value == chosen
        ]
        sieves.append(Sieve(PARAMETERS[facet], label, every, options, chosen is not None))
    return sieves


def _choices(table: Any) -> list[tuple[Any, str]]:
    return [(value, str(label)) for value, label in table.choices]


def _categories(asked: Asked, counts: dict[Any, int], found: Any) -> list[dict[str, Any]]:
    chosen = asked.wish("category")
    rows = [
        {
            "label": label,
            "count": counts.get(value, 0),
            "url": address_of(asked, category=None if value == chosen else value),
            "is_current": value == chosen,
            "value": value,
            "is_chip": True,
        }
        for value, label in _choices(Category)
        if counts.get(value) or value == chosen
    ]
    rows.sort(key=lambda row: -row["count"])
    for row in rows[MOST_CHIPS:]:
        row["is_chip"] = row["is_current"]
    every = {
        "label": _("Semua"),
        "count": sum(counts.values()),
        "url": address_of(asked, category=None),
        "is_current": chosen is None,
        "value": "",
        "is_chip": True,
    }
    return [every, *rows]


def _wishes(shelf: Shelf, asked: Asked) -> list[dict[str, str]]:
    """What is sieved by, each with the address without it."""
    makers = {card.maker_id: card.maker for card in shelf.cards} if "maker" in asked.wishes else {}
    words = {
        "category": dict(_choices(Category)),
        "district": {code: _("Kec. %(name)s") % {"name": n} for code, n in shelf.districts.items()},
        "maker": makers,
        "price": dict(_choices(PriceBand)),
        "halal": {True: "Halal"},
        "storage": dict(_choices(Storage)),
        "keeps": {value: _("tahan %(time)s") % {"time": t} for value, t in _choices(Keeps)},
    }
    return [
        {
            "label": str(words[facet].get(value, value)),
            "url": address_of(asked, 1, **{facet: None}),
        }
        for facet, values in asked.wishes.items()
        for value in values
    ]


def _pages(asked: Asked, page: int, last: int) -> list[dict[str, Any]]:
    """The numbers under the grid: the first, the last, and those around; a gap is None."""
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    shown: list[dict[str, Any]] = []
    for number in near:
        if shown and number - shown[-1]["number"] > 1:
            shown.append({"number": number - 1, "is_gap": True})
        shown.append(
            {
                "number": number,
                "url": address_of(asked, number),
                "is_current": number == page,
                "is_gap": False,
            }
        )
    return shown if last > 1 else []


def _ideas(shelf: Shelf) -> list[dict[str, str]]:
    """Where to go from nothing found: the largest categories."""
    counts = shelf.facets.counts({}).get("category", {})
    largest = sorted(counts, key=lambda value: -counts[value])[:6]
    return [
        {
            "label": str(Category(str(value)).label),
            "url": address_of(Asked(), category=value),
        }
        for value in largest
    ]


def cards_html(shelf: Shelf, cards: list[Card]) -> SafeString:
    """The cards of a grid; each is rendered once for its shelf and language."""
    language = get_language()
    parts = []
    for number, card in enumerate(cards):
        key = (card.id, language, number < AT_ONCE)
        html = shelf.cards_html.get(key)
        if html is None:
            context = {"card": card, "is_near": number < AT_ONCE}
            html = shelf.cards_html[key] = render_to_string("catalogue/_card.html", context)
        parts.append(html)
    return mark_safe("".join(parts))  # noqa: S308 -- joined templates


@login_not_required
@require_safe
def product_by_id(request: PublicRequest, pk: int) -> HttpResponse:
    """A product by its number alone: on to its full address."""
    card = _shelf(request).card(pk)
    if card is None:
        raise Http404
    return redirect(card.url, permanent=False)


@login_not_required
@require_safe
def product(request: PublicRequest, pk: str, slug: str) -> HttpResponse:
    """Everything on a product's label, what it can prove today, and what is like it."""
    if response := _in_another_language(request):
        return response
    shelf = _shelf(request)
    card = shelf.card(int(pk))
    if card is None:
        raise Http404
    if card.slug != slug:
        return redirect(card.url)
    return answer_page(
        request,
        shelf,
        ("product", card.id),
        "catalogue/product.html",
        lambda: _product_context(request, shelf, card),
    )


def _product_context(request: PublicRequest, shelf: Shelf, card: Card) -> dict[str, Any]:
    thing = get_object_or_404(
        Product.objects.filter(programme_id=shelf.programme.pk).select_related("maker"), pk=card.id
    )
    same_maker = [other for other in shelf.of_maker[card.maker_id] if other.id != card.id]
    sees_terms = not is_stranger(request) and may(request.user, "catalogue.see_terms", thing)
    sees_office = sees_terms and may(request.user, "catalogue.read_shelf", shelf.programme)
    return {
        "programme": shelf.programme,
        "place": place_of(shelf.programme),
        "card": card,
        "product": thing,
        "proofs": [_proof(one, is_plain=sees_office) for one in card.proofs],
        "sees_terms": sees_terms,
        "sees_office": sees_office,
        "listing": Listing.objects.get(product=thing) if sees_office else None,
        "same_maker": cards_html(shelf, same_maker[:OF_THE_MAKER]),
        "same_maker_count": len(same_maker),
        "alike": cards_html(shelf, _alike(shelf, card)),
        "category_url": address_of(Asked(), category=card.category),
        "day": shelf.day,
        "here": card.url,
        "canonical": request.build_absolute_uri(card.url),
        "picture": request.build_absolute_uri(card.picture_url),
        "crumbs": [
            {"label": _("Katalog"), "url": address_of(Asked())},
            {"label": card.category_label, "url": address_of(Asked(), category=card.category)},
            {"label": card.name},
        ],
    }


def _proof(one: Proven, *, is_plain: bool) -> tuple[Proven, str, Any]:
    """A certificate with the badge's tone and words. Whether a number that carries the product is
    doubted is the office's business until somebody has looked it up."""
    if one.status == Status.DOUBTFUL and one.carries and not is_plain:
        return one, "quiet", _("Tercatat, menunggu pemeriksaan")
    return one, one.tone, STATUS_WORDS[Status(one.status)]


def _alike(shelf: Shelf, card: Card) -> list[Card]:
    """Products of other makers: those that begin with the same word, then of its category. Each
    product starts looking after itself, so that all come to be seen."""
    found: list[Card] = []
    for kin in (shelf.of_kind[card.kind], shelf.of_kind[card.category]):
        at = kin.index(card) + 1
        for other in islice(chain(islice(kin, at, None), islice(kin, at - 1)), 60):
            if other.maker_id != card.maker_id and other not in found:
                found.append(other)
                if len(found) == ALIKE:
                    return found
    return found


@login_not_required
@require_safe
def maker(request: PublicRequest, pk: int) -> HttpResponse:
    """A maker as the public may know them: trade facts and products, nothing private."""
    if response := _in_another_language(request):
        return response
    shelf = _shelf(request)
    page = page_of(request.GET)
    if not shelf.of_maker.get(pk):
        raise Http404
    return answer_page(
        request,
        shelf,
        ("maker", pk, page),
        "catalogue/maker.html",
        lambda: _maker_context(request, shelf, pk, page),
    )


def _maker_context(request: PublicRequest, shelf: Shelf, pk: int, page: int) -> dict[str, Any]:
    cards = shelf.of_maker[pk]
    # Only what a sign over the door would say: the page must not even hold the rest.
    facts = (
        Organisation.objects.filter(programme_id=shelf.programme.pk)
        .only("name", "started_year", "size_class", "kind")
        .get(pk=pk)
    )
    last = max(1, -(-len(cards) // PAGE_SIZE))
    page = min(page, last)
    shown = cards[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    base = request.path
    labels = dict.fromkeys(card.category_label for card in cards)
    return {
        "programme": shelf.programme,
        "place": place_of(shelf.programme),
        "maker": facts,
        "district": cards[0].district,
        "count": len(cards),
        "halal_count": sum(card.is_halal for card in cards),
        "labels": list(labels),
        "cards": cards_html(shelf, shown),
        "next_url": f"{base}?halaman={page + 1}" if page < last else "",
        "first_url": base if page > 1 else "",
        "here": base,
        "canonical": request.build_absolute_uri(base),
        "crumbs": [
            {"label": _("Katalog"), "url": address_of(Asked())},
            {"label": facts.name},
        ],
        "title": pgettext("maker page", "%(name)s dari %(place)s")
        % {"name": facts.name, "place": cards[0].district or shelf.programme.name},
    }


@login_not_required
@require_safe
def sitemap(request: PublicRequest) -> HttpResponse:
    """The catalogue's addresses for search engines."""
    shelf = _shelf(request)

    def make() -> Packed:
        paths = [address_of(Asked()), *(card.url for card in shelf.cards[:49_000])]
        urls = "".join(
            f"<url><loc>{escape(request.build_absolute_uri(path))}</loc></url>" for path in paths
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        )
        return Packed(text.encode(), "application/xml")

    packed = shelf.kept(("sitemap", request.scheme, request.get_host()), make)
    return answer_packed(request, packed)
