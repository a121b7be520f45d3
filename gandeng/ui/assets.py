"""The files made from sources: one stylesheet out of many, and the font. Never committed.

Written to ``settings.GANDENG_ASSETS`` (a folder among STATICFILES_DIRS) by
``manage.py prepare_assets``. Pages work before that too: they then link the sources one by one.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from . import fonts

SOURCE_FOLDER = Path(__file__).parent / "static" / "ui" / "css"
BUNDLE = "ui/css/bundle.css"

COMPONENTS = (
    *("brand", "button", "icon", "badge", "card", "table", "field", "filter", "chips", "tabs"),
    *("pagination", "breadcrumb", "empty", "message", "dialog", "timeline", "funnel", "stat"),
    *("progress", "skeleton", "avatar", "product", "facts", "traces", "menu"),
    "people-to-be",
)
# In the order they are linked; the cascade itself is decided by the layers app.css declares.
SOURCES = (
    "ui/css/app.css",
    "ui/css/tokens.css",
    "ui/css/base.css",
    "ui/css/layout.css",
    *(f"ui/css/components/{name}.css" for name in COMPONENTS),
    "ui/css/utilities.css",
    "ui/css/print.css",
)


def bundle_text() -> str:
    """Every source in order, without comments and indentation."""
    parts = [(SOURCE_FOLDER.parents[1] / name).read_text("utf-8") for name in SOURCES]
    text = re.sub(r"/\*.*?\*/", "", "\n".join(parts), flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def prepare() -> list[Path]:
    """Write what is missing or out of date; return the files that were written."""
    folder = Path(settings.GANDENG_ASSETS) / "ui"
    written = []
    if not (folder / "fonts" / fonts.FILE_NAME).exists():
        written.append(fonts.make_subset(folder / "fonts"))
    bundle, text = folder / "css" / "bundle.css", bundle_text()
    if not bundle.exists() or bundle.read_text("utf-8") != text:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=bundle.parent, suffix=".part", delete=False
        ) as part:
            part.write(text)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(bundle)
        written.append(bundle)
    _bundle_exists.cache_clear()
    return written


def stylesheets() -> tuple[str, ...]:
    """Names of the static files a page links: the bundle when it is there and not older than its
    sources, the sources themselves otherwise."""
    if _bundle_exists() and not (settings.DEBUG and _bundle_is_stale()):
        return (BUNDLE,)
    return SOURCES


def _bundle_path() -> Path:
    return Path(settings.GANDENG_ASSETS) / BUNDLE


@cache
def _bundle_exists() -> bool:
    return _bundle_path().exists()


def _bundle_is_stale() -> bool:
    made = _bundle_path().stat().st_mtime
    return any((SOURCE_FOLDER.parents[1] / name).stat().st_mtime > made for name in SOURCES)
