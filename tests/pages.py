"""The pages a person meets, as whom: walked by a test, and photographed for the docs."""

from __future__ import annotations

# who (a demo person's key, or nobody) -> the paths they open
PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        "/",
        "/masuk/",
        "/sandi/lupa/",
        "/katalog/",
        "/katalog/?q=kripik+pedes",
        "/katalog/?q=zzzz",
        "/periksa/",
    ),
    "petugas": (
        "/",
        "/berkas/",
        "/berkas/baru/",
        "/berkas/1/",
        "/umkm/",
        "/umkm/1/",
        "/umkm/baru/",
        "/pembeli/",
        "/produk/",
        "/produk/1/",
        "/sertifikat/",
        "/sertifikat/1/",
        "/kurasi/",
        "/kurasi/1/",
        "/kurasi/ajuan/1/",
        "/ganda/",
        "/katalog/kelola/",
        "/perjanjian/",
        "/perjanjian/1/",
        "/rekap/",
        "/program/anggota/",
        "/parameter/",
        "/akun/",
    ),
    "kabid": ("/", "/janji/", "/janji/1/", "/ringkasan/", "/jejak/"),
    "umkm": (
        "/",
        "/stok/",
        "/perjanjian/",
        "/kiriman/",
        "/retur/",
        "/pesanan/",
        "/rekap/",
        "/pembayaran/",
    ),
    "toko": ("/", "/toko/", "/kiriman/", "/rak/1/", "/rak/1/hitung/"),
    "manajer": ("/", "/rekap/", "/tagihan/", "/pembayaran/", "/perjanjian/"),
    "kurator": ("/", "/kurasi/"),
}

# The ten main screens: file name, who, path, width, height, dark?
SCREENS = (
    ("katalog", None, "/katalog/", 1280, 900, False),
    ("katalog-hp", None, "/katalog/?q=kripik+pedes", 360, 740, False),
    ("beranda-petugas", "petugas", "/", 1280, 900, False),
    ("pemeriksaan-berkas", "petugas", "/berkas/1/", 1280, 900, False),
    ("kurasi", "petugas", "/kurasi/ajuan/1/", 1280, 900, False),
    ("janji-sampai-bayar", "kabid", "/janji/", 1280, 900, False),
    ("ringkasan-gelap", "kabid", "/ringkasan/", 1280, 900, True),
    ("perjanjian", "petugas", "/perjanjian/1/", 1280, 900, False),
    ("hitung-rak", "toko", "/rak/1/hitung/", 360, 740, False),
    ("rekap", "manajer", "/rekap/?status=paid", 1280, 900, False),
)
