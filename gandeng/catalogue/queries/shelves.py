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
    """Which programme, and how far its book and its listings had come. The instant of founding
    tells programmes of two databases (of two tests) apart."""

    programme_id: int
    founded_at: str
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
    indexer: threading.Thread | None = None


_slots: dict[tuple[Any, ...], Slot] = {}
_slots_lock = threading.Lock()


def shelf_of(programme: Programme, day: date) -> Shelf:
    """What the programme shows on a day: one query, unless something has changed."""
    version = _version_where("id = %s", [programme.pk])
    assert version is not None
    return _shelf_at(version, day)


def shelf_at(host: str, day: date) -> Shelf | None:
    """What the programme of a host name shows (``programmes.queries.programme_at``), asked and
    answered in one query; None where there is no programme."""
    version = _version_where("host IN (%s, '')", [host])
    return None if version is None else _shelf_at(version, day)


def forget_shelves() -> None:
    """Drop everything that is kept."""
    with _slots_lock:
        _slots.clear()


def _shelf_at(version: Version, day: date) -> Shelf:
    with _slots_lock:
        slot = _slots.setdefault(version[:2], Slot())
    shelf = slot.shelf
    if shelf is not None and shelf.day == day and slot.version == version:
        return shelf
    if not slot.lock.acquire(blocking=shelf is None or shelf.day != day):
        assert shelf is not None
        return shelf
    try:
        return _brought_up(slot, version, day)
    finally:
        slot.lock.release()


def _brought_up(slot: Slot, version: Version, day: date) -> Shelf:
    shelf = slot.shelf
    if shelf is None or shelf.day != day or slot.version is None:
        programme = Programme.objects.select_related("regency").get(pk=version.programme_id)
        shelf = read_shelf(programme, day)
    elif slot.version != version:
        shelf = _read_again(shelf, slot.version, version)
    slot.shelf, slot.version = shelf, version
    if shelf.is_index_old and not (slot.indexer and slot.indexer.is_alive()):
        slot.indexer = threading.Thread(target=_make_indexes, args=[slot], daemon=True)
        slot.indexer.start()
    return shelf


def _make_indexes(slot: Slot) -> None:
    """Make the index of whatever shelf is the present one, until there is nothing to do."""
    while (shelf := slot.shelf) is not None and shelf.is_index_old:
        shelf.make_index()


def _read_again(shelf: Shelf, old: Version, new: Version) -> Shelf:
    programme = shelf.programme
    lines = Trace.objects.filter(programme_id=programme.pk, id__gt=old.last_line - LOOK_BACK)
    changed = list(lines.values_list("thing_kind", "thing_id")[: MOST_LINES + 1])
    by_kind: dict[str, set[int]] = {}
    for kind, pk in changed:
        by_kind.setdefault(kind, set()).add(pk)
    has_new_listings = new[-2:] != old[-2:] and Listing._meta.label not in by_kind
    if len(changed) > MOST_LINES or has_new_listings or _parameters_changed(by_kind, old, new):
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


_programme, _trace, _listing = (model._meta.db_table for model in (Programme, Trace, Listing))
# Written out: asked by every page, and the ORM takes longer to say it than the database to answer.
_VERSION = f"""
WITH p AS (
  SELECT id, created_at FROM {_programme} WHERE {{where}} ORDER BY host DESC, id LIMIT 1
), last AS (
  SELECT COALESCE((SELECT t.id FROM {_trace} t WHERE t.programme_id = p.id
    ORDER BY t.id DESC LIMIT 1), 0) AS line FROM p
)
SELECT p.id, p.created_at, last.line,
  (SELECT COUNT(*) FROM {_trace} t WHERE t.programme_id = p.id AND t.id > last.line - {LOOK_BACK}),
  COALESCE((SELECT t.id FROM {_trace} t WHERE t.programme_id IS NULL
    ORDER BY t.id DESC LIMIT 1), 0),
  COALESCE((SELECT l.id FROM {_listing} l WHERE l.programme_id = p.id
    ORDER BY l.id DESC LIMIT 1), 0),
  (SELECT l.updated_at FROM {_listing} l WHERE l.programme_id = p.id
    ORDER BY l.updated_at DESC LIMIT 1)
FROM p, last
"""  # noqa: S608 -- names of our own tables and a constant


def _version_where(where: str, values: list[Any]) -> Version | None:
    with connection.cursor() as cursor:
        cursor.execute(_VERSION.format(where=where), values)
        row = cursor.fetchone()
    if row is None:
        return None
    pk, founded_at, *lines, listed_lately = row
    return Version._make([pk, str(founded_at), *lines, str(listed_lately)])
