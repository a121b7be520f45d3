"""The pages of a timetable: what the office reads and does there, and who does not get in."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from gandeng.kernel import clock
from gandeng.meetings.actions.calculating import calculate
from gandeng.meetings.models import Notice, Run, Timetable
from gandeng.meetings.queries.timetables import published
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import InvitationState, Order, RunState, Side, TimetableState
from gandeng.organisations.samples import a_maker
from gandeng.people.samples import a_person
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member

from .test_timetables_moving import Board
from .test_timetables_store import a_wished_day

pytestmark = pytest.mark.django_db

OF_DAY = ["timetables", "run-now", "papers"]
OF_VERSION = ["timetable", "unmet", "compare", "publish", "board", "board-state"]


@pytest.fixture
def b(client) -> Board:
    board = Board()
    client.force_login(board.officer)
    return board


def to(name: str, thing, *more) -> str:
    return reverse(f"meetings:{name}", args=[thing.pk, *more])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_office_opens_every_page_and_nobody_else_any(client, b):
    urls = [to(name, b.day) for name in OF_DAY] + [to(name, b.draft) for name in OF_VERSION]
    assert {client.get(url).status_code for url in urls} == {200}
    client.force_login(a_person())
    assert {client.get(url).status_code for url in urls} == {404}


def test_who_only_reads_sees_no_buttons_and_may_not_press_them(client, b):
    client.force_login(a_member(b.day.programme, Member.Role.HEAD))
    page = text_of(client.get(to("timetables", b.day)))
    assert "Versi 1" in page
    assert "Mulai hitung" not in page
    assert to("papers", b.day) not in text_of(client.get(to("timetable", b.draft)))
    assert '"may_move": false' in client.get(to("board", b.draft)).content.decode()
    assert client.get(to("publish", b.draft)).status_code == 403
    assert client.post(to("calculate", b.day), {"seconds": 10, "seed": 1}).status_code == 403
    assert not Run.objects.exists()


def test_a_calculation_is_asked_for_watched_and_read(client, b):
    asked = {"seconds": "10", "seed": "1", "has_floor": "on"}
    assert client.post(to("calculate", b.day), asked).status_code == 302
    run = Run.objects.get()
    assert run.settings == {
        "seconds": 10, "seed": 1, "floor": 3, "breaks": False, "moves": False, "keep": None,
    }  # fmt: skip
    assert DBTaskResult.objects.count() == 1
    waiting = client.get(to("run-now", b.day), headers={"HX-Request": "true"})
    assert "Menunggu giliran" in waiting.content.decode()
    Run.objects.update(settings=run.settings | {"seconds": 1})
    calculate.call(run.pk)
    done = client.get(to("run-now", b.day), headers={"HX-Request": "true"})
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")
    page = text_of(client.get(to("timetables", b.day)))
    assert "Perhitungan terakhir menjadi versi 2. Terbukti terbaik." in page
    made = Timetable.objects.get(version=2)
    page = text_of(client.get(to("timetable", made)))
    assert "<strong>2 dari 2</strong> UMKM yang diminati mendapat sedikitnya 3 pertemuan" in page
    assert "Pemerataan tidak menurunkan nilai sama sekali." in page
    assert "Terbaik tanpa aturan" in page


def test_a_gap_and_a_failure_are_said_in_words(client, b):
    b.draft.objective, b.draft.bounds = {"value": 996}, {"value": 1000}
    b.draft.save()
    page = text_of(client.get(to("timetable", b.draft)))
    assert "Paling banyak 0,4 % di bawah yang terbaik" in page
    # hands won more than the makers' minimum allows: the bound without it holds
    b.draft.objective = {"value": 1010}
    b.draft.bounds = {"value": 1000, "value_without_floor": 1020}
    b.draft.save()
    assert "nilai 1.010, batas 1.020" in text_of(client.get(to("timetable", b.draft)))
    Run.objects.create(
        programme=b.day.programme, day=b.day, state=RunState.FAILED, created_at=clock.now(),
        failure="Ada yang wajib tetapi tidak mungkin.",
    )  # fmt: skip
    page = text_of(client.get(to("timetables", b.day)))
    assert "Ada yang wajib tetapi tidak mungkin." in page


def test_wherever_a_version_is_judged_breaks_stand_beside_their_bound_and_ways_are_told(client, b):
    b.draft.objective = {"value": 20, "breaks": 13, "moves": 150, "walk_m": 2143.2}
    b.draft.bounds = {"value": 20, "breaks_here": 6}
    b.draft.save()
    a_timetable(b.day, state=TimetableState.DRAFT)
    Run.objects.create(
        programme=b.day.programme, day=b.day, state=RunState.RUNNING, created_at=clock.now(),
        beat_at=clock.now(), progress={"value": 20, "bound": 20, "breaks": 13, "fewest_breaks": 6},
    )  # fmt: skip
    names = ["timetable", "compare", "publish", "board"]
    pages = {name: text_of(client.get(to(name, b.draft))) for name in names}
    pages["timetables"] = text_of(client.get(to("timetables", b.day)))
    for name, page in pages.items():
        assert "batas bawah 6" in page, name
        assert "seluruhnya 2.143 m" in page, name
        assert "Terbukti terbaik" in page, name
    assert "batas bawah 6" in text_of(client.get(to("run-now", b.day)))


def test_a_full_room_says_that_spare_tables_help_more_than_calculating(client, b):
    assert "meja cadangan" not in text_of(client.get(to("timetable", b.draft)))
    b.day.tables.exclude(pk=b.tables[0].pk).update(is_open=False)
    b.day.slots.filter(number__gt=1).delete()
    page = text_of(client.get(to("timetable", b.draft)))
    assert "beban meja 100%, dari 2 tempat" in page
    assert "1 meja cadangan memberi lebih banyak kenyamanan" in page


def test_fairness_stands_beside_the_best_without_it(client, b):
    b.draft.objective, b.draft.settings = {"value": 995}, {"floor": 1}
    b.draft.bounds = {"value": 995, "value_without_floor": 1000, "short_without_floor": 4}
    b.draft.save()
    page = text_of(client.get(to("timetable", b.draft)))
    assert "<strong>2 dari 2</strong> UMKM yang diminati mendapat sedikitnya 1 pertemuan" in page
    assert 'data-label="Terbaik tanpa aturan">1.000<' in page
    assert 'data-label="Terbaik tanpa aturan">4<' in page
    assert "paling banyak 0,50 % dari nilai" in page
    b.draft.settings = {}
    b.draft.save()
    assert "dihitung tanpa aturan pemerataan" in text_of(client.get(to("timetable", b.draft)))


def test_wishes_that_were_not_weighed_have_their_reason_too(client, b):
    late, away = (an_invitation(b.day, side=Side.MAKER) for _n in range(2))
    away.state = InvitationState.NOT_COMING
    away.save()
    stranger = a_maker(b.day.programme)
    for guest in (late, away):
        a_wish(b.buyers[0], guest.organisation, rank=5)
    a_wish(b.buyers[1], stranger, rank=6)
    a_wish(away, b.buyers[0].organisation)
    page = text_of(client.get(to("unmet", b.draft), {"peserta": b.buyers[0].pk}))
    assert f"{away} menjawab tidak hadir." in page
    assert "masuk sesudah versi ini dihitung" in page
    assert str(stranger) not in page
    page = text_of(client.get(to("unmet", b.draft), {"q": str(stranger)}))
    assert f"{stranger} tidak diundang ke acara ini." in page


def test_unmet_wishes_have_reasons_and_are_found_by_name(client, b):
    names = [str(guest) for guest in (*b.buyers, *b.makers)]
    b.draft.why_not = [
        {"buyer": b.buyers[n].pk, "maker": b.makers[1 - n].pk, "value": 50 + n, "reason": f"R{n}."}
        for n in (0, 1)
    ]
    b.draft.save()
    page = text_of(client.get(to("unmet", b.draft)))
    assert page.index("R1.") < page.index("R0.")
    found = text_of(client.get(to("unmet", b.draft), {"q": names[0]}))
    assert ("R0." in found, "R1." in found) == (True, False)
    found = text_of(client.get(to("unmet", b.draft), {"peserta": b.buyers[1].pk}))
    assert ("R0." in found, "R1." in found) == (False, True)


def test_what_changed_between_versions_is_told_by_party(client, b):
    other = a_timetable(
        b.day,
        [(b.buyers[0], b.makers[0], 2, 1), (b.buyers[1], b.makers[0], 0, 1)],
        state=TimetableState.DRAFT,
    )
    page = text_of(client.get(to("compare", other), {"dengan": b.draft.pk}))
    assert f"{b.makers[0]}: 09.00 meja A1 → 11.00 meja A2" in page
    assert f"{b.makers[1]}, 09.00 meja A2" in page
    assert f"{b.makers[0]}, 09.00 meja A2" in page
    assert client.get(to("compare", other), {"dengan": "999999"}).status_code == 404


def test_publishing_asks_first_and_names_who_will_be_told(client, b):
    page = text_of(client.get(to("publish", b.draft)))
    assert "4 peserta akan mendapat kabar" in page
    assert not Notice.objects.exists()
    assert client.post(to("publish", b.draft)).status_code == 302
    assert published(b.day) == b.draft
    assert Notice.objects.count() == 4


def test_the_board_changes_by_json_and_says_no_with_the_truth_beside_it(client, b):
    def change(**asked):
        return client.post(
            to("change-board", b.draft), json.dumps(asked), content_type="application/json"
        )

    move = {"do": "move", "pair": b.pair(0, 0), "seen": b.at(0, 0), "to": b.at(2, 1)}
    done = change(**move)
    assert done.status_code == 200
    assert [*b.pair(0, 0), *b.at(2, 1)] in [row[:4] for row in done.json()["meetings"]]
    assert done.json()["undo"] == "memindahkan pertemuan"
    again = change(**move)
    assert (again.status_code, again.json()["code"]) == (409, "moved_already")
    assert [*b.pair(0, 0), *b.at(2, 1)] in [row[:4] for row in again.json()["meetings"]]
    assert change(do="lock", pair=b.pair(1, 1), seen=b.at(0, 1)).status_code == 200
    assert change(do="undo").status_code == 200
    assert change(do="redo").status_code == 200
    assert change(do="cancel", pair=b.pair(0, 0), seen=b.at(2, 1)).status_code == 200
    assert change(do="add", pair=b.pair(0, 1), to=[3, None]).status_code == 200
    for nonsense in (
        {},
        {"do": "move", "pair": [1]},
        {"do": "fly", "pair": [1, 2], "seen": [0, 1]},
    ):
        assert change(**nonsense).json()["code"] == "unreadable"
    assert client.post(
        to("change-board", b.draft), "[" * 3000, content_type="application/json"
    ).status_code == 409  # fmt: skip


def test_an_open_board_hears_of_others_changes_and_of_nothing_else(client, b):
    mark = client.get(to("board-state", b.draft)).json()["mark"]
    assert client.get(to("board-state", b.draft), {"mark": mark}).status_code == 204
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0), by=a_member(b.day.programme))
    news = client.get(to("board-state", b.draft), {"mark": mark})
    assert news.status_code == 200
    assert news.json()["undo"] == ""


def test_a_meeting_on_the_board_is_pinned_where_it_stands(client, b):
    board = client.get(to("board", b.draft)).content.decode()
    assert f'data-pair="{to("pair", b.day, 0, 0)}"' in board
    slot, table = b.at(2, 1)
    url = to("pair", b.day, *b.pair(0, 0))
    form = client.get(url, {"slot": slot, "meja": table}).context["form"]
    assert form["order"].value() == Order.REQUIRE
    assert (form["slot"].value(), form["table"].value()) == (b.day.slots.get(number=2).pk, table)
    for nonsense in (
        {"slot": "²"},
        {"slot": "9" * 30, "meja": "9" * 30},
        {"slot": "1", "meja": "x"},
    ):
        assert client.get(url, nonsense).status_code == 200


def test_a_version_in_force_offers_a_copy(client, b):
    Timetable.objects.update(state=TimetableState.PUBLISHED)
    assert "Buat salinan untuk diubah" in client.get(to("board", b.draft)).content.decode()
    done = client.post(to("copy-timetable", b.draft))
    copy = Timetable.objects.get(version=2)
    assert done["Location"] == to("board", copy)


def test_the_boards_data_grows_by_rows_not_by_queries(client, django_assert_max_num_queries, b):
    with django_assert_max_num_queries(30):
        client.get(to("board", b.draft))
    rows = [(an_invitation(b.day), m, n, 0) for n, m in enumerate(b.makers, 1)]
    big = a_timetable(b.day, rows, state=TimetableState.DRAFT)
    with django_assert_max_num_queries(30):
        client.get(to("board", big))


def test_papers_come_as_pdf_or_say_why_not(client, b):
    done = client.get(to("paper", b.draft, "daftar-hadir"))
    assert done["Content-Type"] == "application/pdf"
    assert done.content.startswith(b"%PDF")
    assert client.get(to("paper", b.draft, "semua-kertas")).content.startswith(b"%PDF")
    assert client.get(to("paper", b.draft, "lain")).status_code == 404
    nobody = a_timetable(a_day(b.day.programme), state=TimetableState.DRAFT)
    assert client.get(to("paper", nobody, "jadwal-peserta")).status_code == 302


def test_a_draft_is_discarded_and_a_day_without_one_says_what_to_do(client, b):
    assert client.post(to("discard", b.draft)).status_code == 302
    b.draft.refresh_from_db()
    assert b.draft.state == TimetableState.DISCARDED
    day, _buyers, _makers = a_wished_day(programme=b.day.programme)
    page = text_of(client.get(to("timetables", day)))
    assert "Belum ada jadwal" in page
    bare = a_day(b.day.programme, slots=0)
    assert "Belum ada slot dan meja" in text_of(client.get(to("timetables", bare)))
