"""A rate that the document prints is not the one that its table was computed at.

Checked, as column formulas: where a section prints one rate for what a column counts (`$120/hour`, and columns of hours
and of dollars), or one between two currencies, and all rows of three or more, but for one in four, have the same other
one, the printed rate is held against it.

Example: at $155/hour, 35 hours cost $5,250 and 10 cost $1,500; the table was computed at $150.

Wrong when the table has a price of its own that the section does not print; a rate that is far off is left
alone, and so is one with a percentage beside it that explains the other one.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.tables.around import above, headings, near
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, middle
from hostdoc.relations.tables.multipliers import leads

ROWS = 3
OTHERS = 4  # of so many rows one may have a rate of its own
BESIDE = 8  # characters between the sides of a rate of exchange
NEAR = 8_000  # characters between a table and the rate that it is computed at
CLOSE = 0.25  # part by which a printed rate may be off the implied one and still be meant
SAME = 0.001


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every table whose rows imply one rate that its section does not print, where it prints one that nothing has."""
    said: set[Figure] = set()
    for grid in ledger.grids:
        if len(grid.rows) < ROWS or len(grid.columns) > WIDEST:
            continue
        passages = [*headings(ledger, grid), *(p for p in near(ledger, grid, NEAR) if above(p, grid))]
        rates = [figure for passage in passages for figure in _rates(passage)]
        parts = {middle(f) or 0 for passage in passages for f in passage.figures if f.quantity.unit.percent}
        for relation in _in_table(by_columns(grid), rates) if rates else ():
            if relation.stated not in said and not _explained(relation, parts):
                said.add(relation.stated)
                yield relation


def _in_table(view: View, rates: list[Figure]) -> list[Relation]:
    """The printed rates that no column has, each against the column without a printed one whose rate is nearest."""
    pairs = [
        (stated, implied, fitting)
        for stated in view.lines
        for base in view.lines
        if base is not stated
        and (fitting := [figure for figure in rates if leads(figure, stated, (base,))])
        and (implied := _implied(stated, base, view.items))
    ]
    used = {middle(rate) for _, implied, fitting in pairs for rate in fitting if implied.has(rate)}
    priced = {stated.index for stated, implied, fitting in pairs if any(map(implied.has, fitting))}
    best: dict[Figure, tuple[float, Relation]] = {}
    for stated, implied, fitting in pairs:
        left = [rate for rate in fitting if middle(rate) not in used]
        sure = stated.index not in priced and len({middle(rate) for rate in left}) == 1
        if sure and (found := implied.against(left[0])):
            best[left[0]] = min(best.get(left[0], found), found, key=lambda it: it[0])
    return [relation for _, relation in best.values()]


def _rates(passage: Passage) -> Iterator[Figure]:
    """The prices per something, and the rates of exchange: `1 USD = 0.92 EUR`."""
    before: Figure | None = None
    for figure in passage.figures:
        quantity = figure.quantity
        said = quantity.unit.per or (before is not None and _exchanged(before, figure))
        if said and quantity.unit.currency and not (quantity.loose or quantity.open):
            yield figure
        before = figure


def _exchanged(one: Figure, rate: Figure) -> bool:
    """Whether the first of two amounts is one unit of another currency, directly before the second."""
    unit = one.quantity.unit
    apart = rate.span.start - one.span.end
    return middle(one) == 1 and bool(unit.currency) and unit.of != rate.quantity.unit.of and 0 <= apart <= BESIDE


@dataclass(frozen=True, slots=True)
class _Implied:
    """The rates that a column has to another one in all rows, one for each direction, with the row that shows it."""

    readings: tuple[tuple[float, tuple[Ref, Ref]], ...]
    evidence: str

    def has(self, rate: Figure) -> bool:
        value = middle(rate) or 0
        return any(abs(implied - value) <= SAME * value for implied, _ in self.readings)

    def against(self, rate: Figure) -> tuple[float, Relation] | None:
        """How far a printed rate is off, and the relation that says so, if it is of the size of the implied one."""
        value = middle(rate) or 0
        implied, terms = min(self.readings, key=lambda reading: abs(reading[0] - value))
        off = abs(implied - value)
        relation = Relation("column-formula", rate, Operation("÷", terms), "inferred", self.evidence)
        return (off, relation) if off <= CLOSE * value else None


def _implied(stated: Line, base: Line, places: tuple[int, ...]) -> _Implied | None:
    """The rate of most rows, if they have one. A rate of exchange may be given for either currency."""
    rows = {place: stated.values[place] / base.values[place] for place in places if _both(stated, base, place)}
    if len(rows) < ROWS:
        return None
    usual = _median(sorted(rows.values()))
    alike = [place for place, own in rows.items() if abs(own - usual) <= SAME * usual]
    if len(alike) < max(ROWS, len(rows) - len(rows) // OTHERS):
        return None
    above, below = Ref(stated.amounts[alike[0]]), Ref(base.amounts[alike[0]])
    readings = [(usual, (above, below))]
    if base.money and stated.money:
        readings.append((1 / usual, (below, above)))
    evidence = f"the columns `{stated.label}` and `{base.label}`, whose rows have that rate"
    return _Implied(tuple(readings), evidence)


def _median(ordered: list[float]) -> float:
    """By hand: `statistics` loads more than all else that this kind needs."""
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2


def _explained(relation: Relation, parts: set[float]) -> bool:
    """Whether the rate of a table is the printed one with a printed percentage on top, or off."""
    times = estimate(relation.workings) / (middle(relation.stated) or 1)
    return any(abs(times - part) <= SAME for percent in parts for part in (1 + percent, 1 - percent))


def _both(stated: Line, base: Line, place: int) -> bool:
    return bool(stated.values.get(place) and base.values.get(place))
