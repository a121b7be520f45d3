"""The clauses of an agreement in our own words, for goods on consignment and for goods bought
outright. Pure text: the terms go in, sentences come out.

The order follows what practice and KUHPerdata art. 1320 and 1338 ask of such a paper; "BPSK" and
"UU 8/1999" concern the customer in the shop, never the two parties.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gandeng.kernel.money import FULL_RATE, Money, Rate

from .terms import SELLING_PRICE
from .words import count_in_words, day_in_figures, percent_in_words

FIRST, SECOND = "PIHAK PERTAMA", "PIHAK KEDUA"
CYCLES = {
    "weekly": "setiap minggu",
    "fortnightly": "setiap dua minggu",
    "three_weeks": "setiap tiga minggu",
    "monthly": "setiap bulan",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agreed, apart from who they are and which goods. ``last_day`` is included,
    as papers write it; the four rates say what share of a loss the buyer bears."""

    is_consignment: bool
    margin_rate: Rate
    margin_basis: str
    cycle: str
    due_days: int
    unsold_buyer_rate: Rate
    expired_buyer_rate: Rate
    damaged_buyer_rate: Rate
    lost_buyer_rate: Rate
    starts_on: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Clause:
    title: str
    paragraphs: tuple[str, ...]


def clauses_of(terms: Terms, *, regency: str, office: str, stamp_duty: Money) -> list[Clause]:
    """All clauses in order. ``regency`` names the court, ``office`` who helps before that."""
    scheme = _consignment(terms) if terms.is_consignment else _outright(terms)
    return [*scheme, *_common(terms, regency=regency, office=office, stamp_duty=stamp_duty)]


def borne_by(rate: Rate) -> str:
    """Who bears a loss of which the buyer bears this rate."""
    if rate.basis_points == FULL_RATE:
        return f"menjadi tanggungan {SECOND} seluruhnya"
    if rate.basis_points == 0:
        return f"menjadi tanggungan {FIRST} seluruhnya"
    return (
        f"ditanggung {SECOND} sebesar {percent_in_words(rate.basis_points)} dan {FIRST} untuk "
        "selebihnya"
    )


def _margin(terms: Terms) -> str:
    rate = percent_in_words(terms.margin_rate.basis_points)
    if terms.margin_basis == SELLING_PRICE:
        return f"sebesar {rate} dari harga jual"
    return f"sebesar {rate} di atas harga titip"


def _consignment(terms: Terms) -> list[Clause]:
    return [
        Clause(
            "Objek Perjanjian",
            (
                f"{FIRST} menitipkan barang buatannya untuk dijualkan di toko {SECOND}, dan "
                f"{SECOND} menerima titipan itu. Nama, ukuran, harga titip, dan harga jual setiap "
                "barang tercantum dalam Lampiran yang menjadi bagian tak terpisahkan dari "
                "perjanjian ini.",
                "Barang dapat ditambah, dikurangi, atau diganti hanya dengan perjanjian baru atau "
                "adendum yang ditandatangani PARA PIHAK.",
            ),
        ),
        Clause(
            "Kepemilikan",
            (
                f"Barang titipan tetap milik {FIRST} sampai terjual kepada konsumen. Hasil "
                f"penjualan setelah dikurangi margin toko adalah hak {FIRST} yang berada pada "
                f"{SECOND} untuk diteruskan.",
                f"Barang titipan bukan milik {SECOND} dan tidak dapat dijadikan jaminan utang atau "
                f"disita untuk kewajiban {SECOND}.",
            ),
        ),
        Clause(
            "Pengiriman dan Penerimaan",
            (
                "Setiap pengiriman disertai surat jalan yang memuat nama barang, jumlah, kode "
                "produksi, dan tanggal baik digunakan sebelum.",
                f"Petugas {SECOND} memeriksa barang pada saat diterima dan mencatat kekurangan, "
                "kelebihan, atau penolakan beserta alasannya. Jumlah yang dicatat diterima adalah "
                "dasar perhitungan selanjutnya.",
                "Cacat yang baru terlihat sesudah penerimaan diberitahukan paling lambat "
                f"{count_in_words(3, 'hari')} sejak diketahui.",
            ),
        ),
        Clause(
            "Harga dan Margin",
            (
                "Harga titip dan harga jual per satuan ditetapkan dalam Lampiran. Margin toko "
                f"ditetapkan {_margin(terms)}, dihitung dan dibulatkan satu kali untuk setiap "
                "satuan barang, sehingga selisih kedua harga dalam Lampiran adalah margin yang "
                "berlaku.",
                f"{SECOND} menjual dengan harga jual dalam Lampiran. Perubahan harga diberitahukan "
                "tertulis paling lambat satu bulan sebelumnya dan berlaku setelah disepakati PARA "
                "PIHAK.",
                f"{FIRST} tidak dipungut biaya pendaftaran, biaya rak, atau biaya lain di luar "
                "margin.",
            ),
        ),
        Clause(
            "Pemajangan dan Perawatan",
            (
                f"{SECOND} memajang barang di tempat yang bersih, layak, dan mudah terlihat, serta "
                "menjual lebih dahulu barang yang lebih dahulu kedaluwarsa.",
                f"{SECOND} menyimpan barang sesuai petunjuk pada label dan tidak mengubah kemasan, "
                "label, atau tanggal kedaluwarsa.",
            ),
        ),
        Clause(
            "Penghitungan dan Rekap",
            (
                f"{SECOND} menghitung sisa barang di rak dan menyusun rekap {CYCLES[terms.cycle]}. "
                "Barang terjual dihitung: persediaan awal ditambah barang masuk, dikurangi retur, "
                "dikurangi barang yang dihapus, dikurangi sisa hasil hitung.",
                f"{FIRST} berhak hadir pada penghitungan, memeriksa catatan, dan menyanggah rekap "
                f"paling lambat {count_in_words(7, 'hari')} sejak rekap diterima. Setelah lewat "
                "waktu itu atau disetujui, rekap mengikat PARA PIHAK.",
            ),
        ),
        Clause(
            "Pembayaran",
            (
                f"{SECOND} membayar hak {FIRST} paling lambat "
                f"{count_in_words(terms.due_days, 'hari')} sejak tanggal rekap, dengan transfer "
                "bank, QRIS, atau tunai disertai bukti.",
                f"Pembayaran dianggap lunas setelah {FIRST} menyatakan menerimanya.",
                f"Jika {SECOND} terlambat membayar lebih dari {count_in_words(14, 'hari')}, "
                f"{FIRST} berhak menghentikan pengiriman dan menarik barang yang belum terjual.",
            ),
        ),
        Clause(
            "Retur, Kedaluwarsa, Rusak, dan Hilang",
            (
                f"Barang yang tidak laku {borne_by(terms.unsold_buyer_rate)} dan dapat "
                f"dikembalikan. {FIRST} mengambilnya paling lambat {count_in_words(14, 'hari')} "
                "sejak diberitahu. Retur sah setelah dikonfirmasi PARA PIHAK.",
                f"Barang yang kedaluwarsa di rak {borne_by(terms.expired_buyer_rate)}.",
                f"Barang yang rusak dalam penguasaan {SECOND} "
                f"{borne_by(terms.damaged_buyer_rate)}.",
                f"Barang yang hilang dalam penguasaan {SECOND} {borne_by(terms.lost_buyer_rate)}.",
                "Bagian tanggungan dihitung dari harga titip dalam Lampiran.",
            ),
        ),
    ]


def _outright(terms: Terms) -> list[Clause]:
    return [
        Clause(
            "Objek Perjanjian",
            (
                f"{FIRST} menjual putus barang buatannya kepada {SECOND}, dan {SECOND} membelinya "
                "berdasarkan pesanan. Nama, ukuran, harga beli, dan harga jual anjuran setiap "
                "barang tercantum dalam Lampiran yang menjadi bagian tak terpisahkan dari "
                "perjanjian ini.",
                "Barang dapat ditambah, dikurangi, atau diganti hanya dengan perjanjian baru atau "
                "adendum yang ditandatangani PARA PIHAK.",
            ),
        ),
        Clause(
            "Pemesanan",
            (
                f"{SECOND} memesan secara tertulis dengan menyebut barang, jumlah, toko tujuan, "
                "dan tanggal dibutuhkan.",
                f"Pesanan mengikat setelah {FIRST} menyatakan sanggup. Pesanan yang belum dikirim "
                "dapat dibatalkan dengan pemberitahuan tertulis.",
            ),
        ),
        Clause(
            "Penyerahan dan Peralihan Hak",
            (
                "Setiap pengiriman disertai surat jalan yang memuat nama barang, jumlah, kode "
                "produksi, dan tanggal baik digunakan sebelum.",
                f"Petugas {SECOND} memeriksa barang pada saat diterima dan mencatat jumlah yang "
                "diterima. Kepemilikan dan risiko atas barang yang diterima beralih kepada "
                f"{SECOND} pada saat itu.",
                "Cacat yang baru terlihat sesudah penerimaan diberitahukan paling lambat "
                f"{count_in_words(3, 'hari')} sejak diketahui.",
            ),
        ),
        Clause(
            "Harga",
            (
                "Harga beli per satuan ditetapkan dalam Lampiran dan telah memperhitungkan margin "
                f"toko {_margin(terms)}, dihitung dan dibulatkan satu kali untuk setiap satuan.",
                "Perubahan harga diberitahukan tertulis paling lambat satu bulan sebelumnya, "
                "berlaku setelah disepakati PARA PIHAK, dan tidak mengenai pesanan yang sudah "
                "disanggupi.",
            ),
        ),
        Clause(
            "Tagihan dan Pembayaran",
            (
                f"{FIRST} menagih sebesar jumlah yang diterima dikali harga beli. {SECOND} "
                f"membayar paling lambat {count_in_words(terms.due_days, 'hari')} sejak tanggal "
                "tagihan, dengan transfer bank, QRIS, atau tunai disertai bukti.",
                f"Pembayaran dianggap lunas setelah {FIRST} menyatakan menerimanya.",
                f"Jika {SECOND} terlambat membayar lebih dari {count_in_words(14, 'hari')}, "
                f"{FIRST} berhak menunda pesanan berikutnya.",
            ),
        ),
        Clause(
            "Barang Tidak Sesuai dan Risiko Sesudah Diterima",
            (
                f"Barang yang tidak sesuai pesanan atau cacat sebelum diterima menjadi tanggungan "
                f"{FIRST} dan diganti atau tidak ditagih.",
                "Sesudah diterima, barang yang tidak laku "
                f"{borne_by(terms.unsold_buyer_rate)}; yang kedaluwarsa "
                f"{borne_by(terms.expired_buyer_rate)}; yang rusak "
                f"{borne_by(terms.damaged_buyer_rate)}; yang hilang "
                f"{borne_by(terms.lost_buyer_rate)}.",
            ),
        ),
    ]


def _common(terms: Terms, *, regency: str, office: str, stamp_duty: Money) -> list[Clause]:
    ending = (
        "Pada saat perjanjian berakhir, PARA PIHAK menghitung sisa barang bersama-sama, barang "
        "yang belum terjual dikembalikan, dan hak yang belum dibayar diselesaikan sesuai pasal "
        "Pembayaran."
        if terms.is_consignment
        else "Pesanan yang sudah disanggupi dan tagihan yang belum dibayar tetap diselesaikan."
    )
    return [
        Clause(
            "Mutu, Izin, dan Tanggung Jawab Produk",
            (
                f"{FIRST} menjamin barangnya aman, layak edar, berlabel benar, dan memiliki izin "
                "atau sertifikat yang diwajibkan, serta memberitahukan setiap perubahan atau "
                "berakhirnya izin itu.",
                f"Tuntutan konsumen atas mutu barang menjadi tanggung jawab {FIRST}, kecuali "
                f"timbul karena penyimpanan atau perlakuan {SECOND} (Undang-Undang Nomor 8 Tahun "
                "1999 tentang Perlindungan Konsumen).",
                f"Jika barang harus ditarik, {SECOND} menghentikan penjualan pada hari itu juga "
                f"dan {FIRST} mengambilnya atas biaya sendiri.",
            ),
        ),
        Clause(
            "Tanpa Ikatan Eksklusif",
            (
                "Perjanjian ini tidak melarang PARA PIHAK bekerja sama dengan pihak lain, dan "
                "tidak membuat pihak yang satu menjadi wakil, karyawan, atau pemilik usaha pihak "
                "yang lain.",
            ),
        ),
        Clause(
            "Jangka Waktu dan Pengakhiran",
            (
                f"Perjanjian berlaku sejak {day_in_figures(terms.starts_on)} sampai dengan "
                f"{day_in_figures(terms.last_day)}.",
                "Masing-masing pihak dapat mengakhirinya lebih awal dengan pemberitahuan tertulis "
                f"paling lambat {count_in_words(30, 'hari')} sebelumnya. PARA PIHAK "
                "mengesampingkan Pasal 1266 KUHPerdata sepanjang mengenai putusan pengadilan.",
                ending,
            ),
        ),
        Clause(
            "Keadaan Kahar",
            (
                "Pihak yang terhalang bencana alam, wabah, kebakaran, huru-hara, atau kebijakan "
                "pemerintah memberitahukannya paling lambat "
                f"{count_in_words(7, 'hari')} dan dibebaskan dari kewajiban selama halangan "
                "berlangsung, kecuali kewajiban membayar barang yang sudah terjual.",
            ),
        ),
        Clause(
            "Data Pribadi dan Kerahasiaan",
            (
                "PARA PIHAK memakai data pribadi yang diterima hanya untuk melaksanakan "
                "perjanjian ini sesuai Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data "
                "Pribadi, dan tidak membuka harga serta catatan penjualan kepada pihak lain tanpa "
                f"persetujuan, kecuali kepada {office} untuk pembinaan.",
            ),
        ),
        Clause(
            "Penyelesaian Perselisihan",
            (
                "Perselisihan diselesaikan dengan musyawarah, bila perlu difasilitasi "
                f"{office}. Jika dalam {count_in_words(30, 'hari')} tidak tercapai mufakat, PARA "
                f"PIHAK memilih Pengadilan Negeri {regency}.",
            ),
        ),
        Clause(
            "Tanda Tangan Elektronik dan Bea Meterai",
            (
                "PARA PIHAK menandatangani dengan tanda tangan elektronik tidak tersertifikasi "
                "melalui akun masing-masing (Undang-Undang Nomor 11 Tahun 2008 sebagaimana "
                "terakhir diubah dengan Undang-Undang Nomor 1 Tahun 2024; Peraturan Pemerintah "
                "Nomor 71 Tahun 2019 Pasal 59 dan 60) dan mengakui nama, waktu, serta sidik "
                "dokumen yang tercatat sebagai bukti persetujuan. Tanda tangan basah pada naskah "
                "cetak tetap dapat dibubuhkan.",
                f"Bea meterai {stamp_duty} untuk setiap rangkap ditanggung bersama oleh PARA PIHAK "
                "(Undang-Undang Nomor 10 Tahun 2020).",
            ),
        ),
        Clause(
            "Penutup",
            (
                "Perjanjian ini mengikat sejak ditandatangani pihak yang terakhir. Hal yang belum "
                "diatur disepakati kemudian secara tertulis.",
            ),
        ),
    ]
