"""Two audits of the same documents → what changed, what follows from that, and which verdicts are others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from hostdoc.compared import Behind, Change, Compared, Comparison, Total, Unchecked, alike
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import AGREES, Operation, Ref, Relation, Verdict
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.core.scenario import substituted
from hostdoc.downstream import Model
from hostdoc.held import figures, restatements, restates, used, was_held, with_broken
from hostdoc.matching import matched

SUMS = ("+", "span")
MADE = (*SUMS, "×")
HEADLINES = 3  # totals of a document


def compare(before: Audit, after: Audit, former: Mapping[str, str]) -> Comparison:
    """What became of documents. `former` has the former path of each that was there before, by its path now."""
    return _Comparing(before, after, former).comparison()


# -- The comparison -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Comparing:
    """Two audits, with the figures of one by those of the other."""

    before: Audit
    after: Audit
    former: Mapping[str, str]
    _old: dict[Figure, Figure] = field(default_factory=dict)  # by the figure as it is
    _new: dict[Figure, Figure] = field(default_factory=dict)  # by the figure as it was
    _checks: dict[Figure, list[Check]] = field(default_factory=dict)
    _were: dict[Figure, list[Check]] = field(default_factory=dict)
    _same: dict[int, Check] = field(default_factory=dict)  # the check before, by the id of the one after

    def comparison(self) -> Comparison:
        olds = {it.document.source.path: it for it in self.before.documents}
        news = {it.document.source.path: it for it in self.after.documents}
        pairs = [(olds.get(self.former.get(path, "")), new) for path, new in news.items()]
        for old, new in pairs:
            self._match(old, new)
        pairs = [(old, with_broken(old, new, self._new, "before") if old else new) for old, new in pairs]
        self.after = replace(self.after, documents=tuple(new for _, new in pairs))
        self._checks, self._were = _by_figure(self.after), _by_figure(self.before)
        self._same = self._counterparts()
        changes = {id(new): self._changes(old, new) for old, new in pairs}
        behind, followed = self._consequences([it for found in changes.values() for it in found])
        behind += self._broken({it.change.figure for it in behind})
        explained = {id(it.check) for it in behind if it.check}
        told = {it.change.figure: it.verdict for it in behind}
        fresh = [check for check in self.after.checks if self._is_new(check)]
        found = [
            Compared(
                path=path,
                was=old.document.source.path if old else None,
                changes=tuple(changes[id(new)]),
                behind=tuple(sorted((it for it in behind if _home(it.change) == path), key=_first)),
                followed=tuple(it for it in followed if _home(it) == path),
                drifting=tuple(it for it in fresh if _path(it) == path and id(it) not in explained),
                mended=tuple(self._mended(new)),
                unchecked=tuple(self._unchecked(old, told)) if old else (),
                totals=tuple(self._totals(old, new, told)),
            )
            for (old, new), path in zip(pairs, news, strict=True)
        ]
        kept = {it.was for it in found}
        found += [
            Compared(None, path, changes=tuple(Change(figure, None) for figure in figures(old)))
            for path, old in olds.items()
            if path not in kept
        ]
        return Comparison(tuple(sorted(found, key=lambda it: it.name)), tuple(fresh))

    def _match(self, old: AuditedDocument | None, new: AuditedDocument) -> None:
        if old is not None:
            for figure, its in matched(figures(old), figures(new)).items():
                self._old[figure] = its
                self._new[its] = figure

    def _changes(self, old: AuditedDocument | None, new: AuditedDocument) -> list[Change]:
        """In the order of the text; what was removed comes last."""
        found = [
            Change(self._old.get(it), it) for it in figures(new) if it not in self._old or not alike(self._old[it], it)
        ]
        removed = [Change(it, None) for it in figures(old) if it not in self._new] if old else []
        return [*found, *removed]

    # -- What follows ---------------------------------------------------------------------------------------------

    def _consequences(self, changes: Sequence[Change]) -> tuple[list[Behind], list[Change]]:
        """The figures downstream of changes that did not follow, and those that did, in the order of the texts."""
        touched = {it.after for it in changes if it.after}
        model = Model(list(self._tied()))
        reached = self._downstream(model, changes)
        circular = {it for it in reached if it in model.downstream([it])}
        given = {it for it in touched if model.relation_of(it) is None} | self._own_opinions() | circular
        verdicts = model.judged(given, [it for it in reached if it not in circular or _made(model, it)])
        verdicts = self._unlike_before(verdicts, given)
        again = {other: it for it in touched if it in given for other in model.same(it) if other not in touched}
        verdicts = {**{it: judge(_restating(it, origin)) for it, origin in again.items()}, **verdicts}
        behind, followed = [], []
        for figure, verdict in sorted(verdicts.items(), key=lambda it: _order(it[0])):
            change = Change(self._old.get(figure), figure)
            drifts = [check for check in self._checks.get(figure, ()) if check.outcome == "drifts"]
            if verdict.outcome in AGREES and figure in touched and change.before and not drifts:
                followed.append(change)
            elif verdict.outcome == "drifts" and change.before and self._counts(change.before, drifts):
                own = (it for it in drifts if it.verdict.relation.kind == verdict.relation.kind)
                behind.append(Behind(change, verdict, next(own, drifts[0] if drifts else None)))
        return behind, followed

    def _broken(self, told: Collection[Figure]) -> Iterator[Behind]:
        """What held and does not any more, and is not told as what follows from others: its own figure changed."""
        for check in filter(was_held, self.after.checks):
            figure = check.verdict.relation.stated
            if figure not in told:
                yield Behind(Change(self._old.get(figure), figure), check.verdict, check)

    def _unlike_before(self, verdicts: Mapping[Figure, Verdict], given: Iterable[Figure]) -> dict[Figure, Verdict]:
        """The verdicts without those that were the same before: what was rounded on the way adds up."""
        olds = [self._old[it] for it in verdicts if it in self._old]
        before = Model(self.before.checks).judged([self._old[it] for it in given if it in self._old], olds)
        off = {self._new[it] for it, verdict in before.items() if verdict.outcome == "drifts"}
        return {
            figure: verdict for figure, verdict in verdicts.items() if figure not in off or self._drifts_anew(figure)
        }

    def _drifts_anew(self, figure: Figure) -> bool:
        return any(self._is_new(check) for check in self._checks.get(figure, ()))

    def _downstream(self, model: Model, changes: Sequence[Change]) -> list[Figure]:
        """What was computed from figures that changed or are gone, and what is computed from those that are there."""
        was = Model(self.before.checks).downstream(it.before for it in changes if it.before)
        now = model.downstream(it.after for it in changes if it.after)
        return list(dict.fromkeys((*(self._new[it] for it in was if it in self._new), *now)))

    def _tied(self) -> Iterator[Check]:
        """The checks, and figures that said the same before as ones that are meant to go on doing so.

        Where words alone suggest that two figures are one, a difference is no drift, and only the agreement is known.
        """
        pairs = {}
        for check in restatements(self.before.checks):
            pairs[tuple(self._new.get(it) for it in used(check.verdict.relation))] = check
        for check in sorted(self.after.checks, key=was_held, reverse=True):
            if restates(check.verdict.relation) and used(check.verdict.relation) in pairs:
                del pairs[used(check.verdict.relation)]
                yield replace(check, verdict=replace(check.verdict, outcome="holds"))
            else:
                yield check
        for (figure, origin), check in pairs.items():
            if figure and origin:
                relation = _restating(figure, origin)
                yield replace(check, verdict=replace(check.verdict, relation=relation))

    def _own_opinions(self) -> set[Figure]:
        """The figures that did not agree before, or need not: what is computed from them goes by what they say."""
        before = {self._new[it] for it, checks in self._were.items() if it in self._new and any(map(_off, checks))}
        return before | {it for it, checks in self._checks.items() if any(_off(it) and it.waived for it in checks)}

    def _counts(self, before: Figure, drifts: Sequence[Check]) -> bool:
        """Whether a figure that is behind is to be told: not where its author waived that, nor where it always was."""
        if drifts:
            return any(self._is_new(check) for check in drifts)
        return not any(it.outcome == "drifts" for it in self._were.get(before, ()))

    # -- Verdicts -------------------------------------------------------------------------------------------------

    def _is_new(self, check: Check) -> bool:
        """Whether it is a drift that was none, or was accepted."""
        return _open(check) and self._drifted(check) is None

    def _mended(self, new: AuditedDocument) -> Iterator[tuple[Check, Check]]:
        """The drifts that agree now, or are accepted."""
        for check in new.checks:
            if (check.outcome in AGREES or check.waived) and (was := self._drifted(check)):
                yield was, check

    def _drifted(self, check: Check) -> Check | None:
        """The drift that a check was before, if it was one that nobody accepted."""
        was = self._same.get(id(check))
        return was if was and _open(was) else None

    def _counterparts(self) -> dict[int, Check]:
        """What each check was before: of the same figure and kind, with the same inputs, else the next in order."""
        found: dict[int, Check] = {}
        for figure, checks in self._checks.items():
            before = self._old.get(figure)
            waiting = list(self._were.get(before, ())) if before else []
            for test in (self._same_inputs, _same_kind):
                for check in checks:
                    was = next((it for it in waiting if test(it, check)), None) if id(check) not in found else None
                    if was:
                        found[id(check)] = was
                        waiting = [it for it in waiting if it is not was]
        return found

    def _same_inputs(self, was: Check, check: Check) -> bool:
        old, new = was.verdict.relation, check.verdict.relation
        return _same_kind(was, check) and [self._new.get(it) for it in old.inputs] == list(new.inputs)

    def _unchecked(self, old: AuditedDocument, told: Collection[Figure]) -> Iterator[Unchecked]:
        """The figures that are still there, were checked, and are checked no more, but for those `told` already.

        Not those that agree with what they were checked against, nor those that follow from one that is told.
        """
        for figure, checks in _by_figure_of(old).items():
            now = self._new.get(figure)
            decided = [check for check in checks if _decided(check) and not restates(check.verdict.relation)]
            if now is None or now in told or not decided or any(map(_decided, self._checks.get(now, ()))):
                continue
            verdict = self._said_now(decided[0].verdict.relation)
            inputs = verdict.relation.inputs if verdict else ()
            if verdict is None or not (verdict.outcome in AGREES or any(it in told for it in inputs)):
                yield Unchecked(Change(figure, now), decided[0], verdict)

    def _said_now(self, relation: Relation) -> Verdict | None:
        """What a relation says of the figures as they are now, if they are all there."""
        figures = (relation.stated, *relation.inputs)
        if any(figure not in self._new for figure in figures):
            return None
        return judge(substituted(relation, {figure: self._new[figure] for figure in figures}))

    # -- Totals ---------------------------------------------------------------------------------------------------

    def _totals(
        self, old: AuditedDocument | None, new: AuditedDocument, told: Mapping[Figure, Verdict]
    ) -> Iterator[Total]:
        """The greatest totals of money that changed or come to something else."""
        sums = {it: self._old.get(it) for it in _sums(new)}
        if old:
            sums |= {self._new[it]: it for it in _sums(old) if it in self._new}
        drifts = {it: self._drift(it) for it in sums}
        found = [Total(Change(before, it), told.get(it, drifts[it])) for it, before in sums.items()]
        found.sort(key=lambda it: (-_amount(it.change.figure), _order(it.change.figure)))
        yield from [it for it in found if not _still(it)][:HEADLINES]

    def _drift(self, figure: Figure) -> Verdict | None:
        return next((it.verdict for it in self._checks.get(figure, ()) if _open(it) and _computes(it)), None)


def _restating(figure: Figure, origin: Figure) -> Relation:
    return Relation("tie-out", figure, Ref(origin), "inferred", "the same figure")


def _made(model: Model, figure: Figure) -> bool:
    """Whether a figure is a sum or product, and not what these are made of: each may be computed from the other."""
    relation = model.relation_of(figure)
    return relation is not None and isinstance(relation.workings, Operation) and relation.workings.operator in MADE


def _decided(check: Check) -> bool:
    return check.outcome != "undecided"


def _same_kind(was: Check, check: Check) -> bool:
    return was.verdict.relation.kind == check.verdict.relation.kind


def _open(check: Check) -> bool:
    return check.outcome == "drifts" and not check.waived


def _computes(check: Check) -> bool:
    """Whether a check is of what a figure comes to, and not of a claim about it."""
    return check.verdict.relation.comparison == "=" and check.verdict.relation.kind != "exchange"


def _off(check: Check) -> bool:
    return check.outcome == "drifts" and _computes(check)


def _by_figure(audit: Audit) -> dict[Figure, list[Check]]:
    found: dict[Figure, list[Check]] = {}
    for audited in audit.documents:
        found |= _by_figure_of(audited)
    return found


def _by_figure_of(audited: AuditedDocument) -> dict[Figure, list[Check]]:
    found: dict[Figure, list[Check]] = defaultdict(list)
    for check in audited.checks:
        found[check.verdict.relation.stated].append(check)
    return dict(found)


def _sums(audited: AuditedDocument) -> Iterator[Figure]:
    for check in audited.checks:
        relation = check.verdict.relation
        sums = isinstance(relation.workings, Operation) and relation.workings.operator in SUMS
        if sums and _computes(check) and relation.stated.quantity.unit.currency:
            yield relation.stated


def _amount(figure: Figure) -> Fraction:
    ends = figure.quantity.ends
    return Fraction(ends[-1].value) if ends else Fraction(0)


def _still(total: Total) -> bool:
    before, after = total.change.before, total.change.after
    return total.verdict is None and before is not None and after is not None and alike(before, after)


def _home(change: Change) -> str:
    return change.figure.span.source.path


def _first(behind: Behind) -> tuple[str, int]:
    return _order(behind.change.figure)


def _path(check: Check) -> str:
    return check.verdict.relation.stated.span.source.path


def _order(figure: Figure) -> tuple[str, int]:
    return figure.span.source.path, figure.span.start
