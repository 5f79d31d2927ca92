"""Margins and scale: charts of cost, price and margin, each with its margins as stated and as recalculated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.finding import Finding, findings
from hostdoc.report.analysis.panels import Panel, panels
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.analysis.words import count
from hostdoc.report.cells import Cell, column
from hostdoc.report.notes import SHOWN_AGAIN, WORST
from hostdoc.report.saying import capital, joined, say
from hostdoc.report.scale_points import crossing_of
from hostdoc.report.shapes import Ladder, Ribbons, Waterfall

SHOWN = (Ribbons, Ladder, Waterfall)  # the shapes of cost, price and margin, and of what a cost is made of


@dataclass(frozen=True, slots=True)
class Margin:
    """A margin of a table: of which row, as stated, and what it comes to."""

    label: str
    stated: str
    again: str
    verdict: str
    place: Place


@dataclass(frozen=True, slots=True)
class Scale:
    """A chart with the margins it shows; `head` is what their rows are."""

    panel: Panel
    head: str
    margins: tuple[Margin, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """What the template shows; `parts` are charts of what a cost is made of, `others` margins in no such table."""

    title: str
    lead: str
    scales: tuple[Scale, ...]
    parts: tuple[Panel, ...]
    others: tuple[Finding, ...]


def view(site: Site) -> Margins | None:
    """None where no document has a table of margins and none states one that can be checked."""
    charts = [scale for audited in site.documents for scale in _scales(site, audited)]
    scales = [scale for scale in charts if scale.margins]
    parts = [scale.panel for scale in charts if not scale.margins]
    shown = {(margin.place.path, margin.place.line, margin.place.id) for scale in scales for margin in scale.margins}
    others = [finding for audited in site.documents for finding in _others(site, audited)
              if (finding.place.path, finding.place.line, finding.place.id) not in shown]  # fmt: skip
    if not charts and not others:
        return None
    verdicts = [margin.verdict for scale in scales for margin in scale.margins if margin.verdict]
    verdicts += [finding.verdict for finding in others]
    crossings = [words for audited in site.documents for words in _crossings(site, audited)]
    return Margins(_title(verdicts), _lead(crossings, verdicts), tuple(scales), tuple(parts), tuple(others))


def _scales(site: Site, audited: AuditedDocument) -> Iterator[Scale]:
    shapes = [shape for shape in site.gallery.shapes(audited).values() if isinstance(shape, SHOWN)]
    for shape, panel in zip(shapes, panels(site, audited, SHOWN), strict=True):
        cells = column(shape.cells, shape.margin) if isinstance(shape, Ribbons | Ladder) else []
        head = column(shape.cells, 0)[0].header
        path = audited.document.source.path
        yield Scale(panel, head, tuple(_margin(cell, path, panel.place.id) for cell in cells))


def _margin(cell: Cell, path: str, name: str) -> Margin:
    return Margin(cell.label, cell.words, cell.again, cell.verdict, Place(path, cell.line, cell.id or name))


def _others(site: Site, audited: AuditedDocument) -> list[Finding]:
    """Every margin that was checked, the worst verdict first."""
    found = findings(site, audited, frozenset(("holds", "rounds", "within", "drifts", "undecided")))
    own = [finding for finding in found if finding.working.kind == "margin"]
    return sorted(own, key=lambda finding: WORST.index(finding.verdict))


# -- Words --------------------------------------------------------------------------------------------------------


def _title(verdicts: Sequence[str]) -> str:
    off, every = sum(verdict in SHOWN_AGAIN for verdict in verdicts), len(verdicts)
    numbers = {"off": count(off), "all": count(every)}
    if off:
        few, many = (
            say("{off} of {all} margin drifts" if every == 1 else "{off} of {all} margins drifts", **numbers),
            say("{off} of {all} margins drift", **numbers),
        )
        said = few if off == 1 else many
        known = say(", known and signed off") if "drifts" not in verdicts else ""
        return capital(joined((said, known)))
    if verdicts and all(verdict in ("holds", "rounds", "within") for verdict in verdicts):
        return (
            say("The one margin agrees with cost and price")
            if every == 1
            else say("All {all} margins agree with cost and price", **numbers)
        )
    return say("Margins and scale")


def _crossings(site: Site, audited: AuditedDocument) -> Iterator[str]:
    for shape in site.gallery.shapes(audited).values():
        across = crossing_of(shape) if isinstance(shape, Ribbons) else None
        if isinstance(shape, Ribbons) and across:
            yield say(
                "{document}: cost crosses {price} at about {count} {counted}.",
                document=name_of(audited),
                price=say("the price of {price}", price=shape.price_text) if shape.price else say("what pays for it"),
                count=across.text,
                counted=column(shape.cells, shape.count)[0].header.lower(),
            )


def _lead(crossings: Sequence[str], verdicts: Sequence[str]) -> str:
    if crossings:
        return joined((*crossings, say("Between the rows of a table the lines are drawn straight.")), " ")
    if not verdicts:
        return say("What costs are made of, low and high; no margin could be checked.")
    return say("What is left of each price, as stated and worked out again from cost and price.")
