"""The directive `show`: what it asks for, and what `hostdoc check` says of one that cannot be understood."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.core.span import Source
from hostdoc.embedding import Wanted, wanted
from hostdoc.pipeline import audit_source


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" hostdoc: show plan.md#f-total ", Wanted("plan.md", "f-total")),
        ("hostdoc: show ../a/plan.org#chart-hosts", Wanted("../a/plan.org", "chart-hosts")),
        ("hostdoc: show plan.md", None),
        ("hostdoc: show #f-total", None),
        ("hostdoc: show a.md#b c", None),
        ("hostdoc: shown a.md#b", None),
        ("hostdoc: show a<b>.md#c", None),
    ],
)
def test_the_place_that_is_wanted(text: str, found: Wanted | None) -> None:
    assert wanted(text) == found


@pytest.mark.parametrize(
    ("path", "form"), [("a.md", "# T\n\n<!-- hostdoc: show {} -->\n"), ("a.org", "* T\n# hostdoc: show {}\n")]
)
def test_a_check_accepts_it_and_says_what_is_no_place(path: str, form: str) -> None:
    def said(place: str) -> list[str]:
        found = audit_source(Source.of(path, form.format(place)), date(2026, 1, 1))
        return [one.message for one in found.diagnostics]

    assert said("plan.md#f-total") == []
    assert said("plan.md") == ["this `show` cannot be understood"]
