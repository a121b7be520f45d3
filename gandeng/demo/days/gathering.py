"""What every meeting day of the demo lives through: planned, invited, answered, wished,
scheduled."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Max

from gandeng.demo.cast import Company
from gandeng.demo.life import Life
from gandeng.meetings.actions.answering import accept_invitation, decline_invitation
from gandeng.meetings.actions.inviting import invite_many
from gandeng.meetings.actions.planning import plan_day
from gandeng.meetings.actions.reading import read_notices
from gandeng.meetings.actions.sending import note_sent
from gandeng.meetings.actions.timetabling import publish_timetable, store_timetable
from gandeng.meetings.actions.venues import lay_out_slots, set_up_tables
from gandeng.meetings.actions.wishing import choose
from gandeng.meetings.core.scheduler import timetable as best_timetable
from gandeng.meetings.core.spans import Span
from gandeng.meetings.models import Day, Invitation, Timetable
from gandeng.meetings.queries.problems import USUAL, problem_of
from gandeng.meetings.queries.timetables import published
from gandeng.meetings.rules import Guest
from gandeng.meetings.states import Channel, Side, WhyNotComing
from gandeng.organisations.models import Organisation
from gandeng.parameters.queries import value_of
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

Goods = Mapping[Organisation, Sequence[Product]]
Act = tuple[datetime, Callable[[], object]]

GIVEN = ("Asep", "Heni", "Maman", "Euis", "Dadang", "Yanti", "Ujang", "Siti", "Agus", "Neneng")
FAMILY = ("Mulyadi", "Fauziah", "Rohaeni", "Permana", "Komariah", "Setiawan", "Nuraeni", "Hidayat")
# four in five come all day
HOURS: Sequence[Sequence[Sequence[str]]] = ((), (), (), (), (("09:00", "12:00"),))


class Gathering:
    """One meeting day as it unfolds; the story sets ``now`` before each step."""

    now: datetime
    until: datetime

    def __init__(
        self,
        programme: Programme,
        company: Company,
        officer: Person,
        goods: Goods,
        *,
        held_on: date,
        seed: int,
    ) -> None:
        self.programme, self.company, self.officer = programme, company, officer
        self.goods, self.held_on = goods, held_on
        self.rng = random.Random(seed)
        self.later: list[tuple[datetime, Life]] = []
        self.guests: dict[int, Invitation] = {}
        self.day: Day

    def live(self) -> Life:
        raise NotImplementedError

    def key(self) -> str:
        return UUID(int=self.rng.getrandbits(128)).hex

    def through(self, acts: Iterable[Act]) -> Life:
        """Do these one after the other, each at its time."""
        for at, act in sorted(acts, key=lambda pair: pair[0]):
            yield at
            act()

    # -------------------------------------------------------------- the weeks before

    def plan(
        self,
        name: str,
        spans: Sequence[tuple[time, time]],
        *,
        minutes: int,
        tables: int,
        **said: Any,
    ) -> None:
        by_at: dict[str, Any] = {"by": self.officer, "at": self.now}
        self.day = plan_day(
            self.programme,
            key=f"demo-{self.held_on}",
            name=name,
            held_on=self.held_on,
            contact_name=self.officer.name,
            contact_phone="0812-1000-2026",
            **said,
            **by_at,
        )
        lay_out_slots(self.day, [Span(*span) for span in spans], minutes=minutes, **by_at)
        set_up_tables(self.day, tables, per_row=6, area="Aula", **by_at)

    def invite(self, organisations: Iterable[Organisation]) -> None:
        made = invite_many(self.day, organisations, by=self.officer, at=self.now)
        self.guests |= {invitation.organisation_id: invitation for invitation in made}

    def send(self, guests: Sequence[Invitation], *, is_reminder: bool = False) -> None:
        """Every third by letter, the others by WhatsApp."""
        for channel, chosen in (
            (Channel.WHATSAPP, [one for n, one in enumerate(guests) if n % 3]),
            (Channel.LETTER, [one for n, one in enumerate(guests) if not n % 3]),
        ):
            note_sent(chosen, channel, is_reminder=is_reminder, by=self.officer, at=self.now)

    def side(self, side: str) -> list[Invitation]:
        return [one for one in self.guests.values() if one.side == side]

    def attendee(self) -> str:
        return f"{self.rng.choice(GIVEN)} {self.rng.choice(FAMILY)}"

    # -------------------------------------------------------------- what guests say

    def comes(
        self, guest: Invitation, wants: Sequence[Any] = (), *, is_all_day: bool = False
    ) -> None:
        """Somebody opens the link, says yes, and picks whom to meet."""
        by = Guest(guest)
        people = self.rng.choice([1, 1, 2, 2, 3])
        accept_invitation(
            guest,
            by=by,
            at=self.now,
            channel=Channel.LINK,
            attendees=", ".join(self.attendee() for _one in range(people)),
            head_count=people,
            hours=() if is_all_day or guest.side == Side.MAKER else self.rng.choice(HOURS),
        )
        if wants:
            choose(guest, wants, by=by, at=self.now, channel=Channel.LINK)

    def stays_away(self, guest: Invitation) -> None:
        reasons = [WhyNotComing.OTHER_EVENT, WhyNotComing.NO_ONE_FREE, WhyNotComing.NO_PERMIT]
        decline_invitation(
            guest,
            by=Guest(guest),
            at=self.now,
            channel=Channel.LINK,
            why_not=self.rng.choice(reasons),
        )

    def wants_of(
        self, guest: Invitation, others: Sequence[Invitation], first: Sequence[Any] = ()
    ) -> list[Any]:
        """Whom a guest would like to meet, ``first`` before all: buyers name products."""
        if guest.side == Side.MAKER:
            picked = self.rng.sample(list(others), min(len(others), self.rng.randint(2, 4)))
            return [*first, *((one.organisation, None) for one in picked)]
        # a few makers everybody has heard of, as in life
        known = list(others[: max(len(others) // 4, 1)])
        picked = self.rng.sample(known, min(2, len(known))) + self.rng.sample(
            list(others), min(len(others), self.rng.randint(3, 5))
        )
        return [
            *first,
            *(
                (one.organisation, self.rng.choice(list(self.goods[one.organisation])))
                for one in dict.fromkeys(picked)
            ),
        ]

    # -------------------------------------------------------------- the timetable

    def draw_up(self, *, is_filled_up: bool = False, note: str = "") -> Timetable:
        """Calculate a version as the office would, but counted in rounds, not in seconds: the same
        day gives the same timetable on every machine. ``is_filled_up``: the version in force with
        as much as possible left as it is."""
        floor = value_of("meeting_floor_per_maker", on=self.held_on, programme=self.programme)
        settings = {**USUAL, "floor": int(floor)}
        base = published(self.day)
        earlier = {"previous": base, "now": 0} if is_filled_up else {}
        problem = problem_of(self.day, settings=settings, **earlier)  # type: ignore[arg-type]
        answer = best_timetable(problem, seed=settings["seed"])
        return store_timetable(
            self.day,
            problem,
            answer,
            base=base,
            by=self.officer,
            at=self.now,
            note=note,
            settings=settings,
        )

    def put_into_force(self, version: Timetable) -> None:
        publish_timetable(version, by=self.officer, at=self.now)

    def read_news(self, guests: Iterable[Invitation]) -> None:
        """These open their page and see what is new."""
        last = self.day.notices.aggregate(last=Max("pk"))["last"] or 0
        for guest in guests:
            read_notices(guest, up_to=last, by=Guest(guest), at=self.now)
