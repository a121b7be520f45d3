"""What is printed for the day: the right names, on the right number of pages."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
import zxingcpp
from django.http import Http404

from gandeng.kernel import clock
from gandeng.meetings.core.people import people_in
from gandeng.meetings.gateways.papers import KINDS, draw_papers
from gandeng.meetings.queries.desk import desk_pack
from gandeng.meetings.queries.links import guest_of
from gandeng.meetings.queries.papers import papers_of
from gandeng.meetings.samples import a_timetable
from gandeng.meetings.states import InvitationState

from .test_timetables_store import a_wished_day

LONG = "Koperasi Konsumen Karyawan PT Manufaktur Kendaraan Bermotor Indonesia Pabrik Karawang Barat"
BASE = "https://gandeng.example.go.id"


def pages_of(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(io.BytesIO(pdf))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def codes_on(pdf: bytes) -> list[str]:
    page = pdfium.PdfDocument(io.BytesIO(pdf))[0]
    picture = page.render(scale=3).to_pil().convert("L")
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def printed(db):
    day, buyers, makers = a_wished_day(contact_name="Rina", contact_phone="0812 3456 7890")
    buyers[0].organisation.name = LONG
    buyers[0].organisation.save()
    buyers[0].attendees, buyers[0].head_count = "Dr. Siti, S.E., M.M. dan Budi", 3
    buyers[0].save()
    version = a_timetable(
        day,
        [(buyers[0], makers[0], 0, 0), (buyers[0], makers[1], 2, 1), (buyers[1], makers[0], 2, 0)],
    )
    return version, buyers, makers


def drawn(version, kind, side="") -> bytes:
    return draw_papers(papers_of(version, kind, BASE, side), at=clock.now())


def test_everybody_gets_their_own_day_twice_on_one_page(printed):
    version, _buyers, makers = printed
    pages = pages_of(drawn(version, "personal"))
    assert len(pages) == 4
    (own,) = [page for page in pages if f"{version.day.name} {LONG}" in page]
    assert own.count(f"11.00–11.30 A2 {makers[1]}") == 2
    assert own.count(LONG) == 2
    assert own.count("Panitia: Rina 0812 3456 7890") == 2


def test_all_papers_come_in_one_pdf_each_on_its_own_size(printed):
    version, _buyers, _makers = printed
    drawn_pages = pdfium.PdfDocument(io.BytesIO(drawn(version, "all")))
    sizes = [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in drawn_pages]
    assert sizes == [(210, 148)] * 4 + [(148, 210)] * 2 + [(210, 297)] * 3
    pages = pages_of(drawn(version, "all"))
    assert "halaman 1" in pages[6]
    assert "halaman 2" in pages[7]


def test_the_code_on_the_paper_opens_the_invitation(printed):
    version, buyers, _makers = printed
    found = codes_on(drawn(version, "personal", "buyer"))
    tokens = {text.removeprefix(f"{BASE}/u/").strip("/") for text in found}
    assert buyers[0].pk in {guest_of(token).invitation.pk for token in tokens}


def test_a_badge_is_known_at_the_desk_and_answers_for_nobody(printed, client):
    version, buyers, _makers = printed
    found = codes_on(drawn(version, "badges", "buyer"))
    known = {guest["badge"]: guest["id"] for guest in desk_pack(version.day)["guests"]}
    assert {known[text.removeprefix(f"{BASE}/lencana/").strip("/")] for text in found} >= {
        buyers[0].pk
    }
    for text in found:
        page = client.get(text.removeprefix(BASE))
        assert "tunjukkan lencananya ke petugas" in page.content.decode()
        with pytest.raises(Http404):
            guest_of(text.removeprefix(f"{BASE}/lencana/").strip("/"))


def test_a_table_card_names_every_slot_free_ones_too(printed):
    version, _buyers, makers = printed
    pages = pages_of(drawn(version, "tables"))
    assert [page.split()[0] for page in pages] == ["A1", "A2"]
    assert pages[0].count("kosong") == 2
    assert f"{LONG} {makers[0]}" in pages[0]


@pytest.mark.parametrize("kind", ["personal", "tables"])
def test_no_meeting_falls_off_a_paper_however_long_the_names_and_the_day(kind):
    common = {"name": LONG, "held_on": "", "place": "", "office": "", "contact": ""}
    times = [f"{8 + n // 4:02}.{15 * (n % 4):02}" for n in range(36)]
    rows = [[time, "Meja Utara 1", LONG, False] for time in times]
    if kind == "personal":
        data = {"people": [{"name": LONG, "url": BASE, "rows": rows}]}
    else:
        cards = [[time, LONG, LONG, False] for time in times]
        data = {"tables": [{"label": "A1", "area": "", "rows": cards}]}
    drawn = draw_papers({"kind": kind, "day": common, "title": "", **data}, at=clock.now())
    (page,) = pdfium.PdfDocument(io.BytesIO(drawn))
    text = page.get_textpage()

    def height_of(words: str) -> float:
        first, _count = text.search(words).get_next()
        return text.get_charbox(first)[1]

    foot = height_of("Kode:") if kind == "personal" else 9 * 72 / 25.4
    heights = [height_of(time) for time in times]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] > foot


def test_the_attendance_list_has_a_line_for_everybody_on_their_side(printed):
    version, _buyers, makers = printed
    buyers_page, makers_page = pages_of(drawn(version, "attendance"))
    assert LONG in buyers_page
    assert "Dr. Siti, S.E., M.M. dan Budi" in buyers_page
    assert all(str(maker) in makers_page for maker in makers)


def test_there_is_a_badge_for_each_head_with_the_name_where_it_is_known(printed):
    version, _buyers, _makers = printed
    badges = papers_of(version, "badges", BASE, "buyer")["badges"]
    assert [badge["person"] for badge in badges if badge["name"] == LONG] == [
        "Dr. Siti, S.E., M.M.", "Budi", "",
    ]  # fmt: skip


def test_who_does_not_come_is_not_printed_unless_the_day_has_nobody(printed):
    version, buyers, _makers = printed
    buyers[1].state = InvitationState.NOT_COMING
    buyers[1].save()
    names = [one["name"] for one in papers_of(version, "personal", BASE, "buyer")["people"]]
    assert names == [LONG]


def test_what_people_typed_never_becomes_typst(printed):
    version, buyers, _makers = printed
    evil = '#panic("x") $ * _ <b> "]'
    buyers[0].organisation.name = evil
    buyers[0].organisation.save()
    for kind in KINDS:
        if kind != "tables":
            assert any(evil in page for page in pages_of(drawn(version, kind)))


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("", []),
        ("Siti", ["Siti"]),
        ("Siti, Budi", ["Siti", "Budi"]),
        ("Dr. Hj. Siti N., S.E., M.M., Budi", ["Dr. Hj. Siti N., S.E., M.M.", "Budi"]),
        ("Ani & Budi, MBA; Cici dan Dedi S.Pd.I", ["Ani", "Budi, MBA", "Cici", "Dedi S.Pd.I"]),
        ("Dandan", ["Dandan"]),
    ],
)
def test_degrees_are_no_people(line, people):
    assert people_in(line) == people
