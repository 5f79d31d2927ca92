"""How well the digits of a table support a formula: over how many places it is met, and how little by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from math import inf

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.judge import promising as may_agree
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Const, Expression, Operation, Operator, Outcome, Ref, Relation, figures_of
from hostdoc.core.units import Unit, conflict, fitting, times
from hostdoc.relations.tables.lines import Line, View, dated, middle

SAMPLE = 60  # places that are judged to see whether a formula is supported; beyond, every n-th one
MET = ("holds", "rounds")
GLANCES = 12  # places of the quick look
SAME = 0.001  # part by which two amounts may differ and be the same
ALL, ALIKE = 3, 0.01  # amounts that are off by one factor, and the part by which it may differ
NEAR = 0.06  # how far the quick look may be off


@dataclass(frozen=True, slots=True)
class Fit:
    """The relations of a formula, how many of them are met and missed, and how many were not met by chance."""

    relations: tuple[Relation, ...]
    met: int
    missed: int
    telling: int
    digits: int = 0

    def asserted(self, *, clear: bool) -> bool:
        """Whether it may be claimed, errors included.

        With clear labels half of the places must be met, one of them not by chance, or two thirds. Without, two not by
        chance, and hardly any may be missed. A zero is never counted as met.
        """
        if clear:
            return self.met >= max(1, self.missed) and (self.telling > 0 or self.met >= 2 * self.missed)
        return self.telling >= 2 and self.missed <= max(1, self.met // 4) and self.met >= 2 * self.missed

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.met - self.missed, self.telling, self.digits)


NOTHING = Fit((), 0, 0, 0)


def fit(relations: Sequence[Relation], misses: int | None = None) -> Fit:
    """Judges relations, or a sample of them where there are many; NOTHING as soon as more than `misses` are missed."""
    stride = max(1, len(relations) // SAMPLE)
    met = missed = digits = 0
    told: set[tuple[float | None, ...]] = set()
    for relation in relations[::stride]:
        outcome = _outcome(relation)
        if outcome in MET:
            met += bool(middle(relation.stated))
            if telling(relation) and (numbers := numbers_of(relation)) not in told:
                told.add(numbers)
                digits += significant(relation.stated)
        elif outcome == "drifts":
            missed += 1
            if misses is not None and missed > misses:
                return NOTHING
    return Fit(tuple(relations), met, missed, len(told), digits)


def numbers_of(relation: Relation) -> tuple[float | None, ...]:
    """The numbers that a relation is about: rows that repeat those of another one tell nothing more."""
    return (middle(relation.stated), *map(middle, relation.inputs))


def _outcome(relation: Relation) -> Outcome:
    """The verdict; what is far off is not judged."""
    quantities = [figure.quantity for figure in (relation.stated, *figures_of(relation.workings))]
    plain = not any(quantity.open or quantity.word or _sized(quantity.unit) for quantity in quantities)
    return "drifts" if plain and not may_agree(relation) else judge(relation).outcome


def _sized(unit: Unit) -> bool:
    return unit.converts


def of_a_sort(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Those that agree, and those that do not although their amounts have the units of some that agree.

    `$15/hr` in a column of salaries a year, or minutes among seconds, makes a row of another sort.
    """
    outcomes = [_outcome(relation) for relation in relations]
    sorts = {_sort(relation) for relation, outcome in zip(relations, outcomes, strict=True) if outcome in MET}
    return tuple(
        relation
        for relation, outcome in zip(relations, outcomes, strict=True)
        if outcome != "drifts" or not sorts or _sort(relation) in sorts
    )


def _sort(relation: Relation) -> tuple[tuple[str, tuple[str, ...]], ...]:
    units = [figure.quantity.unit for figure in (relation.stated, *figures_of(relation.workings))]
    return tuple((unit.of or "", unit.per) for unit in units)


def one_other(relations: Sequence[Relation]) -> float | None:
    """The one factor by which all of some stated amounts are off, as far as they were not rounded, if there is one."""
    low, high = 0.0, inf
    for relation in relations:
        stated, again = abs(middle(relation.stated) or 0.0), abs(estimate(relation.workings))
        if not (stated and again):
            return None
        half = half_a_step(relation.stated) + ALIKE / 2 * stated
        low, high = max(low, (stated - half) / again), min(high, (stated + half) / again)
    return (low + high) / 2 if len(relations) >= ALL and low <= high else None


def half_a_step(figure: Figure) -> float:
    """Half of what the last digit of a figure is worth; of a percentage, as a part."""
    worth = 0.01 if figure.quantity.unit.percent else 1.0
    return worth * max((float(end.step) / 2 for end in figure.quantity.ends), default=0.0)


def telling(relation: Relation) -> bool:
    """Whether being met says something: a zero, a single digit, or the copy of an input is met by chance."""
    stated = middle(relation.stated)
    if not stated or relation.stated.quantity.word or written(relation.stated) < 2:
        return False
    return not _idle(relation) and all(
        middle(figure) not in (stated, None, 0) for figure in figures_of(relation.workings)
    )


def _idle(relation: Relation) -> bool:
    """Whether what is taken away is less than the last digit of the difference tells: $150 − $0.17 is $150."""
    workings, ends = relation.workings, relation.stated.quantity.ends
    if not isinstance(workings, Operation) or workings.operator != "−" or relation.stated.quantity.unit.percent:
        return False
    terms = [middle(it.figure) for it in workings.arguments[1:] if isinstance(it, Ref)]
    return any(term is not None and 2 * abs(term) < float(ends[0].step) for term in terms)


@lru_cache(maxsize=512)  # of what is stated, and what it is tried with, by one kind after the other
def written(figure: Figure) -> int:
    """How many digits a figure is written with, idle zeros in front left out."""
    if not figure.quantity.ends:
        return 0
    return len("".join(filter(str.isdigit, figure.text)).lstrip("0"))


@lru_cache(maxsize=4096)  # candidates are held against each other by it
def significant(figure: Figure) -> int:
    """How many significant digits the ends have: `2,850` → 3, `20–32` → 3."""
    return sum(len(end.value.normalize().as_tuple().digits) for end in figure.quantity.ends)


def looks(stated: float, value: float) -> bool:
    """Whether a value is near enough to a stated one to be worth a verdict."""
    return abs(stated - value) <= NEAR * max(abs(stated), abs(value))


def promising(
    stated: Line, places: Sequence[int], value: Callable[[int], float | None], *, strict: bool = False
) -> bool:
    """The quick look at the first places: at least a third of them come near, or, if `strict`, all but one."""
    near = seen = 0
    for place in places:
        there = stated.values.get(place)
        if there is None:
            continue
        again = value(place)
        if again is None or (strict and not there and not again):
            continue
        seen += 1
        near += looks(there, again)
        missed = seen - near
        if missed >= (2 if strict else 8) or (missed >= 4 and not near):
            return False
        if seen == GLANCES:
            break
    return near > 0 and 3 * near >= seen


def refs(lines: Sequence[Line], place: int) -> list[Expression] | None:
    """The amounts of some lines at a place, or None if one states none."""
    figures = [line.amounts.get(place) for line in lines]
    return None if None in figures else [Ref(figure) for figure in figures if figure is not None]


def relations(
    kind: str,
    stated: Line,
    places: Sequence[int],
    workings: Callable[[int], Expression | None],
    evidence: str,
) -> list[Relation]:
    """A relation at every place where the stated line and the workings have an amount."""
    found = []
    for place in places:
        figure = stated.amounts.get(place)
        if figure is None or not figure.quantity.ends:
            continue
        expression = workings(place)
        if expression is not None and not (
            dated(figure) and all(map(dated, figures_of(expression)))
        ):  # a heading of years
            found.append(Relation(kind, figure, expression, "inferred", evidence))
    return found


def named(view: View, lines: Sequence[Line]) -> str:
    """`the columns `Hours` and `Rate``."""
    labels = [f"`{line.label}`" for line in lines]
    joined = " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
    return f"the {view.of}{'s' if len(labels) > 1 else ''} {joined}"


def elsewhere(stated: Line, base: Line, place: int, rate: float, rates: Iterable[float]) -> bool:
    """Whether a place has another of the printed rates than its table: seniors cost what seniors cost."""
    there, under = stated.values.get(place), base.values.get(place)
    if not there or not under or abs(there - under * rate) <= SAME * abs(there):
        return False
    return any(abs(there - under * other) <= SAME * abs(there) for other in rates)


def in_period(stated: Figure, workings: Expression) -> Expression:
    """The workings per month where the stated figure is, and all of the money in them is per year; and so on."""
    per = {figure.quantity.unit.time for figure in figures_of(workings) if figure.quantity.unit.currency}
    return _per(stated.quantity.unit.time, next(iter(per)) if len(per) == 1 else None, workings)


def product_in_period(stated: Figure, workings: Expression) -> Expression:
    """The same for a product: 16 hours a quarter at $100 an hour are $1,600 a quarter, and a third of it a month."""
    if not isinstance(workings, Operation) or workings.operator != "×":
        return workings
    units = [factor.figure.quantity.unit for factor in workings.arguments if isinstance(factor, Ref)]
    if len(units) < len(workings.arguments) or not stated.quantity.unit.currency:
        return workings
    given = reduce(times, units)
    return _per(stated.quantity.unit.time, given.time if given.currency else None, workings)


def _per(to: str | None, given: str | None, workings: Expression) -> Expression:
    """The workings that are given per one time, per another."""
    if to is None or given is None or to == given:
        return workings
    operators: tuple[tuple[Operator, tuple[Fraction, ...]], ...] = (
        ("×", fitting(given, to)),
        ("÷", fitting(to, given)),
    )
    for operator, numbers in operators:
        for number in numbers[:1]:
            text = str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
            return Operation(operator, (workings, Const(number, text)))
    return workings


def compatible(left: Line, right: Line) -> bool:
    """Whether two lines may be added or compared: no unit speaks against it."""
    same = not (left.unit.of and right.unit.of) or left.unit.of == right.unit.of
    return same and not conflict(left.unit, right.unit)
