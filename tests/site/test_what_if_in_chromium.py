"""Live models in a real Chromium: sliders, the address, the charts, the page of all; and the same without a script."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.slow

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

LIVE = """# Live

- Spot: ~$0.23/hr<!-- $spot -->
- Density: 80 instances<!-- $density -->
- Price: $10/user/month

Compute comes to ~$2.10<!-- $compute = $spot * 730 / $density --> a month.

<!-- NAME: costs -->
| Component | $/user/month |
|---|---|
| Compute | $2.10<!-- = $compute --> |
| Storage | $1.80 |
| Total | $3.90 |

- Margin: 61%<!-- = ($price - remote(costs, @>$2)) / $price -->

## Hosts

| Host | Monthly cost |
|---|---|
| Ash | $5–9 |
| Beech | $21<!-- = $compute * 10 --> |
| Cedar | $28–40 |

## Words

Nothing here.
"""


@pytest.fixture
def address(folder: Path, request: pytest.FixtureRequest) -> str:
    """The page with the live model, served under a strict policy."""
    (folder / "sources" / "live.md").write_text(LIVE, encoding="utf-8")
    return str(request.getfixturevalue("served")) + "live/"


def slider(page: Page, name: str) -> Locator:
    return page.locator(f".hd-knob input[name={name}]")


def drag(page: Page, name: str, to: float) -> None:
    """Pulls the thumb of a slider with the mouse, then steps to the value: pixels are coarser than positions."""
    knob = slider(page, name)
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    least, most, step, at = (float(knob.evaluate(f"e => e.{key}")) for key in ("min", "max", "step", "value"))

    def place(value: float) -> float:
        return box["x"] + 8 + (box["width"] - 16) * (value - least) / (most - least)

    page.mouse.move(place(at), box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(place(to), box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    knob.focus()
    for _ in range(40):
        now = float(knob.input_value())
        if abs(now - to) < step / 2:
            return
        page.keyboard.press("ArrowRight" if now < to else "ArrowLeft")
    raise AssertionError(f"the slider stays at {knob.input_value()}")


def table(page: Page) -> dict[str, list[str]]:
    """What the panel says: stated, recalculated and yours, by what it is of."""
    rows = page.locator(".hd-whatif tbody tr").all()
    return {row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator("td").all()] for row in rows}


def test_what_follows_moves_with_a_slider(page: Page, address: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(address)
    assert page.locator(".hd-knob > span").all_inner_texts() == ["Spot", "Density", "Price"]
    before = table(page)
    assert before["Compute"] == ["~$2.10", "$2.10", ""]
    drag(page, "density", 112)
    after = table(page)
    assert after["Compute"] == ["~$2.10", "$2.10", "$1.50"]
    assert after["Total, $/user/month"] == ["$3.90", "$3.90", "$3.30"]
    assert after["Margin"] == ["61%", "61%", "67%"]
    expect(page.locator(".hd-yours").first).to_have_text(" → 112")
    assert " → $1.50" in page.locator(".hd-body .hd-yours").all_inner_texts()
    assert all(url.startswith(address.removesuffix("live/")) for url in seen), seen


def test_what_does_not_depend_on_it_stays_blank(page: Page, address: str) -> None:
    page.goto(address)
    drag(page, "price", 12)
    assert [name for name, cells in table(page).items() if cells[2]] == ["Margin"]


def test_a_scenario_is_in_the_address_and_survives(page: Page, address: str) -> None:
    page.goto(address)
    drag(page, "density", 112)
    assert page.evaluate("location.hash") == "#what-if&density=112"
    page.reload()
    assert table(page)["Compute"][2] == "$1.50"
    expect(page.locator("#what-if")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the document’s figures").click()
    assert page.evaluate("location.hash") == "#what-if"
    assert {cells[2] for cells in table(page).values()} == {""}
    expect(page.locator(".hd-yours")).to_have_count(0)
    assert slider(page, "density").input_value() == "80"


@pytest.mark.parametrize(
    "scenario", ["density=many", "density=12a", "nothing=3", "__proto__=1", "density=", "density=1e999", "spot"]
)
def test_what_an_address_says_wrong_is_ignored(page: Page, address: str, scenario: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{error.message} {error.stack}"))
    page.goto(f"{address}#what-if&{scenario}")
    assert {cells[2] for cells in table(page).values()} == {""}
    assert [error for error in errors if "what-if.js" in error or "hostdoc.js" in error] == []


def test_a_value_beyond_the_slider_is_its_end(page: Page, address: str) -> None:
    page.goto(f"{address}#what-if&density=100000")
    assert slider(page, "density").input_value() == "240"


def test_keys_move_a_slider(page: Page, address: str) -> None:
    page.goto(address)
    slider(page, "density").focus()
    page.keyboard.press("ArrowRight")
    assert slider(page, "density").input_value() == "81"
    assert slider(page, "density").get_attribute("aria-valuetext") == "81"
    assert table(page)["Compute"][2] == "$2.07"
    for _ in range(8):  # past what uses the density
        page.keyboard.press("Tab")
        if slider(page, "price").evaluate("e => e === document.activeElement"):
            break
    expect(slider(page, "price")).to_be_focused()


def test_without_a_script_the_table_is_complete(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".hd-whatif fieldset")).to_be_hidden()
    expect(page.locator(".hd-whatif .hd-button")).to_be_hidden()
    rows = [re.split(r"\s*\t\s*", row) for row in page.locator(".hd-whatif tbody tr").all_inner_texts()]
    assert ["Margin", "61%", "61%"] in rows
    assert all(len(row) == 3 and all(row) for row in rows)
    context.close()


def bar(page: Page, who: str) -> float:
    """The right end of a bar in the live chart, in pixels of its picture."""
    found = page.locator(f".hd-live path[aria-roledescription='bar'][aria-label*='{who}']").first
    box = found.bounding_box()
    return float(box["x"] + box["width"] - page.locator(".hd-live svg").bounding_box()["x"])


def test_a_chart_follows_the_slider(page: Page, address: str) -> None:
    page.goto(address)
    plot = page.locator(".hd-plot")
    assert plot.locator(".hd-live").count() == 0  # still a picture
    drag(page, "density", 112)
    expect(plot).to_have_class(re.compile("is-moved"), timeout=20_000)
    expect(plot.locator(".hd-live text", has_text="$15")).to_have_count(1)
    moved = bar(page, "Beech")
    assert bar(page, "Ash") < moved < bar(page, "Cedar")
    drag(page, "density", 40)
    expect(plot.locator(".hd-live text", has_text="$42")).to_have_count(1, timeout=20_000)
    assert bar(page, "Beech") > bar(page, "Cedar")
    box = plot.locator(".hd-live svg").bounding_box()
    assert bar(page, "Beech") < box["width"]
    page.get_by_role("button", name="Back to the document’s figures").click()
    expect(plot).not_to_have_class(re.compile("is-moved"), timeout=20_000)
    expect(plot.locator(".hd-live text", has_text="21")).to_have_count(1)


def test_a_slider_of_no_figure_in_a_chart_leaves_it_a_picture(page: Page, address: str) -> None:
    page.goto(address)
    drag(page, "price", 12)
    assert page.locator(".hd-live").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_nothing_runs_over_in_any_guise(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}#what-if&density=112")
    expect(page.locator(".hd-plot.is-moved .hd-live svg")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    panel = page.locator(".hd-whatif")
    assert panel.locator(".hd-scroll").evaluate("e => e.scrollWidth <= e.clientWidth + 1")
    for mark in page.locator(".hd-table .hd-mark:has(+ .hd-yours)").all():  # the arrow stands clear of the sign
        sign, yours = mark.locator(".hd-sign").bounding_box(), mark.locator("+ .hd-yours").bounding_box()
        beside = sign["x"] >= yours["x"] + yours["width"] or sign["x"] + sign["width"] <= yours["x"]
        assert beside or sign["y"] + sign["height"] <= yours["y"] + 1
    page.emulate_media(media="print")
    expect(panel.locator("fieldset")).to_be_hidden()
    expect(panel.locator("tbody")).to_be_visible()
    context.close()


# -- The page of all documents --------------------------------------------------------------------------------------

PRICES = """# Prices

- Price: $10/month<!-- $price -->
- Market: $500K-1M<!-- $market -->
- Discount: 5<!-- $discount -->
- Factor: 2<!-- $factor -->

| Task | Takes |
|---|---|
| Set up | 1:30 |
| Copy | 3:00 |
<!-- TBLFM: @3$2=@2$2*$factor;U -->

Half the market is $250K-0.5M<!-- $half = $market / 2 -->.

A share is 20%<!-- $share = 1 / ($price - $discount) -->, twice 40%<!-- $twice = $share * 2 -->.
"""
REVENUE = "# Revenue\n\nRevenue is $100/month<!-- $revenue = $prices:price * 10 --> now.\n"


@pytest.fixture
def of_all(folder: Path, request: pytest.FixtureRequest) -> str:
    """The page of what-if, served under a strict policy."""
    (folder / "sources" / "prices.md").write_text(PRICES, encoding="utf-8")
    (folder / "sources" / "revenue.md").write_text(REVENUE, encoding="utf-8")
    return str(request.getfixturevalue("served")) + "what-if/"


def yours(page: Page) -> dict[str, str]:
    """What follows with the reader's figures, where that differs."""
    rows = page.locator(".hd-group tbody tr").all()
    found = {row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in rows}
    return {label: text for label, text in found.items() if text}


def test_a_scenario_goes_through_all_documents(page: Page, of_all: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"{of_all}#what-if&price=12&market=600000&__proto__=1&share=<b>")
    assert yours(page)["Revenue"] == "$120/month"
    assert yours(page)["Half"] == "$300K–0.6M"
    expect(page.locator(".hd-knob", has_text="Market").locator("output")).to_have_text("$600K–1.2M")
    page.locator(".hd-tornado select").select_option(label="Revenue")
    expect(page.locator(".hd-target")).to_have_text("Revenue, Revenue: now $120/month")
    row = page.locator(".hd-tornado tbody tr")
    assert row.locator("td").all_inner_texts() == ["$10.80/month … $13.20/month", "$108/month", "", "$132/month"]
    slider(page, "factor").fill("3")
    assert yours(page)["Copy, Takes"] == "4:30"
    slider(page, "factor").fill("2")
    slider(page, "price").fill("5")
    assert [yours(page)["Share"], yours(page)["Twice"]] == ["–", "–"]  # nothing divides by zero
    assert page.evaluate("location.hash") == "#what-if&price=5&market=600000"
    page.get_by_role("button", name="Back to the documents’ figures").click()
    assert yours(page) == {}
    assert page.evaluate("location.hash") == "#what-if"
    assert all(url.startswith(of_all.removesuffix("what-if/")) for url in seen), seen


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_the_page_of_all_is_whole_in_any_guise(browser: Browser, of_all: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{of_all}#what-if&price=12")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    serious = [it["id"] for it in found["violations"] if it["impact"] in ("serious", "critical")]
    assert serious == []
    page.emulate_media(media="print")
    for hidden in page.locator(".hd-whatif fieldset, .hd-does").all():
        expect(hidden).to_be_hidden()
    expect(page.locator(".hd-swing").first).to_be_visible()
    context.close()


def test_the_page_of_all_from_disk_and_without_a_script(browser: Browser, of_all: str, folder: Path) -> None:
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{(folder / 'site' / 'what-if' / 'index.html').as_uri()}#what-if&price=12")
        assert yours(page).get("Revenue") == ("$120/month" if script else None)
        expect(page.locator(".hd-tornado .hd-swing").first).to_be_visible()
        assert page.locator(".hd-knob:visible").count() == (4 if script else 0)
        context.close()
