"""What a guest with a link opens; wishes, needs, scores."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import guest_answers, guest_needs, guest_wishes, matching
from gandeng.meetings.views.guest_door import DoorView, by_account, by_link

# An invitation's own pages: by the link under u/<token>/, by an account under
# temu/undangan/<pk>/jawab/. Names: meetings:guest, meetings:guest-answer … and meetings:own …
PAGES: tuple[tuple[str, DoorView, str], ...] = (
    ("", guest_answers.page, ""),
    ("hadir/", guest_answers.answer, "answer"),
    ("tidak/", guest_answers.decline, "decline"),
    ("dibuka/", guest_answers.opened, "opened"),
    ("dibaca/", guest_answers.read, "read"),
    ("kabar/", guest_answers.pulse, "pulse"),
    ("keinginan/", guest_wishes.wishes, "wishes"),
    ("keinginan/ubah/", guest_wishes.change_wish, "change-wish"),
    ("keinginan/simpan/", guest_wishes.save_wishes, "save-wishes"),
    ("kebutuhan/", guest_needs.needs, "needs"),
    ("kebutuhan/<str:category>/", guest_needs.need, "need"),
)


def _pages() -> Iterator[URLPattern]:
    for address, view, name in PAGES:
        ending = f"-{name}" if name else ""
        yield path(f"u/<str:token>/{address}", by_link(view), name=f"guest{ending}")
        yield path(f"temu/undangan/<int:pk>/jawab/{address}", by_account(view), name=f"own{ending}")


urlpatterns: list[URLPattern] = [
    *_pages(),
    path("u/<str:token>/sw.js", by_link(guest_answers.worker), name="guest-worker"),
    path("temu/<int:pk>/keinginan/", matching.matching, name="matching"),
    path("temu/<int:pk>/pasangan/<int:buyer>/<int:maker>/", matching.pair, name="pair"),
    path("temu/<int:pk>/pasangan/", matching.pairings, name="pairings"),
    path("temu/pasangan/<int:pk>/cabut/", matching.free, name="free-pair"),
    path("temu/pembeli/<int:pk>/kebutuhan/", guest_needs.buyer_needs, name="buyer-needs"),
    path(
        "temu/pembeli/<int:pk>/kebutuhan/panel/",
        guest_needs.buyer_needs_panel,
        name="buyer-needs-panel",
    ),
    path(
        "temu/pembeli/<int:pk>/kebutuhan/<str:category>/",
        guest_needs.buyer_need,
        name="buyer-need",
    ),
]
