"""A relation: a stated figure that must equal an expression over other stated figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hostdoc.core.diagnostic import Severity
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.span import Span

Basis = Literal["inferred", "stated", "declared"]
Comparison = Literal["=", "<", "≤", ">", "≥"]
Arithmetic = Literal["+", "−", "×", "÷", "^", "mod"]
Function = Literal["min", "max", "median", "abs", "round", "floor", "ceil", "trunc", "sqrt"]
Condition = Literal["=", "≠", "<", "≤", ">", "≥", "and", "or", "not"]
Operator = Literal["span", "if"] | Arithmetic | Function | Condition

# The closed list of kinds, and how much a drift of each weighs; that of a relation which is unsure weighs a step less.
KINDS: dict[str, Severity] = {
    "footing": "error",
    "alternatives": "error",
    "cross-footing": "error",
    "product": "error",
    "difference": "error",
    "ratio": "error",
    "margin": "error",
    "header-formula": "error",
    "column-formula": "error",
    "share": "error",
    "scale": "error",
    "average": "error",
    "equation": "error",
    "formula": "error",
    "exchange": "warning",
    "tie-out": "warning",
    "bound": "warning",
    "ordering": "warning",
    "stale": "warning",
}


# The version, as `0.1`, since which each kind is inferred: an upgrade must not fail anyone's build.
SINCE: dict[str, str] = dict.fromkeys(KINDS, "0.1")


@dataclass(frozen=True, slots=True)
class Leeway:
    """By how much stated figures may be off, where their project says so.

    `cap`: the largest part of an end that rounding may explain. `exact`: none is taken as rounded, approximate or not.
    `approximate`: the part by which an approximate figure may be off, whatever makes it so. `by_word`: it may be off by
    what its word allows. What is looked for in a document depends on none of it: nothing more agrees by chance.
    """

    cap: Fraction = Fraction(5, 100)
    exact: bool = False
    approximate: Fraction | None = None
    by_word: bool = False


USUAL = Leeway()


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure used as an input."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Const:
    """A number that no figure of the document states (12 months a year); `text` is how it is shown."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a declared formula gives where it gives no number: `over`, as in `if($3 > $2, string("over"), …)`."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`span` is the range from the least to the greatest of its arguments, for alternatives.

    `if` has a condition, which is 1 or 0, and what it comes to where that is true and where it is false.
    """

    operator: Operator
    arguments: tuple[Expression, ...]


Expression = Ref | Const | Words | Operation


def figures_of(expression: Expression) -> Iterator[Figure]:
    """Every use of a figure, in the order of writing; a figure used twice comes twice."""
    if isinstance(expression, Ref):
        yield expression.figure
    elif isinstance(expression, Operation):
        for argument in expression.arguments:
            if isinstance(argument, Ref):  # as most are
                yield argument.figure
            else:
                yield from figures_of(argument)


@dataclass(frozen=True, slots=True)
class Relation:
    """`stated` must equal `workings`; `evidence` is the word, header or formula that made it a relation.

    `comparison` is what the stated figure is claimed to be against the workings; all but `=` belong to bounds,
    orderings and declared claims. With a `limit` it is the workings that are claimed to be so against the limit, where
    the figure stands. `rounding` is how an indivisible result is rounded; `either`: a tie may have gone to either
    side, as in C's `printf`. `unread` are cells among the inputs that state no
    amount, and `blocked` the reason why the workings cannot be computed, if there is one. `conclusion` names what a
    drift would turn over: the sign of a margin, say. `slack` is by how much every input may be off at least, in its own
    unit, where the other sums of a table show that its amounts were rounded. `tentative`: it is said only because it
    agrees; a difference would not be reported. `unsure`: only words suggest it, no label, sign or slip of the pen, so a
    drift weighs a step less than its kind says. `exact` are inputs that other relations show to be what is printed.
    `since` is the version that first infers it, where that is later than its kind. `leeway` is what it is judged by.
    """

    kind: str
    stated: Figure
    workings: Expression
    basis: Basis
    evidence: str
    comparison: Comparison = "="
    limit: Expression | None = None
    rounding: Literal["nearest", "up", "down", "either"] = "nearest"
    unread: tuple[Span, ...] = ()
    blocked: str = ""
    conclusion: Literal["", "sign"] = ""
    notes: tuple[str, ...] = ()
    slack: Decimal = Decimal(0)
    tentative: bool = False
    unsure: bool = False
    exact: tuple[Figure, ...] = ()
    since: str = ""
    leeway: Leeway = USUAL

    @property
    def coincidental(self) -> bool:
        """Whether its agreement may be chance: tentative, over one number with a single digit that counts."""
        ends = self.stated.quantity.ends
        return self.tentative and len(ends) == 1 and len(ends[0].value.normalize().as_tuple().digits) < 2

    @property
    def inputs(self) -> tuple[Figure, ...]:
        """The figures it uses, each once, in the order of the workings."""
        limit = figures_of(self.limit) if self.limit else ()
        return tuple(dict.fromkeys((*figures_of(self.workings), *limit)))


Outcome = Literal["holds", "rounds", "within", "drifts", "undecided"]
AGREES = ("holds", "rounds", "within")  # the outcomes by which a figure is what its inputs give
Reading = Literal["paired", "independent"]


@dataclass(frozen=True, slots=True)
class Range:
    """What the workings give, in the unit of the stated figure; `open` sides are unbounded beyond what is given."""

    low: Fraction
    high: Fraction
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ends` names the stated ends that fail; `reason` says why a relation is undecided.

    `words` is what a formula gives that gives no number.
    """

    relation: Relation
    outcome: Outcome
    recalculated: Range | None
    reading: Reading = "paired"
    ends: tuple[Literal["low", "high"], ...] = ()
    flips: str = ""
    reason: str = ""
    words: str = ""
