"""A timetable is calculated in the background: asked for, watched, stopped, kept."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gandeng.audit.actions import advance, record
from gandeng.kernel import clock, serving
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core import problem as core
from gandeng.meetings.core.choice import choose
from gandeng.meetings.core.grid import grid_of, without_absences
from gandeng.meetings.core.pins import at_their_tables
from gandeng.meetings.core.scheduler import timetable as best_timetable
from gandeng.meetings.core.stored_words import BREAKS
from gandeng.meetings.models import Day, Run, Timetable
from gandeng.meetings.queries.problems import USUAL, names_of, pinned_tables, problem_of
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import InvitationState, Order, RunState, Side

from .beats import beat
from .timetabling import store_timetable

logger = logging.getLogger(__name__)

# A running calculation notes that it lives; one that is silent for longer was killed.
SILENCE = timedelta(seconds=60)
# After this it may have been: people are told, and their stopping it ends it at once.
DOUBT = timedelta(seconds=15)
# How often the calculation looks up: is somebody waiting for news, or for its end?
LOOK_SECONDS = 0.8
LONGEST_FAILURE = 500


class ItsOver(Exception):
    """Somebody else ended this run meanwhile; nothing of it is kept."""


@transaction.atomic
def start_calculation(day: Day, settings: dict[str, Any], *, by: Actor, at: datetime) -> Run:
    """Ask for a timetable; a worker takes it up within a second or two.

    Refuses: ``day_over``, ``no_slots``, ``nobody_coming``, ``no_wishes``, ``already_calculating``.
    """
    require(by, "meetings.draw_up_timetable", day)
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))
    if not day.slots.exists() or not day.tables.filter(is_open=True).exists():
        raise Refusal("no_slots", _("Susun dulu slot waktu dan meja di “Slot dan meja”."))
    coming = day.invitations.filter(state=InvitationState.COMING)
    sides = set(coming.order_by().values_list("side", flat=True))
    if sides != {Side.BUYER, Side.MAKER}:
        raise Refusal(
            "nobody_coming",
            _("Belum ada pembeli dan UMKM yang menjawab hadir; belum ada yang bisa dijadwalkan."),
        )
    wishes = day.wishes.filter(
        invitation__in=coming, target__in=coming.order_by().values("organisation")
    )
    if not wishes.exists() and not day.pairings.filter(order=Order.REQUIRE).exists():
        raise Refusal(
            "no_wishes",
            _(
                "Belum ada keinginan antara peserta yang hadir. Kumpulkan keinginan mereka dulu, "
                "atau wajibkan pasangan di “Keinginan”."
            ),
        )
    give_up_silent_runs(day, at=at)
    try:
        with transaction.atomic():
            run = Run.objects.create(
                programme_id=day.programme_id,
                day=day,
                settings={name: settings.get(name, usual) for name, usual in USUAL.items()},
                by=account_of(by),
                created_at=at,
            )
    except IntegrityError:
        raise Refusal(
            "already_calculating",
            _("Jadwal sedang dihitung. Tunggu sampai selesai, atau hentikan dulu."),
        ) from None
    record(run, "draw_up_timetable", by=by, at=at, after=run.settings)
    calculate.enqueue(run.pk)
    beat(day)
    return run


@transaction.atomic
def stop_calculation(run: Run, *, by: Actor, at: datetime) -> Run:
    """Stop it; what is best so far is kept as a draft. One that has ended already stays so, one
    that gives no sign of life is over."""
    require(by, "meetings.draw_up_timetable", run)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state == RunState.QUEUED:
        advance(run, "stop", by=by, at=at, wants_stop=True, ended_at=at)
        beat(run.day)
    elif silent_seconds(run, at=at):
        _fail(run, gettext("Perhitungan terputus di tengah jalan. Mulai lagi."), at=at)
    elif run.state == RunState.RUNNING and not run.wants_stop:
        run.wants_stop = True
        run.save(update_fields=["wants_stop"])
        record(run, "stop", by=by, at=at)
    return run


def silent_seconds(run: Run, *, at: datetime) -> int:
    """How long a running calculation has given no sign of life; 0 while there is no doubt."""
    if run.state != RunState.RUNNING or run.beat_at is None or at - run.beat_at < DOUBT:
        return 0
    return int((at - run.beat_at).total_seconds())


def give_up_silent_runs(day: Day, *, at: datetime) -> int:
    """Runs whose worker was killed are failed, so that one can be started again. How many."""
    silent = day.runs.filter(state=RunState.RUNNING, beat_at__lt=at - SILENCE)
    count = 0
    for run in silent:
        try:
            _fail(run, gettext("Perhitungan terputus di tengah jalan. Mulai lagi."), at=at)
            count += 1
        except Refusal:  # it ended at this very moment
            continue
    return count


def warm_up() -> None:
    """Load and compile what the first calculation would otherwise wait for, some seconds once."""
    day = {
        "slots": 3,
        "tables": 1,
        "parties": [{"id": n, "side": side} for n, side in enumerate(("buyer", "maker") * 2)],
        "wishes": [{"id": f"{a}-{b}", "a": a, "b": b} for a, b in ((0, 1), (0, 3), (2, 1))],
        "objective": ["value", "breaks", "idle"],
    }
    best_timetable(core.read_problem(day), seconds=0.1)


@task()
def calculate(run_id: int) -> None:
    """What the worker does with a run: calculate, tell how far it is, keep the result. Whatever
    goes wrong ends as a failed run with a sentence; the error goes to the log."""
    run = Run.objects.select_related("day", "by").get(pk=run_id)
    at = clock.now()
    try:
        advance(run, "begin", by=None, at=at, started_at=at, beat_at=at)
    except Refusal:
        return  # stopped before it began
    with translation.override("id"):
        try:
            _calculate(run)
        except ItsOver:
            return
        except Refusal as refusal:
            _end_badly(run, str(refusal))
        except Exception:
            logger.exception("calculation %s of day %s failed", run.pk, run.day_id)
            _end_badly(
                run,
                gettext(
                    "Perhitungan gagal karena kesalahan program; sudah dicatat untuk pengelola. "
                    "Coba lagi dengan pengaturan lain."
                ),
            )


def _calculate(run: Run) -> None:
    day, settings = run.day, run.settings
    problem = problem_of(day, settings=settings)
    watch = _Watch(run)
    answer = best_timetable(
        problem,
        seconds=float(settings["seconds"]),
        seed=int(settings["seed"]),
        on_progress=watch.note,
        should_stop=watch.is_to_stop,
    )
    if answer.status in ("infeasible", "timeout") and not answer.meetings:
        raise Refusal(
            "infeasible",
            _conflict_in_names(day, problem)
            or answer.proof
            or gettext("Tidak ada jadwal yang memenuhi semua ketentuan."),
        )
    if pins := pinned_tables(day, problem, settings):
        answer = replace(answer, meetings=at_their_tables(answer.meetings, pins))
    _keep(run, problem, _with_price_of_floor(problem, answer, settings), watch)


def _conflict_in_names(day: Day, problem: core.Problem) -> str:
    """What contradicts what, with people's names: found once more, the names standing for ids."""
    names = names_of(day, problem)
    named = replace(
        problem,
        parties=tuple(
            replace(party, id=names[number]) for number, party in enumerate(problem.parties)
        ),
    )
    return _as_many_as_fit(best_timetable(named, seconds=1.0).conflict)


def _as_many_as_fit(sentences: Sequence[str]) -> str:
    """What is kept of a contradiction: whole sentences, and how many more there are."""
    for count in range(len(sentences), 0, -1):
        left = len(sentences) - count
        more = [BREAKS["more"].format(count=left)] if left else []
        if len(text := " ".join([*sentences[:count], *more])) <= LONGEST_FAILURE:
            return text
    return ""


def _with_price_of_floor(
    problem: core.Problem, answer: core.Timetable, settings: dict[str, Any]
) -> core.Timetable:
    """Beside the bounds stands the most a timetable without the floor could be worth, and how many
    makers it would leave below, so that people see what fairness costs and buys."""
    if not settings["floor"] or "value" not in answer.bounds:
        return answer
    free = replace(
        without_absences(problem),
        parties=tuple(replace(party, minimum=0) for party in problem.parties),
    )
    best = choose(grid_of(free), ("value",))
    held = [problem.wishes[wish] for wish in best.wishes]
    met = Counter(party for wish in held for party in (wish.a, wish.b))
    short = sum(
        party.side == "maker" and met[number] < party.minimum
        for number, party in enumerate(problem.parties)
    )
    bounds = {"value_without_floor": int(best.bounds["value"]), "short_without_floor": short}
    return replace(answer, bounds={**answer.bounds, **bounds})


@transaction.atomic
def _keep(run: Run, problem: core.Problem, answer: core.Timetable, watch: _Watch) -> None:
    at = clock.now()
    base = Timetable.objects.filter(pk=run.settings["keep"] or 0, day=run.day).first()
    made = store_timetable(
        run.day,
        problem,
        answer,
        base=base,
        by=run.by,
        at=at,
        settings=run.settings,
    )
    fresh = Run.objects.get(pk=run.pk)
    if fresh.state != RunState.RUNNING:
        transaction.set_rollback(True)
        raise ItsOver
    fresh.progress = _progress(answer)
    fresh.save(update_fields=["progress"])
    move = "stop" if watch.was_stopped else "finish"
    advance(fresh, move, by=None, at=at, timetable=made, ended_at=at)


def _end_badly(run: Run, sentence: str) -> None:
    run.refresh_from_db()
    try:
        _fail(run, sentence, at=clock.now())
    except Refusal:
        logger.warning("run %s had ended already: %s", run.pk, sentence)


def _fail(run: Run, sentence: str, *, at: datetime) -> None:
    with transaction.atomic():
        advance(run, "fail", by=None, at=at, failure=sentence[:LONGEST_FAILURE], ended_at=at)
        beat(run.day)


class _Watch:
    """What a running calculation tells and is told, at most once in LOOK_SECONDS, in transactions
    of one statement."""

    def __init__(self, run: Run, look: Callable[[], float] = monotonic) -> None:
        self.run, self._time = run, look
        self.was_stopped = False
        self._progress: dict[str, Any] = {}
        self._looked = float("-inf")

    def note(self, answer: core.Timetable) -> None:
        """The best so far."""
        self._progress = _progress(answer)
        self.is_to_stop()

    def is_to_stop(self) -> bool:
        if self.was_stopped or self._time() - self._looked < LOOK_SECONDS:
            return self.was_stopped
        self._looked = self._time()
        if not serving.goes_on():
            self.was_stopped = True
            return True
        try:
            self._look()
        except DatabaseError as error:
            # a crowded moment; the next look tells it
            logger.warning("run %s could not note its progress: %s", self.run.pk, error)
        return self.was_stopped

    def _look(self) -> None:
        still = Run.objects.filter(pk=self.run.pk, state=RunState.RUNNING)
        told = {"progress": self._progress} if self._progress else {}
        if not still.update(beat_at=clock.now(), **told):
            raise ItsOver
        self.was_stopped = bool(still.values_list("wants_stop", flat=True).first())


def _progress(answer: core.Timetable) -> dict[str, Any]:
    return {
        "meetings": len(answer.meetings),
        "value": answer.objective.get("value", 0),
        "bound": answer.bounds.get("value"),
        "breaks": answer.objective.get("breaks"),
        "fewest_breaks": answer.bounds.get("breaks_here"),
        "status": answer.status,
        "seconds": round(answer.seconds, 1),
    }
