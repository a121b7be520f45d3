"""What a workbook row becomes here: an answer of the meeting day's web form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gandeng.intake.core.cells import read_instant, read_text, read_whole, text_reader
from gandeng.intake.core.kinds import Column, Kind
from gandeng.intake.core.tables import TableRow
from gandeng.intake.queries.importers import Importer, Planned, register
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations.core.names import fold_name
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.imports import CATEGORIES

from .actions.answering import MOST_PEOPLE
from .actions.forms_taken import FormAnswer, take_answer
from .actions.inviting import invite, invite_many
from .actions.wishing import MOST_WISHES
from .core.spans import Span, Unreadable, as_hours, read_spans, said_spans
from .models import Day, Invitation
from .states import DayState, InvitationState

ALL_DAY: list[list[str]] = []


@dataclass(eq=False)
class Answer:
    """An answer of this run; ``pk`` is its invitation's once it is in."""

    name: str
    buyer: Any
    day: Day
    planned: Planned
    said_at: dt.datetime | None
    pk: int | None = None


@register
class InterestImporter(Importer):
    """An answer of the meeting day's web form: who comes, when, and which products they want to
    meet. It goes to the next open day, or to the one the row names."""

    key = "interest"
    label = _("Minat temu bisnis")

    def columns(self) -> Kind:
        return Kind(
            "interest",
            "Minat temu bisnis",
            (
                Column("answered_at", "Timestamp", ("cap waktu", "waktu", "tanggal isi"),
                    reader=read_instant),
                Column("buyer", "Nama Koperasi", ("koperasi", "nama pembeli", "instansi"),
                    is_required=True, reader=text_reader(150)),
                Column("attendee", "Nama yang hadir", ("yang hadir", "nama peserta", "peserta"),
                    reader=text_reader(150)),
                Column("head_count", "Jumlah orang", ("jumlah peserta", "jumlah hadir"),
                    reader=read_whole),
                Column("hours", "Bisa hadir jam", ("jam hadir", "waktu hadir", "jam"),
                    reader=text_reader(60)),
                Column("categories", "Kategori yang diminati", ("kategori", "minat kategori"),
                    reader=read_text),
                Column("wishes", "Produk yang ingin ditemui", ("produk diminati", "produk minat",
                    "pilihan produk"), is_required=True, reader=read_text),
                Column("note", "Catatan", ("keterangan", "pesan"), reader=text_reader(500)),
                Column("day", "Acara", ("nama acara", "hari temu"), reader=text_reader(120)),
            ),
            sheet_words=("minat", "temu bisnis", "form responses"),
        )  # fmt: skip

    def load(self) -> None:
        self.answers: dict[tuple[int, str], Answer] = {}
        self.is_told = False
        self.days = list(
            Day.objects.filter(
                programme=self.desk.programme,
                state__in=[DayState.PLANNED, DayState.INVITING],
                held_on__gte=self.desk.on,
            )
            .prefetch_related("slots")
            .order_by("held_on", "pk")
        )
        rows = Invitation.objects.filter(day__in=self.days).order_by("pk")
        self.invitations = {(row.day_id, row.organisation_id): row for row in rows}

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        planned.name = values["buyer"]
        day = self._day_of(planned)
        if day is None:
            return planned
        buyer, suggestions = self.desk["buyer"].find(values["buyer"])
        if buyer is None:
            hint = f" Barangkali {' atau '.join(suggestions)}?" if suggestions else ""
            said = (
                f"Pembeli “{values['buyer']}” belum terdaftar.{hint} Perbaiki namanya di berkas, "
                "atau daftarkan dulu, lalu unggah lagi."
            )
            return planned.stop("buyer", "unknown_buyer", said)
        if buyer.folded != fold_name(values["buyer"])[:150]:
            said = f"“{values['buyer']}” dibaca sebagai “{buyer.name}”. Periksa ejaannya."
            planned.look("buyer", "buyer_corrected", said)
        planned.name = buyer.name
        self._read(planned, day)
        answer = Answer(buyer.name, buyer, day, planned, _said_at(values))
        planned.ref = answer
        if not self._is_newest_here(answer):
            return planned
        known = self.invitations.get((day.pk, buyer.pk)) if buyer.pk else None
        if known is not None and known.answered_at:
            if not answer.said_at or answer.said_at <= known.answered_at:
                return planned.leave(
                    "answered_at",
                    "answer_is_older",
                    "Jawaban yang lebih baru sudah tercatat; baris ini dilewati.",
                )
            planned.look(
                "buyer", "answered_before", "Menggantikan jawaban yang tercatat sebelumnya."
            )
        elif known is None:
            planned.look(
                "buyer",
                "not_invited_yet",
                f"Belum ada di daftar undangan {day.name}; ditambahkan dan dicatat hadir.",
            )
        return planned

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        """Invite who is not on the list yet, then take every answer in."""
        ready: list[Answer] = []
        for row in planned:
            if row.ref.buyer.thing is None:
                row.stop("buyer", "buyer_stopped", "Pembelinya sendiri tidak dapat dimasukkan.")
            else:
                ready.append(row.ref)
        for day in self.days:
            missing = self._missing(day, ready)
            for made in invite_many(day, missing, by=by, at=at) if missing else []:
                self.invitations[day.pk, made.organisation_id] = made
        for answer in ready:
            self._take(answer, by=by, at=at)

    def _take(self, answer: Answer, *, by: Person, at: dt.datetime) -> None:
        row, buyer = answer.planned, answer.buyer.thing
        known = self.invitations.get((answer.day.pk, buyer.pk))
        try:
            if known is None or known.state == InvitationState.WITHDRAWN:
                known = invite(answer.day, buyer, by=by, at=at)
            # what hangs on an invitation is asked of it again and again: known here already
            known.organisation, known.day = buyer, answer.day
            taken = take_answer(known, _form_answer(row), by=by, at=at)
        except Refusal as refusal:
            row.stop(None, refusal.code, str(refusal))
        else:
            answer.pk = taken.pk

    def _missing(self, day: Day, ready: Sequence[Answer]) -> list[Organisation]:
        return [
            answer.buyer.thing
            for answer in ready
            if answer.day is day and (day.pk, answer.buyer.thing.pk) not in self.invitations
        ]

    def _day_of(self, planned: Planned) -> Day | None:
        """The day the row names, else the next open one. Without any the row is left aside."""
        if name := planned.values.get("day", ""):
            wanted = name.casefold()
            for day in self.days:
                if wanted in {day.name.casefold(), day.held_on.isoformat()}:
                    return day
            said = f"Acara “{name}” tidak ada di antara acara yang masih menerima jawaban."
            planned.stop("day", "unknown_day", said)
            return None
        if self.days:
            return self.days[0]
        planned.action = "skip"
        if not self.is_told:
            self.is_told = True
            planned.leave(
                None,
                "no_open_day",
                "Belum ada temu bisnis yang akan datang, jadi jawaban ini belum dimasukkan. "
                "Rencanakan acaranya dulu, lalu unggah lagi.",
            )
        return None

    def _is_newest_here(self, answer: Answer) -> bool:
        """Of two answers of one buyer the later one counts, and the other row is left aside and
        said so. A form that was sent twice at the same moment is one answer: who and when as the
        lower row has it, what was picked from both."""
        place = answer.day.pk, answer.buyer.folded
        other = self.answers.get(place)
        if other is None:
            self.answers[place] = answer
            return True
        row = other.planned.row
        if answer.said_at and other.said_at and answer.said_at < other.said_at:
            said = f"Pembeli ini menjawab lagi di baris {row}, lebih baru; baris ini dilewati."
            answer.planned.leave("buyer", "answered_twice", said)
            return False
        other.planned.action = "skip"
        self.answers[place] = answer
        said = f"Pembeli ini sudah menjawab di baris {row}; yang berlaku jawaban terakhir ini."
        if answer.said_at and answer.said_at == other.said_at:
            _take_over(answer.planned.values, other.planned.values)
            said = (
                f"Formulir ini terkirim dua kali, juga di baris {row}; dijadikan satu jawaban "
                "dengan pilihan dari keduanya."
            )
        answer.planned.look("buyer", "answered_twice", said)
        return True

    def _read(self, planned: Planned, day: Day) -> None:
        """Hours, heads, categories and products, each with what somebody should look at."""
        values = planned.values
        notes = [values.get("note", "")]
        values["read_hours"] = self._hours(planned, day, notes)
        heads = values.get("head_count", 1)
        if not 1 <= heads <= MOST_PEOPLE:
            said = f"{heads} orang tidak masuk akal; dicatat 1. Tanyakan lagi."
            planned.look("head_count", "bad_head_count", said)
            heads = 1
        values["read_heads"] = heads
        values["read_categories"] = _categories(planned, notes)
        values["read_products"] = self._products(planned)
        values["read_note"] = ". ".join(note for note in notes if note)[:500]

    def _hours(self, planned: Planned, day: Day, notes: list[str]) -> list[list[str]]:
        text = planned.values.get("hours", "")
        if not text:
            return ALL_DAY
        try:
            spans = read_spans(text)
        except Unreadable:
            notes.append(f"jam: {text}")
            said = f"Jam “{text}” tidak bisa dibaca; dicatat seharian. Tanyakan lagi."
            planned.look("hours", "unread_hours", said)
            return ALL_DAY
        held = _open_hours(day)
        if held is None or not spans:
            return as_hours(spans)
        inside = [
            Span(max(span.start, held.start), min(span.end, held.end))
            for span in spans
            if span.start < held.end and span.end > held.start
        ]
        if not inside:
            notes.append(f"jam: {text}")
            said = f"Jam “{text}” di luar acara ({said_spans([held])}); dicatat seharian."
            planned.look("hours", "hours_outside", said)
            return ALL_DAY
        return as_hours(inside)

    def _products(self, planned: Planned) -> list[Any]:
        text = planned.values["wishes"]
        codes = [code.strip() for code in re.split(r"[,;\n]", text) if code.strip()]
        found = {code: self.desk["product"].find(code) for code in codes}
        if unknown := [code for code, product in found.items() if product is None]:
            said = f"Kode produk tidak dikenal: {', '.join(unknown[:8])}. Yang lain tetap dipakai."
            planned.look("wishes", "unknown_product", said)
        if len(found) < len(codes):
            said = "Ada produk yang dipilih dua kali; urutan pertamanya yang dipakai."
            planned.look("wishes", "wish_twice", said)
        chosen = list(dict.fromkeys(product for product in found.values() if product is not None))
        if len(chosen) > MOST_WISHES:
            said = f"Lebih dari {MOST_WISHES} produk; {MOST_WISHES} yang pertama dipakai."
            planned.look("wishes", "too_many_wishes", said)
        return chosen[:MOST_WISHES]


def _take_over(kept: dict[str, Any], other: dict[str, Any]) -> None:
    """What only the other of two equal forms has, behind what this one has."""
    both = [*kept["read_products"], *other["read_products"]]
    kept["read_products"] = list(dict.fromkeys(both))[:MOST_WISHES]
    both = [*kept["read_categories"], *other["read_categories"]]
    kept["read_categories"] = list(dict.fromkeys(both))


def _said_at(values: dict[str, Any]) -> dt.datetime | None:
    """The form writes the time of the office's own clock."""
    written = values.get("answered_at")
    return written.replace(tzinfo=clock.JAKARTA) if written else None


def _categories(planned: Planned, notes: list[str]) -> list[str]:
    """Categories by the words for them; what is none goes to the note."""
    text = planned.values.get("categories", "")
    chosen, unread = [], []
    for words in re.split(r"[;,\n/]", text):
        if not words.strip():
            continue
        value = CATEGORIES.read(words.strip()).value
        if value is None:
            unread.append(words.strip())
        else:
            chosen.append(str(value))
    if unread:
        notes.append(f"minat: {', '.join(unread)}")
        said = f"Kategori tidak dikenal: {', '.join(unread[:5])}. Disimpan di catatan."
        planned.look("categories", "unknown_category", said)
    return list(dict.fromkeys(chosen))


def _open_hours(day: Day) -> Span | None:
    """From the first slot to the last, by the clock in Karawang."""
    slots = list(day.slots.all())
    if not slots:
        return None
    start = slots[0].starts_at.astimezone(clock.JAKARTA).time()
    return Span(start, slots[-1].ends_at.astimezone(clock.JAKARTA).time())


def _form_answer(planned: Planned) -> FormAnswer:
    values = planned.values
    things = [known.thing for known in values["read_products"] if known.thing is not None]
    return FormAnswer(
        said_at=_said_at(values),
        attendees=values.get("attendee", ""),
        head_count=values["read_heads"],
        hours=values["read_hours"],
        categories=values["read_categories"],
        products=things,
        note=values["read_note"],
    )
