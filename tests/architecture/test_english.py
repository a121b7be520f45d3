"""Every text on the screens has English, and the English keeps the values the text carries."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).resolve().parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = Path(__file__).resolve().parents[2] / "gandeng"
CARRIED = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")


@pytest.fixture(scope="module")
def texts():
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def said_in_english(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def carried(text):
    """The placeholders and tags of a text, each as often as it occurs."""
    return Counter(CARRIED.findall(text))


def test_the_catalogue_is_not_empty(texts):
    assert len(texts) > 1900


def test_every_text_has_english(texts):
    assert [entry.msgid for entry in texts if not all(said_in_english(entry))] == []


def test_no_english_is_a_guess(texts):
    assert [entry.msgid for entry in texts if entry.fuzzy] == []


def test_english_carries_the_same_values_and_tags(texts):
    astray = {
        entry.msgid: english
        for entry in texts
        for english in said_in_english(entry)
        if carried(english) != carried(entry.msgid)
    }
    assert astray == {}


def test_english_keeps_the_spaces_and_lines_around_a_text(texts):
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    astray = [
        entry.msgid
        for entry in texts
        for english in said_in_english(entry)
        if edges(english) != edges(entry.msgid)
    ]
    assert astray == []


def test_one_and_many_are_both_said(texts):
    counted = [entry for entry in texts if entry.msgid_plural]
    assert counted
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != {0, 1}] == []


def test_every_mark_is_one_the_collector_knows():
    """A text marked under another name would never reach the catalogue, and stay Indonesian."""
    marks = re.compile(r"\b(n?p?gettext(?:_lazy|_noop)?) as (\w+)")
    collected = {"_", "gettext", "ngettext", "gettext_lazy", "ngettext_lazy", "gettext_noop"}
    astray = {
        f"{path.name}: {one[1]} as {one[2]}"
        for path in SOURCES.rglob("*.py")
        for one in marks.finditer(path.read_text("utf-8"))
        if one[2] not in collected
    }
    assert astray == set()
