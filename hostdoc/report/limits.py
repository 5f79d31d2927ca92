"""The limits that a document sets to its own prices: budgets, ceilings and targets, and sums that must cover a price.

A limit is drawn beside prices only where currency, period and thing agree. One that says no period has that of the
amount it is held against in a check. Claims that were checked speak of the column of the amount they are about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Expression, Ref
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.units import Unit
from hostdoc.report.lettering import digits, symbol
from hostdoc.report.saying import say
from hostdoc.wording import workings

MOST = 3  # limits that one chart shows
FAR = 4  # times the greatest price, above which a limit is of something else
_NAMED = r"(?P<name>budget|ceiling|target|limit|cap)"
_AFTER = re.compile(rf"[\s*_]*(?:(?:price|cost|monthly|yearly|annual|budget)\s+)?{_NAMED}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_NAMED}[\s*_]*(?:of|is|[:=–—])?[\s*_]*(?:under|below|at most|up to|max(?:imum|\.)?|no more than)?[\s*_]*\Z",
    re.IGNORECASE,
)
_REACH = 40  # characters around a figure that may name it


@dataclass(frozen=True, slots=True)
class Limit:
    """`column` is the one it speaks of, None for all; `id` where the figure stands that it is, if it is one."""

    name: str
    value: float
    text: str
    column: int | None = None
    id: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} {self.text}"

    @property
    def said(self) -> str:
        """In a sentence: `the $5 target`."""
        return self.label if self.name.endswith("=") else say("the {amount} {limit}", amount=self.text, limit=self.name)


def limits(
    audited: AuditedDocument, grid: Grid, columns: Sequence[int], unit: str, ids: Mapping[Figure, str]
) -> tuple[Limit, ...]:
    """The limits to hold the money of some columns of a table against, the lowest first."""
    of, *per = unit.split("/")
    own = Unit(of, tuple(per))
    cells = {
        cell.amount: index for row in grid.rows for index in columns for cell in row[index : index + 1] if cell.amount
    }
    tops = [float(figure.quantity.ends[-1].value) for figure in cells if figure.quantity.ends]
    found: dict[tuple[float, int | None], Limit] = {}
    for limit in (*_claims(audited, cells, own, ids), *_named(audited, own, ids)):
        if tops and 0 < limit.value <= FAR * max(tops):
            found.setdefault((limit.value, limit.column), limit)
    whole = {value for value, column in found if column is None}
    kept = [limit for (value, column), limit in found.items() if column is None or value not in whole]
    return tuple(sorted(kept, key=lambda limit: (limit.value, limit.column or 0))[:MOST])


def _named(audited: AuditedDocument, unit: Unit, ids: Mapping[Figure, str]) -> Iterator[Limit]:
    """Amounts in the text that their author calls a budget, a target and so on; each value once, by its usual name."""
    if unit.time is None:
        return
    names: dict[float, list[tuple[str, Figure]]] = {}
    for passage in audited.ledger.passages:
        for figure in passage.figures:
            name = _name(audited, figure)
            value = _value(figure)
            if name and value is not None and _agrees(audited, figure, unit):
                names.setdefault(value, []).append((name, figure))
    for value, said in names.items():
        usual = Counter(name for name, _ in said).most_common(1)[0][0]
        figure = next(figure for name, figure in said if name == usual)
        yield Limit(usual, value, _money(value, unit), id=ids.get(figure, ""))


def _name(audited: AuditedDocument, figure: Figure) -> str:
    if not figure.quantity.unit.currency:
        return ""
    plain, span = audited.document.plain, figure.span
    match = _AFTER.match(plain, span.end, span.end + _REACH) or _BEFORE.search(
        plain[max(0, span.start - _REACH) : span.start]
    )
    return match["name"].lower() if match else ""


def _value(figure: Figure) -> float | None:
    """The one number of a figure; `under $5` has one, too."""
    ends = figure.quantity.ends
    return float(ends[0].value) if len(ends) == 1 else None


def _agrees(audited: AuditedDocument, figure: Figure, unit: Unit) -> bool:
    own = figure.quantity.unit
    if own.currency != unit.of:
        return False
    if own.per:
        return set(own.per) == set(unit.per)
    partners = [other for check in audited.checks for other in _partners(check, figure)]
    return any(set(other.quantity.unit.per) == set(unit.per) for other in partners)


def _partners(check: Check, figure: Figure) -> tuple[Figure, ...]:
    """The amounts that a bound check holds a figure against."""
    relation = check.verdict.relation
    if relation.kind != "bound":
        return ()
    if relation.stated is figure:
        return relation.inputs
    return (relation.stated,) if figure in relation.inputs else ()


def _claims(
    audited: AuditedDocument, cells: Mapping[Figure, int], unit: Unit, ids: Mapping[Figure, str]
) -> Iterator[Limit]:
    """What a claim that was checked sets against a cell of the table, as in `2 × 29 ≥ 65–75`."""
    for check in audited.checks:
        relation = check.verdict.relation
        if relation.kind not in ("bound", "formula") or relation.comparison == "=":
            continue
        left: Expression = relation.workings if relation.limit else Ref(relation.stated)
        right = relation.limit or relation.workings
        for cell, other in ((left, right), (right, left)):
            if isinstance(cell, Ref) and cell.figure in cells:
                found = _claim(audited, check, other, unit, ids)
                yield from [replace(found, column=cells[cell.figure])] if found else []


def _claim(
    audited: AuditedDocument, check: Check, other: Expression, unit: Unit, ids: Mapping[Figure, str]
) -> Limit | None:
    relation, again = check.verdict.relation, check.verdict.recalculated
    if isinstance(other, Ref):
        value = _value(other.figure)
        if value is not None and other.figure.quantity.unit.currency == unit.of:
            name = _name(audited, other.figure) or "limit"
            return Limit(name, value, _money(value, unit), id=ids.get(other.figure, ""))
    elif other is relation.workings and relation.limit and again and again.low == again.high:
        money = [figure for figure in relation.inputs if figure.quantity.unit.currency]
        if money and all(figure.quantity.unit.currency == unit.of for figure in money):
            value = float(again.low)
            return Limit(f"{workings(other)} =", value, _money(value, unit))
    return None


def _money(value: float, unit: Unit) -> str:
    return f"{symbol(unit.of)}{digits(value, value)}"


# -- Prices against limits ----------------------------------------------------------------------------------------


def against(low: float, high: float, opened: bool, known: Sequence[Limit]) -> str:
    """Where a price lies: by the lowest limit that it keeps, else by the highest, which it passes or may pass."""
    for limit in known:
        if high <= limit.value and not opened:
            at = say("at {limit}" if low == high else "up to {limit}", limit=limit.said)
            return say("under {limit}", limit=limit.said) if high < limit.value else at
    if not known:
        return ""
    last = known[-1]
    return say("over {limit}" if low >= last.value else "may pass {limit}", limit=last.said)
