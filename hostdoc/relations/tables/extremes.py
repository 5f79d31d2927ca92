"""A median, the greatest and the least of a line are those of the amounts it is of.

Checked, as averages: rows called nothing but `Median`, `Max`, `Lowest` or the like, over the rows above them; columns
called so, over the columns before them, where nearly all rows agree.

Example: of 41, 43 and 47 the median is 43.

Wrong when more was measured than the table prints: where few columns of a row agree, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Function, Operation, Ref, Relation
from hostdoc.figures.labels import is_statistic
from hostdoc.relations.evidence.fits import Fit, compatible, fit, relations
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns
from hostdoc.relations.tables.rows import RowRole, amount_columns, roles

MOST = 200  # rows that are looked through
ROWS = 3  # that agree with a column
FEWER = 4  # of so many rows one may differ
_FUNCTIONS: tuple[tuple[re.Pattern[str], Function], ...] = (
    (regex(r"\bm[eé]dian", re.IGNORECASE), "median"),
    (regex(r"\b(?:m[aá]x|mass|maks|highest|höchst|hoogst|högst|najwyższ)|最大|最高", re.IGNORECASE), "max"),
    (regex(r"\b(?:m[ií]n|lowest|niedrigst|laagst|lägst|najniższ)|最小|最低", re.IGNORECASE), "min"),
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Rows, then columns."""
    for grid in ledger.grids:
        if len(grid.columns) <= WIDEST:
            kinds = roles(grid)
            for role in kinds:
                function = _function(role.label)
                if function:
                    yield from _row(grid, kinds, role, function)
            yield from _columns(by_columns(grid))


def _function(label: str) -> Function | None:
    if not is_statistic(label):
        return None
    return next((function for pattern, function in _FUNCTIONS if pattern.search(label)), None)


def _of(figures: Sequence[Figure], function: Function) -> Expression:
    return Operation(function, tuple(Ref(figure) for figure in figures))


# -- Rows -----------------------------------------------------------------------------------------------------------


def _row(grid: Grid, kinds: Sequence[RowRole], role: RowRole, function: Function) -> Iterator[Relation]:
    """The columns of a row over the items above it, if as many agree as do not."""
    items = [r.number for r in kinds if r.number < role.number and r.role == "item" and not is_statistic(r.label)]
    if not 2 <= len(items) <= MOST:
        return
    found = []
    for column in amount_columns(grid):
        stated = grid.rows[role.number][column].amount
        figures = [figure for number in items if (figure := grid.rows[number][column].amount)]
        if stated and stated.quantity.ends and len(figures) > 1 and all(figure.quantity.ends for figure in figures):
            evidence = f"the label `{role.label}`"
            found.append(Relation("average", stated, _of(figures, function), "inferred", evidence))
    if fit(found).asserted(clear=True):
        yield from found


# -- Columns --------------------------------------------------------------------------------------------------------


def _columns(view: View) -> Iterator[Relation]:
    for stated in view.lines:
        function = _function(stated.label)
        before = [line for line in view.lines if line.index < stated.index and not is_statistic(line.label)]
        alike = tuple(line for line in before if function and compatible(line, stated))
        if function and len(alike) > 1:
            found = _over(view, stated, alike, function)
            if found.met >= ROWS and FEWER * found.missed <= found.met:
                yield from found.relations


def _over(view: View, stated: Line, lines: tuple[Line, ...], function: Function) -> Fit:
    def workings(place: int) -> Expression | None:
        figures = [line.amounts[place] for line in lines if place in line.amounts]
        return _of(figures, function) if len(figures) == len(lines) else None

    return fit(
        relations("average", stated, view.items, workings, f"the column `{stated.label}`"), len(view.items) // FEWER
    )
