"""What the documentation of formulas shows is true."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.span import Source
from hostdoc.formulas.functions import FUNCTIONS
from hostdoc.pipeline import audit_source

TEXT = (Path(__file__).parent.parent.parent / "docs" / "pages" / "formulas.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(org|markdown)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SUFFIX = {"org": ".org", "markdown": ".md"}


@pytest.mark.parametrize(("form", "example"), EXAMPLES)
def test_an_example_holds(form: str, example: str) -> None:
    document = audit_source(Source.of(f"x{SUFFIX[form]}", example), date(2026, 1, 1))
    declared = [check for check in document.checks if check.verdict.relation.basis == "declared"]
    assert len(declared) >= 3
    assert {check.outcome for check in declared} == {"holds"}
    assert document.diagnostics == ()


def test_every_function_is_told() -> None:
    unsaid = {"not", "negative", "average", "avg", "vlen", "product", "ffloor", "ceiling", "fceil"}  # other spellings
    assert [name for name in FUNCTIONS if name not in unsaid and f"`{name}" not in TEXT] == []
