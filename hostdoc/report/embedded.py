"""Figures and charts of documents shown on other pages: each a comment in the HTML that is replaced."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument
from hostdoc.embedding import FORM, Wanted, wanted
from hostdoc.report.analysis.site import Site, name_of
from hostdoc.report.charts import Chart
from hostdoc.report.document_page import recalculated_as
from hostdoc.report.notes import verdict_name, worst

SHOW = regex(r"<!--(\s*hostdoc:\s*show\b[^<>]*?)-->")


class Unknown(Exception):
    """There is nothing of that name to be shown; the message names the nearest."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as it is shown elsewhere; `verdict` is empty where it is only an input, `again` where it is right."""

    text: str
    verdict: str
    again: str
    gives: str
    label: str
    document: str


Found = ShownFigure | Chart


def find(site: Site, audited: AuditedDocument, anchor: str, number: int) -> Found:
    """What stands at an address of a document's page. `number` sets apart what one page shows. Raises Unknown."""
    charts = {site.gallery.name(audited, table): table for table in site.gallery.shapes(audited)}
    if anchor in charts:
        return site.gallery.chart(audited, charts[anchor]).named(f"shown-{number}-{anchor}")
    figures = {name: figure for figure, name in site.ids(audited).items()}
    if anchor in figures:
        return _figure(audited, figures[anchor])
    raise Unknown(f"{audited.document.source.path} has no `#{anchor}`{nearest(anchor, [*figures, *charts])}")


def _figure(audited: AuditedDocument, figure: Figure) -> ShownFigure:
    checks = [check for check in audited.checks if check.verdict.relation.stated == figure]
    verdict = worst(verdict_name(check) for check in checks) if checks else ""
    again, gives = recalculated_as(figure, checks) if verdict == "drifts" else ("", "")
    return ShownFigure(figure.text, verdict, again, gives, str(figure.label), name_of(audited))


def nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1, cutoff=0.4)
    return f"; did you mean `{near[0]}`?" if near else ""


Show = Callable[[Wanted, int], str]  # HTML of what is wanted; raises Unknown


def replaced(content: str, show: Show, remark: Callable[[str, str, int], str]) -> str:
    """HTML with each comment made what it asks for; `remark` gives what stands there where it cannot be."""
    number = 0

    def one(text: str) -> str:
        nonlocal number
        number += 1
        place = wanted(html.unescape(text))
        if place is None:
            return remark(f"it cannot be understood; write {FORM}", "", number)
        try:
            return show(place, number)
        except Unknown as error:
            return remark(str(error), f"{place.path}#{place.anchor}", number)

    return SHOW.sub(lambda match: one(match[1]), content)
