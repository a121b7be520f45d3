"""A small world with one of everything, twice in one programme and once in another.

Built by the rooms' samples and real actions, so that whoever asks every page who may see what
(``tests/matrix``) asks about things that came about as they do in life. Every name of a side holds
that side's word, and nobody else's holds it: where it turns up, something leaked.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from PIL import Image

from gandeng.agreements import actions as agreements
from gandeng.agreements.models import Scan, Stack
from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import Cause, Scheme, StackState, State
from gandeng.catalogue.samples import a_listing
from gandeng.certificates.samples import a_certificate, certified
from gandeng.certificates.states import Kind
from gandeng.curation.samples import a_round, a_submission, assessed
from gandeng.insight import actions as insight
from gandeng.insight.core.promise import Step
from gandeng.intake import actions as intake
from gandeng.intake.models import HeldRow
from gandeng.intake.queries.planning import File
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.meetings.actions.notices import tell
from gandeng.meetings.models import Day, Pairing, Proposal, Run
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation, an_outcome
from gandeng.meetings.states import DayState, Order, TimetableState
from gandeng.organisations.models import Organisation, Seat
from gandeng.organisations.samples import a_buyer, a_double, a_maker, a_seat, an_outlet
from gandeng.parameters.actions import set_parameter
from gandeng.people.models import Person, SignIn
from gandeng.products import actions as products
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member, Place, Programme
from gandeng.programmes.samples import a_member, a_programme
from gandeng.trade.consignment import actions as consignment
from gandeng.trade.consignment.samples import a_delivery
from gandeng.trade.consignment.states import DeliveryState
from gandeng.trade.orders.samples import an_order
from gandeng.trade.orders.states import State as OrderState
from gandeng.trade.settlement import actions as settlement
from gandeng.trade.settlement.states import Method

HERE, FAR = "32.15.01", "32.15.10"


@dataclass
class Side:
    """A maker and a buyer, what is between them, and the people on both ends.

    ``things`` are found by name; a programme's own things (members, uploads, parameters) are on
    the side only where the side stands for its whole programme.
    """

    word: str
    programme: Programme
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


# Whose words a role must never be shown, outside the public shop window.
_STRANGERS = frozenset({"rajawali", "gelatik"})
_NEIGHBOURS = frozenset({"merpati"})
_OURS = frozenset({"kenari", "merpati", "cendrawasih"})


@dataclass
class World:
    """``ours``; ``next_door``: the same programme, another maker, buyer and district; ``theirs``:
    another programme. The people by their role, all of our side but the outsider."""

    ours: Side
    next_door: Side
    theirs: Side
    people: dict[str, Person]

    @staticmethod
    def words_hidden_from(role: str) -> frozenset[str]:
        """The words of those whose things this role may not see."""
        if role == "outsider":
            return _OURS
        if role in {"owner", "manager", "clerk", "mentor"}:
            return _STRANGERS | _NEIGHBOURS
        return _STRANGERS


def a_world() -> World:
    """One of everything. About a second."""
    here, there = a_programme("cendrawasih"), a_programme("gelatik")
    staff = {role: a_member(here, role, districts=(HERE,)) for role in _OFFICE}
    outsider = a_member(there)
    ours = _a_side("kenari", here, HERE)
    next_door = _a_side("merpati", here, FAR)
    theirs = _a_side("rajawali", there, HERE)
    for side, officer in ((ours, staff["officer"]), (theirs, outsider)):
        _a_programmes_own(side, officer)
        _a_meeting_day(side, officer)
    _at_the_day(next_door, ours.day, staff["officer"])
    people = {
        **staff,
        "owner": ours.owner,
        "manager": ours.manager,
        "clerk": ours.clerk,
        "outsider": outsider,
    }
    return World(ours, next_door, theirs, people)


# The officer first: the others are appointed by one.
_OFFICE = ("officer", "curator", "mentor", "head", "auditor")


def _a_side(word: str, programme: Programme, district: str) -> Side:
    side = Side(word, programme)
    made = side.things
    title = word.title()
    place = Place.objects.get(code=district)
    made["maker"] = a_maker(
        programme,
        f"Dapur {title}",
        district=place,
        owner_name=f"Ibu {title}",
        nib=f"12345678{district[-2:]}{programme.pk % 10}01",
        nik="3215014507850001",
    )
    made["buyer"] = a_buyer(programme, f"Kopkar {title}")
    made["outlet"] = an_outlet(side.buyer, f"Toko {title}")
    made["owner"] = a_seat(side.maker)
    made["manager"] = a_seat(side.buyer)
    made["clerk"] = a_seat(side.buyer, outlet=side.outlet)
    made["sign_in"] = a_sign_in(side.owner, f"peramban-{word}")
    made["seat"] = Seat.objects.get(person=side.clerk)
    _its_goods(side, title)
    _its_promises(side)
    _its_papers(side)
    return side


def _its_goods(side: Side, title: str) -> None:
    made, now = side.things, clock.now()
    made["listing"] = a_listing(side.maker, f"Keripik {title}")
    made["product"] = side.listing.product
    made["submission"] = side.product.submissions.get()
    made["candidate"] = certified(a_product(side.maker, f"Dodol {title}"))
    made["waiting"] = assessed(a_submission(side.candidate, a_round(side.programme)))
    made["raw"] = a_product(side.maker, f"Sambal {title}")
    made["certificate"] = a_certificate(side.raw, Kind.PIRT, file=a_picture("pirt.png"))
    made["photo"] = products.add_photo(side.product, a_picture(), by=side.owner, at=now)


def a_picture(name: str = "foto.png") -> SimpleUploadedFile:
    """A picture as a phone would send it, only smaller."""
    target = io.BytesIO()
    Image.new("RGB", (240, 240), "#a33").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/png")


def _its_promises(side: Side) -> None:
    made = side.things
    parties = (side.maker, side.buyer, [side.outlet])
    made["agreement"] = an_agreement(*parties, [side.product], at=noon(-45))
    outright = an_agreement(*parties, [side.product], at=noon(-45), scheme=Scheme.OUTRIGHT)
    made["outright"] = outright
    made["draft"] = an_agreement(*parties, [side.candidate], state=State.DRAFT)
    made["offered"] = an_agreement(*parties, [side.candidate], state=State.OFFERED)
    made["placed"] = an_order(outright, state=OrderState.PLACED)
    made["confirmed"] = an_order(outright, state=OrderState.CONFIRMED)
    made["shipped"] = an_order(outright, state=OrderState.SHIPPED, at=noon(-3))
    made["order"] = an_order(outright, at=noon(-30))
    made["unbilled"] = an_order(outright, at=noon(-2))
    made["invoice"] = settlement.issue_invoice(side.order, by=side.owner, at=noon(-29))


def _its_papers(side: Side) -> None:
    made = side.things
    line = side.agreement.lines.get()
    made["received"] = a_delivery(side.agreement, at=noon(-44))
    made["sent"] = a_delivery(side.agreement, state=DeliveryState.SENT, at=noon(-1))
    made["packed"] = a_delivery(side.agreement, state=DeliveryState.DRAFT)
    lot = side.received.lines.get().lot
    made["count"] = _counted(side, line.pk, 7, -38)
    by, at = side.clerk, noon(-37)
    made["write_off"] = consignment.write_off(
        side.outlet, line, lot, Cause.DAMAGED, 1, key=f"{side.word}-hapus", by=by, at=at
    )
    made["return"] = consignment.announce_return(
        side.agreement, side.outlet, [(line, lot, 1)], by=by, at=at, note=f"Retur {side.word}"
    )
    made["statement"] = _stated(side, -31)
    settlement.agree_statement(side.statement, by=side.owner, at=noon(-29))
    said = {"method": Method.TRANSFER, "reference": f"TRF {side.word}", "paid_on": day(-20)}
    made["payment"] = settlement.record_payment(
        side.statement,
        amount=Money(10_000),
        key=f"{side.word}-bayar",
        by=side.manager,
        at=noon(-20),
        proof=a_picture("bukti.png"),
        **said,
    )
    _counted(side, line.pk, 4, -24)
    made["objected"] = _stated(side, -17)
    why = f"Keberatan {side.word}"
    settlement.object_to_statement(side.objected, reason=why, by=side.owner, at=noon(-16))
    _counted(side, line.pk, 3, -10)
    made["drawn_up"] = _stated(side, -3)


def _counted(side: Side, line_id: int, left: int, days: int) -> Any:
    return consignment.count_shelf(
        side.outlet,
        {line_id: left},
        key=f"{side.word}-hitung{days}",
        on=day(days),
        by=side.clerk,
        at=noon(days),
    )


def _stated(side: Side, until: int) -> Any:
    at = noon(until + 1)
    return settlement.draw_up_statement(side.agreement, ends_on=day(until), by=side.manager, at=at)


def _a_programmes_own(side: Side, officer: Person) -> None:
    made, now, title = side.things, clock.now(), side.word.title()
    made["round"] = side.waiting.round
    made["member"] = Member.objects.get(person=side.owner, role=Member.Role.PARTNER)
    gone = a_maker(side.programme, f"DAPUR {title}", district=side.maker.district)
    made["double"] = a_double(side.maker, gone)
    made["follow_up"] = insight.raise_follow_up(
        side.agreement,
        Step.PAID,
        owner=officer,
        due_on=day(7),
        by=officer,
        at=now,
        note=f"Tagih {side.word}",
    )
    made["upload"] = intake.check_files(
        side.programme, [_workbook(side.maker)], key=f"{side.word}-1", by=officer, at=now
    )
    taken = intake.check_files(
        side.programme, [_workbook(side.maker, "Warung")], key=f"{side.word}-2", by=officer, at=now
    )
    intake.take_in(taken, by=officer, at=now)
    made["file"] = side.upload.files.get()
    made["held"] = HeldRow.objects.get(programme=side.programme)
    head = Member.objects.filter(programme=side.programme, role=Member.Role.HEAD).first()
    set_parameter(
        side.programme,
        "margin_warning_above",
        2500,
        starts_on=day(0),
        basis=f"SK {side.word}",
        by=head.person if head else a_member(side.programme, Member.Role.HEAD),
        at=now,
    )


def _a_meeting_day(side: Side, officer: Person) -> None:
    """A day that runs today: of the programme, so the neighbour is there too and has no day."""
    made, now = side.things, clock.now()
    day_ = a_day(side.programme, held_on=day(0), state=DayState.RUNNING, name=f"Temu {side.word}")
    made["day"], made["table"] = day_, day_.tables.first()
    _at_the_day(side, day_, officer)
    pair = {"buyer": side.invitation, "maker": side.guest}
    made["timetable"] = a_timetable(day_, [(side.invitation, side.guest, 0, 0)])
    made["sketch"] = a_timetable(
        day_, [(side.invitation, side.guest, 1, 1)], state=TimetableState.DRAFT
    )
    said = {"programme": side.programme, "day": day_, "created_at": now}
    made["pairing"] = Pairing.objects.create(**said, **pair, order=Order.REQUIRE, by=officer)
    made["run"] = Run.objects.create(**said, by=officer)
    made["proposal"] = Proposal.objects.create(**said, base=side.timetable)
    made["ceremony"] = agreements.open_ceremony(
        side.programme, f"Tanda tangan {side.word}", now, day=day_, by=officer, at=now
    )
    agreements.enter_agreements(side.ceremony, [side.offered], by=officer, at=now)
    made["stack"] = Stack.objects.create(
        programme=side.programme,
        ceremony=side.ceremony,
        state=StackState.FAILED,
        key=f"stack-{side.word}",
        name=f"Tumpukan {side.word}.pdf",
        page_count=30,
        by=officer,
        created_at=now,
    )


def _at_the_day(side: Side, day_: Day, officer: Person) -> None:
    """A side's buyer and maker at a day, what they wish for and what they said."""
    made, now = side.things, clock.now()
    made["invitation"] = an_invitation(day_, side.buyer, person_name=f"Pak {side.word}")
    made["guest"] = an_invitation(day_, side.maker, person_name=f"Bu {side.word}")
    made["wish"] = a_wish(side.invitation, side.maker, side.product)
    tell(day_, {side.invitation.pk: f"Kabar {side.word}"}, at=now)
    picture = a_picture().read()
    made["outcome"] = an_outcome(
        day_, side.buyer, side.product, photo=picture, note=f"Catatan {side.word}"
    )
    # a page of the paper that carries no code yet
    scan = Scan(
        programme=side.programme,
        digest=side.word,
        source_name=f"{side.word}.jpg",
        by=officer,
        at=now,
    )
    scan.file.save("scan.webp", a_picture("scan.webp"))
    made["scan"] = scan


def _workbook(maker: Organisation, prefix: str = "Rumah") -> File:
    """A new business, and one that has our maker's NIB under another name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "UMKM"
    word = maker.name.split()[-1]
    sheet.append(["Nama Usaha", "Nama Pemilik", "NIB", "Kecamatan"])
    sheet.append([f"{prefix} Tani {word}", f"Pak {word}", "", "Karawang Barat"])
    sheet.append([f"{prefix} Lain {word}", f"Bu {word}", maker.nib, "Karawang Barat"])
    target = io.BytesIO()
    book.save(target)
    return File(f"umkm-{word.lower()}.xlsx", target.getvalue())


def a_sign_in(person: Person, key: str) -> SignIn:
    """A browser in which the person is signed in."""
    now = clock.now()
    return SignIn.objects.create(person=person, session_key=key, opened_at=now, seen_at=now)


def reset_link(person: Person) -> dict[str, str]:
    """What stands in the address of the person's link to a new password."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return {"uid": uid, "token": default_token_generator.make_token(person)}


def day(days: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)


def noon(days: int) -> datetime:
    """Midday in Jakarta, so many days from today."""
    return clock.start_of(day(days)) + timedelta(hours=12)
