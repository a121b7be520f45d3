"""What an invitation says, on each way it can go out. Always in Indonesian, whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gandeng.kernel import clock
from gandeng.meetings.core.spans import said_time
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.states import Side

from .links import token_of

LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Message:
    """An invitation in words. ``greeting`` opens, ``paragraphs`` follow, ``facts`` are (label,
    value), ``url`` is where to answer, ``closing`` ends."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    url: str
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayInWords:
    """What is the same in every invitation to a day: read once for three hundred."""

    day: Day
    held_on: str
    hours: str
    answer_until: str

    @property
    def sender(self) -> str:
        return self.day.programme.office_name


def day_in_words(day: Day) -> DayInWords:
    """The day's date, hours and term as words."""
    with translation.override(LANGUAGE):
        return DayInWords(
            day=day,
            held_on=long_date(day.held_on),
            hours=hours_of(day),
            answer_until=_instant(day.answer_until) if day.answer_until else "",
        )


def hours_of(day: Day) -> str:
    """From the first slot to the last: "09.00–15.00 WIB"; empty while there are no slots."""
    slots = list(day.slots.all())
    if not slots:
        return ""
    start = slots[0].starts_at.astimezone(clock.JAKARTA).time()
    end = slots[-1].ends_at.astimezone(clock.JAKARTA).time()
    return f"{said_time(start)}–{said_time(end)} WIB"


def path_of(invitation: Invitation) -> str:
    """Where the invitation is answered, without the host."""
    return reverse("meetings:guest", args=[token_of(invitation)])


def message_for(
    invitation: Invitation, words: DayInWords, base_url: str, *, is_reminder: bool = False
) -> Message:
    """The invitation, or the reminder of it. ``base_url`` is scheme and host without a slash."""
    day = words.day
    with translation.override(LANGUAGE):
        named = {
            "organisation": str(invitation.organisation),
            "person": invitation.person_name,
            "day": day.name,
            "office": words.sender,
        }
        if invitation.person_name:
            greeting = _("Yth. Bapak/Ibu %(person)s, %(organisation)s") % named
        else:
            greeting = _("Yth. Pimpinan %(organisation)s") % named
        if is_reminder:
            subject = _("Pengingat: undangan %(day)s") % named
            first = _("Kami belum menerima jawaban Bapak/Ibu atas undangan %(day)s.") % named
        else:
            subject = _("Undangan %(day)s") % named
            first = _("%(office)s mengundang Bapak/Ibu ke %(day)s.") % named
        paragraphs = [first, _aim(invitation.side)]
        if day.note:
            paragraphs.append(day.note)
        return Message(
            subject=" ".join(subject.split()),
            greeting=greeting,
            paragraphs=tuple(paragraphs),
            facts=tuple(_facts(words)),
            url=base_url.rstrip("/") + path_of(invitation),
            closing=tuple(_closing(words)),
        )


def as_text(message: Message) -> str:
    """For mail without HTML, and for WhatsApp."""
    facts = "\n".join(f"{label}: {value}" for label, value in message.facts)
    with translation.override(LANGUAGE):
        answer = _("Jawab hadir atau tidak (tanpa login, dua menit):")
    parts = [message.greeting, *message.paragraphs, facts, f"{answer}\n{message.url}"]
    return "\n\n".join([*parts, "\n".join(message.closing)])


def whatsapp_url(phone: str, text: str = "") -> str:
    """A link that opens WhatsApp at this number with the text typed in; empty where the number is
    no mobile (a landline has no WhatsApp)."""
    digits = "".join(filter(str.isdigit, phone))
    digits = f"62{digits[1:]}" if digits.startswith("0") else digits
    if not digits.startswith("628") or not 10 <= len(digits) <= 15:
        return ""
    asked = f"?text={quote(text, safe='')}" if text else ""
    return f"https://wa.me/{digits}{asked}"


def long_date(on: date) -> str:
    """Selasa, 24 November 2026."""
    return date_format(on, "l, j F Y")


def _aim(side: str) -> str:
    if side == Side.BUYER:
        return _(
            "Di sana koperasi dan toko bertemu UMKM lokal yang produknya lolos kurasi, mencicipi, "
            "dan menyepakati percobaan jual. Jadwal temu disusun dari produk yang Bapak/Ibu pilih."
        )
    return _(
        "Di sana UMKM yang produknya lolos kurasi bertemu koperasi karyawan, hotel, dan toko yang "
        "mencari produk lokal. Bawa contoh produk; jadwal temu kami susun sebelumnya."
    )


def _facts(words: DayInWords) -> list[tuple[str, str]]:
    day = words.day
    facts: list[tuple[str, Any]] = [
        (_("Hari, tanggal"), words.held_on),
        (_("Jam"), words.hours),
        (_("Tempat"), ", ".join(filter(None, [day.place, day.address]))),
        (_("Jawab paling lambat"), words.answer_until),
    ]
    return [(label, value) for label, value in facts if value]


def _closing(words: DayInWords) -> list[str]:
    contact = " ".join(filter(None, [words.day.contact_name, words.day.contact_phone]))
    lines = [_("Hormat kami,"), words.sender]
    return [*lines, _("Narahubung: %s") % contact] if contact else lines


def _instant(at: datetime) -> str:
    local = at.astimezone(clock.JAKARTA)
    return f"{long_date(local.date())}, {said_time(local.time())} WIB"
