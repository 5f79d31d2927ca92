"""What a cell says its row has changed by agrees with the two amounts before it: `8 vCPU | 4 vCPU | -50%`.

Checked, in a table whose rows need not be of one sort: below a header that speaks of a change or of savings, a
percentage in words or alone (`50% reduction`) is how much more or less the second of the two columns before it is than
the first, and an amount there is what lies between them. A column that states nothing but amounts is a difference as
any other.

Example: `£800 | £300 | 52%` drifts below `Before`, `After` and `Savings`: it is 62.5%.

Wrong when the change is since something that the table does not print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import GROWTH, LEFT
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.said_behind import taken_off
from hostdoc.relations.tables.lines import WIDEST, middle

BEFORE = 2  # columns that a change lies between
_CHANGED = regex(
    rf"{LEFT.pattern}|{GROWTH.pattern}"
    r"|\b(?:improvement|optimi[sz]ation|impact|vs\.?|versus|benefit|chg|uplift|lift|reduc\w+|réduction|verbesserung)\b",
    GROWTH.flags,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """The changes of every table that states some in percent."""
    for grid in ledger.grids:
        for index in range(BEFORE + 1, min(len(grid.columns), WIDEST)):
            if _CHANGED.search(grid.columns[index].header) and _mixed(grid, index):
                yield from _settled(list(_changes(grid, index)))


def _mixed(grid: Grid, index: int) -> bool:
    """Whether a column states percentages, and the two before it something else in some row."""
    return any(
        any(map(_percent, row[index].figures)) and not any(map(_percent, row[index - 1].figures)) for row in grid.rows
    )


def _settled(found: Sequence[Relation]) -> Iterator[Relation]:
    """All changes of a column where two at least come out, and hardly any does not; else those that do."""
    met = [judge(relation).outcome in MET for relation in found]
    told = sum(agrees and telling(relation) for agrees, relation in zip(met, found, strict=True))
    missed = len(found) - sum(met)
    claimed = told > 1 and missed <= max(1, sum(met) // 3)
    for agrees, relation in zip(met, found, strict=True):
        if agrees:
            yield relation
        elif claimed:
            yield replace(relation, unsure=told <= 2)


def _changes(grid: Grid, index: int) -> Iterator[Relation]:
    old, new, changed = (grid.columns[place].header for place in (index - 2, index - 1, index))
    evidence = f"the columns `{old}`, `{new}` and `{changed}`"
    for row in grid.rows:
        was, now = _stated(row[index - 2]), _stated(row[index - 1])
        if was is None or now is None or not middle(was) or not comparable(was.quantity, now.quantity):
            continue
        for stated in row[index].figures:
            if relation := _change(stated, was, now, evidence, alone=len(row[index].figures) == 1):
                yield relation


def _stated(cell: GridCell) -> Figure | None:
    """What a cell is there for: its amount, else its first figure."""
    figure = cell.amount or (cell.figures[0] if cell.figures else None)
    return None if figure is None or figure.quantity.open or not figure.quantity.ends else figure


def _change(stated: Figure, old: Figure, new: Figure, evidence: str, *, alone: bool) -> Relation | None:
    quantity = stated.quantity
    if not quantity.ends or quantity.word or (old.quantity.unit.percent and not _percent(stated)):
        return None
    falls = taken_off(stated, middle(old) or 0.0, middle(new) or 0.0)
    step = Operation("−", (Ref(old), Ref(new)) if falls else (Ref(new), Ref(old)))
    if _percent(stated):
        kind = "average" if alone and not falls else "share"  # what is taken off is a part of what it is taken from
        return Relation(kind, stated, Operation("÷", (step, Ref(old))), "inferred", evidence)
    if quantity.unit.of and quantity.unit.of == old.quantity.unit.of:
        return Relation("difference", stated, step, "inferred", evidence)
    return None


def _percent(figure: Figure) -> bool:
    return figure.quantity.unit.percent
