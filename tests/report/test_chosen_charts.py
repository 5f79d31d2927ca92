"""An author chooses the chart of a table, or none; what cannot be drawn is said."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.chart_choice import choices
from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.report.analysis.site import Site
from hostdoc.report.gallery import Gallery
from hostdoc.report.pages import Pages
from hostdoc.report.shapes import Intervals, Scatter, Slope, Waterfall

PLANS = (
    "| Plan | RAM | vCPU | Alpha | Beta |\n|---|---|---|---|---|\n| A | 1 GB | 1 | $5/mo | $9/mo |\n"
    "| B | 2 GB | 1 | $7–8/mo | $10/mo |\n| C | 4 GB | 2 | $6/mo | $20/mo |\n| D | 8 GB | 2 | $9/mo | $30/mo |\n"
)
TOTAL = "| Part | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| C | $6 |\n| Total | $20 |\n"


def _hung(document: AuditedDocument) -> Gallery:
    gallery = Gallery()
    gallery.hang([document])
    return gallery


@pytest.mark.parametrize(
    ("wish", "kind", "columns"),
    [
        ("slope", Slope, (3, 4)),
        ("intervals", Intervals, (3, 4)),
        ('intervals columns="Beta"', Intervals, (4,)),
        ('scatter columns="beta"', Scatter, (4,)),
    ],
)
def test_the_chart_that_was_chosen_is_drawn(audited, wish: str, kind: type, columns: tuple[int, ...]) -> None:
    document = audited(f"<!-- hostdoc: chart {wish} -->\n\n{PLANS}")
    gallery = _hung(document)
    shape = gallery.shapes(document)[0]
    assert type(shape) is kind and shape.columns == columns
    assert not gallery.said(document)
    assert not any(remark.rule == "malformed-directive" for remark in document.diagnostics)


def test_a_chart_is_turned_off_for_the_table_below_only(audited) -> None:
    document = audited(f"<!-- hostdoc: chart off -->\n{TOTAL}\nAnother one.\n\n{TOTAL}")
    assert list(_hung(document).shapes(document)) == [1]


def test_org_says_it_in_a_comment_line(audited) -> None:
    document = audited(
        "# hostdoc: chart off\n| Part | Cost |\n|---+---|\n| A | $5 |\n| B | $9 |\n| C | $6 |\n", "plan.org"
    )
    assert [choice.shape for choice in choices(document.document)[0]] == ["off"]
    assert not _hung(document).shapes(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"<!-- hostdoc: chart intervals -->\n{TOTAL}",
            "cannot be drawn as `intervals`: some of its rows add",
        ),
        (f"<!-- hostdoc: chart waterfall -->\n{PLANS}", "cannot be drawn as `waterfall`: no check says"),
        (f'<!-- hostdoc: chart intervals columns="Gamma" -->\n{PLANS}', "no column is called `Gamma`"),
        ("<!-- hostdoc: chart waterfall -->\n| A | B |\n|---|---|\n| 1 | $2 |\n", "fewer than 3 rows"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why(audited, text: str, said: str) -> None:
    document = audited(text)
    gallery = _hung(document)
    (remark,) = gallery.said(document)
    assert said in remark.message and remark.rule == "undrawable-chart" and remark.span.first.line == 1
    assert not gallery.shapes(document)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("chart pie", "there is no chart `pie`"),
        ("chart", "cannot be understood"),
        ("chart off of this", "cannot be understood"),
        ('chart off columns="A"', "cannot be understood"),
    ],
)
def test_a_wish_that_cannot_be_read_is_said_by_every_check(audited, wish: str, said: str) -> None:
    document = audited(f"<!-- hostdoc: {wish} -->\n\n{TOTAL}")
    (remark,) = [it for it in document.diagnostics if it.rule == "malformed-directive"]
    assert said in remark.message
    assert isinstance(_hung(document).shapes(document)[0], Waterfall)


def test_a_wish_without_a_table_is_said(audited) -> None:
    document = audited(f"{TOTAL}\n<!-- hostdoc: chart off -->\n\nNo table here.\n")
    (remark,) = [it for it in document.diagnostics if it.rule == "malformed-directive"]
    assert "no table below it" in remark.message


def test_a_document_says_what_could_not_be_drawn_on_its_page(audited, composed) -> None:
    text = f"<!-- hostdoc: chart ladder -->\n{TOTAL}"
    document = audited(text)
    site = Site("S", Audit((document,)), date(2026, 6, 1))
    page = Pages().document(site, document, composed(text), said=_hung(document).said(document))
    assert "cannot be drawn as `ladder`" in page and "Said about this document" in page
