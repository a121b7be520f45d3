"""What a workbook row becomes here: a product."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gandeng.intake.core.cells import (
    Choices,
    read_duration_days,
    read_measure,
    read_rupiah,
    text_reader,
    whole_reader,
)
from gandeng.intake.core.cells.digits import digits_reader
from gandeng.intake.core.kinds import Column, Kind
from gandeng.intake.core.tables import TableRow
from gandeng.intake.queries.importers import Importer, Planned, register
from gandeng.kernel.errors import Refusal
from gandeng.organisations.core.names import fold_name
from gandeng.people.models import Person

from . import actions
from .core.barcodes import is_barcode
from .models import Product
from .states import Category, Packaging, Storage

MOST = 10**6

CATEGORIES = Choices(
    {
        Category.SNACK: ("camilan", "cemilan", "snack", "makanan ringan", "keripik", "kerupuk"),
        Category.DRY_CAKE: ("kue kering", "cookies", "kukis"),
        Category.WET_CAKE: ("kue basah", "jajanan pasar", "roti dan kue", "kue", "bakery"),
        Category.DRINK: ("minuman", "minuman cair", "minuman siap minum", "drink"),
        Category.POWDERED_DRINK: ("minuman serbuk", "minuman bubuk", "serbuk"),
        Category.COFFEE_TEA: ("kopi dan teh", "kopi", "teh", "kopi teh"),
        Category.SEASONING: ("sambal dan bumbu", "bumbu", "sambal", "saus", "bumbu dapur"),
        Category.SUGAR_HONEY: ("gula dan madu", "gula", "madu", "gula aren"),
        Category.CANDY: ("permen dan manisan", "permen", "manisan", "dodol", "coklat", "cokelat"),
        Category.RICE_GRAIN: ("beras dan serealia", "beras", "serealia", "tepung", "hasil tani"),
        Category.FROZEN: ("makanan beku", "frozen", "frozen food", "beku"),
        Category.FISH: ("olahan ikan", "ikan", "hasil laut", "seafood"),
        Category.MEAT: ("olahan daging", "daging", "olahan ayam"),
        Category.READY_MEAL: ("makanan siap saji", "siap saji", "nasi", "katering", "lauk"),
        Category.FASHION: ("fesyen dan kriya", "fashion", "fesyen", "pakaian", "batik", "kriya",
            "kerajinan", "craft", "konveksi", "aksesoris"),
        Category.BAMBOO: ("kriya bambu", "bambu", "anyaman", "kerajinan bambu"),
        Category.HOUSEHOLD: ("rumah tangga", "kebutuhan rumah tangga", "perlengkapan rumah"),
        Category.OTHER: ("lainnya", "lain lain", "dll"),
    },
    {
        "snack": "camilan", "dry_cake": "kue kering", "wet_cake": "kue basah",
        "drink": "minuman", "powdered_drink": "minuman serbuk", "coffee_tea": "kopi & teh",
        "seasoning": "sambal & bumbu", "sugar_honey": "gula & madu", "candy": "permen & manisan",
        "rice_grain": "beras & serealia", "frozen": "makanan beku", "fish": "olahan ikan",
        "meat": "olahan daging", "ready_meal": "makanan siap saji", "fashion": "fesyen & kriya",
        "bamboo": "kriya bambu", "household": "rumah tangga", "other": "lainnya",
    },
)  # fmt: skip
STORAGES = Choices(
    {
        Storage.ROOM: ("suhu ruang", "ruang", "kering", "suhu kamar", "biasa", "room"),
        Storage.CHILLED: ("dingin", "chiller", "kulkas", "lemari es", "chilled", "suhu dingin"),
        Storage.FROZEN: ("beku", "frozen", "freezer"),
    },
    {"room": "suhu ruang", "chilled": "dingin", "frozen": "beku"},
)
PACKAGINGS = Choices(
    {
        str(Packaging.GLASS): ("kaca", "botol kaca", "toples kaca", "glass"),
        str(Packaging.PLASTIC): ("plastik", "pouch", "standing pouch", "toples plastik", "mika"),
        str(Packaging.CARTON): ("karton", "kertas", "dus", "kardus", "box", "paper"),
        str(Packaging.CAN): ("kaleng",),
        str(Packaging.FOIL): ("aluminium foil", "foil", "alufoil"),
        str(Packaging.OTHER): ("lainnya", "daun", "besek", "bambu"),
        str(Packaging.COMPOSITE): ("komposit", "plastik foil", "metalize"),
        str(Packaging.DOUBLE): ("ganda", "plastik dan karton"),
    },
    {str(value): str(name) for value, name in [(1, "1 kaca"), (2, "2 plastik"), (3, "3 karton"),
        (4, "4 kaleng"), (5, "5 foil"), (6, "6 lainnya"), (7, "7 komposit"), (8, "8 ganda")]},
)  # fmt: skip


@dataclass(eq=False)
class Known:
    """A product that is there, or that this run makes."""

    name: str
    code: str
    folded: str
    maker: Any
    size: str
    pk: int | None = None
    row: int | None = None
    thing: Product | None = None


@register
class ProductImporter(Importer):
    """A row of the office's list of products."""

    key = "product"
    label = _("Produk")
    example = (
        "CONTOH-01", "Dapur Sari", "Keripik Pisang Manis", "Camilan", 200, "g", 2, "suhu ruang",
        120, 12000, 15000, 12, 400, 3, "", 200, "",
    )  # fmt: skip

    def columns(self) -> Kind:
        return Kind(
            "product",
            "Produk",
            (
                Column("code", "Kode", ("kode produk", "sku", "code", "id produk"),
                    reader=text_reader(30)),
                Column("maker", "Merek / UMKM", ("umkm", "merek", "nama umkm", "nama usaha",
                    "produsen", "brand", "merk", "pelaku usaha", "nama ikm", "penjual"),
                    is_required=True, reader=text_reader(150)),
                Column("name", "Nama Produk", ("produk", "nama barang", "product", "jenis produk",
                    "item", "nama produk jenis"), is_required=True, reader=text_reader(150)),
                Column("category", "Kategori", ("kategori produk", "kelompok", "category",
                    "golongan"), reader=CATEGORIES.read),
                Column("size", "Isi", ("isi bersih", "netto", "berat bersih", "ukuran", "isi netto",
                    "size", "volume"), reader=read_measure),
                Column("size_unit", "Satuan", ("satuan isi", "unit", "uom"),
                    reader=text_reader(12)),
                Column("packaging", "Kemasan (kode)", ("kemasan", "kode kemasan", "packaging",
                    "jenis kemasan"), reader=read_packaging),
                Column("storage", "Simpan", ("penyimpanan", "cara simpan", "suhu simpan", "storage",
                    "suhu"), reader=STORAGES.read),
                Column("shelf_life_days", "Masa Simpan (hari)", ("masa simpan", "daya tahan",
                    "umur simpan", "expired", "shelf life", "masa kedaluwarsa", "kedaluwarsa"),
                    reader=read_duration_days),
                Column("consignment_price", "Harga Titip", ("harga pokok", "harga modal",
                    "harga umkm", "harga dasar", "harga produsen", "cost", "harga beli", "hpp"),
                    is_required=True, reader=read_rupiah),
                Column("shelf_price", "Harga Jual", ("harga jual toko", "het", "harga eceran",
                    "harga toko", "price", "harga konsumen", "harga"),
                    is_required=True, reader=read_rupiah),
                Column("minimum_order", "Min. Order", ("minimal order", "moq", "minimal pesan",
                    "minimum pesanan", "minimal pemesanan"), reader=whole_reader(1, MOST)),
                Column("monthly_capacity", "Kapasitas / bln", ("kapasitas", "kapasitas bulan",
                    "kapasitas produksi", "produksi bulan", "kapasitas per bulan"),
                    reader=whole_reader(0, MOST)),
                Column("lead_time_days", "Lead time (hari)", ("lead time", "waktu produksi",
                    "lama produksi", "waktu tunggu"), reader=read_duration_days),
                Column("gtin", "Barcode", ("ean", "gtin", "kode batang", "barcode ean"),
                    reader=digits_reader()),
                Column("weight_grams", "Berat (gram)", ("berat", "berat kotor", "weight"),
                    reader=whole_reader(0, MOST)),
                Column("composition", "Komposisi", ("bahan", "bahan baku", "ingredients"),
                    reader=text_reader(2000)),
            ),
            sheet_words=("produk", "barang", "product"),
        )  # fmt: skip

    def load(self) -> None:
        self.by_code: dict[str, Known] = {}
        self.by_name: dict[tuple[int, str, str], Known] = {}
        self.named: dict[str, list[Known]] = defaultdict(list)
        self.gtins: dict[str, Known] = {}
        makers: dict[int, Any] = {}
        for known in self.desk["maker"].register.all:
            makers.setdefault(known.pk, known)
        for product in Product.objects.filter(programme=self.desk.programme).order_by("pk"):
            self._add(
                Known(
                    product.name,
                    product.code,
                    fold_name(product.name),
                    makers.get(product.maker_id),
                    product.size,
                    pk=product.pk,
                    thing=product,
                ),
                product.gtin,
            )

    def _add(self, known: Known, gtin: str = "") -> Known:
        if known.code:
            self.by_code.setdefault(known.code.casefold(), known)
        self.by_name.setdefault((id(known.maker), known.folded, known.size), known)
        self.named[known.folded].append(known)
        if gtin:
            self.gtins.setdefault(gtin, known)
        return known

    def find(self, code: str) -> Known | None:
        """The product with this code."""
        return self.by_code.get(code.strip().casefold())

    def meant(self, planned: Planned) -> Known | None:
        """The product a row of a later room names by its code, or by its name and perhaps its
        maker; where there is none, or more than one, the row is stopped."""
        written = planned.values["code"]
        if known := self.find(written):
            return known
        named = self.named.get(fold_name(written), [])
        maker = (
            self.desk["maker"].find(planned.values["maker"]).maker
            if ("maker" in planned.values)
            else None
        )
        if maker is not None:
            named = [known for known in named if _is_one(known.maker, maker)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = " atau ".join(known.code or f"baris {known.row}" for known in named[:4])
            said = f"Ada {len(named)} produk bernama “{written}”. Tulis kodenya: {codes}."
            planned.stop("code", "product_ambiguous", said)
        else:
            planned.stop(
                "code",
                "unknown_product",
                f"Produk “{written}” tidak ada. Perbaiki kode atau namanya, atau masukkan "
                "produknya dulu.",
            )
        return None

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        planned.name = values["name"]
        self._tidy(planned)
        maker = self._maker_of(planned)
        if planned.action == "stop":
            return planned
        if values["shelf_price"] < values["consignment_price"]:
            return planned.stop(
                "shelf_price",
                "price_below_cost",
                f"Harga jual {values['shelf_price']} di bawah harga titip "
                f"{values['consignment_price']}. Barangkali tertukar? Perbaiki salah satunya.",
            )
        folded = fold_name(values["name"])
        size = _size_of(values)
        code = values.get("code", "")
        known = self.find(code) if code else self.by_name.get((id(maker), folded, size))
        if known is not None:
            return self._meant(planned, known, maker)
        planned.ref = self._add(Known(values["name"], code, folded, maker, size, row=planned.row))
        if gtin := values.get("gtin"):
            if gtin in self.gtins:
                other = self.gtins[gtin].name
                said = f"Barcode {gtin} sudah dipakai “{other}”; jadi tidak disimpan."
                planned.look("gtin", "gtin_taken", said)
                values.pop("gtin")
            else:
                self.gtins[gtin] = planned.ref
        return planned

    def _tidy(self, planned: Planned) -> None:
        values = planned.values
        size = values.pop("size", None)
        if size is not None:
            unit = values.get("size_unit") or size.unit
            amount = int(size.amount)
            if amount == size.amount and 0 < amount < 10**6:
                values["size_amount"] = amount
                if unit:
                    values["size_unit"] = unit[:12]
            else:
                planned.look("size", "size_unclear", "Isi bukan bilangan bulat; tidak disimpan.")
        elif "size_unit" in values:
            values.pop("size_unit")
        if "packaging" in values:
            values["packaging"] = int(values["packaging"])
        if "category" not in values:
            values["category"] = Category.OTHER
            if not any(trouble.column == "category" for trouble in planned.troubles):
                said = "Kategori kosong; dicatat lainnya."
                planned.look("category", "category_missing", said)
        if (gtin := values.get("gtin")) and not is_barcode(gtin):
            said = f"Angka terakhir barcode {gtin} tidak cocok; tidak disimpan. Pindai ulang."
            planned.look("gtin", "gtin_wrong", said)
            values.pop("gtin")
        if values.get("lead_time_days", 0) > 365:
            planned.look("lead_time_days", "lead_time_long", "Lead time lebih dari setahun.")
            values.pop("lead_time_days")

    def _maker_of(self, planned: Planned) -> Any:
        name = planned.values["maker"]
        meant = self.desk["maker"].find(name)
        if meant.how == "several":
            known = self.find(planned.values.get("code", ""))
            owner = known.maker if known is not None else None
            if owner in meant.among:
                return owner
            planned.stop(
                "maker",
                "maker_ambiguous",
                f"Ada {len(meant.among)} UMKM bernama “{name}”. Tulis yang dimaksud dengan "
                f"tempatnya: {' atau '.join(meant.suggestions[:4])}.",
            )
        elif meant.maker is None:
            suggestions = " atau ".join(meant.suggestions)
            hint = f" Barangkali {suggestions}?" if suggestions else ""
            planned.stop(
                "maker",
                "unknown_maker",
                f"UMKM “{name}” belum terdaftar.{hint} Perbaiki namanya, atau daftarkan dulu.",
            )
        elif meant.how == "near":
            said = f"“{name}” dibaca sebagai UMKM “{meant.maker.name}”. Periksa ejaannya."
            planned.look("maker", "maker_corrected", said)
        return meant.maker

    def _meant(self, planned: Planned, known: Known, maker: Any) -> Planned:
        planned.ref = known
        if not _is_one(known.maker, maker):
            said = f"Kode ini sudah dipakai produk “{known.name}” milik UMKM lain. Beri kode lain."
            return planned.stop("code", "code_of_another", said)
        if known.thing is None:
            planned.action = "unchanged"
            said = f"Produk ini sudah ada di baris {known.row}; baris ini dilewati."
            return planned.look("code", "product_twice", said)
        planned.action = "change" if self._differing(known.thing, planned.values) else "unchanged"
        return planned

    def _differing(self, thing: Product, values: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in values.items()
            if name not in {"maker", "code"} and getattr(thing, name) != value
        }

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        ready = []
        for row in planned:
            if row.ref.maker.thing is None:
                row.stop("maker", "maker_stopped", "UMKM-nya sendiri tidak dapat dimasukkan.")
            else:
                ready.append(row)
        rows = [row.values | {"maker": row.ref.maker.thing} for row in ready]
        answers = actions.describe_many(self.desk.programme, rows, by=by, at=at)
        for row, answer in zip(ready, answers, strict=True):
            if isinstance(answer, Refusal):
                row.stop(answer.field, answer.code, str(answer))
            else:
                row.ref.pk, row.ref.thing = answer.pk, answer

    def change(self, planned: Planned, *, by: Person, at: dt.datetime) -> None:
        thing = planned.ref.thing
        values = self._differing(thing, planned.values)
        prices = {"consignment_price", "shelf_price"} & set(values)
        capacity = {"minimum_order", "monthly_capacity", "lead_time_days"} & set(values)
        label = {n: v for n, v in values.items() if n not in prices and n not in capacity}
        if label:
            actions.change_product(thing, by=by, at=at, **label)
        if prices:
            actions.reprice(
                thing,
                consignment_price=planned.values["consignment_price"],
                shelf_price=planned.values["shelf_price"],
                by=by,
                at=at,
            )
        if capacity:
            actions.declare_capacity(thing, by=by, at=at, **{n: values[n] for n in capacity})


def _is_one(first: Any, second: Any) -> bool:
    """Is it the same maker, perhaps under a name it had before it was merged?"""
    return first is second or (first is not None and first.pk is not None and first.pk == second.pk)


def read_packaging(cell: Any) -> Any:
    """A code from 1 to 8, or the material in words."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return PACKAGINGS.read(str(cell) if isinstance(cell, int) else cell)


def _size_of(values: dict[str, Any]) -> str:
    amount = values.get("size_amount")
    return f"{amount} {values.get('size_unit', '')}".strip() if amount else ""
