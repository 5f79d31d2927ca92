"""Columns of tables that an overview gathers by the names of its rows: months of revenue, months of costs, and both.

A column goes by its header, or, where the other table has a column of totals, by the heading over it. Most rows have to
agree, so that another one is held against its own. Tables that share most of their columns are variants of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import written
from hostdoc.relations.evidence.ties import MOST_ROWS, alike, tied
from hostdoc.relations.tables.lines import Line, View, tables_by_columns
from hostdoc.relations.tables.rows import TOTAL, by_name

ROWS = 4  # that two tables share, at least
AGREE = 3  # times as many rows agree as do not
TELLING = 2  # digits of an amount that says something by being stated twice
TABLES = 12  # before an overview that it may gather
_ASIDE = regex(r"\([^()]*\)")
_CENTURY = regex(r"\b20(?=\d\d\b)")  # `Apr 2031 (M1)` is `Apr 31`


class _Table(NamedTuple):
    """A table by columns, its rows by what they are called, and what its columns are."""

    view: View
    rows: Mapping[str, int]
    columns: Mapping[frozenset[str], Line]
    totals: Sequence[Line]

    def column(self, named: frozenset[str]) -> Line | None:
        """The column of a name; else the only one of totals, below a heading of that name."""
        found = self.columns.get(named)
        if found is None and len(self.totals) == 1 and named <= _words(" ".join(self.view.grid.table.path[-1:])):
            return self.totals[0]
        return found


def gathered_columns(ledger: Ledger) -> Iterator[Relation]:
    """Every column of a table that one of the tables before it has, too."""
    before: list[_Table] = []
    for view in tables_by_columns(ledger) if len(ledger.grids) > 1 else ():
        if not ROWS <= len(view.grid.rows) <= MOST_ROWS:
            continue
        table = _Table(
            view,
            by_name(view.grid, _name),
            {_words(it.label): it for it in view.lines},
            [it for it in view.lines if it.sums],
        )
        others = [other for other in before[-TABLES:] if len(_shared(table, other)) >= ROWS]
        left = {} if any(_variant(table, other) for other in others) else dict(table.columns)
        for other in reversed(others):
            for name, found in list(_gathered(table, other, left)):
                del left[name]
                yield from found
        before.append(table)


def _name(label: str) -> str:
    return " ".join(_CENTURY.sub("", _ASIDE.sub(" ", label)).casefold().split())


def _words(label: str) -> frozenset[str]:
    return words_of(_ASIDE.sub(" ", label))


def _shared(table: _Table, other: _Table) -> set[str]:
    """The rows that two tables have in common; their totals only if they have the same."""
    shared = table.rows.keys() & other.rows.keys()
    return shared if table.rows.keys() == other.rows.keys() else shared - {TOTAL}


def _variant(table: _Table, other: _Table) -> bool:
    """Whether more than half of the columns of the wider table are those of the other one, too."""
    return 2 * len(table.columns.keys() & other.columns.keys()) > max(len(table.columns), len(other.columns))


def _gathered(
    table: _Table, other: _Table, columns: Mapping[frozenset[str], Line]
) -> Iterator[tuple[frozenset[str], list[Relation]]]:
    """The columns of a table that another one states as well, with what ties their cells."""
    shared = _shared(table, other)
    for name, stated in columns.items():
        known = other.column(name) if name and not stated.percent else None
        if known is not None:
            found = list(_ties(stated, known, {table.rows[it]: other.rows[it] for it in shared}))
            if _agree(found):
                yield name, found


def _ties(stated: Line, known: Line, rows: Mapping[int, int]) -> Iterator[Relation]:
    for row, there in sorted(rows.items()):
        figure, again = stated.amounts.get(row), known.amounts.get(there)
        if figure is not None and again is not None and comparable(figure.quantity, again.quantity):
            yield tied(figure, Ref(again), f"the rows and the column `{known.label}` of another table")


def _agree(found: Sequence[Relation]) -> bool:
    """Whether most rows agree, with amounts that are not all of one sort, and the others come near."""
    agreed = [relation for relation in found if judge(relation).outcome in AGREES]
    told = {relation.stated.quantity.ends for relation in agreed if written(relation.stated) >= TELLING}
    missed = len(found) - len(agreed)
    return len(told) >= ROWS - 1 and len(agreed) >= AGREE * missed and all(map(alike, found))
