"""What stands in the address of every page: whose id, of which thing.

``WHOSE`` names, for every URL pattern with something to fill in, the thing of a side (see
``tests/world.py``) it is about. A pattern that is not here fails the matrix: whoever adds a page
says here what it is about, and looks at the answers it gives to each role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver, reverse
from django.utils.text import slugify

from gandeng.meetings.queries.links import token_of
from gandeng.meetings.queries.screen import screen_token
from tests.world import Side, reset_link

# url name -> argument: name of the side's thing (its primary key goes in)
WHOSE: dict[str, dict[str, str]] = {
    "people:end-sign-in": {"pk": "sign_in"},
    "programmes:end-membership": {"pk": "member"},
    "programmes:make-link": {"pk": "member"},
    "intake:upload": {"pk": "upload"},
    "intake:take-in": {"pk": "upload"},
    "intake:discard": {"pk": "upload"},
    "intake:corrections": {"pk": "upload"},
    "intake:original": {"pk": "file"},
    "intake:decide": {"pk": "held"},
    "organisations:maker": {"pk": "maker"},
    "organisations:buyer": {"pk": "buyer"},
    "organisations:edit-organisation": {"pk": "maker"},
    "organisations:verify": {"pk": "maker"},
    "organisations:suspend": {"pk": "maker"},
    "organisations:reinstate": {"pk": "maker"},
    "organisations:unmask": {"pk": "maker"},
    "organisations:new-seat": {"pk": "buyer"},
    "organisations:new-outlet": {"pk": "buyer"},
    "organisations:change-outlet": {"pk": "outlet"},
    "organisations:end-seat": {"pk": "seat"},
    "organisations:double": {"pk": "double"},
    "organisations:merge-double": {"pk": "double"},
    "organisations:decide-apart": {"pk": "double"},
    "organisations:undo-merged": {"pk": "double"},
    "products:product": {"pk": "product"},
    "products:edit-product": {"pk": "product"},
    "products:withdraw": {"pk": "product"},
    "products:offer-again": {"pk": "product"},
    "products:add-photo": {"pk": "product"},
    "products:remove-photo": {"pk": "photo"},
    "products:drawing": {"pk": "product"},
    "products:maker-panel": {"pk": "maker"},
    "certificates:certificate": {"pk": "certificate"},
    "certificates:file": {"pk": "certificate"},
    "certificates:attach-file": {"pk": "certificate"},
    "certificates:renew": {"pk": "certificate"},
    "certificates:correct": {"pk": "certificate"},
    "certificates:verify": {"pk": "certificate"},
    "certificates:confirm": {"pk": "certificate"},
    "certificates:reject": {"pk": "certificate"},
    "certificates:reopen": {"pk": "certificate"},
    "certificates:new-for-product": {"pk": "product"},
    "certificates:product-panel": {"pk": "product"},
    "certificates:new-for-maker": {"pk": "maker"},
    "certificates:maker-panel": {"pk": "maker"},
    "curation:round": {"pk": "round"},
    "curation:decide-round": {"pk": "round"},
    "curation:submission": {"pk": "waiting"},
    "curation:score": {"pk": "waiting"},
    "curation:decide": {"pk": "waiting"},
    "curation:reopen": {"pk": "submission"},
    "curation:submit": {"pk": "raw"},
    "curation:product-panel": {"pk": "product"},
    "catalogue:list": {"pk": "candidate"},
    "catalogue:unlist": {"pk": "product"},
    "catalogue:maker": {"pk": "maker"},
    "catalogue:product-by-id": {"pk": "product"},
    "meetings:day": {"pk": "day"},
    "meetings:day-counts": {"pk": "day"},
    "meetings:change-day": {"pk": "day"},
    "meetings:cancel-day": {"pk": "day"},
    "meetings:venue": {"pk": "day"},
    "meetings:lay-out": {"pk": "day"},
    "meetings:place-tables": {"pk": "day"},
    "meetings:preview-slots": {"pk": "day"},
    "meetings:add-tables": {"pk": "day"},
    "meetings:invitations": {"pk": "day"},
    "meetings:choose-invitees": {"pk": "day"},
    "meetings:sending": {"pk": "day"},
    "meetings:send-mails": {"pk": "day"},
    "meetings:letters": {"pk": "day"},
    "meetings:letters-sent": {"pk": "day"},
    "meetings:chase": {"pk": "day"},
    "meetings:chase-counts": {"pk": "day"},
    "meetings:matching": {"pk": "day"},
    "meetings:pairings": {"pk": "day"},
    "meetings:timetables": {"pk": "day"},
    "meetings:calculate": {"pk": "day"},
    "meetings:run-now": {"pk": "day"},
    "meetings:papers": {"pk": "day"},
    "meetings:the-day": {"pk": "day"},
    "meetings:move-day": {"pk": "day"},
    "meetings:shift-slots": {"pk": "day"},
    "meetings:mark-missing": {"pk": "day"},
    "meetings:proposal": {"pk": "day"},
    "meetings:propose-again": {"pk": "day"},
    "meetings:notices": {"pk": "day"},
    "meetings:desk": {"pk": "day"},
    "meetings:desk-worker": {"pk": "day"},
    "meetings:send-presence": {"pk": "day"},
    "meetings:desk-now": {"pk": "day"},
    "meetings:read-code": {"pk": "day"},
    "meetings:known-names": {"pk": "day"},
    "meetings:show-screen": {"pk": "day"},
    "meetings:outcomes": {"pk": "day"},
    "meetings:capture": {"pk": "day"},
    "meetings:capture-worker": {"pk": "day"},
    "meetings:send-outcomes": {"pk": "day"},
    "meetings:table": {"pk": "table"},
    "meetings:remove-table": {"pk": "table"},
    "meetings:invitation": {"pk": "invitation"},
    "meetings:address": {"pk": "invitation"},
    "meetings:withdraw": {"pk": "invitation"},
    "meetings:renew": {"pk": "invitation"},
    "meetings:renew-link": {"pk": "invitation"},
    "meetings:send-one": {"pk": "invitation"},
    "meetings:mark-sent": {"pk": "invitation"},
    "meetings:call": {"pk": "invitation"},
    "meetings:own": {"pk": "invitation"},
    "meetings:own-answer": {"pk": "invitation"},
    "meetings:own-decline": {"pk": "invitation"},
    "meetings:own-opened": {"pk": "invitation"},
    "meetings:own-read": {"pk": "invitation"},
    "meetings:own-pulse": {"pk": "invitation"},
    "meetings:own-wishes": {"pk": "invitation"},
    "meetings:own-change-wish": {"pk": "invitation"},
    "meetings:own-save-wishes": {"pk": "invitation"},
    "meetings:own-needs": {"pk": "invitation"},
    "meetings:free-pair": {"pk": "pairing"},
    "meetings:buyer-needs": {"pk": "buyer"},
    "meetings:buyer-needs-panel": {"pk": "buyer"},
    "meetings:stop-run": {"pk": "run"},
    "meetings:timetable": {"pk": "timetable"},
    "meetings:unmet": {"pk": "timetable"},
    "meetings:compare": {"pk": "timetable"},
    "meetings:copy-timetable": {"pk": "timetable"},
    "meetings:publish": {"pk": "sketch"},
    "meetings:discard": {"pk": "sketch"},
    "meetings:board": {"pk": "sketch"},
    "meetings:board-state": {"pk": "sketch"},
    "meetings:change-board": {"pk": "sketch"},
    "meetings:decide-proposal": {"pk": "proposal"},
    "meetings:outcome": {"pk": "outcome"},
    "meetings:outcome-photo": {"pk": "outcome"},
    "agreements:agreement": {"pk": "agreement"},
    "agreements:edit-draft": {"pk": "draft"},
    "agreements:offer": {"pk": "draft"},
    "agreements:revise": {"pk": "offered"},
    "agreements:decline": {"pk": "offered"},
    "agreements:end": {"pk": "agreement"},
    "agreements:pdf": {"pk": "agreement"},
    "agreements:text": {"pk": "agreement"},
    "agreements:organisation-panel": {"pk": "maker"},
    "agreements:product-panel": {"pk": "product"},
    "agreements:sign-on-paper": {"pk": "offered"},
    "agreements:day-promises": {"pk": "day"},
    "agreements:draft-promises": {"pk": "day"},
    "agreements:draft-from-outcome": {"pk": "outcome"},
    "agreements:outcome-panel": {"pk": "outcome"},
    "agreements:ceremony": {"pk": "ceremony"},
    "agreements:enter": {"pk": "ceremony"},
    "agreements:offer-all": {"pk": "ceremony"},
    "agreements:print-run": {"pk": "ceremony"},
    "agreements:take-in-scans": {"pk": "ceremony"},
    "agreements:close-ceremony": {"pk": "ceremony"},
    "agreements:reopen-ceremony": {"pk": "ceremony"},
    "agreements:scans-now": {"pk": "ceremony"},
    "agreements:read-again": {"pk": "stack"},
    "agreements:discard-stack": {"pk": "stack"},
    "agreements:scan": {"pk": "scan"},
    "agreements:assign-scan": {"pk": "scan"},
    "consignment:delivery": {"pk": "received"},
    "consignment:send-delivery": {"pk": "packed"},
    "consignment:cancel-delivery": {"pk": "packed"},
    "consignment:receive-delivery": {"pk": "sent"},
    "consignment:delivery-code": {"pk": "sent"},
    "consignment:shelf": {"outlet_pk": "outlet"},
    "consignment:count-shelf": {"outlet_pk": "outlet"},
    "consignment:count-sheet": {"outlet_pk": "outlet"},
    "consignment:shelf-code": {"outlet_pk": "outlet"},
    "consignment:counts": {"outlet_pk": "outlet"},
    "consignment:write-off": {"outlet_pk": "outlet"},
    "consignment:counted": {"pk": "count"},
    "consignment:return": {"pk": "return"},
    "consignment:confirm-return": {"pk": "return"},
    "consignment:withdraw-return": {"pk": "return"},
    "consignment:agreement-panel": {"pk": "agreement"},
    "orders:order": {"pk": "order"},
    "orders:confirm-order": {"pk": "placed"},
    "orders:decline-order": {"pk": "placed"},
    "orders:cancel-order": {"pk": "placed"},
    "orders:ship-order": {"pk": "confirmed"},
    "orders:receive-order": {"pk": "shipped"},
    "orders:agreement-panel": {"pk": "outright"},
    "orders:order-from-outcome": {"pk": "outcome"},
    "orders:outcome-panel": {"pk": "outcome"},
    "settlement:draw-up": {"pk": "agreement"},
    "settlement:statement": {"pk": "statement"},
    "settlement:agree": {"pk": "drawn_up"},
    "settlement:object": {"pk": "drawn_up"},
    "settlement:settle": {"pk": "objected"},
    "settlement:pay-statement": {"pk": "statement"},
    "settlement:issue": {"pk": "unbilled"},
    "settlement:invoice": {"pk": "invoice"},
    "settlement:pay-invoice": {"pk": "invoice"},
    "settlement:payment": {"pk": "payment"},
    "settlement:confirm": {"pk": "payment"},
    "settlement:refuse": {"pk": "payment"},
    "settlement:proof": {"pk": "payment"},
    "settlement:agreement-panel": {"pk": "agreement"},
    "settlement:order-panel": {"pk": "order"},
    "insight:close-follow-up": {"pk": "follow_up"},
    "insight:promise": {"pk": "agreement"},
    "insight:follow-up": {"pk": "agreement"},
    "insight:day": {"pk": "day"},
    "insight:day-panel": {"pk": "day"},
    "insight:fairness": {"pk": "day"},
    "insight:minutes": {"pk": "day"},
    "insight:table-tasks": {"pk": "day"},
    "insight:assign-table-task": {"pk": "outcome"},
    "insight:close-table-task": {"pk": "outcome"},
    "api-1:product": {"product_id": "product"},
    "api-1:statuses": {"product_id": "product"},
}

# what a guest's link opens, beside the page itself
GUEST_PAGES = (
    "guest",
    "guest-answer",
    "guest-decline",
    "guest-opened",
    "guest-read",
    "guest-pulse",
    "guest-worker",
    "guest-wishes",
    "guest-change-wish",
    "guest-save-wishes",
    "guest-needs",
    "guest-capture",
    "guest-capture-worker",
    "guest-send-outcomes",
)

# What a signed link opens for whoever holds it: an invitation's pages, a day's big screen. Whose it
# is makes no difference there, so they are asked about our own thing only.
BY_LINK = {
    *(f"meetings:{name}" for name in GUEST_PAGES),
    "meetings:guest-need",
    "meetings:screen",
    "meetings:screen-now",
    "meetings:screen-stream",
}


def _link(side: Side) -> dict[str, Any]:
    return {"token": token_of(side.invitation)}


def _pair(side: Side) -> dict[str, Any]:
    return {"pk": side.day.pk, "buyer": side.invitation.pk, "maker": side.guest.pk}


def _screen(side: Side) -> dict[str, Any]:
    return {"token": screen_token(side.day)}


# url name -> the arguments, where an id alone does not do
SPELT: dict[str, Callable[[Side], dict[str, Any]]] = {
    "people:set-password": lambda side: reset_link(side.owner),
    "products:photo": lambda side: {"pk": side.photo.pk, "digest": side.photo.digest[:24]},
    "catalogue:product": lambda side: {"pk": side.product.pk, "slug": slugify(side.product.name)},
    "agreements:sign": lambda side: {"pk": side.offered.pk, "side": "maker"},
    "agreements:verify": lambda side: {"document_hash": side.agreement.document_hash},
    "agreements:sign-on-glass": lambda side: {"pk": side.offered.pk, "side": "maker"},
    **{f"meetings:{name}": _link for name in GUEST_PAGES},
    "meetings:guest-need": lambda side: {**_link(side), "category": "snack"},
    "meetings:own-need": lambda side: {"pk": side.invitation.pk, "category": "snack"},
    "meetings:buyer-need": lambda side: {"pk": side.buyer.pk, "category": "snack"},
    "meetings:pair": _pair,
    "meetings:note-pair": _pair,
    "meetings:tell-notice": lambda side: {"pk": side.day.pk, "guest": side.invitation.pk},
    "meetings:paper": lambda side: {"pk": side.timetable.pk, "kind": "daftar-hadir"},
    "meetings:screen": _screen,
    "meetings:screen-now": _screen,
    "meetings:screen-stream": _screen,
}

# url name -> the arguments, where they name nobody's thing
FIXED: dict[str, dict[str, str]] = {
    "meetings:badge": {"code": "abc"},
    "parameters:parameter": {"key": "margin_warning_above"},
    "organisations:export": {"side": "umkm"},
    "insight:export": {"kind": "csv"},
}


def patterns() -> dict[str, frozenset[str]]:
    """Every URL of the site by name, with the arguments its address takes."""
    return dict(sorted(_walk(get_resolver().url_patterns, (), frozenset())))


def _walk(
    found: Any, spaces: tuple[str, ...], taken: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern in found:
        names = taken | set(pattern.pattern.regex.groupindex) | set(pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name: the matrix names what it asks"
            yield ":".join((*spaces, pattern.name)), names
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner, names)


def address(name: str, side: Side) -> str | None:
    """Where the page about this side's thing is; None where the side has no such thing."""
    try:
        if name in SPELT:
            return reverse(name, kwargs=SPELT[name](side))
        things = WHOSE[name]
        return reverse(name, kwargs={key: getattr(side, what).pk for key, what in things.items()})
    except AttributeError:
        return None


def is_known(name: str, arguments: frozenset[str]) -> bool:
    """Whether this table says what goes into the address."""
    return not arguments or name in WHOSE or name in SPELT or name in FIXED
