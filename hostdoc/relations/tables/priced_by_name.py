"""An amount of a row is its count at the price that the document states elsewhere under the name of the row.

Checked, as products: rows called as a plan is, `Starter | 50 | $1,450`, whose price stands in a heading, `## Starter -
$29/month`, in a line or in a row of another table that has the name; for a month, or for a year at twelve months. Two
rows at least have to come out; one that does not is held against its price where there is but one.

Example: at $29 a month, 50 of them make $1,450, and not `$1,540`.

Wrong when the row is of another price of that name, as one with a discount: a drift is a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.slips import of_its_size
from hostdoc.relations.prose.stated_terms import stated_terms
from hostdoc.relations.tables.factors import is_count
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns

MOST = 12  # prices of a name
COMMON = 100  # of a word
ROWS = 40  # of a table
TWELVE = Const(Fraction(12), "12")
_EMPTY = frozenset({"plan", "tier", "package", "total", "user", "customer", "month", "year", "price", "cost"})


_Named = dict[str, list[tuple[frozenset[str], Figure]]]


class _Row(NamedTuple):
    """An amount with what it may be, and whether no other price has the name."""

    readings: tuple[Relation, ...]
    alone: bool


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column of money beside one that counts, in tables without a price of their own."""
    named: _Named | None = None
    for view in tables_by_columns(ledger):
        counts = [line for line in view.lines if is_count(line) and not (line.percent or line.unit.of in TIMES)]
        money = [line for line in view.lines if line.money]
        if not (counts and money) or not 1 < len(view.items) <= ROWS:
            continue
        if named is None:
            named = _by_word(ledger)
        for stated in money:
            for count in counts:
                yield from _claimed([row for place in view.items if (row := _row(view, place, stated, count, named))])


def _by_word(ledger: Ledger) -> _Named:
    """The prices of a document by each word of what they are called."""
    found: _Named = defaultdict(list)
    for term in stated_terms(ledger).all:
        if term.figure.quantity.unit.currency and term.figure.quantity.ends:
            words = words_of(term.label)
            for word in words:
                found[word].append((words, term.figure))
    return found


def _claimed(rows: Sequence[_Row]) -> Iterator[Relation]:
    met = [next((it for it in row.readings if promising(it) and judge(it).outcome in MET), None) for row in rows]
    if sum(it is not None and telling(it) for it in met) < 2:
        return
    for row, found in zip(rows, met, strict=True):
        if found is not None:
            yield found
        elif row.alone and of_its_size(row.readings[0]):
            yield replace(row.readings[0], unsure=True)


def _row(view: View, place: int, stated: Line, count: Line, named: _Named) -> _Row | None:
    figure, number = stated.amounts.get(place), count.amounts.get(place)
    name = words_of(view.grid.rows[place][0].words) - _EMPTY
    if figure is None or number is None or not name or not middle(number) or not figure.quantity.ends:
        return None
    own = view.grid.table.span
    rarest = min((named.get(word, []) for word in name), key=len)
    found = [
        price
        for words, price in rarest[:COMMON]
        if name <= words
        and not own.start <= price.span.start < own.end
        and price.quantity.unit.of == figure.quantity.unit.of
    ][:MOST]
    readings = [_relation(figure, number, price, stated.label, times) for price in found for times in (False, True)]
    return _Row(tuple(readings), len({middle(it) for it in found}) == 1) if readings else None


def _relation(stated: Figure, count: Figure, price: Figure, label: str, twelve: bool) -> Relation:
    workings: Expression = Operation("×", (Ref(count), Ref(price), *((TWELVE,) if twelve else ())))
    return Relation("product", stated, workings, "inferred", f"the name of the row, and `{price.text.strip()}`")
