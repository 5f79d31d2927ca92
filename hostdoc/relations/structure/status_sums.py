"""What a text says of the rows of one state is their sum: `Already paid: £2,060` of the rows with `yes` under `Paid`.

Checked, as footings: amounts of money in the prose whose sentence names what a column of few words says of some rows
(`ordered`, `open`), or its header where that column answers yes and no.

Example: of four rows two of `$350` and `$615` are `paid`: `$995 is paid` drifts, it is $965.

Wrong when the text speaks of another day than the table. What differs is a warning, and only if it looks like a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.context import Context, contexts
from hostdoc.relations.evidence.fits import MET, significant
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.rows import amount_columns, roles

ROWS, STATES = 3, 5  # rows of a table at least, and different words in a column of states at most
DIGITS = 3  # of an amount that says something
_YES = frozenset({"yes", "y", "x", "✓", "✔", "✅", "ja", "oui", "sí", "si", "tak", "done", "[x]"})
_Group = tuple[frozenset[str], tuple[Figure, ...], str]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of the prose that names a state, against the rows in it."""
    groups = [group for grid in ledger.grids for group in _groups(grid)]
    for place in contexts(ledger) if groups else ():
        if place.passage and not place.in_heading and _money(place.figure):
            yield from _of(place, groups)


def _money(figure: Figure) -> bool:
    quantity = figure.quantity
    plain = len(quantity.ends) == 1 and not (quantity.open or quantity.word or quantity.unit.per)
    return plain and quantity.unit.currency is not None and significant(figure) >= DIGITS


def _groups(grid: Grid) -> Iterator[_Group]:
    """By the words that name a state, the amounts of the rows in it, in the last column of amounts."""
    columns = amount_columns(grid)
    items = [role.number for role in roles(grid) if role.role == "item"]
    if not columns or len(items) < ROWS:
        return
    for column in range(1, len(grid.columns)):
        states: dict[str, list[Figure]] = defaultdict(list)
        for row in items if column not in columns else ():
            figure = grid.rows[row][columns[-1]].amount
            if figure is not None and grid.rows[row][column].words:
                states[grid.rows[row][column].words.lower()].append(figure)
        for state, figures in states.items() if len(states) <= STATES else ():
            name = grid.columns[column].header if state in _YES else state
            if 1 < len(figures) < len(items) and stems(name):
                yield stems(name), tuple(figures), f"the rows with `{state}`"


def _of(place: Context, groups: Sequence[_Group]) -> Iterator[Relation]:
    said = stems(" ".join(place.words))
    found = []
    for name, figures, evidence in groups:
        units = {figure.quantity.unit.of for figure in figures} - {"", place.figure.quantity.unit.of}
        if name <= said and not units:
            workings = Operation("+", tuple(map(Ref, figures)))
            found.append(Relation("footing", place.figure, workings, "inferred", evidence, unsure=True))
    met = next((it for it in found if judge(it).outcome in MET), None)
    if met:
        yield met
    elif len(found) == 1 and slip(found[0]):
        yield found[0]
