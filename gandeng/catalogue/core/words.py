"""How people type: letters, doubled words, sounds, shortenings and roots. Knows no meaning."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

LONGEST_QUERY = 200
"""Characters of a query that are read; what follows is ignored rather than refused."""

MOST_WORDS = 16
"""Words of a query that are read: nobody names a product in more."""

_VULGAR = re.compile(r"(?<=\d)(?=[¼½¾⅓⅔⅛])")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’`´](?=[a-z])")
_DOUBLED = re.compile(r"\b([a-z]{2,})[-\s]+\1(an|nya|in|na)?\b")
_SQUARED = re.compile(r"\b([a-z]{2,})2([a-z]*)\b")
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS_THEN_DIGITS = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_LEET = str.maketrans("01345", "oieas")
_VOWELS = frozenset("aiueo")

_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"oe", "u"),
        (r"dj", "j"),
        (r"tj|ch", "c"),
        (r"sj|sy|sh", "s"),
        (r"dh(?=[aiueo])", "d"),
        (r"th", "t"),
        (r"kh", "k"),
        (r"ph|f|v", "p"),
        (r"x", "ks"),
        (r"q|ck", "k"),
        (r"z", "s"),
        (r"c(?=[bdgklmnprst]|$)", "k"),
        (r"y(?![aiueo])", "i"),
        (r"(.)\1+", r"\1"),
        (r"a[iey](?![aiueo])|ei", "e"),
        (r"a[uw](?![aiueo])|ou", "o"),
        (r"(?<=[aiueo])h(?=[aiueo])", ""),
        (r"(?<=[aiueo])h$", ""),
        (r"iy(?=[aou])", "i"),
        (r"uw(?=[aie])", "u"),
    )
)
_SCHWA = re.compile(r"(?<=[^aiueo])e(?=[^aiueo]+[aiueo])")
_OPEN_A = re.compile(r"(?<=[^aiueo])a(?=n[^aiueo]+[aiueo])")
_LAST_CLOSED = re.compile(r"([aiueo])([^aiueo]+)$")


def fold(text: str) -> str:
    """Lower-case Latin letters and digits as typed, without accents, emoji or control signs."""
    text = _VULGAR.sub(" ", text[:LONGEST_QUERY])
    text = unicodedata.normalize("NFKD", text).replace("⁄", "/").lower()
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _APOSTROPHE.sub("", text)


def tokens_of(folded: str) -> list[str]:
    """The words of a folded text; 'oleh2', 'oleh-oleh', 'oleh oleh' and 'oleholeh' are one."""
    text = _DOUBLED.sub(lambda m: m[1] + (m[2] or ""), folded)
    text = _SQUARED.sub(lambda m: m[1] + m[2], text)
    found: list[str] = []
    for word in _WORD.findall(text):
        found += _apart(word)
    return [_halved(word) for word in found]


def _apart(word: str) -> list[str]:
    """Digits and letters apart, unless a digit stands for a letter inside a word (s4mbal)."""
    if word.isalpha() or word.isdigit():
        return [word]
    if re.fullmatch(r"[a-z]+[01345][a-z]{2,}", word):
        return [word.translate(_LEET)]
    return _LETTERS_THEN_DIGITS.split(word)


def _halved(word: str) -> str:
    for suffix in ("", "an", "nya"):
        stem = word.removesuffix(suffix) if suffix else word
        half = len(stem) // 2
        if len(stem) >= 6 and len(stem) % 2 == 0 and stem[:half] == stem[half:]:
            return stem[:half] + (suffix if word != stem else "")
    return word


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """A key that spellings of one word share: kripik, keripek → one; trasi, terasi → one."""
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    word = _LAST_CLOSED.sub(lambda m: ("0" if m[1] in "ou" else "1") + m[2], word)
    padded = _SCHWA.sub("", word.replace("0", "O").replace("1", "I").replace("O", "u"))
    padded = _OPEN_A.sub("", padded.replace("I", "i"))
    return padded


@lru_cache(maxsize=20_000)
def bones_of(word: str) -> tuple[str, ...]:
    """What is left of a word when its vowels go: bawang → bwng, bwg; sambal → smbl, sbl."""
    bare = word[0] + "".join(c for c in word[1:] if c not in _VOWELS) if word else ""
    soft = bare.replace("ng", "g")
    hard = re.sub(r"[mn](?=[bpdtjcgk])", "", bare)
    return tuple(dict.fromkeys((bare, soft, hard, hard.replace("ng", "g"))))


def is_bony(word: str) -> bool:
    """A shortening as typed: no vowel after the first letter, or too few letters for a word."""
    return not any(c in _VOWELS for c in word[1:])


def is_within(short: str, word: str) -> bool:
    """The letters of `short` stand in `word` in their order."""
    letters = iter(word)
    return all(c in letters for c in short)


_SUFFIXES = ("kannya", "annya", "nya", "kan", "lah", "kah", "ku", "mu", "in", "an", "na", "ne", "i")
_PREFIXES = (
    ("meng", ("", "k")),
    ("peng", ("", "k")),
    ("meny", ("s",)),
    ("peny", ("s",)),
    ("mem", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("pen", ("", "t")),
    ("ber", ("",)),
    ("ter", ("",)),
    ("per", ("",)),
    ("ke", ("",)),
    ("se", ("",)),
    ("di", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("ng", ("", "k")),
    ("ny", ("s", "c")),
    ("be", ("",)),
)
_indonesian = stemmer("indonesian")


@lru_cache(maxsize=20_000)
def roots_of(word: str) -> tuple[str, ...]:
    """What the word may be made from, nearest first: oncomnya → oncom; ngopi → kopi, opi."""
    trimmed = [word.removesuffix(s) for s in _SUFFIXES if word.endswith(s)]
    found = [root for root in trimmed if len(root) >= 3]
    for stem in [word, *found]:
        for prefix, repairs in _PREFIXES:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= 3:
                found += [repair + stem[len(prefix) :] for repair in repairs]
    found.append(stem_of(word))
    return tuple(dict.fromkeys(root for root in found if len(root) >= 3 and root != word))


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """The Snowball stem, the same as PostgreSQL's 'indonesian' configuration."""
    return str(_indonesian.stemWord(word))
