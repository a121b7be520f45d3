"""An agreement is drafted, offered, signed by two people, and then nobody changes it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from gandeng.agreements import actions
from gandeng.agreements.models import Agreement, Line, Signature
from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import MarginBasis, Scheme, Side, State
from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money, Rate
from gandeng.organisations.actions import give_seat
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_programme, an_officer

pytestmark = pytest.mark.django_db
AT = clock.start_of(date(2026, 11, 24))


def the_parties():
    programme = a_programme()
    maker, buyer = a_maker(programme), a_buyer(programme)
    return maker, buyer, an_outlet(buyer), a_product(maker)


def draft(maker, buyer, outlet, product, **values):
    terms = {
        "outlets": [outlet],
        "lines": [(product, None, None, 40)],
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 12, 1),
        "by": an_officer(maker.programme),
        "at": AT,
    }
    return actions.draft_agreement(maker.programme, maker, buyer, **(terms | values))


def test_a_margin_of_the_selling_price_leaves_the_maker_the_rest():
    agreement = draft(*the_parties())
    line = agreement.lines.get()
    assert (line.shelf_price, line.consignment_price) == (Money(15_000), Money(12_750))
    assert line.margin == Money(2_250)


def test_a_margin_on_cost_comes_on_top_of_the_consignment_price():
    agreement = draft(*the_parties(), margin_basis=MarginBasis.COST, margin_rate=Rate(1_000))
    line = agreement.lines.get()
    assert (line.consignment_price, line.shelf_price) == (Money(12_000), Money(13_200))


def test_two_prices_that_do_not_follow_the_margin_are_refused_with_the_right_ones():
    maker, buyer, outlet, product = the_parties()
    lines = [(product, Money(12_000), Money(15_000), 40)]
    with pytest.raises(Refusal) as refusal:
        draft(maker, buyer, outlet, product, lines=lines)
    assert refusal.value.code == "prices_do_not_follow_margin"
    assert "Rp12.750" in str(refusal.value)


def test_bought_outright_the_buyer_bears_everything_unless_said_otherwise():
    parties = the_parties()
    outright = draft(*parties, scheme=Scheme.OUTRIGHT)
    assert outright.buyer_rate("unsold") == Rate(10_000)
    shared = draft(*parties, expired_buyer_rate=Rate(5_000))
    assert (shared.buyer_rate("unsold"), shared.buyer_rate("expired")) == (Rate(0), Rate(5_000))


def test_the_same_form_sent_twice_drafts_once():
    parties = the_parties()
    assert draft(*parties, key="a" * 32) == draft(*parties, key="a" * 32)
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("no_lines", lambda **them: {"lines": []}),
        ("no_outlets", lambda **them: {"outlets": []}),
        (
            "not_the_makers_product",
            lambda **them: {"lines": [(a_product(), None, None, 1)]},
        ),
        (
            "not_the_buyers_outlet",
            lambda **them: {"outlets": [an_outlet(a_buyer(them["maker"].programme))]},
        ),
        (
            "product_twice",
            lambda **them: {"lines": [(them["product"], None, None, 1)] * 2},
        ),
        ("ends_before_it_starts", lambda **them: {"ends_on": date(2026, 12, 1)}),
        ("bad_price", lambda **them: {"margin_rate": Rate(10_000)}),
        ("bad_due_days", lambda **them: {"due_days": 121}),
    ],
)
def test_a_draft_that_cannot_be_meant_is_refused(code, spoil):
    maker, buyer, outlet, product = the_parties()
    with pytest.raises(Refusal) as refusal:
        draft(maker, buyer, outlet, product, **spoil(maker=maker, product=product))
    assert refusal.value.code == code
    assert not Agreement.objects.exists()


def test_parties_of_two_programmes_cannot_agree():
    maker, _, _, product = the_parties()
    _, buyer, outlet, _ = the_parties()
    with pytest.raises(Refusal) as refusal:
        draft(maker, buyer, outlet, product)
    assert refusal.value.code == "other_programme"


def test_a_stranger_may_not_draft_for_others():
    maker, buyer, outlet, product = the_parties()
    with pytest.raises(NotAllowed):
        draft(maker, buyer, outlet, product, by=a_seat(a_maker(maker.programme)))


def test_changing_the_margin_of_a_draft_freezes_its_prices_anew():
    agreement = draft(*the_parties())
    officer = an_officer(agreement.programme)
    actions.change_draft(agreement, by=officer, at=AT, margin_rate=Rate(1_000))
    line = Line.objects.get(agreement=agreement)
    assert (line.consignment_price, line.quantity_per_period) == (Money(13_500), 40)


def test_papers_are_numbered_by_programme_and_year():
    parties = the_parties()
    officer = an_officer(parties[0].programme)
    numbers = []
    for at in (AT, AT, clock.start_of(date(2027, 1, 2))):
        agreement = draft(*parties)
        numbers.append(actions.offer_agreement(agreement, by=officer, at=at).number)
    other = an_agreement(state=State.OFFERED, at=AT)
    assert numbers == ["PKS/0001/KRW/XI/2026", "PKS/0002/KRW/XI/2026", "PKS/0001/KRW/I/2027"]
    assert other.number == "PKS/0001/KRW/XI/2026"


def test_the_second_signature_seals_and_everybody_sees_the_same_hash():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    owner, manager = a_seat(agreement.maker), a_seat(agreement.buyer)
    first = actions.sign_agreement(
        agreement,
        Side.MAKER,
        by=owner,
        at=AT,
        name="Siti Rohmah",
        title="Pemilik",
        address="10.1.2.3",
        agent="Firefox",
    )
    assert Agreement.objects.get().state == State.OFFERED
    later = AT + timedelta(hours=3)
    second = actions.sign_agreement(agreement, Side.BUYER, by=manager, at=later, name="Asep")
    sealed = Agreement.objects.get()
    assert (sealed.state, sealed.signed_at) == (State.SIGNED, later)
    assert first.document_hash == second.document_hash == sealed.document_hash
    assert (first.address, first.agent) == ("10.1.2.3", "Firefox")
    verbs = [trace.verb for trace in traces_of(agreement)]
    assert verbs == ["seal", "sign_agreement", "sign_agreement", "offer", "draft_agreement"]


def test_nobody_signs_for_both_sides():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    both = a_seat(agreement.maker)
    officer = an_officer(agreement.programme)
    give_seat(agreement.buyer, both, "manager", by=officer, at=AT)
    actions.sign_agreement(agreement, Side.MAKER, by=both, at=AT, name="Siti")
    with pytest.raises(Refusal) as refusal:
        actions.sign_agreement(agreement, Side.BUYER, by=both, at=AT, name="Siti")
    assert refusal.value.code == "signs_for_both"
    assert Agreement.objects.get().state == State.OFFERED


def test_signing_twice_is_signing_once():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    owner = a_seat(agreement.maker)
    again = [
        actions.sign_agreement(agreement, Side.MAKER, by=owner, at=AT, name="Siti")
        for _ in range(2)
    ]
    assert again[0] == again[1]
    assert Signature.objects.count() == 1


def test_a_second_owner_does_not_sign_over_the_first():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    actions.sign_agreement(agreement, "maker", by=a_seat(agreement.maker), at=AT, name="Siti")
    with pytest.raises(Refusal) as refusal:
        actions.sign_agreement(agreement, "maker", by=a_seat(agreement.maker), at=AT, name="Budi")
    assert refusal.value.code == "side_signed"


def test_the_officer_and_the_other_side_may_not_sign():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    for person in (an_officer(agreement.programme), a_seat(agreement.buyer)):
        with pytest.raises(NotAllowed):
            actions.sign_agreement(agreement, Side.MAKER, by=person, at=AT, name="Bukan")


def test_a_revised_paper_must_be_signed_anew():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    owner, officer = a_seat(agreement.maker), an_officer(agreement.programme)
    number, old = agreement.number, agreement.document_hash
    actions.sign_agreement(agreement, Side.MAKER, by=owner, at=AT, name="Siti")
    actions.revise_agreement(agreement, by=officer, at=AT)
    actions.change_draft(agreement, by=officer, at=AT, due_days=14)
    actions.offer_agreement(agreement, by=officer, at=AT)
    assert agreement.number == number
    assert agreement.document_hash != old
    with pytest.raises(Refusal) as refusal:
        actions.sign_agreement(
            agreement, Side.MAKER, by=owner, at=AT, name="Siti", document_hash=old
        )
    assert refusal.value.code == "document_changed"
    manager = a_seat(agreement.buyer)
    actions.sign_agreement(agreement, Side.BUYER, by=manager, at=AT, name="Asep")
    assert Agreement.objects.get().state == State.OFFERED
    actions.sign_agreement(agreement, Side.MAKER, by=owner, at=AT, name="Siti")
    assert Agreement.objects.get().state == State.SIGNED


def test_a_paper_that_does_not_match_its_hash_is_not_signed():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    Agreement.objects.update(document_text=agreement.document_text + " ")
    with pytest.raises(Refusal) as refusal:
        actions.sign_agreement(agreement, "maker", by=a_seat(agreement.maker), at=AT, name="S")
    assert refusal.value.code == "document_damaged"


def test_an_offered_agreement_is_not_changed_in_place():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    with pytest.raises(Refusal) as refusal:
        actions.change_draft(agreement, by=an_officer(agreement.programme), at=AT, due_days=1)
    assert refusal.value.code == "not_a_draft"


def test_what_the_maker_asks_tomorrow_changes_nothing_that_was_signed():
    agreement = an_agreement(at=AT)
    product = agreement.lines.get().product
    product.shelf_price = Money(99_000)
    product.save()
    line = Line.objects.get(agreement=agreement)
    assert (line.shelf_price, line.consignment_price) == (Money(15_000), Money(12_750))


BREAKING = {
    "another due day": lambda a: Agreement.objects.filter(pk=a.pk).update(due_days=90),
    "another text": lambda a: Agreement.objects.filter(pk=a.pk).update(document_text="{}"),
    "back to a draft": lambda a: Agreement.objects.filter(pk=a.pk).update(state=State.DRAFT),
    "another price": lambda a: Line.objects.filter(agreement=a).update(shelf_price=Money(99_000)),
    "a product less": lambda a: Line.objects.filter(agreement=a).delete(),
    "another product": lambda a: Line.objects.create(
        programme=a.programme,
        agreement=a,
        product=a_product(a.maker),
        consignment_price=Money(1),
        shelf_price=Money(1),
    ),
    "another shop": lambda a: a.outlets.add(an_outlet(a.buyer)),
    "another signatory": lambda a: Signature.objects.filter(agreement=a).update(name="Lain"),
    "no signature": lambda a: Signature.objects.filter(agreement=a).delete(),
}


@pytest.mark.parametrize("breaking", BREAKING.values(), ids=BREAKING)
def test_the_database_refuses_to_change_what_was_signed(breaking):
    agreement = an_agreement(at=AT)
    with pytest.raises(DatabaseError, match=r"frozen|only grows"), transaction.atomic():
        breaking(agreement)
    assert Agreement.objects.get().due_days == 7


def test_an_offered_price_cannot_change_behind_the_paper():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Line.objects.filter(agreement=agreement).update(shelf_price=Money(99_000))


def test_ending_needs_a_reason_and_leaves_the_terms_alone():
    agreement = an_agreement(at=AT)
    owner = a_seat(agreement.maker)
    with pytest.raises(Refusal) as refusal:
        actions.end_agreement(agreement, by=owner, at=AT, reason="  ")
    assert refusal.value.code == "reason_missing"
    actions.end_agreement(agreement, by=owner, at=AT, reason="Tutup usaha")
    ended = Agreement.objects.get()
    assert (ended.state, ended.end_reason, ended.due_days) == (State.ENDED, "Tutup usaha", 7)


def test_a_party_declines_with_a_reason_and_an_officer_cannot_do_it_for_them():
    agreement = an_agreement(state=State.OFFERED, at=AT)
    officer = an_officer(agreement.programme)
    with pytest.raises(NotAllowed):
        actions.decline_agreement(agreement, by=officer, at=AT, reason="?")
    manager = a_seat(agreement.buyer)
    actions.decline_agreement(agreement, by=manager, at=AT, reason="Margin terlalu kecil")
    assert Agreement.objects.get().state == State.DECLINED


def test_a_signed_agreement_is_made_in_few_queries(django_assert_max_num_queries):
    first = an_agreement(at=AT)
    products = list(first.maker.products.all())
    with django_assert_max_num_queries(60):
        an_agreement(first.maker, first.buyer, products=products, at=AT)
