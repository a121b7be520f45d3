"""The board: a page with the whole timetable as data, and the one address its changes go to."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.moving import (
    add_meeting,
    cancel_meeting,
    copy_timetable,
    lock_meeting,
    move_meeting,
    redo_move,
    undo_move,
)
from gandeng.meetings.models import Timetable
from gandeng.meetings.queries.boards import board_of, data_of, last_mark, state_of
from gandeng.meetings.queries.quality import said_of
from gandeng.meetings.states import TIMETABLE_TONES, TimetableState
from gandeng.programmes.middleware import ProgrammeRequest

from .versions import office_timetable

LARGEST_CHANGE = 2_000
# What the board's script says; {names} are filled in there.
WORDS = {
    "corner_tables": _("Meja"),
    "corner_buyers": _("Pembeli"),
    "corner_makers": _("UMKM"),
    "place": _("{row}, pukul {time}"),
    "at": _("{pair}, pukul {time}, meja {table}"),
    "empty": _("{place}: kosong"),
    "carrying": _("Memindahkan {pair}. Pilih kotak tujuannya."),
    "picked_up": _("{pair} diambil. Pilih tujuan dengan panah lalu Enter, atau Esc."),
    "put_back": _("Tidak jadi dipindah."),
    "moved": _("{pair} sekarang di {place}."),
    "swapped": _("{pair} bertukar tempat, sekarang di {place}."),
    "added": _("{pair} ditambahkan di {place}."),
    "done_lock": _("{pair} dikunci."),
    "done_unlock": _("{pair} tidak dikunci lagi."),
    "done_cancel": _("{pair} dibatalkan."),
    "done_undo": _("Perubahan terakhir diurungkan."),
    "done_redo": _("Perubahan diulangi."),
    "others_changed": _("Papan ini baru saja diubah orang lain."),
    "offline": _("Perubahan belum sampai ke server. Periksa sambungan, lalu coba lagi."),
    "signed_out": _("Perubahan belum disimpan: Anda mungkin sudah keluar. Muat ulang halaman ini."),
    "is_locked": _("dikunci"),
    "is_pinned": _("ditetapkan petugas"),
    "can_drop": _("Bisa ditaruh di sini."),
    "can_swap": _("Bisa ditukar dengan yang di sini."),
    "other_row": _("Baris ini milik {party}; {pair} tidak bisa ke sini."),
    "none_fits": _("Tidak ada yang cocok."),
    "for_place": _("Yang bisa di {place}:"),
    "not_there": _("{party} tidak hadir pukul {time}."),
    "busy": _("{party} sudah bertemu {other} pukul {time} di meja {table}."),
    "taken": _("Meja {table} pukul {time} dipakai {pair}."),
    "no_table": _("Tidak ada meja kosong pukul {time}."),
    "closed": _("Meja {table} ditutup; pertemuan hanya bisa dipindah dari sana."),
    "full": _("{party} sudah punya jumlah pertemuan paling banyak."),
    "forbidden": _("Pasangan ini tidak boleh dipertemukan (keputusan petugas)."),
    "pinned": _("Tempat {pair} ditentukan petugas."),
    "locked": _("Pertemuan {pair} dikunci. Buka kuncinya dulu."),
}


@require_safe
@never_cache
def board(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Tables by slots; a draft may be changed."""
    found = office_timetable(request, pk)
    may_move = found.day.is_open and may(request.user, "meetings.move_meeting", found)
    context = {
        "day": found.day,
        "timetable": found,
        "tone": TIMETABLE_TONES[TimetableState(found.state)],
        "said": said_of(found),
        "data": data_of(found, request.user.pk, may_move=may_move)
        | {"words": {name: str(text) for name, text in WORDS.items()}},
        "may_move": may_move,
        "is_draft": found.state == TimetableState.DRAFT,
    }
    return render(request, "meetings/board.html", context)


@require_safe
@never_cache
def board_state(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What others changed since ``mark``: 204 if nothing."""
    found = office_timetable(request, pk)
    if request.GET.get("mark") == str(last_mark(found)):
        return HttpResponse(status=204)
    return JsonResponse(_state(request, found))


@require_POST
def change_board(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One change as JSON: ``{"do": move|add|cancel|lock|unlock|undo|redo, "pair": [buyer, maker],
    "seen": [slot, table], "to": [slot, table|null], "over": [buyer, maker]|null}``.

    200 with the board as it is now, or 409 with ``code``, ``message`` and the board as it is now.
    """
    found = office_timetable(request, pk)
    require(request.user, "meetings.move_meeting", found)
    try:
        asked = _read(request.body)
        _do(found, asked, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        found.refresh_from_db()
        said = {"code": refusal.code, "message": str(refusal)}
        return JsonResponse(said | _state(request, found), status=409)
    return JsonResponse(_state(request, found))


@require_POST
def copy(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A draft to change, from any version."""
    found = office_timetable(request, pk)
    made = copy_timetable(found, by=request.user, at=clock.now())
    messages.success(
        request,
        gettext("Versi %(new)s adalah salinan versi %(old)s. Yang berlaku tidak berubah.")
        % {"new": made.version, "old": found.version},
    )
    return redirect("meetings:board", made.pk)


def _state(request: ProgrammeRequest, found: Timetable) -> dict[str, Any]:
    return state_of(found, board_of(found), request.user.pk) | {
        "said": said_of(found),
        "is_draft": found.state == TimetableState.DRAFT,
    }


def _do(found: Timetable, asked: dict[str, Any], *, by: Any) -> None:
    at = clock.now()
    what = asked.get("do")
    if what == "undo":
        undo_move(found, by=by, at=at)
        return
    if what == "redo":
        redo_move(found, by=by, at=at)
        return
    pair = _two(asked.get("pair"))
    if what == "add":
        add_meeting(found, pair, _place(asked.get("to")), by=by, at=at)
        return
    seen = _place(asked.get("seen"))
    if what == "move":
        over = _two(asked["over"]) if asked.get("over") else None
        move_meeting(found, pair, _place(asked.get("to")), seen=seen, over=over, by=by, at=at)
    elif what == "cancel":
        cancel_meeting(found, pair, seen=seen, by=by, at=at)
    elif what in ("lock", "unlock"):
        lock_meeting(found, pair, what == "lock", seen=seen, by=by, at=at)
    else:
        raise _unreadable()


def _read(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body) if len(body) <= LARGEST_CHANGE else None
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise _unreadable()
    return asked


def _two(given: Any) -> tuple[int, int]:
    if isinstance(given, list) and len(given) == 2 and all(_is_id(one) for one in given):
        return given[0], given[1]
    raise _unreadable()


def _place(given: Any) -> tuple[int, int | None]:
    if isinstance(given, list) and len(given) == 2 and _is_id(given[0]):
        if given[1] is None:
            return given[0], None
        if _is_id(given[1]):
            return given[0], given[1]
    raise _unreadable()


def _is_id(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**53


def _unreadable() -> Refusal:
    return Refusal("unreadable", _("Perubahan ini tidak terbaca. Muat ulang halaman."))
