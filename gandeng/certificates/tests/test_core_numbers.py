"""Numbers as people type them; laws first, then the cells that were really seen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gandeng.certificates.core.numbers import (
    FOOD_TYPES,
    Kind,
    Severity,
    check_digit,
    in_store_code,
    luhn_is_right,
    read_bpom,
    read_cooperative_number,
    read_free_text,
    read_gtin,
    read_halal,
    read_kbli,
    read_nib,
    read_nik,
    read_npwp,
    read_phone,
    read_pirt,
    read_slhs,
    read_trademark,
    recognise,
)

TODAY = date(2026, 11, 24)

READERS = {
    Kind.PIRT: read_pirt,
    Kind.HALAL: lambda raw: read_halal(raw, on=TODAY),
    Kind.BPOM: read_bpom,
    Kind.SLHS: read_slhs,
    Kind.NIB: read_nib,
    Kind.NIK: lambda raw: read_nik(raw, on=TODAY),
    Kind.NPWP: lambda raw: read_npwp(raw, on=TODAY),
    Kind.COOPERATIVE: read_cooperative_number,
    Kind.GTIN: read_gtin,
    Kind.KBLI: read_kbli,
    Kind.TRADEMARK: read_trademark,
    Kind.PHONE: read_phone,
    **{
        kind: lambda raw, kind=kind: read_free_text(kind, raw)
        for kind in (Kind.SNI, Kind.HACCP, Kind.OTHER)
    },
}


def codes(reading):
    return [problem.code for problem in reading.problems]


def digits(length):
    return st.text("0123456789", min_size=length, max_size=length)


cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=60)
    | st.text("0123456789 .-/+IDMPRTKHe,()'", max_size=40)
)

# --- laws of every reader ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
@given(raw=cells)
def test_no_cell_breaks_a_reader_and_every_no_has_a_reason(kind, raw):
    reading = READERS[kind](raw)
    assert reading.kind is kind
    assert reading.normal or reading.errors
    for problem in reading.problems:
        assert problem.code.isidentifier()
        assert problem.message.endswith((".", "…", ")"))
        assert len(problem.message) < 220


# Cells that read well, so that the law below has something to hold for.
GOOD_CELLS = {
    Kind.PIRT: r"(P-IRT (No\. )?)?[1-8](0[1-9]|1[0-5])3215[0-9]{6}-?(2[5-9]|3[01])",
    Kind.HALAL: r"(id|ID|)[ .]?32[0-9]{11}(0[1-9]|1[0-2])2[0-5]",
    Kind.BPOM: r"(BPOM RI )?(MD|ML)\.? ?[0-9]{12}([0-9]{3})?",
    Kind.SLHS: r"[0-9]{1,4}/slhs/Dinkes/20[0-9]{2}",
    Kind.NIB: r"[0-9]{13}",
    Kind.NIK: r"3215[0-3][0-9] ?([0-6][1-9])(0[1-9]|1[0-2])[0-9]{2} ?000[1-9]",
    Kind.NPWP: r"(0[0-9]{15}|3215[0-3][0-9]([0-2][1-9])(0[1-9]|1[0-2])[0-9]{2}000[1-9])",
    Kind.COOPERATIVE: r"[0-9]{13}",
    Kind.GTIN: r"899[0-9]{10}",
    Kind.KBLI: r"[0-9]{5}( - Industri)?",
    Kind.TRADEMARK: r"(IDM ?[0-9]{9}|JID20[0-9]{8})",
    Kind.SNI: r"SNI [0-9]{4}:20[0-9]{2}",
    Kind.HACCP: r"haccp/[0-9]{1,5}",
    Kind.OTHER: r"[a-z0-9/.-]{3,20}",
    Kind.PHONE: r"(\+62 ?|0|62)8[0-9]{2}-?[0-9]{3,4}-?[0-9]{4}",
}


@pytest.mark.parametrize("kind", Kind)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_normal_form_reads_as_itself(kind, data):
    first = READERS[kind](data.draw(st.from_regex(GOOD_CELLS[kind], fullmatch=True)))
    assume(first.normal)
    again = READERS[kind](first.normal)
    assert (again.normal, again.parts) == (
        first.normal,
        {**first.parts, **({"form": again.parts["form"]} if kind is Kind.NPWP else {})},
    )


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("raw", [None, "", "  ", "-", "belum ada", float("nan"), True])
def test_nothing_in_the_cell_is_said_as_such(kind, raw):
    assert codes(READERS[kind](raw)) == ["empty"]


@pytest.mark.parametrize("kind", Kind)
def test_a_number_on_its_way_is_not_called_wrong(kind):
    assert codes(READERS[kind]("dalam proses")) == ["in_process"]


# --- P-IRT --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "P-IRT No. 2053215010001-25",
        "205321501000125",
        "PIRT 205.3215.01.0001.25",
        "P.IRT No 2053215010001 - 25",
        "SPP-IRT: 2053215010001-25",
        "No. PIRT. 2053215010001-25",
        " p-irt  2053215010001 25 ",
        205321501000125,
        205321501000125.0,
    ],
)
def test_one_pirt_number_in_many_dresses(raw):
    reading = read_pirt(raw, home_regency="3215")
    assert reading.normal == "2053215010001-25"
    assert reading.problems == ()
    assert reading.parts == {
        "packaging": "2",
        "food_type": "05",
        "regency": "3215",
        "nth_type": "01",
        "producer_serial": "0001",
        "expiry_year": "2025",
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("513321504011", ["too_short"]),
        ("2053215010OO1-25", ["letters"]),
        ("222222222222222", ["all_same"]),
        ("20532150100012512", ["longer_than_usual"]),
        ("205321501000125 / 206321502000126", ["too_long"]),
        ("9053215010001-25", ["packaging_unknown"]),
        ("2163215010001-25", ["food_type_unknown"]),
        ("2059915010001-25", ["regency_unknown"]),
        ("2053273010001-25", ["other_regency"]),
        ("2053215000001-25", ["serial_zero"]),
    ],
)
def test_an_odd_pirt_number_says_what_is_odd(raw, expected):
    assert codes(read_pirt(raw, home_regency="3215")) == expected


def test_odd_parts_ask_for_a_look_but_a_wrong_food_type_stops():
    assert read_pirt("9053215010001-25").is_usable
    assert not read_pirt("2163215010001-25").is_usable


@given(
    st.integers(1, 8),
    st.sampled_from(sorted(FOOD_TYPES)),
    st.integers(1, 99),
    st.integers(1, 9999),
    st.integers(20, 45),
    st.sampled_from(["{0}{1}", "{0}-{1}", "P-IRT No. {0}-{1}", "PIRT {0} - {1}"]),
)
def test_every_pirt_number_survives_its_dress(packaging, food, nth, serial, year, dress):
    body = f"{packaging}{food}3215{nth:02d}{serial:04d}"
    reading = read_pirt(dress.format(body, year), home_regency="3215")
    assert reading.problems == ()
    assert reading.normal == f"{body}-{year}"
    assert "".join(reading.parts.values()) == body + f"20{year}"


# --- halal --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    # as printed on packages
    [
        "ID32110001333131122",
        "ID32110002910810323",
        "ID32210000112510221",
        "ID32110078778290726",
    ],
)
def test_printed_halal_numbers_are_read(number):
    spaced = f"No. {number[:2]} {number[2:6]}.{number[6:]}".lower()
    assert read_halal(spaced, on=TODAY).normal == number
    assert read_halal(number, on=TODAY).problems == ()
    assert read_halal(number, on=TODAY).parts["province"] == "32"


@pytest.mark.parametrize(
    ("raw", "expected", "usable"),
    [
        ("KF-8310366602", ["fatwa_number"], False),
        ("KH-00123/2023", ["fatwa_number"], False),
        ("04030021380616", ["old_mui"], False),
        ("LPPOM-00100012345", ["old_mui"], False),
        ("32110001333131122", ["prefix_missing"], True),
        ("ID3211000I333131122", ["letters_read_as_digits"], True),
        ("ID112100009882540924", ["unusual_length"], True),
        ("ID98110001333131122", ["province_unknown"], True),
        ("ID32110001333131322", ["month_impossible"], True),
        ("ID32110001333131226", ["issued_in_future"], True),
        ("ID32110001333131126", [], True),
        ("ID3211000133", ["not_a_halal_number"], False),
        ("halal", ["not_a_halal_number"], False),
    ],
)
def test_what_people_type_as_a_halal_number(raw, expected, usable):
    reading = read_halal(raw, on=TODAY)
    assert (codes(reading), reading.is_usable) == (expected, usable)


# --- BPOM ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "normal", "expected"),
    [
        ("BPOM RI MD 772277345040", "MD 772277345040", []),
        ("MD 071182004300360", "MD 071182004300360", []),
        ("md.772277345040", "MD 772277345040", []),
        ("BPOM RI ML 772277345040", "ML 772277345040", []),
        ("MD 77227734504", "", ["wrong_length"]),
        ("772277345040", "", ["prefix_missing"]),
        ("SP 123456789", "", ["sp_is_no_permit"]),
        ("NA18201234567", "NA 18201234567", ["not_for_food"]),
        ("QQ 123456789012", "", ["prefix_unknown"]),
        ("izin edar", "", ["not_a_bpom_number"]),
    ],
)
def test_bpom_numbers(raw, normal, expected):
    reading = read_bpom(raw)
    assert (reading.normal, codes(reading)) == (normal, expected)


def test_a_cosmetics_number_on_a_soap_is_right():
    reading = read_bpom("NA18201234567", is_food=False)
    assert reading.problems == ()
    assert reading.parts["regime"] == "cosmetics"


# --- people and businesses ---------------------------------------------------------------------


def test_a_nib_loses_its_leading_zero_to_a_spreadsheet_and_gets_it_back():
    assert read_nib("0227 4209 50288").normal == "0227420950288"
    reading = read_nib(227420950288.0)
    assert (reading.normal, codes(reading)) == ("0227420950288", ["leading_zero_restored"])
    assert codes(read_nib("227420950288")) == ["wrong_length"]


@pytest.mark.parametrize(
    ("raw", "born_on", "sex"),
    [
        ("3215284812640033", "1964-12-08", "female"),
        ("3215060803940006", "1994-03-08", "male"),
        ("3215 0608 0309 0006", "2009-03-08", "male"),
    ],
)
def test_a_nik_tells_birthday_and_sex(raw, born_on, sex):
    reading = read_nik(raw, on=TODAY)
    assert reading.problems == ()
    assert (reading.parts["born_on"], reading.parts["sex"]) == (born_on, sex)


@pytest.mark.parametrize("raw", [3215216512880030.0, "3215216512880030.0", "3,21521651288003E+15"])
def test_a_nik_rounded_by_a_spreadsheet_is_told_apart(raw):
    reading = read_nik(raw, on=TODAY)
    assert (reading.normal, codes(reading)) == ("", ["rounded_by_spreadsheet"])


def test_a_nik_that_truly_ends_in_zero_is_fine_as_text():
    assert read_nik("3215216512880030", on=TODAY).problems == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("321521651288003", ["wrong_length"]),
        ("3215217112880030", []),
        ("3215217212880030", ["birthday_impossible"]),
        ("3215213002880030", ["birthday_impossible"]),
        ("3215210112880000", ["serial_zero"]),
        ("3215210112100001", ["owner_too_young"]),
        ("5415210112880001", ["province_unknown"]),
        ("3215990112880001", ["district_unknown"]),
        ("3273990112880001", []),
    ],
)
def test_an_odd_nik_says_what_is_odd(raw, expected):
    assert codes(read_nik(raw, on=TODAY, known_districts={"321521"})) == expected


def test_an_owner_turns_seventeen_on_the_birthday():
    assert codes(read_nik("3215212411090001", on=date(2026, 11, 23))) == ["owner_too_young"]
    assert codes(read_nik("3215212411090001", on=date(2026, 11, 24))) == []


@given(st.dates(date(1930, 1, 1), date(2009, 11, 24)), st.booleans(), st.integers(1, 9999))
def test_every_birthday_comes_back_out_of_its_nik(born_on, is_woman, serial):
    assume(born_on.year > 1926)
    day = born_on.day + (40 if is_woman else 0)
    raw = f"321521{day:02d}{born_on:%m%y}{serial:04d}"
    reading = read_nik(raw, on=TODAY)
    assert reading.parts["born_on"] == born_on.isoformat()
    assert (reading.parts["sex"] == "female") == is_woman


def test_npwp_in_its_three_dresses():
    body = next(f"0123456{n}" for n in range(10))
    nine = next(f"{body}{n}" for n in range(10) if luhn_is_right(f"{body}{n}"))
    old = f"{nine}408000"
    dotted = f"{old[:2]}.{old[2:5]}.{old[5:8]}.{old[8]}-{old[9:12]}.{old[12:]}"
    assert read_npwp(dotted, on=TODAY).normal == f"0{old}"
    assert read_npwp(f"0{old}", on=TODAY).parts["form"] == "npwp16"
    assert read_npwp(f"0{old}000123", on=TODAY).parts == {
        "form": "nitku",
        "registration": nine,
        "tax_office": "408",
        "branch": "000123",
    }
    assert codes(read_npwp(int(old), on=TODAY)) == ["leading_zero_restored"]


def test_an_npwp_that_is_a_nik_is_read_as_one():
    reading = read_npwp("3215284812640033", on=TODAY)
    assert (reading.kind, reading.parts["form"]) == (Kind.NPWP, "nik")
    assert reading.normal == "3215284812640033"


@given(digits(8), digits(6), st.integers(0, 8))
def test_one_wrong_digit_in_an_npwp_is_always_found(body, rest, place):
    nine = next(f"{body}{check}" for check in range(10) if luhn_is_right(f"{body}{check}"))
    number = nine + rest
    assume(len(set(number)) > 1)
    wrong = str((int(number[place]) + 1) % 10)
    assert codes(read_npwp(number, on=TODAY)) == []
    changed = number[:place] + wrong + number[place + 1 :]
    assume(len(set(changed)) > 1)
    assert codes(read_npwp(changed, on=TODAY)) == ["check_digit_wrong"]


def test_a_citizens_number_in_the_cooperatives_field_is_noticed():
    assert codes(read_cooperative_number("3215284812640033")) == ["looks_like_ktp"]
    assert codes(read_cooperative_number("3215010010001")) == []
    assert codes(read_cooperative_number("32150100100")) == ["unusual_length"]


# --- barcodes, KBLI, merek, SLHS ------------------------------------------------------------------


def test_the_barcode_of_the_standard():
    assert check_digit("899100210542") == "3"
    assert read_gtin("8991002105423").parts == {"form": "gtin13", "scope": "indonesian"}


@given(st.integers(0, 10**11 - 1))
def test_an_in_store_code_is_a_valid_barcode_that_claims_no_country(number):
    code = in_store_code(number)
    reading = read_gtin(code)
    assert len(code) == 13
    assert 20 <= int(code[:2]) <= 29
    assert int(code[1:12]) == number
    if number != 22222222222:
        assert (reading.parts["scope"], reading.problems) == ("in_store", ())


@pytest.mark.parametrize("number", [-1, 10**11])
def test_a_number_that_does_not_fit_in_an_in_store_code_is_refused(number):
    with pytest.raises(ValueError):
        in_store_code(number)


@given(st.sampled_from([7, 11, 12, 13]).flatmap(digits), st.data())
def test_one_wrong_digit_in_a_barcode_is_always_found(body, data):
    code = body + check_digit(body)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != code[place]]))
    changed = code[:place] + wrong + code[place + 1 :]
    assume(len(set(code)) > 1 and len(set(changed)) > 1)
    assert not read_gtin(code).errors
    assert codes(read_gtin(changed)) == ["check_digit_wrong"]


@pytest.mark.parametrize(
    ("raw", "edition", "normal", "goes"),
    [
        ("10794", 2020, "10794", "yes"),
        ("10794 - Industri Kerupuk", 2020, "10794", "yes"),
        (1111, 2020, "01111", "no"),
        ("10794", 2025, "10794", "unknown"),
    ],
)
def test_kbli_keeps_its_edition(raw, edition, normal, goes):
    reading = read_kbli(raw, edition=edition)
    assert (reading.normal, reading.parts["goes_with_pirt"]) == (normal, goes)


def test_an_application_is_not_a_registered_trademark():
    assert read_trademark("IDM 000 123 456").parts["stage"] == "registered"
    assert codes(read_trademark("JID2024012345")) == ["application_only"]
    assert codes(read_trademark("Merek Raos")) == ["not_a_trademark_number"]


def test_slhs_is_kept_as_written():
    assert read_slhs(" 491/slhs/Dinkes/2023 ").normal == "491/SLHS/DINKES/2023"
    assert codes(read_slhs("ada suratnya")) == ["no_digits"]


# --- phones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "081234567890",
        "0812-3456-7890",
        "0812.3456.7890",
        "(0812) 3456 7890",
        "6281234567890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "81234567890",
        81234567890.0,
        "WA 0812 3456 7890",
        "'081234567890",
    ],
)
def test_one_phone_in_many_dresses(raw):
    reading = read_phone(raw)
    assert (reading.normal, reading.problems) == ("+6281234567890", ())
    assert reading.parts["whatsapp"] == "6281234567890"


@pytest.mark.parametrize(
    ("raw", "normal", "expected"),
    [
        ("08124020", "", ["too_short"]),
        ("08123456789012", "", ["too_long"]),
        ("0812 3456 abcd", "", ["letters"]),
        ("081234567890 / 085712345678", "+6281234567890", ["two_numbers"]),
        ("0267-402123", "+62267402123", []),
        ("402123", "", ["too_short"]),
        ("+65 6123 4567", "+6561234567", ["foreign"]),
        ("+65 12", "", ["not_a_phone"]),
    ],
)
def test_other_phones(raw, normal, expected):
    reading = read_phone(raw)
    assert (reading.normal, codes(reading)) == (normal, expected)


@given(
    st.integers(10, 13).flatmap(lambda n: digits(n - 2)), st.sampled_from(["0", "62", "+62", ""])
)
def test_every_mobile_number_has_one_form(tail, prefix):
    assert read_phone(f"{prefix}8{tail}").normal == f"+628{tail}"


# --- which kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("P-IRT 2053215010001-25", Kind.PIRT),
        ("205321501000125", Kind.PIRT),
        ("ID32110001333131122", Kind.HALAL),
        ("BPOM RI MD 772277345040", Kind.BPOM),
        ("491/SLHS/DINKES/2023", Kind.SLHS),
        ("IDM000123456", Kind.TRADEMARK),
        ("halo", None),
        (None, None),
    ],
)
def test_a_number_in_the_wrong_column_is_recognised(raw, kind):
    assert recognise(raw) is kind


def test_severities_are_the_two_the_intake_knows():
    assert {severity.value for severity in Severity} == {"error", "warning"}
