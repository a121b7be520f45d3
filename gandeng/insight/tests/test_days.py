"""A meeting day followed to the money: its bars, tasks, fairness and minutes."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import partial

import pypdfium2
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gandeng.agreements import actions as agreements
from gandeng.agreements.samples import signer_of
from gandeng.insight import actions, queries
from gandeng.insight.core.spread import gini, reached, top_share
from gandeng.insight.views import days as views
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.samples import a_day, a_timetable, an_invitation, an_outcome
from gandeng.meetings.states import DayState, Presence, Result, Side
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer
from gandeng.ui.pages import page_of
from gandeng.ui.templatetags.ui import funnel

AMOUNTS = st.lists(st.integers(0, 50), max_size=12)


@given(AMOUNTS)
def test_gini_is_the_mean_difference_and_stays_within_its_bounds(amounts):
    whole = sum(amounts)
    slow = (
        Fraction(sum(abs(a - b) for a in amounts for b in amounts), 2 * len(amounts) * whole)
        if whole
        else Fraction(0)
    )
    assert gini(amounts) == slow
    assert 0 <= gini(amounts) < 1


@given(AMOUNTS, st.integers(1, 5))
def test_gini_sees_shares_and_not_sizes(amounts, times):
    assert gini([amount * times for amount in amounts]) == gini(amounts)
    assert gini(sorted(amounts)) == gini(amounts)


def test_shares_of_the_top():
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 0, 12]) == Fraction(3, 4)
    assert top_share([1, 2, 3, 4], 2) == Fraction(7, 10)
    assert (top_share([]), gini([]), reached([0, 2, 0])) == (0, 0, 1)
    with pytest.raises(ValueError):
        gini([1, -1])


pytestmark = pytest.mark.django_db


@pytest.fixture
def the_day():
    programme = a_programme()
    day = a_day(programme, held_on=clock.today(), state=DayState.RUNNING)
    return programme, an_officer(programme), day


def signed(draft, officer, at):
    agreements.offer_agreement(draft, by=officer, at=at)
    for side, organisation, role in (
        ("maker", draft.maker, "owner"),
        ("buyer", draft.buyer, "manager"),
    ):
        person = signer_of(organisation, role)
        agreements.sign_agreement(draft, side, by=person, at=at, name=person.name)


def test_every_outcome_has_an_owner_a_day_and_a_next_move(the_day):
    programme, officer, day = the_day
    mentor = a_member(programme, Member.Role.MENTOR)
    maker = a_maker(programme)
    mentor.memberships.get().districts.add(maker.district)
    promise = an_outcome(day, product=a_product(maker))
    sample = an_outcome(day, result=Result.SAMPLE, quantity=0,
                        next_on=clock.today() + timedelta(days=3))  # fmt: skip
    an_outcome(day, result=Result.NO, quantity=0)
    rows = {row.outcome.pk: row for row in queries.table_rows(officer, day, clock.today())}
    assert rows[promise.pk].move == "Buat konsep perjanjian"
    assert rows[promise.pk].owner == mentor
    assert rows[promise.pk].due_on == clock.today() + timedelta(days=14)
    assert rows[sample.pk].move == "Kirim contoh ke pembeli"
    assert rows[sample.pk].due_on == clock.today() + timedelta(days=3)
    assert sum(row.is_done for row in rows.values()) == 1
    assert all(row.owner for row in rows.values())


def test_the_next_move_follows_the_paper(the_day):
    _programme, officer, day = the_day
    outcome = an_outcome(day)

    def move():
        (row,) = queries.table_rows(officer, day, clock.today())
        return row.move

    draft = agreements.draft_from_outcome(outcome, by=officer, at=clock.now())
    assert move() == "Tawarkan konsep perjanjian"
    signed(draft, officer, clock.now())
    assert move() == "UMKM mengirim barang pertama"


def test_a_task_is_handed_on_and_closed_with_what_was_done(the_day):
    programme, officer, day = the_day
    outcome = an_outcome(day, result=Result.TALK_LATER, quantity=0)
    other = an_officer(programme)
    due_on = clock.today() + timedelta(days=2)
    actions.assign_table_task(outcome, owner=other, due_on=due_on, by=officer, at=clock.now())
    (row,) = queries.table_rows(officer, day, clock.today())
    assert (row.owner, row.due_on) == (other, due_on)
    with pytest.raises(Refusal):
        actions.close_table_task(outcome, remedy=" ", owner=None, by=officer, at=clock.now())
    actions.close_table_task(outcome, remedy="Sudah bicara", owner=None, by=other, at=clock.now())
    (row,) = queries.table_rows(officer, day, clock.today())
    assert row.is_done
    with pytest.raises(Refusal) as refusal:
        actions.close_table_task(outcome, remedy="Lagi", owner=None, by=other, at=clock.now())
    assert refusal.value.code == "closed_already"


def test_a_buyer_does_not_run_the_offices_tasks(the_day):
    _programme, officer, day = the_day
    outcome = an_outcome(day)
    manager = a_seat(outcome.buyer.organisation, "manager")
    with pytest.raises(NotAllowed):
        actions.close_table_task(outcome, remedy="x", owner=None, by=manager, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.assign_table_task(
            outcome, owner=officer, due_on=clock.today(), by=manager, at=clock.now()
        )


def test_the_bars_count_parties_then_pairs(the_day):
    programme, officer, day = the_day
    for presence in (Presence.PRESENT, Presence.LEFT, Presence.ABSENT):
        an_invitation(day, presence=presence)
    an_invitation(day, side=Side.MAKER, state="not_coming")
    outcome = an_outcome(day)
    an_outcome(day, result=Result.NOT_HELD, quantity=0)
    draft = agreements.draft_from_outcome(outcome, by=officer, at=clock.now())
    signed(draft, officer, clock.now())
    figures = queries.day_figures(officer, day, clock.today())
    bars = {stage.key: (stage.buyers, stage.makers, stage.pairs) for stage in figures.stages}
    assert bars == {
        "invited": (5, 3, None),
        "coming": (5, 2, None),
        "came": (2, 0, None),
        "met": (1, 1, 1),
        "promised": (1, 1, 1),
        "signed": (1, 1, 1),
        "delivered": (0, 0, 0),
        "paid": (0, 0, 0),
    }
    said = outcome.lines.get()
    worth = {stage.key: stage.worth for stage in figures.stages}
    assert worth["promised"] == said.product.shelf_price * said.quantity
    assert [(week.number, week.signed) for week in figures.weeks] == [(1, 1)]
    assert programme == day.programme


def test_a_week_ends_on_its_seventh_day(the_day):
    """The day itself is the first; what is signed on the seventh is in the first week, on the
    eighth in the second."""
    _programme, officer, day = the_day
    for days in (6, 7):
        draft = agreements.draft_from_outcome(an_outcome(day), by=officer, at=clock.now())
        signed(draft, officer, clock.now() + timedelta(days=days))
    on = day.held_on + timedelta(days=7)
    weeks = queries.day_figures(officer, day, on).weeks
    assert [(week.number, (week.ends_on - day.held_on).days, week.signed) for week in weeks] == [
        (1, 6, 1),
        (2, 13, 2),
    ]
    assert len(queries.day_figures(officer, day, on - timedelta(days=1)).weeks) == 1


def test_the_spread_counts_those_with_nothing_and_leaves_out_what_was_not_held(the_day):
    programme, _officer, day = the_day
    makers = [a_maker(programme) for _ in range(4)]
    parties = [an_invitation(day, maker) for maker in makers[:3]]
    buyers = [an_invitation(day) for _ in range(3)]
    a_timetable(day, [(buyers[0], parties[0], 0, 0), (buyers[1], parties[0], 1, 0),
                      (buyers[2], parties[1], 0, 1)])  # fmt: skip
    product = a_product(makers[1])
    an_outcome(day, buyers[2].organisation, product, result=Result.NOT_HELD, quantity=0)
    found = queries.fairness_of(programme, [day])
    spread = {one.key: one for one in found.spreads}
    assert (spread["invitations"].among, spread["invitations"].reached) == (4, 3)
    assert (spread["meetings"].total, spread["meetings"].reached) == (2, 1)
    assert spread["meetings"].gini == gini([2, 0, 0])
    assert {group.label for group in found.by_age} == {"Baru pertama kali", "Pernah ikut"}


def test_the_minutes_say_who_came_and_what_was_promised(the_day, client):
    _programme, officer, day = the_day
    outcome = an_outcome(day, a_buyer(day.programme, "Kopkar Sinar"), quantity=48)
    client.force_login(officer)
    answer = client.get(reverse("insight:minutes", args=[day.pk]))
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)
    )
    assert "BERITA ACARA" in text
    assert "Kopkar Sinar" in text
    assert str(outcome.lines.get().product) in text.replace("\r\n", " ")


def test_the_rule_in_force_stands_beside_the_spread(the_day, client):
    _programme, officer, day = the_day
    day.maker_maximum = 6
    day.save()
    maker, buyer = an_invitation(day, side=Side.MAKER), an_invitation(day)
    a_timetable(day, [(buyer, maker, 0, 0)])
    client.force_login(officer)
    page = client.get(reverse("insight:fairness", args=[day.pk])).content.decode()
    assert "Pertemuan per UMKM, paling banyak</dt><dd>6<br>" in page
    assert "Terbanyak yang didapat satu UMKM: 1." in page
    rules, weights = page.split("Bobot nilai pasangan")
    assert "Pertemuan tiap UMKM yang diminati, sedapatnya paling sedikit" in rules
    assert "Nilai pilihan pertama pembeli" in weights


def test_a_long_list_of_tasks_is_turned_page_by_page(the_day, client, monkeypatch):
    _programme, officer, day = the_day
    said = [str(an_outcome(day).maker) for _ in range(2)]
    monkeypatch.setattr(views, "page_of", partial(page_of, size=1))
    client.force_login(officer)
    url = reverse("insight:table-tasks", args=[day.pk])
    pages = [client.get(f"{url}?halaman={number}").content.decode() for number in (1, 2)]
    assert [[name for name in said if name in page] for page in pages] == [[one] for one in said]


@pytest.mark.parametrize("name", ["day", "day-panel", "fairness", "table-tasks"])
def test_the_pages_of_a_day_are_the_offices(the_day, client, name):
    _programme, officer, day = the_day
    an_outcome(day)
    client.force_login(officer)
    url = reverse(f"insight:{name}", args=[day.pk])
    assert client.get(url).status_code == 200
    client.force_login(a_seat(a_maker(day.programme)))
    assert client.get(url).status_code == 404


def test_the_lines_behind_the_fairness_figures_can_be_taken_along(the_day, client):
    programme, officer, day = the_day
    an_invitation(day, a_maker(programme, "=Cemilan"))
    client.force_login(officer)
    answer = client.get(reverse("insight:fairness", args=[day.pk]), {"unduh": "csv"})
    assert "'=Cemilan" in answer.content.decode("utf-8-sig")


def test_a_bar_may_say_its_own_share_where_it_counts_something_else():
    """Thirteen parties can meet in twenty-two pairs; that is not 169 per cent of anything."""
    steps = [{"label": "Datang", "count": 13}, {"label": "Bertemu", "count": 22, "share": 100}]
    assert [step["share"] for step in funnel(steps)["steps"]] == [100, 100]
