"""Relations over several currencies, at a rate: the one that the document states, else the one of its project.

A rate of the project is written into the workings with its day. Amounts that the document itself multiplies by a rate
are left alone, and so is what has no rate: `at_par` speaks of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation, figures_of
from hostdoc.core.units import conflict
from hostdoc.core.vocabulary import Rate, rate_between
from hostdoc.figures.lexicon import spoken
from hostdoc.figures.stated_rates import StatedRate, stated_rates

CONFLICTS = ("without a rate", "its units conflict")  # why a relation over several currencies is blocked
NEAR = 1.15  # how many times a factor may be the rate and still be one


class NoRate(Exception):
    """Two currencies between which no rate is known."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rates at hand, those of the document first."""

    stated: tuple[StatedRate, ...]
    rates: tuple[Rate, ...]

    def between(self, base: str, other: str) -> tuple[bool, Expression, float]:
        """Whether to multiply by the rate or divide, the rate, and what one is worth. Raises NoRate."""
        for it in self.stated:
            if {it.base, it.other} == {base, other}:
                times = it.base == base
                return times, Ref(it.figure), it.worth if times else 1 / it.worth
        found = rate_between(self.rates, base, other)
        if found is None:
            raise NoRate
        worth, rate = found
        return rate.base == base, Const(Fraction(rate.worth), str(rate)), float(worth)


def at_rates(ledger: Ledger, relation: Relation) -> Relation:
    """A relation over several currencies at its rates, where the project has any."""
    rates = spoken().vocabulary.rates
    return _at_rate(relation, known_rates(ledger, rates)) if rates else relation


def converted(ledger: Ledger, found: Sequence[Relation]) -> list[Relation]:
    """All relations, those over several currencies at their rates."""
    return [at_rates(ledger, relation) for relation in found]


@lru_cache(maxsize=2)  # for every relation of a ledger
def known_rates(ledger: Ledger, rates: tuple[Rate, ...]) -> Known:
    return Known(tuple(stated_rates(ledger)), rates)


def _at_rate(relation: Relation, known: Known) -> Relation:
    currencies = _currencies(relation)
    blocked = any(words in relation.blocked for words in CONFLICTS)
    if len(currencies) < 2 or relation.kind == "exchange" or (relation.blocked and not blocked):
        return relation
    target = currencies[0]
    try:
        if _rated(relation.workings, target, known):
            return relation
        workings = _in(relation.workings, target, known)
        limit = _in(relation.limit, target, known) if relation.limit else None
    except NoRate:
        return relation
    if any(_still(relation.stated, figure) for figure in relation.inputs if relation.blocked):
        return relation
    return replace(relation, workings=workings, limit=limit, blocked="")


def _currencies(relation: Relation) -> list[str]:
    """Those of its amounts; that of the stated figure, in which it is computed, first."""
    figures = (relation.stated, *relation.inputs)
    return list(dict.fromkeys(c for figure in figures if (c := figure.quantity.unit.currency)))


def _still(stated: Figure, figure: Figure) -> str:
    """Whether two amounts cannot be added in one currency either: one is per month, the other per year."""
    unit = figure.quantity.unit
    return conflict(stated.quantity.unit, replace(unit, of=stated.quantity.unit.of) if unit.currency else unit)


def _in(expression: Expression, target: str, known: Known) -> Expression:
    """An expression with every amount in one currency. Raises NoRate."""
    if isinstance(expression, Operation):
        return replace(expression, arguments=tuple(_in(it, target, known) for it in expression.arguments))
    own = expression.figure.quantity.unit.currency if isinstance(expression, Ref) else None
    if own is None or own == target:
        return expression
    times, rate, _ = known.between(own, target)
    return Operation("×" if times else "÷", (expression, rate))


def _rated(workings: Expression, target: str, known: Known) -> bool:
    """Whether a factor beside an amount of another currency is the rate already. Raises NoRate."""
    if not isinstance(workings, Operation):
        return False
    if workings.operator in ("×", "÷"):
        money = {c for it in figures_of(workings) if (c := it.quantity.unit.currency) and c != target}
        rates = [known.between(own, target)[2] for own in money]
        factors = [abs(estimate(it)) for it in workings.arguments if len(list(figures_of(it))) < 2]
        if any(1 / NEAR <= factor * turn <= NEAR for f in factors if f for factor in (f, 1 / f) for turn in rates):
            return True
    return any(_rated(argument, target, known) for argument in workings.arguments)
