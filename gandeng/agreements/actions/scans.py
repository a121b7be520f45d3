"""Scanned papers find whose they are: by the code on each page, or because somebody says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements import queries
from gandeng.agreements.core.scans import owners_of
from gandeng.agreements.gateways import Page, UnreadableScan, read_pages
from gandeng.agreements.models import Agreement, Ceremony, Scan
from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.programmes.models import Programme


def take_in_scan(
    programme: Programme,
    content: bytes,
    source_name: str,
    *,
    ceremony: Ceremony | None = None,
    by: Person,
    at: datetime,
) -> list[Scan]:
    """Keep the pages of a photo or a PDF and find whose they are by the code printed on them.

    Every page carries one. A page on which none could be read belongs to the pages around it where
    these agree, else it waits for somebody to say. The same page twice is kept once.

    Refuses: ``bad_scan``.
    """
    probe = ceremony or Ceremony(programme=programme)
    require(by, "agreements.record_signature", probe)
    try:
        pages = read_pages(content)
    except UnreadableScan as error:
        raise Refusal("bad_scan", SCAN_REFUSALS[error.code], field="files") from error
    papers = queries.papers_by_mark(programme, {page.mark for page in pages})
    return keep_pages(programme, ceremony, pages, papers, source_name, by=by, at=at)


SCAN_REFUSALS = {
    "too_heavy": _("Berkas lebih dari 25 MB. Pindai dengan mutu lebih rendah, lalu unggah lagi."),
    "too_many_pages": _("Berkas lebih dari 400 halaman. Bagi menjadi beberapa berkas."),
    "not_a_scan": _("Berkas itu bukan foto (JPEG, PNG, HEIC) atau PDF yang bisa dibaca."),
}


@transaction.atomic
def keep_pages(
    programme: Programme,
    ceremony: Ceremony | None,
    pages: Sequence[Page],
    papers: dict[str, Agreement],
    source_name: str,
    *,
    by: Person,
    at: datetime,
) -> list[Scan]:
    """The pages of one file, all of them or none; the same page twice is kept once."""
    require(by, "agreements.record_signature", ceremony or Ceremony(programme=programme))
    kept: list[Scan] = []
    owners = owners_of([page.mark for page in pages])
    for number, (page, owner) in enumerate(zip(pages, owners, strict=True), start=1):
        paper = papers.get(owner)
        scan = Scan.objects.filter(programme=programme, digest=page.digest).first()
        if scan is None:
            scan = Scan(
                programme=programme,
                ceremony=ceremony,
                agreement=paper,
                digest=page.digest,
                source_name=f"{source_name[:180]} ({number})"
                if len(pages) > 1
                else source_name[:200],
                was_read=paper is not None and page.mark == owner,
                by=by,
                at=at,
            )
            scan.file.save("scan.webp", ContentFile(page.webp), save=False)
            scan.save()
            record(scan, "take_in_scan", by=by, at=at, after={"agreement": str(paper or "")})
        kept.append(scan)
    return kept


@transaction.atomic
def assign_scan(scan: Scan, agreement: Agreement, *, by: Person, at: datetime) -> Scan:
    """Somebody says whose paper a page is, where no code could be read.

    Refuses: ``other_programme``, ``scan_is_read``.
    """
    require(by, "agreements.record_signature", scan)
    if agreement.programme_id != scan.programme_id:
        raise Refusal("other_programme", _("Perjanjian itu bukan milik program ini."))
    if scan.was_read:
        raise Refusal("scan_is_read", _("Kode pada halaman ini sudah menyebut perjanjiannya."))
    scan.agreement = agreement
    scan.save(update_fields=["agreement"])
    record(scan, "assign_scan", by=by, at=at, after={"agreement": str(agreement)})
    return scan
