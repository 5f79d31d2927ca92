"""An expression → the formula that an author would write for it: what `compile` reads, the other way round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Const, Expression, Operation, Ref, Words

BINDS = {"+": 1, "−": 1, "×": 2, "÷": 2, "^": 3}
SIGNS = {"+": "+", "−": "-", "×": "*", "÷": "/", "^": "^"}
OVER_CELLS = ("min", "max", "median")
FUNCTIONS = ("abs", "round", "floor", "ceil", "trunc", "sqrt", *OVER_CELLS)
ATOM = 9  # binds closer than any sign


class Unspellable(Exception):
    """An expression that no formula says; the message says why."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a formula refers to figures: to one, and to several as a range, if they are one. `org`: in that dialect.

    `spaced`: with blanks around signs, as people write in a line.
    """

    refer: Callable[[Figure], str]
    together: Callable[[Sequence[Figure]], str]
    org: bool
    spaced: bool

    def spell(self, expression: Expression) -> str:
        """The formula. Raises Unspellable."""
        return self._spelled(expression)[0]

    def _spelled(self, expression: Expression) -> tuple[str, int]:
        """The text, and how closely it binds."""
        if isinstance(expression, Ref):
            return self.refer(expression.figure), ATOM
        if isinstance(expression, Const):
            return _number(expression.value)
        if isinstance(expression, Words):
            raise Unspellable("it comes to words")
        if called := self._over_cells(expression):
            return called, ATOM
        if expression.operator in FUNCTIONS:
            inside = ", ".join(self.spell(argument) for argument in expression.arguments)
            return f"{expression.operator}({inside})", ATOM
        if expression.operator not in BINDS:
            raise Unspellable("alternatives have no formula" if expression.operator == "span" else "it has a condition")
        return self._chain(expression), BINDS[expression.operator]

    def _over_cells(self, operation: Operation) -> str:
        """`sum(…)` and the like over a range of cells, if that is what it is."""
        name: str = operation.operator
        terms = operation.arguments
        if name == "÷" and len(terms) == 2 and isinstance(terms[0], Operation) and terms[0].operator == "+":
            count = terms[1]
            name, terms = "mean", terms[0].arguments
            if not isinstance(count, Const) or count.value != len(terms):
                return ""
        name = "sum" if name == "+" else name
        figures = [term.figure for term in terms if isinstance(term, Ref)]
        if name not in ("sum", "mean", *OVER_CELLS) or len(figures) != len(terms) or len(terms) < 2:
            return ""
        cells = self.together(figures)
        return f"{'v' if self.org else ''}{name}({cells})" if cells else ""

    def _chain(self, operation: Operation) -> str:
        """Terms joined by a sign. Products and quotients are kept apart by brackets: the dialects differ on them."""
        own, parts = operation.operator, list[str]()
        for number, argument in enumerate(operation.arguments):
            text, binds = self._spelled(argument)
            other = argument.operator if isinstance(argument, Operation) else own
            alike = other == own and own in ("+", "×")
            if binds < BINDS[own] or (binds == BINDS[own] and not alike and (number or own != "−")):
                text = f"({text})"
            parts.append(text)
        return (f" {SIGNS[own]} " if self.spaced else SIGNS[own]).join(parts)


def _number(value: Fraction) -> tuple[str, int]:
    """Exact, in digits where they end, else as a quotient."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}", BINDS["÷"]
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return (f"-{text}", BINDS["+"]) if value < 0 else (text, ATOM)
