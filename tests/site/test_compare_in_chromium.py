"""A real Chromium turns the prices of the compare page and narrows its table; the page of margins shows its charts."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.report.analysis import compare
from hostdoc.report.analysis.prices import Price, turned
from hostdoc.report.analysis.site import Site
from hostdoc.report.gallery import Gallery

pytestmark = pytest.mark.slow

PRICES = """# Harbour

We reckon €1 = $1.25. The limit is a budget of $40/month.

| Mooring | Pilot (6–11 users) | Fleet (1,000+ users) |
|---|---|---|
| Ash | $5–9.50/month | $200–400/month |
| Birch | $36/month | $3,300+/month |
| Cedar | $60–120/month | on request |

| Seat | Fee |
|---|---|
| Oak | $7/user/month |
| Pine | $8.125–9/user/month |
| Yew | $11/user/month |
"""
FEES = """# Orchard

| Supplier | Yearly fee |
|---|---|
| Dogwood | €100/year |
| Elm | €250–333/year |
| \\<img src=x onerror=alert(1)> | €90/year |
"""
MARGINS = """# Ferry

| Users | Cost/user/mo | Margin at $10/mo |
|---|---|---|
| 1K | $20-40 | Negative |
| 10K | $8-10 | ~0-20% |
| 100K | $4-6 | 40-60% |
"""


@pytest.fixture
def address(folder: Path, request: pytest.FixtureRequest) -> str:
    """The site with three more documents, served under a strict policy."""
    for name, text in (("prices", PRICES), ("fees", FEES), ("ferry", MARGINS)):
        (folder / "sources" / f"{name}.md").write_text(text, encoding="utf-8")
    return str(request.getfixturevalue("served"))


def _view() -> compare.Compare:
    """What Python makes of the same documents."""
    named = {"prices.md": PRICES, "fees.md": FEES}
    documents = tuple(audit_source(Source.of(name, text), date(2026, 6, 1)) for name, text in named.items())
    gallery = Gallery()
    gallery.hang(documents)
    view = compare.view(Site("Plans", Audit(documents), date(2026, 6, 1), gallery))
    assert view is not None
    return view


def _amounts(page: Page) -> dict[str, str]:
    rows = page.locator("#every-price tbody tr").filter(has_not_text="The plan")
    cells = rows.evaluate_all("rows => rows.map(row => [0, 2, 3].map(at => row.cells[at].textContent.trim()))")
    return {f"{label} {stage}".strip(): amount for label, stage, amount in cells}


def _expected(price: Price, time: str, each: bool, euros: bool) -> str:
    if price.stated is None:
        return price.words
    rate = 0.8 if euros and price.place.path == "prices.md" else 0.0
    return turned(price, price.stated, time, each, rate or 1.0, "€" if rate else "") or "–"


def test_prices_are_turned_as_python_would_and_the_state_is_in_the_address(page: Page, address: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    rows = [row.price for row in _view().rows]
    page.goto(f"{address}compare/")
    for time, each, euros in product(("", "month", "year"), (False, True), (False, True)):
        chosen = {"per": time, "of": "user" if each else "", "in": "EUR" if euros else ""}
        for name, value in chosen.items():
            page.locator(f'.hd-tools input[name="{name}"][value="{value}"]').check()
        wanted = {f"{price.label} {price.stage}".strip(): _expected(price, time, each, euros) for price in rows}
        assert _amounts(page) == wanted
        assert page.evaluate("location.hash.slice(1)") == "&".join(f"{k}={v}" for k, v in chosen.items() if v)
    page.goto("about:blank")
    page.goto(f"{address}compare/#per=year&document=Orchard&words=elm")
    shown = page.locator("#every-price tbody tr:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("€250–333/year")
    page.goto(f"{address}compare/#per=%3Cimg%3E&in=XXX")
    expect(page.locator('.hd-tools input[name="per"][value=""]')).to_be_checked()
    page.get_by_role("button", name="Stated").click()
    amounts = page.locator("#every-price tbody tr td:nth-of-type(3)").evaluate_all(
        "cells => cells.map(cell => cell.dataset.value).filter(Boolean).map(Number)"
    )
    assert amounts == sorted(amounts) and len(amounts) > 8
    assert page.locator("#every-price img").count() == 0
    assert all(url.startswith((address, "data:", "about:")) for url in seen), seen


def test_margins_show_their_charts_and_lead_to_their_place(page: Page, address: str) -> None:
    page.goto(f"{address}margins/")
    expect(page.locator("#hd-title")).to_have_text("All three margins agree with cost and price")
    expect(page.locator(".hd-plot")).to_have_attribute("aria-label", re.compile("cross at about"))
    assert page.locator(".hd-plot svg.hd-wide").bounding_box()["width"] > 500
    page.locator(".hd-table tr", has_text="line 6").locator("a").click()
    page.wait_for_url(re.compile(r"/ferry/#f-"))
    target = page.evaluate("location.hash.slice(1)")
    expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()


def test_without_scripts_the_prices_stand_as_stated(browser: Browser, folder: Path, made) -> None:
    (folder / "sources" / "fees.md").write_text(FEES, encoding="utf-8")
    site: Path = made(use_directory_urls=False)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto((site / "compare.html").as_uri())
    expect(page.locator("#every-price")).to_contain_text("€250–333/year")
    assert page.locator(".hd-tools").is_hidden() and page.locator(".hd-plot svg:visible").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
