"""Products: what they cost, what is written on them, their pictures."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money, Rate
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products import actions
from gandeng.products.models import Photo, Product
from gandeng.products.samples import a_product
from gandeng.products.states import State
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_photo_file(colour="red", kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, kind)
    return SimpleUploadedFile("foto.jpg", out.getvalue())


def test_without_a_barcode_a_product_gets_an_in_store_code():
    keripik = a_product()
    assert keripik.in_store_code == Product.objects.get().in_store_code
    assert keripik.in_store_code.startswith("2")
    assert a_product(gtin="4006381333931").in_store_code == ""


@pytest.mark.parametrize("gtin", ["4006381333932", "899", "abc"])
def test_a_barcode_whose_check_digit_is_wrong_is_refused(gtin):
    with pytest.raises(Refusal) as refused:
        a_product(gtin=gtin)
    assert (refused.value.code, refused.value.field) == ("gtin_wrong", "gtin")


def test_a_barcode_stands_for_one_product_of_a_programme():
    keripik = a_product(gtin="4006381333931")
    with pytest.raises(Refusal) as refused:
        a_product(keripik.maker, gtin="4006381333931")
    assert refused.value.code == "gtin_taken"
    a_product(gtin="4006381333931")  # another programme


def test_a_shelf_price_below_the_makers_is_refused():
    with pytest.raises(Refusal) as refused:
        a_product(consignment_price=Money(10_000), shelf_price=Money(9_999))
    assert (refused.value.code, refused.value.field) == ("price_below_cost", "shelf_price")


def test_a_buyer_makes_nothing():
    with pytest.raises(Refusal) as refused:
        a_product(a_buyer())
    assert refused.value.code == "not_a_maker"


def test_the_same_key_describes_once():
    sari = a_maker()
    assert a_product(sari, key="a" * 32) == a_product(sari, key="a" * 32)
    assert Product.objects.count() == 1


def test_codes_go_on_when_one_was_taken_by_hand():
    sari = a_maker(name="Dapur Sari")
    a_product(sari, code=f"DASA-{sari.pk}-02")
    assert a_product(sari).code == f"DASA-{sari.pk}-03"


def test_repricing_keeps_the_old_price_in_the_traces():
    keripik = a_product()
    officer = an_officer(keripik.programme)
    prices = {"consignment_price": Money(13_000), "shelf_price": Money(16_000)}
    assert actions.reprice(keripik, by=officer, at=clock.now(), **prices)
    assert not actions.reprice(keripik, by=officer, at=clock.now(), **prices)
    trace = traces_of(keripik)[0]
    assert trace.before == {"consignment_price": 12_000, "shelf_price": 15_000}
    assert (keripik.margin, keripik.margin_rate) == (Money(3_000), Rate(1875))


def test_an_owner_changes_their_own_label_and_nothing_by_the_back_door():
    keripik = a_product()
    owner = a_seat(keripik.maker)
    assert actions.change_product(keripik, by=owner, at=clock.now(), composition="Singkong")
    with pytest.raises(TypeError):
        actions.change_product(keripik, by=owner, at=clock.now(), shelf_price=Money(1))
    with pytest.raises(NotAllowed):
        actions.change_product(a_product(), by=owner, at=clock.now(), composition="Ubi")


def test_a_capacity_that_no_column_holds_is_refused():
    keripik = a_product()
    with pytest.raises(Refusal) as refused:
        actions.declare_capacity(
            keripik,
            monthly_capacity=10**20,
            by=an_officer(keripik.programme),
            at=clock.now(),
        )
    assert refused.value.field == "monthly_capacity"


def test_a_withdrawn_product_can_be_offered_again():
    keripik = a_product()
    owner = a_seat(keripik.maker)
    actions.withdraw_product(keripik, by=owner, at=clock.now(), reason="Bahan habis")
    with pytest.raises(Refusal):
        actions.withdraw_product(keripik, by=owner, at=clock.now())
    actions.offer_product_again(keripik, by=owner, at=clock.now())
    assert Product.objects.get().state == State.OFFERED


def test_a_workbook_of_products_goes_in_at_once(django_assert_max_num_queries):
    karawang = a_programme()
    makers = [a_maker(karawang) for _number in range(3)]
    rows = [
        {
            "maker": makers[number % 3],
            "name": f"Keripik {number}",
            "category": "snack",
            "consignment_price": Money(8_000),
            "shelf_price": Money(10_000),
        }
        for number in range(90)
    ]
    rows[4]["shelf_price"] = Money(1)
    rows[5]["gtin"] = rows[6]["gtin"] = "4006381333931"
    officer = an_officer(karawang)
    with django_assert_max_num_queries(20):
        answers = actions.describe_many(karawang, rows, by=officer, at=clock.now())
    refused = {number: a.code for number, a in enumerate(answers) if isinstance(a, Refusal)}
    assert refused == {4: "price_below_cost", 6: "gtin_taken"}
    assert Trace.objects.filter(verb="describe_product").count() == 88
    assert Product.objects.exclude(in_store_code="").count() == 87
    assert len(set(Product.objects.values_list("code", flat=True))) == 88


def test_a_photo_is_kept_once_as_webp(files):
    keripik = a_product()
    officer = an_officer(keripik.programme)
    photo = actions.add_photo(keripik, a_photo_file(), by=officer, at=clock.now())
    assert actions.add_photo(keripik, a_photo_file(), by=officer, at=clock.now()) == photo
    (kept,) = list(files.rglob("*.*"))
    assert kept.suffix == ".webp"
    assert Image.open(kept).size == (400, 300)


def test_a_removed_photo_leaves_no_file(files, django_capture_on_commit_callbacks):
    keripik = a_product()
    officer = an_officer(keripik.programme)
    photo = actions.add_photo(keripik, a_photo_file(), by=officer, at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo, by=officer, at=clock.now())
    assert not Photo.objects.exists()
    assert list(files.rglob("*.webp")) == []


def test_a_wrong_file_gets_a_sentence_in_indonesian():
    keripik = a_product()
    with pytest.raises(Refusal) as refused:
        actions.add_photo(
            keripik,
            SimpleUploadedFile("foto.jpg", b"bukan foto"),
            by=an_officer(keripik.programme),
            at=clock.now(),
        )
    assert (refused.value.code, refused.value.field) == ("not_a_photo", "photo")
    assert "JPEG, PNG, WebP, atau HEIC" in str(refused.value)


def test_only_keepers_of_the_maker_add_photos():
    keripik = a_product()
    for stranger in (
        a_member(keripik.programme, "curator"),
        an_officer(a_programme("bekasi")),
        a_seat(a_maker(keripik.programme)),
    ):
        with pytest.raises(NotAllowed):
            actions.add_photo(keripik, a_photo_file(), by=stranger, at=clock.now())
