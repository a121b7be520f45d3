"""Many scanned pages at once: read by a worker, kept all together or not at all."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext_noop
from django_tasks import task

from gandeng.agreements import queries
from gandeng.agreements.gateways import Page, UnreadableScan, count_pages, pages_in
from gandeng.agreements.models import Ceremony, Scan, Stack
from gandeng.agreements.states import StackState
from gandeng.audit.actions import advance, record
from gandeng.kernel import clock, serving
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person

from .scans import SCAN_REFUSALS, keep_pages, take_in_scan

logger = logging.getLogger(__name__)

# So many pages are read while somebody waits: a page takes about a tenth of a second.
MOST_AT_ONCE = 20
# A worker that reads notes that it lives; one that is silent for longer was killed.
SILENCE = timedelta(seconds=60)
LOOK_SECONDS = 0.8

# kept in Indonesian, said to whoever reads it in their language
CUT_OFF = gettext_noop("Pembacaan terputus di tengah jalan; belum ada halaman yang disimpan.")
BROKEN = gettext_noop(
    "Pembacaan gagal karena kesalahan program; sudah dicatat untuk pengelola. Belum ada halaman "
    "yang disimpan."
)


class _ItsOver(Exception):
    """Somebody else ended this stack meanwhile; nothing of it is kept."""


class _Stopped(Exception):
    """The worker was told to stop."""


@dataclass
class Taken:
    """What came of an upload: pages that are here, how many found whose they are, pages that a
    worker reads, and what could not be read, with the sentence."""

    pages: int = 0
    found: int = 0
    queued: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_in_files(
    ceremony: Ceremony, files: Sequence[tuple[str, bytes]], *, by: Person, at: datetime
) -> Taken:
    """Take in photos and PDFs of signed papers, by name and content: a few pages at once, many in
    the background, each file all together or not at all."""
    require(by, "agreements.record_signature", ceremony)
    taken, counted = Taken(), []
    for name, content in files:
        try:
            counted.append((name, content, count_pages(content)))
        except UnreadableScan as error:
            taken.refused.append((name, str(SCAN_REFUSALS[error.code])))
    is_large = sum(pages for _name, _content, pages in counted) > MOST_AT_ONCE
    for name, content, pages in counted:
        if is_large:
            _queue(ceremony, content, name, pages, by=by, at=at)
            taken.queued += pages
            continue
        try:
            scans = take_in_scan(ceremony.programme, content, name, ceremony=ceremony, by=by, at=at)
        except Refusal as refusal:
            taken.refused.append((name, str(refusal)))
            continue
        taken.pages += len(scans)
        taken.found += _found_among(scans)
    return taken


@transaction.atomic
def _queue(
    ceremony: Ceremony, content: bytes, name: str, pages: int, *, by: Person, at: datetime
) -> Stack:
    stack = Stack(
        programme=ceremony.programme,
        ceremony=ceremony,
        key=secrets.token_urlsafe(24),
        name=name[:200],
        page_count=pages,
        by=by,
        created_at=at,
    )
    stack.file.save("stack", ContentFile(content), save=False)
    stack.save()
    record(stack, "queue_stack", by=by, at=at, after={"pages": pages})
    read_stack.enqueue(stack.pk)
    return stack


@transaction.atomic
def read_again(stack: Stack, *, by: Person, at: datetime) -> Stack:
    """Try a stack once more whose reading failed. Refuses: ``wrong_state``."""
    require(by, "agreements.record_signature", stack)
    advance(stack, "read_again", by=by, at=at, failure="", read_count=0, ended_at=None)
    read_stack.enqueue(stack.pk)
    return stack


@transaction.atomic
def discard_stack(stack: Stack, *, by: Person, at: datetime) -> Stack:
    """Throw a stack away whose reading failed, and its file. Refuses: ``wrong_state``."""
    require(by, "agreements.record_signature", stack)
    advance(stack, "discard", by=by, at=at)
    _forget_file(stack)
    return stack


def give_up_silent_stacks(ceremony: Ceremony, *, at: datetime) -> int:
    """Stacks whose worker was killed are failed, so that they can be read again. How many."""
    count = 0
    for stack in ceremony.stacks.filter(state=StackState.READING, beat_at__lt=at - SILENCE):
        count += _fail(stack, CUT_OFF, at=at)
    return count


@task()
def read_stack(stack_id: int) -> None:
    """What the worker does with a stack. Whatever goes wrong ends it with a sentence and keeps
    none of its pages; the error goes to the log."""
    stack = Stack.objects.select_related("programme", "ceremony", "by").get(pk=stack_id)
    try:
        advance(stack, "begin_reading", by=None, at=clock.now(), beat_at=clock.now())
    except Refusal:
        return  # thrown away before it began, or begun by another
    with translation.override("id"):
        try:
            _keep(stack, _read(stack))
        except _ItsOver:
            return
        except _Stopped:
            _fail(stack, CUT_OFF, at=clock.now())
        except UnreadableScan as error:
            _fail(stack, str(SCAN_REFUSALS[error.code]), at=clock.now())
        except Refusal as refusal:
            # whoever brought it may not any more
            _fail(stack, str(refusal), at=clock.now())
        except Exception:
            logger.exception("stack %s of ceremony %s failed", stack.pk, stack.ceremony_id)
            _fail(stack, BROKEN, at=clock.now())


def _read(stack: Stack) -> list[Page]:
    """The pages, telling now and then how far it is."""
    with stack.file.open("rb") as file:
        content = file.read()
    pages: list[Page] = []
    looked = monotonic()
    for page in pages_in(content):
        pages.append(page)
        if monotonic() - looked < LOOK_SECONDS:
            continue
        looked = monotonic()
        if not serving.goes_on():
            raise _Stopped
        _tell(stack, len(pages))
    return pages


def _tell(stack: Stack, count: int) -> None:
    """How far it is. Raises _ItsOver where the stack is no longer this worker's."""
    still = Stack.objects.filter(pk=stack.pk, state=StackState.READING)
    try:
        if not still.update(read_count=count, beat_at=clock.now()):
            raise _ItsOver
    except DatabaseError as error:
        # a crowded moment; the next look tells it
        logger.warning("stack %s could not note its progress: %s", stack.pk, error)


@transaction.atomic
def _keep(stack: Stack, pages: Sequence[Page]) -> None:
    """All pages and the end of the stack, in one transaction."""
    at = clock.now()
    mine = Stack.objects.select_for_update(of=("self",)).get(pk=stack.pk)
    if mine.state != StackState.READING:
        raise _ItsOver
    papers = queries.papers_by_mark(stack.programme, {page.mark for page in pages})
    scans = keep_pages(
        stack.programme, stack.ceremony, pages, papers, stack.name, by=stack.by, at=at
    )
    advance(
        mine, "finish_reading", by=None, at=at, ended_at=at,
        read_count=len(scans), found_count=_found_among(scans),
    )  # fmt: skip
    _forget_file(mine)


def _fail(stack: Stack, sentence: str, *, at: datetime) -> bool:
    try:
        advance(stack, "fail_reading", by=None, at=at, failure=sentence[:300], ended_at=at)
    except Refusal:  # it ended at this very moment
        logger.warning("stack %s had ended already: %s", stack.pk, sentence)
        return False
    return True


def _forget_file(stack: Stack) -> None:
    """The file itself goes once what was decided is certain."""
    storage, name = stack.file.storage, stack.file.name or ""
    Stack.objects.filter(pk=stack.pk).update(file="")
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _found_among(scans: Sequence[Scan]) -> int:
    return sum(scan.agreement_id is not None for scan in scans)
