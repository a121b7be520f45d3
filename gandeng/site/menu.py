"""Navigation: which doors a person finds. One table; a test keeps every row pointing somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.rules import seats_of
from gandeng.programmes.middleware import PublicRequest
from gandeng.programmes.models import Member
from gandeng.programmes.rules import standing_of

from .panels import panels_on

Role = Member.Role
OFFICE = {Role.OFFICER, Role.HEAD}
READERS = {*OFFICE, Role.CURATOR, Role.AUDITOR}
FIELD = {*READERS, Role.MENTOR}
MAKER, MANAGER, CLERK = "owner", "manager", "clerk"
BUYER = {MANAGER, CLERK}
EVERYBODY = {*FIELD, MAKER, *BUYER}


@dataclass(frozen=True)
class Door:
    """A row of the menu: for whom, where to. ``short`` is its word at a phone's foot."""

    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str]
    short: str | Promise = ""


def door(
    label: str | Promise,
    url_name: str,
    icon: str,
    roles: set[Any],
    short: str | Promise = "",
) -> Door:
    return Door(label, url_name, icon, frozenset(str(role) for role in roles), short)


MENU: list[tuple[str | Promise, list[Door]]] = [
    (
        "",
        [
            door(_("Beranda"), "home", "house", EVERYBODY, _("Beranda")),
            door(_("Janji sampai bayar"), "insight:promises", "route", {*FIELD, MAKER, MANAGER}),
            door(_("Ringkasan"), "insight:summary", "chart-no-axes-column", READERS),
        ],
    ),
    (
        _("Toko"),
        [
            door(_("Toko saya"), "consignment:shop", "store", BUYER, _("Toko")),
            door(_("Stok saya di toko"), "consignment:stock", "boxes", {MAKER}, _("Stok")),
        ],
    ),
    (
        _("Mitra dan produk"),
        [
            door(_("UMKM"), "organisations:makers", "users-round", {*FIELD, MAKER}),
            door(_("Pembeli"), "organisations:buyers", "building-2", {*READERS, MANAGER}),
            door(_("Produk"), "products:products", "package", {*FIELD, MAKER}, _("Produk")),
            door(_("Sertifikat"), "certificates:certificates", "badge-check", {*FIELD, MAKER}),
            door(_("Kurasi"), "curation:rounds", "clipboard-check", {*READERS, MAKER}),
            door(_("Data ganda"), "organisations:doubles", "copy", {Role.OFFICER}),
            door(_("Unggah berkas"), "intake:uploads", "file-up", {Role.OFFICER}),
        ],
    ),
    (
        _("Temu bisnis"),
        [
            door(_("Temu bisnis"), "meetings:days", "calendar-days", {*FIELD, MAKER, MANAGER}),
            door(_("Penandatanganan"), "agreements:ceremonies", "signature", READERS),
        ],
    ),
    (
        _("Perdagangan"),
        [
            door(_("Perjanjian"), "agreements:agreements", "handshake", EVERYBODY, _("Janji")),
            door(_("Kiriman"), "consignment:deliveries", "truck", EVERYBODY, _("Kiriman")),
            door(_("Retur"), "consignment:returns", "undo-2", EVERYBODY),
            door(_("Pesanan"), "orders:orders", "shopping-cart", EVERYBODY),
            door(
                _("Rekap"),
                "settlement:statements",
                "receipt-text",
                {*FIELD, MAKER, MANAGER},
                _("Rekap"),
            ),
            door(_("Tagihan"), "settlement:invoices", "file-text", {*READERS, MAKER, MANAGER}),
            door(_("Pembayaran"), "settlement:payments", "wallet", {*READERS, MAKER, MANAGER}),
        ],
    ),
    (
        _("Katalog"),
        [
            door(_("Katalog umum"), "catalogue:catalogue", "layout-grid", EVERYBODY),
            door(_("Kelola tayangan"), "catalogue:manage", "eye", {Role.OFFICER, Role.CURATOR}),
        ],
    ),
    (
        _("Program"),
        [
            door(_("Anggota"), "programmes:members", "id-card", OFFICE),
            door(_("Buku jejak"), "programmes:traces", "history", {Role.AUDITOR, Role.HEAD}),
            door(_("Parameter"), "parameters:parameters", "sliders-horizontal", READERS),
        ],
    ),
]


def roles_of(request: PublicRequest) -> set[str]:
    """What the person is in the programme the page speaks of, and in any organisation."""
    programme = request.programme
    pk = programme.pk if programme else 0
    roles = {str(role) for role in standing_of(request.user).roles.get(pk, ())}
    seats = seats_of(request.user)
    if seats.owned:
        roles.add(MAKER)
    if seats.managed:
        roles.add(MANAGER)
    if seats.shops:
        roles.add(CLERK)
    return roles


def menu(request: PublicRequest) -> dict[str, Any]:
    """Context for every page: the menu, the panels, where one is and as what."""
    context: dict[str, Any] = {"menu": [], "is_demo": settings.GANDENG_DEMO}
    if not hasattr(request, "programme"):
        return context
    # Public pages do not ask who is there: asking would read the session of every visitor.
    if not (request.session.session_key and request.user.is_authenticated):
        return context
    roles = roles_of(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    context["menu"] = [
        {"label": label, "items": items}
        for label, doors in MENU
        if (items := [_item(row, here) for row in doors if row.roles & roles])
    ]
    context["place"] = str(request.programme.name) if request.programme else ""
    context["panels"] = panels_on(request)
    return context


def _item(row: Door, here: str) -> dict[str, Any]:
    return {
        "label": row.label,
        "url": reverse(row.url_name),
        "icon": row.icon,
        "is_current": here == row.url_name,
        "is_primary": bool(row.short),
        "short": row.short,
    }
