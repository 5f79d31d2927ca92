"""Charts as pages show them: their names, and one colour for a thing on all of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hostdoc.core.ledger import Grid
from hostdoc.core.records import dataclass, replace
from hostdoc.report.anchors import slug
from hostdoc.report.lettering import ENTITIES, INK
from hostdoc.report.shapes import Intervals, Shape


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


def colours_of(shape: Shape, colours: Mapping[str, str]) -> dict[str, str]:
    """The colour of each label of a shape, where its labels are things that are compared."""
    if not isinstance(shape, Intervals):
        return {}
    return {cell.label: colours.get(entity_of(cell.label), INK) for cell in shape.cells}


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
