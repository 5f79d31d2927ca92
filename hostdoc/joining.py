"""Documents audited one by one → documents that share figures: what one uses of another is the other's own. Pure.

Each document is read by itself, and the figures it names of a neighbour are read with it: the same places, but other
objects. Here the uses of a place become uses of one figure, and every document learns which checks of others use it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.records import replace
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.scenario import substituted

Place = tuple[str, int, int]
ALONE = "nothing-checked"  # the remark that is wrong of a document whose figures others are checked against


def joined(documents: Sequence[AuditedDocument]) -> tuple[AuditedDocument, ...]:
    """The documents over common figures; one that neither names others nor is named is the same object."""
    named = {figure.span.source.path for audited in documents for _, figure in _foreign(audited)}
    if not named:
        return tuple(documents)
    owners = _owners(documents, named)
    sharing = [_sharing(audited, owners) for audited in documents]
    uses = _uses(sharing)
    return tuple(_used(audited, uses[audited.document.source.path]) for audited in sharing)


def _owners(documents: Sequence[AuditedDocument], named: set[str]) -> dict[Place, Figure]:
    """The one figure of each place that documents use of the `named` ones."""
    homes = {it.document.source.path: it for it in documents if it.document.source.path in named}
    owners = {_place(figure): figure for audited in homes.values() for figure in _own(audited)}
    for audited in documents:  # constants stand in no ledger: the first that is met stands for all
        for _, figure in _foreign(audited):
            home = homes.get(figure.span.source.path)
            if home is not None and _place(figure) not in owners:
                span = replace(figure.span, source=home.document.source)
                owners[_place(figure)] = replace(figure, span=span)
    return owners


def _foreign(audited: AuditedDocument) -> Iterator[tuple[Check, Figure]]:
    """The checks that use figures of other documents, with each of these. Only an author can name them."""
    for check in audited.checks:
        relation = check.verdict.relation
        if relation.basis == "declared":
            for figure in relation.inputs:
                if figure.span.source.path != audited.document.source.path:
                    yield check, figure


def _own(audited: AuditedDocument) -> Iterator[Figure]:
    """The figures of a document, and those that its checks alone know: constants stand in no ledger."""
    for check in audited.checks:
        relation = check.verdict.relation
        yield from (it for it in relation.inputs if it.span.source.path == audited.document.source.path)
    yield from audited.ledger.figures


def _sharing(audited: AuditedDocument, owners: dict[Place, Figure]) -> AuditedDocument:
    """The document with the figures of others as these have them; a text that is not in the run keeps its own."""
    changes = {figure: owners[_place(figure)] for _, figure in _foreign(audited) if _place(figure) in owners}
    if not changes:
        return audited
    return replace(audited, checks=tuple(_over(check, changes) for check in audited.checks))


def _over(check: Check, changes: dict[Figure, Figure]) -> Check:
    verdict = check.verdict
    relation = substituted(verdict.relation, changes)
    return check if relation is verdict.relation else replace(check, verdict=replace(verdict, relation=relation))


def _uses(documents: Sequence[AuditedDocument]) -> dict[str, list[Check]]:
    """By the path of a document the checks of others that use its figures, each once."""
    found: dict[str, dict[str, Check]] = defaultdict(dict)
    for audited in documents:
        for check, figure in _foreign(audited):
            found[figure.span.source.path].setdefault(f"{audited.document.source.path} {check.id}", check)
    return defaultdict(list, {path: list(checks.values()) for path, checks in found.items()})


def _used(audited: AuditedDocument, uses: list[Check]) -> AuditedDocument:
    if not uses:
        return audited
    remarks = tuple(it for it in audited.diagnostics if it.rule != ALONE)
    return replace(audited, elsewhere=tuple(uses), diagnostics=remarks)


def _place(figure: Figure) -> Place:
    return figure.span.source.path, figure.span.start, figure.span.end
