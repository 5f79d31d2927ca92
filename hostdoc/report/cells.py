"""The cells of a table with their amounts and what was recalculated: what charts and comparisons are made of."""

from __future__ import annotations

from collections.abc import Mapping

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.core.quantity import End
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report.notes import SHOWN_AGAIN, WORST, verdict_name


@dataclass(frozen=True, slots=True)
class Cell:
    """A body cell of a table with its amount, and what was recalculated."""

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
        if self.verdict not in SHOWN_AGAIN or self.again_low is None or self.again_high is None:
            return None
        return self.again_low, self.again_high


Cells = tuple[Cell, ...]


def end_of(end: End | None) -> float | None:
    return None if end is None else float(end.value)


def cells(audited: AuditedDocument, grid: Grid, ids: Mapping[Figure, str]) -> Cells:
    """The body cells of a table, row by row; cells without an amount too, with their words."""
    judged = _judged(audited)
    return tuple(
        _cell(
            (number, column, row[0].cell.span.first.line), row[0].words, grid.columns[column].header, cell, judged, ids
        )
        for number, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
    )


def column(cells: Cells, index: int) -> Cells:
    """The cells of one column, top down."""
    return tuple(cell for cell in cells if cell.column == index)


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
        low=end_of(quantity.low) if quantity else None,
        high=end_of(quantity.high) if quantity else None,
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


def _judged(audited: AuditedDocument) -> dict[Figure, Check]:
    """The check to show for each stated figure: the one with the worst verdict. Claims recalculate no figure."""
    equal = [check for check in audited.checks if check.verdict.relation.comparison == "="]
    found: dict[Figure, Check] = {}
    for check in sorted(equal, key=lambda check: WORST.index(verdict_name(check))):
        found.setdefault(check.verdict.relation.stated, check)
    return found
