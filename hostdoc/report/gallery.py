"""The charts of a site: one colour for a thing on every page, and no chart drawn twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from typing import Protocol

from hostdoc.cache import Cache
from hostdoc.chart_choice import OFF, choices
from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Table
from hostdoc.core.ledger import Grid
from hostdoc.core.records import asdict
from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.figures.lexicon import speaking
from hostdoc.report.anchors import ids_of
from hostdoc.report.charts import Chart, chart_id, colours_of, entities
from hostdoc.report.shapes import Shape, chosen, shape_of

Shapes = dict[int, Shape]  # by number of the table


class Frames(Protocol):
    """What puts a chart on a page."""

    def chart(self, chart: Chart) -> str: ...


class Gallery:
    """Charts by document and table. What was drawn is kept until its document is read anew or a colour changes.

    With a cache what was drawn is there for the next build, too.
    """

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self._shapes: dict[Source, Shapes] = {}
        self._said: dict[Source, tuple[Diagnostic, ...]] = {}
        self._drawn: dict[tuple[Source, int], Chart] = {}
        self._colours: dict[str, str] = {}
        self._labels: Mapping[str, str] = {}
        self._drawing = ThreadPoolExecutor(1, "hostdoc-drawing")
        self._ahead: dict[tuple[Source, int], Future[Chart]] = {}

    def speak(self, labels: Mapping[str, str]) -> None:
        """Draws with the words of labels."""
        if labels != self._labels:
            self._labels, self._drawn = labels, {}

    def keep_in(self, cache: Cache) -> None:
        """Keeps what is drawn, for the next build."""
        self._cache = cache

    def hang(self, documents: Iterable[AuditedDocument]) -> None:
        """Chooses the charts of all documents; none is drawn yet."""
        for begun in self._ahead.values():
            begun.cancel()
        known, said = self._shapes, self._said
        self._shapes, self._said = {}, {}
        for audited in documents:
            source = audited.document.source
            found = (known[source], said[source]) if source in known else _chosen(audited)
            self._shapes[source], self._said[source] = found
        colours = entities([shape for shapes in self._shapes.values() for shape in shapes.values()])
        kept = self._drawn if colours == self._colours else {}
        self._drawn = {key: chart for key, chart in kept.items() if key[0] in self._shapes}
        self._colours = colours
        self._ahead = {}

    def draw_ahead(self, documents: Iterable[AuditedDocument]) -> None:
        """Begins to draw what is not drawn yet, while pages are made: most of it happens outside of Python."""
        for audited in documents:
            for number in self.shapes(audited):
                key = (audited.document.source, number)
                if key not in self._drawn and not self._is_kept(audited, number):
                    _import()
                    self._ahead[key] = self._drawing.submit(self._made, audited, number)

    def _is_kept(self, audited: AuditedDocument, number: int) -> bool:
        """Whether a chart is in the cache."""
        shape, grid = self._shapes[audited.document.source][number], audited.ledger.grids[number]
        key = self._key(audited, grid, shape, self.name(audited, number))
        return self._cache is not None and self._cache.load(key) is not None

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

    def said(self, audited: AuditedDocument) -> tuple[Diagnostic, ...]:
        """Why charts that the author of a document chose are not drawn."""
        return self._said.get(audited.document.source, ())

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
            begun = self._ahead.pop(key, None)
            self._drawn[key] = begun.result() if begun else self._made(audited, number)
        return self._drawn[key]

    def _made(self, audited: AuditedDocument, number: int) -> Chart:
        shape, grid = self._shapes[audited.document.source][number], audited.ledger.grids[number]
        return self._make(audited, grid, shape, self.name(audited, number))

    def name(self, audited: AuditedDocument, number: int) -> str:
        """The id of the chart of a table in the page of its document."""
        taken: set[str] = set()
        names = {other: chart_id(audited.ledger.grids[other], taken) for other in self.shapes(audited)}
        return names[number]

    def _make(self, audited: AuditedDocument, grid: Grid, shape: Shape, name: str) -> Chart:
        """A chart from the cache, or drawn. It depends on its shape, the words around it, the colours."""
        key = self._key(audited, grid, shape, name)
        if self._cache is not None and (entry := self._cache.load(key)):
            return Chart(**json.loads(entry))
        from hostdoc.report.making import make

        chart = make(audited, grid, shape, self._colours, name, self._labels)
        if self._cache is not None:
            self._cache.store(key, json.dumps(asdict(chart)).encode())
        return chart

    def _key(self, audited: AuditedDocument, grid: Grid, shape: Shape, name: str) -> str:
        if self._cache is None:
            return ""
        return self._cache.key(
            name, _content(audited, grid, shape, colours_of(shape, self._colours)), repr(self._labels)
        )

    def keys(self, audited: AuditedDocument) -> tuple[str, ...]:
        """What the charts of a document depend on, each in a word."""
        grids = audited.ledger.grids
        return tuple(self._key(audited, grids[number], shape, "") for number, shape in self.shapes(audited).items())

    def close(self) -> None:
        """Removes what was used least recently, where there is too much."""
        if self._cache is not None:
            self._cache.close()


def _chosen(audited: AuditedDocument) -> tuple[Shapes, tuple[Diagnostic, ...]]:
    """The same in the words of its project."""
    with speaking(audited.terms.vocabulary):
        return _choose(audited)


def _import() -> None:
    """What drawing needs, before there are two threads: Altair looks into pandas and numpy while those are imported."""
    import pandas  # noqa: F401

    from hostdoc.report import making  # noqa: F401


def _choose(audited: AuditedDocument) -> tuple[Shapes, tuple[Diagnostic, ...]]:
    """The shapes of a document's tables, those that its author chose before those that choose themselves."""
    ids = ids_of(audited)
    wishes = {choice.table.start: choice for choice in choices(audited.document)[0]}
    shapes: Shapes = {}
    said: list[Diagnostic] = []
    for number, grid in enumerate(audited.ledger.grids):
        wish = wishes.pop(grid.table.span.start, None)
        if wish is not None and wish.shape == OFF:
            continue
        found = chosen(audited, grid, ids, wish) if wish else shape_of(audited, grid, ids)
        if isinstance(found, str) and wish:
            message = f"the table below cannot be drawn as `{wish.shape}`: {found}"
            said.append(Diagnostic("undrawable-chart", "warning", message, wish.span, "choose another, or none"))
        elif found is not None and not isinstance(found, str):
            shapes[number] = found
    for wish in wishes.values():
        message = "the table below states no figures that could be drawn"
        said.append(Diagnostic("undrawable-chart", "warning", message, wish.span, "take this `chart` out"))
    return shapes, tuple(said)


@cache
def _tools() -> tuple[str, ...]:
    return tuple(version(name) for name in ("altair", "vl-convert-python"))


def _content(audited: AuditedDocument, grid: Grid, shape: Shape, colours: dict[str, str]) -> bytes:
    """All that a drawing depends on besides hostdoc itself."""
    own = [(field, getattr(shape, field)) for field in shape.__dataclass_fields__ if field != "cells"]
    lines = grid.table.span.first.line, grid.table.span.last.line
    place = audited.document.source.path, *lines, [column.header for column in grid.columns]
    return repr((type(shape).__name__, own, shape.cells, place, colours, _tools())).encode("utf-8", "surrogatepass")
