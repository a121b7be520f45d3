"""What is kept in Indonesian, in the language of whoever reads it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext

from gandeng.meetings.core.stored import found_in


def in_words(text: str) -> str:
    """A kept text in the reader's language, as far as all of it is known; else as it was kept."""
    language = get_language() or settings.LANGUAGE_CODE
    return text if language == settings.LANGUAGE_CODE or not text else _translated(text, language)


@lru_cache(maxsize=512)
def _translated(text: str, _language: str) -> str:
    whole = gettext(text)
    if whole != text:
        return whole
    found = found_in(text)
    return "".join(one.said(gettext(one.source)) for one in found) if found else text
