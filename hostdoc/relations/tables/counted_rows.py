"""A row that is so many of a row of another table comes to that many times its amounts: `3 × Small | 12 GB | $45`.

Checked, as products, in every column that another table heads alike and in which one row only has the name that a cell
counts. What is a price per something stays as it is. Half of the amounts of a column have to come out.

Example: at 4 GB and $15 a `Small`, `3 × Small` are 12 GB and $45.

Wrong when many are cheaper than so many times one: where one amount alone comes out, another that does not is a
warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.evidence.measures import measured

ROWS = 100  # of a table
_TIMES = regex(r"\A\s*\d{1,4}\s?(?:[×*]|[xX](?=\s))\s*(?=\S)")

_Row = tuple[Grid, int]
_Named = dict[str, list[_Row]]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every table with cells that count."""
    named: _Named | None = None
    for grid in ledger.grids if len(ledger.grids) > 1 else ():
        counting = [(number, cell) for number, cell in _cells(grid) if cell.figures and _TIMES.match(cell.words)]
        if not counting:
            continue
        if named is None:
            named = _by_name(ledger)
        found: defaultdict[int, list[Relation]] = defaultdict(list)
        for number, cell in counting:
            rows = [it for it in named.get(_name(_TIMES.sub("", cell.words, 1)), ()) if it[0] is not grid]
            for column, relation in _products(grid, number, cell.figures[0], rows):
                found[column] += measured(ledger, [relation])
        for relations in found.values():
            yield from _claimed(relations)


def _cells(grid: Grid) -> Iterator[tuple[int, GridCell]]:
    return ((number, cell) for number, row in enumerate(grid.rows[:ROWS]) for cell in row)


def _by_name(ledger: Ledger) -> _Named:
    """The rows of all tables by what they are called."""
    found: _Named = defaultdict(list)
    for grid in ledger.grids:
        for number, row in enumerate(grid.rows[:ROWS]):
            found[_name(row[0].words)].append((grid, number))
    return found


def _name(words: str) -> str:
    return "".join(words.split()).casefold()


def _products(grid: Grid, number: int, count: Figure, rows: Sequence[_Row]) -> Iterator[tuple[int, Relation]]:
    """So many times what the rows of a name have in a column of the same head, by the column in which it stands."""
    for index, column in enumerate(grid.columns if rows else ()):
        stated = grid.rows[number][index].amount
        each = [it for row in rows for it in _below(column.header, row)]
        if stated and stated is not count and stated.quantity.ends and len(each) == 1:
            yield index, _relation(stated, count, each[0])


def _below(header: str, row: _Row) -> Iterator[Figure]:
    """The amounts of a row below a header."""
    grid, number = row
    for column, cell in zip(grid.columns, grid.rows[number], strict=True):
        amount = cell.amount if header and _name(column.header) == _name(header) else None
        if amount and amount.quantity.ends and not amount.quantity.unit.percent:
            yield amount


def _relation(stated: Figure, count: Figure, each: Figure) -> Relation:
    evidence = f"the count, and `{each.text.strip()}` in the row of the name that it counts"
    if not TIMES.issuperset(each.quantity.unit.per):
        return Relation("tie-out", stated, Ref(each), "inferred", evidence)
    return Relation("product", stated, Operation("×", (Ref(count), Ref(each))), "inferred", evidence)


def _claimed(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Those of a column, if half of them come out; what differs from a single one is unsure."""
    met = [judge(relation).outcome in MET for relation in relations]
    if 2 * sum(met) >= len(met):
        unsure = sum(met) == 1
        yield from (it if agrees else replace(it, unsure=unsure) for it, agrees in zip(relations, met, strict=True))
