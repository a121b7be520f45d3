"""What a workbook row becomes here: a maker, or a buyer with its shop."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from gandeng.intake.core.cells import (
    Choices,
    Place,
    PlaceNames,
    digits_reader,
    read_business_name,
    read_person_name,
    read_phone,
    read_rupiah,
    read_whole,
    read_year,
    read_yes_or_no,
    text_reader,
)
from gandeng.intake.core.cells.places import fold_place
from gandeng.intake.core.kinds import Column, Kind
from gandeng.intake.core.similarity import Business, find_doubles
from gandeng.intake.core.tables import TableRow
from gandeng.intake.queries.importers import Importer, Planned, register
from gandeng.kernel.errors import Refusal
from gandeng.kernel.sealing import fingerprint, mask
from gandeng.people.models import Person
from gandeng.programmes.models import Place as PlaceRow
from gandeng.programmes.models import Programme
from gandeng.programmes.queries import districts_of, villages_of

from . import actions
from .core.doubles import evidence_of
from .core.names import fold_name
from .models import Organisation
from .states import Kind as OrganisationKind
from .states import PaymentHabit

SAME_NAME = 85


def place_names(programme: Programme) -> PlaceNames:
    """The programme's districts and villages, found by what people call them."""
    districts = [Place(place.code, place.name, "district") for place in districts_of(programme)]
    villages = [
        Place(place.code, place.name, "village", place.parent_id or "")
        for place in villages_of(programme)
    ]
    return PlaceNames([*districts, *villages])


@dataclass(eq=False)
class Known:
    """An organisation that is there, or that this run makes: what rows are matched by."""

    name: str
    folded: str
    pk: int | None = None
    row: int | None = None
    file: str = ""
    sheet: str = ""
    digest: str = ""
    owner: str = ""
    nib: str = ""
    nik: str = ""
    phone: str = ""
    village: str = ""
    district: str = ""
    number: str = ""
    kind: str = ""
    thing: Organisation | None = None


class Register:
    """All organisations of one side by everything they can be found by."""

    def __init__(self) -> None:
        self.all: list[Known] = []
        self.by: dict[str, dict[str, list[Known]]] = defaultdict(lambda: defaultdict(list))
        self._near: dict[str, list[tuple[float, Known]]] = {}
        self._near_of = -1
        self._names: list[str] = []

    def add(self, known: Known) -> Known:
        self.all.append(known)
        for clue in ("nib", "nik", "phone", "folded", "number"):
            if value := getattr(known, clue):
                self.by[clue][value].append(known)
        return known

    def find(self, clue: str, value: str) -> list[Known]:
        return self.by[clue].get(value, []) if value else []

    def nearest(self, folded: str) -> list[tuple[float, Known]]:
        """The two names most alike, the better first. Asked again and again for the same typos."""
        if self._near_of != len(self.all):
            self._near, self._near_of = {}, len(self.all)
            self._names = [known.folded for known in self.all]
        if folded not in self._near:
            hits = process.extract(folded, self._names, scorer=fuzz.ratio, limit=2)
            self._near[folded] = [(score, self.all[position]) for _name, score, position in hits]
        return self._near[folded]

    def read(self, organisations: Iterable[Organisation]) -> None:
        """Those merged into another are found under their own words and mean the other."""
        rows = list(organisations)
        of_pk = {row.pk: row for row in rows}
        for row in rows:
            thing = row
            while thing.merged_into_id and thing.merged_into_id in of_pk:
                thing = of_pk[thing.merged_into_id]
            self.add(
                Known(
                    name=thing.name,
                    folded=row.folded_name,
                    pk=thing.pk,
                    owner=row.owner_name,
                    nib=row.nib,
                    nik=row.nik_fingerprint,
                    phone=row.phone,
                    village=row.village_id or "",
                    district=row.district_id or "",
                    number=row.cooperative_number,
                    kind=row.kind,
                    thing=thing,
                )
            )


class Meant(NamedTuple):
    """Who is meant by a name: found exactly, nearly, one of several, or nobody, with what to
    suggest."""

    maker: Known | None
    how: Literal["exact", "near", "several", "none"]
    suggestions: tuple[str, ...] = ()
    among: tuple[Known, ...] = ()


class OrganisationImporter(Importer):
    """What makers' and buyers' importers share."""

    makers: bool
    shows_repeats = True

    def load(self) -> None:
        self.register = Register()
        rows = Organisation.objects.filter(programme=self.desk.programme)
        self.register.read((rows.makers() if self.makers else rows.buyers()).order_by("pk"))
        places = [*districts_of(self.desk.programme), *villages_of(self.desk.programme)]
        self.places = {place.code: place for place in places}

    def fields_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A row's values as fields of an organisation."""
        fields = {name: value for name, value in values.items() if name not in {"shop", "kind"}}
        for name in ("village", "district"):
            if name in fields:
                fields[name] = self.places[fields[name]]
        return fields

    def change(self, planned: Planned, *, by: Person, at: dt.datetime) -> None:
        thing = Organisation.objects.get(pk=planned.ref.pk)
        actions.describe_organisation(thing, by=by, at=at, **self.fields_of(planned.values))

    def merge(self, planned: Planned, thing_id: int, *, by: Person, at: dt.datetime) -> None:
        thing = Organisation.objects.get(pk=thing_id)
        blank = {
            name: value
            for name, value in self.fields_of(planned.values).items()
            if getattr(thing, name, None) in (None, "")
        }
        if thing.district_id and blank.get("village"):
            blank.pop("village")
        actions.describe_organisation(thing, by=by, at=at, **blank)

    def doubles(self, planned: Sequence[Planned]) -> list[dict[str, Any]]:
        new = [row.ref for row in planned if row.action == "create"]
        if not new:
            return []
        everybody = list({id(known): known for known in self.register.all}.values())
        keys = {id(known): f"{number:06d}" for number, known in enumerate(everybody)}
        of_key = {key: known for known, key in zip(everybody, keys.values(), strict=True)}
        pairs = find_doubles(
            [
                _business(keys[id(known)], known, self.serials(known), self.places)
                for known in everybody
            ],
            only_touching=[keys[id(known)] for known in new],
        )
        return [
            {
                "kind": self.key,
                "is_held": False,
                "left": _named(of_key[pair.first]),
                "right": _named(of_key[pair.second]),
                "evidence": [
                    reason if reason["code"] != "nik" else {"code": "nik", "words": "NIK sama"}
                    for reason in evidence_of(pair)
                ],
            }
            for pair in pairs
        ]

    def serials(self, known: Known) -> tuple[str, ...]:
        """P-IRT producer serials, where the certificates' importer has read them."""
        serials = getattr(self.desk, "producer_serials", {})
        return tuple(sorted(serials.get(id(known), ())))

    def after(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        new = [row.ref.pk for row in planned if row.action == "create" and row.ref.pk]
        if new:
            actions.find_doubles(self.desk.programme, by=by, at=at, among=new)

    def differing(self, thing: Organisation, values: dict[str, Any]) -> dict[str, Any]:
        """What a row says otherwise than is known; a value it lacks changes nothing."""
        return {
            name: value
            for name, value in self.fields_of(values).items()
            if getattr(thing, name) != value
        }

    def settle_known(self, planned: Planned, known: Known) -> Planned:
        """The row means something known: changed or unchanged."""
        planned.ref = known
        if known.thing is None or not self.differing(known.thing, planned.values):
            planned.action = "unchanged"
        else:
            planned.action = "change"
        return planned


def _business(
    key: str, known: Known, serials: tuple[str, ...], places: Mapping[str, PlaceRow]
) -> Business:
    return Business(
        key=key,
        name=known.name,
        village=known.village,
        village_name=places[known.village].name if known.village in places else "",
        district=known.district,
        district_name=places[known.district].name if known.district in places else "",
        nib=known.nib,
        nik=known.nik,
        phones=(known.phone,) if known.phone else (),
        serials=serials,
        owner=known.owner,
    )


def _named(known: Known) -> dict[str, Any]:
    return {
        "name": known.name,
        "id": known.pk,
        "file": known.file,
        "sheet": known.sheet,
        "row": known.row,
    }


@register
class MakerImporter(OrganisationImporter):
    """A row of the office's list of UMKM."""

    key = "maker"
    label = _("UMKM")
    makers = True
    example = (
        "CONTOH: Dapur Sari", "Siti Aminah", "3215014505800001", "1234567890123", "0812-3456-7890",
        "Kp. Krajan RT 003/RW 005", "Adiarsa Barat", "Karawang Barat", 2019, 120000000, 3, "", "",
    )  # fmt: skip

    def columns(self) -> Kind:
        places = place_names(self.desk.programme)
        return Kind(
            "maker",
            "UMKM",
            (
                Column("name", "Nama Usaha / Merek", ("nama usaha", "merek", "nama umkm", "umkm",
                    "nama ikm", "usaha", "brand", "nama toko", "business name", "nama merek",
                    "merk", "nama usaha merek", "nama pelaku usaha umkm"),
                    is_required=True, reader=read_business_name),
                Column("owner_name", "Nama Pemilik", ("pemilik", "nama pemilik usaha", "owner",
                    "pelaku usaha", "nama pelaku usaha", "penanggung jawab", "nama lengkap",
                    "nama pengusaha", "pengusaha", "nama"),
                    reader=read_person_name),
                Column("nik", "NIK (KTP)", ("nik", "no ktp", "ktp", "nomor induk kependudukan",
                    "nik pemilik", "no nik"), reader=digits_reader(16)),
                Column("nib", "NIB", ("nomor induk berusaha", "no nib", "nib oss"),
                    reader=digits_reader(13)),
                Column("phone", "No. HP/WA", ("no hp", "no hp wa", "hp", "wa", "telepon",
                    "no telepon", "kontak", "no wa", "no kontak", "nomor hp", "hp wa", "contact"),
                    reader=read_phone),
                Column("address", "Alamat", ("alamat usaha", "alamat lengkap", "address", "jalan"),
                    reader=text_reader(250)),
                Column("village", "Desa/Kel", ("desa", "kelurahan", "desa kelurahan", "kel desa",
                    "village"), reader=places.read_village, given="district"),
                Column("district", "Kecamatan", ("kec", "district", "wilayah kecamatan"),
                    reader=places.read_district),
                Column("started_year", "Mulai Usaha", ("tahun berdiri", "tahun mulai", "berdiri",
                    "tahun mulai usaha", "mulai", "tahun usaha", "sejak"), reader=read_year),
                Column("yearly_turnover", "Omzet / th", ("omzet", "omset", "omzet tahun",
                    "omset tahun", "omzet per tahun", "omset per tahun", "turnover", "pendapatan",
                    "penjualan setahun", "omzet setahun"), reader=read_rupiah),
                Column("worker_count", "Tenaga Kerja", ("jumlah tenaga kerja", "jumlah pekerja",
                    "pekerja", "karyawan", "jumlah karyawan", "naker", "workers"),
                    reader=read_whole),
                Column("email", "E-mail", ("email", "surel", "alamat email"),
                    reader=text_reader(254)),
                Column("note", "Keterangan", ("catatan", "ket", "note"), reader=text_reader(2000)),
            ),
            sheet_words=("umkm", "pelaku usaha", "ikm", "maker"),
        )  # fmt: skip

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        planned.name = values["name"]
        if "email" in values and "@" not in values["email"]:
            planned.look("email", "not_an_email", "Alamat e-mail tidak memuat @; tidak disimpan.")
            values.pop("email")
        if len(values.get("nib", "")) != 13:
            values.pop("nib", None)
        if len(values.get("nik", "")) != 16:
            values.pop("nik", None)
        known = Known(
            name=values["name"],
            folded=fold_name(values["name"])[:150],
            row=planned.row,
            file=planned.file,
            sheet=planned.sheet,
            digest=planned.digest,
            owner=values.get("owner_name", ""),
            nib=values.get("nib", ""),
            nik=fingerprint(values.get("nik", "")),
            phone=values.get("phone", ""),
            village=values.get("village", ""),
            district=values.get("district", ""),
            kind=OrganisationKind.MAKER,
        )
        if not planned.is_forced and (answer := self._meant(known, planned)):
            return answer
        planned.ref = self.register.add(known)
        return planned

    def _meant(self, known: Known, planned: Planned) -> Planned | None:
        """What the row means among the known, if anything."""
        for clue, word in (("nib", "NIB"), ("nik", "NIK")):
            for other in self.register.find(clue, getattr(known, clue)):
                is_new = other.thing is None
                if not is_new and _is_same(known, other):
                    return self.settle_known(planned, other)
                shown = known.nib if clue == "nib" else mask(planned.values["nik"])
                planned.evidence = [
                    {"code": clue, "facts": {"value": shown}, "words": f"{word} sama: {shown}"}
                ]
                alike = int(fuzz.token_sort_ratio(known.folded, other.folded))
                if alike >= SAME_NAME:
                    words = f"Nama mirip {alike} %: {other.name}"
                    planned.evidence.append({"code": "name", "words": words})
                planned.ref, planned.action = other, "hold"
                where = f"baris {other.row}" if other.row else "yang sudah terdaftar"
                planned.look(
                    clue,
                    "double_held",
                    f"{word} sama dengan “{other.name}” ({where}). Putuskan: gabungkan, atau "
                    "memang berbeda. Sampai itu baris ini ditahan.",
                )
                return planned
        return self._meant_by_name(known, planned)

    def _meant_by_name(self, known: Known, planned: Planned) -> Planned | None:
        """Where no number says it: the same name in the same place, or nearly with one phone."""
        named = [
            other
            for other in self.register.find("folded", known.folded)
            if not _contradict(known, other)
            and (_is_same_place(known, other) or (known.phone and known.phone == other.phone))
        ]
        for other in named:
            if other.thing is None and other.digest == planned.digest:
                planned.ref, planned.action = other, "unchanged"
                said = f"Baris ini sama persis dengan baris {other.row}; dibaca sekali."
                return planned.look("name", "row_twice", said)
        there = [other for other in named if other.thing is not None]
        if not named:
            there = [
                other
                for other in self.register.find("phone", known.phone)
                if other.thing is not None
                and not _contradict(known, other)
                and fuzz.token_sort_ratio(known.folded, other.folded) >= SAME_NAME
            ]
        if len({other.pk for other in there}) == 1:
            return self.settle_known(planned, there[0])
        likely = [other for other in there or named if _is_surely_there(known, other)]
        if not likely:
            return None
        planned.ref, planned.action = likely[0], "hold"
        where = f"baris {likely[0].row}" if likely[0].row else "yang sudah terdaftar"
        words = "Nama dan tempatnya sama"
        planned.evidence = [{"code": "name", "words": words}]
        return planned.look(
            "name",
            "double_held",
            f"{words} dengan “{likely[0].name}” ({where}). Putuskan: gabungkan, atau memang "
            "berbeda. Sampai itu baris ini ditahan.",
        )

    def find(self, name: str) -> Meant:
        """The maker meant by a name, perhaps with its place in brackets: "Sari (Klari)"."""
        bare, place = _name_and_place(name)
        if place and (there := self._exactly(bare)):
            wanted = [known for known in there if place in self._places_of(known)]
            if len(wanted) == 1:
                return Meant(wanted[0], "exact")
        exact = self._exactly(name)
        if len(exact) > 1:
            said = [self.said_with_place(known) for known in exact]
            return Meant(None, "several", tuple(said), tuple(exact))
        if exact:
            return Meant(exact[0], "exact")
        near = self.register.nearest(fold_name(name)[:150])
        if near and near[0][0] >= 90 and (len(near) < 2 or near[0][0] > near[1][0]):
            return Meant(near[0][1], "near")
        return Meant(None, "none", tuple(known.name for score, known in near if score >= 60))

    def _exactly(self, name: str) -> list[Known]:
        """All different makers of this name; rows merged into one maker count once."""
        found = self.register.find("folded", fold_name(name)[:150])
        return list({known.pk or id(known): known for known in reversed(found)}.values())[::-1]

    def _places_of(self, known: Known) -> set[str]:
        codes = (known.village, known.district)
        return {fold_place(self.places[code].name) for code in codes if code in self.places}

    def said_with_place(self, known: Known) -> str:
        """ "Dapur Sari (Klari)": how to write which of several is meant."""
        code = known.district or known.village
        return f"{known.name} ({self.places[code].name})" if code in self.places else known.name

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        rows = [self.fields_of(row.values) for row in planned]
        answers = actions.register_many(
            self.desk.programme, OrganisationKind.MAKER, rows, by=by, at=at
        )
        for row, answer in zip(planned, answers, strict=True):
            if isinstance(answer, Refusal):
                row.stop(answer.field, answer.code, str(answer))
            else:
                row.ref.pk, row.ref.thing = answer.pk, answer


def _contradict(known: Known, other: Known) -> bool:
    """Two numbers of one sort that differ belong to two."""
    return any(
        getattr(known, clue)
        and getattr(other, clue)
        and getattr(known, clue) != getattr(other, clue)
        for clue in ("nib", "nik")
    )


def _is_same_place(known: Known, other: Known) -> bool:
    """As far as both say where they are, it is the same."""
    for place in ("village", "district"):
        if getattr(known, place) and getattr(other, place):
            return bool(getattr(known, place) == getattr(other, place))
    return True


def _is_surely_there(known: Known, other: Known) -> bool:
    """Same village, or the same phone: more than a name in common."""
    return bool(
        (known.village and known.village == other.village)
        or (known.phone and known.phone == other.phone)
        or (known.district and known.district == other.district)
    )


def _name_and_place(name: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?)\s*[(\[]([^)\]]+)[)\]]\s*", name)
    return (found[1], fold_place(found[2])) if found else (name, "")


def _is_same(known: Known, other: Known) -> bool:
    return (
        fuzz.token_sort_ratio(known.folded, other.folded) >= SAME_NAME
        or (bool(known.owner) and known.owner.casefold() == other.owner.casefold()
        and known.nib == other.nib)
    )  # fmt: skip


KINDS = Choices(
    {
        OrganisationKind.COOPERATIVE: (
            "koperasi", "kopkar", "koperasi karyawan", "koperasi pegawai", "kpri",
            "koperasi perusahaan",
        ),
        OrganisationKind.HOTEL: ("hotel", "penginapan", "resort", "guest house"),
        OrganisationKind.RESTAURANT: (
            "restoran", "rumah makan", "rm", "resto", "kafe", "cafe", "katering",
        ),
        OrganisationKind.OFFICE: (
            "kantor", "kantor pemerintah", "dinas", "badan", "kecamatan", "opd", "instansi",
        ),
        OrganisationKind.GALLERY: ("galeri", "gerai", "gallery", "toko oleh oleh", "minimarket"),
        OrganisationKind.VILLAGE_COOPERATIVE: (
            "koperasi desa", "kopdes", "bumdes", "koperasi merah putih",
        ),
    },
    {
        "cooperative": "Koperasi karyawan", "hotel": "Hotel", "restaurant": "Restoran",
        "office": "Kantor pemerintah", "gallery": "Galeri",
        "village_cooperative": "Koperasi desa",
    },
)  # fmt: skip
HABITS = Choices(
    {
        PaymentHabit.CASH: ("tunai", "cash", "kontan", "langsung"),
        PaymentHabit.TWO_WEEKS: (
            "tempo 14 hari", "2 minggu", "14 hari", "dua minggu", "tempo 2 minggu",
        ),
        PaymentHabit.THREE_WEEKS: (
            "3 minggu", "tiga minggu", "21 hari", "tempo 21 hari", "tempo 3 minggu",
        ),
        PaymentHabit.MONTH_END: ("tiap akhir bulan", "akhir bulan", "bulanan", "tiap bulan"),
        PaymentHabit.THIRTY_DAYS: (
            "tempo 30 hari", "30 hari", "1 bulan", "sebulan", "tempo 1 bulan",
        ),
    }
)  # fmt: skip


@register
class BuyerImporter(OrganisationImporter):
    """A row of the office's list of cooperatives, hotels, restaurants, offices."""

    key = "buyer"
    label = _("Pembeli")
    makers = False
    example = (
        "CONTOH: Kopkar Maju Bersama", "Koperasi karyawan", "Elektronika", "KIIC",
        "Telukjambe Timur", 1200, 800, "Toko", "ya", "Budi Santoso", "0812-3456-7890",
        "1234567890123", "tempo 14 hari", "08.00-16.00", "",
    )  # fmt: skip

    def columns(self) -> Kind:
        places = place_names(self.desk.programme)
        return Kind(
            "buyer",
            "Pembeli",
            (
                Column("name", "Nama Koperasi / Pembeli", ("nama koperasi", "koperasi",
                    "nama pembeli", "nama hotel", "nama restoran", "nama kantor", "nama instansi",
                    "pembeli", "nama kopkar", "nama perusahaan", "nama lembaga", "nama"),
                    is_required=True, reader=read_business_name),
                Column("kind", "Jenis", ("jenis pembeli", "tipe", "kelompok", "jenis usaha"),
                    reader=KINDS.read),
                Column("company_field", "Bidang Perusahaan", ("bidang", "bidang usaha", "sektor",
                    "industri"), reader=text_reader(100)),
                Column("estate", "Kawasan Industri", ("kawasan", "lokasi kawasan", "estate"),
                    reader=text_reader(100)),
                Column("district", "Kecamatan", ("kec", "wilayah"), reader=places.read_district),
                Column("employee_count", "Jml Karyawan", ("jumlah karyawan", "karyawan",
                    "jumlah pekerja"), reader=read_whole),
                Column("member_count", "Jml Anggota", ("jumlah anggota", "anggota"),
                    reader=read_whole),
                Column("shop", "Unit Toko", ("toko", "unit usaha", "jenis toko", "waserda"),
                    reader=text_reader(100)),
                Column("has_pos", "Punya POS", ("pos", "kasir pos", "punya kasir", "mesin kasir"),
                    reader=read_yes_or_no),
                Column("pic_name", "PIC", ("nama pic", "kontak person", "contact person",
                    "penanggung jawab", "narahubung", "ketua", "manajer"),
                    reader=read_person_name),
                Column("phone", "No. HP/WA", ("no hp", "no hp wa", "hp", "wa", "telepon",
                    "no telepon", "kontak", "no wa"), reader=read_phone),
                Column("cooperative_number", "NIK Koperasi (ODS)", ("nik koperasi",
                    "nomor induk koperasi", "no induk koperasi", "nik ods"),
                    reader=digits_reader()),
                Column("payment_habit", "Cara Bayar", ("pembayaran", "cara pembayaran", "tempo",
                    "termin", "sistem bayar"), reader=HABITS.read),
                Column("receiving_hours", "Jam Terima Barang", ("jam terima", "jam penerimaan",
                    "jam kirim"), reader=text_reader(60)),
                Column("email", "E-mail", ("email", "surel"), reader=text_reader(254)),
            ),
            sheet_words=("koperasi", "kopkar", "pembeli", "hotel", "restoran", "kantor"),
        )  # fmt: skip

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        planned.name = values["name"]
        if "email" in values and "@" not in values["email"]:
            planned.look("email", "not_an_email", "Alamat e-mail tidak memuat @; tidak disimpan.")
            values.pop("email")
        values.setdefault("kind", _kind_by_name(values["name"]))
        known = Known(
            name=values["name"],
            folded=fold_name(values["name"])[:150],
            row=planned.row,
            file=planned.file,
            sheet=planned.sheet,
            digest=planned.digest,
            phone=values.get("phone", ""),
            district=values.get("district", ""),
            number=values.get("cooperative_number", "")[:20],
            kind=values["kind"],
        )
        if not planned.is_forced and (answer := self._meant(known, planned)):
            return answer
        planned.ref = self.register.add(known)
        return planned

    def _meant(self, known: Known, planned: Planned) -> Planned | None:
        for other in self.register.find("number", known.number):
            if fuzz.token_sort_ratio(known.folded, other.folded) >= SAME_NAME:
                return self._same(planned, other)
            planned.ref, planned.action = other, "hold"
            words = f"NIK Koperasi sama: {known.number}"
            planned.evidence = [{"code": "cooperative_number", "words": words}]
            return planned.look(
                "cooperative_number",
                "double_held",
                f"{words} (“{other.name}”). Putuskan: gabungkan, atau memang berbeda.",
            )
        for other in self.register.find("folded", known.folded):
            if (
                other.kind == known.kind
                and other.district == known.district
                and not (known.number and other.number)
            ):
                return self._same(planned, other)
        return None

    def _same(self, planned: Planned, other: Known) -> Planned:
        """Named twice in one run, or known from before."""
        if other.thing is None:
            planned.ref, planned.action = other, "unchanged"
            said = f"Pembeli ini sudah ada di baris {other.row}; baris ini dilewati."
            return planned.look("name", "buyer_twice", said)
        return self.settle_known(planned, other)

    def find(self, name: str) -> tuple[Known | None, list[str]]:
        """The buyer somebody means by a name, or the nearest names."""
        folded = fold_name(name)[:150]
        if exact := self.register.find("folded", folded):
            return exact[0], []
        scored = self.register.nearest(folded)
        if scored and scored[0][0] >= 90:
            return scored[0][1], []
        return None, [known.name for score, known in scored if score >= 60]

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        by_kind: dict[str, list[Planned]] = defaultdict(list)
        for row in planned:
            by_kind[row.values["kind"]].append(row)
        for kind, rows in by_kind.items():
            fields = [self.fields_of(row.values) for row in rows]
            answers = actions.register_many(self.desk.programme, kind, fields, by=by, at=at)
            for row, answer in zip(rows, answers, strict=True):
                if isinstance(answer, Refusal):
                    row.stop(answer.field, answer.code, str(answer))
                    continue
                row.ref.pk, row.ref.thing = answer.pk, answer
                if shop := row.values.get("shop"):
                    actions.open_outlet(
                        answer,
                        f"{shop} {answer.name}"[:120],
                        by=by,
                        at=at,
                        receiving_hours=answer.receiving_hours,
                    )


def _kind_by_name(name: str) -> str:
    found = KINDS.read(name.split(maxsplit=1)[0]).value
    return found or OrganisationKind.COOPERATIVE
