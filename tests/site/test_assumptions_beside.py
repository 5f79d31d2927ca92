"""The assumptions of a document in a real Chromium: at its side where there is room, folded where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

PLAN = """# Seats

- Seats: 12<!-- $seats -->
- Price: $5 per seat<!-- $price -->
- Rooms: 3

They come to $70<!-- = $seats * $price --> a month.
"""


@pytest.fixture
def address(folder: Path, request: pytest.FixtureRequest) -> str:
    (folder / "sources" / "seats.md").write_text(PLAN, encoding="utf-8")
    (folder / "hostdoc.toml").write_text('[severity]\nall = "note"\n', encoding="utf-8")
    return str(request.getfixturevalue("served")) + "seats/"


def test_they_stand_beside_the_text_with_what_uses_them(page: Page, address: str) -> None:
    page.goto(address)
    side = page.locator(".hd-side")
    text, beside = page.locator(".hd-body").bounding_box(), side.bounding_box()
    assert beside["x"] >= text["x"] + text["width"]
    first = side.locator(".hd-given").first
    expect(first).to_contain_text("12")
    expect(first.locator("[data-hd=drifts]").first).to_be_visible()
    first.locator("a").first.click()
    assert re.fullmatch(r".*/seats/#f-[\w-]+", page.url)
    expect(page.locator(f'[id="{page.url.partition("#")[2]}"]')).to_have_css("background-color", "rgb(227, 237, 251)")
    side.get_by_text("more that no check uses").click()
    expect(side.get_by_text("Rooms")).to_be_visible()


def test_its_slider_stands_with_an_assumption_and_comes_home_where_there_is_no_side(page: Page, address: str) -> None:
    page.goto(address)
    slider = page.locator(".hd-side .hd-given .hd-knob input").first
    expect(slider).to_be_visible()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hd-body .hd-yours").first).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 380, "height": 800})
    expect(page.locator(".hd-whatif fieldset .hd-knob input").first).to_be_visible()
    expect(page.locator(".hd-side .hd-knob")).to_have_count(0)
    expect(page.locator(".hd-given").first).to_be_hidden()
    page.locator(".hd-assumed > summary").click()
    expect(page.locator(".hd-given").first).to_be_visible()


def test_findings_are_stepped_through_beside_them(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("j")
    expect(page.get_by_role("dialog")).to_contain_text("70")


def test_they_are_there_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".hd-given").first).to_be_visible()
    context.close()
