"""The words of formulas: what a formula may be built of, as a small tree. Nothing here knows a document."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hostdoc.core.records import dataclass

TOO_LARGE = "formula-too-large"
LISP = "lisp-formula"


class FormulaError(Exception):
    """A formula that cannot be understood or applied: the rule, the message, where in its text, and the remedy.

    Without a place it speaks of the whole formula.
    """

    def __init__(self, message: str, at: int | None = None, help: str = "", rule: str = "malformed-formula") -> None:
        super().__init__(message)
        self.message, self.at, self.help, self.rule = message, at, help, rule

    def moved(self, by: int) -> FormulaError:
        """The same error of a text in which this one begins at `by`."""
        return FormulaError(self.message, None if self.at is None else self.at + by, self.help, self.rule)


@dataclass(frozen=True, slots=True)
class Place:
    """A row or column of a table: the number `at`, so many `by` the own one, so many from the `first` or `last` one.

    `rule` is the horizontal rule of that number, `rule by` the one so many below the own row; both have an `offset`.
    """

    kind: Literal["at", "by", "first", "last", "rule", "rule by"]
    number: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    text: str
    value: Fraction
    at: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """`string("over")`, or words in quotes; a reference in quotes stands for the words of its cell."""

    text: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """`$spot`; with the document it stands in, `$plan:spot` or `$"plans/2026.md":spot`."""

    name: str
    document: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """`@2$3`; what is missing is that of the cell the formula is for."""

    row: Place | None
    column: Place | None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Counter:
    """`@#` or `$#`: the number of the own row or column."""

    sign: Literal["@", "$"]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """`@2$1..@4$3`"""

    first: Cell
    last: Cell
    at: int = 0


@dataclass(frozen=True, slots=True)
class Remote:
    """`remote(infra, @>$2)`: cells of the table of that name."""

    table: str
    cells: Cell | Rectangle
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms joined by operators that bind alike, read from the left: `a − b + c`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int = 0


Node = Number | Text | Name | Cell | Counter | Rectangle | Remote | Call | Chain
