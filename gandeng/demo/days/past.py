"""A day nine weeks ago: who came, what was said at the tables, what was signed that afternoon."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from gandeng.agreements.actions import (
    close_ceremony,
    draft_from_outcome,
    enter_agreements,
    offer_all,
    open_ceremony,
    sign_on_glass,
)
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Scheme
from gandeng.agreements.states import Side as Signer
from gandeng.demo.cast import MENTORED
from gandeng.demo.life import Life, at_hour
from gandeng.insight.actions import assign_table_task, close_table_task
from gandeng.kernel import clock
from gandeng.meetings.actions.attending import note_absent, note_presence
from gandeng.meetings.actions.outcomes import LineNote, note_outcome
from gandeng.meetings.actions.running import end_day, start_day
from gandeng.meetings.actions.walk_ins import walk_in
from gandeng.meetings.models import Invitation, Meeting, Outcome, Slot
from gandeng.meetings.queries.timetables import meetings_of
from gandeng.meetings.states import PriceReaction, Result, Side
from gandeng.organisations.models import Organisation
from gandeng.products.models import Product

from .gathering import Act, Gathering

if TYPE_CHECKING:
    from gandeng.demo.life import Deal

NAME = "Temu Bisnis UMKM dan Koperasi Karyawan"
INVITED_BUYERS, INVITED_MAKERS = 70, 66
CAME_BUYERS, CAME_MAKERS = 32, 58
OUTCOMES = 62
# what comes of a talk that does not end in one of the deals
ENDINGS = (
    (Result.SAMPLE, "Minta contoh ukuran kecil untuk dicoba pengurus."),
    (Result.TALK_LATER, "Menunggu rapat pengurus koperasi."),
    (Result.NO, "Harga masih di atas produk serupa di toko."),
    (Result.SAMPLE, "Minta contoh dengan label baru."),
    (Result.NO, "Rak makanan basah belum ada pendinginnya."),
    (Result.TALK_LATER, "Minta daftar harga grosir dulu."),
)
PROMISED = "Titip dulu satu periode, lihat lakunya."


class PastDay(Gathering):
    """Held, signed, followed. ``deals`` are the promises that were made at its tables."""

    deals: list[Deal]
    taken: set[tuple[int, int]]

    def begin(self, deals: Iterable[Deal]) -> None:
        deals = list(deals)
        self.deals = [deal for deal in deals if deal.met_at is self]
        self.taken = {(deal.maker.pk, deal.buyer.pk) for deal in deals}
        self.outcomes: dict[tuple[int, int], Outcome] = {}
        self.agreements: dict[tuple[int, int], Agreement] = {}

    def live(self) -> Life:
        yield at_hour(self.held_on - timedelta(days=28), 9)
        self.plan(
            NAME,
            [(time(9), time(12)), (time(13), time(15))],
            minutes=30,
            tables=24,
            place="Aula Husni Hamid",
            address="Jl. Ahmad Yani No. 1, Karawang",
            buyer_maximum=5,
        )
        self.invite(self._invited())
        yield at_hour(self.held_on - timedelta(days=27), 10)
        self.send(list(self.guests.values()))
        yield from self.through(self._answers())
        yield at_hour(self.held_on - timedelta(days=2), 14)
        self.put_into_force(self.draw_up())
        yield at_hour(self.held_on - timedelta(days=1), 19)
        self.read_news(self.guests.values())
        yield from self._doors_open()
        yield from self.through(self._talks())
        yield at_hour(self.held_on, 15, 5)
        end_day(self.day, by=self.officer, at=self.now)
        yield from self._signing()
        yield from self.through(self._afterwards())

    # -------------------------------------------------------------- before

    def _invited(self) -> list[Organisation]:
        """Those of the deals, and others up to the number."""
        all_buyers = Organisation.objects.filter(programme=self.programme).buyers().standing()
        buyers = dict.fromkeys([*(deal.buyer for deal in self.deals), *all_buyers.order_by("pk")])
        mentored = [maker for maker in self.goods if maker.district_id in MENTORED]
        makers = dict.fromkeys([*(deal.maker for deal in self.deals), *mentored, *self.goods])
        return [*list(buyers)[:INVITED_BUYERS], *list(makers)[:INVITED_MAKERS]]

    def _answers(self) -> list[Act]:
        rng = self.rng
        buyers, makers = self.side(Side.BUYER), self.side(Side.MAKER)
        # nine more than came said they would; of the makers two
        coming_buyers = buyers[: CAME_BUYERS + 9]
        coming_makers = makers[: CAME_MAKERS + 2]
        first: dict[int, list[tuple[Organisation, Product | None]]] = {}
        for deal in self.deals:
            first.setdefault(deal.buyer.pk, []).append((deal.maker, deal.products[0]))
            first.setdefault(deal.maker.pk, []).append((deal.buyer, None))

        def say_yes(guest: Invitation, others: list[Invitation]) -> None:
            own = first.get(guest.organisation_id, [])
            named = {target for target, _product in own}
            rest = [one for one in others if one.organisation not in named]
            self.comes(guest, self.wants_of(guest, rest, own))

        acts: list[Act] = []
        for side, other in ((coming_buyers, coming_makers), (coming_makers, coming_buyers)):
            for guest in side:
                at = self._before_term()
                acts.append((at, partial(say_yes, guest, other)))
        for guest in [*buyers[len(coming_buyers) :][:15], *makers[len(coming_makers) :][:3]]:
            acts.append((self._before_term(), partial(self.stays_away, guest)))
        rng.shuffle(acts)
        return acts

    def _before_term(self) -> datetime:
        on = self.held_on - timedelta(days=self.rng.randint(4, 25))
        return at_hour(on, self.rng.randint(9, 20), self.rng.randint(0, 59))

    # -------------------------------------------------------------- the day

    def _doors_open(self) -> Life:
        yield at_hour(self.held_on, 7, 45)
        start_day(self.day, by=self.officer, at=self.now)
        self.here = [
            *self.side(Side.BUYER)[:CAME_BUYERS],
            *self.side(Side.MAKER)[:CAME_MAKERS],
        ]
        yield from self.through(
            (
                at_hour(self.held_on, 8) + timedelta(minutes=self.rng.randint(-10, 55)),
                partial(self._arrives, guest),
            )
            for guest in self.here
        )
        yield at_hour(self.held_on, 9, 40)
        note_absent(self.day, self.guests.values(), key=self.key(), by=self.officer, at=self.now)
        uninvited = (
            Organisation.objects.filter(programme=self.programme)
            .buyers()
            .standing()
            .exclude(pk__in=self.guests)
            .order_by("pk")
            .first()
        )
        if uninvited is not None:
            walk_in(
                self.day,
                uninvited.name,
                Side.BUYER,
                key=self.key(),
                noted_at=self.now,
                by=self.officer,
                at=self.now,
                person_name=uninvited.pic_name,
            )

    def _arrives(self, guest: Invitation) -> None:
        note_presence(
            guest,
            "present",
            key=self.key(),
            noted_at=self.now,
            by=self.officer,
            at=self.now,
            desk="Pintu utama",
        )

    def _talks(self) -> list[Act]:
        """The deals, and as many other talks as somebody wrote down."""
        here = {guest.pk for guest in self.here}
        version = self.day.timetables.get(state="published")
        held = [row for row in meetings_of(version) if set(row.pair) <= here]
        met = {(row.maker.organisation_id, row.buyer.organisation_id): row for row in held}
        acts: list[Act] = []
        for deal in self.deals:
            row = met.pop((deal.maker.pk, deal.buyer.pk), None)
            # who did not find each other in the timetable talked over lunch
            at = row.slot.ends_at if row else at_hour(self.held_on, 12, 30)
            slot = row.slot if row else None
            acts.append((at, partial(self._promise, deal, slot)))
        others = list(met.values())
        self.rng.shuffle(others)
        # what became of the mentor's makers was written down first
        others.sort(key=lambda row: row.maker.organisation.district_id not in MENTORED)
        promises = 0
        for number, row in enumerate(others[: OUTCOMES - len(acts)]):
            is_new = (row.maker.organisation_id, row.buyer.organisation_id) not in self.taken
            if is_new and promises < 7:
                promises += 1
                ending = (Result.AGREEMENT, PROMISED)
            else:
                ending = ENDINGS[number % len(ENDINGS)]
            acts.append((row.slot.ends_at, partial(self._end, row, *ending)))
        return acts

    def _promise(self, deal: Deal, slot: Slot | None) -> None:
        is_outright = deal.scheme == Scheme.OUTRIGHT
        lines = [
            LineNote(
                product,
                taste=self.rng.choice([4, 4, 5]),
                price_reaction=PriceReaction.FITTING,
                quantity=product.minimum_order * 2
                if is_outright
                else self.rng.choice([20, 24, 30, 40]),
            )
            for product in deal.products
        ]
        pair = (deal.maker.pk, deal.buyer.pk)
        self.outcomes[pair] = self._note(
            self.guests[deal.buyer.pk],
            self.guests[deal.maker.pk],
            Result.ORDER if is_outright else Result.AGREEMENT,
            lines,
            slot,
            scheme=deal.scheme,
            note=PROMISED if not is_outright else "Pesan untuk bingkisan karyawan.",
        )

    def _end(self, row: Meeting, result: Result, note: str) -> None:
        product = self.goods[row.maker.organisation][0]
        is_promise = result == Result.AGREEMENT
        line = LineNote(
            product,
            taste=5 if is_promise else self.rng.choice([2, 3, 4, 4]),
            price_reaction=PriceReaction.DEAR if result == Result.NO else PriceReaction.FITTING,
            quantity=self.rng.choice([20, 30]) if is_promise else 0,
        )
        pair = (row.maker.organisation_id, row.buyer.organisation_id)
        self.outcomes[pair] = self._note(row.buyer, row.maker, result, [line], row.slot, note=note)

    def _note(
        self,
        buyer: Invitation,
        maker: Invitation,
        result: Result,
        lines: list[LineNote],
        slot: Slot | None,
        *,
        note: str,
        scheme: str = "",
    ) -> Outcome:
        is_open = result in {Result.SAMPLE, Result.TALK_LATER}
        return note_outcome(
            self.day,
            buyer,
            maker,
            result,
            lines=lines,
            scheme=scheme,
            next_on=self.held_on + timedelta(days=self.rng.choice([7, 10, 14]))
            if is_open
            else None,
            note=note,
            slot=slot,
            key=self.key(),
            noted_at=self.now,
            by=self.officer,
            at=self.now,
        )

    # -------------------------------------------------------------- the signing

    def _signing(self) -> Life:
        yield at_hour(self.held_on, 15, 10)
        dealt = [(deal.maker.pk, deal.buyer.pk) for deal in self.deals]
        loose = [
            pair
            for pair, outcome in self.outcomes.items()
            if outcome.is_promise and pair not in self.taken
        ]
        # of the promises nobody lives on: three were drafted, two of those offered
        for pair in [*dealt, *loose[:3]]:
            self.agreements[pair] = draft_from_outcome(
                self.outcomes[pair], by=self.officer, at=self.now
            )
        yield at_hour(self.held_on, 15, 25)
        ceremony = open_ceremony(
            self.programme,
            "Penandatanganan kerja sama di hadapan Bupati",
            at_hour(self.held_on, 15, 30),
            day=self.day,
            place=self.day.place,
            by=self.officer,
            at=self.now,
            key="demo-penandatanganan",
        )
        signed = [self.agreements[pair] for pair in dealt]
        offered = [self.agreements[pair] for pair in loose[:2]]
        enter_agreements(ceremony, [*signed, *offered], by=self.officer, at=self.now)
        offer_all(ceremony, by=self.officer, at=self.now)
        for agreement in [*signed, *offered]:
            agreement.refresh_from_db()
            yield self.now + timedelta(minutes=1)
            self._sign(agreement, Signer.MAKER)
            if agreement in signed:
                self._sign(agreement, Signer.BUYER)
        yield self.now + timedelta(minutes=5)
        close_ceremony(
            ceremony,
            witness_name="H. Saeful Anwar",
            witness_title="Bupati Karawang",
            by=self.officer,
            at=self.now,
        )

    def _sign(self, agreement: Agreement, side: Signer) -> None:
        party = agreement.maker if side == Signer.MAKER else agreement.buyer
        is_maker = side == Signer.MAKER
        name = party.owner_name if is_maker else party.signatory_name or party.pic_name
        sign_on_glass(
            agreement,
            side,
            name=name or party.name,
            title="Pemilik" if is_maker else "Ketua koperasi",
            ink=self._ink(),
            document_hash=agreement.document_hash,
            by=self.officer,
            at=self.now,
        )

    def _ink(self) -> list[list[list[float]]]:
        """A scrawl as a finger leaves it: a wave and a stroke beneath."""
        rng = self.rng
        loops, height = rng.uniform(2.5, 5), rng.uniform(40, 90)
        wave = [
            [180 + 6.2 * step, 190 + height * math.sin(loops * step / 16) * (1 - step / 140)]
            for step in range(0, 100, 2)
        ]
        return [wave, [[220, 300], [400, 292], [560, 286], [720, 270]]]

    # -------------------------------------------------------------- the weeks after

    def _afterwards(self) -> list[Act]:
        """Half of what was to be done is done and said so; two tasks went to the mentor."""
        to_do = [
            outcome
            for outcome in self.outcomes.values()
            if outcome.result in {Result.SAMPLE, Result.TALK_LATER}
        ]
        done = {
            Result.SAMPLE: "Contoh sudah dikirim dan dicicipi pengurus.",
            Result.TALK_LATER: "Sudah bertemu lagi; tidak dilanjutkan.",
        }
        acts: list[Act] = []
        for number, outcome in enumerate(to_do):
            at = at_hour(self.held_on + timedelta(days=6 + number), 11, number)
            if number % 3 != 2:
                acts.append((at, partial(self._close, outcome, done)))
            elif number % 6 == 5:
                acts.append((at, partial(self._hand_over, outcome)))
        return acts

    def _close(self, outcome: Outcome, done: dict[Result, str]) -> None:
        close_table_task(
            outcome,
            remedy=done[Result(outcome.result)],
            owner=self.officer,
            by=self.officer,
            at=self.now,
        )

    def _hand_over(self, outcome: Outcome) -> None:
        assign_table_task(
            outcome,
            owner=self.officer,
            due_on=clock.day_of(self.until) + timedelta(days=7),
            by=self.officer,
            at=self.now,
            note="Pembeli minta dihubungi lagi setelah rapat.",
        )
