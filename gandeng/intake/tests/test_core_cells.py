"""Reading what people type: the same value in every dress, and words about what is odd."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.intake.core import cells
from gandeng.intake.core.problems import SENTENCES, Value
from gandeng.intake.core.workbook import Formula
from gandeng.kernel.money import Money, Rate

READERS = [
    cells.read_rupiah,
    cells.read_day,
    cells.read_instant,
    cells.read_year,
    cells.read_duration_days,
    cells.read_whole,
    cells.read_measure,
    cells.read_percentage,
    cells.read_phone,
    cells.digits_reader(16),
    cells.read_yes_or_no,
    cells.read_person_name,
    cells.read_business_name,
    cells.read_text,
    cells.Choices({"room": ["suhu ruang"], "frozen": ["beku"]}).read,
]
ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-/ RpjtrbhalnTN%()'xX+eE½", max_size=25),
    st.floats(),
    st.integers(-(10**30), 10**30),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.just(Formula("=A1")),
)


def codes(value: Value[Any]) -> list[str]:
    return [problem.code for problem in value.problems]


@pytest.mark.parametrize("reader", READERS)
@given(cell=ANY_CELL)
def test_no_cell_surprises_a_reader(reader: Any, cell: Any) -> None:
    found = reader(cell)
    assert isinstance(found, Value)
    for problem in found.problems:
        assert problem.message
    if found.stops:
        assert found.value is None


def thousands(amount: int, sign: str = ".") -> str:
    return f"{amount:,}".replace(",", sign)


RUPIAH_SHAPES = [
    lambda n: f"Rp. {thousands(n)},-",
    lambda n: f"Rp {thousands(n)},-",
    lambda n: f"Rp{thousands(n)}",
    lambda n: f"Rp. {thousands(n)}",
    lambda n: f"RP {thousands(n)},00",
    lambda n: f"IDR {thousands(n, ',')}.00",
    lambda n: f"Rp.{n}",
    lambda n: f"{thousands(n)}",
    lambda n: f"{thousands(n, ',')}",
    lambda n: f"{thousands(n, ' ')}",
    lambda n: f" {n} ",
    lambda n: f"'{n}",
    lambda n: f"Rp\u00a0{thousands(n)}",
    lambda n: f"Rp {thousands(n)} / pcs",
    lambda n: f"{thousands(n)} rupiah",
    lambda n: f"Rp {thousands(n)},--",
    lambda n: float(n),
    lambda n: n,
]


@pytest.mark.parametrize("shape", RUPIAH_SHAPES)
@given(amount=st.integers(100, 10**12))
def test_an_amount_is_the_same_however_it_is_printed(shape: Any, amount: int) -> None:
    assert cells.read_rupiah(shape(amount)) == Value(Money(amount))


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("25rb", 25_000),
        ("25k", 25_000),
        ("1,2 jt", 1_200_000),
        ("Rp 1.2 juta", 1_200_000),
        ("12,5 ribu", 12_500),
        ("1 jt 500 rb", 1_500_000),
        ("dua puluh lima ribu", 25_000),
        ("@ 14.000", 14_000),
        ("14.000/bks", 14_000),
        ("14.000 (per pcs)", 14_000),
    ],
)
def test_spoken_amounts_are_understood(typed: str, rupiah: int) -> None:
    assert cells.read_rupiah(typed).value == Money(rupiah)


@pytest.mark.parametrize(
    ("typed", "rupiah", "code"),
    [
        ("14.000 - 16.000", 14_000, "money_range"),
        ("10-15rb", 10_000, "money_range"),
        ("1.500 juta", 1_500_000_000, "ambiguous_money"),
        (14.0, 14, "suspicious_money"),
        ("14.000,50", 14_001, "fraction_dropped"),
        ("-14.000", None, "negative"),
        (-500.0, None, "negative"),
        ("(14.000)", None, "negative"),
        (dt.date(2026, 11, 24), None, "date_as_money"),
        ("14/12/2026", None, "date_as_money"),
        ("hubungi kami", None, "not_money"),
        (10.0**20, None, "too_large"),
        (True, None, "not_money"),
    ],
)
def test_an_odd_amount_says_what_is_odd(typed: Any, rupiah: int | None, code: str) -> None:
    found = cells.read_rupiah(typed)
    assert found.value == (None if rupiah is None else Money(rupiah))
    assert codes(found) == [code]


MONTH_NAMES = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
DAY_SHAPES = [
    lambda d: d,
    lambda d: dt.datetime.combine(d, dt.time(8)),
    lambda d: d.strftime("%d/%m/%Y"),
    lambda d: d.strftime("%d-%m-%Y"),
    lambda d: d.strftime("%d.%m.%y"),
    lambda d: d.strftime("%d-%m-%y"),
    lambda d: d.strftime("%d %m %Y"),
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: d.isoformat(),
    lambda d: d.strftime("%Y/%m/%d"),
    lambda d: d.strftime("%Y%m%d"),
    lambda d: f"{d.isoformat()}T10:20:00Z",
    lambda d: f"{d.day} {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTH_NAMES[d.month - 1][:3].upper()} {d.year}",
    lambda d: f"{d.day}-{MONTH_NAMES[d.month - 1][:3]}-{d:%y}",
    lambda d: f"{MONTH_NAMES[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"Senin, {d.day} {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"Karawang, {d.day} {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"s.d. {d:%d/%m/%Y}",
    lambda d: f"{d:%d/%m/%Y} 05:32:00",
]


@pytest.mark.parametrize("shape", DAY_SHAPES)
@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2069, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(shape: Any, day: dt.date) -> None:
    assert cells.read_day(shape(day)) == Value(day)


@pytest.mark.parametrize(
    ("typed", "day", "code"),
    [
        ("32/13/2025", None, "impossible_date"),
        ("31-02-2026", None, "impossible_date"),
        ("12/25/2025", dt.date(2025, 12, 25), "date_order"),
        (46004.0, dt.date(2025, 12, 13), "date_from_serial"),
        ("46004", dt.date(2025, 12, 13), "date_from_serial"),
        ("Februari 2028", dt.date(2028, 2, 29), "date_without_day"),
        ("besok", None, "not_a_date"),
        (2026.0, None, "not_a_date"),
        (True, None, "not_a_date"),
    ],
)
def test_an_odd_day_says_what_is_odd(typed: Any, day: dt.date | None, code: str) -> None:
    found = cells.read_day(typed)
    assert found.value == day
    assert codes(found) == [code]


@pytest.mark.parametrize("typed", ["selamanya", "Seumur Hidup", "tidak terbatas"])
def test_for_ever_is_no_day_and_no_problem(typed: str) -> None:
    assert cells.read_day(typed) == Value(None, note=typed)


@pytest.mark.parametrize("typed", ["17 Pebruari 2026", "17 Februri 2026", "17 Peb 2026"])
def test_misspelt_months_are_understood(typed: str) -> None:
    assert cells.read_day(typed).value == dt.date(2026, 2, 17)


def test_a_form_answer_keeps_its_time() -> None:
    answered = dt.datetime(2026, 11, 21, 17, 32)
    assert cells.read_instant("21/11/2026 17:32:00").value == answered
    assert cells.read_instant("2026/11/21 5:32:00 PM GMT+7").value == answered
    assert cells.read_instant(answered).value == answered


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3 bulan", 90), ("300 hari", 300), ("1 th", 365), ("6 bln", 180), ("2 minggu", 14),
        (90.0, 90), ("90", 90), ("1 tahun 6 bulan", 545), ("setahun", 365), ("tiga bulan", 90),
        ("± 3 bulan", 90), ("3-6 bulan", 90), ("2x24 jam", 2), ("setengah tahun", 182),
        (dt.timedelta(days=14), 14), ("1,5 bulan", 45), ("tempo 30 hari", 30),
    ],
)  # fmt: skip
def test_spans_are_counted_in_days(typed: Any, days: int) -> None:
    assert cells.read_duration_days(typed).value == days


@pytest.mark.parametrize("typed", ["lama", "3 karung", dt.date(2026, 6, 3), True])
def test_what_is_no_span_is_refused(typed: Any) -> None:
    assert codes(cells.read_duration_days(typed)) == ["not_a_duration"]


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("10 pcs", 10), ("320/bln", 320), ("1.200", 1200), (12.0, 12), ("± 500 bungkus", 500),
        ("2 lusin", 24), ("1 rb", 1000), ("lima orang", 5), ("10-20", 10), ("1 200", 1200),
    ],
)  # fmt: skip
def test_counts_are_read_with_their_units(typed: Any, count: int) -> None:
    assert cells.read_whole(typed).value == count


def test_sizes_keep_their_unit() -> None:
    assert cells.read_measure("250 gr").value == cells.Measure(Decimal(250), "gr")
    assert cells.read_measure("1,5 Liter").value == cells.Measure(Decimal("1.5"), "liter")
    assert cells.read_measure("Netto: 250g").value == cells.Measure(Decimal(250), "g")


def test_a_score_out_of_bounds_is_refused() -> None:
    assert codes(cells.whole_reader(1, 5)(6.0)) == ["out_of_range"]


@pytest.mark.parametrize("typed", ["12,5%", "12.5 %", "12,5 persen", 12.5])
def test_percentages_are_basis_points(typed: Any) -> None:
    assert cells.read_percentage(typed) == Value(Rate(1250))


def test_a_percent_cell_arrives_as_a_fraction() -> None:
    found = cells.read_percentage(0.125)
    assert (found.value, codes(found)) == (Rate(1250), ["fraction_as_percentage"])


@pytest.mark.parametrize(
    "typed",
    [
        "0812-5798-2829", "081257982829 ", "+6281257982829", "6281257982829", 81257982829.0,
        "0812 5798 2829", "(0812) 5798 2829", "+62 (0) 812-5798-2829", "WA: 0812.5798.2829",
        "'081257982829", "O812 5798 2829", "081257982829.0", "62-812-5798-2829",
    ],
)  # fmt: skip
def test_one_phone_in_many_shapes_is_one_phone(typed: Any) -> None:
    assert cells.read_phone(typed) == Value("+6281257982829")


def test_a_phone_that_is_too_short_is_not_kept_but_remembered() -> None:
    found = cells.read_phone("0812-57")
    assert (found.value, codes(found), found.note) == (None, ["phone_too_short"], "0812-57")
    assert not found.stops


def test_of_two_phones_the_first_is_used() -> None:
    found = cells.read_phone("0812-5798-2829 / 0857 3975 1185")
    assert (found.value, codes(found)) == ("+6281257982829", ["several_phones"])


def test_an_office_line_is_a_phone_too() -> None:
    assert cells.read_phone("(0267) 401234").value == "+62267401234"


def test_a_nik_a_spreadsheet_rounded_is_not_a_nik() -> None:
    read_nik = cells.digits_reader(16)
    for typed in (3215216512880030.0, "3,21522E+15", "3215216512880030.0"):
        found = read_nik(typed)
        assert (found.value, codes(found), found.stops) == (None, ["rounded_number"], False)
    assert read_nik("32.15.21.651288.0032") == Value("3215216512880032")


def test_a_nib_typed_as_a_number_is_exact_and_gets_its_zero_back() -> None:
    read_nib = cells.digits_reader(13)
    assert read_nib(5689348581372.0) == Value("5689348581372")
    assert read_nib(736064135079.0).value == "0736064135079"
    assert codes(read_nib(736064135079.0)) == ["leading_zero_lost"]
    assert codes(read_nib("12345")) == ["wrong_length"]


@pytest.mark.parametrize("typed", ["-", "n/a", " – ", "…", "", "\u00a0", "''"])
def test_signs_for_nothing_are_nothing(typed: str) -> None:
    assert cells.digits_reader(13)(typed) == Value(None)


@pytest.mark.parametrize("typed", ["dalam proses", "Belum ada", "tidak ada", "menyusul"])
def test_words_for_nothing_are_kept_as_a_note(typed: str) -> None:
    assert cells.digits_reader(13)(typed) == Value(None, note=typed)


def test_control_characters_are_taken_out_and_mentioned() -> None:
    found = cells.read_text("Keri\x00pik\x07  pedas\u200b ")
    assert (found.value, codes(found)) == ("Keripik pedas", ["control_characters"])


def test_a_novel_in_a_cell_is_refused() -> None:
    found = cells.read_text("x" * 5000)
    assert (found.value, codes(found)) == (None, ["too_long"])


def test_a_formula_without_result_is_named() -> None:
    assert codes(cells.read_rupiah(Formula("=B2*2"))) == ["formula_without_value"]
    assert codes(cells.read_rupiah("#REF!")) == ["formula_error"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("MITRA BAROKAH ", "Mitra Barokah"), ("cv. maju jaya", "CV. Maju Jaya"),
        ("UD  BERKAH", "UD Berkah"), ("KOPKAR HARAPAN", "Kopkar Harapan"), ("KIIC", "KIIC"),
        ("Dapur iBu", "Dapur iBu"), ("RM SARI DAN RASA", "RM Sari dan Rasa"),
    ],
)  # fmt: skip
def test_businesses_get_their_capitals_back(typed: str, name: str) -> None:
    assert cells.read_business_name(typed).value == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("HJ.DEDEH SUKAESIH", "Hj. Dedeh Sukaesih"), ("h. ujang", "H. Ujang"),
        ("SITI AMINAH, S.PD", "Siti Aminah, S.Pd"), ("Hj. Popon", "Hj. Popon"),
    ],
)  # fmt: skip
def test_people_get_their_titles_back(typed: str, name: str) -> None:
    assert cells.read_person_name(typed).value == name


STORAGE = cells.Choices(
    {
        "room": ["suhu ruang", "ruang", "kering"],
        "frozen": ["beku"],
        "chilled": ["chiller", "dingin"],
    }
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Suhu Ruang", "room"), ("RUANG", "room"), ("frozen", "frozen"), ("di chiller", "chilled"),
        ("suhu rung", "room"), ("-", None),
    ],
)  # fmt: skip
def test_choices_are_found_by_their_synonyms(typed: str, value: str | None) -> None:
    assert STORAGE.read(typed).value == value


def test_an_unknown_choice_lists_the_choices() -> None:
    found = STORAGE.read("gudang")
    assert codes(found) == ["unknown_choice"]
    assert "room, frozen, chilled" in found.problems[0].message


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("ya", True), ("Ada", True), ("✓", True), (1.0, True), ("tidak", False), ("belum", False),
     ("-", False), (False, False), ("", None), (None, None), ("belum ada", False)],
)  # fmt: skip
def test_yes_and_no_have_many_faces(typed: Any, answer: bool | None) -> None:
    assert cells.read_yes_or_no(typed).value is answer


def some_places() -> cells.PlaceNames:
    districts = {
        "03": "Telukjambe Timur", "27": "Telukjambe Barat", "06": "Rengasdengklok",
        "25": "Kota Baru", "17": "Telagasari", "15": "Cilamaya Wetan", "23": "Cilamaya Kulon",
        "11": "Cibuaya", "29": "Purwasari", "05": "Klari",
    }  # fmt: skip
    villages = [
        ("11", "Sukasari"), ("29", "Sukasari"), ("05", "Duren"), ("05", "Anggadita"),
        ("06", "Rengasdengklok Selatan"), ("06", "Rengasdengklok Utara"),
    ]  # fmt: skip
    return cells.PlaceNames(
        [cells.Place(code, name, "district") for code, name in districts.items()]
        + [
            cells.Place(f"{parent}.{number}", name, "village", parent)
            for number, (parent, name) in enumerate(villages)
        ]
    )


PLACES = some_places()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Tlk. Jambe Barat", "27"), ("Kec. Teluk Jambe Timur", "03"), ("Rengas Dengklok", "06"),
        ("KOTABARU", "25"), ("Kecamatan Kota Baru", "25"), ("Talagasari", "17"),
        ("Telaga Sari ", "17"), ("kec.klari", "05"), ("Cilamaya Kuln", "23"),
        ("Klari, Karawang", "05"),
    ],
)  # fmt: skip
def test_districts_are_found_however_they_are_spelt(typed: str, code: str) -> None:
    assert PLACES.read_district(typed).value == code


def test_half_a_district_name_asks_which_one() -> None:
    found = PLACES.read_district("Cilamaya")
    assert (found.value, codes(found)) == (None, ["place_ambiguous"])
    assert "Cilamaya Wetan, Cilamaya Kulon" in found.problems[0].message


def test_an_unknown_district_suggests_the_nearest() -> None:
    assert codes(PLACES.read_district("Bandung")) == ["place_unknown"]
    found = PLACES.read_district("Cibaduyut")
    assert (found.value, found.stops) == (None, True)


def test_a_village_name_that_occurs_twice_needs_its_district() -> None:
    assert codes(PLACES.read_village("Sukasari")) == ["place_ambiguous"]
    assert PLACES.read_village("Desa Sukasari", "29") == Value("29.1")
    assert PLACES.read_village("Rengasdengklok Sel.", "06").value == "06.4"


def test_a_village_in_the_wrong_district_is_shown_where_it_is() -> None:
    found = PLACES.read_village("Duren", "11")
    assert (found.value, codes(found)) == (None, ["place_elsewhere"])
    assert "Duren (Kec. Klari)" in found.problems[0].message


def test_every_sentence_can_be_filled_in() -> None:
    assert all(
        sentence.strip() and sentence.endswith((".", "?", ")")) for sentence in SENTENCES.values()
    )
