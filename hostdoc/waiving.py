"""A drift that its author accepts → the directive to type for it, proved on the text with it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from hostdoc.core.document import Code, Document, Heading, Item
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.edits import Edit, applied
from hostdoc.formulas import Others, alone
from hostdoc.insertions import behind, line_before
from hostdoc.pipeline import audit_source

TRIED = "its author's reason"  # in the proof: without one a waiver does not count


def waiver(audited: AuditedDocument, check: Check, today: date, others: Others = alone) -> Edit | None:
    """The directive that accepts a drift, its reason left for the author to write; None if there is none.

    It stands above the block of the figure, else behind the figure. Once it has a reason it accepts this drift and
    changes nothing else; until then it does not count.
    """
    for place in _places(audited.document, check):
        if _accepts(audited, check, place(directive(check, TRIED)), today, others):
            return place(directive(check, ""))
    return None


def directive(check: Check, reason: str) -> str:
    relation = check.verdict.relation
    return f'hostdoc: waive {relation.kind} "{relation.stated.text}" = "{check.recalculated}": {reason}'


def _places(document: Document, check: Check) -> Iterator[Callable[[str], Edit]]:
    """Where it may stand: each gives the edit for what is said there."""
    span = check.verdict.relation.stated.span
    block = next((it for it in reversed(document.blocks) if it.span.covers(span)), None)
    if block is not None and not isinstance(block, Item):
        form = "# {}" if document.format == "org" else "<!-- {} -->"
        yield lambda said: line_before(document, block.span.start, form.format(said))
    if not isinstance(block, Code | Heading):
        yield lambda said: behind(document, span, [said])


def _accepts(audited: AuditedDocument, check: Check, edit: Edit, today: date, others: Others) -> bool:
    source = audited.document.source
    again = audit_source(Source.of(source.path, applied(source.text, [edit])), today, others)
    before = {it.id: (it.outcome, it.waived or it.id == check.id) for it in audited.checks}
    return {it.id: (it.outcome, it.waived) for it in again.checks} == before
