"""The shelves of this process: kept in memory, and read anew when the book of traces says so.

Every action leaves a trace, so the latest lines of a programme's book tell whether anything the
catalogue rests on has changed, and whose; one small query per page asks. A shelf is read by one
thread; the others go on with the one before for that moment.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from gandeng.audit.models import Trace
from gandeng.catalogue.models import Listing
from gandeng.certificates.models import Certificate
from gandeng.organisations.models import Organisation
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .shelf import Shelf, read_shelf

# Lines of the book that are looked at again: of two actions at the same time the earlier line may
# be committed later, and would be missed by whoever only asks for what is newer.
LOOK_BACK = 500
# So many changes at once (a workbook): reading everything is as quick.
MOST_LINES = 3_000


class Version(NamedTuple):
    """How far the book and the listings had come."""

    last_line: int
    lines_lately: int
    last_common_line: int
    last_listing: int
    listed_lately: str


@dataclass
class Slot:
    """What is kept for one programme."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    shelf: Shelf | None = None
    version: Version | None = None


_slots: dict[tuple[Any, ...], Slot] = {}
_slots_lock = threading.Lock()


def shelf_of(programme: Programme, day: date) -> Shelf:
    """What the programme shows on a day: one query, unless something has changed."""
    # The instant of founding tells programmes of two databases (of two tests) apart.
    key = (programme.pk, programme.slug, programme.created_at)
    with _slots_lock:
        slot = _slots.setdefault(key, Slot())
    version = _version_of(programme.pk)
    shelf = slot.shelf
    if shelf is not None and shelf.day == day and slot.version == version:
        return shelf
    if not slot.lock.acquire(blocking=shelf is None or shelf.day != day):
        assert shelf is not None
        return shelf
    try:
        if slot.shelf is None or slot.shelf.day != day or slot.version is None:
            slot.shelf = read_shelf(programme, day)
        elif slot.version != version:
            slot.shelf = _read_again(programme, slot.shelf, slot.version, version)
        slot.version = version
        return slot.shelf
    finally:
        slot.lock.release()


def forget_shelves() -> None:
    """Drop everything that is kept."""
    with _slots_lock:
        _slots.clear()


def _read_again(programme: Programme, shelf: Shelf, old: Version, new: Version) -> Shelf:
    lines = Trace.objects.filter(programme_id=programme.pk, id__gt=old.last_line - LOOK_BACK)
    changed = list(lines.values_list("thing_kind", "thing_id")[: MOST_LINES + 1])
    by_kind: dict[str, set[int]] = {}
    for kind, pk in changed:
        by_kind.setdefault(kind, set()).add(pk)
    listings = by_kind.get(Listing._meta.label, set())
    is_untold = new[3:] != old[3:] and not listings
    if len(changed) > MOST_LINES or is_untold or _parameters_changed(by_kind, old, new):
        return read_shelf(programme, shelf.day, before=shelf)
    makers = _makers_of(by_kind)
    if not makers:
        return shelf
    return read_shelf(programme, shelf.day, before=shelf, makers=makers)


def _parameters_changed(by_kind: dict[str, set[int]], old: Version, new: Version) -> bool:
    if any(kind.startswith("parameters.") for kind in by_kind):
        return True
    if new.last_common_line == old.last_common_line:
        return False
    common = Trace.objects.filter(programme_id=None, id__gt=old.last_common_line - LOOK_BACK)
    return common.filter(thing_kind__startswith="parameters.").exists()


def _makers_of(by_kind: dict[str, set[int]]) -> set[int]:
    makers = set(by_kind.get(Organisation._meta.label, ()))
    if products := by_kind.get(Product._meta.label):
        makers |= set(Product.objects.filter(pk__in=products).values_list("maker_id", flat=True))
    if certificates := by_kind.get(Certificate._meta.label):
        found = Certificate.objects.filter(pk__in=certificates)
        makers |= set(found.values_list("maker_id", flat=True))
    if listings := by_kind.get(Listing._meta.label):
        put_up = Listing.objects.filter(pk__in=listings)
        makers |= set(put_up.values_list("product__maker_id", flat=True))
    return makers


_trace, _listing = Trace._meta.db_table, Listing._meta.db_table
_last_line = f"SELECT id FROM {_trace} WHERE programme_id = %s ORDER BY id DESC LIMIT 1"  # noqa: S608 -- our own
# Written out: asked by every page, and the ORM takes longer to say it than the database to answer.
_VERSION = f"""
SELECT
  COALESCE(({_last_line}), 0),
  (SELECT COUNT(*) FROM {_trace}
    WHERE programme_id = %s AND id > COALESCE(({_last_line}), 0) - {LOOK_BACK}),
  COALESCE((SELECT id FROM {_trace} WHERE programme_id IS NULL ORDER BY id DESC LIMIT 1), 0),
  COALESCE((SELECT id FROM {_listing} WHERE programme_id = %s ORDER BY id DESC LIMIT 1), 0),
  (SELECT updated_at FROM {_listing} WHERE programme_id = %s ORDER BY updated_at DESC LIMIT 1)
"""  # noqa: S608 -- names of our own tables and a constant


def _version_of(programme_id: int) -> Version:
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [programme_id] * 5)
        row = cursor.fetchone()
    return Version(*row[:4], str(row[4]))
