"""The records as data frames: figures, assumptions, checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from hostdoc.core.figure import Figure
from hostdoc.core.result import Audit
from hostdoc.outputs.records import COLUMNS
from hostdoc.report.cells import end_of

_ENDS = ("low", "high", "recalculated_low", "recalculated_high")


class Frames(NamedTuple):
    """An audit as data frames: one row for each figure, each assumption, each check."""

    figures: pd.DataFrame
    assumptions: pd.DataFrame
    checks: pd.DataFrame


def _figure(figure: Figure) -> dict[str, object]:
    span, quantity = figure.span, figure.quantity
    return {
        "path": span.source.path,
        "line": span.first.line,
        "column": span.first.column,
        "text": figure.text,
        "label": str(figure.label),
        "low": end_of(quantity.low),
        "high": end_of(quantity.high),
        "open": quantity.open or "",
        "approximate": quantity.approximate,
        "unit": str(quantity.unit),
    }


def frames(audit: Audit) -> Frames:
    """All of it."""
    return Frames(figures(audit), assumptions(audit), checks(audit))


def _frame(rows: Iterable[dict[str, object]], kind: str) -> pd.DataFrame:
    """Rows under the columns of their kind, which are there even without a row; ends are floats."""
    columns = list(COLUMNS[kind])
    return pd.DataFrame(list(rows), columns=columns).astype({name: float for name in _ENDS if name in columns})


def figures(audit: Audit) -> pd.DataFrame:
    """Every figure of every document, one a row."""
    return _frame((_figure(figure) for audited in audit.documents for figure in audited.ledger.figures), "figures")


def assumptions(audit: Audit) -> pd.DataFrame:
    """Every assumption of every document, one a row; `section` are the headings above it."""
    rows = (
        {"name": it.name, **_figure(it.figure), "section": " / ".join(it.figure.label.path)}
        for audited in audit.documents
        for it in audited.ledger.assumptions
    )
    return _frame(rows, "assumptions")


def checks(audit: Audit) -> pd.DataFrame:
    """Every check of every document, one a row: the stated figure, what it comes to, the verdict."""
    rows = []
    for check in audit.checks:
        verdict = check.verdict
        again = verdict.recalculated
        rows.append(
            {
                "kind": verdict.relation.kind,
                "verdict": check.outcome,
                "severity": check.severity or "",
                **_figure(verdict.relation.stated),
                "recalculated": check.recalculated,
                "recalculated_low": None if again is None else float(again.low),
                "recalculated_high": None if again is None else float(again.high),
                "workings": check.workings,
                "message": check.message,
                "waived": check.waiver.reason if check.waiver and check.waived else "",
                "id": check.id,
            }
        )
    return _frame(rows, "relations")


KINDS = {"figures": figures, "assumptions": assumptions, "relations": checks}
