"""Charts that choose themselves: from the shape of a table to words, a specification and two pictures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hostdoc.core.ledger import Grid
from hostdoc.core.result import AuditedDocument
from hostdoc.report import intervals, ladder, ribbons, scatter, slope, timeline, waterfall
from hostdoc.report.anchors import slug
from hostdoc.report.drawing import svg
from hostdoc.report.picture import Picture
from hostdoc.report.shapes import Intervals, Ladder, Ribbons, Scatter, Shape, Slope, Timeline, Waterfall
from hostdoc.report.theme import ENTITIES, INK, NARROW, WIDE, look


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it. `spec` is JSON that may stand in an attribute; both pictures are SVG."""

    id: str
    title: str
    unit: str
    description: str
    source: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    spec: str
    wide: str
    narrow: str

    def named(self, name: str) -> Chart:
        """The same chart under an id of its own, for a page that shows charts of several documents."""
        wide, narrow = (svg.replace(f"hd-{self.id}-", f"hd-{name}-") for svg in (self.wide, self.narrow))
        return replace(self, id=name, wide=wide, narrow=narrow)


def entities(shapes: Iterable[Shape]) -> dict[str, str]:
    """A colour for each thing that is compared, the same on every page; those on several tables come first."""
    tables = [{entity_of(cell.label) for cell in shape.cells} for shape in shapes if isinstance(shape, Intervals)]
    seen = Counter(name for names in tables for name in names)
    order = [entity_of(cell.label) for shape in shapes if isinstance(shape, Intervals) for cell in shape.cells]
    ranked = sorted(dict.fromkeys(order), key=lambda name: -seen[name])
    return {name: f"var(--hd-e{number + 1})" if number < ENTITIES else INK for number, name in enumerate(ranked)}


def entity_of(label: str) -> str:
    """`Hetzner VPS` and `Hetzner Cloud` are the same host: what is compared goes by its first word."""
    return label.split(maxsplit=1)[0].strip(",:;").casefold() if label.split() else ""


def make(audited: AuditedDocument, grid: Grid, shape: Shape, colours: Mapping[str, str], name: str) -> Chart:
    """The chart of a table. Drawing is what takes time: a caller keeps what it gets."""
    found = _picture(grid, shape, colours)
    wide, narrow = (look(found.draw(width), found.description) for width in (WIDE, NARROW))
    first, last = grid.table.span.first.line, grid.table.span.last.line
    last -= grid.table.span.text.endswith(("\n", "\r"))
    return Chart(
        id=name,
        title=found.title,
        unit=found.unit,
        description=found.description,
        source=f"{audited.document.source.path}, lines {first}–{last}",
        columns=found.columns,
        rows=found.rows,
        spec=attribute_json(wide),
        wide=svg(wide, "wide", name),
        narrow=svg(narrow, "narrow", name),
    )


def colours_of(shape: Shape, colours: Mapping[str, str]) -> dict[str, str]:
    """The colour of each label of a shape, where its labels are things that are compared."""
    if not isinstance(shape, Intervals):
        return {}
    return {cell.label: colours.get(entity_of(cell.label), INK) for cell in shape.cells}


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


def chart_id(grid: Grid, taken: set[str]) -> str:
    """A name that stays when lines move: the heading above the table, numbered where a heading has several."""
    name = f"chart-{slug(grid.table.path[-1]) if grid.table.path else 'table'}"
    number, own = 2, name
    while own in taken:
        own = f"{name}-{number}"
        number += 1
    taken.add(own)
    return own


def attribute_json(spec: dict[str, Any]) -> str:
    """JSON that may stand in an attribute between apostrophes.

    Not in a script element: search would find it, and themes that swap pages run every script that they find.
    """
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
