"""Days, instants and spans of time as people write them."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gandeng.intake.core.cells.figures import read_figure, read_words
from gandeng.intake.core.cells.text import look, settle, stop, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell

SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(14_611, 91_313)  # 1940-01-01 to 2149-12-31
LIKELY_YEARS = range(1940, 2121)
TWO_DIGIT_PIVOT = 70  # "69" is 2069, "70" is 1970

ENDLESS = frozenset(
    (
        "selamanya seumurhidup seumurhdp selama-lamanya tidakterbatas tdkterbatas takterbatas "
        "seterusnya permanen permanent lifetime forever tanpabatas tanpabataswaktu "
        "tidakberakhir tidakadabatas berlakuselamanya berlakuseterusnya "
        "sepanjangusahaberjalan selamausahaberjalan selamamenjalankanusaha unlimited ∞"
    ).split()
)
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan i",
            "februari pebruari february feb peb feburari ii",
            "maret march mar mrt iii",
            "april apr iv",
            "mei may v",
            "juni june jun vi",
            "juli july jul vii",
            "agustus august agu ags agt agst agus aug viii",
            "september sep sept spt ix",
            "oktober october okt oct x",
            "november nopember nov nop xi",
            "desember december des dec dess xii",
        ),
        start=1,
    )
    for name in names.split()
}
LONG_MONTHS = [name for name in MONTHS if len(name) >= 5]
WEEKDAY = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|mon|tue|wed|thu|fri|sat|sun)"
    r"[a-z]*\b[,.]?\s*"
)
LEAD = re.compile(
    r"^(?:tgl|tanggal|per|s\s*/\s*d|s\.d\.?|sd|sampai(?:\s+dengan)?|hingga|exp(?:ired)?|ed|"
    r"karawang|berlaku)\b[\s.:,]*"
)
TIME_TAIL = re.compile(
    r"(?:[\sT,]+|\bpukul\s*)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm)?"
    r"\s*(?:wib|wita|wit|z|gmt|utc)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?$",
    re.I,
)
NUMERIC = re.compile(r"(\d{1,4})\s*[-/.,\s]\s*(\d{1,2})\s*[-/.,\s]\s*'?(\d{1,4})")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([a-z]+)[\s\-/.,']*(\d{4}|\d{2})")
NAMED_FIRST = re.compile(r"([a-z]+)[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
MONTH_ONLY = re.compile(r"([a-z]+)[\s\-/.,']*(\d{4})|(\d{1,2})[/\-.](\d{4})")
YEAR_FIRST_NAMED = re.compile(r"(\d{4})[\s\-/.]*([a-z]+)[\s\-/.]*(\d{1,2})")


def read_day(cell: Cell) -> Value[dt.date]:
    """A calendar day, day before month unless the year comes first.

    None without a problem for "selamanya" and its like (kept as note). A month without a day
    means its last day, with a look.
    """
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, dt.datetime):
        found = _checked(cell.date(), cell, ())
    elif isinstance(cell, dt.date):
        found = _checked(cell, cell, ())
    elif isinstance(cell, (bool, dt.time, dt.timedelta)):
        return unread(settled, stop("not_a_date", cell))
    elif isinstance(cell, (int, float)):
        found = _from_number(cell)
    else:
        found = _day_from_text(str(cell))
    if not settled.problems:
        return found
    return Value(found.value, settled.problems + found.problems, found.note)


def read_instant(cell: Cell) -> Value[dt.datetime]:
    """A day with its time of day as written, without a zone; midnight when none is given."""
    settled = settle(cell)
    cell = settled.cell
    if isinstance(cell, dt.datetime):
        return Value(cell, settled.problems)
    if isinstance(cell, float) and int(cell) in SERIALS:
        moment = dt.datetime.combine(SPREADSHEET_EPOCH, dt.time()) + dt.timedelta(days=cell)
        return Value((moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0))
    day = read_day(cell)
    if day.value is None:
        return Value(None, settled.problems + day.problems, day.note or settled.note)
    time = dt.time()
    found = TIME_TAIL.search(str(cell)) if isinstance(cell, str) else None
    if found:
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        half = (found[4] or "").casefold()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23 or minute > 59 or second > 59:
            return unread(settled, stop("not_a_date", cell))
        time = dt.time(hour, minute, second)
    return Value(dt.datetime.combine(day.value, time), settled.problems + day.problems)


def read_year(cell: Cell) -> Value[int]:
    """A year: "2017", "th. 2017", 2017.0, a whole date, or "5 tahun" refused."""
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, dt.date):
        return Value(cell.year, settled.problems)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    found = re.search(r"(?<!\d)(19\d\d|20\d\d|21\d\d)(?!\d)", text)
    if not found or isinstance(cell, bool):
        day = read_day(cell)
        if day.value is not None:
            return Value(day.value.year, day.problems)
        return unread(settled, stop("not_a_date", cell))
    return Value(int(found[1]), settled.problems)


def _from_number(number: float) -> Value[dt.date]:
    if number != number or abs(number) > 1e9:
        return Value(None, (stop("not_a_date", number),))
    whole = int(number)
    if whole in SERIALS:
        day = SPREADSHEET_EPOCH + dt.timedelta(days=whole)
        return Value(day, (look("date_from_serial", number, value=_written(day)),))
    if (number == whole and 10_000_000 > whole >= 1_000_000) or whole >= 10_000_000:
        return _day_from_text(f"{whole:08d}")
    return Value(None, (stop("not_a_date", number),))


@lru_cache(maxsize=8192)
def _day_from_text(original: str) -> Value[dt.date]:
    text = original.casefold().strip()
    if text.replace(" ", "").rstrip(".") in ENDLESS:
        return Value(None, (), original)
    text = TIME_TAIL.sub("", text)
    text = WEEKDAY.sub("", text)
    for _ in range(3):
        text = LEAD.sub("", text)
    text = text.strip(" .,;:()")
    if re.fullmatch(r"\d{5}(?:[.,]0+)?", text):
        return _from_number(float(text[:5]))
    if re.fullmatch(r"\d{8}", text):
        head = int(text[:4])
        if head in LIKELY_YEARS and 1 <= int(text[4:6]) <= 12:
            return _build(original, head, int(text[4:6]), int(text[6:]))
        return _build(original, int(text[4:]), int(text[2:4]), int(text[:2]))
    found = NUMERIC.fullmatch(text)
    if found:
        return _from_parts(original, found[1], found[2], found[3])
    return _from_named(original, text)


def _from_parts(original: str, first: str, second: str, third: str) -> Value[dt.date]:
    if len(first) == 4:
        return _build(original, int(first), int(second), int(third))
    if len(third) not in (2, 4) or len(first) > 2:
        return Value(None, (stop("not_a_date", original),))
    day, month, year = int(first), int(second), _full_year(third)
    if month > 12 >= day:
        turned = _build(original, year, day, month)
        if turned.value is not None:
            problem = look("date_order", original, value=_written(turned.value))
            return Value(turned.value, (problem, *turned.problems))
    return _build(original, year, month, day)


def _from_named(original: str, text: str) -> Value[dt.date]:
    for pattern, order in ((NAMED, "dmy"), (NAMED_FIRST, "mdy"), (YEAR_FIRST_NAMED, "ymd")):
        found = pattern.fullmatch(text)
        if not found:
            continue
        parts = dict(zip(order, found.groups(), strict=True))
        month = _month_of(parts["m"])
        if month is not None:
            return _build(original, _full_year(parts["y"]), month, int(parts["d"]))
    found = MONTH_ONLY.fullmatch(text)
    if found:
        named = _month_of(found[1]) if found[1] else int(found[3])
        year = int(found[2] or found[4])
        if named and 1 <= named <= 12 and year in LIKELY_YEARS:
            day = dt.date(year, named, calendar.monthrange(year, named)[1])
            return Value(day, (look("date_without_day", original, value=_written(day)),))
    return Value(None, (stop("not_a_date", original),))


def _month_of(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < 4:
        return None
    best = process.extractOne(word, LONG_MONTHS, scorer=OSA.distance, score_cutoff=2)
    return MONTHS[best[0]] if best and best[1] <= (1 if len(word) < 6 else 2) else None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < TWO_DIGIT_PIVOT else 1900)


def _build(original: str, year: int, month: int, day: int) -> Value[dt.date]:
    try:
        built = dt.date(year, month, day)
    except ValueError:
        return Value(None, (stop("impossible_date", original),))
    return _checked(built, original, ())


def _checked(day: dt.date, cell: Cell, problems: tuple[Problem, ...]) -> Value[dt.date]:
    if day.year not in LIKELY_YEARS:
        return Value(None, (*problems, stop("unlikely_year", cell)))
    return Value(day, problems)


def _written(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


DAYS_OF_UNIT: dict[str, int] = {
    **dict.fromkeys("hari hr hri h d day days hariharian".split(), 1),
    **dict.fromkeys("minggu mgg mg mng mingguan pekan week weeks w".split(), 7),
    **dict.fromkeys("bulan bln bl b bulanan month months mo".split(), 30),
    **dict.fromkeys("tahun thn th t tahunan year years yr y".split(), 365),
}
HOURS = frozenset("jam hour hours hrs".split())
LONGEST_DAYS = 36_500
ONE_OF = {"sehari": "1 hari", "seminggu": "1 minggu", "sebulan": "1 bulan", "setahun": "1 tahun"}
PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?")
ABOUT = re.compile(
    r"^(?:±|\+/-|\+-|~|≥|<|>|≤|kurang lebih|krg lbh|sekitar|kira-kira|min(?:imal)?|maks(?:imal)?"
    r"|max|lebih dari|hingga|sampai|tempo)\.?\s*"
)


def read_duration_days(cell: Cell) -> Value[int]:
    """A span in days: "3 bulan" is 90, "1 th" 365, "2 minggu" 14, a bare number is days."""
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, (bool, dt.date, dt.time)):
        return unread(settled, stop("not_a_duration", cell))
    if isinstance(cell, dt.timedelta):
        found = _whole_days(cell.total_seconds() / 86_400, cell, ())
    elif isinstance(cell, (int, float)):
        found = _whole_days(float(cell), cell, ())
    else:
        found = _duration_from_text(str(cell))
    if not settled.problems:
        return found
    return Value(found.value, settled.problems + found.problems, found.note)


@lru_cache(maxsize=8192)
def _duration_from_text(original: str) -> Value[int]:
    text = original.casefold().replace("½", "0,5").replace("1/2", "0,5")
    text = text.replace("setengah", "0,5").strip(" .()")
    text = re.sub(r"\([^)]*\)", "", text).strip()
    about = ABOUT.sub("", text)
    is_rough, text = about != text, about
    for word, spelled in ONE_OF.items():
        text = re.sub(rf"\b{word}\b", spelled, text)
    spread = re.fullmatch(
        r"(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*(?:-|–|—|s/d|sd|sampai|hingga)\s*(\d+(?:[.,]\d+)?)"
        r"\s*([a-z]*)",
        text,
    )
    if spread:
        low = _span(f"{spread[1]} {spread[2] or spread[4]}".strip())
        return _rough(original, low, "duration_range")
    span = _span(text)
    if is_rough:
        return _rough(original, span, "duration_converted")
    return _whole_days(span, original, (), note=original)


def _rough(original: str, span: float | None, code: str) -> Value[int]:
    found = _whole_days(span, original, (), note=original)
    if found.value is None:
        return found
    return Value(found.value, (look(code, original, value=found.value), *found.problems), original)


def _span(text: str) -> float | None:
    """Days, or None when it is not a span."""
    bare = read_figure(text)
    if bare is not None:
        return float(bare.amount)
    crossed = re.fullmatch(r"(\d{1,3})\s*x\s*24\s*jam", text)
    if crossed:
        return float(crossed[1])
    days, rest = 0.0, PIECE.sub("", text)
    if rest.strip(" ,&+.dan"):
        spelled = re.fullmatch(r"(.+?)\s+([a-z]+)", text)
        number = read_words(spelled[1]) if spelled else None
        unit = DAYS_OF_UNIT.get(spelled[2]) if spelled else None
        return float(number * unit) if number is not None and unit is not None else None
    for amount, unit_name in PIECE.findall(text):
        figure = read_figure(amount)
        if figure is None:
            return None
        if unit_name in HOURS:
            days += float(figure.amount) / 24
        elif unit_name in DAYS_OF_UNIT:
            days += float(figure.amount) * DAYS_OF_UNIT[unit_name]
        else:
            return None
    return days or None


def _whole_days(
    span: float | None, cell: Cell, problems: tuple[Problem, ...], note: str = ""
) -> Value[int]:
    if span is None or span != span:
        return Value(None, (*problems, stop("not_a_duration", cell)))
    if span < 0:
        return Value(None, (*problems, stop("negative", cell)))
    if span > LONGEST_DAYS:
        return Value(None, (*problems, stop("too_large", cell)))
    days = int(span)
    if days != span:
        days = max(days, 1)
        problems = (*problems, look("duration_converted", cell, value=days))
    return Value(days, problems, note)
