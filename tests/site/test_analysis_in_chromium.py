"""The analysis pages in a real Chromium: what narrows a table down, what a theme swaps in, what keeps readers out."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PAGES = ("", "findings/", "assumptions/", "data/", "plan/", "more/other/")


def test_findings_are_narrowed_down_and_the_choice_can_be_sent(page: Page, served: str) -> None:
    page.goto(served)
    page.locator('.hd-counts [data-hd="waived"] a').first.click()
    expect(page).to_have_url(served + "findings/#verdict=waived")
    rows = page.locator("#findings tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 of 2 rows")
    page.locator("select[name=verdict]").select_option("")
    page.get_by_placeholder("Filter by words").fill("other")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("$30")
    assert page.url == served + "findings/#words=other"
    page.reload()
    expect(rows).to_have_count(1)
    page.goto(served + "findings/#verdict=%3Cimg%20src=x%3E&else=1")
    expect(rows).to_have_count(2)


def test_a_table_sorts_by_its_numbers(page: Page, served: str) -> None:
    page.goto(served + "findings/")
    stated = page.locator("#findings tbody td:nth-child(3)")
    head = page.get_by_role("columnheader", name="Stated")
    before = stated.all_inner_texts()
    head.get_by_role("button").click()
    assert stated.all_inner_texts() == ["$30", "$900"]
    head.get_by_role("button").click()
    assert stated.all_inner_texts() == ["$900", "$30"]
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").click()
    assert stated.all_inner_texts() == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_readers_out(browser: Browser, served: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name in PAGES:
        page.goto(served + name)
        page.evaluate(AXE)
        found = page.evaluate("axe.run().then(it => it.violations)")
        serious = [(it["id"], it["nodes"][0]["html"]) for it in found if it["impact"] in ("serious", "critical")]
        assert serious == [], name
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_every_page_is_complete(browser: Browser, served: str, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + name)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".hd-tools:visible")).to_have_count(0)
    context.close()


def test_no_page_is_wider_than_a_phone(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    for name in PAGES:
        page.goto(served + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()


@pytest.fixture
def material(made, request: pytest.FixtureRequest) -> Iterator[str]:
    """The site under Material, which swaps pages without loading them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    theme = {"name": "material", "font": False, "features": ["navigation.instant"]}
    site = made(theme=theme, site_url=address)
    server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def test_pages_that_material_swaps_in_come_to_life(page: Page, material: str) -> None:
    wrong: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(material)
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="The plan").first.click()
    expect(page).to_have_url(material + "plan/")
    assert page.evaluate("window.kept"), "the page was loaded, not swapped"
    page.locator(".hd-mark").first.click()
    expect(page.get_by_role("dialog", name="Workings")).to_be_visible()
    page.keyboard.press("Escape")
    plot = page.locator(".hd-plot")
    plot.hover()
    expect(plot.locator(".hd-live")).to_have_count(1, timeout=20_000)
    page.locator('nav a[href*="findings"]').first.evaluate("link => link.click()")  # it stands in a folded part
    expect(page.get_by_role("status")).to_have_text("2 rows")
    assert wrong == [] and all(url.startswith((material, "data:")) for url in asked)
