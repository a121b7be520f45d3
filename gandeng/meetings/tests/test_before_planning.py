"""A day is planned, cut into slots, set with tables; what a timetable stands on stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions import planning, venues
from gandeng.meetings.actions.floor_plan import TableMove, place_tables
from gandeng.meetings.core.spans import read_spans
from gandeng.meetings.models import Day, Notice
from gandeng.meetings.samples import a_day, a_timetable, an_invitation
from gandeng.meetings.states import DayState, InvitationState, Side, TimetableState
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
USUAL = {"name": "Temu Bisnis", "place": "Aula", "seated": Side.MAKER}


def plan(programme, officer, key="k", **values):
    values = {"held_on": clock.today() + timedelta(days=20)} | USUAL | values
    return planning.plan_day(programme, key=key, by=officer, at=clock.now(), **values)


def lay_out(day, words, minutes=20, gap=0):
    officer = an_officer(day.programme)
    return venues.lay_out_slots(
        day, read_spans(words), minutes=minutes, gap_minutes=gap, by=officer, at=clock.now()
    )


def clocks_of(day):
    return [slot.starts_at.astimezone(clock.JAKARTA).strftime("%H.%M") for slot in day.slots.all()]


def test_planning_twice_plans_once_and_only_the_office_may():
    programme = a_programme()
    officer = an_officer(programme)
    assert plan(programme, officer) == plan(programme, officer)
    assert Day.objects.count() == 1
    with pytest.raises(NotAllowed):
        plan(programme, a_member(programme, Member.Role.HEAD), key="other")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"held_on": clock.today() - timedelta(days=1)}, "day_in_past"),
        ({"answer_until": clock.now() + timedelta(days=40)}, "answers_after_day"),
    ],
)
def test_a_day_lies_ahead_and_answers_close_before_it(values, code):
    programme = a_programme()
    with pytest.raises(Refusal) as refused:
        plan(programme, an_officer(programme), **values)
    assert refused.value.code == code


def test_a_day_like_another_takes_its_slots_and_open_tables_over():
    programme = a_programme()
    like = a_day(programme, slots=4, tables=3)
    like.tables.filter(label="A2").update(is_open=False)
    day = plan(programme, an_officer(programme), like=like)
    assert clocks_of(day) == clocks_of(like)
    assert {clock.day_of(slot.starts_at) for slot in day.slots.all()} == {day.held_on}
    assert [table.label for table in day.tables.all()] == ["A1", "A3"]


def test_hours_become_slots_and_more_hours_add_to_them():
    day = a_day(slots=0)
    assert len(lay_out(day, "09.00–10.00 dan 13.00–14.00", minutes=30)) == 4
    assert clocks_of(day) == ["09.00", "09.30", "13.00", "13.30"]
    assert [slot.session for slot in day.slots.all()] == [0, 0, 1, 1]
    kept = day.slots.first()
    lay_out(day, "09.00–11.00", minutes=30)
    assert day.slots.first() == kept
    assert clocks_of(day) == ["09.00", "09.30", "10.00", "10.30"]
    before = Day.objects.get(pk=day.pk).beat
    lay_out(day, "09.00–12.00", minutes=30, gap=10)
    assert clocks_of(day) == ["09.00", "09.40", "10.20", "11.00"]
    assert Day.objects.get(pk=day.pk).beat == before + 1


def test_slots_a_timetable_uses_cannot_go_and_those_in_force_cannot_move():
    day = a_day(slots=4)
    buyer, maker = an_invitation(day), an_invitation(day, side=Side.MAKER)
    timetable = a_timetable(day, [(buyer, maker, 3, 0)], state=TimetableState.DRAFT)
    with pytest.raises(Refusal) as refused:
        lay_out(day, "09.00–10.00", minutes=30)
    assert refused.value.code == "slots_in_use"
    assert day.slots.count() == 4
    # a draft moves with the clock, one in force does not
    lay_out(day, "08.00–12.00", minutes=30)
    timetable.state = TimetableState.PUBLISHED
    timetable.save()
    with pytest.raises(Refusal) as refused:
        lay_out(day, "09.00–12.00", minutes=30)
    assert refused.value.code == "slots_in_force"
    assert len(lay_out(day, "08.00–13.00", minutes=30)) == 10


def test_another_date_takes_the_slots_along_until_the_day_runs():
    day = a_day(slots=2)
    officer = an_officer(day.programme)
    later = day.held_on + timedelta(days=7)
    planning.change_day(day, held_on=later, by=officer, at=clock.now())
    assert {clock.day_of(slot.starts_at) for slot in day.slots.all()} == {later}
    Day.objects.filter(pk=day.pk).update(state=DayState.RUNNING)
    day.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        planning.change_day(day, held_on=later + timedelta(days=1), by=officer, at=clock.now())
    assert refused.value.code == "day_runs"


def test_tables_are_added_behind_those_that_stand():
    day = a_day(tables=0)
    officer = an_officer(day.programme)

    def add(count, **values):
        made = venues.set_up_tables(day, count, per_row=3, by=officer, at=clock.now(), **values)
        return [table.label for table in made]

    assert add(4) == ["A1", "A2", "A3", "B1"]
    assert add(2) == ["C1", "C2"]
    assert add(2, prefix="M") == ["M1", "M2"]
    assert add(1, prefix="M") == ["M3"]
    tables = list(day.tables.all())
    assert [table.order for table in tables] == list(range(9))
    assert len({(table.x, table.y) for table in tables}) == 9


def test_dragged_tables_are_placed_all_or_none_and_once():
    day = a_day(tables=3)
    officer = an_officer(day.programme)
    for number, table in enumerate(day.tables.all()):
        venues.change_table(table, x=250 * number, y=0, by=officer, at=clock.now())
    first, second, third = day.tables.all()

    def place(*moves):
        moves = [TableMove(table.pk, seen, to) for table, seen, to in moves]
        return len(place_tables(day, moves, by=officer, at=clock.now()))

    # two change places
    swap = [(first, (0, 0), (250, 0)), (second, (250, 0), (0, 0))]
    assert place(*swap) == 2
    assert place(*swap) == 0
    for wrong, code in [
        ([(third, (500, 0), (300, 100))], "tables_overlap"),
        ([(third, (500, 0), (-25, 0))], "outside_room"),
        ([(third, (475, 0), (900, 0))], "plan_changed"),
        ([(third, (500, 0), (900, 0)), (first, (0, 0), (0, 300))], "plan_changed"),
    ]:
        with pytest.raises(Refusal) as refused:
            place(*wrong)
        assert refused.value.code == code
    venues.remove_table(second, by=officer, at=clock.now())
    with pytest.raises(Refusal) as refused:
        place((second, (0, 0), (900, 900)))
    assert refused.value.code == "unknown_table"
    assert list(day.tables.values_list("x", "y")) == [(250, 0), (500, 0)]
    # by hand the same holds
    with pytest.raises(Refusal) as refused:
        venues.change_table(third, x=260, by=officer, at=clock.now())
    assert refused.value.code == "tables_overlap"


def test_a_table_in_force_stays_open_and_one_ever_used_stays():
    day = a_day(tables=3)
    officer = an_officer(day.programme)
    buyer, maker = an_invitation(day), an_invitation(day, side=Side.MAKER)
    timetable = a_timetable(day, [(buyer, maker, 0, 0)])
    used, free, _other = day.tables.all()
    for action, code in (
        (lambda: venues.change_table(used, is_open=False, by=officer, at=clock.now()),
         "table_in_force"),
        (lambda: venues.remove_table(used, by=officer, at=clock.now()), "table_in_use"),
        (lambda: venues.change_table(free, label="a1", by=officer, at=clock.now()),
         "label_taken"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            action()
        assert refused.value.code == code
    timetable.state = TimetableState.SUPERSEDED
    timetable.save()
    venues.change_table(used, is_open=False, by=officer, at=clock.now())
    venues.remove_table(free, by=officer, at=clock.now())
    assert [(table.label, table.is_open) for table in day.tables.all()] == [
        ("A1", False), ("A3", True),
    ]  # fmt: skip


def test_cancelling_tells_those_who_are_coming_why():
    day = a_day()
    coming = an_invitation(day)
    an_invitation(day, state=InvitationState.NOT_COMING)
    officer = an_officer(day.programme)
    with pytest.raises(Refusal):
        planning.cancel_day(day, " ", by=officer, at=clock.now())
    planning.cancel_day(day, "Aula dipakai vaksinasi.", by=officer, at=clock.now())
    notice = Notice.objects.get()
    assert notice.invitation == coming
    assert "Aula dipakai vaksinasi." in notice.text
    with pytest.raises(Refusal):
        lay_out(Day.objects.get(pk=day.pk), "09.00–12.00")
