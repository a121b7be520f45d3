"""A day in six days: answers come in, the silent are phoned, a timetable is in force and a fuller
one lies ready."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial

from gandeng.demo.life import Life, at_hour
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.meetings.actions.answering import accept_invitation, note_opened
from gandeng.meetings.actions.chasing import note_call
from gandeng.meetings.actions.needs import tell_need
from gandeng.meetings.actions.pairings import forbid_pair, require_pair
from gandeng.meetings.models import Invitation
from gandeng.meetings.rules import Guest
from gandeng.meetings.states import CallResult, Channel, InvitationState, Side
from gandeng.organisations.models import Organisation
from gandeng.products.states import Category

from .gathering import Act, Gathering

NAME = "Temu Bisnis Akhir Tahun"
INVITED_BUYERS, INVITED_MAKERS = 60, 60
COMING_BUYERS, COMING_MAKERS = 30, 44
# who answers after the first timetable was put into force
LATECOMERS = 8
NOT_SENT = 4
NEEDS = (
    (Category.SNACK, 400, 8_000, 15_000, "Rasa asin, kemasan kecil untuk jam istirahat."),
    (Category.DRY_CAKE, 120, 15_000, 35_000, "Untuk bingkisan akhir tahun."),
    (Category.SEASONING, 80, 12_000, 30_000, ""),
    (Category.COFFEE_TEA, 60, 15_000, 40_000, "Kopi lokal, giling halus."),
)
CALLS = (
    (CallResult.NO_ANSWER, ""),
    (CallResult.REACHED, "Menunggu izin manajer HRD."),
    (CallResult.CALL_LATER, "Sedang rapat, minta ditelepon lagi."),
    (CallResult.NO_ANSWER, ""),
    (CallResult.WRONG_NUMBER, "Nomornya sudah bukan pengurus."),
)


class ComingDay(Gathering):
    """Invitations are out. ``makers`` and ``buyers`` are those to invite, the certain ones first;
    ``undecided`` has its invitation and has not answered."""

    def begin(
        self, buyers: list[Organisation], makers: list[Organisation], undecided: Organisation
    ) -> None:
        self.buyers = [*buyers[: INVITED_BUYERS - 1], undecided]
        self.makers = makers[:INVITED_MAKERS]
        self.undecided = undecided

    def live(self) -> Life:
        today = clock.day_of(self.until)
        yield at_hour(today - timedelta(days=21), 9)
        self.plan(
            NAME,
            [(time(9), time(12)), (time(13), time(15))],
            minutes=25,
            tables=22,
            place="Aula Plaza Pemda",
            address="Jl. Ahmad Yani No. 1, Karawang",
            answer_until=at_hour(self.held_on - timedelta(days=1), 17),
            buyer_maximum=6,
            note="Bawa contoh produk secukupnya untuk dicicipi.",
        )
        self.invite([*self.buyers, *self.makers])
        yield at_hour(today - timedelta(days=20), 10)
        self.send(list(self.guests.values())[:-NOT_SENT])
        acts = self._answers(today_at=at_hour(today, 0))
        early, late = acts[:-LATECOMERS], acts[-LATECOMERS:]
        yield from self.through(early)
        yield at_hour(today - timedelta(days=6), 9)
        self._decide_pairs()
        yield from self.through(self._calls(at_hour(today - timedelta(days=5), 9)))
        yield at_hour(today - timedelta(days=3), 15)
        self.put_into_force(self.draw_up())
        yield at_hour(today - timedelta(days=3), 15, 30)
        self.send(self._silent(), is_reminder=True)
        yield from self.through(late)
        yield at_hour(today - timedelta(days=2), 20)
        self.read_news(one for one in self.guests.values() if one.pk % 4)
        yield at_hour(today - timedelta(days=1), 16)
        self.draw_up(is_filled_up=True, note="Versi 1, ditambah yang menjawab sesudahnya.")

    def _answers(self, *, today_at: datetime) -> list[Act]:
        """Everybody's answer at its time; the last few came after the first timetable."""
        rng = self.rng
        buyers = [self.guests[one.pk] for one in self.buyers]
        makers = [self.guests[one.pk] for one in self.makers]
        some_buyers, some_makers = buyers[:COMING_BUYERS], makers[:COMING_MAKERS]
        acts: list[Act] = []

        def at_some_time() -> datetime:
            days = rng.randint(7, 19)
            return today_at - timedelta(days=days, minutes=-rng.randint(8 * 60, 20 * 60))

        for guests, others in ((some_buyers, some_makers), (some_makers, some_buyers)):
            for guest in guests:
                acts.append(
                    (
                        at_some_time(),
                        partial(self._says_yes, guest, others),
                    )
                )
        for guest in [*buyers[COMING_BUYERS : COMING_BUYERS + 7], *makers[COMING_MAKERS:][:4]]:
            acts.append((at_some_time(), partial(self.stays_away, guest)))
        for guest in buyers[COMING_BUYERS + 7 :: 2]:
            acts.append(
                (
                    at_some_time(),
                    partial(self._opens, guest),
                )
            )
        rng.shuffle(acts)
        late_at = today_at - timedelta(days=2, hours=-9)
        for place in range(len(acts) - LATECOMERS, len(acts)):
            acts[place] = (
                late_at + timedelta(hours=place % 7, minutes=7 * (place % 5)),
                acts[place][1],
            )
        return acts

    def _says_yes(self, guest: Invitation, others: list[Invitation]) -> None:
        self.comes(guest, self.wants_of(guest, others))
        if guest.side == Side.BUYER and guest.pk % 3 == 0:
            category, pieces, least, most, note = NEEDS[guest.pk // 3 % len(NEEDS)]
            tell_need(
                guest.organisation,
                category,
                by=Guest(guest),
                at=self.now,
                invitation=guest,
                monthly_quantity=pieces,
                price_from=Money(least),
                price_to=Money(most),
                note=note,
            )

    def _opens(self, guest: Invitation) -> None:
        note_opened(guest, by=Guest(guest), at=self.now)

    def _decide_pairs(self) -> None:
        """The office's word on three pairs."""
        coming = [
            self.day.invitations.filter(side=side, state=InvitationState.COMING).order_by("pk")[:5]
            for side in (Side.BUYER, Side.MAKER)
        ]
        buyers, makers = list(coming[0]), list(coming[1])
        for order, buyer, maker, reason in (
            (require_pair, buyers[1], makers[3], "Titipan bulan lalu perlu dibicarakan."),
            (require_pair, buyers[2], makers[4], "Kunjungan pabrik sudah dijanjikan."),
            (forbid_pair, buyers[3], makers[1], "Pembayaran lama belum selesai."),
        ):
            order(buyer, maker, reason=reason, by=self.officer, at=self.now)

    def _silent(self) -> list[Invitation]:
        return list(
            self.day.invitations.filter(state=InvitationState.SENT)
            .select_related("organisation", "day", "programme")
            .order_by("pk")
        )

    def _calls(self, since: datetime) -> list[Act]:
        """A dozen of the silent were phoned; two said yes on the phone."""
        silent = [one for one in self._silent() if one.organisation_id != self.undecided.pk]
        return [
            (
                since + timedelta(minutes=9 * number),
                partial(self._call, one, number),
            )
            for number, one in enumerate(silent[:12])
        ]

    def _call(self, guest: Invitation, number: int) -> None:
        if number in {4, 9}:
            note_call(guest, CallResult.WILL_COME, by=self.officer, at=self.now)
            accept_invitation(
                guest,
                by=self.officer,
                at=self.now,
                channel=Channel.PHONE,
                attendees=self.attendee(),
            )
            return
        result, note = CALLS[number % len(CALLS)]
        is_later = result in {CallResult.CALL_LATER, CallResult.REACHED}
        note_call(
            guest,
            result,
            note=note,
            again_on=clock.day_of(self.until) if is_later else None,
            by=self.officer,
            at=self.now,
        )
