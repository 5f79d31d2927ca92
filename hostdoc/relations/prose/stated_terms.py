"""The amounts that a document names: in clauses, in the rows of its tables and in its headings, and how near each is.

`Fixed costs: $9,000`, a row `Selling price | $40`, a heading `What if we charge $45?`. Those of a section count before
those of the sections around it, and these before all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import dataclass
from hostdoc.relations.prose.clauses import clauses
from hostdoc.relations.tables.rows import amount_columns, roles

MOST = 2_000  # terms of a document
FEW_ROWS = 40  # of a table whose rows name amounts
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A named amount, the headings that it stands under, and the figures behind it in its clause."""

    label: str
    figure: Figure
    path: Path
    behind: tuple[Figure, ...] = ()
    said: Literal["clause", "row", "heading"] = "clause"

    def holds_in(self, path: Path) -> bool:
        """What a heading says holds in its section only."""
        return self.said != "heading" or path[: len(self.path)] == self.path


class Terms:
    """The terms of a document, in the order of the text."""

    def __init__(self, ledger: Ledger) -> None:
        found = [*_of_clauses(ledger), *_of_tables(ledger), *_of_headings(ledger)][:MOST]
        self.all = sorted(found, key=lambda term: term.figure.span.start)

    def nearest(self, name: re.Pattern[str], stated: Figure, path: Path, *, currency: str | None) -> list[Term]:
        """The terms of a name that are as near as the nearest one, those before a stated figure first."""
        named = [it for it in self.all if it.figure is not stated and it.holds_in(path) and name.search(it.label)]
        named = [it for it in named if it.figure.quantity.ends and it.figure.quantity.unit.currency == currency]
        least = min((_apart(path, it.path) for it in named), default=0)
        near = [it for it in named if _apart(path, it.path) == least]
        here = stated.span.start
        return sorted(near, key=lambda it: (it.figure.span.start > here, abs(it.figure.span.start - here)))


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def stated_terms(ledger: Ledger) -> Terms:
    return Terms(ledger)


def _apart(path: Path, other: Path) -> int:
    """0 in the same section, 1 in one around it, more the less two sections have above them in common."""
    shared = 0
    for one, two in zip(path, other, strict=False):
        if one != two:
            break
        shared += 1
    if shared == len(other):
        return len(path) - shared
    return 100 - shared


def _of_clauses(ledger: Ledger) -> Iterator[Term]:
    for clause in clauses(ledger):
        if not isinstance(clause.passage.block, Heading):
            yield Term(clause.label, clause.amount, clause.passage.block.path, clause.behind)


def _of_headings(ledger: Ledger) -> Iterator[Term]:
    for passage in ledger.passages:
        block = passage.block
        if isinstance(block, Heading):
            words = ledger.document.words(block.text)
            for figure in passage.figures:
                yield Term(words, figure, (*block.path, words), said="heading")


def _of_tables(ledger: Ledger) -> Iterator[Term]:
    for grid in ledger.grids:
        columns = amount_columns(grid)
        if columns and len(grid.rows) <= FEW_ROWS:
            yield from _of_rows(grid, columns)


def _of_rows(grid: Grid, columns: tuple[int, ...]) -> Iterator[Term]:
    """The first amount of each row under the label of the row; the others under that of their column as well."""
    for role in roles(grid):
        amounts = [(column, grid.rows[role.number][column].amount) for column in columns]
        stated = [(column, amount) for column, amount in amounts if amount is not None]
        for place, (column, amount) in enumerate(stated):
            header = grid.columns[column].header
            alone = len(stated) == 1 or (role.sums and place == len(stated) - 1)
            label = role.label if alone else f"{role.label} {header}"
            yield Term(label, amount, grid.table.path, said="row")
