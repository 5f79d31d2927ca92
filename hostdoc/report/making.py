"""Charts that choose themselves: from the shape of a table to words, a specification and two pictures.

Altair takes half a second to import: this module is, only where a chart must be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from hostdoc.core.ledger import Grid
from hostdoc.core.result import AuditedDocument
from hostdoc.report import intervals, ladder, ribbons, scatter, slope, timeline, waterfall
from hostdoc.report.charts import Chart, attribute_json, colours_of
from hostdoc.report.drawing import svg
from hostdoc.report.lettering import NARROW, WIDE
from hostdoc.report.picture import Picture
from hostdoc.report.saying import say, told
from hostdoc.report.shapes import Intervals, Ladder, Ribbons, Scatter, Shape, Slope, Timeline, Waterfall
from hostdoc.report.theme import look


def make(
    audited: AuditedDocument,
    grid: Grid,
    shape: Shape,
    colours: Mapping[str, str],
    name: str,
    labels: Mapping[str, str] | None = None,
) -> Chart:
    """The chart of a table, in the words of labels. Drawing is what takes time: a caller keeps what it gets."""
    words = partial(told, labels=labels or {})
    found = _picture(grid, shape, colours)
    wide, narrow = (words(look(found.draw(width), found.description)) for width in (WIDE, NARROW))
    first, last = grid.table.span.first.line, grid.table.span.last.line
    last -= grid.table.span.text.endswith(("\n", "\r"))
    return Chart(
        id=name,
        title=words(found.title),
        unit=words(found.unit),
        description=words(found.description),
        source=words(say("{path}, lines {first}–{last}", path=audited.document.source.path, first=first, last=last)),
        columns=words(found.columns),
        rows=words(found.rows),
        spec=attribute_json(wide),
        wide=svg(wide, "wide", name),
        narrow=svg(narrow, "narrow", name),
    )


def _picture(grid: Grid, shape: Shape, colours: Mapping[str, str]) -> Picture:
    headers = [column.header for column in grid.columns]
    own = colours_of(shape, colours)
    match shape:
        case Scatter():
            return scatter.picture(shape, own, headers)
        case Slope():
            return slope.picture(shape, own, headers)
        case Intervals():
            return intervals.picture(shape, own, headers)
        case Ribbons():
            return ribbons.picture(shape, headers)
        case Ladder():
            return ladder.picture(shape, headers)
        case Timeline():
            return timeline.picture(shape, headers)
        case Waterfall():
            return waterfall.picture(shape, headers)
