"""A small day that runs while the demo is opened: slots before and after this minute."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial

from gandeng.demo.life import Life, at_hour
from gandeng.kernel import clock
from gandeng.meetings.actions.attending import note_presence
from gandeng.meetings.actions.outcomes import LineNote, note_outcome
from gandeng.meetings.actions.replanning import propose
from gandeng.meetings.actions.running import start_day
from gandeng.meetings.actions.walk_ins import walk_in
from gandeng.meetings.models import Invitation, Meeting
from gandeng.meetings.queries.timetables import meetings_of
from gandeng.meetings.states import Presence, PriceReaction, Result, Side
from gandeng.organisations.models import Organisation

from .gathering import Act, Gathering

NAME = "Temu Bisnis Sabilulungan"
BUYERS, MAKERS, SLOTS, TABLES = 12, 16, 8, 10
# how many slots lie behind when the demo is opened, and the length of one
BEHIND, MINUTES = 3.4, 30
LEAST_MINUTES = 5
RESULTS = (
    (Result.AGREEMENT, 24, "Mulai dari dua rasa dulu."),
    (Result.SAMPLE, 0, "Minta contoh untuk rapat pengurus."),
    (Result.ORDER, 30, "Untuk kantin, dikirim minggu depan."),
    (Result.NO, 0, "Masa simpannya terlalu pendek."),
)


class TodaysDay(Gathering):
    """``live`` is what was before today, ``go_on`` is today up to now."""

    def begin(self, buyers: list[Organisation], makers: list[Organisation]) -> None:
        self.buyers, self.makers = buyers[:BUYERS], makers[:MAKERS]

    def live(self) -> Life:
        yield at_hour(self.held_on - timedelta(days=12), 9)
        begins, minutes = hours_around(self.until)
        ends = begins + timedelta(minutes=SLOTS * minutes)
        self.plan(
            NAME,
            [(_clock(begins), _clock(ends))],
            minutes=minutes,
            tables=TABLES,
            place="Aula Dinas Koperasi dan UKM",
            address="Jl. Ahmad Yani No. 76, Karawang",
            note="Putaran kecil: satu ruangan, delapan giliran.",
        )
        self.invite([*self.buyers, *self.makers])
        yield at_hour(self.held_on - timedelta(days=11), 10)
        self.send(list(self.guests.values()))
        yield from self.through(self._answers())
        yield at_hour(self.held_on - timedelta(days=1), 16)
        self.put_into_force(self.draw_up())
        yield at_hour(self.held_on - timedelta(days=1), 19)
        # the first of the makers, one of the people to be, finds hers unread
        self.read_news([*self.side(Side.BUYER), *self.side(Side.MAKER)[3:]])

    def _answers(self) -> list[Act]:
        acts: list[Act] = []
        buyers, makers = self.side(Side.BUYER), self.side(Side.MAKER)
        for guests, others in ((buyers, makers), (makers, buyers)):
            for guest in guests:
                on = self.held_on - timedelta(days=self.rng.randint(3, 10))
                at = at_hour(on, self.rng.randint(9, 19), self.rng.randint(0, 59))
                acts.append(
                    (
                        at,
                        partial(self._says_yes, guest, others),
                    )
                )
        return acts

    def _says_yes(self, guest: Invitation, others: list[Invitation]) -> None:
        self.comes(guest, self.wants_of(guest, others), is_all_day=True)

    # -------------------------------------------------------------- today

    def go_on(self) -> Life:
        slots = list(self.day.slots.order_by("number"))
        first = slots[0].starts_at
        minute = (slots[0].ends_at - first) / MINUTES
        yield max(first - 40 * minute, clock.start_of(self.held_on))
        start_day(self.day, by=self.officer, at=self.now)
        buyers, makers = self.side(Side.BUYER), self.side(Side.MAKER)
        # the first of each are the people to be; of the last buyers one is late, one stays away
        late = [buyers[-1], makers[-2]]
        away = buyers[-2]
        here = [one for one in [*buyers, *makers] if one not in [*late, away, makers[-1]]]
        acts: list[Act] = [
            (
                max(first - (25 - number) * minute, self.now),
                partial(self._note, guest, Presence.PRESENT),
            )
            for number, guest in enumerate(here)
        ]
        acts += self._talks({one.pk for one in here})
        running = slots[-1].starts_at
        for slot in slots:
            if slot.ends_at > self.until:
                running = slot.starts_at
                break
        expected = min(self.until + 40 * minute, slots[-1].starts_at)
        for guest in late:
            acts.append(
                (
                    running + minute,
                    partial(self._note, guest, Presence.LATE, expected_at=expected),
                )
            )
        acts.append((running + 2 * minute, partial(self._note, away, Presence.ABSENT)))
        acts.append((running + 3 * minute, self._walk_in))
        acts.append((running + 4 * minute, self._propose))
        yield from self.through(acts)

    def _note(
        self, guest: Invitation, presence: Presence, *, expected_at: datetime | None = None
    ) -> None:
        note_presence(
            guest,
            presence,
            key=self.key(),
            noted_at=self.now,
            by=self.officer,
            at=self.now,
            expected_at=expected_at,
            desk="Meja A",
        )

    def _propose(self) -> None:
        propose(self.day, by=self.officer, at=self.now)

    def _walk_in(self) -> None:
        stranger = (
            Organisation.objects.filter(programme=self.programme)
            .buyers()
            .standing()
            .exclude(pk__in=self.guests)
            .order_by("-pk")
            .first()
        )
        if stranger is not None:
            walk_in(
                self.day,
                stranger.name,
                Side.BUYER,
                key=self.key(),
                noted_at=self.now,
                by=self.officer,
                at=self.now,
                person_name=stranger.pic_name,
            )

    def _talks(self, here: set[int]) -> list[Act]:
        """Two talks in three are written down when their slot is over."""
        version = self.day.timetables.get(state="published")
        held = [row for row in meetings_of(version) if set(row.pair) <= here]
        return [
            (
                row.slot.ends_at,
                partial(self._outcome, row, *RESULTS[number % len(RESULTS)]),
            )
            for number, row in enumerate(held)
            if number % 3
        ]

    def _outcome(
        self,
        row: Meeting,
        result: Result,
        quantity: int,
        note: str,
    ) -> None:
        reaction = PriceReaction.DEAR if result == Result.NO else PriceReaction.FITTING
        product = self.goods[row.maker.organisation][0]
        note_outcome(
            self.day,
            row.buyer,
            row.maker,
            result,
            lines=[
                LineNote(
                    product,
                    taste=self.rng.choice([3, 4, 5]),
                    price_reaction=reaction,
                    quantity=quantity,
                )
            ],
            next_on=self.held_on + timedelta(days=7) if result == Result.SAMPLE else None,
            note=note,
            slot=row.slot,
            key=self.key(),
            noted_at=self.now,
            by=self.officer,
            at=self.now,
        )


def hours_around(now: datetime) -> tuple[datetime, int]:
    """When the first slot begins and how many minutes one has, so that some are over, one runs and
    some are to come, all on one Jakarta day: shorter ones near midnight."""
    midnight = clock.start_of(clock.day_of(now))
    passed = (now - midnight) / timedelta(minutes=1)
    left = 24 * 60 - passed
    minutes = min(MINUTES, passed / BEHIND, (left - 2) / (SLOTS - BEHIND))
    minutes = max(LEAST_MINUTES, int(minutes))
    begins = now - timedelta(minutes=BEHIND * minutes)
    # on the clock's fives, as people plan
    begins = begins.replace(minute=begins.minute // 5 * 5, second=0, microsecond=0)
    begins = max(midnight, begins)
    last = midnight + timedelta(minutes=24 * 60 - 1 - SLOTS * minutes)
    return min(begins, last), minutes


def _clock(instant: datetime) -> time:
    return instant.astimezone(clock.JAKARTA).time()
