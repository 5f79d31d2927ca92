"""Products over measures that differ in size: 350 g at €12/kg, 500k × 4 bytes in GB, tokens at a price per million.

The measures are the words behind the numbers. Where those of a product come to that of its result, the result is held
against the product with its conversion, `÷ 1,000`. Where they do not, and a measure of one sort stands there in two
sizes or the result is a thousand times off, the units are not understood and nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hostdoc.core.arithmetic import scaling
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.measures import COUNTS, MEASURES, TIME
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Const, Expression, Operation, Ref, Relation, figures_of
from hostdoc.figures.vocabulary import GLUED_ONLY, TIMES

KINDS = ("equation", "product", "ratio")
THOUSANDS = tuple(Fraction(1000) ** power for power in (-3, -2, -1, 1, 2, 3))
BINARY = tuple(Fraction(1000, 1024) ** power for power in (1, 2, 3, -1, -2, -3))  # 1 TB where it is 1,024 GB
BEHIND = 24  # characters behind a number in which its unit stands
_NUMBER = regex(r"\d(?:[\d.,]|\{,\})*(?<=\d)\s?(?:(?:[kKMB]|bn|thousand|million|billion)(?![^\W\d_]))?")
_PER = r"\b(?:per|a|pro|je|par|por|na|al)\b"
_UNIT = regex(
    rf"(?:-|\s{{0,12}})(?P<of>(?!{_PER})[^\W\d_]+)?(?:[ \t]?(?:/|{_PER})[ \t]?"
    r"(?P<many>\d[\d,]*)?[ \t]?(?P<per>[^\W\d_]+)?)?"
)
# The times that are of one length wherever they are said, by their words in every language.
_TIME_NAMES = {
    word: name
    for name, words in TIMES.items()
    for word in words
    if name in MEASURES and word not in MEASURES and word not in GLUED_ONLY
}
LONGEST = 15  # digits of a number of things that something is per


def measured(ledger: Ledger, found: Sequence[Relation]) -> Iterator[Relation]:
    """All relations, the products that drift with their measures taken into account; without those not understood."""
    for relation in found:
        factors = list(_factors(relation.workings)) if relation.kind in KINDS and relation.comparison == "=" else []
        if len(factors) < 2 or _known(relation) or judge(relation).outcome != "drifts":
            yield relation
        else:
            yield from _converted(ledger, relation, factors)


def _known(relation: Relation) -> bool:
    """Whether its project says how its units convert: the judge knows it then."""
    return any(figure.quantity.unit.own for figure in (relation.stated, *relation.inputs))


@dataclass(frozen=True, slots=True)
class _Factor:
    """A figure of a product, or of what it is divided by (`power` −1)."""

    figure: Figure
    power: int


def _factors(workings: Expression, power: int = 1) -> Iterator[_Factor]:
    """The figures of a product; none if it is anything else."""
    if isinstance(workings, Ref):
        yield _Factor(workings.figure, power)
    elif isinstance(workings, Operation) and workings.operator in ("×", "÷"):
        nested = [
            list(_factors(argument, -power if place and workings.operator == "÷" else power))
            for place, argument in enumerate(workings.arguments)
        ]
        yield from (factor for factors in nested for factor in factors if all(nested))
    elif isinstance(workings, Operation) and workings.operator in ("+", "−"):
        terms = list(figures_of(workings))
        if len({term.quantity.unit for term in terms}) == 1:  # `(10M - 1M) × $0.20/1M`: what is left counts the same
            yield _Factor(terms[0], power)


def _converted(ledger: Ledger, relation: Relation, factors: list[_Factor]) -> Iterator[Relation]:
    dimensions: Counter[str] = Counter()
    worth = Fraction(1)
    sizes: dict[str, set[Fraction]] = {}
    starts = {factor.figure.span.start for factor in factors}
    for factor in (*factors, _Factor(relation.stated, -1)):
        for name, power, size in _measures(ledger, factor.figure, starts):
            if power < 0 and factor.figure is relation.stated and not sizes and name and MEASURES[name][0] == TIME:
                continue  # `50M × $3/1M = $150/day`: what is not said of its factors holds of them, too
            worth *= size ** (power * factor.power)
            for dimension, exponent in MEASURES[name][0].items() if name else ():
                dimensions[dimension] += exponent * power * factor.power
                sizes.setdefault(dimension, set()).add(size)
    balanced = not any(dimensions.values())
    mixed = any(len(known) > 1 for known in sizes.values())
    scale = scaling([relation.stated, *(factor.figure for factor in factors)])
    for factor in (*factors, _Factor(relation.stated, -1)):
        if not factor.figure.quantity.unit.percent:
            worth /= scale(factor.figure.quantity) ** factor.power  # what the judge makes of sizes by itself
    binary = BINARY if len(sizes.get("data", ())) > 1 else ()  # only between sizes is a thousand 1,024
    if balanced and (worth != 1 or binary):
        usual = _times(relation, worth) if worth != 1 else relation
        others = (_times(relation, worth * part) for part in binary)
        agrees = judge(usual).outcome in AGREES
        yield usual if agrees else next((it for it in others if judge(it).outcome == "holds"), usual)
    elif balanced or not (mixed or (sizes and _thousands(relation))):
        yield relation


def _thousands(relation: Relation) -> bool:
    """Whether a result is off by nothing but a power of a thousand."""
    return any(judge(_times(relation, power)).outcome in AGREES for power in THOUSANDS)


def _measures(ledger: Ledger, figure: Figure, starts: set[int]) -> Iterator[tuple[str, int, Fraction]]:
    """The measures of a figure, by name, as a thing (1) or per it (−1), and how large each is; of a number no name.

    A number at which another factor `starts` is that factor, and no part of a unit: `€6.20 / 10 =`.
    """
    text = ledger.document.plain[figure.span.start : figure.span.end + BEHIND].split("\n")[0]
    number = _NUMBER.search(text)
    unit = _UNIT.match(text, number.end()) if number else None
    if unit is None:
        return
    of, per = _name(unit["of"]), _name(unit["per"])
    if of in MEASURES:
        yield of, 1, MEASURES[of][1]
    factor = unit["many"] and figure.span.start + unit.start("many") in starts
    many = "" if factor else (unit["many"] or "").replace(",", "").lstrip("0")
    if many and len(many) <= LONGEST:
        yield "", -1, Fraction(int(many))
    if per in COUNTS:
        yield "", -1, Fraction(COUNTS[per])
    elif per in MEASURES:
        yield per, -1, MEASURES[per][1]


def _name(word: str | None) -> str:
    """A measure as it is known: `Minuten` and `minutos` are minutes."""
    return _TIME_NAMES.get(word, word) if word else ""


def _times(relation: Relation, factor: Fraction) -> Relation:
    """The relation with its workings times a conversion."""
    if factor >= 1:
        conversion = Operation("×", (relation.workings, Const(factor, _text(factor))))
    else:
        conversion = Operation("÷", (relation.workings, Const(1 / factor, _text(1 / factor))))
    return replace(relation, workings=conversion)


def _text(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,.6g}"
