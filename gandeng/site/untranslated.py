"""Which Indonesian texts have no English yet: what ``bin/messages`` ends with."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"


def untranslated() -> list[str]:
    """The texts that would show Indonesian on an English screen."""
    catalogue = polib.pofile(str(SOURCE))
    return [entry.msgid for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries()]


if __name__ == "__main__":
    missing = untranslated()
    for text in missing:
        sys.stdout.write(f"no English: {text}\n")
    sys.stdout.write(f"{len(missing)} texts without English\n")
