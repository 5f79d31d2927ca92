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
