"""What a table says its amounts are over or under those of another table is the difference of both.

Checked: a column called against, versus, difference, variance or the like, behind a column of amounts of its unit, with
the column of another table whose rows are called the same; the totals of both likewise. What the other table does not
have counts as nothing there.

Example: swag brought in $543, `Against planned` +$63 drifts where the table of the plan says $500.

Wrong when the other table is another plan than the one that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import GROWTH, LEFT
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.tables.lines import Line, View, by_columns, tables_by_columns
from hostdoc.relations.tables.rows import by_name

TABLES = 12  # other tables that are looked at
LONGEST = 60  # rows
MOST = 4  # columns of the other table
_AGAINST = regex(
    rf"{LEFT.pattern}|{GROWTH.pattern}"
    r"|\b(?:against|vs\.?|versus|compared|over|under|above|below|gegenüber|par rapport|frente)\b",
    GROWTH.flags,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column that is held against another table."""
    if len(ledger.grids) < 2:
        return
    for view in tables_by_columns(ledger):
        if len(view.grid.rows) > LONGEST:
            continue
        for base, stated in zip(view.lines, view.lines[1:], strict=False):
            if base.unit.of and base.unit.of == stated.unit.of and not stated.percent and _AGAINST.search(stated.label):
                yield from _best(ledger, view, base, stated)


def _best(ledger: Ledger, view: View, base: Line, stated: Line) -> Sequence[Relation]:
    """The differences from the column that most of them come out of, if that says anything."""
    best: list[Relation] = []
    most = 1
    names = {name: row for name, row in by_name(view.grid).items() if row in stated.amounts and row in base.amounts}
    for grid in [it for it in ledger.grids if it is not view.grid][:TABLES]:
        there = by_name(grid) if len(grid.rows) <= LONGEST else {}
        shared = names.keys() & there.keys()
        if len(shared) < 2 or 2 * len(shared) < len(names):
            continue
        for line in by_columns(grid).lines[:MOST]:
            if line.unit.of != base.unit.of:
                continue
            found = list(_differences(names, there, base, stated, line))
            met = [judge(it).outcome in MET for it in found]
            told = sum(agrees and telling(it) for agrees, it in zip(met, found, strict=True))
            if told > most and 3 * sum(met) >= 2 * len(found):
                best, most = [it for it, agrees in zip(found, met, strict=True) if agrees or not it.tentative], told
    return best


def _differences(
    names: dict[str, int], there: dict[str, int], base: Line, stated: Line, line: Line
) -> Iterator[Relation]:
    evidence = f"the label `{stated.label}` and the column `{line.label}` of another table"
    for name, place in names.items():
        figure, own = stated.amounts[place], base.amounts[place]
        if not figure.quantity.ends:
            continue
        other: Figure | None = line.amounts.get(there[name]) if name in there else None
        if other is not None:
            yield Relation("difference", figure, Operation("−", (Ref(own), Ref(other))), "inferred", evidence)
        elif name not in there:
            yield Relation("difference", figure, Ref(own), "inferred", evidence, tentative=True)
