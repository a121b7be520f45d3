"""What the office does next for a day: the list a busy person follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandeng.meetings.models import Day
from gandeng.meetings.states import DayState, Side, TimetableState

from .counts import SideCounts, Work


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: where, whether it is done, and how far it is."""

    label: str
    note: str
    url: str
    is_done: bool


def steps_of(day: Day, counts: dict[str, SideCounts], work: Work) -> list[Step]:
    """The steps of a day in their order. Steps whose page is not there are left out."""
    buyers, makers = counts[Side.BUYER], counts[Side.MAKER]
    asked = buyers.asked + makers.asked
    silent = buyers.silent + makers.silent
    listed = buyers.listed + makers.listed
    is_published = day.timetables.filter(state=TimetableState.PUBLISHED).exists()
    is_over = day.state in {DayState.RUNNING, DayState.ENDED}
    rows: list[tuple[str, str, str, bool]] = [
        (
            _("Susun slot waktu dan meja"),
            _("%(slots)s slot, %(tables)s meja") % {"slots": work.slots, "tables": work.tables},
            "venue",
            bool(work.slots and work.tables),
        ),
        (
            _("Pilih yang diundang"),
            _("%(buyers)s pembeli, %(makers)s UMKM") % {"buyers": buyers.all, "makers": makers.all},
            "choose-invitees",
            bool(buyers.all and makers.all),
        ),
        (
            _("Kirim undangan"),
            ngettext("%(count)s belum dikirim", "%(count)s belum dikirim", listed)
            % {"count": listed},
            "sending",
            bool(asked) and not listed,
        ),
        (
            _("Hubungi yang belum menjawab"),
            ngettext("%(count)s belum menjawab", "%(count)s belum menjawab", silent)
            % {"count": silent},
            "chase",
            bool(asked) and not silent,
        ),
        (
            _("Lengkapi keinginan bertemu"),
            _("%(with)s dari %(coming)s pembeli yang hadir sudah memilih")
            % {"with": work.buyers_with_wishes, "coming": buyers.coming},
            "matching",
            bool(buyers.coming) and work.buyers_with_wishes >= buyers.coming,
        ),
        (
            _("Hitung dan berlakukan jadwal"),
            _("sudah berlaku") if is_published else _("belum ada yang berlaku"),
            "timetables",
            is_published,
        ),
        (_("Jalankan acaranya"), "", "desk", day.state == DayState.ENDED),
    ]
    steps = []
    for label, note, name, is_done in rows:
        if url := _address(name, day):
            steps.append(Step(label, note, url, is_done or (is_over and name != "desk")))
    return steps


def _address(name: str, day: Day) -> str:
    arguments: dict[str, Any] = {"pk": day.pk}
    try:
        return reverse(f"meetings:{name}", kwargs=arguments)
    except NoReverseMatch:
        return ""
