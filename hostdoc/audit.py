"""Relations → checks: judges what was settled and words it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from hostdoc.core.diagnostic import Severity
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, rounded_from
from hostdoc.core.records import replace
from hostdoc.core.relation import AGREES, KINDS, USUAL, Leeway, Operation, Ref, Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.relations.evidence.fits import one_other
from hostdoc.wording import help_text, message, notes, recalculated, title, workings

# A step less: what a drift weighs that only words suggest, or most of its column speaks against.
LESS: dict[Severity, Severity] = {"error": "warning", "warning": "note", "note": "note"}
TOTALS = ("footing", "alternatives", "cross-footing")
MAGNITUDE = 12  # times
CENT, TENTH = Decimal("0.01"), Decimal("0.1")
COMPUTED = ("difference", "margin", "share", "ratio", "average")  # what programs work out before they round
UNCAPPED = Fraction(1)  # the whole amount
ALIKE = 2  # columns of a table that are computed as their headers say, so that one more is

# By how much an amount is off what it comes to, and from what that is worked out.
Mended = dict[Figure, tuple[Fraction, frozenset[Figure]]]
NOTHING: tuple[Fraction, frozenset[Figure]] = (Fraction(0), frozenset())
Column = tuple[str, tuple[str, ...], str]


def audit(relations: Iterable[Relation]) -> tuple[Check, ...]:
    """A check per relation, in their order, each with an id that stays while its text moves."""
    verdicts = [judge(relation) for relation in relations]
    doubted = _outvoted(verdicts)
    mended = _mended(verdicts, doubted)
    printed, adjusted = _printed(verdicts), _adjusted(verdicts)
    seen: Counter[str] = Counter()
    told: set[object] = set()  # errors by what is worked out from what
    checks = []
    for verdict in verdicts:
        name = identity(verdict.relation)
        seen[name] += 1
        severity = "note" if verdict.relation in printed else _severity(verdict, doubted, mended)
        if severity == "error":
            worked_out = _worked_out(verdict.relation)
            if verdict.relation in adjusted or worked_out in told:
                severity = "warning"
            told.add(worked_out)
        checks.append(worded(verdict, f"{name}-{seen[name]}" if seen[name] > 1 else name, severity))
    return tuple(checks)


def _doubtful(verdict: Verdict, doubted: frozenset[Column]) -> bool:
    """Whether something speaks against a drift: it weighs a step less."""
    relation = verdict.relation
    return (
        relation.unsure
        or _column(relation) in doubted
        or _far_off(verdict)
        or _loosely(verdict)
        or _cut_short(relation)
    )


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


def _in_cents(relation: Relation) -> bool:
    """Whether amounts in cents alone are worked out from each other."""
    steps = {end.step for figure in relation.inputs if figure.quantity.unit.currency for end in figure.quantity.ends}
    return relation.basis != "declared" and relation.kind in COMPUTED and steps == {CENT} and not relation.leeway.exact


def _printed(verdicts: Sequence[Verdict]) -> frozenset[Relation]:
    """What is off by the rounding of amounts in cents, where it happens twice: a program printed what it computed.

    Once it is a slip, also where the amount that slipped is used again.
    """
    cents = [verdict.relation for verdict in verdicts if verdict.outcome == "drifts" and _in_cents(verdict.relation)]
    off = [relation for relation in cents if rounded_from(relation, Fraction(CENT) / 2)]
    one = not off or bool(frozenset.intersection(*(frozenset((it.stated, *it.inputs)) for it in off)))
    return frozenset(() if one else off)


def _adjusted(verdicts: Sequence[Verdict]) -> frozenset[Relation]:
    """Shares that were rounded the other way so that all of them come to 100 %: off by less than their last digit."""
    sums = [it.relation for it in verdicts if it.relation.kind in TOTALS and it.outcome in AGREES]
    parts = {figure for it in sums for figure in it.inputs if it.stated.quantity.unit.percent and _whole(it.stated)}
    return frozenset(
        verdict.relation
        for verdict in verdicts
        if verdict.outcome == "drifts" and verdict.relation.kind == "share" and verdict.relation.stated in parts
        if _off_by_less_than_a_step(verdict)
    )


def _off_by_less_than_a_step(verdict: Verdict) -> bool:
    again, ends = verdict.recalculated, verdict.relation.stated.quantity.ends
    return again is not None and again.low == again.high and abs(again.low - Fraction(ends[0].value)) < ends[0].step


def _whole(figure: Figure) -> bool:
    return [end.value for end in figure.quantity.ends] == [100]


def _worked_out(relation: Relation) -> object:
    """The same for an amount that is stated again: its error is told where it stands first, unless it is declared."""
    if relation.basis == "declared":
        return relation
    return relation.kind, relation.inputs, tuple(end.value for end in relation.stated.quantity.ends)


def _cut_short(relation: Relation) -> bool:
    """Whether one of the amounts in cents that a total sums lacks its last digit, and that is what is off."""
    if relation.kind != "footing" or relation.basis == "declared":
        return False
    stated = relation.stated.quantity
    steps = [max(end.step for end in figure.quantity.ends) for figure in relation.inputs if figure.quantity.ends]
    if stated.is_range or not stated.ends or stated.ends[0].step != CENT or steps.count(TENTH) != 1:
        return False
    return rounded_from(relation, Fraction(TENTH) / max(1, len(steps))) and max(steps) == TENTH


def _mended(verdicts: Sequence[Verdict], doubted: frozenset[Column]) -> Mended:
    """By how much the amounts that drift are off what they come to; none that are in doubt, or confirmed elsewhere."""
    sure = {verdict.relation.stated for verdict in verdicts if verdict.outcome in AGREES and _tells(verdict.relation)}
    return {
        verdict.relation.stated: (
            again.low - Fraction(verdict.relation.stated.quantity.ends[0].value),
            frozenset(verdict.relation.inputs),
        )
        for verdict in verdicts
        if verdict.outcome == "drifts" and (again := verdict.recalculated) and again.low == again.high
        if _tells(verdict.relation) and len(verdict.relation.stated.quantity.ends) == 1
        if verdict.relation.stated not in sure and not _doubtful(verdict, doubted)
    }


def _tells(relation: Relation) -> bool:
    """Whether a relation works an amount out, so that it may be right where others are wrong."""
    return relation.kind not in ("tie-out", "bound", "ordering", "exchange")


def _follows(verdict: Verdict, mended: Mended) -> bool:
    """Whether a sum or a difference comes out with the amount that one of its terms should be: only that is wrong."""
    relation, again = verdict.relation, verdict.recalculated
    workings, ends = relation.workings, relation.stated.quantity.ends
    if again is None or len(ends) != 1 or not isinstance(workings, Operation) or workings.operator not in "+−":
        return False
    off = Fraction(ends[0].value) - again.low
    for place, term in enumerate(workings.arguments):
        change, inputs = mended.get(term.figure, NOTHING) if isinstance(term, Ref) else NOTHING
        sign = -1 if place and workings.operator == "−" else 1
        if change and relation.stated not in inputs and abs(sign * change - off) <= Fraction(ends[0].step) / 2:
            return True
    return False


def judged_by(leeway: Leeway, relations: Iterable[Relation]) -> Iterable[Relation]:
    """The relations, each judged by what their project allows; which they are does not depend on it."""
    return relations if leeway == USUAL else [replace(relation, leeway=leeway) for relation in relations]


def _outvoted(verdicts: Iterable[Verdict]) -> frozenset[Column]:
    """The columns in which more was off than agrees by one inferred kind: they may be meant in another way.

    What is unsure has no vote. Not so where one figure is at fault: `Active (48%)` where all rows are 40 %, and the
    columns beside it as their headers say.
    """
    drifting: dict[Column, list[Relation]] = defaultdict(list)
    met: dict[Column, list[Relation]] = defaultdict(list)
    for verdict in verdicts:
        column = _column(verdict.relation)
        if column is not None and verdict.outcome == "drifts" and not verdict.relation.unsure:
            drifting[column].append(verdict.relation)
        elif column is not None and verdict.outcome in AGREES:
            met[column].append(verdict.relation)
    alike = Counter(column[:2] for column, agreeing in met.items() if len(agreeing) > 1 and column not in drifting)
    return frozenset(
        column
        for column, relations in drifting.items()
        if len(relations) > max(1, len(met[column]))
        # What agrees counts, too: 3 of 200 may be 1.5 % or 1.7 %.
        and (alike[column[:2]] < ALIKE or not _one_at_fault([*relations, *met[column]]))
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


def worded(verdict: Verdict, name: str, severity: Severity | None) -> Check:
    """A verdict in words."""
    relation = verdict.relation
    result = verdict.recalculated
    return Check(
        id=name,
        verdict=verdict,
        severity=severity,
        recalculated=recalculated(result, relation.stated) if result else verdict.words,
        workings=workings(relation.workings),
        title=title(verdict),
        message=message(verdict),
        notes=notes(verdict),
        help=help_text(verdict),
    )


def weight(verdict: Verdict) -> Severity | None:
    """What a verdict weighs by itself, whatever else its document says."""
    return _severity(verdict, frozenset(), {})


def _severity(verdict: Verdict, doubted: frozenset[Column], mended: Mended) -> Severity | None:
    if verdict.outcome == "drifts":
        weight = KINDS[verdict.relation.kind]
        return LESS[weight] if _doubtful(verdict, doubted) or _follows(verdict, mended) else weight
    return "note" if verdict.outcome == "within" else None
