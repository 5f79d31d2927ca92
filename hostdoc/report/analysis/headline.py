"""What a document comes to, in a few facts: the cheapest of what it compares, cost and margin at scale, its total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report.analysis.site import Place, Site
from hostdoc.report.cells import Cell
from hostdoc.report.lettering import digits, symbol, unit_words
from hostdoc.report.notes import SHOWN_AGAIN, verdict_name
from hostdoc.report.saying import say
from hostdoc.report.shapes import Intervals, Ladder, Ribbons

MOST = 4  # facts of a document
_BREAK_EVEN = re.compile(r"break[- ]?even", re.I)


@dataclass(frozen=True, slots=True)
class Fact:
    """`again` is what it comes to, where that is not what is stated; `verdict` is empty where nothing checks it."""

    name: str
    words: str
    again: str
    verdict: str
    place: Place


def headline(site: Site, audited: AuditedDocument) -> tuple[Fact, ...]:
    """The facts of a document, one of a name. The total is that of a budget: where hosts are compared, of which one?"""
    first = [*_compared(site, audited)] or [*_total(site, audited)]
    found: dict[str, Fact] = {}
    for fact in (*first, *_at_scale(site, audited), *_covered(site, audited)):
        found.setdefault(fact.name, fact)
    return tuple(found.values())[:MOST]


def _compared(site: Site, audited: AuditedDocument) -> Iterator[Fact]:
    """The cheapest, and the range of prices, of the first table that compares; of its first column."""
    shapes = site.gallery.shapes(audited).values()
    shape = next((shape for shape in shapes if isinstance(shape, Intervals)), None)
    if shape is None:
        return
    cells = [cell for cell in shape.cells if cell.column == shape.columns[0] and cell.low is not None]
    if not cells:
        return
    stage = _short(cells[0].header) if len(shape.columns) > 1 else ""
    least = min(cells, key=lambda cell: (cell.low or 0.0, cell.top))
    most = max(cells, key=lambda cell: cell.top)
    cheapest = say("Cheapest, {stage}", stage=stage) if stage else say("Cheapest")
    yield _of_cell(audited, cheapest, least, f"{least.label} {least.text}")
    span = digits(least.low or 0.0, most.top, most.open)
    period = unit_words(shape.unit).partition(" ")[2]
    words = f"{symbol(shape.unit)}{span} {period}".strip()
    reach = say("Range, {stage}", stage=stage) if stage else say("Range")
    yield Fact(reach, words, "", "", Place(audited.document.source.path, least.line, least.id))


def _at_scale(site: Site, audited: AuditedDocument) -> Iterator[Fact]:
    """Cost and margin in the last row, and the margin in the first, of tables that grow with users or by phases."""
    for shape in site.gallery.shapes(audited).values():
        if not isinstance(shape, Ribbons | Ladder):
            continue
        cells = shape.cells
        margins = [cell for cell in cells if cell.column == shape.margin and cell.low is not None]
        costs = [cell for cell in cells if cell.column == shape.cost and cell.low is not None]
        if margins and costs:
            yield _of_cell(audited, say("Cost, {at}", at=costs[-1].label), costs[-1], costs[-1].text)
            for cell in (margins[-1], margins[0]):
                yield _of_cell(audited, say("Margin, {at}", at=cell.label), cell, cell.text)


def _covered(site: Site, audited: AuditedDocument) -> Iterator[Fact]:
    """Where costs are covered."""
    for check in audited.checks:
        label = check.verdict.relation.stated.label
        if any(_BREAK_EVEN.search(part) for part in (label.row, label.column)):
            yield _of_check(site, say("Break-even"), check)


def _total(site: Site, audited: AuditedDocument) -> Iterator[Fact]:
    """The greatest total of money."""
    totals = [check for check in audited.checks if check.verdict.relation.kind == "footing" and _amount(check)]
    if totals:
        yield _of_check(site, say("Total"), max(totals, key=_amount))


def _amount(check: Check) -> float:
    """How much money is stated; 0 of anything else."""
    quantity = check.verdict.relation.stated.quantity
    return float(quantity.ends[-1].value) if quantity.ends and quantity.unit.currency else 0.0


def _of_cell(audited: AuditedDocument, name: str, cell: Cell, words: str) -> Fact:
    again = cell.again if cell.verdict in SHOWN_AGAIN else ""
    return Fact(name, words, again, cell.verdict, Place(audited.document.source.path, cell.line, cell.id))


def _of_check(site: Site, name: str, check: Check) -> Fact:
    stated, verdict = check.verdict.relation.stated, verdict_name(check)
    again = check.recalculated if verdict in SHOWN_AGAIN and check.verdict.relation.comparison == "=" else ""
    return Fact(name, stated.text, again, verdict, site.place(stated))


def _short(header: str) -> str:
    """`Alpha (5–10 users)` is `Alpha`."""
    return header.split("(")[0].strip() or header
