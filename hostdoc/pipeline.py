"""Sources → audit: the pure hops in their order, without any I/O."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hostdoc import coverage, readers, relations, waivers
from hostdoc.audit import audit
from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.core.span import Source
from hostdoc.figures.collect import collect
from hostdoc.settle import settle


def audit_source(source: Source, today: date) -> AuditedDocument:
    """Reads, relates, settles and judges one text. `today` decides which waivers have expired."""
    document = readers.read(source)
    ledger = collect(document)
    directives, problems = waivers.directives(document)
    candidates = [
        relation
        for relation in relations.find(ledger)
        if not waivers.excluded(directives, relation.kind, relation.stated)
    ]
    checks, unused = waivers.apply(audit(settle(candidates)), directives, document, today)
    remarks = coverage.remarks(ledger, checks)
    return AuditedDocument(document, ledger, checks, (*document.problems, *problems, *unused, *remarks))


def audit_sources(sources: Iterable[Source], today: date, unread: Iterable[Unread] = ()) -> Audit:
    """Every source audited, in the order of their paths."""
    ordered = sorted(sources, key=lambda source: source.path)
    return Audit(tuple(audit_source(source, today) for source in ordered), tuple(sorted(unread, key=lambda u: u.path)))
