"""A blended price is the mean of the prices above it, weighted by a column of the table.

Checked, as averages: a row called weighted or blended, and a mean or total row whose amount lies among those above,
over the items above it, weighted by a column of shares or counts. Called so, a row whose amount no weights explain is
held against the only column there is; otherwise it is said where it agrees.

Example: 70 % at $10 and 30 % at $20 are $13 on average.

Wrong when the weights stand in another table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import AVERAGE, PORTION, QUANTITY, STATISTIC
from hostdoc.relations.evidence.fits import MET, written
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, middle
from hostdoc.relations.tables.rows import RowRole, roles

MOST = 100  # rows that a mean is taken of
CLOSE = 0.005  # part by which the quick look may be off
DIGITS = 3  # that an amount is written with whose row is called a total only
_WEIGHTED = regex(r"\b(?:weighted|blended|gewichtete[rs]?|pondérée?|ponderad[ao])\b", re.IGNORECASE)

_SHARES = regex(r"\bshares?\b", re.IGNORECASE)  # weighted average shares are those of a year


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every row that may state means of the items above it."""
    for grid in ledger.grids:
        if len(grid.columns) > WIDEST:
            continue
        for role in roles(grid):
            said = _WEIGHTED.search(role.label) is not None
            if said or role.sums or AVERAGE.search(role.label):
                yield from _row(by_columns(grid), role, said=said)


def _row(view: View, role: RowRole, *, said: bool) -> Iterator[Relation]:
    items = [place for place in view.items if place < role.number and not _WEIGHTED.search(_label(view, place))]
    if not 2 <= len(items) <= MOST:
        return
    told = [line for line in view.lines if said or _told(line)] if not _SHARES.search(role.label) else []
    weights = [line for line in told if _weighs(line, items)]
    for line in view.lines if weights else ():
        stated = line.amounts.get(role.number)
        if stated is not None and _among(stated, line, items):
            yield from _cell(stated, line, items, [w for w in weights if w is not line], said=said)


def _label(view: View, place: int) -> str:
    return view.grid.rows[place][0].words


def _weighs(line: Line, items: list[int]) -> bool:
    """Whether a column counts something in every item: shares of a whole, or any amounts that are not all the same."""
    values = [line.values.get(place) for place in items]
    known = [value for value in values if value is not None]
    if len(known) < len(items) or min(known) < 0 or len(set(known)) < 2 or STATISTIC.search(line.label):
        return False
    return not line.percent or abs(sum(known) - 1) < 0.02


def _among(stated: Figure, line: Line, items: list[int]) -> bool:
    """Whether an amount lies between the least and the greatest of those above it, as a mean does."""
    values = [line.values[place] for place in items if place in line.values]
    value = middle(stated)
    complete = len(values) == len(items) and all(line.amounts[place].quantity.ends for place in items)
    return complete and value is not None and bool(stated.quantity.ends) and min(values) < value < max(values)


def _cell(stated: Figure, line: Line, items: list[int], weights: list[Line], *, said: bool) -> Iterator[Relation]:
    """The weights that the digits support."""
    near = [weight for weight in weights if _near(stated, line, weight, items)]
    agreeing = (r for weight in near if judge(r := _mean(stated, line, weight, items)).outcome in MET)
    found = next(agreeing, None) if said or written(stated) >= DIGITS else None
    if found is not None:
        yield found
    elif said and len(weights) == 1 and _told(weights[0]) and _parts_or_numbers(weights[0], items):
        yield _mean(stated, line, weights[0], items)


def _near(stated: Figure, line: Line, weight: Line, items: list[int]) -> bool:
    """The quick look: whether the mean is about the stated amount."""
    whole = sum(weight.values[place] for place in items)
    mean = sum(weight.values[place] * line.values[place] for place in items) / (whole or 1)
    value, step = middle(stated) or 0, float(stated.quantity.ends[0].step)
    return abs(value - mean) <= CLOSE * abs(mean) + step * (0.01 if stated.quantity.unit.percent else 1)


def _told(weight: Line) -> bool:
    """Whether a column is one of weights by its label: two years of figures are not weighted by each other."""
    return weight.percent or PORTION.search(weight.label) is not None or QUANTITY.search(weight.label) is not None


def _parts_or_numbers(weight: Line, items: list[int]) -> bool:
    """Whether weights are shares of a whole, or whole numbers of things: no money, no months with decimals."""
    return weight.percent or (not weight.money and all(weight.values[place].is_integer() for place in items))


def _mean(stated: Figure, line: Line, weight: Line, items: list[int]) -> Relation:
    products = [Operation("×", (Ref(weight.amounts[place]), Ref(line.amounts[place]))) for place in items]
    whole = Operation("+", tuple(Ref(weight.amounts[place]) for place in items))
    workings = Operation("÷", (Operation("+", tuple(products)), whole))
    return Relation("average", stated, workings, "inferred", f"the column `{line.label}` weighted by `{weight.label}`")
