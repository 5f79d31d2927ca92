"""Declarations for what was inferred, as they would be written into a document, and the proof that they say the same.

Pure. A proposal is shown only if the text with it reads as before, its formulas give the verdicts that were inferred,
and nothing is wrong or drifts that was not and did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from hostdoc import formulas, readers
from hostdoc.core.document import Document, Table
from hostdoc.core.judge import judge
from hostdoc.core.records import dataclass, field
from hostdoc.core.relation import Verdict
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source, Span
from hostdoc.core.vocabulary import PLAIN, Terms
from hostdoc.edits import Edit, applied
from hostdoc.figures.collect import collect
from hostdoc.figures.lexicon import speaking
from hostdoc.formulas import Others, alone
from hostdoc.formulas.declarations import declarations
from hostdoc.formulas.references import References
from hostdoc.insertions import behind, line_after, line_before
from hostdoc.pipeline import audit_source
from hostdoc.proposals import CLAIMS, Left, Proposal, proposals

REFUSED = "declared, it would not say the same"
ROUNDS = 3  # of trying again what was refused, beside what was accepted since


@dataclass(frozen=True, slots=True)
class Suggested:
    """A text with the declarations that were proved, the checks that they declare, and those that are left."""

    after: str
    declared: tuple[Check, ...] = ()
    left: tuple[Left, ...] = ()


def suggest(source: Source, today: date, others: Others = alone, terms: Terms = PLAIN) -> Suggested:
    """Everything that can be declared in a document, until nothing can be added.

    What labels call a figure may change with the comments beside it: what is refused for that is declared in the next
    round, by the names that there are then.
    """
    declared: tuple[Check, ...] = ()
    for _ in range(ROUNDS):
        found = _suggested(source, today, others, terms)
        declared, source = (*declared, *found.declared), Source.of(source.path, found.after)
        if not found.declared or all(left.reason != REFUSED for left in found.left):
            break
    return Suggested(source.text, declared, found.left)


def _suggested(source: Source, today: date, others: Others, terms: Terms) -> Suggested:
    """What can be declared at once."""

    def again(source: Source) -> AuditedDocument:
        return audit_source(source, today, others, terms)

    audited = again(source)
    found, left = proposals(audited)
    if not found:
        return Suggested(source.text, (), left)
    proof = _Proof(audited, again, others)
    kept = proof.provable(list(found))
    declared = tuple(check for proposal in kept for check in proposal.checks)
    known = {id(check) for check in declared}
    refused = [Left(it, REFUSED) for p in found for it in p.checks if id(it) not in known]
    return Suggested(applied(source.text, proof.edits(kept)), declared, (*left, *refused))


def declaration(
    audited: AuditedDocument, check: Check, again: Callable[[Source], AuditedDocument], others: Others = alone
) -> tuple[str, tuple[Edit, ...]] | None:
    """The formula that declares one check, and what to type for it, proved; None if there is none.

    Below a table it declares the cells beside it, too, that it is meant for. `again` audits a text as this one was.
    """
    found = next((it for it in proposals(audited)[0] if any(one.id == check.id for one in it.checks)), None)
    if found is None:
        return None
    proof = _Proof(audited, again, others)
    kept = [it for it in proof.provable([found]) if any(one.id == check.id for one in it.checks)]
    if not kept:
        return None
    said = kept[0].formula.text
    return f"{kept[0].target}={said}" if kept[0].table else f"= {said}", tuple(proof.edits(kept[:1]))


def _waiting(wanted: Sequence[Proposal], kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """What is not kept of some proposals: of one that is kept in part, the other parts."""
    done = {id(check) for proposal in kept for check in proposal.checks}
    for proposal in wanted:
        whole = done.isdisjoint(map(id, proposal.checks))
        for part in (proposal,) if whole else proposal.narrower:
            if done.isdisjoint(map(id, part.checks)):
                yield part


@dataclass(slots=True)
class _Proof:
    """A document as it is, and with proposals written into it."""

    audited: AuditedDocument
    again: Callable[[Source], AuditedDocument]
    others: Others
    _said: dict[int, int] = field(default_factory=dict)  # where the formulas end that a table has

    def __post_init__(self) -> None:
        references = References(self.audited.ledger)
        for declaration in declarations(self.audited.document):
            table = references.above(declaration.span) if declaration.sort == "table formulas" else None
            if table:
                end = declaration.text.start + len(declaration.text.text.rstrip())
                self._said.setdefault(id(table), end)

    def provable(self, wanted: list[Proposal]) -> list[Proposal]:
        """The proposals that can stand together. What is refused is tried once more beside what was accepted."""
        wanted, kept = self._true(wanted), list[Proposal]()
        for _ in range(ROUNDS):
            waiting = list(_waiting(wanted, kept))
            before = len(kept)
            kept = self._with(kept, waiting)
            if len(kept) == before or not waiting:
                break
        return kept

    def _true(self, wanted: list[Proposal]) -> list[Proposal]:
        """Those whose formulas, read alone, say what was inferred: it takes a fraction of an audit to know."""
        while True:
            false, in_circles = self._false(wanted)
            if in_circles:  # all but one of a circle may stand, the last is left out
                true_alone = [it for it in false if not self._false([it])[0]]
                false = [it for it in false if it not in true_alone] or true_alone[-1:]
            if not false:
                return wanted
            wanted = [part for it in wanted for part in (it.narrower if it in false else (it,))]

    def _false(self, wanted: Sequence[Proposal]) -> tuple[list[Proposal], bool]:
        """Those of some proposals whose formulas do not say what was inferred, and whether there are circles."""
        edits = self.edits(wanted)
        with speaking(self.audited.terms.vocabulary):
            declared = formulas.find(collect(readers.read(self._with_edits(edits))), self.others)
        found = Counter(map(_told, map(judge, declared.relations)))
        false = [it for it in wanted if any(not found[_as_formula(check, edits)] for check in it.checks)]
        return false, any(it.rule == "formula-cycle" for it in declared.problems)

    def _with(self, kept: list[Proposal], more: Sequence[Proposal]) -> list[Proposal]:
        """`kept` and those of `more` that can be proved beside it: first without those to blame, else by halves."""
        blamed = self._blamed([*kept, *more]) if more else None
        if blamed is None:
            return [*kept, *more]
        if len(more) == 1:
            narrower = more[0].narrower
            return self._with(kept, narrower) if narrower else kept
        last = [it for it in more if it in blamed]
        first = [it for it in more if it not in blamed]
        if not (first and last):
            first, last = list(more[: len(more) // 2]), list(more[len(more) // 2 :])
        return self._with(self._with(kept, first), last)

    def _blamed(self, chosen: Sequence[Proposal]) -> list[Proposal] | None:
        """None if proposals can stand together; else those of a figure of which something else is said than before."""
        before, edits = self.audited, self.edits(chosen)
        again = self.again(self._with_edits(edits))
        if not _reads_alike(before, again, edits) or _wrong(again) - _wrong(before):
            return []
        found = Counter(_told(check.verdict) for check in again.checks)
        proposed = {id(check) for proposal in chosen for check in proposal.checks}
        wanted = Counter(
            _as_formula(check, edits) if id(check) in proposed else _told(check.verdict, edits)
            for check in before.checks
        )
        drifts = {place for place, _, outcome, *_ in wanted if outcome == "drifts"}
        fresh = {place for place, _, outcome, *_ in found if outcome == "drifts"} - drifts
        wrong = fresh | {place for place, *_ in wanted - found}
        if not wrong:
            return None
        return [it for it in chosen if any(_as_formula(check, edits)[0] in wrong for check in it.checks)]

    def _with_edits(self, edits: Sequence[Edit]) -> Source:
        source = self.audited.document.source
        return Source.of(source.path, applied(source.text, edits))

    # -- What is written ----------------------------------------------------------------------------------------------

    def edits(self, chosen: Sequence[Proposal]) -> list[Edit]:
        """The insertions of some proposals, at most one in a place."""
        document = self.audited.document
        comments: dict[Span, tuple[str, list[str]]] = {}
        lines: dict[int, tuple[Table, list[str]]] = {}
        tables: dict[int, tuple[Table, str]] = {}
        for proposal in chosen:
            for figure, name in proposal.formula.names:
                comments[figure.span] = name, comments.get(figure.span, ("", []))[1]
            tables |= {id(table): (table, name) for table, name in proposal.formula.tables}
            if proposal.table:
                formula = f"{proposal.target}={proposal.formula.text}"
                lines.setdefault(id(proposal.table), (proposal.table, []))[1].append(formula)
            else:
                span = proposal.checks[0].verdict.relation.stated.span
                comments.setdefault(span, ("", []))[1].append(f"= {proposal.formula.text}")
        found = [_behind(document, span, name, formulas) for span, (name, formulas) in comments.items()]
        found += [_named(document, table, name) for table, name in tables.values()]
        return found + [self._line(table, formulas) for table, formulas in lines.values()]

    def _line(self, table: Table, formulas: Sequence[str]) -> Edit:
        """Formulas below a table: a line of their own, or the rest of the one that is there."""
        document, said = self.audited.document, "::".join(formulas)
        if end := self._said.get(id(table)):
            return Edit(Span(document.source, end, end), f"::{said}")
        line = f"#+TBLFM: {said}" if document.format == "org" else f"<!-- TBLFM: {said} -->"
        return line_after(document, table.span, line)


def _behind(document: Document, span: Span, name: str, formulas: Sequence[str]) -> Edit:
    """Comments behind a figure: its name, and what it must equal."""
    said = [f"${name} {formulas[0]}" if name else formulas[0], *formulas[1:]] if formulas else [f"${name}"]
    return behind(document, span, said)


def _named(document: Document, table: Table, name: str) -> Edit:
    """The name of a table, on the line above it."""
    line = f"#+NAME: {name}" if document.format == "org" else f"<!-- NAME: {name} -->"
    return line_before(document, table.span.start, line)


# -- What must stay the same ------------------------------------------------------------------------------------------


def _reads_alike(before: AuditedDocument, again: AuditedDocument, edits: Sequence[Edit]) -> bool:
    """Whether readers see the same: nothing where something was inserted, all else as it was, the same figures."""
    plain, pieces, at = again.document.plain, list[str](), 0
    for edit in sorted(edits, key=lambda it: it.span.start):
        start = _shifted(edit.span.start, edits) - len(edit.text)
        pieces.append(plain[at:start])
        at = start + len(edit.text)
        if plain[start:at].strip():
            return False
    same = "".join((*pieces, plain[at:])) == before.document.plain
    return same and [it.text for it in before.ledger.figures] == [it.text for it in again.ledger.figures]


def _wrong(audited: AuditedDocument) -> Counter[tuple[str, str]]:
    return Counter((it.rule, it.message) for it in audited.diagnostics if it.severity != "note")


Told = tuple[int, str, str, object]


def _told(verdict: Verdict, edits: Sequence[Edit] = ()) -> Told:
    """What a verdict says: of the figure at a place, by its kind, how it comes out and what it comes to."""
    relation, again = verdict.relation, verdict.recalculated
    ends = (again.low, again.high) if again and relation.kind not in CLAIMS else None
    return _shifted(relation.stated.span.start, edits), relation.kind, verdict.outcome, ends


def _as_formula(check: Check, edits: Sequence[Edit]) -> Told:
    """What a check will say once it is declared."""
    place, _, outcome, ends = _told(check.verdict, edits)
    return place, "formula", outcome, ends


def _shifted(place: int, edits: Iterable[Edit]) -> int:
    """A place in the text with the insertions made."""
    return place + sum(len(it.text) for it in edits if it.span.start <= place)
