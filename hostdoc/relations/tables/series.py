"""Each amount of a series is the one before it, more or less what the document prints: 12 % a month, 40 new and 5 lost.

Checked, as column formulas, down the columns of tables and lines of one shape, and along short rows: by one printed
percentage for all steps, compounded from the amount before or from the first one; and by two printed numbers of one
sentence, what comes and what goes.

Example: at 12 % a month 1,000 become 1,120, 1,254 and 1,405.

Wrong when one step had another reason; a step that is off is reported only where three times as many agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, fit
from hostdoc.relations.tables.around import above, near
from hostdoc.relations.tables.lines import Line, View, middle, views
from hostdoc.relations.tables.multipliers import ONE, printed
from hostdoc.relations.tables.shaped import shaped_views

_STEP = regex(r"\d|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])", re.IGNORECASE)
STEPS = 3  # of a series, at least
LONGEST = 60  # amounts of a series
WIDE = 12  # lines of a table, beyond which none is looked at
NEAR = 2_000  # characters between a table and the numbers of its steps
GLANCE = 0.02  # part of a step by which it may look off, besides the rounding
AGREE = 3  # so many steps agree for each that does not


@dataclass(frozen=True, slots=True)
class _Way:
    """What a step may be: of a number, of an expression, and compounded over so many steps, where that is one."""

    rough: Callable[[float], float]
    step: Callable[[Expression], Expression]
    compounded: Callable[[Expression, int], Expression] | None = None


def find(ledger: Ledger) -> Iterator[Relation]:
    """The series of every table and of all lines of one shape, where the text prints a rate or what comes and goes."""
    for view in chain(views(ledger), shaped_views(ledger)):
        if len(view.lines) > WIDE or not STEPS < len(view.items) <= LONGEST:
            continue
        ways = [*_rates(printed(ledger, view.grid)), *_moves(ledger, view)]
        for line in view.lines if ways else ():
            places = [place for place in view.items if line.values.get(place)]
            varied = len({line.values[place] for place in places}) == len(places)
            if len(places) > STEPS and varied and not line.percent:
                yield from _best(view, line, places, ways)


# -- What a step may be ---------------------------------------------------------------------------------------------


def _rates(figures: Iterable[Figure]) -> Iterator[_Way]:
    """More or less by a printed percentage, from the amount before or compounded from the first."""
    for figure in figures:
        rate = middle(figure) or 0.0
        if figure.quantity.unit.percent and not figure.quantity.is_range and 0 < rate < 1:
            yield _by_rate(1 + rate, Operation("+", (ONE, Ref(figure))))
            yield _by_rate(1 - rate, Operation("−", (ONE, Ref(figure))))


def _by_rate(more: float, factor: Expression) -> _Way:
    return _Way(
        lambda value: value * more,
        lambda term: Operation("×", (term, factor)),
        lambda term, times: Operation("×", (term, _power(factor, times))),
    )


def _power(factor: Expression, times: int) -> Expression:
    return Operation("^", (factor, Const(Fraction(times), str(times))))


def _moves(ledger: Ledger, view: View) -> Iterator[_Way]:
    """Two plain numbers close to each other in the prose around a table: what comes and what goes."""
    for passage in near(ledger, view.grid, NEAR):
        for one, other in pairwise(passage.figures) if above(passage, view.grid) else ():
            if _plain(one) and _plain(other) and other.span.start - one.span.end < 40:
                yield _by_moves(one, other)


def _by_moves(comes: Figure, goes: Figure) -> _Way:
    by = (middle(comes) or 0.0) - (middle(goes) or 0.0)
    return _Way(
        lambda value: value + by,
        lambda term: Operation("−", (Operation("+", (term, Ref(comes))), Ref(goes))),
    )


def _plain(figure: Figure) -> bool:
    quantity, unit = figure.quantity, figure.quantity.unit
    return len(quantity.ends) == 1 and not (quantity.open or quantity.word or unit.percent or unit.currency)


# -- Whether the steps are so ---------------------------------------------------------------------------------------


def _best(view: View, line: Line, places: Sequence[int], ways: Sequence[_Way]) -> Iterator[Relation]:
    """The first way for which most steps speak."""
    for way in ways:
        if not _about(line, places, way.rough):
            continue
        found = []
        for number, (before, after) in enumerate(pairwise(places), 1):
            relation = _relation(line, after, way.step(Ref(line.amounts[before])))
            if way.compounded and number > 1 and judge(relation).outcome not in MET:
                whole = _relation(line, after, way.compounded(Ref(line.amounts[places[0]]), number))
                relation = whole if judge(whole).outcome in MET else relation
            found.append(relation)
        fitted = fit(found)
        if fitted.missed and not _in_time(view, places):
            continue
        if fitted.met >= AGREE * max(1, fitted.missed) and fitted.telling >= AGREE:
            yield from found
            return


def _in_time(view: View, places: Sequence[int]) -> bool:
    """Whether the steps are numbered or dated: names in an order of size are no series."""
    labels = (view.grid.rows[it][0].words if view.of == "column" else view.grid.columns[it].header for it in places)
    return all(_STEP.search(label) for label in labels)


def _about(line: Line, places: Sequence[int], rough: Callable[[float], float]) -> bool:
    """The quick look: whether half of the steps are about right."""
    right = 0
    for before, after in pairwise(places):
        one, other = line.values[before], line.values[after]
        step = float(line.amounts[after].quantity.ends[0].step)
        right += abs(rough(one) - other) <= GLANCE * abs(other - one) + step / 2
    return 2 * right >= len(places) - 1


def _relation(line: Line, place: int, workings: Expression) -> Relation:
    return Relation("column-formula", line.amounts[place], workings, "inferred", f"the steps of `{line.label}`")
