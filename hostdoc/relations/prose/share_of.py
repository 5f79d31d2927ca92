"""A percentage behind an amount that says of what it is: `$113 (1.4% of revenue)`.

Checked, as shares: in a cell, an amount and right behind it a percentage of something that one row of the table, or
one column, is called. It is claimed where it is at least near.

Example: $113 (1.4% of revenue) where the gross revenue is $7,945.

Wrong when the row of that name is of another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import middle

MOST = 200  # rows of a table in which something is looked for by its name
NEAR = 10  # times that a share may be off and still be meant
_OF = regex(
    r"\s*(?:of|der|des|vom|von|de|du|del|do|da|di|della|van|z|av|sobre)\s+(?:the\s+|its\s+|our\s+|la\s+|los\s+|las\s+"
    r"|het\s+)?([^\W\d_][\w -]{1,40}?)\s*(?:[).,;]|\Z)",
    re.IGNORECASE,
)
_PARTLY = in_any_case(r"%|/|\bper\b")  # a rate of the thing, not the thing


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every cell with an amount and a percentage `of` something."""
    for grid in ledger.grids:
        if len(grid.rows) > MOST:
            continue
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if len(cell.figures) == 2 and cell.amount is cell.figures[0] and cell.figures[1].quantity.unit.percent:
                    yield from _share(grid, number, column)


def _share(grid: Grid, number: int, column: int) -> Iterator[Relation]:
    cell = grid.rows[number][column]
    amount, share = cell.figures
    of = _OF.match(share.span.source.text[share.span.end : cell.cell.span.end])
    whole = _whole(grid, number, column, of[1]) if of else None
    if whole is None or not (amount.quantity.ends and whole.quantity.ends and middle(whole)):
        return
    again = (middle(amount) or 0) / (middle(whole) or 1)
    if again / NEAR <= (middle(share) or 0) <= again * NEAR:
        part = Operation("÷", (Ref(amount), Ref(whole)))
        yield Relation("share", share, part, "inferred", f"the words `of {of[1] if of else ''}`")


def _whole(grid: Grid, number: int, column: int, name: str) -> Figure | None:
    """The amount in the one row of a name, in the same column; or in the one column of it, in the same row."""
    wanted = stems(name)
    rows = [row for index, row in enumerate(grid.rows) if index != number and _called(row[0].words, wanted)]
    columns = [index for index, head in enumerate(grid.columns) if index != column and _called(head.header, wanted)]
    found = [row[column].amount for row in rows] + [grid.rows[number][index].amount for index in columns]
    return found[0] if len(found) == 1 else None


def _called(label: str, wanted: frozenset[str]) -> bool:
    return wanted <= stems(label) and _PARTLY.search(label) is None
