"""Charts choose themselves from the shape of a table, and none is drawn that misleads."""

from __future__ import annotations

import json
import re

import pytest

from hostdoc.cache import Cache
from hostdoc.core.result import AuditedDocument
from hostdoc.report.charts import attribute_json, entities
from hostdoc.report.gallery import Gallery
from hostdoc.report.lettering import digits
from hostdoc.report.making import make
from hostdoc.report.shapes import Intervals, Ladder, Ribbons, Scatter, Slope, Timeline, Waterfall, shape_of
from hostdoc.report.shapes.periods import periods
from hostdoc.report.shapes.slope import stages

STAGES = (
    "| Host | Alpha | Beta |\n|---|---|---|\n| A | $5/mo | $9/mo |\n| B | $7–8/mo | n/a |\n| C | $6/mo | $20/mo |\n"
)
HOSTS = "| Host | Monthly cost |\n|---|---|\n| A | $5–9 |\n| B | $20 |\n| C | $28–40 |\n"
SCALING = (
    "| Users | Cost/user/mo | Margin at $10/mo |\n|---|---|---|\n"
    "| 1K | $25-40+ | Negative |\n| 10K | $8-12 | ~0-20% |\n| 100K | $4-6 | 40-60% |\n"
)
PHASES = (
    "| Phase | Hosted cost/mo | Charged price | Margin |\n|---|---|---|---|\n| Start | $20-25 | $25-30 | 10-20% |\n"
    "| Middle | $10-15 | $20-25 | 40-50% |\n| End | $2-4 | $10-15 | 75-85% |\n"
)
PARTS = (
    "| Part | Monthly cost |\n|---|---|\n| Servers | $5–10/mo |\n| Backups | $3–5/mo |\n| Mail | $1–3/mo |\n"
    "| Total | $9–18/mo |\n"
)
DRIFTED = PARTS.replace("$9–18", "$9–30")
YEARS = (
    "| Year | Users | Revenue |\n|---|---|---|\n| 2026 | 5–10K | $50K–100K |\n| 2027 | 50–100K | $500K–1M |\n"
    "| 2030 | 300–500K | $3M–5M |\n"
)
PLANS = (
    "| Plan | RAM | vCPU | Monthly price |\n|---|---|---|---|\n| Nano | 512 MB | 1 | $5 |\n"
    "| Micro | 1 GB | 1 | $9–10 |\n"
    "| Small | 2 GB | 2 | $18 |\n| Large | 8 GB | 4 | $60 |\n"
)


def _shape(audited: AuditedDocument):
    return shape_of(audited, audited.ledger.grids[0], {})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HOSTS, Intervals),
        (STAGES, Slope),
        (STAGES.replace("Alpha", "Frankfurt").replace("Beta", "Paris"), Intervals),  # no stages: side by side
        (STAGES.replace("Alpha", "Beta", 1).replace("| Beta |\n", "| Alpha |\n"), Intervals),  # not in their order
        (SCALING, Ribbons),
        (PHASES, Ladder),
        (PARTS, Waterfall),
        (YEARS, Timeline),
        (PLANS, Scatter),
    ],
)
def test_each_shape_is_recognised(audited, text: str, kind: type) -> None:
    assert type(_shape(audited(text))) is kind


@pytest.mark.parametrize(
    "text",
    [
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n",  # two rows
        "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | TBD |\n| C | $9 |\n| Total | $30–40 |\n",  # one nobody can check
        "| Item | Cost |\n|---|---|\n| A | $5 |\n| Or: B | $9 |\n| Or: C | $11 |\n| Total | $5–11 |\n",  # alternatives
        "| Host | Cost |\n|---|---|\n| A | $5/month |\n| B | $90/year |\n| C | $7/month |\n",  # mixed units
        "| Host | Cost |\n|---|---|\n| A | $5/user/month |\n| B | $90/month |\n| C | $7/month |\n",
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| B | €9 |\n| C | $7 |\n",
        "| H | Cost | Price |\n|---|---|---|\n| A | $5/mo | $50/yr |\n| B | $6/mo | $90/yr |\n| C | $7/mo | $70/yr |\n",
        "| Year | Cost |\n|---|---|\n| 2026 | $5 |\n| 2028 | $9 |\n| 2027 | $11 |\n",  # years out of their order
        "| Item | Cost |\n|---|---|\n| Rent | $5 |\n| Power | $9 |\n| Total | $14 |\n",  # two parts
        "| Item | Qty | Each | Cost |\n|---|---|---|---|\n"
        "| A | 2 | $5 | $10 |\n| B | 3 | $9 | $27 |\n| C | 1 | $9 | $9 |\n",
        "| Role | Day rate | Hourly rate |\n|---|---|---|\n"
        "| A | $500 | $70 |\n| B | $600 | $80 |\n| C | $700 | $90 |\n",
        "| Use | Unit | Price |\n|---|---|---|\n| CPU | hour | $1 |\n| Disk | TB | $90 |\n| Help | day | $700 |\n",
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| C | $7 |\n| Total | see below |\n",
        "| Area | $K |\n|---|---|\n| Talks | 40 |\n| Staff | 90 |\n| Travel | 20 |\n",  # thousands: no axis says so
        "| H | RAM | Disk | Qty |\n|---|---|---|---|\n"
        "| A | 1 GB | 9 GB | 1 |\n| B | 2 GB | 9 GB | 1 |\n| C | 4 GB | 9 GB | 1 |\n",
        "| Host | Memory |\n|---|---|\n| A | 5 GB |\n| B | 9 GB |\n| C | 11 GB |\n",  # no money
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| A | $9 |\n| A | $11 |\n",  # rows that cannot be told apart
        "| Users | Cost | Margin at $10 |\n|---|---|---|\n| 10K | $8 | 20% |\n| 1K | $5 | 50% |\n| 9K | $4 | 60% |\n",
    ],
)
def test_no_chart_that_misleads(audited, text: str) -> None:
    assert _shape(audited(text)) is None


def _chart(audited: AuditedDocument):
    shape = _shape(audited)
    assert shape is not None
    return make(audited, audited.ledger.grids[0], shape, entities([shape]), "chart-x")


@pytest.mark.parametrize("text", [HOSTS, STAGES, SCALING, PHASES, PARTS, DRIFTED, YEARS, PLANS])
def test_a_chart_is_complete_and_the_same_each_time(audited, text: str) -> None:
    document = audited(text)
    chart = _chart(document)
    assert chart == _chart(document)
    assert chart.wide.startswith('<svg class="hd-wide"') and chart.narrow.startswith('<svg class="hd-narrow"')
    assert chart.title and chart.unit and chart.description and len(chart.rows) >= 3
    assert "$schema" in json.loads(chart.spec)
    assert not re.search(r"https?://(?!vega\.github\.io/schema|www\.w3\.org)", chart.spec + chart.wide)


def test_words_of_the_charts(audited) -> None:
    assert _chart(audited(HOSTS)).title == "A starts lowest, at $5; C reaches $40"
    assert (
        _chart(audited(SCALING)).title == "Margin at $10/mo spans zero at 10K; from 100K it is positive at every cost"
    )
    assert _chart(audited(PHASES)).title == "The cost falls from $20–25 to $2–4 and the price never falls below it"
    assert "recalculated" in _chart(audited(SCALING)).unit


def test_what_was_recalculated_is_hollow_beside_what_is_stated(audited) -> None:
    chart = _chart(audited(SCALING))
    assert "−20 … 20" in chart.wide and "var(--hd-drifts)" in chart.wide
    assert "var(--hd-drifts)" not in _chart(audited(HOSTS)).wide


def test_a_wide_spread_makes_a_logarithmic_axis(audited) -> None:
    assert "logarithmic" in _chart(audited(HOSTS.replace("$28–40", "$2,800–4,000"))).wide
    assert "logarithmic" not in _chart(audited(HOSTS)).wide


HOSTILE = "</script><svg onload=alert(1)>\"'{{x}}"


@pytest.mark.parametrize(
    "text",
    [
        HOSTS.replace("| A |", f"| {HOSTILE} |"),
        STAGES.replace("| A |", f"| {HOSTILE} |").replace("Alpha", f"Alpha {HOSTILE}"),
        PARTS.replace("Servers", HOSTILE),
        YEARS.replace("Revenue", HOSTILE).replace("2026", "2026 (')"),
        PLANS.replace("Nano", HOSTILE).replace("RAM", f"RAM {HOSTILE}"),
    ],
)
def test_hostile_labels_end_no_element(audited, text: str) -> None:
    chart = _chart(audited(text))
    assert "<" not in chart.spec and not re.search(r"<script|<svg onload", chart.wide, re.I)
    assert attribute_json({"a": "</p>&'"}) == '{"a":"\\u003c/p\\u003e\\u0026\\u0027"}'


def test_the_same_thing_has_the_same_colour_on_every_page(audited) -> None:
    first, second = audited(HOSTS), audited(HOSTS.replace("| A |", "| Z |").replace("| C |", "| C large |"))
    colours = entities([_shape(first), _shape(second)])
    assert colours["c"] != colours["a"] and len(set(colours.values())) == len(colours)


def test_nothing_is_drawn_twice(audited) -> None:
    seen: list[object] = []

    class Frames:
        def chart(self, chart: object) -> str:
            seen.append(chart)
            return "x"

    document, gallery, frames = audited(HOSTS), Gallery(), Frames()
    for _ in range(2):
        gallery.hang([document])
        assert gallery.for_tables(document, frames)(document.ledger.grids[0].table) == "x"
    assert seen[0] is seen[1] and gallery.charts == 1


def test_a_waterfall_stands_on_checked_sums_only(audited) -> None:
    shape = _shape(audited(PARTS.replace("| Mail |", "| **Subtotal** | $8–15/mo |\n| Mail |")))
    assert isinstance(shape, Waterfall)
    assert (shape.parts, shape.subtotals, shape.total) == ((0, 1, 3), (2,), 4)
    holds, drifts = _chart(audited(PARTS)), _chart(audited(DRIFTED))
    assert holds.title == "Total: $9–18 per month, more than half of it Servers"
    assert drifts.title == "Total: $9–30 per month, but its parts come to $9–18"
    assert "var(--hd-drifts)" in drifts.wide and "var(--hd-drifts)" not in holds.wide
    assert ["Total", "$9–30/mo", "$9–18/mo"] in [list(row) for row in drifts.rows]


def test_the_parts_of_a_waterfall_begin_where_the_one_above_ends(audited) -> None:
    bars = json.loads(_chart(audited(PARTS)).spec)["layer"][0]["data"]["values"]
    assert [(bar["low"], bar["high"]) for bar in bars if bar["stack"] == 1] == [(0, 10), (10, 15), (15, 18), (0, 18)]
    assert {bar["tip"] for bar in bars} >= {"Servers: $5–10/mo, line 3"}


def test_periods_stand_where_they_are_in_time_and_nothing_is_drawn_between(audited) -> None:
    chart = _chart(audited(YEARS))
    panel = json.loads(chart.spec)["vconcat"][1]
    assert [row["when"] for row in panel["layer"][0]["data"]["values"]] == [2026, 2027, 2030]
    assert {layer["mark"]["type"] for layer in panel["layer"]} <= {"rule", "text", "point", "bar"}
    assert chart.title == "Revenue rises from 50K–100K to 3M–5M US$ between 2026 and 2030"


def test_sizes_share_a_unit_and_a_price_is_drawn_from_its_low_end(audited) -> None:
    chart = _chart(audited(PLANS))
    first = json.loads(chart.spec)["layer"][0]["data"]["values"]
    assert [(row["x"], row["low"], row["high"]) for row in first][:2] == [(0.512, 5, 5), (1, 9, 10)]
    assert chart.title == "From $5 for 0.512 GB at Nano to $60 for 8 GB at Large"


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["2026", "2028"], [2026.0, 2028.0]),
        (["Q1 2026", "Q3 2026"], [2026.0, 2026.5]),
        (["January", "Apr"], [0.0, 0.25]),
        (["2026-01", "2026-07"], [2026.0, 2026.5]),
        (["Year 1", "Year 3"], [1.0, 3.0]),
        (["2028", "2026"], []),
        (["2026", "Q1 2027"], []),
        (["May", "Marchand"], []),
        (["2026"], []),
    ],
)
def test_periods(names: list[str], places: list[float]) -> None:
    assert periods(names) == places


@pytest.mark.parametrize(
    ("heads", "ordered"),
    [
        (["Alpha (5 users)", "Beta (50 users)", "Scale (1,000+ users)"], True),
        (["Dev", "Staging", "Production"], True),
        (["Phase 1", "Phase 2"], True),
        (["1K users", "10K users"], True),
        (["10K users", "1K users"], False),
        (["Licensing", "Hosting"], False),
        (["Production", "Dev"], False),
        (["Phase 1", "Stage 2"], False),
        (["1K users", "10K seats"], False),
    ],
)
def test_stages(heads: list[str], ordered: bool) -> None:
    assert stages(heads) is ordered


def test_a_drawing_comes_from_the_cache(audited, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = audited(PARTS)

    def chart(text: AuditedDocument):
        gallery = Gallery()
        gallery.keep_in(Cache(tmp_path))
        gallery.hang([text])
        return gallery.chart(text, 0)

    first = chart(document)
    monkeypatch.setattr("hostdoc.report.making.make", lambda *_: pytest.fail("drawn anew"))
    assert chart(document) == first
    with pytest.raises(pytest.fail.Exception, match="drawn anew"):
        chart(audited(DRIFTED))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5, 9, "5–9"),
        (4.5, 5.7, "4.50–5.70"),
        (-20, 20, "−20 … 20"),
        (0.0018, 0.1, "0.0018–0.10"),
        (1200.5, 1200.5, "1,200"),
    ],
)
def test_digits(low: float, high: float, words: str) -> None:
    assert digits(low, high) == words


def test_a_claim_about_a_figure_does_not_recalculate_it(audited) -> None:
    document = audited("# P\n\nB at $20/mo is the cheapest.\n\n" + STAGES.replace("$7–8/mo", "$20/mo"))
    assert any(check.outcome == "drifts" for check in document.checks if check.verdict.relation.comparison != "=")
    assert "recalculated" not in _chart(document).unit


def test_limits_are_lines_that_break_where_words_stand(audited) -> None:
    text = STAGES.replace("| A | $5/mo |", "| A | $5–11.50/mo |")
    chart = _chart(audited("# P\n\nBudget: under $12/month.\n\n" + text))
    assert chart.title == "Only C passes the $12 budget"
    pieces = [row for row in _values(json.loads(chart.spec)) if row.get("value") == 12 and "text" not in row]
    assert [row["who"] for row in pieces].count("A") == 1  # in Beta; in Alpha its words stand there


def _values(node):
    """All rows of data of a specification."""
    if isinstance(node, dict):
        yield from node.get("values", []) if isinstance(node.get("values"), list) else []
        for value in node.values():
            yield from _values(value)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value)
