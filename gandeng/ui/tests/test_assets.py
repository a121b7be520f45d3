"""What a phone must fetch first: small, complete, and true to its sources."""

import re
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from gandeng.ui import assets, fonts

UI = Path(assets.__file__).parent


@pytest.fixture(autouse=True)
def _own_assets(settings, tmp_path):
    settings.GANDENG_ASSETS = tmp_path
    assets._bundle_exists.cache_clear()
    yield
    assets._bundle_exists.cache_clear()


def test_assets_are_made_once_and_again_only_when_sources_change(tmp_path):
    font, bundle = assets.prepare()
    assert assets.prepare() == []
    bundle.write_text("old")
    assert assets.prepare() == [bundle]
    assert [path.name for path in tmp_path.rglob("*.part")] == []
    assert font.exists()


def test_the_font_is_light_and_has_every_sign_the_screens_print(tmp_path):
    path = fonts.make_subset(tmp_path)
    assert path.stat().st_size <= 30_000
    with TTFont(path) as font:
        known = font.getBestCmap()
        missing = [sign for sign in "Rp15.000 – − → “é” …•" if ord(sign) not in known]
        assert missing == []
        assert {(axis.minValue, axis.maxValue) for axis in font["fvar"].axes} == {(400, 800)}


def test_css_and_font_leave_room_for_the_page_itself(tmp_path):
    font, _ = assets.prepare()
    css = len(brotli.compress(assets.bundle_text().encode()))
    scripts = sum(path.stat().st_size for path in (UI / "static/ui/js").glob("*.js"))
    assert css <= 10_000
    assert css + font.stat().st_size <= 30_000
    assert scripts <= 4_000


def test_pages_link_the_sources_until_the_bundle_is_there():
    assert assets.stylesheets() == assets.SOURCES
    assets.prepare()
    assert assets.stylesheets() == (assets.BUNDLE,)


def test_every_source_is_linked_and_layered():
    folder = UI / "static/ui/css"
    on_disk = {f"ui/css/{path.relative_to(folder)}" for path in folder.rglob("*.css")}
    assert set(assets.SOURCES) == on_disk
    assert assets.bundle_text().startswith("@layer reset, base, layout, components")
    for name in assets.SOURCES[1:]:
        text = re.sub(r"/\*.*?\*/", "", (UI / "static" / name).read_text(), flags=re.DOTALL)
        assert text.strip().startswith("@layer "), name


def test_every_token_that_is_used_is_defined():
    text = assets.bundle_text()
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    optional = set(re.findall(r"var\((--[\w-]+),", text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) - defined == set()
    assert optional <= defined


def test_dark_by_hand_and_dark_by_system_are_the_same():
    text = (UI / "static/ui/css/tokens.css").read_text()
    by_system, by_hand = re.findall(r"color-scheme: dark;(.*?)\}", text, flags=re.DOTALL)
    assert by_system.split() == by_hand.split()


def _luminance(colour):
    colour = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_text_can_be_read_in_the_sun(look):
    text = (UI / "static/ui/css/tokens.css").read_text()
    block = re.search(rf"color-scheme: {look};(.*?)\}}", text, flags=re.DOTALL).group(1)
    tokens = dict(re.findall(r"--([\w-]+): (#\w+);", block))
    grounds = ["paper", "surface", "surface-sunk", "surface-raised"]
    inks = ["ink", "ink-soft", "ink-faint", "accent-ink", "bad", "ok", "warn", "gold-ink"]
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    pairs += [(tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "quiet")]
    pairs += [("accent-ink", "accent-soft"), ("gold-ink", "gold-soft"), ("on-accent", "accent")]
    pairs += [("on-accent", "accent-strong"), ("ink", "gold-soft")]
    weak = {
        pair: round(_contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in pairs
        if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert weak == {}
    edges = [_contrast(tokens["line-strong"], tokens[ground]) for ground in grounds]
    assert min(edges) >= 3


def test_templates_keep_to_the_content_security_policy():
    guilty = [
        path.name
        for path in (UI / "templates").rglob("*.html")
        if re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", path.read_text())
    ]
    assert guilty == []
