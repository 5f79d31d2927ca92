"""Formulas that would take long, or do something, are refused with a message, and at once."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source

TABLE = "| A | B |\n|---+---|\n| 1 | 2 |\n| 3 | 4 |\n"
SOON = 0.5  # seconds, on a busy machine; milliseconds on a free one

REFUSED = {
    "brackets": ("$2=" + "(" * 200 + "1", "nested"),
    "signs": ("$2=" + "-" * 200 + "1", "nested"),
    "calls": ("$2=" + "abs(" * 100 + "1", "nested"),
    "powers": ("$2=" + "^".join(["2"] * 100), "nested"),
    "terms": ("$2=1" + "+1" * 400, "parts"),
    "characters": ("$2=" + " " * 5000 + "1", "characters"),
    "tower": ("$2=10^10^10", "digits"),
    "product": ("$2=" + "*".join(["9" * 39] * 40), "digits"),
    "digits": ("$2=" + "9" * 1900, "digits"),
    "row": ("$2=vsum(@1..@1000000000)", "no table has a row"),
    "rows": ("$2=vsum(@1..@999999999)", "the table has no row 999,999,999"),
    "targets": ("@1$1..@999999999$2=1", "the table has no row 999,999,999"),
    "columns": ("$999999=1", "the table has no column 999,999"),
    "formulas": ("::".join(["$2=1"] * 1000), "1000 formulas"),
    "circle": ("$2=$1::$1=$2", "circle"),
    "code": ("$2=__import__('os')", "not understood"),
    "quote": ('$2="' + "a" * 900, "not understood"),
}


def audited(formula: str, table: str = TABLE) -> AuditedDocument:
    return audit_source(Source.of("x.org", f"{table}#+TBLFM: {formula}\n"), date(2026, 1, 1))


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    audited("$2=1+")


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_at_once(name: str) -> None:
    formula, words = REFUSED[name]
    start = time.process_time()
    document = audited(formula)
    assert time.process_time() - start < SOON
    errors = [it.message for it in document.diagnostics if it.severity == "error"]
    assert any(words in message for message in errors), errors


def test_the_cells_that_a_formula_may_read_are_counted_over_all_its_places() -> None:
    table = "| n | s |\n|---+---|\n" + "".join(f"| {n} | 0 |\n" for n in range(400))
    document = audited("$2=vsum(@I$1..@0$1)", table)
    assert [it.message for it in document.diagnostics if it.severity == "error"] == [
        "the formula reads more than 50,000 cells over all its places"
    ]
    assert not [check for check in document.checks if check.verdict.relation.basis == "declared"]


def test_lisp_is_reported_and_never_run(tmp_path: Path) -> None:
    for formula in (f'\'(shell-command "touch {tmp_path}/ran")', f'\'(write-region "" nil "{tmp_path}/ran");N'):
        document = audited(f"$2={formula}")
        assert [it.rule for it in document.diagnostics if it.severity == "warning"] == ["lisp-formula"]
        assert not list(tmp_path.iterdir())


def test_lisp_behind_a_figure_is_reported_and_never_run() -> None:
    text = "It costs $5<!-- = '(+ 2 3) -->, and $6<!-- $six = '(+ 3 3) --> more<!-- = 'quoted' words -->.\n"
    document = audit_source(Source.of("plan.md", text), date(2026, 1, 1))
    assert [(it.rule, it.severity) for it in document.diagnostics][:2] == [("lisp-formula", "warning")] * 2
    assert not [it for it in document.diagnostics if it.severity == "error"]
