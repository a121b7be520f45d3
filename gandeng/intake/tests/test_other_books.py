"""Whole books of other offices: twice is once, and nothing is half done."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandeng.certificates.models import Certificate
from gandeng.intake.actions import check_files, take_in
from gandeng.intake.models import HeldRow, TakenRow
from gandeng.intake.queries.planning import File
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations import actions as organisations
from gandeng.organisations.models import Double, Organisation
from gandeng.products import actions as products
from gandeng.products.models import Product

from .offices import (
    CERTIFICATE_HEADS,
    PRODUCT_HEADS,
    Office,
    a_file,
    counts,
    makers,
    office,
    problems,
    saved,
)

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def whole_book(**changed: Any) -> dict[str, list[list[Any]]]:
    return {
        "Sertifikat": [CERTIFICATE_HEADS, ["A1", "PIRT", "P-IRT 2063215010077-31"]],
        "Produk": [
            PRODUCT_HEADS,
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, changed.get("price", 1500)],
            ["A2", "Dapur Sari", "Dodol", "permen", 2000, 2500],
        ],
        "UMKM": [
            ["Nama Usaha", "Pemilik", "No HP", "Kecamatan"],
            ["Dapur Sari", "Siti", changed.get("phone", "0812-3456-7890"), "Klari"],
        ],
    }


def test_sheets_in_any_order_follow_the_chain_and_twice_is_once(office: Office) -> None:
    file = a_file(**whole_book())
    made = {"maker": 1, "product": 2, "certificate": 1}
    assert counts(office.take_in(file)) == {"created": made}
    assert counts(office.take_in(file)) == {"unchanged": made}
    assert counts(office.look_at(file, file)) == {"unchanged": made}
    assert [one["code"] for one in office.look_at(file, file).problems] == ["file_twice"]


def test_a_corrected_file_changes_what_was_corrected_and_nothing_else(office: Office) -> None:
    office.take_in(a_file(**whole_book()))
    dodol = Product.objects.get(code="A2")
    plan = office.take_in(a_file(**whole_book(price=1750)))
    assert counts(plan) == {
        "changed": {"product": 1},
        "unchanged": {"maker": 1, "product": 1, "certificate": 1},
    }
    assert Product.objects.get(code="A1").shelf_price.rupiah == 1750
    again = Product.objects.get(code="A2")
    assert (again.shelf_price, again.consignment_price) == (
        dodol.shelf_price,
        dodol.consignment_price,
    )


def test_an_older_file_sent_again_does_not_undo_what_was_mended_on_screen(office: Office) -> None:
    file = a_file(**whole_book())
    office.take_in(file)
    maker, at = Organisation.objects.get(), clock.now()
    organisations.describe_organisation(maker, by=office.officer, at=at, owner_name="Siti Aminah")
    product = Product.objects.get(code="A1")
    products.change_product(product, by=office.officer, at=at, name="Keripik Pisang")
    assert set(counts(office.take_in(file))) == {"unchanged"}
    assert Organisation.objects.get().owner_name == "Siti Aminah"
    assert Product.objects.get(code="A1").name == "Keripik Pisang"


def test_an_empty_cell_takes_nothing_away(office: Office) -> None:
    office.take_in(a_file(**whole_book()))
    plan = office.take_in(a_file(**whole_book(phone=None)))
    assert set(counts(plan)) == {"unchanged"}
    assert Organisation.objects.get().phone == "+6281234567890"


def test_two_programmes_stay_apart(office: Office) -> None:
    other = Office("bekasi")
    file = a_file(**whole_book())
    office.take_in(file)
    assert counts(other.look_at(file)) == {"created": {"maker": 1, "product": 2, "certificate": 1}}
    only_products = a_file(Produk=whole_book()["Produk"])
    assert counts(other.look_at(only_products)) == {"stopped": {"product": 2}}
    other.take_in(file)
    assert Organisation.objects.filter(programme=office.programme).count() == 1
    assert Double.objects.count() == 0


def test_a_failure_in_the_middle_leaves_nothing_half_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gandeng.certificates import actions as certificates

    def fall_over(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    file = a_file(**whole_book())
    with monkeypatch.context() as broken:
        broken.setattr(certificates, "add_many", fall_over)
        with pytest.raises(RuntimeError):
            office.take_in(file)
    for noun in (Organisation, Product, Certificate, TakenRow, HeldRow, Double):
        assert noun.objects.count() == 0
    assert set(counts(office.take_in(file))) == {"created"}


def test_what_a_room_refuses_at_the_last_moment_is_told_and_can_be_corrected(
    office: Office, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_all(_programme: Any, _kind: str, rows: list[Any], **_by: Any) -> list[Refusal]:
        return [Refusal("field_wrong", "Nama ini tidak boleh.", field="name") for _ in rows]

    with monkeypatch.context() as strict:
        strict.setattr(organisations, "register_many", refuse_all)
        upload = check_files(
            office.programme, [a_file(**whole_book())], key="k", by=office.officer, at=clock.now()
        )
        plan = take_in(upload, by=office.officer, at=clock.now())
    assert counts(plan) == {"stopped": {"maker": 1, "product": 2, "certificate": 1}}
    assert problems(plan) == [
        ("UMKM", 2, "Nama Usaha", "stop", "field_wrong"),
        ("Produk", 2, "UMKM", "stop", "maker_stopped"),
        ("Produk", 3, "UMKM", "stop", "maker_stopped"),
        ("Sertifikat", 2, "Kode Produk", "stop", "product_stopped"),
    ]
    client.force_login(office.officer)
    answer = client.get(reverse("intake:corrections", args=[upload.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {
        "UMKM": 1,
        "Produk": 2,
        "Sertifikat": 1,
    }
    said = [cell.value for cell in book["UMKM"][2]]
    assert "Nama ini tidak boleh." in said
    corrected = office.take_in(File("perbaikan.xlsx", answer.content))
    assert counts(corrected) == {"created": {"maker": 1, "product": 2, "certificate": 1}}


def test_a_second_click_on_a_decision_changes_nothing(office: Office, client: Any) -> None:
    nib = "1234567890123"
    office.take_in(
        makers(
            ["Dapur Sari", None, nib, None, None, "Klari"],
            ["Keripik Lestari", None, nib, None, None, None],
        )
    )
    client.force_login(office.officer)
    address = reverse("intake:decide", args=[HeldRow.objects.get().pk])
    assert client.post(address, {"answer": "other"}).status_code == 302
    page = client.post(address, {"answer": "same"}, follow=True)
    assert page.status_code == 200
    assert "sudah diputuskan: berbeda" in page.content.decode()
    assert Organisation.objects.count() == 2


def test_the_counts_of_a_wall_of_problems_are_exact_and_each_sort_is_listed(
    office: Office, client: Any
) -> None:
    rows = [["Nama Usaha", "No HP"], *([None, "081"] for _ in range(400)), ["Dapur Sari", "081"]]
    upload = check_files(
        office.programme, [a_file(UMKM=rows)], key="k", by=office.officer, at=clock.now()
    )
    found = upload.found
    assert found["problem_count"] == 801
    assert found["severities"] == {"stop": 400, "look": 401}
    assert len(found["problems"]) == 400
    assert [(sort["code"], sort["count"]) for sort in found["sorts"]] == [
        ("phone_too_short", 401),
        ("missing", 400),
    ]
    client.force_login(office.officer)
    page = client.get(reverse("intake:upload", args=[upload.pk]), {"code": "missing", "from": "50"})
    assert "51–100 dari 200" in " ".join(page.content.decode().split())
    strange = {"from": "9" * 30, "severity": "\0", "sheet": "x", "code": "zz"}
    assert client.get(reverse("intake:upload", args=[upload.pk]), strange).status_code == 200


def test_the_list_of_uploads_costs_the_same_for_one_and_three(office: Office, client: Any) -> None:
    client.force_login(office.officer)

    def send(name: str) -> None:
        file = makers([name, None, None, None, None, "Klari"])
        check_files(office.programme, [file], key=name, by=office.officer, at=clock.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("intake:uploads")).status_code == 200
        return len(queries)

    send("Dapur Sari")
    asked()
    one = asked()
    send("Dapur Lela")
    send("Pawon Ijah")
    assert asked() == one


def test_the_template_offers_categories_and_districts_and_comes_back_clean(
    office: Office, client: Any
) -> None:
    client.force_login(office.officer)
    content = client.get(reverse("intake:template")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = {column[0].value: [c.value for c in column] for column in book["Pilihan"].columns}
    offered = [words for words in lists.values() if "camilan" in words]
    assert len(offered) == 1
    assert any({"Klari", "Telukjambe Timur"} <= set(words) for words in lists.values())
    validations = book["Produk"].data_validations.dataValidation
    assert [str(one.sqref) for one in validations] == ["D2:D1001", "H2:H1001"]
    sheet = book["UMKM"]
    filled = ["Dapur Sari", "Siti Aminah", None, None, "0812-3456-7890", None, None, "Klari"]
    for at, value in enumerate(filled, start=1):
        sheet.cell(3, at, value)
    plan = office.look_at(File("templat.xlsx", saved(book)))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == []
