"""The page of margins: charts with their margins as stated and recalculated, and where cost and price cross."""

from __future__ import annotations

import re

import pytest

from hostdoc.report.analysis import margins
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.analysis.site import Paths
from hostdoc.report.crossover import Crossing, crossing, of_costs
from hostdoc.report.pages import Pages

SCALE = """# Ferry

| Users | Cost/user/mo | Margin at $10/mo |
|---|---|---|
| 1K | $20-40 | Negative |
| 10K | $8-12 | ~0-20% |
| 100K | $4-6 | 40-60% |
"""
LADDER = """# Canal

| Phase | Hosted cost/mo | Charged price | Margin |
|---|---|---|---|
| Start | $20-25 | $25-30 | 10-20% |
| Middle | $10-15 | $20-25 | 40-50% |
| End | $2-4 | $10-15 | 75-85% |
"""
TEXT = "# Tea\n\nAt $10/month:\n\n- Cost: $4/month\n- Margin: 60%\n"


def test_margins_stand_beside_what_they_come_to(site) -> None:
    view = margins.view(site(SCALE, LADDER))
    assert [scale.head for scale in view.scales] == ["Users", "Phase"]
    rows = {margin.label: margin for scale in view.scales for margin in scale.margins}
    assert (rows["10K"].stated, rows["10K"].again, rows["10K"].verdict) == ("~0-20%", "−20 … 20 %", "drifts")
    assert rows["Middle"].verdict == "holds" and rows["Start"].verdict == "within"
    assert rows["10K"].place.path == "plan-1.md" and rows["10K"].place.id.startswith("f-")
    assert view.title == "One of six margins drifts"
    assert view.lead.startswith("Ferry: cost crosses the price of $10 at about")
    assert [one.title for one in view.others] == []


def test_margins_in_the_text_are_listed(site) -> None:
    view = margins.view(site(TEXT))
    assert view.scales == () and [one.verdict for one in view.others] == ["holds"]
    assert view.title == "The one margin agrees with cost and price"


def test_a_page_without_margins_is_left_out(site) -> None:
    assert margins.view(site("# P\n\n| Host | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| C | $11 |\n")) is None


def test_the_crossover_is_a_range_in_the_chart(site) -> None:
    chart = margins.view(site(SCALE)).scales[0].panel.draw()
    assert "crossover 5.7K–18K" in chart.wide and "band: where they cross" in chart.unit
    assert "Cost and price cross at about 5.7K–18K." in chart.description


@pytest.mark.parametrize(
    ("places", "price", "found"),
    [
        ([(100, 16, 32), (1000, 4, 8)], 8, "320–1K"),  # a half of the way in logarithms, and the row itself
        ([(100, 16, 16), (10_000, 4, 4)], 8, "1K"),  # points cross at one count
        ([(100, 4, 5), (1000, 2, 3)], 8, None),  # always below the price
        ([(100, 40, 50), (1000, 20, 30)], 8, None),  # always above
        ([(100, 6, 12), (1000, 4, 10)], 8, None),  # the worst case never covers the cost
        ([(100, 2, 4), (1000, 16, 32)], 8, None),  # the cost rises
        ([(100, 0, 32), (1000, 0, 4)], 8, None),  # free has no logarithm
    ],
)
def test_where_a_range_of_costs_crosses_its_price(places, price: float, found: str | None) -> None:
    across = of_costs(places, price)
    assert (across.text if across else None) == found


def test_stated_margins_cross_zero_where_no_price_is_known() -> None:
    across = crossing([(100, -50, -50), (10_000, 50, 50)])
    assert across is not None and across.start == pytest.approx(1000) and across == Crossing(across.start, across.end)


def test_hostile_labels_are_text(site) -> None:
    evil = r"\<img src=x onerror=alert(1)>{{ 7 * 7 }}"
    text = LADDER.replace("Start", evil).replace("Phase", evil).replace("Canal", evil)
    sheet = next(sheet for sheet in SHEETS if sheet.key == "margins")
    html = Pages().analysis(
        sheet, margins.view(site(text, SCALE)), Paths(lambda place: "#", lambda key: "", lambda name: "")
    )
    assert "<img" not in html and "{{ 7 * 7 }}" in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
