"""What a table is in the shape of, and so which chart may be drawn of it, if any.

Only shapes that a chart shows truthfully are named here. Parts are added up only where a check found their total;
amounts in different units share no axis; one row, or two, are read faster than a chart. Each shape has a module with
`find`, which gives the shape or, in words, why the table has not got it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hostdoc.chart_choice import Choice
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.result import AuditedDocument
from hostdoc.report.cells import cells
from hostdoc.report.shapes import intervals, ladder, ribbons, scatter, slope, timeline, waterfall
from hostdoc.report.shapes.intervals import Intervals
from hostdoc.report.shapes.ladder import Ladder
from hostdoc.report.shapes.ribbons import Ribbons
from hostdoc.report.shapes.scatter import Scatter
from hostdoc.report.shapes.slope import Slope
from hostdoc.report.shapes.subject import FEWEST, MOST, Subject
from hostdoc.report.shapes.timeline import Timeline
from hostdoc.report.shapes.waterfall import Waterfall
from hostdoc.report.tables import layout

__all__ = ["Intervals", "Ladder", "Ribbons", "Scatter", "Slope", "Timeline", "Waterfall", "shape_of"]

Shape = Intervals | Ladder | Ribbons | Timeline | Waterfall

# In this order a table is tried: a shape before those that it is a special case of.
_FINDERS: Mapping[str, Callable[[Subject], Shape | str]] = {
    "waterfall": waterfall.find,
    "ribbons": ribbons.find,
    "ladder": ladder.find,
    "timeline": timeline.find,
    "scatter": scatter.find,
    "slope": slope.find,
    "intervals": intervals.find,
}


def shape_of(audited: AuditedDocument, grid: Grid, ids: Mapping[Figure, str]) -> Shape | None:
    """The shape of a table, or None where no chart may be drawn. `ids` are the places of figures in the page."""
    if _size(grid):
        return None
    subject = Subject(audited, grid, cells(audited, grid, ids), ids)
    found = (_find(name, subject) for name in _FINDERS)
    return next((shape for shape in found if not isinstance(shape, str)), None)


def chosen(audited: AuditedDocument, grid: Grid, ids: Mapping[Figure, str], choice: Choice) -> Shape | str:
    """The shape that an author chose for a table, or why it cannot be drawn."""
    if said := _size(grid):
        return said
    columns = {_plain(column.header): index for index, column in enumerate(grid.columns)}
    unknown = [name for name in choice.columns if _plain(name) not in columns]
    if unknown:
        return f"no column is called `{unknown[0]}`"
    only = frozenset(columns[_plain(name)] for name in choice.columns) or None
    return _find(choice.shape, Subject(audited, grid, cells(audited, grid, ids), ids, only, asked=True))


def _find(name: str, subject: Subject) -> Shape | str:
    if name != "waterfall" and layout(subject.grid, subject.audited.checks).rows:
        return "some of its rows add up others, or head them"
    return _FINDERS[name](subject)


def _size(grid: Grid) -> str:
    """Why a table is too small or too large for any chart."""
    if len(grid.columns) < 2:
        return "it has one column"
    if len(grid.rows) < FEWEST:
        return f"it has fewer than {FEWEST} rows, which are read faster than a chart"
    return f"it has more than {MOST} rows" if len(grid.rows) > MOST else ""


def _plain(header: str) -> str:
    return " ".join(header.split("(")[0].split()).casefold()
