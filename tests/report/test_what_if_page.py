"""The page of what-if: sliders of all documents, what follows across them, and what moves a figure most."""

from __future__ import annotations

import html
import json
import re

import pytest

from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_sources
from hostdoc.report.analysis import what_if
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.analysis.site import Paths, Site
from hostdoc.report.pages import Pages
from hostdoc.report.what_if import View, names_across, panel
from tests.report.conftest import TODAY

PRICES = "# Prices\n\n- Price: $10/month<!-- $price -->\n- Seats: 20-30<!-- $seats -->\n"
REVENUE = "# Revenue\n\nIt is $100/month<!-- $revenue = $prices:price * 10 --> now.\n"
SALES = """# Sales

- Price: $7/month<!-- $price -->

It is $80<!-- = $price * 10 -->, $200-300<!-- = $prices:seats * $prices:price -->.
"""


def of(**texts: str) -> Site:
    audit = audit_sources([Source.of(f"{name}.md", text) for name, text in texts.items()], TODAY)
    return Site("Plans", audit, TODAY)


def rendered(site: Site) -> str:
    sheet = next(sheet for sheet in SHEETS if sheet.key == "what-if")
    paths = Paths(lambda place: f"{place.path}#{place.id}", lambda key: f"{key}/", lambda name: name)
    return Pages().analysis(sheet, what_if.view(site), paths)


def test_sliders_stand_with_their_document_and_what_follows_where_it_is_stated() -> None:
    view = what_if.view(of(prices=PRICES, revenue=REVENUE))
    prices, revenue = view.groups
    assert [knob.label for knob in prices.knobs] == ["Price"]  # nothing follows from seats
    assert (prices.document, prices.outcomes, revenue.knobs) == ("Prices", (), ())
    assert [(it.label, it.stated, it.recalculated) for it in revenue.outcomes] == [
        ("Revenue", "$100/month", "$100/month")
    ]
    assert [group.document for group in prices.further] == ["Revenue"]
    assert revenue.outcomes[0].place.path == "revenue.md" and revenue.outcomes[0].place.id.startswith("f-")


def test_names_that_several_documents_have_say_which() -> None:
    view = what_if.view(of(prices=PRICES, revenue=REVENUE, sales=SALES))
    assert [knob.name for knob in view.panel.knobs] == ["prices:price", "seats", "sales:price"]
    assert [knob.label for knob in view.panel.knobs] == ["Price", "Seats", "Price"]
    site = of(**{"prices": PRICES, "old/prices": PRICES, "one": 'It is $70<!-- = $"old/prices.md":price * 7 -->.\n'})
    names = names_across(site.documents)
    assert [names(it.figure) for it in site.documents[0].ledger.assumptions][:1] == ["old/prices.md:price"]


def test_a_document_shows_the_sliders_of_others_by_their_names() -> None:
    site = of(prices=PRICES, revenue=REVENUE)
    home = site.documents[1]
    view = View(names_across(site.documents, home), site.called, site.place, site.ids(home))
    found = panel(site.model, home.checks, view)
    assert [(knob.name, knob.place.path, knob.ids) for knob in found.knobs] == [("prices:price", "prices.md", ())]
    assert [it.label for it in found.outcomes] == ["Revenue"]


def test_the_figure_that_most_depends_on_is_drawn() -> None:
    chart = what_if.view(of(prices=PRICES, revenue=REVENUE, sales=SALES)).chart
    assert chart.outcome.stated == "$200-300" and chart.document == "Sales"
    seats, price = chart.bars
    assert (seats.label, seats.between, seats.at_low, seats.at_high) == ("Seats", "20 … 30", "$200", "$300")
    assert (price.label, price.between, price.document) == ("Price", "$9/month … $11/month", "Prices")
    assert seats.low == (0, 500) and seats.high == (500, 500) and chart.at == 500
    assert price.low == (250, 250) and price.high == (500, 250)


def test_a_page_without_a_live_model_is_left_out() -> None:
    assert what_if.view(of(plan="# P\n\n| Item | Cost |\n|---|---|\n| A | $4 |\n| B | $5 |\n| Total | $9 |\n")) is None
    assert what_if.view(Site("Plans", Audit(()), TODAY)) is None


def test_the_model_is_data_and_words_are_text() -> None:
    hostile = (
        "# <img src=x onerror=alert(1)>\n\n- A'b<b>: $5<!-- $a -->\n\nIt is $10/<i>{{ 7*7 }}<!-- $out = $a * 2 -->.\n"
    )
    text = rendered(of(plan=hostile))
    assert "<img" not in text and "<b>:" not in text and "49" not in text
    (model,) = re.findall(r"data-model='([^']*)'", text)
    nodes = json.loads(html.unescape(model))["nodes"]
    assert nodes[0][0] == ["×", ["knob", 0], 2]
    assert not re.search(r"\son\w+=|\sstyle=|<script", text)


@pytest.mark.parametrize(
    ("stated", "format"),
    [
        ("$500K-1M", ["$", "", 0, [[1000, "K"], [1000000, "M"]]]),
        ("~€1.25–1.5/yr", ["€", "/yr", 2, [[1, ""], [1, ""]]]),
        ("$3K-5K/month", ["$", "/month", 0, [[1000, "K"], [1000, "K"]]]),
        ("40-50%", ["", "%", 0, [[1, ""], [1, ""]]]),
        ("$2.50/user", ["$", "/user", 2, [[1, ""], [1, ""]]]),
    ],
)
def test_a_value_is_written_as_its_author_writes_it(stated: str, format: list[object]) -> None:
    found = what_if.view(of(plan=f"- Base: {stated}<!-- $base -->\n\nTwice it is 1<!-- = $base * 2 -->.\n"))
    assert found.panel.knobs[0].format.data == format


def test_a_duration_is_written_in_hours_and_minutes() -> None:
    table = "| Task | Takes |\n|---|---|\n| One | 1:30 |\n| Two | 3:00 |\n<!-- TBLFM: @3$2=@2$2*$factor;U -->\n"
    view = what_if.view(of(plan=f"- Factor: 2<!-- $factor -->\n\n{table}"))
    assert view.panel.outcomes[0].recalculated == "3:00"
    assert json.loads(view.panel.model)["nodes"][0][1] == ["", "", 0, [[1, ""], [1, ""]], 1000]


def test_a_long_chain_is_no_trouble() -> None:
    rows = "".join(f"| {n} | $1 | ${n} |\n" for n in range(1, 1500))
    text = (
        f"- Start: $0<!-- $s -->\n\n| N | In | Balance |\n|---|---|---|\n{rows}\n<!-- TBLFM: @3$3..@>$3=@-1$3+$2 -->\n"
    )
    assert what_if.view(of(plan=text)) is None


def test_what_cannot_be_computed_is_what_is_stated() -> None:
    given = "- Price: $5<!-- $price -->\n- Zero: 0<!-- $zero -->\n\nEach: $3<!-- $each = $price / $zero -->\n\n"
    view = what_if.view(of(plan=f"{given}Two: $6<!-- = $each * $price -->\n"))
    (two,) = view.panel.outcomes
    assert json.loads(view.panel.model)["nodes"][two.number][0] == ["×", 3, ["knob", 0]]
