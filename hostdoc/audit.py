"""Relations → checks: judges what was settled and words it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from hostdoc.core.diagnostic import Severity
from hostdoc.core.judge import judge
from hostdoc.core.relation import KINDS, Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.wording import help_text, message, notes, recalculated, title, workings

# A step less: what a drift weighs that only words suggest.
LESS: dict[Severity, Severity] = {"error": "warning", "warning": "note", "note": "note"}


def audit(relations: Iterable[Relation]) -> tuple[Check, ...]:
    """A check per relation, in their order, each with an id that stays while its text moves."""
    seen: Counter[str] = Counter()
    checks = []
    for relation in relations:
        name = identity(relation)
        seen[name] += 1
        checks.append(_check(judge(relation), f"{name}-{seen[name]}" if seen[name] > 1 else name))
    return tuple(checks)


def identity(relation: Relation) -> str:
    """The kind and a digest of where the figure stands by its labels: no line, no digits of the figure."""
    label = relation.stated.label
    named = "\x1f".join((*label.path, label.row, label.column))
    return f"{relation.kind}-{sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _check(verdict: Verdict, name: str) -> Check:
    relation = verdict.relation
    result = verdict.recalculated
    return Check(
        id=name,
        verdict=verdict,
        severity=_severity(verdict),
        recalculated=recalculated(result, relation.stated) if result else verdict.words,
        workings=workings(relation.workings),
        title=title(verdict),
        message=message(verdict),
        notes=notes(verdict),
        help=help_text(verdict),
    )


def _severity(verdict: Verdict) -> Severity | None:
    if verdict.outcome == "drifts":
        weight = KINDS[verdict.relation.kind]
        return LESS[weight] if verdict.relation.unsure else weight
    return "note" if verdict.outcome == "within" else None
