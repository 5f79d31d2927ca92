"""An amount with a markup or a discount beside it is an amount before it with that on top, or without it.

Checked, as products: `You pay: $0.50`, then `Starter pays: $0.70 (40% markup)`; rows with a percentage called markup,
increase or discount, and a factor (`40% | 1.4x`), or two amounts with an arrow between (`20% | $10 → $12`). What others
of the same section, or of the same column, come out of is held against those that do not.

Example: at a cost of $0.50, `$0.65 (40% markup)` drifts where two others come out: it is $0.70.

Wrong when the amount is of something else than the one before it: nothing is said where it stands alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Const, Operation, Operator, Ref, Relation
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.tables.lines import WIDEST, middle

FAR = 8  # amounts of its section before one
ONE = Const(Fraction(1), "1")
_MORE = r"mark-?ups?|surcharges?|premium|uplift|on top|aufschlag|increase|raise|majoration|recargo|ricarico"
_LESS = r"discounts?|off|rebate|rabatt|nachlass|remise|descuento|sconto|korting|desconto"
_BEHIND = regex(rf"\s?(?P<more>{_MORE})\b|\s?(?P<less>{_LESS})\b", re.IGNORECASE)
_OPENS = regex(r"[\s*_]*\([^()\d]{0,16}[+−–-]?\s?")
_HEADER = regex(rf"\b(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b", re.IGNORECASE)
_ARROW = regex(r"[*_\s]*(?:→|⟶|⇒|->|=>)[*_\s~≈]*")


class _Marked(NamedTuple):
    """An amount, and what it may be: the nearest amount before it with the percentage, then those farther away."""

    stated: Figure
    readings: tuple[Relation, ...]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The amounts of each section, then those of tables."""
    sections: dict[tuple[str, ...], list[_Marked]] = defaultdict(list)
    for passage in ledger.passages:
        for one, rate in zip(passage.figures, passage.figures[1:], strict=False):
            if marked := _marked(ledger, one, rate):
                sections[passage.block.path].append(marked)
    for section in sections.values():
        yield from _agreeing(section)
    for grid in ledger.grids:
        if len(grid.columns) <= WIDEST:
            yield from _in_rows(ledger.document.plain, grid)


# -- Prose ----------------------------------------------------------------------------------------------------------


def _marked(ledger: Ledger, stated: Figure, rate: Figure) -> _Marked | None:
    plain = ledger.document.plain
    if not rate.quantity.unit.percent or not stated.quantity.unit.currency or not stated.quantity.ends:
        return None
    said = _BEHIND.match(plain, rate.span.end)
    if said is None or not _OPENS.fullmatch(plain, stated.span.end, rate.span.start) or stated.quantity.open:
        return None
    before = [it for it in ledger.figures if it.span.end <= stated.span.start and it.label.path == stated.label.path]
    bases = [it for it in before[-3 * FAR :] if comparable(it.quantity, stated.quantity) and not it.quantity.open]
    readings = tuple(_with(stated, base, rate, "+" if said["more"] else "−") for base in bases[: -FAR - 1 : -1])
    return _Marked(stated, readings)


def _with(stated: Figure, base: Figure, rate: Figure, operator: Operator) -> Relation:
    workings = Operation("×", (Ref(base), Operation(operator, (ONE, Ref(rate)))))
    return Relation("product", stated, workings, "inferred", f"`{rate.text}` beside it")


def _agreeing(section: Sequence[_Marked]) -> Iterator[Relation]:
    """Those that come out; the others by the amount that two at least come out of."""
    bases: dict[Figure, int] = defaultdict(int)
    missed = []
    for marked in section:
        met = next((it for it in marked.readings if judge(it).outcome in AGREES and significant(it.stated) > 1), None)
        if met is None:
            missed.append(marked)
        else:
            bases[met.inputs[0]] += 1
            yield met
    usual = [base for base, count in bases.items() if count > 1]
    for marked in missed:
        yield from (it for it in marked.readings if [it.inputs[0]] == usual and _near(it))


def _near(relation: Relation) -> bool:
    again, stated = abs(estimate(relation.workings)), abs(middle(relation.stated) or 0)
    return again / 2 <= stated <= again * 2


# -- Tables ---------------------------------------------------------------------------------------------------------


def _in_rows(plain: str, grid: Grid) -> Iterator[Relation]:
    """Each column of factors, or of amounts with an arrow, by a column of percentages before it."""
    for rates in range(1, len(grid.columns) - 1):
        said = _HEADER.search(grid.columns[rates].header)
        amounts = [figure for row in grid.rows if (figure := row[rates].amount)]
        if said is None or sum(figure.quantity.unit.percent for figure in amounts) < 2:
            continue
        operator: Operator = "+" if said["more"] else "−"
        for column in range(rates + 1, len(grid.columns)):
            found = [it for row in range(len(grid.rows)) if (it := _of_row(plain, grid, row, rates, column, operator))]
            met = [judge(it).outcome in AGREES for it in found]
            if sum(met) > 1 and 3 * sum(met) >= 2 * len(found):
                yield from (replace(it, unsure=not agrees) for it, agrees in zip(found, met, strict=True))


def _of_row(plain: str, grid: Grid, row: int, rates: int, column: int, operator: Operator) -> Relation | None:
    rate, cell = grid.rows[row][rates].amount, grid.rows[row][column]
    if rate is None or not rate.quantity.unit.percent or not rate.quantity.ends:
        return None
    if len(cell.figures) == 1 and cell.figures[0].quantity.unit.of == "x" and cell.figures[0].quantity.ends:
        workings = Operation(operator, (ONE, Ref(rate)))
        return Relation("product", cell.figures[0], workings, "inferred", f"the column `{grid.columns[rates].header}`")
    if len(cell.figures) == 2 and _ARROW.fullmatch(plain, cell.figures[0].span.end, cell.figures[1].span.start):
        base, stated = cell.figures
        if comparable(base.quantity, stated.quantity) and stated.quantity.ends:
            return _with(stated, base, rate, operator)
    return None
