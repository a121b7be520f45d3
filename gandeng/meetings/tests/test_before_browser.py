"""The office moves tables about on the plan: with the mouse, with the keyboard, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gandeng.meetings.models import Day
from gandeng.meetings.samples import a_day
from gandeng.programmes.samples import an_officer

from .phones import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def day() -> Day:
    day = a_day(tables=3)
    for number, table in enumerate(day.tables.all()):
        table.x, table.y = 250 * number, 0
        table.save()
    return day


@pytest.fixture
def office(browser: Any, day: Day) -> Iterator[Phone]:
    office = Phone(browser)
    office.client.force_login(an_officer(day.programme))
    office.page.goto(f"/temu/{day.pk}/tempat/")
    office.page.get_by_role("button", name="Atur letak meja").click()
    yield office
    office.page.close()


def places(day: Day) -> list[tuple[int, int]]:
    return list(day.tables.values_list("x", "y"))


def drag(office: Phone, label: str, right: int, down: int) -> None:
    """By so many centimetres."""
    page = office.page
    table = page.locator(f"[data-label='{label}']")
    table.scroll_into_view_if_needed()
    scale = page.evaluate("document.querySelector('[data-plan-room]').getScreenCTM().a")
    box = table.bounding_box()
    x, y = box["x"] + 15, box["y"] + 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * scale / 2, y + down * scale / 2, steps=3)
    page.mouse.move(x + right * scale, y + down * scale, steps=3)
    page.mouse.up()


def test_tables_are_dragged_undone_and_kept(office: Phone, day: Day) -> None:
    page = office.page
    first, second, third = (table.label for table in day.tables.all())
    drag(office, first, 100, 250)
    page.get_by_text(f"Meja {first}, 1 m dari kiri, 2,5 m dari atas").wait_for()
    drag(office, second, 0, 200)
    page.get_by_role("button", name="Urungkan").click()
    # the keyboard: two arrows are one step
    page.get_by_role("button", name=f"Meja {third},").press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    assert places(day) == [(0, 0), (250, 0), (500, 0)]
    office.has_signal = False
    page.get_by_role("button", name="Simpan letak").click()
    page.get_by_text("Letaknya belum tersimpan").wait_for()
    office.has_signal = True
    page.get_by_role("button", name="Simpan letak").click()
    page.get_by_text("Letak meja tersimpan").wait_for()
    assert places(day) == [(100, 250), (250, 0), (500, 125)]


def test_tables_on_each_other_are_not_kept_and_cancelling_puts_all_back(
    office: Phone, day: Day
) -> None:
    page = office.page
    first, second, _third = (table.label for table in day.tables.all())
    drag(office, first, 200, 0)
    page.get_by_text(f"bertumpuk dengan {second}").wait_for()
    page.get_by_role("button", name="Simpan letak").click()
    page.get_by_text("Ada meja yang bertumpuk").wait_for()
    page.get_by_role("button", name="Batal").click()
    page.get_by_text("semua meja kembali ke tempatnya").wait_for()
    assert page.locator(f"[data-label='{first}']").get_attribute("transform") == "translate(0 0)"
    assert places(day) == [(0, 0), (250, 0), (500, 0)]
