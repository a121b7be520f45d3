"""What a pair is worth, from what stands in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandeng.certificates.samples import certified
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.meetings.models import Day, Need
from gandeng.meetings.queries import promised
from gandeng.meetings.queries.scores import PairScore, pair_scores, score_of
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import InvitationState, Presence
from gandeng.organisations.samples import a_buyer, a_maker
from gandeng.products.samples import a_product
from gandeng.programmes.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Day:
    return a_day()


@pytest.fixture(autouse=True)
def _nothing_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promised, "_promised", [])
    monkeypatch.setattr(promised, "_trades", [])


def part(score: PairScore, name: str) -> tuple[int, str]:
    found = next(one for one in score.parts if one.name == name)
    assert found.label
    return found.points, found.why


def test_pairs_that_either_side_wishes_for_are_scored(day: Day) -> None:
    buyer, other = an_invitation(day), an_invitation(day)
    maker = an_invitation(day, a_maker(day.programme))
    product = certified(a_product(maker.organisation))
    a_wish(buyer, product=product)
    a_wish(maker, buyer.organisation)
    a_wish(maker, other.organisation, rank=2)
    # wanted, but not invited: nobody one could meet
    a_wish(other, product=a_product(a_maker(day.programme)))
    scores = pair_scores(day)
    assert set(scores) == {(buyer.pk, maker.pk), (other.pk, maker.pk)}
    mutual, one_sided = scores[buyer.pk, maker.pk], scores[other.pk, maker.pk]
    assert mutual.is_mutual
    assert not one_sided.is_mutual
    assert mutual.value > one_sided.value
    assert mutual.value == sum(one.points for one in mutual.parts)
    assert mutual.product_id == product.pk
    assert part(mutual, "rank") == (60, "Pilihan ke-1 pembeli.")
    assert part(one_sided, "maker_wish") == (19, "Pembeli ini pilihan ke-2 UMKM.")
    assert part(one_sided, "rank") == (0, "Tidak dipilih pembeli.")
    assert part(mutual, "fairness")[1] == ("Baru 1 pembeli memilih UMKM ini (batas pemerataan 3).")


def test_a_need_makes_fit_price_storage_and_capacity_count(day: Day) -> None:
    buyer, maker = an_invitation(day), an_invitation(day, a_maker(day.programme))
    a_product(maker.organisation, monthly_capacity=3000)
    need = Need.objects.create(
        programme=day.programme, buyer=buyer.organisation, category="snack", monthly_quantity=6000,
        price_to=Money(14_000), created_at=clock.now(),
    )  # fmt: skip
    score = score_of(day, buyer, maker)
    assert part(score, "fit") == (20, "Pembeli mencari jenis produk ini.")
    assert part(score, "price") == (
        5,
        "Harga Rp15.000 di atas kisaran pembeli (sampai Rp14.000).",
    )
    assert part(score, "capacity") == (7, "Masih ada 3.000 sebulan untuk kebutuhan 6.000.")
    assert part(score, "certificate")[1].startswith("Belum lengkap: ")
    need.ends_on = day.held_on - timedelta(days=1)
    need.save()
    assert part(score_of(day, buyer, maker), "fit")[0] == 0


def test_later_rooms_say_what_is_promised_and_who_trades(day: Day) -> None:
    buyer, maker = an_invitation(day), an_invitation(day, a_maker(day.programme))
    product = a_product(maker.organisation, monthly_capacity=300)
    assert part(score_of(day, buyer, maker), "novelty")[0] == 10
    promised.register(lambda products, on: {product.pk: 200})
    promised.register(lambda products, on: {product.pk: 100})
    promised.register_trades(lambda all_: {(buyer.organisation_id, maker.organisation_id)})
    score = score_of(day, buyer, maker)
    assert part(score, "capacity") == (0, "Kapasitas 300 sebulan sudah dijanjikan semua.")
    assert part(score, "novelty") == (0, "Sudah pernah ada perjanjian.")


def test_neighbours_and_newcomers_are_told_from_the_others(day: Day) -> None:
    district = Place.objects.get(code="32.15.01")
    buyer = an_invitation(day, a_buyer(day.programme, district=district))
    maker = an_invitation(day, a_maker(day.programme, district=district))
    score = score_of(day, buyer, maker)
    assert part(score, "near") == (5, "Sama-sama di Karawang Barat.")
    assert part(score, "newcomer")[0] > 0
    before = a_day(day.programme, held_on=day.held_on - timedelta(days=60))
    an_invitation(before, maker.organisation, presence=Presence.PRESENT)
    assert part(score_of(day, buyer, maker), "newcomer")[0] == 0


def test_whoever_stays_away_does_not_make_a_maker_wanted(day: Day) -> None:
    maker = an_invitation(day, a_maker(day.programme))
    product = a_product(maker.organisation)
    for state in (InvitationState.COMING, InvitationState.NOT_COMING, InvitationState.WITHDRAWN):
        a_wish(an_invitation(day, state=state), product=product)
    scores = pair_scores(day)
    assert len(scores) == 2
    assert "Baru 1 pembeli" in part(next(iter(scores.values())), "fairness")[1]


def test_scores_take_twelve_queries_however_many(day: Day) -> None:
    counts = []
    for _ in range(2):
        buyer, maker = an_invitation(day), an_invitation(day, a_maker(day.programme))
        product = certified(a_product(maker.organisation))
        a_wish(buyer, product=product)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pair_scores(day)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12 - 2  # later rooms' readers ask twice
