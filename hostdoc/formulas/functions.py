"""The functions of formulas, by the names of both dialects."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Const, Operation, Operator
from hostdoc.formulas.amounts import Amount, alike, constant

Build = Callable[[list[Amount], int], Amount]


@dataclass(frozen=True, slots=True)
class Function:
    """`lists`: it takes any number of amounts and ranges of cells; else from `least` to `most` amounts.

    `empty`: it has a value where there are none.
    """

    build: Build
    lists: bool = True
    empty: bool = False
    least: int = 1
    most: int = 1

    @property
    def takes(self) -> str:
        count = str(self.least) if self.least == self.most else f"{self.least} or {self.most}"
        return f"{count} value{'s' * (self.most > 1)}"


def _sum(amounts: list[Amount], at: int) -> Amount:
    if len(amounts) == 1:
        return amounts[0]
    return alike("+", amounts, at) if amounts else constant(Fraction(0), "0")


def _mean(amounts: list[Amount], at: int) -> Amount:
    count = Const(Fraction(len(amounts)), str(len(amounts)))
    total = _sum(amounts, at)
    return replace(total, expression=Operation("÷", (total.expression, count)))


def _count(amounts: list[Amount], at: int) -> Amount:
    return constant(Fraction(len(amounts)), str(len(amounts)))


def _product(amounts: list[Amount], at: int) -> Amount:
    if len(amounts) == 1:
        return amounts[0]
    return Amount(Operation("×", tuple(amount.expression for amount in amounts)), bare=True)


def _most(operator: Operator) -> Build:
    return lambda amounts, at: amounts[0] if len(amounts) == 1 else alike(operator, amounts, at)


def _of(operator: Operator) -> Build:
    """A function that keeps the unit of its first argument; the others are numbers."""

    def build(amounts: list[Amount], at: int) -> Amount:
        expressions = tuple(amount.expression for amount in amounts)
        return replace(amounts[0], expression=Operation(operator, expressions))

    return build


def _bare(operator: Operator) -> Build:
    return lambda amounts, at: Amount(Operation(operator, tuple(it.expression for it in amounts)), bare=True)


def _negative(amounts: list[Amount], at: int) -> Amount:
    (amount,) = amounts
    if isinstance(amount.expression, Const):
        return replace(amount, expression=Const(-amount.expression.value, f"−{amount.expression.text}"))
    return replace(amount, expression=Operation("−", (Const(Fraction(0), "0"), amount.expression)))


def _remainder(amounts: list[Amount], at: int) -> Amount:
    return replace(amounts[0], expression=Operation("mod", tuple(it.expression for it in amounts)))


_SUM, _MEAN, _COUNT = Function(_sum, empty=True), Function(_mean), Function(_count, empty=True)
_MEDIAN, _PRODUCT = Function(_most("median")), Function(_product)

FUNCTIONS: dict[str, Function] = {
    **dict.fromkeys(("vsum", "sum"), _SUM),
    **dict.fromkeys(("vmean", "mean", "average", "avg"), _MEAN),
    **dict.fromkeys(("vmin", "min"), Function(_most("min"))),
    **dict.fromkeys(("vmax", "max"), Function(_most("max"))),
    **dict.fromkeys(("vmedian", "median"), _MEDIAN),
    **dict.fromkeys(("vcount", "vlen", "count"), _COUNT),
    **dict.fromkeys(("vprod", "product"), _PRODUCT),
    "abs": Function(_of("abs"), lists=False),
    "round": Function(_of("round"), lists=False, most=2),
    **dict.fromkeys(("floor", "ffloor"), Function(_of("floor"), lists=False)),
    **dict.fromkeys(("ceil", "ceiling", "fceil"), Function(_of("ceil"), lists=False)),
    "trunc": Function(_of("trunc"), lists=False),
    "sqrt": Function(_bare("sqrt"), lists=False),
    "mod": Function(_remainder, lists=False, least=2, most=2),
    "not": Function(_bare("not"), lists=False),
    "negative": Function(_negative, lists=False),
}
_SAID = ("if", "string", "remote", *(name for name in FUNCTIONS if name not in ("not", "negative")))


def nearest(name: str) -> str:
    """The known functions most like a name, as a remedy."""
    from difflib import get_close_matches  # only where something is wrong: it costs start-up time

    near = get_close_matches(name.lower(), _SAID, 2)
    return f"did you mean {' or '.join(near)}" if near else f"there is {', '.join(_SAID)}"
