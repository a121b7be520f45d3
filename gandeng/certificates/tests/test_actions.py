"""Recording, checking, renewing: who may, what is refused, what is kept."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gandeng.audit.queries import traces_of
from gandeng.certificates import actions, queries
from gandeng.certificates.models import Certificate, Check
from gandeng.certificates.samples import a_certificate, a_pirt_number, certified
from gandeng.certificates.states import Doubt, Kind, State
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, an_officer

pytestmark = pytest.mark.django_db
NEXT_YEAR = clock.today().year + 1


def add(product, kind=Kind.PIRT, number="", **values):
    officer = values.pop("by", None) or an_officer(product.programme)
    return actions.add_certificate(product, kind, number, by=officer, at=clock.now(), **values)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_number_is_read_when_it_is_recorded():
    made = add(a_product(), number="pirt no. 2153215010123 - 30", expires_on=date(2030, 5, 1))
    assert (made.normal_number, made.producer_serial) == ("2153215010123-30", "0123")
    assert (made.holds_until, made.doubt, made.problems) == (date(2030, 5, 1), Doubt.NONE, [])


def test_a_wrong_number_is_kept_with_what_is_wrong():
    made = add(a_product(), number="P-IRT 12345")
    assert (made.number, made.normal_number, made.doubt) == ("P-IRT 12345", "", Doubt.ERROR)
    assert [problem["code"] for problem in made.problems] == ["too_short"]


@pytest.mark.parametrize(("number", "code"), [("", "empty"), ("masih proses", "in_process")])
def test_what_has_no_number_yet_is_not_a_certificate(number, code):
    with refused(code):
        add(a_product(), number=number)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("year", [1970, 2999])
def test_an_impossible_year_is_refused(year):
    with refused("day_impossible"):
        add(a_product(), number=a_pirt_number(), expires_on=date(year, 1, 1))


def test_the_same_number_typed_otherwise_is_the_same_certificate():
    keripik = a_product()
    add(keripik, number="2153215010123-30")
    with refused("already_recorded"):
        add(keripik, number="P-IRT No. 215321501012330")


def test_two_products_may_stand_on_one_halal_certificate():
    sari = a_maker()
    for product in (a_product(sari), a_product(sari)):
        add(product, Kind.HALAL, "ID32110001333131122")
    assert Certificate.objects.filter(normal_number="ID32110001333131122").count() == 2


def test_a_form_sent_twice_records_once():
    keripik = a_product()
    first = add(keripik, number=a_pirt_number(serial=5), key="k" * 32)
    assert add(keripik, number=a_pirt_number(serial=6), key="k" * 32) == first


def test_a_permit_belongs_to_a_product():
    sari = a_maker()
    with refused("kind_needs_product"):
        actions.add_certificate(
            sari, Kind.PIRT, a_pirt_number(), by=an_officer(sari.programme), at=clock.now()
        )


def test_the_owner_records_and_a_stranger_does_not():
    keripik = a_product()
    assert add(keripik, number=a_pirt_number(), by=a_seat(keripik.maker))
    with pytest.raises(NotAllowed):
        add(keripik, number=a_pirt_number(), by=a_seat(a_maker(keripik.programme)))


def test_an_officer_of_another_programme_may_not_record():
    with pytest.raises(NotAllowed):
        add(a_product(), number=a_pirt_number(), by=an_officer(a_maker().programme))


def test_who_looked_where_is_kept_and_answers_what_was_odd():
    keripik = a_product(packaging=1)
    made = add(keripik, number="2153215010123-30", expires_on=date(2030, 5, 1))
    assert made.doubt == Doubt.LOOK
    curator = a_member(keripik.programme, Member.Role.CURATOR)
    actions.verify_certificate(
        made, found=True, place="sppirt.pom.go.id", by=curator, at=clock.now()
    )
    made.refresh_from_db()
    assert (made.state, made.doubt) == (State.VERIFIED, Doubt.NONE)
    check = Check.objects.get()
    assert (check.by, check.place, check.found) == (curator, "sppirt.pom.go.id", True)
    assert traces_of(made).first().verb == "verify"


def test_looking_in_vain_changes_nothing_but_is_kept():
    made = a_certificate()
    actions.verify_certificate(
        made, found=False, place="halal.go.id", by=an_officer(made.programme), at=clock.now()
    )
    made.refresh_from_db()
    assert made.state == State.RECORDED
    assert Check.objects.get().found is False


def test_nobody_checks_the_certificate_of_their_own_business():
    made = a_certificate()
    owner = a_seat(made.maker)
    Member.objects.create(
        programme=made.programme, person=owner, role=Member.Role.CURATOR, started_at=clock.now()
    )
    with pytest.raises(NotAllowed):
        actions.verify_certificate(made, found=True, place="sini", by=owner, at=clock.now())


def test_a_check_says_where():
    with refused("place_missing"):
        made = a_certificate()
        actions.verify_certificate(
            made, found=True, place=" ", by=an_officer(made.programme), at=clock.now()
        )


def test_what_is_corrected_has_to_be_looked_up_again():
    made = a_certificate()
    officer = an_officer(made.programme)
    actions.verify_certificate(made, found=True, place="x.id", by=officer, at=clock.now())
    day = made.expires_on - timedelta(days=30)
    assert actions.correct_certificate(made, expires_on=day, by=officer, at=clock.now())
    made.refresh_from_db()
    assert (made.state, made.expires_on, made.holds_until) == (State.RECORDED, day, day)
    assert not actions.correct_certificate(made, expires_on=day, by=officer, at=clock.now())


def test_a_refused_certificate_counts_no_more_and_cannot_slip_in_again():
    keripik = certified(a_product())
    pirt = keripik.certificates.get(kind=Kind.PIRT)
    officer = an_officer(keripik.programme)
    with refused("reason_missing"):
        actions.reject_certificate(pirt, " ", by=officer, at=clock.now())
    actions.reject_certificate(pirt, "Palsu", by=officer, at=clock.now())
    assert not queries.status_of(keripik, on=clock.today())[Kind.PIRT].carries
    with refused("already_rejected"):
        add(keripik, number=pirt.number, by=a_seat(keripik.maker))
    with refused("wrong_state"):
        actions.correct_certificate(
            pirt, note="coba", expires_on=pirt.expires_on, by=officer, at=clock.now()
        )
    actions.reopen_certificate(pirt, by=officer, at=clock.now())
    assert queries.status_of(keripik, on=clock.today())[Kind.PIRT].carries


def test_a_renewal_follows_and_the_old_one_stays():
    old = a_certificate(expires_on=clock.today() + timedelta(days=20))
    officer = an_officer(old.programme)
    number = a_pirt_number(year=NEXT_YEAR + 4)
    new = actions.renew_certificate(
        old, number, expires_on=date(NEXT_YEAR + 4, 1, 1), by=officer, at=clock.now()
    )
    assert new.renews == old
    held = queries.status_of(old.product, on=clock.today())[Kind.PIRT]
    assert (held.certificate, held.until) == (new, date(NEXT_YEAR + 4, 1, 1))
    assert list(queries.current(Certificate.objects.all())) == [new]
    with refused("already_renewed"):
        actions.renew_certificate(old, a_pirt_number(), by=officer, at=clock.now())


def test_a_halal_maker_says_that_nothing_changed():
    halal = a_certificate(kind=Kind.HALAL, issued_on=date(2025, 1, 6), number="ID32110000000010125")
    assert halal.confirm_from == date(2026, 1, 6)
    actions.confirm_unchanged(halal, by=a_seat(halal.maker), at=clock.now())
    halal.refresh_from_db()
    assert halal.confirmed_on == clock.today()
    assert halal.confirm_from > clock.today()


def test_a_copy_is_kept_under_a_name_nobody_chose(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.new("RGB", (30, 30)).save(picture, "PNG")
    upload = SimpleUploadedFile("../../etc/passwd.exe", picture.getvalue())
    made = a_certificate(file=upload)
    assert made.ending == "png"
    assert "passwd" not in made.file.name
    with refused("not_a_document"):
        a_certificate(file=SimpleUploadedFile("x.pdf", b"MZ not a paper"))


def test_a_workbook_comes_in_at_once_with_a_trace_each(django_assert_max_num_queries):
    sari = a_maker()
    rows = [
        {"product": a_product(sari), "kind": Kind.PIRT, "number": a_pirt_number(serial=7, nth=nth)}
        for nth in range(1, 31)
    ]
    rows.append({"product": rows[0]["product"], "kind": Kind.HALAL, "number": "dalam proses"})
    rows.append(rows[0])
    officer = an_officer(sari.programme)
    with django_assert_max_num_queries(16):
        answers = actions.add_many(sari.programme, rows, by=officer, at=clock.now())
    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == [
        "in_process",
        "already_recorded",
    ]
    assert Certificate.objects.filter(doubt=Doubt.NONE).count() == 30
    assert traces_of(answers[0]).get().verb == "add_certificate"


def test_a_workbook_taken_in_twice_changes_nothing():
    keripik = a_product()
    rows = [{"product": keripik, "kind": Kind.PIRT, "number": "PIRT 2153215010123-30"}]
    officer = an_officer(keripik.programme)
    actions.add_many(keripik.programme, rows, by=officer, at=clock.now())
    (again,) = actions.add_many(keripik.programme, rows, by=officer, at=clock.now())
    assert again.code == "already_recorded"
    assert Certificate.objects.count() == 1


def test_an_examination_notices_what_became_of_the_product():
    keripik = certified(a_product())
    type(keripik).objects.filter(pk=keripik.pk).update(storage="frozen")
    assert actions.reexamine(keripik.programme, at=clock.now()) == 1
    pirt = keripik.certificates.get(kind=Kind.PIRT)
    assert (pirt.doubt, pirt.problems[0]["code"]) == (Doubt.ERROR, "pirt_but_cold")
    assert actions.reexamine(keripik.programme, at=clock.now()) == 0
