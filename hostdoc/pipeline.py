"""Sources → audit: the pure hops in their order, without any I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hostdoc import chart_choice, coverage, embedding, formulas, readers, relations, waivers
from hostdoc.audit import audit, judged_by
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import PLAIN, Rate, Terms, Vocabulary
from hostdoc.figures.collect import collect
from hostdoc.figures.lexicon import speaking
from hostdoc.figures.stated_rates import stated_rates
from hostdoc.joining import joined
from hostdoc.settle import settle
from hostdoc.stale import stale

if TYPE_CHECKING:
    from hostdoc.formulas.names import Names


def audit_source(
    source: Source,
    today: date,
    others: formulas.Others = formulas.alone,
    terms: Terms = PLAIN,
    checkpoint: relations.Checkpoint = relations.go_on,
) -> AuditedDocument:
    """Reads, relates, settles and judges one text. `today` decides which waivers have expired.

    `others` gives the names of the other documents of the run; it is asked only where `formulas.mentions_others` says
    so, so that the audit of any other text depends on that text alone. `terms` are those of its project. `checkpoint`
    is called between the hops, and may raise to give up.
    """
    with speaking(terms.vocabulary):
        return _audited(source, today, others, terms, checkpoint)


def _audited(
    source: Source, today: date, others: formulas.Others, terms: Terms, checkpoint: relations.Checkpoint
) -> AuditedDocument:
    document = readers.read(source)
    checkpoint()
    ledger = collect(document)
    checkpoint()
    directives, problems = waivers.directives(document)
    _, undrawn = chart_choice.choices(document)
    unclear = (*undrawn, *embedding.unclear(document))
    with speaking(_with_stated_rates(terms.vocabulary, ledger)):
        declared = formulas.find(ledger, others)
    candidates = [
        relation
        for relation in chain(declared.relations, relations.find(ledger, terms.vocabulary.rates, checkpoint))
        if not waivers.excluded(directives, relation.kind, relation.stated)
    ]
    checkpoint()
    found = (*audit(judged_by(terms.leeway, settle(candidates))), *stale(ledger, terms, today))
    checks, unused = waivers.apply(found, directives, document, today)
    remarks = (*coverage.unread_totals(ledger), *coverage.remarks(ledger, checks))
    diagnostics = (*document.problems, *problems, *unclear, *declared.problems, *unused, *remarks)
    return AuditedDocument(document, ledger, checks, diagnostics, terms=terms)


def _with_stated_rates(vocabulary: Vocabulary, ledger: Ledger) -> Vocabulary:
    """The words of a project with the rates that a document states, which win, where rates count at all."""
    if not vocabulary.rates:
        return vocabulary
    stated = (
        Rate(it.base, it.other, Decimal(str(it.worth)), line=it.figure.span.first.line) for it in stated_rates(ledger)
    )
    return replace(vocabulary, rates=(*stated, *vocabulary.rates))


def audit_sources(sources: Iterable[Source], today: date, unread: Iterable[Unread] = (), terms: Terms = PLAIN) -> Audit:
    """Every source audited, in the order of their paths."""
    ordered = {source.path: source for source in sorted(sources, key=lambda source: source.path)}
    others = Neighbours(ordered, ordered.__getitem__)
    documents = [audit_source(source, today, others, terms) for source in ordered.values()]
    return Audit(joined(documents), tuple(sorted(unread, key=lambda u: u.path)))


class Neighbours:
    """The documents of a run, by the stems and paths that formulas name them by; each is read when it is first named.

    `read` gives the source of a path, or None where it cannot be read.
    """

    def __init__(self, paths: Iterable[str], read: Callable[[str], Source | None]) -> None:
        self._paths = tuple(paths)
        self._read = read
        self._names: dict[str, Names | None] = {}

    def __call__(self, named: str) -> Sequence[Names]:
        found = [path for path in self._paths if path == named]
        found = found or [path for path in self._paths if path.endswith(f"/{named}")]
        found = found or [path for path in self._paths if PurePosixPath(path).stem.casefold() == named.casefold()]
        return [names for path in found if (names := self._of(path))]

    def _of(self, path: str) -> Names | None:
        if path not in self._names:
            source = self._read(path)
            self._names[path] = formulas.names_in(collect(readers.read(source))) if source else None
        return self._names[path]
