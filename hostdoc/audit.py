"""Relations → checks: judges what was settled and words it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from hashlib import sha256

from hostdoc.core.diagnostic import Severity
from hostdoc.core.judge import judge
from hostdoc.core.records import replace
from hostdoc.core.relation import KINDS, USUAL, Leeway, Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.relations.evidence.fits import one_other
from hostdoc.wording import help_text, message, notes, recalculated, title, workings

# A step less: what a drift weighs that only words suggest, or most of its column speaks against.
LESS: dict[Severity, Severity] = {"error": "warning", "warning": "note", "note": "note"}
TOTALS = ("footing", "alternatives", "cross-footing")
AGREES = ("holds", "rounds", "within")
MAGNITUDE = 12  # times
UNCAPPED = Fraction(1)  # the whole amount
ALIKE = 2  # columns of a table that are computed as their headers say, so that one more is

Column = tuple[str, tuple[str, ...], str]


def audit(relations: Iterable[Relation]) -> tuple[Check, ...]:
    """A check per relation, in their order, each with an id that stays while its text moves."""
    verdicts = [judge(relation) for relation in relations]
    doubted = _outvoted(verdicts)
    seen: Counter[str] = Counter()
    checks = []
    for verdict in verdicts:
        name = identity(verdict.relation)
        seen[name] += 1
        checks.append(_check(verdict, f"{name}-{seen[name]}" if seen[name] > 1 else name, doubted))
    return tuple(checks)


def _doubtful(verdict: Verdict, doubted: frozenset[Column]) -> bool:
    """Whether something speaks against a drift: it weighs a step less."""
    relation = verdict.relation
    return relation.unsure or _column(relation) in doubted or _far_off(verdict) or _loosely(verdict)


def _far_off(verdict: Verdict) -> bool:
    """Whether what was inferred comes to another order of magnitude: a thousand, a unit or a term was left unsaid.

    A nought too many, or one too few, may be. An amount with the other sign is as often a loss written without it.
    """
    again, stated = verdict.recalculated, verdict.relation.stated.quantity.ends
    if verdict.relation.basis == "declared" or again is None or not stated:
        return False
    least, most = sorted((float(max(abs(again.low), abs(again.high))), float(max(abs(it.value) for it in stated))))
    point = again.low == again.high and len(stated) == 1
    sized = not verdict.relation.stated.quantity.unit.percent  # a margin may be anything
    return (sized and most > MAGNITUDE * least > 0) or (point and again.low == -stated[0].value != 0)


def _loosely(verdict: Verdict) -> bool:
    """Whether only the cap on what rounding explains makes a drift of what no label says: 0.7K + 0.9K, and 1.5K."""
    relation = verdict.relation
    if relation.kind != "column-formula" or relation.leeway.exact:
        return False
    return judge(replace(relation, leeway=replace(relation.leeway, cap=UNCAPPED))).outcome in AGREES


def judged_by(leeway: Leeway, relations: Iterable[Relation]) -> Iterable[Relation]:
    """The relations, each judged by what their project allows; which they are does not depend on it."""
    return relations if leeway == USUAL else [replace(relation, leeway=leeway) for relation in relations]


def _outvoted(verdicts: Iterable[Verdict]) -> frozenset[Column]:
    """The columns in which more was off than agrees by one inferred kind: they may be meant in another way.

    Not so where one figure is at fault: `Active (48%)` where all rows are 40 %, and the columns beside it as their
    headers say.
    """
    drifting: dict[Column, list[Relation]] = defaultdict(list)
    met: dict[Column, list[Relation]] = defaultdict(list)
    agreeing: Counter[Column] = Counter()
    for verdict in verdicts:
        column = _column(verdict.relation)
        if column is not None and verdict.outcome == "drifts":
            drifting[column].append(verdict.relation)
        elif column is not None:
            agreeing[column] += verdict.outcome in AGREES
            met[column] += [verdict.relation] if verdict.outcome in AGREES else []
    alike = Counter(column[:2] for column, number in agreeing.items() if number > 1 and column not in drifting)
    return frozenset(
        column
        for column, relations in drifting.items()
        if len(relations) > max(1, agreeing[column])
        and (
            alike[column[:2]] < ALIKE or not _one_at_fault([*relations, *met[column]])
        )  # 3 of 200 may be 1.5 % or 1.7 %
    )


def _one_at_fault(relations: Sequence[Relation]) -> bool:
    """Whether one figure, if it were another, would mend all of some relations."""
    common = frozenset.intersection(*(frozenset(relation.inputs) for relation in relations))
    return bool(common) and one_other(relations) is not None


def _column(relation: Relation) -> Column | None:
    """The kind and the column of a figure. None where nothing is voted on: a total is known by its own label."""
    label = relation.stated.label
    if relation.basis != "inferred" or relation.kind in TOTALS or not label.column:
        return None
    return relation.kind, label.path, label.column


def identity(relation: Relation) -> str:
    """The kind and a digest of where the figure stands by its labels: no line, no digits of the figure."""
    label = relation.stated.label
    named = "\x1f".join((*label.path, label.row, label.column))
    return f"{relation.kind}-{sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _check(verdict: Verdict, name: str, doubted: frozenset[Column]) -> Check:
    relation = verdict.relation
    result = verdict.recalculated
    return Check(
        id=name,
        verdict=verdict,
        severity=_severity(verdict, doubted),
        recalculated=recalculated(result, relation.stated) if result else verdict.words,
        workings=workings(relation.workings),
        title=title(verdict),
        message=message(verdict),
        notes=notes(verdict),
        help=help_text(verdict),
    )


def _severity(verdict: Verdict, doubted: frozenset[Column]) -> Severity | None:
    if verdict.outcome == "drifts":
        weight = KINDS[verdict.relation.kind]
        return LESS[weight] if _doubtful(verdict, doubted) else weight
    return "note" if verdict.outcome == "within" else None
