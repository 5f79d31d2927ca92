"""What an author has just edited stays, and what held before follows it: one figure after the other, each proved.

A figure is rewritten once at most. What would contradict figures that were not edited is not rewritten at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from hostdoc.compared import alike
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.relation import AGREES
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.edits import Style, Unwritable, applied, edit
from hostdoc.held import known_again, restates, used, with_broken
from hostdoc.repair import FOLLOWS, Plan, Scope
from hostdoc.restating import Change, Stuck, recalculated

MOST_BY_CHANCE = 99  # of money
STANDING = ("footing", "cross-footing", "equation")  # kinds that no chance makes
Again = Callable[[Source], AuditedDocument]


@dataclass(frozen=True, slots=True)
class Authored:
    """A document as it was, and as its author left it since."""

    before: AuditedDocument
    left: AuditedDocument

    def seen(self, audited: AuditedDocument) -> AuditedDocument:
        """The document as it would be, with what held before and does not follow."""
        return with_broken(self.before, audited, known_again(self.before, audited), "before", every=True)

    def settled(self, audited: AuditedDocument) -> Mapping[Figure, str]:
        """The figures of the document as it would be that stay: why. They were edited, or follow what was.

        What is new and computed by a formula of its author's is no such figure.
        """
        were = {new: old for old, new in known_again(self.before, self.left).items()}
        computed = {it.verdict.relation.stated for it in self.left.checks if it.verdict.relation.basis == "declared"}
        found = {}
        for one, now in known_again(self.left, audited).items():
            was = were.get(one)
            if not alike(one, now):
                found[now] = FOLLOWS
            elif was is None and one not in computed:
                found[now] = "it is new"
            elif was is not None and not alike(was, one):
                found[now] = f"it was just edited, `{was.text}` before"
        return found


def followed(audited: AuditedDocument, authored: Authored, scope: Scope, again: Again) -> AuditedDocument:
    """The document in which all that can be follows what its author edited. `again` audits a text as it was audited."""
    refused: set[str] = set()
    while True:
        for check in _open(audited, authored.settled(audited), scope):
            if check.id not in refused and (after := _restated(audited, check, again)):
                audited = after
                break
            refused.add(check.id)
        else:
            return audited


def stale(before: AuditedDocument, after: AuditedDocument) -> Iterator[tuple[Figure, Figure]]:
    """The figures that still state an amount of money that was rewritten, each with that as it is.

    Small amounts are equal by chance, and so are those that agree with other figures.
    """
    agreeing = {it.verdict.relation.stated for it in after.checks if it.outcome in AGREES}
    pairs = known_again(before, after)
    rewritten = [(old, new) for old, new in pairs.items() if not alike(old, new) and _large(old)]
    for one, now in pairs.items():
        if (
            now not in agreeing
            and alike(one, now)
            and (new := next((it for was, it in rewritten if _equal(was, one)), None))
        ):
            yield now, new


def _large(figure: Figure) -> bool:
    return any(abs(end.value) > MOST_BY_CHANCE for end in figure.quantity.ends)


def _equal(one: Figure, other: Figure) -> bool:
    money, its = one.quantity.unit.currency, other.quantity.unit.currency
    ends, others = one.quantity.ends, other.quantity.ends
    return bool(money) and money == its and [it.value for it in ends] == [it.value for it in others]


def _open(audited: AuditedDocument, settled: Mapping[Figure, str], scope: Scope) -> Iterator[Check]:
    """The drifts that follow from what is settled: those first whose inputs no other one of them would change."""
    found = [it for it in Plan(audited.checks, scope, settled).following if not _stands(audited, it, settled)]
    waiting = {it.verdict.relation.stated for it in found}
    yield from sorted(found, key=lambda it: not waiting.isdisjoint(it.verdict.relation.inputs))


def _stands(audited: AuditedDocument, check: Check, settled: Mapping[Figure, str]) -> bool:
    """Whether a figure that restates another is itself worked out from figures that nobody edited."""
    if not restates(check.verdict.relation):
        return False
    agreeing = (it.verdict.relation for it in audited.checks if it.outcome in AGREES)
    own = (it for it in agreeing if it.stated is check.verdict.relation.stated and it.kind in STANDING)
    return any(settled.keys().isdisjoint(used(it)) for it in own)


def _restated(audited: AuditedDocument, check: Check, again: Again) -> AuditedDocument | None:
    """The document with the figure of a drift recalculated; None where that cannot be written, or does not mend it."""
    try:
        change: Change = recalculated(check.verdict.relation)
        typed = edit(change.figure, change.low, change.high, Style.of(audited.ledger))
    except (Stuck, Unwritable):
        return None
    if typed is None:
        return None
    source = audited.document.source
    after = again(Source.of(source.path, applied(source.text, [typed])))
    return None if _drifting(after)[check.id] >= _drifting(audited)[check.id] else after


def _drifting(audited: AuditedDocument) -> Counter[str]:
    return Counter(check.id for check in audited.checks if check.outcome == "drifts" and not check.waived)
