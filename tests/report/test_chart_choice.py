"""Charts choose themselves from the shape of a table, and none is drawn that misleads."""

from __future__ import annotations

import json
import re

import pytest

from hostdoc.core.result import AuditedDocument
from hostdoc.report.charts import attribute_json, entities, make
from hostdoc.report.gallery import Gallery
from hostdoc.report.shapes import Intervals, Ladder, Ribbons, shape_of

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


def _shape(audited: AuditedDocument):
    return shape_of(audited, audited.ledger.grids[0], {})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HOSTS, Intervals),
        (
            STAGES,
            Intervals,
        ),
        (SCALING, Ribbons),
        (PHASES, Ladder),
    ],
)
def test_each_shape_is_recognised(audited, text: str, kind: type) -> None:
    assert type(_shape(audited(text))) is kind


@pytest.mark.parametrize(
    "text",
    [
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n",  # two rows
        "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| C | $9 |\n| Total | $23 |\n",  # a sum, no comparison
        "| Item | Cost |\n|---|---|\n| A | $5 |\n| Or: B | $9 |\n| Or: C | $11 |\n| Total | $5–11 |\n",  # alternatives
        "| Host | Cost |\n|---|---|\n| A | $5/month |\n| B | $90/year |\n| C | $7/month |\n",  # mixed units
        "| Host | Cost |\n|---|---|\n| A | $5/user/month |\n| B | $90/month |\n| C | $7/month |\n",
        "| Host | Cost |\n|---|---|\n| A | $5 |\n| B | €9 |\n| C | $7 |\n",
        "| H | Cost | Price |\n|---|---|---|\n| A | $5/mo | $50/yr |\n| B | $6/mo | $90/yr |\n| C | $7/mo | $70/yr |\n",
        "| Year | Cost |\n|---|---|\n| 2026 | $5 |\n| 2027 | $9 |\n| 2028 | $11 |\n",  # years want an axis of their own
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


@pytest.mark.parametrize("text", [HOSTS, SCALING, PHASES])
def test_a_chart_is_complete_and_the_same_each_time(audited, text: str) -> None:
    document = audited(text)
    chart = _chart(document)
    assert chart == _chart(document)
    assert chart.wide.startswith('<svg class="hd-wide"') and chart.narrow.startswith('<svg class="hd-narrow"')
    assert chart.title and chart.unit and chart.description and len(chart.rows) == 3
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


def test_hostile_labels_end_no_element(audited) -> None:
    text = HOSTS.replace("| A |", '| </script><svg onload=alert(1)>"{{x}} |')
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
