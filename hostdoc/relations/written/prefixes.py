"""The thousands between the units behind the factors of a product and behind its result: mA and A, W and kWh."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref

BEHIND = 8  # characters behind a figure in which its unit stands
_POWERS = {"µ": -2, "m": -1, "": 0, "k": 1, "M": 2, "G": 3}
_UNIT = regex(r"\d\s?(?P<prefix>[µmkMG]?)(?:Wh?|Ah?|V|g|l|Hz|J)(?![\w/])")


def prefixed(stated: Figure, workings: Expression) -> Expression:
    """A product in the unit of its result, where that and one factor say theirs; else as it is."""
    if not isinstance(workings, Operation) or workings.operator != "×":
        return workings
    factors = [_power(term.figure) for term in workings.arguments if isinstance(term, Ref)]
    known, result = [power for power in factors if power is not None], _power(stated)
    if result is None or len(known) != 1 or known[0] == result:
        return workings
    steps = known[0] - result
    number = Fraction(1000) ** abs(steps)
    return Operation("×" if steps > 0 else "÷", (workings, Const(number, str(number))))


def _power(figure: Figure) -> int | None:
    """How many thousands the prefix of the unit behind a figure stands for."""
    span = figure.span
    match = _UNIT.search(span.source.text[span.start : span.end + BEHIND].split("\n")[0])
    return _POWERS[match["prefix"]] if match else None
