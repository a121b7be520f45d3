"""Little pictures by the product's own words, drawn in a box of 48 × 48.

They stand in a group that fills with the tone's body and draws outlines in its ink; a path that
is only a line says ``fill="none"``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final


def _shape(path: str) -> str:
    return f'<path d="{path}"/>'


def _line(path: str) -> str:
    return f'<path fill="none" d="{path}"/>'


MARKS: Final[Mapping[str, str]] = {
    "leaf": _shape("M8 40C6 18 20 7 41 7c1 22-10 35-33 33z")
    + _line("M8 41L29 19M18 31V20M25 24h9"),
    "fish": _shape("M4 24c8-13 22-14 31-1l9-8v19l-9-8C26 37 12 36 4 24z")
    + _line("M13 21v.1M21 17q5 7 0 14M27 22l3 2-3 2"),
    "chilli": _shape("M33 13c9 6 6 24-25 29 12-8 13-16 14-23 1-6 6-8 11-6z")
    + _line("M32 13q1-7 8-8M27 20q-1 7-5 11"),
    "grain": _line("M24 45V15")
    + _shape(
        "M24 15q-6-6 0-12 6 6 0 12zM24 24q-9 0-10-9 9 0 10 9zm0 0q9 0 10-9-9 0-10 9z"
        "M24 35q-9 0-10-9 9 0 10 9zm0 0q9 0 10-9-9 0-10 9z"
    ),
    "peanut": _shape("M16 6c9-1 13 6 12 12s3 6 8 9c9 6 4 17-6 17-11 0-11-10-16-14S4 8 16 6z")
    + _line("M15 14v.1M20 21v.1M24 29v.1M30 34v.1M21 14v.1M34 38v.1"),
    "drop": _shape("M24 4c9 12 15 18 15 27a15 14 0 0 1-30 0c0-9 6-15 15-27z")
    + _line("M17 31q1 7 7 7"),
    "weave": _shape("M6 6h36v36H6z")
    + _line("M6 18h12v12H6M18 6v12h12V6M30 18h12v12H30zM18 30v12h12V30z"),
    "coffee": _shape("M12 38C2 26 12 8 28 6s16 18 6 30-18 9-22 2z")
    + _line("M12 38c3-10 9-11 12-16s4-8 4-15"),
    "cup": _shape("M8 18h26v14q0 10-10 10h-6Q8 42 8 32z")
    + _line("M34 22h4q5 0 5 5t-5 5h-4M15 12q-3-4 0-8M25 12q-3-4 0-8"),
    "cookie": '<circle cx="24" cy="24" r="18"/>'
    + _line("M17 17v.1M28 15v.1M33 25v.1M16 29v.1M25 32v.1M24 23v.1"),
    "cake": _shape("M6 24q0-8 18-8t18 8v16H6z")
    + _line("M6 26q5 6 9 0 5 6 9 0 5 6 9 0 5 6 9 0M24 16V9M24 5v.1"),
    "banana": _shape("M36 5l4 2c4 20-10 37-30 36l-5-5C22 36 31 22 32 7z")
    + _line("M36 14c-1 12-10 22-22 25"),
    "root": _shape("M8 40c-4-8 2-16 10-22s14-10 20-6 2 14-6 20-18 14-24 8z")
    + _line("M36 12l6-7M38 13l5-1M18 24l4 4M24 19l3 4M14 33l3 3"),
    "cheese": _shape("M4 26L28 9q14 3 16 17v14H4z") + _line("M4 26h40M14 33v.1M24 35v.1M34 32v.1"),
    "hive": _shape("M24 3l18 10v22L24 45 6 35V13z") + _line("M24 14l9 5v10l-9 5-9-5V19z"),
    "mushroom": _shape("M5 24C5 12 14 5 24 5s19 7 19 19zM18 24h12l2 14q0 5-8 5t-8-5z")
    + _line("M16 15v.1M26 12v.1M32 18v.1"),
    "seaweed": _line("M16 45c-9-9 5-13-2-22S16 9 13 3M30 45c9-10-5-14 2-23S28 11 32 3M23 45V20")
    + _shape("M23 20q-5-5 0-11 5 6 0 11z"),
    "cracker": _shape(
        "M24 4q5 4 10 3 1 6 7 8-2 5 2 9-4 5-2 10-6 1-8 7-5-1-9"
        " 3-4-4-10-2-1-6-7-8 2-5-2-10 4-4 2-9 6-2 7-8 6 1 10-3z"
    )
    + _line("M17 19q4 3 0 7M28 16q4 3 0 7M25 30q4 2 6-2"),
    "snow": _line(
        "M24 4v40M7 14l34 20M41 14L7 34M18 7l6 6 6-6M18 41l6-6 6"
        " 6M6 21l8-2-2-8M42 27l-8 2 2 8M42 21l-8-2 2-8M6 27l8 2-2 8"
    ),
    "hen": _shape("M5 22q3-10 12-8 10 6 16 0 5-6 10-2-1 26-18 27Q9 39 9 26z")
    + _line("M14 20v.1M20 39v6M29 38v7M23 24q4 6 10 1"),
    "cow": _shape("M13 14q11-4 22 0l8-4-4 11q-1 8-5 12 2 10-10 10t-10-10q-4-4-5-12L5 10z")
    + _line("M18 22v.1M30 22v.1M20 36v.1M28 36v.1M14 32q10-5 20 0"),
    "onion": _shape("M24 11c3 6 17 9 17 20 0 8-8 12-17 12S7 39 7 31c0-11 14-14 17-20z")
    + _line("M24 11q-1-5 3-7M24 14c-9 9-9 21 0 28M24 14c9 9 9 21 0 28"),
    "ginger": _shape(
        "M6 30c0-7 8-6 12-8s-2-12 5-13 6 7 8 11c3-5"
        " 10-5 11 1s-7 6-8 10 4 10-2 12-8-6-12-6-14 2-14-7z"
    )
    + _line("M14 26l2 4M25 15l4-1M34 22l2 4M26 32l-4 1"),
    "fruit": _shape("M24 13c12-6 20 2 18 13S33 44 24 43 7 37 6 26s6-19 18-13z")
    + _line("M24 13q0-6 5-9M14 22q-2 6 2 12"),
    "sugar": _shape("M6 20l13-8 13 8v14l-13 8-13-8z")
    + _line("M6 20l13 8 13-8M19 28v14M35 14l8 4v9l-7 4"),
    "roll": _shape("M8 14q0-7 7-7l24 12q5 6 1 13t-9 8L9 28Q6 22 8 14z")
    + _line("M9 28q8 2 7-7-1-8-5-6M21 30q6-5 6-16M30 35q6-6 6-17"),
    "bag": _shape("M7 18h34l-3 24H10z") + _line("M16 18q0-13 8-13t8 13M7 27h33M20 27v6h8v-6"),
    "cloth": _shape("M7 9h34v30H7z")
    + _line(
        "M7 16h34M7 33h34M16 24q4-6 8 0-4 6-8 0zm8 0"
        "q4-6 8 0-4 6-8 0zM11 39v5M19 39v5M29 39v5M37 39v5"
    ),
    "sandal": _shape("M16 4q10-1 11 12-1 6 1 14 2 14-8 14-9 0-9-12 0-7-2-13Q8 5 16 4z")
    + _line("M10 18q6-8 8-8 4 3 9 9M36 20q6 4 3 14-1 9-6 10"),
    "bamboo": _shape("M13 4h8v40h-8zM27 4h8v40h-8z")
    + _line("M11 17h12M11 31h12M25 12h12M25 26h12M35 24q7-1 8-8"),
    "bubble": '<circle cx="19" cy="28" r="14"/><circle cx="37" cy="13" r="7"/>'
    + _line("M12 27q1-7 7-7M36 35v.1M42 28v.1"),
    "dumpling": _shape("M5 32q1-9 11-13 1-7 8-10 7 3 8 10 10 4 11 13 0 9-19 9T5 32z")
    + _line("M17 20q1 7-3 12M31 20q-1 7 3 12M24 10v14"),
    "shrimp": _shape("M40 14Q30 4 17 9 4 15 6 28q3 13 18 14l-3-7q-7-2-7-9 1-8 10-8l16 2z")
    + _line("M32 14v.1M40 14q2-7-2-11M12 18l5 4M7 28h7M13 38l5-5M24 42l7 2M24 42l6-5"),
}

# The first words found decide; particular ones stand before general ones.
_BY_WORD: Final[tuple[tuple[str, str], ...]] = (
    ("tas|dompet", "bag"),
    ("sandal|sepatu", "sandal"),
    ("batik|kain|sarung|jaket|kaos|topi", "cloth"),
    ("tusuk|bambu", "bamboo"),
    ("anyam", "weave"),
    ("sabun|deterjen", "bubble"),
    ("dimsum|siomay|pangsit|bakso|basreng|cilok|moci|mochi", "dumpling"),
    ("rengginang|rangginang", "grain"),
    ("udang|terasi|cumi|rebon", "shrimp"),
    ("rumput laut", "seaweed"),
    ("ikan|bandeng|lele|teri", "fish"),
    ("ayam|nugget|usus|telur", "hen"),
    ("sapi|kulit|daging", "cow"),
    ("kopi", "coffee"),
    ("teh|kelor|bayam|daun|seledri|pandan", "leaf"),
    ("jahe|bandrek|kencur|kunyit|lengkuas", "ginger"),
    ("madu", "hive"),
    ("gula", "sugar"),
    ("pisang", "banana"),
    ("singkong|talas|ubi|kentang|kelapa|serundeng", "root"),
    ("jamur", "mushroom"),
    ("durian|mangga|anggur|nanas|nastar|manisan|salak|buah", "fruit"),
    ("keju|kastengel|susu", "cheese"),
    ("bolu|brownies|kue lapis|roti", "cake"),
    ("egg roll|semprong|gulung", "roll"),
    ("sambal|pedas|balado|cabai|cabe", "chilli"),
    ("kacang|kedelai|tempe|melinjo|wijen|peyek", "peanut"),
    ("bawang", "onion"),
    ("kecap|sirup|minyak|yoghurt|yogurt", "drop"),
    ("beras|ketan|opak|simping", "grain"),
    ("kerupuk|krupuk|keripik|seblak|makaroni", "cracker"),
    ("kue|putri|nastar|bagelen|stik|kembang|dodol|wajit", "cookie"),
)

_BY_CATEGORY: Final[tuple[tuple[str, str], ...]] = (
    ("beku", "snow"),
    ("ikan", "fish"),
    ("daging", "cow"),
    ("sambal|bumbu", "chilli"),
    ("kopi", "coffee"),
    ("gula|madu", "hive"),
    ("serbuk", "cup"),
    ("minuman", "drop"),
    ("kue basah", "cake"),
    ("kue", "cookie"),
    ("permen|manisan", "fruit"),
    ("beras|serealia", "grain"),
    ("bambu", "bamboo"),
    ("fesyen|kriya", "cloth"),
    ("rumah", "bubble"),
    ("camilan", "cracker"),
)


def mark_for(name: str, category: str) -> str:
    """The picture for a product: by its words, else by its category, else a leaf."""
    for words, mark in _BY_WORD:
        if re.search(rf"\b({words})\b", name.lower()):
            return MARKS[mark]
    for words, mark in _BY_CATEGORY:
        if re.search(words, category.lower()):
            return MARKS[mark]
    return MARKS["leaf"]
