"""How verdicts are put into words."""

from __future__ import annotations

from datetime import date

from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source


def messages(text: str) -> list[str]:
    document = audit_source(Source.of("plan.md", text), date(2026, 1, 1))
    return [check.message for check in document.checks]


def test_a_limit_is_named_behind_the_amount_that_it_limits() -> None:
    heading_against_claim = "## Alder -- $6/mo\n\nFor under $5/mo it runs all day.\n"
    assert messages(heading_against_claim) == ["6 is not below 5"]
    amount_against_limit = "Budget: $10/mo\n\n| Host | Price |\n|---|---|\n| Alder | $15/mo, over budget |\n"
    assert messages(amount_against_limit) == ["15 is above 10"]


def test_words_before_a_figure_are_not_cut_inside_numbers() -> None:
    said = "The budget is $1.2M: of it $436.4k go to salaries, which leaves $763.6k at 10:30 for us 7."
    long = "At 7 users the plan has a price of $3,360 a year = $280 a month, at 1,000 users costs come to $7,000."
    figures = audit_source(Source.of("plan.md", f"{said}\n\n{long}\n"), date(2026, 7, 1)).ledger.figures
    labels = {figure.text: figure.label.row for figure in figures}
    assert labels["$436.4k"] == "of it" and labels["$763.6k"] == "of it $436.4k go to salaries, which leaves"
    assert labels["$7,000"] == "plan has a price of $3,360 a year = $280 a month, at 1,000 users costs come to"


def test_quoted_words_end_outside_numbers() -> None:
    text = "At 9 users of the tiny plan we price $3,360 a year, costs $7,000, profit $2,000.\n"
    (check,) = audit_source(Source.of("plan.md", text), date(2026, 7, 1)).checks
    assert check.notes[0].endswith("read so because of the words `At 9 users of the tiny plan we price`")
