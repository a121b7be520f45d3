"""Photograph the main screens of a freshly built demo into docs/screens: they never lie."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.pages import SCREENS
from tests.served import FLAGS, ROOT, Served, chromium

FOLDER = ROOT / "docs" / "screens"


def main() -> int:
    if chromium() is None:
        print("no Chromium found (Debian: apt install chromium)")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gandeng-screens-") as data, sync_playwright() as play:
        served = Served(Path(data), is_demo=True)
        served.start()
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            for name, who, path, width, height, is_dark in SCREENS:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if is_dark else "light",
                )
                page = context.new_page()
                if who:
                    page.goto(f"{served.url}/masuk/")
                    page.locator(f'form[action="/demo/jadi/{who}/"] button').click()
                page.goto(served.url + path, wait_until="networkidle")
                page.screenshot(path=str(FOLDER / f"{name}.png"))
                context.close()
        finally:
            browser.close()
            served.stop()
    print(f"{len(SCREENS)} screens in docs/screens")
    return 0


if __name__ == "__main__":
    sys.exit(main())
