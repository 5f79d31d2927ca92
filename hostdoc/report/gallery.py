"""The charts of a site: one colour for a thing on every page, and no chart drawn twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from hostdoc.core.document import Table
from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.report.anchors import ids_of
from hostdoc.report.charts import Chart, chart_id, entities, make
from hostdoc.report.shapes import Shape, shape_of

Shapes = dict[int, Shape]  # by number of the table


class Frames(Protocol):
    """What puts a chart on a page."""

    def chart(self, chart: Chart) -> str: ...


class Gallery:
    """Charts by document and table. What was drawn is kept until its document is read anew or a colour changes."""

    def __init__(self) -> None:
        self._shapes: dict[Source, Shapes] = {}
        self._drawn: dict[tuple[Source, int], Chart] = {}
        self._colours: dict[str, str] = {}

    def hang(self, documents: Iterable[AuditedDocument]) -> None:
        """Chooses the charts of all documents; none is drawn yet."""
        known, self._shapes = self._shapes, {}
        for audited in documents:
            source = audited.document.source
            self._shapes[source] = known[source] if source in known else _choose(audited)
        colours = entities([shape for shapes in self._shapes.values() for shape in shapes.values()])
        kept = self._drawn if colours == self._colours else {}
        self._drawn = {key: chart for key, chart in kept.items() if key[0] in self._shapes}
        self._colours = colours

    @property
    def colours(self) -> dict[str, str]:
        """A colour for each thing that is compared, by its key."""
        return self._colours

    @property
    def charts(self) -> int:
        return sum(len(shapes) for shapes in self._shapes.values())

    def shapes(self, audited: AuditedDocument) -> Shapes:
        """The shapes of the tables of a document that may be drawn, by number of the table."""
        return self._shapes.get(audited.document.source, {})

    def for_tables(self, audited: AuditedDocument, frames: Frames) -> Callable[[Table], str]:
        """The chart that stands below a table of a document, as HTML."""
        numbers = {audited.ledger.grids[number].table.span.start: number for number in self.shapes(audited)}

        def chart(table: Table) -> str:
            number = numbers.get(table.span.start)
            return "" if number is None else frames.chart(self.chart(audited, number))

        return chart

    def chart(self, audited: AuditedDocument, number: int) -> Chart:
        """The chart of a table, drawn when it is first asked for."""
        source = audited.document.source
        key = (source, number)
        if key not in self._drawn:
            taken: set[str] = set()
            names = {other: chart_id(audited.ledger.grids[other], taken) for other in self._shapes[source]}
            shape, grid = self._shapes[source][number], audited.ledger.grids[number]
            self._drawn[key] = make(audited, grid, shape, self._colours, names[number])
        return self._drawn[key]


def _choose(audited: AuditedDocument) -> Shapes:
    ids = ids_of(audited)
    found = {number: shape_of(audited, grid, ids) for number, grid in enumerate(audited.ledger.grids)}
    return {number: shape for number, shape in found.items() if shape is not None}
