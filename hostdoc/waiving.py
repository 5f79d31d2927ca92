"""A drift that its author accepts → the directive to type for it, proved on the text with it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hostdoc.core.document import Code, Document, Heading, Item
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.edits import Edit, applied
from hostdoc.insertions import behind, line_before

TRIED = "its author's reason"  # in the proof: without one a waiver does not count


def waiver(audited: AuditedDocument, check: Check, again: Callable[[Source], AuditedDocument]) -> Edit | None:
    """The directive that accepts a drift, its reason left for the author to write; None if there is none.

    It stands above the block of the figure, else behind the figure. Once it has a reason it accepts this drift and
    changes nothing else; until then it does not count. `again` audits a text as this one was.
    """
    for place in _places(audited.document, check):
        tried = applied(audited.document.source.text, [place(directive(check, TRIED))])
        if _accepted(audited, check, again(Source.of(audited.document.source.path, tried))):
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


def _accepted(audited: AuditedDocument, check: Check, after: AuditedDocument) -> bool:
    """Whether a drift is waived in the text as it would be, and all else is as it was."""
    before = {it.id: (it.outcome, it.waived or it.id == check.id) for it in audited.checks}
    return {it.id: (it.outcome, it.waived) for it in after.checks} == before
