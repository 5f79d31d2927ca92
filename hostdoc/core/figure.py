"""A figure: a quantity that the author states, with the exact place where it stands."""

from __future__ import annotations

from hostdoc.core.quantity import Quantity
from hostdoc.core.records import dataclass
from hostdoc.core.span import Span


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure is the figure of: headings above, row, column, or the words before it in a sentence."""

    path: tuple[str, ...] = ()
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        return " / ".join(part for part in (*self.path[-1:], self.row, self.column) if part)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A stated quantity. Nothing that was computed is called a figure.

    Each is one unknown, however often it is used: two figures are equal only if they are the same object.
    """

    span: Span
    quantity: Quantity
    label: Label = Label()

    @property
    def text(self) -> str:
        return self.span.text
