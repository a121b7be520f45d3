"""Barcodes by law, photos whatever they are."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gandeng.products.core.barcodes import check_digit, in_store_code, is_barcode
from gandeng.products.core.photos import LONGEST_SIDE, UnusablePhoto, read_photo


def a_file(kind="JPEG", size=(400, 300), mode="RGB", colour="red", **values):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **values)
    return out.getvalue()


def test_known_barcodes_are_read():
    for known in ("8992761111113"[:12] + check_digit("899276111111"), "4006381333931", "96385074"):
        assert is_barcode(known)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body, place, step):
    code = body + check_digit(body)
    wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
    assert not is_barcode(wrong)


@given(st.integers(0, 10**11 - 1))
def test_an_in_store_code_scans_and_claims_no_country(number):
    code = in_store_code(number)
    assert is_barcode(code)
    assert 20 <= int(code[:2]) <= 29


@given(st.integers(0, 10**11 - 1), st.integers(0, 10**11 - 1))
def test_two_numbers_never_share_an_in_store_code(one, other):
    assert (in_store_code(one) == in_store_code(other)) == (one == other)


@pytest.mark.parametrize("number", [-1, 10**11])
def test_a_number_that_does_not_fit_raises(number):
    with pytest.raises(ValueError, match="eleven"):
        in_store_code(number)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_webp_of_at_most_sixteen_hundred_pixels(kind):
    picture = read_photo(a_file(kind, (4000, 2000)))
    with Image.open(io.BytesIO(picture.webp)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (LONGEST_SIDE, 800))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 800)


def test_a_photo_held_sideways_is_turned_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter
    exif[0x010F] = "Telepon Bu Engkar"
    picture = read_photo(a_file(size=(600, 300), exif=exif))
    with Image.open(io.BytesIO(picture.webp)) as kept:
        assert kept.size == (300, 600)
        assert not kept.getexif()
    assert b"Engkar" not in picture.webp


def test_what_was_transparent_becomes_white():
    picture = read_photo(a_file("PNG", mode="RGBA", colour=(255, 0, 0, 0)))
    with Image.open(io.BytesIO(picture.webp)) as kept:
        assert kept.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def a_png_bomb(side=30_000):
    """A few kilobytes that claim 900 megapixels."""
    ihdr = b"IHDR" + side.to_bytes(4) + side.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    idat = b"IDAT" + zlib.compress(bytes(1000))
    png = b"\x89PNG\r\n\x1a\n"
    for chunk in (ihdr, idat, b"IEND"):
        png += (len(chunk) - 4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
    return png


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_photo"),
        (b"%PDF-1.7 bukan foto", "not_a_photo"),
        (a_file()[:300], "not_a_photo"),
        (a_file("GIF"), "not_a_photo"),
        (a_png_bomb(), "too_many_pixels"),
        (a_file(size=(50, 400)), "too_small"),
        (bytes(12 * 1024 * 1024 + 1), "too_heavy"),
    ],
)
def test_a_file_that_is_no_usable_photo_says_why(content, code):
    with pytest.raises(UnusablePhoto) as problem:
        read_photo(content)
    assert problem.value.code == code


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content):
    for start in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x01\x00\x00WEBP"):
        with pytest.raises(UnusablePhoto):
            read_photo(start + content)


def test_the_format_of_new_phones_has_a_decoder():
    import pi_heif

    with pytest.raises(UnusablePhoto):
        read_photo(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64))
    assert "HEIF" in Image.OPEN
    assert "libde265" in pi_heif.libheif_info()["decoders"]
