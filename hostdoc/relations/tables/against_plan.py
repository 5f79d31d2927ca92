"""What a table says its amounts are over or under a plan agrees with the table that states the plan.

Checked, as differences: a column called against, versus, over or under what was projected, budgeted or planned, over
the rows of its table and those of the same name in another table; the total row with that one's total.

Example: `Venue | $3,366 | +$822` where the budget says `Venue | $2,544`.

Wrong when the plan was changed since. Said only where most rows agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit
from hostdoc.relations.tables.rows import amount_columns, roles

MOST = 40  # tables of a document that are tried
_PLAN = r"(?:project(?:ed|ion)|budget(?:ed)?|plan(?:ned)?|forecast|estimated?|target|last year|prior year|previous)"
_AGAINST = regex(
    rf"\b(?:against|vs\.?|versus|over|under|compared (?:to|with)|relative to|from)\b.{{0,16}}\b{_PLAN}\b"
    rf"|\b{_PLAN}\b.{{0,16}}\b(?:variance|difference|deviation|diff)\b|\bvariance\b|\bover\s?/\s?\(?under\)?",
    re.IGNORECASE,
)
_OWN = regex(rf"\b{_PLAN}\b", re.IGNORECASE)
_TOTAL = "total"


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every such column of a table that does not state the plan itself."""
    grids = ledger.grids[:MOST]
    for grid in grids if len(grids) > 1 else ():
        for column in amount_columns(grid):
            header = grid.columns[column].header
            before = [it for it in amount_columns(grid) if it < column and not grid.columns[it].unit.percent]
            own = any(_OWN.search(grid.columns[it].header) for it in before)
            if before and not own and not grid.columns[column].unit.percent and _AGAINST.search(header):
                yield from _best(grid, column, before[-1], grids).relations


def _best(grid: Grid, stated: int, amount: int, grids: tuple[Grid, ...]) -> Fit:
    best = NOTHING
    for other in grids:
        for column in amount_columns(other) if other is not grid else ():
            found = fit(list(_relations(grid, stated, amount, _by_name(other, column))))
            if found.asserted(clear=True) and found.telling > 1 and found.rank > best.rank:
                best = found
    return best


def _by_name(grid: Grid, column: int) -> dict[str, Figure]:
    """The amounts of a column by the names of their rows; a name that stands twice says nothing."""
    found: dict[str, Figure] = {}
    twice: set[str] = set()
    for role in roles(grid):
        name = _TOTAL if role.role == _TOTAL else " ".join(role.label.lower().split())
        figure = grid.rows[role.number][column].amount
        twice |= {name} & found.keys()
        if figure is not None and name:
            found[name] = figure
    return {name: figure for name, figure in found.items() if name not in twice}


def _relations(grid: Grid, stated: int, amount: int, plan: dict[str, Figure]) -> Iterator[Relation]:
    by_name, actual = _by_name(grid, stated), _by_name(grid, amount)
    for name, figure in by_name.items():
        now, planned = actual.get(name), plan.get(name)
        if now and planned and figure.quantity.ends and now.quantity.unit.of == planned.quantity.unit.of:
            workings = Operation("−", (Ref(now), Ref(planned)))
            evidence = f"the label `{grid.columns[stated].header}` and the row of that name in another table"
            yield Relation("difference", figure, workings, "inferred", evidence)
