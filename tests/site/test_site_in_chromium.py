"""A real Chromium opens the built site: clicks a mark, reads the workings, sees charts; nothing leaves the machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow


def _requests(page: Page) -> list[str]:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    return seen


def test_a_mark_opens_its_workings(page: Page, served: str) -> None:
    seen = _requests(page)
    page.goto(served + "plan/")
    mark = page.locator('.hd-mark[data-hd="waived"]')
    expect(mark).to_have_text(re.compile(r"\$900.*waived"))
    mark.click()
    workings = page.get_by_role("dialog")
    expect(workings).to_be_visible()
    rows = [" ".join(row.split()) for row in workings.locator(".hd-sum tbody tr").all_inner_texts()]
    assert rows == ["a One 410", "b Two 480", "recalculated 890", "stated 900", "difference +10"]
    expect(workings).to_contain_text("Waived: as quoted")
    expect(workings).to_contain_text("sources/plan.md, line 9")
    expect(page.locator(".is-input")).to_have_count(2)
    assert page.locator(".is-input").first.get_attribute("data-key") == "a"
    page.keyboard.press("Escape")
    expect(workings).to_be_hidden()
    expect(page.locator(".is-input")).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(workings).to_be_visible()
    assert all(url.startswith((served, "data:")) for url in seen), seen


def test_keys_step_through_what_wants_attention(page: Page, served: str) -> None:
    page.goto(served + "plan/")
    page.keyboard.press("j")
    expect(page.get_by_role("dialog")).to_contain_text("Total")


def test_a_chart_is_drawn_and_comes_to_life(page: Page, served: str) -> None:
    seen = _requests(page)
    page.goto(served + "plan/")
    plot = page.locator(".hd-plot")
    assert plot.locator("svg.hd-wide").bounding_box()["width"] > 500
    assert plot.locator("svg.hd-wide path").count() >= 3
    assert "A" in plot.get_attribute("aria-label")
    assert not any("vega" in url for url in seen)
    plot.scroll_into_view_if_needed()
    plot.hover()
    expect(plot).to_have_class(re.compile("is-live"), timeout=20_000)
    box = plot.locator(".hd-live svg").bounding_box()
    assert box["width"] > 500 and box["height"] > 50
    bar = plot.locator(".hd-live path[aria-roledescription='bar']").first
    bar.hover()
    expect(page.locator(".hd-tip")).to_have_text(re.compile(r"Ash: \$5–9, line \d+"))
    assert all(url.startswith((served, "data:")) for url in seen), seen


def test_the_overview_leads_to_the_place(page: Page, served: str) -> None:
    page.goto(served)
    expect(page.locator("#waived")).to_have_text("Signed off, with reasons")
    page.locator(".hd-finding .hd-says a").first.click()
    page.wait_for_url(re.compile(r"/plan/#f-"))
    target = page.evaluate("location.hash.slice(1)")
    expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_it_works_from_a_file_in_every_guise(browser: Browser, made, width: int, scheme: str) -> None:
    site: Path = made()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    seen = _requests(page)
    page.goto((site / "plan" / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator('.hd-mark[data-hd="waived"]').click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator(".hd-plot svg:visible").count() == 1
    ink = page.evaluate("getComputedStyle(document.querySelector('.hd-sum')).color")
    light = sum(map(int, re.findall(r"\d+", ink)[:3])) > 380
    assert light == (scheme == "dark"), ink
    assert all(url.startswith(("file:", "data:")) for url in seen), seen
    context.close()


def test_without_scripts_all_is_there(browser: Browser, made) -> None:
    site: Path = made()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "plan" / "index.html").as_uri())
    page.locator('.hd-mark[data-hd="waived"]').click()
    expect(page.locator(".hd-note").first).to_be_visible()
    assert page.locator(".hd-plot svg:visible").count() == 1
    context.close()
