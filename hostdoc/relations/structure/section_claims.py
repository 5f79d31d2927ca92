"""What the prose of a section says again of its heading or of the table above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.document import Heading
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import Context, words_of
from hostdoc.relations.evidence.ties import tied
from hostdoc.relations.structure.summary_rows import table_totals

SHORT = 60  # characters
_RESULT = regex(r"=\s*\Z")
_PLAIN = regex(r"\W*(?:the\s+)?(?:grand\s+|estimated\s+|monthly\s+)?total\s*(?:is|are|[:=])?\W*", re.IGNORECASE)
_BEHIND = regex(r"\s*(?:(?:in|au|en|no)\s+)?(?:total|gesamt|insgesamt|totale|totaal|razem)\W*\Z", re.IGNORECASE)
_SPENT = regex(r"\b(?:spend|costs?|bill|total)\b\W*\Z", re.IGNORECASE)


def _is_plain(before: str) -> bool:
    """Whether a line says nothing but `total` before its amount, nothing as `with tax` or `over three years`."""
    lead = before[max(before.rfind("="), before.rfind("\n")) + 1 :]
    return len(lead) <= SHORT and _PLAIN.fullmatch(lead) is not None


def staged_totals(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """What a section says is spent at a stage is the total of the table above it at that stage."""
    totals = [entry for entry in table_totals(ledger) if entry.stage]
    for place in places:
        if place.passage is None or place.in_heading or not place.figure.quantity.unit.currency:
            continue
        if not _SPENT.search(place.figure.label.row):
            continue
        start, label = place.figure.span.start, words_of(place.figure.label.row)
        above = [e for e in totals if e.grid.table.path == place.passage.block.path and e.figure.span.start < start]
        if above and above[-1].stage & label and comparable(place.figure.quantity, above[-1].figure.quantity):
            yield tied(place.figure, Ref(above[-1].figure), f"the words `{place.figure.label.row}`")


def section_totals(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """A `total` in the prose of a section is the amount in its heading; one that says more of itself only if it is.

    Where the prose works the total out, the heading states it again; else the prose does.
    """
    headings = {
        (*passage.block.path, ledger.document.words(passage.span)): passage.figures
        for passage in ledger.passages
        if isinstance(passage.block, Heading)
    }
    for place in places:
        if place.passage is None or place.in_heading or not place.figure.quantity.unit.currency:
            continue
        before = ledger.document.plain[place.passage.span.start : place.figure.span.start]
        last = place.figure is place.passage.figures[-1]
        if not last or "total" not in words_of(ledger.document.words(place.passage.span)):
            continue
        worked_out = _RESULT.search(before)
        behind = ledger.document.plain[place.figure.span.end : place.passage.span.end]
        plain = worked_out or _is_plain(before) or (len(behind) <= SHORT and _BEHIND.match(behind))
        for heading in headings.get(place.passage.block.path, ()):
            if comparable(place.figure.quantity, heading.quantity):
                stated, again = (heading, place.figure) if worked_out else (place.figure, heading)
                relation = tied(stated, Ref(again), "the word `total` and the amount in the heading")
                if plain or judge(relation).outcome in AGREES:
                    yield relation
                break
