"""`$stem:name` is a figure of another document of the run, which is read only when it is named."""

from __future__ import annotations

from datetime import date

from hostdoc import formulas
from hostdoc.core.span import Source
from hostdoc.figures.collect import collect
from hostdoc.pipeline import Neighbours, audit_source, audit_sources
from hostdoc.readers import read

TODAY = date(2026, 1, 1)
PRICES = Source.of("data/prices.org", "* Prices\n\n- Spot price: $0.20/hr\n- Density: 50@@comment:$density@@ per VM\n")


def plan(text: str) -> Source:
    return Source.of("plan.md", text)


def said(*sources: Source) -> list[str]:
    audit = audit_sources(sources, TODAY)
    checks = [f"{check.outcome} {check.message}" for check in audit.checks]
    errors = [it.message for document in audit.documents for it in document.diagnostics if it.severity == "error"]
    return [*checks, *errors]


def test_a_figure_of_another_document_is_an_input() -> None:
    month = "$prices:spot_price * 730"
    text = f"A VM costs $146<!-- = {month} -->, a seat $4<!-- = {month} / $prices:density -->.\n"
    audit = audit_sources([plan(text), PRICES], TODAY)
    first, second = audit.checks
    assert (first.outcome, second.outcome) == ("holds", "drifts")
    assert first.notes[0].startswith("0.20 × 730, data/prices.org;")
    assert [figure.span.source.path for figure in second.verdict.relation.inputs] == ["data/prices.org"] * 2


def test_a_path_in_quotes_decides_between_two_of_a_name() -> None:
    other = Source.of("old/prices.org", "- Spot price: $0.30/hr\n")
    text = "A VM costs $146<!-- = $prices:spot_price * 730 -->.\n"
    assert said(plan(text), PRICES, other) == ["`prices` may be `data/prices.org`, `old/prices.org`"]
    exact = text.replace("$prices:", '$"old/prices.org":')
    assert said(plan(exact), PRICES, other) == ["drifts stated 146; the formula gives 219 (73 too little)"]


def test_a_document_that_is_not_there_is_said() -> None:
    assert said(plan("It is $5<!-- = $nowhere:price -->.\n")) == ["there is no document `nowhere` in this run"]


def test_only_the_documents_that_are_named_are_read() -> None:
    opened: list[str] = []

    def opening(path: str) -> Source:
        opened.append(path)
        return PRICES

    others = Neighbours(["data/prices.org", "big.md"], opening)
    audit_source(plan("It is $5<!-- = 2 * 2.5 -->.\n"), TODAY, others)
    assert opened == []
    audit_source(plan("It is $10<!-- = $prices:density / 5 --> and $50<!-- = $prices:density -->.\n"), TODAY, others)
    assert opened == ["data/prices.org"]


def test_whether_a_text_may_name_others() -> None:
    assert formulas.mentions_others("= $prices:spot * 2")
    assert formulas.mentions_others('= $"old/prices.org":spot')
    assert not formulas.mentions_others("#+TBLFM: $2=$1*2::$3=$2 at 10:30, $5: five")


def test_names_lead_to_figures_and_back() -> None:
    names = formulas.names_in(collect(read(PRICES)))
    figure = names.find("density")
    assert figure.text.startswith("50")
    assert names.of(figure) == "density"
    assert names.find("spot_price").text == "$0.20/hr"
