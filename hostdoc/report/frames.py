"""The records as data frames: figures, checks, and the cells of a table with what was recalculated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import NamedTuple

import pandas as pd

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.core.quantity import End
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.outputs.records import COLUMNS
from hostdoc.report.notes import WORST, verdict_name

_ENDS = ("low", "high", "recalculated_low", "recalculated_high")


class Frames(NamedTuple):
    """An audit as data frames: one row for each figure, each assumption, each check."""

    figures: pd.DataFrame
    assumptions: pd.DataFrame
    checks: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Cell:
    """A body cell of a table with its amount, as a row of the frame that `cells` makes."""

    row: int
    column: int
    label: str  # the words of the first cell of the row
    header: str
    words: str
    text: str  # of the amount
    low: float | None
    high: float | None
    open: str
    currency: str
    unit: str
    percent: bool
    again_low: float | None
    again_high: float | None
    again: str
    verdict: str
    line: int
    id: str  # where the amount stands in the page

    @property
    def top(self) -> float:
        """The high end; where it is open, the number written beside it."""
        return next((end for end in (self.high, self.low) if end is not None), 0.0)

    @property
    def redone(self) -> tuple[float, float] | None:
        """What was recalculated, if it differs from what is stated."""
        if self.verdict not in ("drifts", "waived") or self.again_low is None or self.again_high is None:
            return None
        return self.again_low, self.again_high


def _end(end: End | None) -> float | None:
    return None if end is None else float(end.value)


def _figure(figure: Figure) -> dict[str, object]:
    span, quantity = figure.span, figure.quantity
    return {
        "path": span.source.path,
        "line": span.first.line,
        "column": span.first.column,
        "text": figure.text,
        "label": str(figure.label),
        "low": _end(quantity.low),
        "high": _end(quantity.high),
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


def cells(audited: AuditedDocument, grid: Grid, ids: Mapping[Figure, str]) -> pd.DataFrame:
    """The body cells of a table, one a row; cells without an amount too, with their words."""
    judged = _judged(audited)
    found = []
    for number, row in enumerate(grid.rows):
        line = row[0].cell.span.first.line
        for column, cell in enumerate(row):
            found.append(_cell((number, column, line), row[0].words, grid.columns[column].header, cell, judged, ids))
    frame = pd.DataFrame([asdict(cell) for cell in found], columns=[field.name for field in fields(Cell)])
    return frame.astype({"low": float, "high": float, "again_low": float, "again_high": float})


def _cell(
    place: tuple[int, int, int],
    label: str,
    header: str,
    cell: GridCell,
    judged: Mapping[Figure, Check],
    ids: Mapping[Figure, str],
) -> Cell:
    figure = cell.amount
    check = judged.get(figure) if figure else None
    again = check.verdict.recalculated if check else None
    quantity = figure.quantity if figure else None
    return Cell(
        row=place[0],
        column=place[1],
        label=label,
        header=header,
        words=cell.words,
        text=figure.text if figure else "",
        low=_end(quantity.low) if quantity else None,
        high=_end(quantity.high) if quantity else None,
        open=(quantity.open or "") if quantity else "",
        currency=(quantity.unit.currency or "") if quantity else "",
        unit=str(quantity.unit) if quantity else "",
        percent=quantity.unit.percent if quantity else False,
        again_low=None if again is None else float(again.low),
        again_high=None if again is None else float(again.high),
        again=check.recalculated if check else "",
        verdict=verdict_name(check) if check else "",
        line=place[2],
        id=ids.get(figure, "") if figure else "",
    )


def records(frame: pd.DataFrame) -> list[Cell]:
    """The rows of a frame of cells, with None where a number is missing."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [Cell(**{str(name): value for name, value in row.items()}) for row in rows]


def _judged(audited: AuditedDocument) -> dict[Figure, Check]:
    """The check to show for each stated figure: the one with the worst verdict. Claims recalculate no figure."""
    equal = [check for check in audited.checks if check.verdict.relation.comparison == "="]
    found: dict[Figure, Check] = {}
    for check in sorted(equal, key=lambda check: WORST.index(verdict_name(check))):
        found.setdefault(check.verdict.relation.stated, check)
    return found
