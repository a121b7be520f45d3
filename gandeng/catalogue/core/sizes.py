"""How people write amounts: 250gr, ¼ kg, setengah kilo, isi 10, 2 ons."""

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Size:
    """An amount in whole base units: `g`, `ml`, `pcs`, or `pack` for a vessel of unknown size."""

    amount: int
    unit: str

    def __str__(self) -> str:
        for unit, big in (("g", "kg"), ("ml", "liter")):
            if self.unit == unit and self.amount >= 1000 and self.amount % 100 == 0:
                return f"{self.amount / 1000:g} {big}".replace(".", ",")
        return f"{self.amount} {self.unit}"


_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("kilogram", "kilograms", "kilo", "kg", "kgs", "kilonan"), ("g", 1000)),
    **dict.fromkeys(("gram", "grams", "grm", "gr", "g"), ("g", 1)),
    **dict.fromkeys(("ons", "on"), ("g", 100)),
    **dict.fromkeys(("kwintal", "kuintal"), ("g", 100_000)),
    **dict.fromkeys(("liter", "litre", "ltr", "lt", "l"), ("ml", 1000)),
    **dict.fromkeys(("mililiter", "ml", "cc"), ("ml", 1)),
    **dict.fromkeys(("lusin", "losin"), ("pcs", 12)),
    **dict.fromkeys(("kodi",), ("pcs", 20)),
    **dict.fromkeys(
        (
            "pcs",
            "pc",
            "pieces",
            "biji",
            "bj",
            "butir",
            "btr",
            "buah",
            "bh",
            "buahnya",
            "lembar",
            "lbr",
            "pasang",
            "psg",
            "helai",
            "potong",
            "ptg",
            "ekor",
            "tusuk",
            "lonjor",
        ),
        ("pcs", 1),
    ),
    **dict.fromkeys(
        (
            "bungkus",
            "bks",
            "bgks",
            "pack",
            "pak",
            "pck",
            "pax",
            "sachet",
            "saset",
            "saschet",
            "sct",
            "botol",
            "btl",
            "toples",
            "tples",
            "stoples",
            "box",
            "kotak",
            "dus",
            "dos",
            "kardus",
            "karton",
            "pouch",
            "renteng",
            "karung",
            "porsi",
            "kaleng",
            "klg",
            "jerigen",
            "cup",
            "ikat",
            "besek",
            "mika",
            "plastik",
            "pot",
            "sisir",
            "tandan",
            "gelas",
            "ball",
            "bal",
        ),
        ("pack", 1),
    ),
}
_NUMBER = (
    r"(?P<number>\d+\s+\d+\s*/\s*\d+|\d+\s*/\s*\d+|\d+(?:[.,]\d+)?|setengah|stengah|separuh|"
    r"seperempat|sprempat|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|half|"
    r"quarter|se(?=kilo|liter|ons|lusin|gram|bungkus|botol|toples|karung|kg|kodi|pak|dus))"
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(rf"(?<![a-z0-9/.,]){_NUMBER}\s*-?\s*(?P<unit>{_UNIT})(?:an)?(?![a-z0-9])")
_CONTENT = re.compile(r"(?<![a-z0-9])isi\s*(?P<number>\d{1,4})(?![a-z0-9])")
_SPOKEN = {
    **dict.fromkeys(("setengah", "stengah", "separuh", "half"), Fraction(1, 2)),
    **dict.fromkeys(("seperempat", "sprempat", "quarter"), Fraction(1, 4)),
    **{word: Fraction(n) for n, word in enumerate(("satu", "dua", "tiga", "empat", "lima"), 1)},
    **{word: Fraction(n) for n, word in enumerate(("enam", "tujuh", "delapan", "sembilan"), 6)},
    "sepuluh": Fraction(10),
    "se": Fraction(1),
}
_LARGEST = 10_000_000


def take_size(folded: str) -> tuple[str, Size | None]:
    """The text without its amounts, and the first amount that says how much, if any."""
    sizes: list[Size] = []

    def _note(match: re.Match[str]) -> str:
        unit, factor = _UNITS[match["unit"]] if "unit" in match.groupdict() else ("pcs", 1)
        amount = _number(match["number"]) * factor
        if 0 < amount <= _LARGEST:
            sizes.append(Size(max(1, round(amount)), unit))
        return " "

    rest = _CONTENT.sub(_note, _AMOUNT.sub(_note, folded))
    exact = [size for size in sizes if size.unit != "pack"]
    return rest, next(iter(exact or sizes), None)


def _number(text: str) -> Fraction:
    if text in _SPOKEN:
        return _SPOKEN[text]
    total = Fraction(0)
    for part in re.sub(r"\s*/\s*", "/", text[:20]).replace(",", ".").split():
        try:
            total += Fraction(part)
        except (ValueError, ZeroDivisionError):
            return Fraction(0)
    if re.fullmatch(r"\d{1,3}\.\d{3}", text):
        return total * 1000
    return total
