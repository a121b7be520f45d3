"""The wall on which promises are followed, and the tasks about the stuck ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gandeng.agreements.samples import signer_of
from gandeng.insight import actions
from gandeng.insight.models import FollowUp
from gandeng.insight.samples import a_promise
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
Role = Member.Role


def page(name, *args):
    return reverse(f"insight:{name}", args=args)


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


@pytest.fixture
def stuck():
    return a_promise(ago(30))


def kept(**values):
    days = {
        "delivered_on": ago(60),
        "counted_on": ago(50),
        "stated_on": ago(48),
        "paid_on": ago(45),
        "delivered_again_on": ago(40),
    }
    return a_promise(ago(70), **(days | values))


def test_the_head_sees_the_funnel_and_each_number_opens_its_list(client, stuck):
    kept(maker=stuck.maker, buyer=stuck.buyer)
    kept(maker=stuck.maker, buyer=stuck.buyer, paid_on=None, delivered_again_on=None)
    client.force_login(a_member(stuck.programme, Role.HEAD))
    shown = client.get(page("promises"))
    assert [bar["count"] for bar in shown.context["bars"]] == [3, 2, 2, 2, 1, 1]
    for link in [*shown.context["bars"], *shown.context["stuck_at"], *shown.context["tabs"]]:
        behind = client.get(page("promises") + link["url"])
        assert behind.context["row_count"] == link["count"], link
    for url in shown.context["money_urls"].values():
        assert client.get(page("promises") + url).status_code == 200


def test_the_stuck_promise_says_whose_move_it_is(client, stuck):
    client.force_login(an_officer(stuck.programme))
    shown = client.get(page("promises")).text
    assert "UMKM mengirim barang pertama" in shown
    assert "Terlambat 16 hari" in shown
    detail = client.get(page("promise", stuck.pk)).text
    assert "Giliran <strong>UMKM</strong>" in detail


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_asks_the_same_however_many(client, count, django_assert_num_queries):
    first = kept()
    for _ in range(count - 1):
        kept(maker=first.maker, buyer=first.buyer)
    client.force_login(an_officer(first.programme))
    with django_assert_num_queries(25):
        assert client.get(page("promises")).context["row_count"] == count


def test_the_list_is_narrowed_by_place_buyer_and_scheme(client, stuck):
    other = a_promise(ago(20), maker=a_maker(stuck.programme, district=None))
    client.force_login(an_officer(stuck.programme))

    def shown(query):
        rows = client.get(page("promises") + query).context["page"].rows
        return [row.agreement for row in rows]

    assert shown("?kecamatan=32.15.01") == [stuck]
    assert shown(f"?pembeli={other.buyer_id}") == [other]
    assert shown("?skema=outright") == []
    nonsense = "?langkah=x&status=y&pembeli=²&skema=z&halaman=-1"
    assert shown(nonsense) == [stuck, other]


def test_parties_see_their_own_and_a_clerk_or_curator_what_they_may(client, stuck):
    for person in (signer_of(stuck.maker, "owner"), signer_of(stuck.buyer, "manager")):
        client.force_login(person)
        assert client.get(page("promises")).context["row_count"] == 1
        assert client.get(page("promise", stuck.pk)).status_code == 200
        assert client.get(page("follow-up", stuck.pk)).status_code == 403
        assert client.get(page("summary")).status_code == 403
    client.force_login(a_seat(stuck.buyer, outlet=stuck.outlets.get()))
    assert client.get(page("promises")).status_code == 403


@pytest.mark.parametrize("name", ["promise", "follow-up"])
def test_a_stranger_finds_nothing(client, stuck, name):
    for person in (a_seat(a_maker(stuck.programme)), an_officer(a_programme())):
        client.force_login(person)
        assert client.get(page(name, stuck.pk)).status_code == 404
    client.force_login(an_officer(stuck.programme))
    assert client.get(page(name, stuck.pk)).status_code == 200


def test_a_mentor_takes_a_promise_on_and_closes_it_with_cause_and_action(client, stuck):
    mentor = a_member(stuck.programme, Role.MENTOR)
    client.force_login(mentor)
    typed = {"owner": mentor.pk, "due_on": ago(-5).isoformat(), "note": "Telepon dulu"}
    client.post(page("follow-up", stuck.pk), typed)
    client.post(page("follow-up", stuck.pk), typed)
    task = FollowUp.objects.get()
    assert (task.step, task.owner, task.due_on) == ("delivered", mentor, ago(-5))
    close = page("close-follow-up", task.pk)
    refused = client.post(close, {"cause": "Modal habis", "outcome": "  "})
    assert refused.status_code == 422
    client.post(close, {"cause": "Modal habis", "outcome": "Dibantu bahan baku"})
    shown = client.get(page("promise", stuck.pk)).text
    assert "Modal habis" in shown
    assert "Dibantu bahan baku" in shown
    assert FollowUp.objects.get().closed_at is not None


def test_one_task_for_every_stuck_promise_and_no_second_one(client, stuck):
    head = a_member(stuck.programme, Role.HEAD)
    kept(maker=stuck.maker, buyer=stuck.buyer)
    client.force_login(head)
    for _ in range(2):
        client.post(page("follow-up-all"), {"owner": head.pk})
    assert FollowUp.objects.get().agreement == stuck
    assert stuck.number in client.get(page("follow-ups")).text
    assert client.get(page("follow-ups") + "?tampil=ditutup").status_code == 200


def test_tasks_go_to_people_of_the_office_and_end_once(stuck):
    officer = an_officer(stuck.programme)
    at, due = clock.now(), ago(-3)
    with pytest.raises(Refusal) as refusal:
        actions.raise_follow_up(
            stuck, "delivered", owner=signer_of(stuck.maker, "owner"), due_on=due, by=officer, at=at
        )
    assert refusal.value.code == "owner_not_of_the_office"
    with pytest.raises(Refusal) as refusal:
        actions.raise_follow_up(stuck, "delivered", owner=officer, due_on=ago(1), by=officer, at=at)
    assert refusal.value.code == "due_in_the_past"
    task = actions.raise_follow_up(stuck, "delivered", owner=officer, due_on=due, by=officer, at=at)
    with pytest.raises(Refusal) as refusal:
        actions.raise_follow_up(
            stuck, "delivered", owner=officer, due_on=ago(-9), by=officer, at=at
        )
    assert refusal.value.code == "followed_up_already"
    far = a_member(stuck.programme, Role.MENTOR, districts=("32.15.02",))
    with pytest.raises(NotAllowed):
        actions.close_follow_up(task, cause="a", outcome="b", by=far, at=at)
    actions.close_follow_up(task, cause="a", outcome="b", by=officer, at=at)
    with pytest.raises(Refusal) as refusal:
        actions.close_follow_up(task, cause="a", outcome="b", by=officer, at=at)
    assert refusal.value.code == "closed_already"


def test_the_export_is_the_list(client, stuck):
    kept(maker=stuck.maker, buyer=stuck.buyer)
    client.force_login(an_officer(stuck.programme))
    text = client.get(page("export", "csv") + "?status=stuck").content.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert stuck.number in text
    assert client.get(page("export", "xlsx")).content.startswith(b"PK")
    assert client.get(page("export", "exe")).status_code == 404


def test_the_summary_says_what_is_known_and_what_is_not(client, stuck):
    kept(maker=stuck.maker, buyer=stuck.buyer)
    client.force_login(a_member(stuck.programme, Role.AUDITOR))
    shown = client.get(page("summary"))
    figures = [str(stat["value"]) for stat in shown.context["stats"]]
    assert figures == ["0", "0", "2", "Rp510.000", "Rp102.000", "Rp102.000"]
    assert shown.context["waits"] == 5
    assert "Yang belum kita ketahui" in shown.text
    for stat in shown.context["stats"]:
        assert client.get(stat["url"]).status_code == 200
    signed = client.get(shown.context["stats"][2]["url"])
    assert signed.context["row_count"] == 2


def test_an_empty_programme_says_what_to_do_next(client):
    client.force_login(an_officer(a_programme()))
    assert "Belum ada janji untuk diikuti" in client.get(page("promises")).text
    assert client.get(page("summary")).status_code == 200
    assert client.get(page("follow-ups")).status_code == 200
