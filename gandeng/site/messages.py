"""The English translation, compiled from ``locale/en`` into the data folder when it changed.

The compiled catalogue is not committed, and a fresh machine has no gettext: so it is made here.
"""

from __future__ import annotations

import os
import tempfile

from django.conf import settings


def compile_if_changed() -> None:
    """Bring ``django.mo`` up to date; costs a stat when nothing changed."""
    source = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
    target = settings.GANDENG_DATA / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    if not source.exists():
        return
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return
    import polib

    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved, so that another process never reads half of it.
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".mo")
    os.close(handle)
    polib.pofile(str(source)).save_as_mofile(name)
    os.replace(name, target)
