"""How much a drift weighs that only the words of a sentence suggest."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The stall took $9,140 and cost $6,480, which leaves $2,860.", "error"),  # a digit of 2,660 is another
        ("The stall took $9,140 and cost $6,480, which leaves $2,190.", "warning"),
        ("The stall came to $9,140 − $6,480 = $2,190.", "error"),
    ],
)
def test_words_alone_weigh_less_than_signs_and_slips(text: str, severity: str) -> None:
    (check,) = audit_source(Source.of("stall.md", f"# Stall\n\n{text}\n"), date(2026, 6, 15)).checks
    assert (check.outcome, check.severity) == ("drifts", severity)
