"""Why a line is checked or not, as it is told: what was read, what was tried and left, which digits are no amounts."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.span import Source
from hostdoc.outputs.view import View
from hostdoc.outputs.why import render
from hostdoc.pipeline import audit_source
from hostdoc.reasons import reasons

GOLDEN = Path(__file__).parent / "golden"
PLAN = """\
# Plan \x1b[31m of 2026-05-07

On CX23 and `r6a.4xlarge`, v0.1 costs ~$5–10 a month in total (SOC 2) <!-- 99 -->.

| Item | Cost | Rate | Share |
|---|---|---|---|
| Compute | $410 | 3.1 | 40% |
| Subtotal | $410 | 3.1 | 40% |
| Support | $380 | 2.2 | 60% |
| Total | $800 | 4.0 | 99% |

<!-- hostdoc: no footing "$800": a cap -->

1. First of 12
2. Nothing to see

```
x = 5
```
"""
CASES = {"why-prose.txt": 3, "why-total.txt": 10, "why-item.txt": 7, "why-heading.txt": 1, "why-list.txt": 14}


def why(line: int, column: int | None = None, text: str = PLAN, view: View | None = None) -> str:
    audited = audit_source(Source.of("plan\x1b.md", text), date(2026, 1, 1))
    return render(reasons(audited, line, column), view or View())


@pytest.mark.parametrize("name", CASES)
def test_tells_what_it_told(name: str) -> None:
    text = why(CASES[name])
    file = GOLDEN / name
    if os.environ.get("HOSTDOC_GOLDEN") == "write":
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_nothing_of_a_document_reaches_the_terminal_unseen() -> None:
    for line in range(1, PLAN.count("\n") + 2):
        text = why(line, view=View(encoding="ascii"))
        assert text.isascii() and "\x1b" not in text


def test_one_figure_of_a_line() -> None:
    text = why(10, 11)
    assert "$800" in text and "read as  800" in text and "4.0  at" not in text


def test_groupings_that_were_tried_are_told_with_their_outcome() -> None:
    text = why(10)
    assert "left[footing]" in text and "the digits support another grouping" in text


def test_a_column_that_need_not_foot_says_so() -> None:
    table = "| Item | Rate per hour | Cost |\n|---|---|---|\n| a | $5 | $10 |\n| b | $6 | $20 |\n| Total | $7 | $30 |\n"
    text = why(5, text=table)
    assert "the column need not foot" in text and "holds[footing]" in text


def test_a_directive_is_the_reason() -> None:
    assert "a directive says that there is no footing here" in why(10)


def test_digits_that_are_no_amounts_are_named() -> None:
    text = why(3)
    assert "no amount: CX23  part of a name" in text
    assert "no amount: r6a.4xlarge  code, a link or an address" in text
    assert "no amount: v0.1  a date, time, version, address or identifier" in text
    assert "in mark-up, a comment" in text
    assert "in a code block" in why(18)
    assert "the number of an item" in why(15)


def test_a_line_without_a_figure() -> None:
    assert "no figure was read on this line" in why(2)


def test_every_line_of_the_sources_can_be_asked_about() -> None:
    folder = Path(__file__).parent.parent.parent / "sources"
    path = folder / "loomworks-hosting.md"
    audited = audit_source(Source.of(path.name, path.read_text("utf-8")), date(2026, 1, 1))
    for line in range(1, len(audited.document.source.starts) + 1, 7):
        assert render(reasons(audited, line), View()).startswith(f"{path.name}:{line}\n")
