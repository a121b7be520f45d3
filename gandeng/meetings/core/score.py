"""What a pair's meeting is worth, part by part, each with its reason.

Points are whole and add up to the value; nothing is taken off, so a part without information gives
nothing. Weights are the caller's (dated parameters); the sentences are source strings with figures,
for whoever shows them to translate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop

# what is a little dearer than asked is half right
NEARLY_PERCENT = 20
COOLED = ("chilled", "frozen")

LABELS = {
    "rank": _("Pilihan pembeli"),
    "maker_wish": _("Pilihan UMKM"),
    "fit": _("Cocok dengan kebutuhan"),
    "price": _("Harga"),
    "storage": _("Cara simpan"),
    "certificate": _("Sertifikat"),
    "capacity": _("Kapasitas tersisa"),
    "dates": _("Waktu"),
    "near": _("Jarak"),
    "novelty": _("Kerja sama baru"),
    "fairness": _("Pemerataan"),
    "mutual": _("Saling ingin bertemu"),
    "newcomer": _("UMKM baru"),
}
OF_A_PRODUCT = ("fit", "price", "storage", "certificate", "capacity", "dates")


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points of each part; the two bonuses are percent of all other parts together.
    ``floor`` is how many meetings every maker with demand should get."""

    rank: int
    maker_wish: int
    fit: int
    price: int
    storage: int
    certificate: int
    capacity: int
    dates: int
    near: int
    novelty: int
    fairness: int
    mutual_bonus: int
    newcomer_bonus: int
    floor: int


@dataclass(frozen=True, slots=True)
class Goods:
    """A product on the day: shelf price in rupiah, pieces a month (None: not known) and how many
    of them are promised, days from order to delivery (None: not known)."""

    id: int
    name: str
    category: str
    price: int
    storage: str
    capacity: int | None = None
    promised: int = 0
    minimum_order: int = 1
    lead_days: int | None = None
    # the names of needed certificates that do not carry it; empty: complete
    lacking: tuple[str, ...] = ()

    @property
    def left(self) -> int | None:
        """Pieces a month that nobody was promised yet; never less than none."""
        return None if self.capacity is None else max(self.capacity - self.promised, 0)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a buyer needs of one category: pieces a month, shelf prices from and to, the storage it
    has (empty: all), from which day. None: no matter."""

    category: str
    monthly: int | None = None
    price_from: int | None = None
    price_to: int | None = None
    storages: frozenset[str] = frozenset()
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A buyer and a maker on a day. Ranks count from one, None where there is no wish; ``goods``
    are the products wished for, else all the maker offers, the dearest wish first. ``most`` is how
    many wishes one may have; ``wanted_by`` how many buyers wish for the maker."""

    on: date
    goods: Sequence[Goods]
    needs: Mapping[str, Sought] = field(default_factory=dict)
    buyer_rank: int | None = None
    maker_rank: int | None = None
    most: int = 30
    buyer_district: str = ""
    maker_district: str = ""
    # districts are compared by code; the names above are for people
    is_near: bool = False
    trades: bool = False
    is_newcomer: bool = False
    wanted_by: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """``points`` of at most ``most``; ``sentence`` with ``figures`` says why."""

    name: str
    points: int
    most: int
    sentence: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """The parts and what they add up to, at least one. ``goods`` is the product that was judged."""

    parts: tuple[Part, ...]
    goods: Goods | None

    @property
    def value(self) -> int:
        return max(1, sum(part.points for part in self.parts))


def score(pair: Pair, weights: Weights) -> Score:
    """Judge the pair by the product that does best in it; of equals the one wished for more."""
    best: list[Part] = [_nothing(name, weights) for name in OF_A_PRODUCT]
    judged: Goods | None = None
    for goods in pair.goods:
        parts = _of_a_product(goods, pair, weights)
        if judged is None or _sum(parts) > _sum(best):
            best, judged = parts, goods
    parts = [
        _rank("rank", pair.buyer_rank, pair.most, weights.rank),
        _rank("maker_wish", pair.maker_rank, pair.most, weights.maker_wish),
        *best,
        _near(pair, weights),
        _novelty(pair, weights),
        _fairness(pair, weights),
    ]
    subtotal = _sum(parts)
    parts += [_mutual(pair, weights, subtotal), _newcomer(pair, weights, subtotal)]
    return Score(tuple(parts), judged)


def _sum(parts: Sequence[Part]) -> int:
    return sum(part.points for part in parts)


def _nothing(name: str, weights: Weights) -> Part:
    return Part(name, 0, getattr(weights, name), _("UMKM belum punya produk yang ditawarkan."))


def _rank(name: str, rank: int | None, most: int, weight: int) -> Part:
    if rank is None:
        words = (
            _("Tidak dipilih pembeli.") if name == "rank" else _("UMKM tidak memilih pembeli ini.")
        )
        return Part(name, 0, weight, words)
    points = max(1, weight * (most + 1 - min(rank, most)) // most) if weight else 0
    words = (
        _("Pilihan ke-%(rank)s pembeli.")
        if name == "rank"
        else _("Pembeli ini pilihan ke-%(rank)s UMKM.")
    )
    return Part(name, points, weight, words, {"rank": rank})


def _of_a_product(goods: Goods, pair: Pair, weights: Weights) -> list[Part]:
    need = pair.needs.get(goods.category)
    return [
        _fit(need, pair, weights.fit),
        _price(goods, need, weights.price),
        _storage(goods, need, weights.storage),
        _certificate(goods, weights.certificate),
        _capacity(goods, need, weights.capacity),
        _dates(goods, need, pair.on, weights.dates),
    ]


def _fit(need: Sought | None, pair: Pair, weight: int) -> Part:
    if need is not None:
        return Part("fit", weight, weight, _("Pembeli mencari jenis produk ini."))
    if pair.needs:
        return Part("fit", 0, weight, _("Jenis produk ini tidak ada di daftar kebutuhan pembeli."))
    return Part("fit", 0, weight, _("Pembeli belum mengisi kebutuhan."))


def _price(goods: Goods, need: Sought | None, weight: int) -> Part:
    if need is None or (need.price_from is None and need.price_to is None):
        return Part("price", 0, weight, _("Pembeli tidak menyebut harga."))
    low, high = need.price_from or 0, need.price_to
    figures = {"price": _rupiah(goods.price), "from": _rupiah(low), "to": _rupiah(high or 0)}
    if goods.price >= low and (high is None or goods.price <= high):
        return Part("price", weight, weight, _("Harga %(price)s masuk kisaran pembeli."), figures)
    if high is not None and goods.price > high:
        is_near = goods.price * 100 <= high * (100 + NEARLY_PERCENT)
        words = _("Harga %(price)s di atas kisaran pembeli (sampai %(to)s).")
        return Part("price", weight // 2 if is_near else 0, weight, words, figures)
    # cheaper than asked: seldom a hindrance
    words = _("Harga %(price)s di bawah kisaran pembeli (mulai %(from)s).")
    return Part("price", weight // 2, weight, words, figures)


def _storage(goods: Goods, need: Sought | None, weight: int) -> Part:
    if goods.storage not in COOLED:
        return Part("storage", weight, weight, _("Disimpan di suhu ruang."))
    if need is None:
        words = _("Perlu pendingin; belum diketahui apakah toko punya.")
        return Part("storage", 0, weight, words)
    if need.storages and goods.storage not in need.storages:
        return Part("storage", 0, weight, _("Perlu pendingin yang tidak ada di toko."))
    return Part("storage", weight, weight, _("Toko punya tempat simpan yang sesuai."))


def _certificate(goods: Goods, weight: int) -> Part:
    if not goods.lacking:
        return Part("certificate", weight, weight, _("Sertifikat yang diperlukan lengkap."))
    figures = {"names": ", ".join(goods.lacking)}
    return Part("certificate", 0, weight, _("Belum lengkap: %(names)s."), figures)


def _capacity(goods: Goods, need: Sought | None, weight: int) -> Part:
    left = goods.left
    if left is None:
        return Part("capacity", weight // 2, weight, _("Kapasitas belum diisi UMKM."))
    figures = {"left": left, "capacity": goods.capacity, "needed": need and need.monthly}
    if left == 0:
        words = _("Kapasitas %(capacity)s sebulan sudah dijanjikan semua.")
        return Part("capacity", 0, weight, words, figures)
    if need is None or not need.monthly:
        if left >= goods.minimum_order:
            words = _("Masih ada %(left)s sebulan yang belum dijanjikan.")
            return Part("capacity", weight, weight, words, figures)
        words = _("Tinggal %(left)s sebulan, kurang dari minimal order.")
        return Part("capacity", 0, weight, words, figures)
    points = min(weight, weight * left // need.monthly)
    words = _("Masih ada %(left)s sebulan untuk kebutuhan %(needed)s.")
    return Part("capacity", points, weight, words, figures)


def _dates(goods: Goods, need: Sought | None, on: date, weight: int) -> Part:
    if need is None or need.starts_on is None:
        return Part("dates", 0, weight, _("Pembeli tidak menyebut tanggal."))
    figures: dict[str, Any] = {"on": f"{need.starts_on:%d-%m-%Y}", "days": goods.lead_days}
    if goods.lead_days is None:
        words = _("Dibutuhkan mulai %(on)s; lama penyiapan belum diisi UMKM.")
        return Part("dates", weight // 2, weight, words, figures)
    if on + timedelta(days=goods.lead_days) <= need.starts_on:
        words = _("Siap dalam %(days)s hari, dibutuhkan mulai %(on)s.")
        return Part("dates", weight, weight, words, figures)
    words = _("Baru siap dalam %(days)s hari, padahal dibutuhkan mulai %(on)s.")
    return Part("dates", 0, weight, words, figures)


def _near(pair: Pair, weights: Weights) -> Part:
    if not (pair.buyer_district and pair.maker_district):
        return Part("near", 0, weights.near, _("Kecamatan salah satunya belum diisi."))
    figures = {"maker": pair.maker_district, "buyer": pair.buyer_district}
    if pair.is_near:
        return Part("near", weights.near, weights.near, _("Sama-sama di %(maker)s."), figures)
    return Part("near", 0, weights.near, _("UMKM di %(maker)s, pembeli di %(buyer)s."), figures)


def _novelty(pair: Pair, weights: Weights) -> Part:
    if pair.trades:
        return Part("novelty", 0, weights.novelty, _("Sudah pernah ada perjanjian."))
    words = _("Belum pernah ada perjanjian di antara keduanya.")
    return Part("novelty", weights.novelty, weights.novelty, words)


def _fairness(pair: Pair, weights: Weights) -> Part:
    figures = {"count": pair.wanted_by, "floor": weights.floor}
    if pair.wanted_by <= weights.floor:
        words = _("Baru %(count)s pembeli memilih UMKM ini (batas pemerataan %(floor)s).")
        return Part("fairness", weights.fairness, weights.fairness, words, figures)
    return Part("fairness", 0, weights.fairness, _("%(count)s pembeli memilih UMKM ini."), figures)


def _mutual(pair: Pair, weights: Weights, subtotal: int) -> Part:
    most = _percent(subtotal, weights.mutual_bonus)
    if pair.buyer_rank is None or pair.maker_rank is None:
        return Part("mutual", 0, most, _("Belum saling memilih."))
    figures = {"percent": weights.mutual_bonus, "sum": subtotal}
    return Part("mutual", most, most, _("%(percent)s%% dari %(sum)s nilai di atas."), figures)


def _newcomer(pair: Pair, weights: Weights, subtotal: int) -> Part:
    most = _percent(subtotal, weights.newcomer_bonus)
    if not pair.is_newcomer:
        return Part("newcomer", 0, most, _("UMKM ini pernah ikut temu bisnis."))
    figures = {"percent": weights.newcomer_bonus, "sum": subtotal}
    words = _("Pertama kali ikut: %(percent)s%% dari %(sum)s nilai di atas.")
    return Part("newcomer", most, most, words, figures)


def _percent(amount: int, percent: int) -> int:
    """Rounded half up."""
    return (2 * amount * percent + 100) // 200


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")
