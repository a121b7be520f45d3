"""Gandeng: from the office's workbooks to a paid statement."""

import re
from pathlib import Path

# The changelog is where a version is decided; the code only reads it.
_CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_FOUND = re.search(r"^## (\d+\.\d+\.\d+)", _CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
__version__ = _FOUND[1] if _FOUND else "0.0.0"
