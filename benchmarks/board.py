"""How heavy the board is and how smoothly it moves, beside a plain table with a form in each cell.

    GANDENG_DATA=$(mktemp -d) python benchmarks/board.py

100 × 150 parties, 20 slots, 80 tables, about 1,460 meetings, in a Chromium driven by Playwright.
The rival is what one writes first: the same timetable as an HTML table where each meeting carries a
form with a choice of slots and of tables. Times between frames are what a person sees; a frame at
60 Hz is 16.7 ms. Chromium draws without a graphics card here, and wants a core for itself.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandeng.site.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

BUYERS, MAKERS, SLOTS, TABLES, WISHES = 100, 150, 20, 80, 18
FRAMES = """async ([act, steps]) => {
  const frame = document.querySelector('.board-frame, .frame');
  const gaps = [];
  let last = performance.now();
  for (let n = 0; n < steps; n += 1) {
    if (act === 'scroll') frame.scrollBy(n % 40 < 20 ? 24 : -24, n % 80 < 40 ? 18 : -18);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}"""


def prepare() -> tuple[int, str]:
    """The day, its timetable and an officer's session: (timetable, session key)."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("prepare", verbosity=0)
    from gandeng.kernel import clock
    from gandeng.meetings.actions.timetabling import store_timetable
    from gandeng.meetings.core.scheduler import timetable
    from gandeng.meetings.models import Wish
    from gandeng.meetings.queries.problems import problem_of
    from gandeng.meetings.samples import a_day, an_invitation
    from gandeng.meetings.states import Side
    from gandeng.organisations.samples import a_buyer, a_maker
    from gandeng.programmes.samples import a_programme, an_officer

    programme = a_programme()
    day = a_day(programme, slots=SLOTS, tables=TABLES)
    makers = [
        an_invitation(day, a_maker(programme, f"Rengginang Dua Saudara {n}"), side=Side.MAKER)
        for n in range(MAKERS)
    ]
    buyers = [
        an_invitation(day, a_buyer(programme, f"Koperasi Karyawan Resinda {n}"))
        for n in range(BUYERS)
    ]
    chance = random.Random(1)
    fame = [chance.lognormvariate(0, 0.8) for _ in makers]
    Wish.objects.bulk_create(
        Wish(programme=programme, day=day, invitation=buyer, target=makers[number].organisation,
             rank=rank, created_at=clock.now())
        for buyer in buyers
        for rank, number in enumerate(
            sorted(range(MAKERS), key=lambda n: chance.expovariate(fame[n]))[:WISHES], 1
        )
    )  # fmt: skip
    officer = an_officer(programme)
    problem = problem_of(day, settings={"breaks": False})
    made = store_timetable(day, problem, timetable(problem), base=None, by=officer, at=clock.now())
    session = SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = "gandeng.people.backends.EmailOrPhoneBackend"
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.save()
    print(f"{made.meetings.count()} meetings at {TABLES} tables in {SLOTS} slots")
    return made.pk, str(session.session_key)


def rival(timetable_id: int) -> str:
    """The same timetable, a form in each meeting's cell."""
    from gandeng.meetings.models import Timetable

    found = Timetable.objects.get(pk=timetable_id)
    slots = list(found.day.slots.order_by("number"))
    tables = list(found.day.tables.all())
    held = {
        (row.table_id, row.slot_id): row
        for row in found.meetings.select_related("buyer__organisation", "maker__organisation")
    }
    times = "".join(f"<option value={s.pk}>{s.starts_at:%H.%M}</option>" for s in slots)
    labels = "".join(f"<option value={t.pk}>{t.label}</option>" for t in tables)

    def cell(row: Any) -> str:
        if row is None:
            return "<td></td>"
        return (
            f"<td><b>{row.buyer}</b><br>{row.maker}<form method=post action=/pindah/{row.pk}/>"
            f"<select name=slot>{times}</select><select name=table>{labels}</select>"
            f"<button>Pindah</button></form></td>"
        )

    rows = "".join(
        f"<tr><th>{t.label}</th>{''.join(cell(held.get((t.pk, s.pk))) for s in slots)}</tr>"
        for t in tables
    )
    style = (
        "<style>body{font:13px sans-serif}.frame{overflow:auto;height:70vh}td,th{border:1px solid "
        "#ccc;min-width:8rem;padding:4px}th{position:sticky;left:0;background:#eee}</style>"
    )
    head = "".join(f"<th>{s.starts_at:%H.%M}</th>" for s in slots)
    return (
        f"<!doctype html><meta charset=utf-8><title>Jadwal</title>{style}<div class=frame>"
        f"<table><tr><th></th>{head}</tr>{rows}</table></div>"
    )


def serve_rival(html: str) -> tuple[ThreadingHTTPServer, str]:
    body = gzip.compress(html.encode())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


def said(name: str, gaps: list[float]) -> None:
    gaps = sorted(gaps)
    late = sum(gap > 50 for gap in gaps)
    print(
        f"  {name}: median {statistics.median(gaps):.1f} ms, "
        f"p95 {gaps[int(len(gaps) * 0.95)]:.1f} ms, worst {gaps[-1]:.1f} ms, "
        f"{late} of {len(gaps)} frames over 50 ms"
    )


def open_page(page: Any, url: str, ready: str) -> None:
    """Three times from nothing; the middle counts."""
    times, weights = [], []
    for _ in range(3):
        sizes: list[int] = []

        def finished(request: Any, sizes: list[int] = sizes) -> None:
            sizes.append(request.sizes()["responseBodySize"])

        page.on("requestfinished", finished)
        page.goto("about:blank")
        began = time.perf_counter()
        page.goto(url)
        page.wait_for_selector(ready)
        times.append(time.perf_counter() - began)
        page.wait_for_load_state("networkidle")
        page.remove_listener("requestfinished", finished)
        weights.append(sum(sizes))
    print(
        f"  over the wire {max(weights) // 1024} kB the first time, ready after "
        f"{statistics.median(times):.2f} s, "
        f"{page.evaluate('document.querySelectorAll(`*`).length')} elements"
    )


def drag_frames(page: Any, steps: int) -> list[float]:
    """A meeting is dragged in circles over the board while frames are timed."""
    box = page.evaluate(
        """() => { const frame = document.querySelector('.board-frame').getBoundingClientRect();
        const inside = (b) => b.left > frame.left + 200 && b.right < frame.right - 100
          && b.top > frame.top + 80 && b.bottom < Math.min(frame.bottom, innerHeight) - 160;
        const cell = [...document.querySelectorAll('.board__cell.is-filled')]
          .find((one) => inside(one.getBoundingClientRect())).getBoundingClientRect();
        return [cell.left + 30, cell.top + 20]; }"""
    )
    page.mouse.move(*box)
    page.mouse.down()
    page.mouse.move(box[0] + 20, box[1] + 5, steps=2)
    page.evaluate(
        """() => { window.gaps = []; let last = performance.now(); const tick = () => {
        const now = performance.now(); window.gaps.push(now - last); last = now;
        window.ticking = requestAnimationFrame(tick); };
        window.ticking = requestAnimationFrame(tick); }"""
    )
    chance = random.Random(2)
    for _ in range(steps):
        page.mouse.move(box[0] + chance.randint(-150, 250), box[1] + chance.randint(-80, 160))
    gaps: list[float] = page.evaluate(
        "() => { cancelAnimationFrame(window.ticking); return window.gaps; }"
    )
    page.keyboard.press("Escape")
    page.mouse.up()
    return gaps


def long_tasks(page: Any, act: str) -> float:
    """How long the page's own thread was held by one act, in ms."""
    return float(
        page.evaluate(
            """async (act) => { const cell = document.querySelector('.board__cell.is-filled');
            cell.dispatchEvent(new MouseEvent('click', { bubbles: true }));
            const began = performance.now();
            cell.dispatchEvent(new KeyboardEvent('keydown', { key: act, bubbles: true }));
            void document.body.offsetHeight;
            return performance.now() - began; }""",
            act,
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--port", type=int, default=8899)
    asked = parser.parse_args()
    timetable_id, session = prepare()
    html = rival(timetable_id)
    rival_server, rival_url = serve_rival(html)
    served = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(asked.port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        measure(asked.chromium, asked.port, timetable_id, session, rival_url)
    finally:
        served.terminate()
        served.wait()
        rival_server.shutdown()


def measure(chromium: str, port: int, timetable_id: int, session: str, rival_url: str) -> None:
    from playwright.sync_api import sync_playwright

    base = f"http://127.0.0.1:{port}"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "gandeng_session", "value": session, "url": base}])
        page = context.new_page()
        for _ in range(120):
            try:
                if page.goto(f"{base}/readyz").ok:
                    break
            except Exception:  # noqa: BLE001 -- it is still starting
                time.sleep(0.5)
        print("board")
        open_page(page, f"{base}/temu/jadwal/{timetable_id}/papan/", "[data-ready]")
        said("scrolling", page.evaluate(FRAMES, ["scroll", 240]))
        said("dragging", drag_frames(page, 200))
        for words, key in (("picking up, all cells judged", "Enter"), ("putting back", "Escape")):
            print(f"  {words}: {long_tasks(page, key):.0f} ms")
        began = time.perf_counter()
        page.click("[data-view=makers]")
        page.evaluate("document.body.offsetHeight")
        cells = page.evaluate("document.querySelectorAll('.board__cell').length")
        print(f"  other view, {cells} cells: {1000 * (time.perf_counter() - began):.0f} ms")
        print("rival: a table with a form in each cell")
        open_page(page, rival_url, "table")
        said("scrolling", page.evaluate(FRAMES, ["scroll", 240]))
        browser.close()


if __name__ == "__main__":
    main()
