"""How much more or less each row of a table is than one of them agrees with the amounts: `30 | 25% more expensive`.

Checked, as changes, savings and factors: a column headed `vs …`, `compared to …`, `difference`, `savings` or the like,
held against the row that its header names, else that which states no change (`-`, `baseline`, `0%`, `1x`), else the
first; of the columns before it, that of which most rows agree.

Example: below a row `Ours | $24`, a row `Theirs | $30 | 20% dearer` drifts: it is 25 %.

Wrong when the change is against something that the table does not print. It is said where two rows agree, or one does
with the row that the header names; what differs then is a drift if it is a slip of the pen, else a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import GROWTH, LEFT
from hostdoc.relations.evidence.fits import MET, NOTHING, fit
from hostdoc.relations.evidence.said_behind import less, taken_off
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.tables.lines import WIDEST, middle

MOST_ROWS = 60  # of a table that compares
MOST = 6  # columns before a change that are tried
MISSES = 3  # of so many rows that agree another one may not
_AGAINST = regex(
    rf"{LEFT.pattern}|{GROWTH.pattern}"
    r"|\b(?:vs\.?|versus|against|compared|relative|relation|cheaper|dearer|premium|discount|multiple|factor|ratio"
    r"|gegenüber|vergleich|mehrkosten|ersparnis|par rapport|écart|frente a|rispetto)\b",
    GROWTH.flags,
)
_NONE = regex(
    r"[\W_]*(?:base(?:line|\s*case)?|reference|current|referenz|basis|référence|0\s?%|1(?:\.0+)?\s?[x×])?[\W_]*", re.I
)
_Base = tuple[int, bool]  # the number of a row, and whether the header names it


def find(ledger: Ledger) -> Iterator[Relation]:
    """The comparisons of every table that has some."""
    for grid in ledger.grids:
        if not 1 < len(grid.rows) <= MOST_ROWS or len(grid.columns) > WIDEST:
            continue
        for index in range(2, len(grid.columns)):
            if _AGAINST.search(grid.columns[index].header) and (base := _base(grid, index)):
                yield from _settled([*_columns(grid, index, base[0])], named=base[1])


def _base(grid: Grid, index: int) -> _Base | None:
    """The row that the others are held against."""
    said = words_of(grid.columns[index].header)
    labels = [words_of(row[0].words) for row in grid.rows]
    named = [number for number, label in enumerate(labels) if label and label <= said]
    if len(named) == 1:
        return named[0], True
    without = [number for number, row in enumerate(grid.rows) if _NONE.fullmatch(row[index].words)]
    if len(without) > 1:
        return None
    return (without or [0])[0], False


def _columns(grid: Grid, index: int, base: int) -> Iterator[list[Relation]]:
    """What the rows are if a column before them is what is compared."""
    for column in range(index - 1, max(0, index - 1 - MOST), -1):
        first = _amount(grid.rows[base][column])
        if first is None or not middle(first):
            continue
        evidence = f"the column `{grid.columns[index].header}` beside `{grid.columns[column].header}`"
        found: list[Relation] = []
        for number, row in enumerate(grid.rows):
            amount = _amount(row[column])
            if number == base or amount is None or not middle(amount):
                continue
            if not comparable(amount.quantity, first.quantity):
                continue
            for stated in row[index].figures:
                if workings := _workings(stated, amount, first):
                    kind = "ratio" if stated.quantity.unit.of == "x" else "share"
                    found.append(Relation(kind, stated, workings, "inferred", evidence))
        yield found


def _amount(cell: GridCell) -> Figure | None:
    figure = cell.amount
    if figure is None or len(figure.quantity.ends) != 1 or figure.quantity.open or figure.quantity.unit.percent:
        return None
    return figure


def _workings(stated: Figure, amount: Figure, first: Figure) -> Expression | None:
    """A change since the first amount, what a percentage is of it if it says neither more nor less, or a factor."""
    quantity = stated.quantity
    if len(quantity.ends) != 1 or quantity.word:
        return None
    if quantity.unit.of == "x":
        return Operation("÷", (Ref(first), Ref(amount)) if less(stated) else (Ref(amount), Ref(first)))
    if not quantity.unit.percent:
        return None
    falls = taken_off(stated, middle(first) or 0.0, middle(amount) or 0.0)
    step = Operation("−", (Ref(first), Ref(amount)) if falls else (Ref(amount), Ref(first)))
    return Operation("÷", (step, Ref(first)))


def _settled(columns: Sequence[Sequence[Relation]], *, named: bool) -> Iterator[Relation]:
    """The column of which most rows agree, where so many do that it is meant; rows that do not are unsure or a slip."""
    best = max(map(fit, columns), key=lambda found: found.telling, default=NOTHING)
    if best.telling < (1 if named else 2):
        return
    claimed = best.missed * MISSES <= max(MISSES, best.met) and best.telling > 1
    for relation in best.relations:
        if judge(relation).outcome in MET:
            yield relation
        elif claimed:
            yield replace(relation, unsure=not slip(relation))
