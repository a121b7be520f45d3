"""The office's side of the demo: workbooks come in, doubles are decided, products are listed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from gandeng.catalogue.actions import list_accepted
from gandeng.intake.actions import check_files, decide_held, take_in
from gandeng.intake.models import HeldRow
from gandeng.intake.queries.planning import File
from gandeng.organisations.actions import verify_organisation
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.programmes.actions import found_programme
from gandeng.programmes.models import Place, Programme

from .cast import appoint_office

DATA = Path(__file__).resolve().parent / "data"
WORKBOOKS = ("umkm-produk.xlsx", "pembeli.xlsx", "penilaian-kurasi.xlsx")


def build_office(*, at: datetime, today: date) -> tuple[Programme, Person]:
    """Found the programme and bring its workbooks in, the way its officer would."""
    programme = found_programme(
        "karawang",
        "Gandeng Karawang",
        "Dinas Koperasi dan UKM Kabupaten Karawang",
        Place.objects.get(code="32.15"),
        at=at,
    )
    officer = appoint_office(programme, at=at)
    files = [File(name, (DATA / name).read_bytes()) for name in WORKBOOKS]
    upload = check_files(
        programme, files, key="demo-workbooks", by=officer, at=at + timedelta(hours=1)
    )
    take_in(upload, by=officer, at=at + timedelta(hours=2))
    for held in HeldRow.objects.filter(programme=programme).order_by("pk"):
        decide_held(held, is_same=True, by=officer, at=at + timedelta(hours=3))
    makers = Organisation.objects.filter(programme=programme).makers().order_by("pk")
    # the field mentors have been to three makers in four
    for number, maker in enumerate(makers):
        if number % 4 != 3:
            verify_organisation(maker, by=officer, at=at + timedelta(hours=4, minutes=number % 50))
    list_accepted(programme, by=officer, at=at + timedelta(hours=5))
    return programme, officer
