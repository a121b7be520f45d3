"""Eighteen warm tones, each with an ink to read on cream, and who wears them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

CREAM: Final = "#fff9ee"


@dataclass(frozen=True, slots=True)
class Tone:
    """One dress: body of the package, its deep shade for caps and folds, ink for words on cream,
    accent for patterns and pictures, ground behind and glow of the backdrop."""

    body: str
    deep: str
    ink: str
    accent: str
    ground: str
    glow: str


TONES: Final[Mapping[str, Tone]] = {
    "chilli": Tone("#d2402f", "#a82c20", "#6d1a12", "#f6b23c", "#fbe6dc", "#f6cdbd"),
    "turmeric": Tone("#eda62b", "#c98112", "#5e3a06", "#b8402a", "#fdf0d3", "#f9dfa6"),
    "tangerine": Tone("#e8742c", "#c15517", "#66290a", "#f9cf63", "#fdeadb", "#f9d0b0"),
    "paprika": Tone("#b93a4a", "#932835", "#5c1420", "#f2a65a", "#f9e2e2", "#f0c6c8"),
    "maize": Tone("#f2c14a", "#d19d22", "#574005", "#2f7a63", "#fdf5da", "#f8e5ab"),
    "terracotta": Tone("#c4623f", "#9c4728", "#592110", "#f3c887", "#f8e7de", "#edcbb9"),
    "butter": Tone("#f0cf7d", "#cda648", "#5a3d08", "#b9542f", "#fbf3df", "#f5e3b6"),
    "rose": Tone("#dd8380", "#b85d5b", "#672728", "#fbe3bd", "#fbe9e6", "#f4cfca"),
    "cocoa": Tone("#7b4a35", "#593222", "#43220f", "#e7b46c", "#f2e6db", "#e0c9b5"),
    "coffee": Tone("#4f3a31", "#372720", "#38241b", "#d99a55", "#efe6dd", "#d9c6b6"),
    "honey": Tone("#d98d1f", "#b06c0c", "#583204", "#fbd978", "#fcefd2", "#f5d79b"),
    "ginger": Tone("#c98b4a", "#a36a2e", "#57330d", "#f7dda6", "#f8ecdc", "#ecd3b1"),
    "leaf": Tone("#4f8a54", "#376a3e", "#1d4526", "#f0cd6a", "#e9f1e0", "#cadfc2"),
    "pandan": Tone("#86a64b", "#658230", "#344710", "#fbe39a", "#f1f4dd", "#dbe5b4"),
    "sea": Tone("#2f7f8c", "#1f5f6b", "#11424c", "#f3b765", "#e0eff0", "#b9dade"),
    "frost": Tone("#5c94b8", "#417499", "#1d4159", "#fdf3d8", "#e6f0f6", "#c4dcea"),
    "plum": Tone("#7d4a73", "#5f3457", "#44203d", "#f2b58f", "#f2e6ef", "#dfc5d9"),
    "indigo": Tone("#3d4f7d", "#2b3a61", "#1e2a4b", "#e9a95a", "#e7e9f1", "#c6cce0"),
}

_BY_FLAVOUR: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("sambal|pedas|balado|cabai|cabe|merah", ("chilli", "tangerine", "paprika")),
    ("teh|kelor|bayam|pandan|matcha", ("leaf", "pandan")),
    ("rumput laut|cumi|udang", ("sea", "indigo", "paprika")),
    ("kopi", ("coffee", "cocoa")),
    ("cokelat|coklat|brownies|hitam", ("cocoa", "coffee")),
    ("keju|jagung|pisang", ("maize", "turmeric", "honey")),
    ("kecap", ("coffee", "cocoa", "paprika")),
    ("anggur|talas|ungu", ("plum",)),
    ("singkong|ubi|tempe|jamur|melinjo", ("ginger", "terracotta", "leaf")),
)

# The first words that fit the category decide; several tones to one category keep a shelf of
# snacks from being one colour.
_BY_CATEGORY: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("sambal|bumbu|saus", ("chilli", "paprika", "terracotta")),
    ("ikan|laut|udang", ("sea", "indigo", "frost")),
    ("daging|ayam", ("paprika", "terracotta", "cocoa")),
    ("beku|frozen", ("frost", "sea", "indigo")),
    ("kopi|teh", ("coffee", "cocoa", "leaf")),
    ("gula|madu", ("honey", "ginger", "turmeric")),
    ("serbuk|jamu|herbal", ("ginger", "leaf", "honey")),
    ("minuman|susu", ("frost", "rose", "pandan")),
    ("kue basah|bolu|roti", ("rose", "pandan", "cocoa", "plum")),
    ("kue", ("butter", "rose", "terracotta", "maize")),
    ("permen|manisan|buah", ("plum", "rose", "pandan")),
    ("beras|serealia", ("leaf", "pandan", "maize")),
    ("bambu|anyam", ("pandan", "ginger", "leaf")),
    ("fesyen|kriya|batik|busana", ("indigo", "terracotta", "plum", "cocoa")),
    ("rumah", ("sea", "frost", "leaf")),
    ("camilan|snack|keripik", ("turmeric", "chilli", "tangerine", "maize", "leaf", "terracotta")),
)


def tone_for(name: str, category: str, dice: int) -> Tone:
    """The tone of a flavour that everybody sees in one colour, else of the category; ``dice``
    chooses among its few, or among all for a category unheard of."""
    for words, names in _BY_FLAVOUR:
        if re.search(rf"\b({words})\b", name.lower()):
            return TONES[names[dice % len(names)]]
    lowered = category.lower()
    for words, names in _BY_CATEGORY:
        if re.search(words, lowered):
            return TONES[names[dice % len(names)]]
    return TONES[sorted(TONES)[dice % len(TONES)]]
