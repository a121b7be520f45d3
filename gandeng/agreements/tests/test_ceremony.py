"""From what was said at a table to a batch of papers, signed on glass or on paper."""

from __future__ import annotations

import io
import json
import re

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandeng.agreements import actions, queries
from gandeng.agreements.core.scans import owners_of
from gandeng.agreements.models import Agreement, Scan
from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import Scheme, State
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.samples import a_day, an_outcome
from gandeng.meetings.states import DayState, Result
from gandeng.organisations.samples import a_buyer, a_seat
from gandeng.programmes.samples import a_programme, an_officer

pytestmark = pytest.mark.django_db
INK = [
    [[100, 100], [200, 120], [300, 90], [400, 130]],
    [[150, 200], [250, 210], [350, 190], [450, 220]],
]


@pytest.fixture
def office():
    programme = a_programme()
    return programme, an_officer(programme)


def a_batch(programme, officer, count=3):
    """A ceremony of so many offered agreements."""
    ceremony = actions.open_ceremony(
        programme, "Temu bisnis", clock.now(), by=officer, at=clock.now()
    )
    drafts = [an_agreement(buyer=a_buyer(programme), state=State.DRAFT) for _number in range(count)]
    actions.enter_agreements(ceremony, drafts, by=officer, at=clock.now())
    return ceremony, drafts


def test_an_outcome_becomes_a_draft_with_everything_filled_in_and_only_once(office):
    programme, officer = office
    outcome = an_outcome(a_day(programme, state=DayState.RUNNING), quantity=48)
    draft = actions.draft_from_outcome(outcome, by=officer, at=clock.now())
    line = draft.lines.get()
    assert (line.product, line.quantity_per_period) == (outcome.lines.get().product, 48)
    assert (draft.scheme, draft.outcome, draft.state) == (Scheme.CONSIGNMENT, outcome, State.DRAFT)
    assert [str(shop) for shop in draft.outlets.all()] == [f"Toko {draft.buyer.name}"]
    assert actions.draft_from_outcome(outcome, by=officer, at=clock.now()) == draft
    assert Agreement.objects.count() == 1


def test_a_trial_order_is_outright_unless_they_said_otherwise(office):
    programme, officer = office
    day = a_day(programme, state=DayState.RUNNING)
    said = {Scheme.OUTRIGHT: "", Scheme.CONSIGNMENT: "consignment"}
    for scheme, word in said.items():
        outcome = an_outcome(day, result=Result.ORDER, scheme=word)
        assert actions.draft_from_outcome(outcome, by=officer, at=clock.now()).scheme == scheme


def test_a_no_makes_no_draft(office):
    programme, officer = office
    outcome = an_outcome(a_day(programme, state=DayState.RUNNING), result=Result.NO, quantity=0)
    with pytest.raises(Refusal) as refusal:
        actions.draft_from_outcome(outcome, by=officer, at=clock.now())
    assert refusal.value.code == "no_promise"


def test_numbers_follow_the_places_of_the_batch(office):
    programme, officer = office
    ceremony, drafts = a_batch(programme, officer)
    offered, refused = actions.offer_all(ceremony, by=officer, at=clock.now())
    assert (offered, refused) == (3, [])
    serials = list(
        ceremony.entries.order_by("position").values_list("agreement__serial", flat=True)
    )
    assert serials == sorted(serials)
    assert actions.enter_agreements(ceremony, drafts[:1], by=officer, at=clock.now()) == 0


def test_two_names_on_glass_seal_the_paper_and_are_drawn_on_it(office, client):
    programme, officer = office
    ceremony, drafts = a_batch(programme, officer, 1)
    actions.offer_all(ceremony, by=officer, at=clock.now())
    agreement = Agreement.objects.get(pk=drafts[0].pk)
    client.force_login(officer)
    for side in ("maker", "buyer"):
        url = reverse("agreements:sign-on-glass", args=[agreement.pk, side])
        assert "data-glass" in client.get(url).content.decode()
        typed = {
            "name": f"Wakil {side}",
            "title": "Ketua",
            "ink": json.dumps(INK),
            "consent": "on",
            "document_hash": agreement.document_hash,
        }
        assert client.post(url, typed).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == State.SIGNED
    assert {(one.method, one.recorded_by) for one in agreement.signatures.all()} == {
        ("glass", officer)
    }
    printed = client.get(reverse("agreements:pdf", args=[agreement.pk])).content
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed)]
    assert any("di layar di hadapan" in text for text in pages)


def test_an_empty_pad_is_no_signature(office):
    programme, officer = office
    agreement = an_agreement(buyer=a_buyer(programme), state=State.OFFERED)
    for ink in ([], [[[1, 1]]], [[["a", 1]] * 9], [[[99_999, 1]] * 9], "x"):
        with pytest.raises(Refusal) as refusal:
            actions.sign_on_glass(
                agreement,
                "maker",
                name="Asep",
                ink=ink,
                document_hash=agreement.document_hash,
                by=officer,
                at=clock.now(),
            )
        assert refusal.value.code == "no_ink"


def test_only_the_office_records_what_was_signed_before_it(office):
    programme, _officer = office
    agreement = an_agreement(buyer=a_buyer(programme), state=State.OFFERED)
    manager = a_seat(agreement.buyer, "manager")
    with pytest.raises(NotAllowed):
        actions.sign_on_glass(
            agreement,
            "maker",
            name="Asep",
            ink=INK,
            document_hash=agreement.document_hash,
            by=manager,
            at=clock.now(),
        )


def a_photo(pdf: bytes, page: int) -> bytes:
    """A page as a phone takes it: turned a little, JPEG."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=1.6).to_pil().convert("RGB")
    out = io.BytesIO()
    image.rotate(4, expand=True, fillcolor="white").save(out, "JPEG", quality=60)
    return out.getvalue()


def test_a_photographed_paper_finds_its_agreement_by_its_code(office, client):
    programme, officer = office
    ceremony, _drafts = a_batch(programme, officer, 2)
    actions.offer_all(ceremony, by=officer, at=clock.now())
    client.force_login(officer)
    run = client.get(reverse("agreements:print-run", args=[ceremony.pk]))
    document = pypdfium2.PdfDocument(run.content)
    texts = [page.get_textpage().get_text_range() for page in document]
    signature_pages = [n for n, text in enumerate(texts) if "Periksa keaslian" in text]
    assert len(signature_pages) == 2
    assert any("1 / 2" in text for text in texts)
    # each paper counts its own pages
    assert sum("Halaman 1 dari" in text for text in texts) == 2
    second = ceremony.entries.get(position=2).agreement
    photo = a_photo(run.content, signature_pages[1])
    scans = actions.take_in_scan(
        programme, photo, "IMG_1.jpg", ceremony=ceremony, by=officer, at=clock.now()
    )
    assert [(scan.agreement, scan.was_read) for scan in scans] == [(second, True)]
    again = actions.take_in_scan(
        programme, photo, "IMG_1.jpg", ceremony=ceremony, by=officer, at=clock.now()
    )
    assert again == scans
    actions.sign_on_paper(second, maker_name="Siti", buyer_name="Asep", by=officer, at=clock.now())
    second.refresh_from_db()
    assert second.state == State.SIGNED
    shown = client.get(reverse("agreements:scan", args=[scans[0].pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")


def a_scanner(pdf: bytes, pages: list[int], covered: int) -> bytes:
    """A stack that went through the office's scanner: grey, each sheet a little askew, one upside
    down, the code of one under a thumb."""
    sheets = []
    for place, number in enumerate(pages):
        image = pypdfium2.PdfDocument(pdf)[number].render(scale=150 / 72).to_pil().convert("L")
        if place == covered:
            image.paste(200, (0, image.height - 220, 500, image.height))
        turned = (180 if place == 1 else 0) + (-1.5, 2, 0.7)[place % 3]
        sheets.append(image.rotate(turned, fillcolor=235))
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=150, quality=50)
    return out.getvalue()


def test_every_page_of_a_scanned_stack_finds_its_own_paper(office, client):
    programme, officer = office
    ceremony, _drafts = a_batch(programme, officer, 2)
    actions.offer_all(ceremony, by=officer, at=clock.now())
    first, second = [entry.agreement for entry in queries.entries_of(ceremony)]
    client.force_login(officer)
    run = client.get(reverse("agreements:print-run", args=[ceremony.pk])).content
    half = len(pypdfium2.PdfDocument(run)) // 2
    # the first sheet of the second paper lies behind the last of the first
    stack = a_scanner(run, [0, 1, half - 1, half, half + 1], covered=1)
    url = reverse("agreements:take-in-scans", args=[ceremony.pk])
    upload = SimpleUploadedFile("tumpukan.pdf", stack, "application/pdf")
    page = client.post(url, {"files": [upload]}, follow=True).content.decode()
    assert "5 halaman diterima, 5 menemukan perjanjiannya." in page
    assert list(Scan.objects.order_by("pk").values_list("agreement", "was_read")) == [
        (first.pk, True),
        (first.pk, False),
        (first.pk, True),
        (second.pk, True),
        (second.pk, True),
    ]
    # looked at one after the other
    check = reverse("agreements:sign-on-paper", args=[first.pk])
    assert check in page
    names = {"maker_name": "Siti", "buyer_name": "Asep"}
    then = client.post(check, names)
    assert then.url == reverse("agreements:sign-on-paper", args=[second.pk])
    assert client.post(then.url, names).url.startswith(
        reverse("agreements:ceremony", args=[ceremony.pk])
    )
    assert set(Agreement.objects.values_list("state", flat=True)) == {State.SIGNED}


@pytest.mark.parametrize(
    ("read", "owners"),
    [
        (["a", "", "a", "b", "b"], ["a", "a", "a", "b", "b"]),
        # between two papers nobody can tell
        (["a", "", "b"], ["a", "", "b"]),
        (["", "a", "b", ""], ["", "a", "b", ""]),
        # one paper alone, its annex unread
        (["", "a", ""], ["a", "a", "a"]),
        (["", ""], ["", ""]),
        ([], []),
    ],
)
def test_a_page_without_a_code_belongs_where_no_other_paper_comes_between(read, owners):
    assert owners_of(read) == owners


def test_a_page_without_a_code_waits_until_somebody_says_whose_it_is(office):
    programme, officer = office
    ceremony, drafts = a_batch(programme, officer, 1)
    actions.offer_all(ceremony, by=officer, at=clock.now())
    run = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (800, 1100), "white").save(run, "PNG")
    (scan,) = actions.take_in_scan(
        programme, run.getvalue(), "kosong.png", ceremony=ceremony, by=officer, at=clock.now()
    )
    assert list(queries.scans_without_paper(ceremony)) == [scan]
    actions.assign_scan(scan, drafts[0], by=officer, at=clock.now())
    assert list(queries.scans_without_paper(ceremony)) == []


@pytest.mark.parametrize(
    "content", [b"", b"halo", b"%PDF-1.7 rusak", b"\xff\xd8\xff\xe0" + bytes(50)]
)
def test_what_is_no_scan_is_refused_and_nothing_is_kept(office, content):
    programme, officer = office
    with pytest.raises(Refusal) as refusal:
        actions.take_in_scan(programme, content, "x", by=officer, at=clock.now())
    assert refusal.value.code == "bad_scan"
    assert Scan.objects.count() == 0


def test_a_paper_is_not_signed_before_its_scan_is_here(office):
    programme, officer = office
    agreement = an_agreement(buyer=a_buyer(programme), state=State.OFFERED)
    with pytest.raises(Refusal) as refusal:
        actions.sign_on_paper(
            agreement, maker_name="Siti", buyer_name="Asep", by=officer, at=clock.now()
        )
    assert refusal.value.code == "scan_missing"


def test_the_witness_is_noted_and_printed(office, client):
    programme, officer = office
    ceremony, _drafts = a_batch(programme, officer, 1)
    with pytest.raises(Refusal):
        actions.close_ceremony(ceremony, witness_name=" ", by=officer, at=clock.now())
    client.force_login(officer)
    url = reverse("agreements:close-ceremony", args=[ceremony.pk])
    client.post(url, {"witness_name": "H. Aep Syaepuloh", "witness_title": "Bupati Karawang"})
    page = client.get(reverse("agreements:ceremony", args=[ceremony.pk])).content.decode()
    assert "H. Aep Syaepuloh" in page
    with pytest.raises(Refusal) as refusal:
        actions.enter_agreements(ceremony, [], by=officer, at=clock.now())
    assert refusal.value.code == "ceremony_closed"


def test_the_days_promises_become_drafts_in_one_press(office, client):
    programme, officer = office
    day = a_day(programme, state=DayState.RUNNING)
    for _ in range(3):
        an_outcome(day)
    an_outcome(day, result=Result.SAMPLE, quantity=0)
    client.force_login(officer)
    url = reverse("agreements:day-promises", args=[day.pk])
    assert len(re.findall("Buat konsep<", client.get(url).content.decode())) == 3
    client.post(reverse("agreements:draft-promises", args=[day.pk]))
    assert Agreement.objects.filter(outcome__day=day).count() == 3
    assert "Buat konsep<" not in client.get(url).content.decode()


def test_strangers_do_not_find_the_signing(office, client):
    programme, officer = office
    ceremony, _drafts = a_batch(programme, officer, 1)
    manager = a_seat(a_buyer(programme), "manager")
    client.force_login(manager)
    for name, pk in (("ceremony", ceremony.pk), ("print-run", ceremony.pk)):
        assert client.get(reverse(f"agreements:{name}", args=[pk])).status_code == 404
    assert client.get(reverse("agreements:ceremonies")).status_code == 404
