"""The compare page: prices in one unit, limits beside them, what is priced differently, and rates of exchange."""

from __future__ import annotations

import re

import pytest

from hostdoc.report.analysis import compare
from hostdoc.report.analysis.prices import turned
from hostdoc.report.analysis.rates import implied, stated
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.analysis.site import Paths
from hostdoc.report.pages import Pages
from hostdoc.report.shapes import Intervals, shape_of

STAGES = """# Harbour

Budget: under $40/month. Everything above the $90/month ceiling is out.

| Mooring | Pilot (5–10 users) | Fleet (1,000+ users) |
|---|---|---|
| Ash | $5–9/month | $200–400/month |
| Birch | $36/month | $300+/month |
| Cedar | $60–120/month | on request |
"""
YEARLY = """# Orchard

| Supplier | Yearly fee |
|---|---|
| Ash | $120/year |
| Dogwood | $240–300/year |
| Elm | €90/year |
"""
ORCHARD = YEARLY.replace("€90", "$90")


def _of(view, label: str, stage: str = ""):
    return next(row.price for row in view.rows if row.price.label == label and row.price.stage.startswith(stage))


def test_prices_are_kept_per_year_with_the_words_of_their_author(site) -> None:
    view = compare.view(site(STAGES, ORCHARD))
    ash = _of(view, "Ash", "Pilot")
    assert (ash.stated.words, ash.stated.low, ash.stated.high) == ("$5–9/month", 60.0, 108.0)
    assert (ash.fewest, ash.most) == (5.0, 10.0)
    assert _of(view, "Ash", "Fleet").most is None and _of(view, "Dogwood").stated.high == 300.0
    assert _of(view, "Cedar", "Fleet").stated is None and _of(view, "Cedar", "Fleet").words == "on request"
    assert view.title == "Five options, two documents"
    assert view.lead.startswith("“Harbour” prices three options at two stages; “Orchard” prices three options.")
    assert [words for _, words in view.periods] == ["As stated", "Month", "Year"] and view.shared


@pytest.mark.parametrize(
    ("label", "stage", "time", "each", "words"),
    [
        ("Ash", "Pilot", "", False, "$5–9/month"),
        ("Ash", "Pilot", "month", False, "$5–9/month"),
        ("Ash", "Pilot", "year", False, "$60–108/year"),
        ("Ash", "Pilot", "", True, "$0.50–1.80/user/month"),
        ("Ash", "Fleet", "year", True, "up to $4.80/user/year"),
        ("Birch", "Fleet", "year", False, "$3,600+/year"),
        ("Dogwood", "", "month", False, "$20–25/month"),
        ("Dogwood", "", "month", True, None),
    ],
)
def test_a_price_is_turned(site, label: str, stage: str, time: str, each: bool, words: str | None) -> None:
    price = _of(compare.view(site(STAGES, ORCHARD)), label, stage)
    assert turned(price, price.stated, time, each) == words


def test_a_page_with_nothing_priced_is_left_out(site) -> None:
    assert compare.view(site("# Text\n\nNo table here, and $5.\n")) is None


# -- Limits -------------------------------------------------------------------------------------------------------


def _limits(audited):
    grid = audited.ledger.grids[0]
    shape = shape_of(audited, grid, {})
    assert isinstance(shape, Intervals)
    return [limit.label for limit in shape.limits]


def test_limits_are_named_and_stand_beside_prices(site) -> None:
    view = compare.view(site(STAGES))
    assert _of(view, "Ash", "Pilot").against == "under the $40 budget"
    assert _of(view, "Birch", "Pilot").against == "under the $40 budget"
    assert _of(view, "Cedar", "Pilot").against == "may pass the $90 ceiling"
    assert _of(view, "Ash", "Fleet").against == "over the $90 ceiling"
    chart = view.panels[0].draw()
    assert "budget $40" in chart.wide and "ceiling $90" in chart.narrow
    assert "Lines at budget $40, ceiling $90" in chart.description


@pytest.mark.parametrize(
    "said",
    [
        "Budget: under $480/year.",  # another period
        "Budget: under €40/month.",  # another currency
        "Budget: under $40.",  # no period, and nothing that says one
        "Budget: $4,000/month.",  # of something else: far above every price
        "We pay $40/month for tea.",  # no limit
        "The budget was kept. $40/month is what tea costs.",
    ],
)
def test_no_line_where_unit_and_period_do_not_agree(audited, said: str) -> None:
    text = "| Host | Cost |\n|---|---|\n| A | $5/month |\n| B | $20–30/month |\n| C | $35/month |\n"
    assert _limits(audited(f"# P\n\n{said}\n\n{text}")) == []


def test_a_claim_that_is_checked_draws_its_line_in_its_column(audited) -> None:
    text = (
        "# P\n\nTwo<!-- $n = 2 --> at $29/month<!-- $fee --> pay it.<!-- 2 * $fee >= $most -->\n\n"
        "| Host | Cost |\n|---|---|\n| A | $5/month |\n| B | $20/month |\n| C | $60/month<!-- $most --> |\n"
    )
    assert _limits(audited(text)) == ["2 × 29 = $58"]


# -- Priced differently -------------------------------------------------------------------------------------------


def test_the_same_name_without_a_common_price_is_said(site) -> None:
    (one,) = compare.view(site(STAGES, ORCHARD.replace("$120", "$150"))).differing
    assert one.what == "Ash" and [side.words for side in one.sides] == ["$5–9/month", "$200–400/month", "$150/year"]
    assert [side.place.path for side in one.sides] == ["plan-1.md", "plan-1.md", "plan-2.md"]
    assert compare.view(site(STAGES, ORCHARD.replace("$120", "$60–108"))).differing == ()  # the same, per year


def test_parts_of_one_name_are_no_thing_to_compare(site) -> None:
    twice = STAGES + "\n## More\n\n" + STAGES.split("\n\n", 2)[2].replace("$5–9", "$1–2")
    assert compare.view(site(twice, ORCHARD)).differing == ()


def test_a_check_that_finds_two_prices_in_one_document_is_shown(site) -> None:
    text = (
        "# P\n\n## Ash\n\n| Part | Monthly cost |\n|---|---|\n| Engine | $5 |\n| Disk | $3 |\n| Total | $8/month |\n\n"
        "## Comparison\n\n| Host | Cost |\n|---|---|\n| Ash | $12/month |\n| Elm | $20/month |\n| Fir | $30/month |\n"
    )
    (one,) = compare.view(site(text)).differing
    assert one.verdict == "drifts" and [side.words for side in one.sides] == ["$12/month", "$8/month"]


# -- Currencies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        ("€1 = $1.08", ("EUR", "USD", 1.08)),
        ("We reckon 1 EUR = 1.08 USD here.", ("EUR", "USD", 1.08)),
        ("$1 ≈ €0.92", ("USD", "EUR", 0.92)),
        ("EUR/USD: 1.08", ("EUR", "USD", 1.08)),
        ("Exchange rate: 1.08 USD per EUR", ("EUR", "USD", 1.08)),
        ("| What | Value |\n|---|---|\n| EUR/USD rate | 1.08 |\n", ("EUR", "USD", 1.08)),
    ],
)
def test_a_rate_that_is_stated(audited, said: str, rate: tuple[str, str, float]) -> None:
    (found,) = stated(audited(f"# R\n\n{said}\n"))
    assert (found.base, found.other, found.low) == rate and found.low == found.high


@pytest.mark.parametrize(
    "said", ["€4.15 (~$4.50)", "It is $1 or €2.", "$1 per GB", "€1 and $2", "Rate: 1.08", "$1.10/h"]
)
def test_no_rate_is_stated(audited, said: str) -> None:
    assert stated(audited(f"# R\n\n{said}\n")) == []


def test_amounts_in_both_imply_a_window(audited) -> None:
    (rate,) = implied(audited("# R\n\n€100 ($108) and then €200 (~$220).\n"))
    assert (rate.base, rate.other, rate.pairs) == ("EUR", "USD", 2)
    assert 1.07 < rate.low < 1.08 < rate.high < 1.1


def test_a_currency_is_off_without_a_rate_and_says_why(site) -> None:
    text = ORCHARD + "\nElsewhere €100 ($108).\n"
    view = compare.view(site(text))
    assert [(one.code, one.on) for one in view.currencies] == [("EUR", False)]
    assert "no document states a rate" in view.why[0] and "for one EUR" in view.why[1]
    rated = compare.view(site(text + "\nWe reckon €1 = $1.25.\n"))
    assert [(one.code, one.on) for one in rated.currencies] == [("EUR", True)] and rated.why == ()
    assert rated.rows[0].rates == {"EUR": 0.8}


def test_rates_that_cannot_be_one_are_said(site) -> None:
    first, second = ORCHARD + "\nWe reckon €1 = $1.25.\n", ORCHARD + "\nWe reckon €1 = $1.05.\n"
    (one,) = compare.view(site(first, second)).differing
    assert one.what == "One EUR in USD" and [side.words for side in one.sides] == ["1.25 US$", "1.05 US$"]


# -- The page -----------------------------------------------------------------------------------------------------


def test_hostile_labels_are_text(site) -> None:
    evil = r'"> \<img src=x onerror=alert(1)>{{ 7 * 7 }}\</script>'
    text = STAGES.replace("Ash", evil).replace("Mooring", evil).replace("Harbour", evil).replace("Pilot", evil)
    sheet = next(sheet for sheet in SHEETS if sheet.key == "compare")
    view = compare.view(site(text, text))
    assert any("<img" in row.price.label for row in view.rows)
    html = Pages().analysis(sheet, view, Paths(lambda place: "#", lambda key: "", lambda name: ""))
    assert "<img" not in html and "</script>'" not in html and "{{ 7 * 7 }}" in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
