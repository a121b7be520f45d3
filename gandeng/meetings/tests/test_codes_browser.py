"""The desk's own reader of QR codes, for browsers that have none: text from modules, modules from
a picture taken by hand."""

from __future__ import annotations

import base64
import io
import random
from typing import Any

import pytest
import segno
from django.contrib.staticfiles import finders
from PIL import Image, ImageFilter

pytestmark = pytest.mark.browser

LINK = "https://gandeng.karawangkab.go.id/lencana/AbCdEfGhIjKlMnOp/"
READ_MODULES = """async codes => {
  const { textOf } = await import("/static/meetings/js/qr/text.js");
  return codes.map(rows => textOf(rows.map(row => [...row].map(one => one === "1"))));
}"""
READ_PICTURES = """async pictures => {
  const { textOf } = await import("/static/meetings/js/qr/text.js");
  const { squares } = await import("/static/meetings/js/qr/squares.js");
  const read = async source => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0);
    const { data } = brush.getImageData(0, 0, image.width, image.height);
    for (const square of squares(data, image.width, image.height)) {
      const text = textOf(square);
      if (text) return text;
    }
    return null;
  };
  return Promise.all(pictures.map(read));
}"""


@pytest.fixture(scope="module")
def page(browser):
    def answer(route: Any) -> None:
        path = route.request.url.removeprefix("https://gandeng.test/static/")
        file = finders.find(path)
        if file:
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.fulfill(body="<p></p>", content_type="text/html")

    opened = browser.new_page()
    opened.route("**/*", answer)
    opened.goto("https://gandeng.test/")
    yield opened
    opened.close()


def rows_of(code: segno.QRCode) -> list[str]:
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]


def spoilt(rows: list[str], share: float) -> list[str]:
    """The same with so many of the modules in the data wrong: a crease, a thumb, a reflection."""
    rng, size = random.Random(5), len(rows)
    found = [list(row) for row in rows]
    for _ in range(round(share * size * size)):
        y, x = rng.randrange(9, size - 9), rng.randrange(9, size - 9)
        found[y][x] = "0" if found[y][x] == "1" else "1"
    return ["".join(row) for row in found]


def test_every_size_and_level_is_read_as_it_was_written(page):
    rng = random.Random(1)
    said, codes = [], []
    for version in range(1, 11):
        for level in "LMQH":
            longest = 7 if version == 1 else 10 * (version - 1)
            text = "".join(rng.choice("abcdefXYZ:/.-") for _ in range(longest))
            code = segno.make(text, error=level, version=version, micro=False, boost_error=False)
            said.append(text)
            codes.append(rows_of(code))
    for text in ("0123456789012", "HTTPS://A.B/C-1", "Bandrek Cikampék 中"):
        said.append(text)
        codes.append(rows_of(segno.make(text, micro=False)))
    assert page.evaluate(READ_MODULES, codes) == said


def test_what_is_spoilt_is_mended_and_what_is_lost_is_not_guessed(page):
    code = rows_of(segno.make(LINK, error="h", micro=False))
    read = page.evaluate(READ_MODULES, [spoilt(code, 0.02), spoilt(code, 0.3), code[:-1], ["1"]])
    assert read == [LINK, None, None, None]


def taken_by_hand(text: str, *, turned: float, blurred: float, size: int = 330) -> str:
    """A frame of a phone's camera: askew, a little out of focus, the light from one side."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    code = Image.open(out).convert("L").resize((size, size))
    held = Image.new("L", (640, 480), 90)
    held.paste(code, (150, 70))
    # a side of the badge is farther away
    held = held.transform(
        (640, 480), Image.Transform.PERSPECTIVE, (1, 0.06, -12, 0.02, 1, -4, 0.0002, 0.0001),
        Image.Resampling.BICUBIC,
    ).rotate(turned, Image.Resampling.BICUBIC, fillcolor=90)  # fmt: skip
    light = Image.linear_gradient("L").rotate(90).resize((640, 480)).point(lambda v: 90 + v // 2)
    shaded = Image.composite(held, Image.new("L", (640, 480), 0), light)
    taken = io.BytesIO()
    shaded.filter(ImageFilter.GaussianBlur(blurred)).save(taken, "JPEG", quality=60)
    return "data:image/jpeg;base64," + base64.b64encode(taken.getvalue()).decode()


def test_a_code_is_read_off_a_picture_however_it_is_held(page):
    held = [(0, 0.5, 330), (12, 1.0, 330), (95, 1.2, 300), (200, 0.8, 240), (315, 1.0, 330)]
    pictures = [taken_by_hand(LINK, turned=t, blurred=b, size=s) for t, b, s in held]
    assert page.evaluate(READ_PICTURES, pictures) == [LINK] * len(held)


def test_a_picture_without_a_code_says_nothing(page):
    out = io.BytesIO()
    Image.effect_noise((640, 480), 120).save(out, "PNG")
    noise = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    assert page.evaluate(READ_PICTURES, [noise]) == [None]
