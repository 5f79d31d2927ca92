"""Relations that held before, judged on the figures as they are now: which of these did not follow. Pure.

`Total: $158` was the sum of its rows; now a row says $25 for $15, and nothing in the text alone says what $158 sums.
Told is only what its author did not say otherwise since: the figures are all there, the words of the one that is stated
are the same, and no check of it takes in what changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hostdoc import waivers
from hostdoc.audit import identity, weight, worded
from hostdoc.compared import alike
from hostdoc.core.diagnostic import Severity
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Operation, Ref, Relation, Verdict
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.core.scenario import substituted
from hostdoc.matching import matched

SUMS = ("+", "span")
NEVER = ("exchange", "stale")  # over all pairs of a document, and over the day it is read
HELD = "-held"  # behind the name of a check
_DIGITS = regex(r"\d[\d.,]*")

Now = Mapping[Figure, Figure]  # the figures as they are, by the same as they were


def figures(audited: AuditedDocument) -> list[Figure]:
    """Those of a document in the order of the text, and those that only its checks know."""
    source = audited.document.source
    relations = (check.verdict.relation for check in audited.checks)
    known = (it for relation in relations for it in (relation.stated, *relation.inputs) if it.span.source is source)
    return sorted(dict.fromkeys((*audited.ledger.figures, *known)), key=lambda it: it.span.start)


def known_again(before: AuditedDocument, after: AuditedDocument) -> Now:
    """Which figure of a document is which of the same as it was; of one that is the same they are in the same order."""
    olds, news = figures(before), figures(after)
    if before.document.source.text == after.document.source.text and len(olds) == len(news):
        return dict(zip(olds, news, strict=True))
    return {old: new for new, old in matched(olds, news).items()}


def with_broken(
    before: AuditedDocument,
    after: AuditedDocument,
    now: Now,
    when: str,
    *,
    every: bool = False,
    most: Severity = "error",
) -> AuditedDocument:
    """A document with what held and does not any more among its checks, as drifts; `when` says since when.

    It stands in place of a drift that was none before and is read into the text: of the same figure or figures, or of
    one that agrees with what it held against. It weighs as much, else at `most` as given. Without `every` what follows
    from a figure that does not follow itself is left out: that is where the error is.
    """
    told = _broken(before, after, now, when, every=every)
    misread = [it for it in after.checks if _misread(it, before, now, told)]
    dropped = {id(it) for it in misread}
    failing = [it.verdict.relation for it in misread if it.severity == "error"]
    heavy = {it.id for it in told if any(_instead(it.verdict.relation, of) for of in failing)}
    weighed = (it if most == "error" or it.id in heavy else replace(it, severity=most) for it in told)
    kept = (it for it in after.checks if id(it) not in dropped)
    return replace(after, checks=tuple(sorted((*kept, *weighed), key=_place)))


def broken_since(before: Audit, after: Audit, former: Mapping[str, str], when: str) -> Audit:
    """Documents with what does not follow any more as warnings. `former` has the path of each before, by that after."""
    olds = {it.document.source.path: it for it in before.documents}
    pairs = [(olds.get(former.get(it.document.source.path, "")), it) for it in after.documents]
    now = {old: new for was, it in pairs if was for old, new in known_again(was, it).items()}
    documents = (with_broken(was, it, now, when, most="warning") if was else it for was, it in pairs)
    return replace(after, documents=tuple(documents))


def _misread(check: Check, before: AuditedDocument, now: Now, told: Sequence[Check]) -> bool:
    """Whether a drift is none: what held says it better, or still holds."""
    relation = check.verdict.relation
    if check.outcome != "drifts" or relation.basis != "inferred":
        return False
    if any(_instead(it.verdict.relation, relation) for it in told):
        return True
    same = {new for old, new in now.items() if alike(old, new)}
    held = (it.verdict.relation for it in before.checks if it.outcome in AGREES)
    again = (substituted(it, now) for it in held if it.kind == relation.kind and all(of in now for of in used(it)))
    return same.issuperset(relation.inputs) and any(
        it.stated is relation.stated and judge(it).outcome in AGREES for it in again
    )


def _instead(held: Relation, other: Relation) -> bool:
    """Whether what held is of the figure and kind of a drift, or of the same figures."""
    if held.stated is other.stated:
        return held.kind == other.kind
    return set(used(held)) == set(used(other))


def was_held(check: Check) -> bool:
    """Whether a check is of what held, and not of what the text says now."""
    return check.id.endswith(HELD)


def used(relation: Relation) -> tuple[Figure, ...]:
    """The figures of a relation, the stated one first."""
    return relation.stated, *relation.inputs


def _broken(before: AuditedDocument, after: AuditedDocument, now: Now, when: str, *, every: bool) -> Sequence[Check]:
    found = list(_Held(before, after, now, when).broken())
    if every:
        return found
    changed = {new for old, new in now.items() if not alike(old, new)}
    told = (*found, *(it for it in after.checks if it.outcome == "drifts"))
    slips = changed & {it.verdict.relation.stated for it in told}
    return [it for it in found if slips.isdisjoint(it.verdict.relation.inputs)]


def restatements(checks: Iterable[Check]) -> list[Check]:
    """The checks by which two places said the same, and are meant to go on doing so.

    Two cells of tables may be equal by chance, as may sizes, or two times `Cost: $5`; so are several cells of a column.
    """
    held = [it for it in checks if it.outcome == "holds" and _meant(it.verdict.relation)]
    beside: dict[object, set[Figure]] = defaultdict(set)
    for one, other in (pair for it in held for pair in _both_ways(it.verdict.relation)):
        beside[one, _column(other)].add(other)

    def single(relation: Relation) -> bool:
        return all(len(beside[one, _column(other)]) == 1 for one, other in _both_ways(relation))

    return [it for it in held if single(it.verdict.relation)]


def restates(relation: Relation) -> bool:
    """Whether a relation says that two figures are one."""
    return relation.kind == "tie-out" and isinstance(relation.workings, Ref) and relation.limit is None


def _meant(relation: Relation) -> bool:
    if not restates(relation):
        return False
    unit, label, other = relation.stated.quantity.unit, relation.stated.label, relation.inputs[0].label
    if not relation.tentative or relation.coincidental:
        return not relation.tentative
    return bool(unit.currency or unit.percent) and (not (label.column and other.column) and label.row != other.row)


def _both_ways(relation: Relation) -> tuple[tuple[Figure, Figure], ...]:
    pair = relation.stated, relation.inputs[0]
    return pair, pair[::-1]


def _column(figure: Figure) -> object:
    """The column that a figure stands in; one that stands in none is alone."""
    return (figure.label.path, figure.label.column) if figure.label.column else figure


@dataclass(slots=True)
class _Held:
    """Two readings of a document, and the checks of each figure of the second."""

    before: AuditedDocument
    after: AuditedDocument
    now: Now
    when: str
    _checks: dict[Figure, list[Check]] = field(default_factory=lambda: defaultdict(list))
    _drifts: dict[frozenset[Figure], list[Check]] = field(default_factory=lambda: defaultdict(list))

    def broken(self) -> Iterator[Check]:
        """One drift of a figure: what the text says is better evidence than the figures alone."""
        for check in self.after.checks:
            self._checks[check.verdict.relation.stated].append(check)
            if check.outcome == "drifts":
                self._drifts[frozenset(used(check.verdict.relation))].append(check)
        directives, _ = waivers.directives(self.after.document)
        told: set[Figure] = set()
        seen: Counter[str] = Counter()
        checks = [it for it in self.before.checks if it.outcome in AGREES and _carried(it.verdict.relation)]
        checks = [it for it in checks if not restates(it.verdict.relation)] + restatements(checks)
        for old in (check.verdict.relation for check in checks):
            relation = self._as_it_is(old)
            if relation is None or relation.stated in told or self._explained(old, relation):
                continue
            if restates(relation) and relation.inputs[0] in told:
                continue
            verdict = judge(relation)
            if verdict.outcome == "drifts" and not waivers.excluded(directives, relation.kind, relation.stated):
                told.add(relation.stated)
                seen[name := identity(relation)] += 1
                yield self._check(old, verdict, f"{name}-{seen[name]}{HELD}")

    def _as_it_is(self, old: Relation) -> Relation | None:
        """A relation over the figures as they are; None where it may be another one: some are gone, or named anew."""
        if any(it not in self.now for it in used(old)) or not _named_alike(old.stated, self.now[old.stated]):
            return None
        if not self._changed(used(old)) or self._joined_by_others(old):
            return None
        again = replace(old, unread=(), exact=tuple(self.now[it] for it in old.exact if it in self.now))
        relation = substituted(again, self.now)
        return self._turned(old, relation) if restates(old) else relation

    def _changed(self, olds: Iterable[Figure]) -> list[Figure]:
        return [it for it in olds if not alike(it, self.now[it])]

    def _joined_by_others(self, old: Relation) -> bool:
        """Whether figures came in among those that are summed."""
        if not isinstance(old.workings, Operation) or old.workings.operator not in SUMS:
            return False
        places = [self.now[it].span.start for it in used(old)]
        known = set(self.now.values())
        return any(
            min(places) < it.span.start < max(places)
            and it not in known
            and comparable(it.quantity, old.stated.quantity)
            for it in self.after.ledger.figures
        )

    def _turned(self, old: Relation, relation: Relation) -> Relation:
        """Of two places that said the same, the one that was left; it stays behind unless the other is computed."""
        origin = relation.inputs[0]
        if self._changed([old.stated]) and not self._changed(old.inputs) and not self._computed(origin):
            return replace(relation, stated=origin, workings=Ref(relation.stated))
        return relation

    def _computed(self, figure: Figure) -> bool:
        relations = (it.verdict.relation for it in self._checks[figure] if it.outcome in AGREES)
        return any(not restates(it) and it.comparison == "=" and not it.tentative for it in relations)

    def _explained(self, old: Relation, relation: Relation) -> bool:
        """Whether the text says so itself, or says what the figure is by what changed."""
        touched = {self.now[it] for it in self._changed(old.inputs)}
        for check in self._checks[relation.stated]:
            its = check.verdict.relation
            if check.outcome == "drifts" and (its.kind != relation.kind or set(its.inputs) == set(relation.inputs)):
                return True
            if check.outcome not in AGREES or its.coincidental:
                continue
            if touched <= set(its.inputs) if touched else its.kind == relation.kind or _within(relation, its):
                return True
        return any(self._said_before(it.verdict.relation) for it in self._drifts[frozenset(used(relation))])

    def _said_before(self, drift: Relation) -> bool:
        """Whether a drift of the text is what held, and not the same figures read in another way."""
        olds = (it.verdict.relation for it in self.before.checks if it.outcome in AGREES)
        return any(self.now.get(it.stated) is drift.stated and it.kind == drift.kind for it in olds)

    def _check(self, old: Relation, verdict: Verdict, name: str) -> Check:
        check = worded(verdict, name, weight(verdict))
        since = ", ".join(f"`{it.text}` became `{self.now[it].text}`" for it in self._changed(used(old)))
        return replace(check, message=f"{check.message}; it held {self.when}, before {since}")


def _carried(relation: Relation) -> bool:
    """Whether a relation is one of figures, and not of what an author declared, or of chance."""
    return relation.basis != "declared" and relation.kind not in NEVER and not relation.coincidental


def _place(check: Check) -> int:
    return check.verdict.relation.stated.span.start


def _named_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures stand under the same words."""
    names = [[_DIGITS.sub("#", text).casefold() for text in (it.label.row, it.label.column)] for it in (one, other)]
    return names[0] == names[1]


def _within(relation: Relation, other: Relation) -> bool:
    return set(relation.inputs) <= set(other.inputs)
