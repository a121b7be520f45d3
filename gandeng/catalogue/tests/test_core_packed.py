"""A browser gets what it can read."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.catalogue.core.packed import Packed, accepts


@given(st.binary(max_size=2000))
def test_every_encoding_holds_the_same(body):
    packed = Packed(body, "text/plain")
    assert packed.encoded_for("") == (body, "")
    assert gzip.decompress(packed.encoded_for("gzip")[0]) == body
    assert brotli.decompress(packed.encoded_for("gzip, deflate, br")[0]) == body


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [("br", True), ("gzip, br;q=0.8", True), ("br;q=0", False), ("brown", False), ("", False)],
)
def test_a_header_is_read_as_it_is_meant(header, is_taken):
    assert accepts(header, "br") is is_taken


def test_the_tag_follows_the_bytes():
    one, other = Packed(b"satu", "text/plain"), Packed(b"dua", "text/plain")
    assert one.is_known_to(f'W/"x", {one.etag}')
    assert not other.is_known_to(one.etag)
