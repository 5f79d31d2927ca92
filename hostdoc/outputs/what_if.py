"""What a scenario moves, as tables for people at a terminal: stated, now and then; and which assumption moves most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Range
from hostdoc.outputs.columns import drawn
from hostdoc.outputs.view import View
from hostdoc.tornado import Tornado
from hostdoc.wording import recalculated

BAR = 24  # columns of the widest bar
NOTHING = "–"  # where nothing can be computed


@dataclass(frozen=True, slots=True)
class Row:
    """A figure downstream: as the document stands, and in each scenario."""

    figure: Figure
    now: Range
    then: tuple[Range | None, ...]


def render(rows: Sequence[Row], titles: Sequence[str], view: View) -> str:
    """A line for each figure that moves, a column for each scenario."""
    heads = ("place", "what", "stated", "now", *titles)
    body = [
        (
            _place(row.figure),
            labelled(row.figure),
            row.figure.text,
            recalculated(row.now, row.figure),
            *(recalculated(then, row.figure) if then else NOTHING for then in row.then),
        )
        for row in rows
    ]
    return "".join(f"{line}\n" for line in drawn(heads, body, view, right=heads[2:], places=("place",)))


def tornado(it: Tornado, view: View) -> str:
    """The assumptions a figure depends on, the one that moves it most first, with a bar for how much."""
    widest = it.swings[0].spread
    heads = ("assumption", "from", "to", "gives", "and", "moves it")
    body = [
        (
            swing.name,
            _written(swing.low),
            _written(swing.high),
            recalculated(swing.at_low, it.figure),
            recalculated(swing.at_high, it.figure),
            "#" * round(BAR * swing.spread / widest) if widest else "",
        )
        for swing in it.swings
    ]
    said = f"{_place(it.figure)}  {it.figure.text}  {labelled(it.figure)}: now {recalculated(it.now, it.figure)}"
    return "".join(f"{line}\n" for line in (said, "", *drawn(heads, body, view, right=heads[1:5])))


def labelled(figure: Figure) -> str:
    """What a figure is of: its row and column, or the words before it; else its heading."""
    label = figure.label
    return " / ".join(filter(None, (label.row, label.column))) or " / ".join(label.path[-1:])


def _place(figure: Figure) -> str:
    line, column = figure.span.first
    return f"{figure.span.source.path}:{line}:{column}"


def _written(figure: Figure) -> str:
    low = Fraction(figure.quantity.ends[0].value)
    return recalculated(Range(low, low), figure)
