"""A calculation in the background: asked for, begun, watched, stopped, lost, found wanting."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django_tasks_db.models import DBTaskResult

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions import calculating
from gandeng.meetings.actions.calculating import (
    calculate,
    give_up_silent_runs,
    silent_seconds,
    start_calculation,
    stop_calculation,
    warm_up,
)
from gandeng.meetings.models import Pairing, Run, Timetable
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import Order, RunState, Side, TimetableState
from gandeng.people.samples import a_person
from gandeng.programmes.samples import an_officer

from .test_timetables_store import a_wished_day

pytestmark = pytest.mark.django_db

QUICK = {"seconds": 1, "breaks": False}


def test_a_calculation_waits_in_the_queue_and_ends_as_a_draft():
    day, _buyers, _makers = a_wished_day()
    run = start_calculation(day, QUICK, by=an_officer(day.programme), at=clock.now())
    assert run.state == RunState.QUEUED
    queued = DBTaskResult.objects.get()
    assert queued.task_path.endswith("calculating.calculate")
    assert queued.args_kwargs == {"args": [run.pk], "kwargs": {}}
    calculate.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.DONE, "")
    assert run.timetable.state == TimetableState.DRAFT
    assert run.timetable.meetings.count() == run.progress["meetings"] == 4
    assert run.timetable.by == run.by
    assert run.progress["value"] == run.progress["bound"]


def test_the_price_of_fairness_stands_beside_the_value():
    day, _buyers, _makers = a_wished_day()
    run = start_calculation(day, QUICK | {"floor": 2}, by=an_officer(day.programme), at=clock.now())
    calculate.call(run.pk)
    made = Timetable.objects.get()
    assert made.bounds["value_without_floor"] >= made.objective["value"] > 0


def test_one_calculation_at_a_time():
    day, _buyers, _makers = a_wished_day()
    officer = an_officer(day.programme)
    start_calculation(day, QUICK, by=officer, at=clock.now())
    with pytest.raises(Refusal) as no:
        start_calculation(day, QUICK, by=officer, at=clock.now())
    assert no.value.code == "already_calculating"
    assert Run.objects.count() == DBTaskResult.objects.count() == 1


def test_what_was_stopped_before_it_began_never_begins():
    day, _buyers, _makers = a_wished_day()
    officer = an_officer(day.programme)
    run = start_calculation(day, QUICK, by=officer, at=clock.now())
    assert stop_calculation(run, by=officer, at=clock.now()).state == RunState.STOPPED
    calculate.call(run.pk)
    assert not Timetable.objects.exists()


def test_a_stopped_calculation_keeps_the_best_so_far():
    day, _buyers, _makers = a_wished_day()
    officer = an_officer(day.programme)
    run = start_calculation(day, QUICK, by=officer, at=clock.now())
    real = calculating.best_timetable

    def stopped_midway(problem, *, should_stop, on_progress, **values):
        answer = real(problem, on_progress=on_progress)
        running = Run.objects.get()
        assert running.progress["meetings"] == 4
        assert stop_calculation(running, by=officer, at=clock.now()).wants_stop
        with mock.patch.object(calculating, "LOOK_SECONDS", 0):
            assert should_stop()
        return answer

    with mock.patch.object(calculating, "best_timetable", stopped_midway):
        calculate.call(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert run.timetable.meetings.count() == 4


def test_a_killed_worker_is_noticed_after_a_minute_and_another_may_begin():
    day, _buyers, _makers = a_wished_day()
    officer, now = an_officer(day.programme), clock.now()
    run = start_calculation(day, QUICK, by=officer, at=now)
    Run.objects.update(state=RunState.RUNNING, beat_at=now)
    assert give_up_silent_runs(day, at=now + timedelta(seconds=59)) == 0
    again = start_calculation(day, QUICK, by=officer, at=now + timedelta(seconds=61))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "terputus" in run.failure
    assert again.state == RunState.QUEUED


def test_who_stops_a_silent_worker_may_begin_anew_at_once():
    day, _buyers, _makers = a_wished_day()
    officer, now = an_officer(day.programme), clock.now()
    run = start_calculation(day, QUICK, by=officer, at=now)
    Run.objects.update(state=RunState.RUNNING, beat_at=now)
    run.refresh_from_db()
    assert silent_seconds(run, at=now + timedelta(seconds=14)) == 0
    later = now + timedelta(seconds=20)
    assert silent_seconds(run, at=later) == 20
    stop_calculation(run, by=officer, at=later)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert start_calculation(day, QUICK, by=officer, at=later).state == RunState.QUEUED


def test_a_worker_that_was_given_up_keeps_nothing():
    day, _buyers, _makers = a_wished_day()
    run = start_calculation(day, QUICK, by=an_officer(day.programme), at=clock.now())
    real = calculating.best_timetable

    def slow(problem, **values):
        Run.objects.update(state=RunState.FAILED)
        return real(problem)

    with mock.patch.object(calculating, "best_timetable", slow):
        calculate.call(run.pk)
    assert not Timetable.objects.exists()
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_contradicting_orders_are_named():
    day, buyers, makers = a_wished_day(maker_maximum=1)
    officer = an_officer(day.programme)
    for buyer in buyers:
        Pairing.objects.create(
            programme=day.programme, day=day, buyer=buyer, maker=makers[0], order=Order.REQUIRE,
            by=officer, created_at=clock.now(),
        )  # fmt: skip
    run = start_calculation(day, QUICK, by=officer, at=clock.now())
    calculate.call(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert f"{makers[0]} wajib menghadiri 2 pertemuan, tetapi paling banyak dapat 1" in run.failure


def test_a_bug_ends_as_a_sentence_and_in_the_log(caplog):
    day, _buyers, _makers = a_wished_day()
    run = start_calculation(day, QUICK, by=an_officer(day.programme), at=clock.now())
    with mock.patch.object(calculating, "best_timetable", side_effect=ZeroDivisionError):
        calculate.call(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "kesalahan program" in run.failure
    assert "ZeroDivisionError" in caplog.text


def test_locked_meetings_of_the_kept_version_survive_a_calculation():
    day, buyers, makers = a_wished_day()
    base = a_timetable(day, [(buyers[0], makers[1], 3, 1)])
    base.meetings.update(is_locked=True)
    run = start_calculation(
        day, QUICK | {"keep": base.pk}, by=an_officer(day.programme), at=clock.now()
    )
    calculate.call(run.pk)
    run.refresh_from_db()
    kept = run.timetable.meetings.get(is_locked=True)
    assert (kept.pair, kept.slot.number, kept.table.label) == (
        (buyers[0].pk, makers[1].pk), 3, "A2",
    )  # fmt: skip


def test_nothing_is_calculated_without_slots_guests_or_leave():
    day = a_day(slots=0)
    officer = an_officer(day.programme)
    with pytest.raises(Refusal) as no:
        start_calculation(day, QUICK, by=officer, at=clock.now())
    assert no.value.code == "no_slots"
    day = a_day(day.programme)
    an_invitation(day, side=Side.MAKER)
    with pytest.raises(Refusal) as no:
        start_calculation(day, QUICK, by=officer, at=clock.now())
    assert no.value.code == "nobody_coming"
    maker, buyer = day.invitations.get(), an_invitation(day)
    with pytest.raises(Refusal) as no:
        start_calculation(day, QUICK, by=officer, at=clock.now())
    assert no.value.code == "no_wishes"
    a_wish(buyer, maker.organisation)
    with pytest.raises(NotAllowed):
        start_calculation(day, QUICK, by=a_person(), at=clock.now())


def test_a_worker_warms_up_with_a_day_that_it_can_solve():
    with mock.patch.object(calculating, "best_timetable", wraps=calculating.best_timetable) as best:
        warm_up()
    (problem,) = best.call_args.args
    assert calculating.best_timetable(problem, seconds=0.1).status == "optimal"
