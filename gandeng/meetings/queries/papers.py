"""What is printed for a day, as plain data: each party's own timetable, cards for the tables, the
attendance list, badges. Always in Indonesian, whoever prints."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from gandeng.meetings.core.people import people_in
from gandeng.meetings.models import Day, Invitation, Meeting, Slot, Timetable
from gandeng.meetings.states import Side

from .boards import guests_on, is_there
from .links import badge_of
from .messages import path_of
from .timetables import meetings_of

MOST_BADGES_EACH = 10
LANGUAGE = "id"


def papers_of(timetable: Timetable, kind: str, base_url: str, side: str = "") -> dict[str, Any]:
    """The data of one kind (``gateways.papers.KINDS``) for ``draw_papers``; of one side, if it is
    named. ``base_url`` as in ``https://host``."""
    with translation.override(LANGUAGE):
        day = timetable.day
        guests = [
            guest for guest in guests_on(timetable) if is_there(guest) and side in ("", guest.side)
        ]
        papers: dict[str, Any] = {"kind": kind, "day": _day(day), "title": day.name}
        if kind in ("personal", "all"):
            papers["people"] = _people(timetable, guests, base_url)
        if kind in ("tables", "all"):
            papers["tables"] = _tables(timetable)
        if kind in ("attendance", "all"):
            papers["lists"] = _lists(guests)
        if kind in ("badges", "all"):
            papers["badges"] = [badge for guest in guests for badge in _badges(guest, base_url)]
        return papers


def _day(day: Day) -> dict[str, str]:
    # a number is read in one go
    phone = day.contact_phone.replace(" ", "\u00a0")
    contact = " ".join(part for part in (day.contact_name, phone) if part)
    return {
        "name": day.name,
        "held_on": date_format(day.held_on, "l, j F Y"),
        "place": day.place,
        "office": day.programme.office_name,
        "contact": f"Panitia: {contact}" if contact else "",
    }


def _people(timetable: Timetable, guests: list[Invitation], base_url: str) -> list[dict[str, Any]]:
    own: dict[int, list[tuple[Meeting, Invitation]]] = defaultdict(list)
    for meeting in meetings_of(timetable):
        own[meeting.buyer_id].append((meeting, meeting.maker))
        own[meeting.maker_id].append((meeting, meeting.buyer))
    people = []
    for guest in guests:
        rows, session = [], None
        for meeting, other in own[guest.pk]:
            is_new = session is not None and meeting.slot.session != session
            session = meeting.slot.session
            rows.append([_span(meeting.slot), meeting.table.label, str(other), is_new])
        people.append({"name": str(guest), "rows": rows, "url": base_url + path_of(guest)})
    return people


def _tables(timetable: Timetable) -> list[dict[str, Any]]:
    """Every slot has its line, free ones too: somebody may sit down there."""
    held = {(meeting.table_id, meeting.slot_id): meeting for meeting in meetings_of(timetable)}
    slots = list(timetable.day.slots.order_by("number"))
    cards = []
    for table in timetable.day.tables.all():
        rows: list[list[Any]] = []
        for before, slot in zip([None, *slots], slots, strict=False):
            meeting = held.get((table.pk, slot.pk))
            is_new = before is not None and before.session != slot.session
            pair = [str(meeting.buyer), str(meeting.maker)] if meeting else ["", ""]
            rows.append([_span(slot), *pair, is_new])
        if table.is_open or any(row[1] for row in rows):
            cards.append({"label": table.label, "area": table.area, "rows": rows})
    return cards


def _lists(guests: list[Invitation]) -> list[dict[str, Any]]:
    lists = []
    for side in Side:
        rows = [
            [str(guest), guest.attendees or guest.person_name, guest.head_count]
            for guest in guests
            if guest.side == side
        ]
        if rows:
            lists.append({"side": str(side.label), "rows": rows})
    return lists


def _badges(guest: Invitation, base_url: str) -> list[dict[str, Any]]:
    """One for each name; without a name one for each head, to be filled in by hand."""
    names = people_in(guest.attendees)
    if not names and guest.person_name:
        names = [guest.person_name]
    names += [""] * (guest.head_count - len(names))
    return [
        {
            "person": name,
            "name": str(guest),
            "side": str(Side(guest.side).label),
            "is_buyer": guest.side == Side.BUYER,
            "url": base_url + reverse("meetings:badge", args=[badge_of(guest)]),
        }
        for name in names[:MOST_BADGES_EACH]
    ]


def _span(slot: Slot) -> str:
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return f"{start:%H.%M}–{end:%H.%M}"
