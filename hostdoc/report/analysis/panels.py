"""Charts on pages that gather from several documents: each with the place of its table, drawn when a page shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.anchors import slug
from hostdoc.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with the place of its table; it is drawn when a page shows it."""

    document: str
    table: str
    place: Place
    draw: Callable[[], Chart]


def panels(site: Site, audited: AuditedDocument, kinds: tuple[type, ...]) -> list[Panel]:
    """The charts of some shapes of a document, with ids that no other document's charts have."""
    path, found = audited.document.source.path, []
    for number, shape in site.gallery.shapes(audited).items():
        if isinstance(shape, kinds):
            table = audited.ledger.grids[number].table
            place = Place(path, table.span.first.line, site.gallery.name(audited, number))
            heading = table.path[-1] if table.path else ""
            found.append(Panel(name_of(audited), heading, place, partial(_draw, site, audited, number)))
    return found


def _draw(site: Site, audited: AuditedDocument, number: int) -> Chart:
    chart = site.gallery.chart(audited, number)
    return chart.named(f"{chart.id}-in-{slug(audited.document.source.path)}")
