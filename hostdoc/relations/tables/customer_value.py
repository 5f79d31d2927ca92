"""What a customer is worth, costs and stays for follows from the measures that are called so.

Checked, as ratios, and said where they agree: in the rows or columns of a table, or a list of labels and one amount
each, a lifetime value that is revenue per user, with or without the gross margin, over the churn of a month; the months
of a lifetime, which are one over the churn; the months of a payback, which are the cost of a customer over what it
brings a month; and a ratio of value and cost that is not so named.

Example: at $1,500 a month and a margin of 60%, $2,000 for a new customer are paid back in 2.2 months.

Wrong, and then of no harm, when a measure is of other customers and comes out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, written
from hostdoc.relations.tables.lines import Line, View, views

ONE = Const(Fraction(1), "1")
_REVENUE = regex(
    r"\b(?:arpu|arpa|acv|revenue (?:per|/) (?:user|account|customer)|average (?:contract|revenue)|mrr per)\b", re.I
)
_MARGIN = regex(r"\bgross margins?\b|\bmargin %|\bgm\b", re.I)
_CHURN = regex(r"\bchurn\b", re.I)
_COST = regex(r"\bcac\b|\b(?:customer )?acquisition costs?\b|\bcost (?:per|of) (?:acquisition|customer)\b", re.I)
_VALUE = regex(r"\bc?ltv\b|\blifetime value\b|\bclv\b", re.I)
_LIFETIME = regex(r"\blifetime\b|\bretention\b|\blifespan\b", re.I)
_PAYBACK = regex(r"\bpay-?\s?back\b|\brecovery\b", re.I)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every measure of a table that is called so, with the first way in which it comes about."""
    for view in views(ledger):
        labels = " ".join(line.label for line in view.lines)
        if not (_CHURN.search(labels) or _COST.search(labels)):
            continue
        for stated in view.lines:
            for place, figure in stated.amounts.items():
                yield from _first(Relation("ratio", figure, ONE, "inferred", ""), _ways(view, stated, place))


def _first(relation: Relation, ways: Iterator[tuple[Expression, str]]) -> Iterator[Relation]:
    for workings, names in ways:
        found = replace(relation, workings=workings, evidence=f"the measures {names}", tentative=True)
        if found.stated.quantity.ends and written(found.stated) > 1 and judge(found).outcome in MET:
            yield found
            return


def _ways(view: View, stated: Line, place: int) -> Iterator[tuple[Expression, str]]:
    def of(words: re.Pattern[str], *, money: bool | None = None) -> Ref | None:
        for line in view.lines:
            figure = line.amounts.get(place)
            if figure is None or line is stated or not words.search(line.label) or not figure.quantity.ends:
                continue
            if money is None or (figure.quantity.unit.currency is not None) == money:
                return Ref(figure)
        return None

    unit = stated.amounts[place].quantity.unit
    revenue, margin, churn = of(_REVENUE, money=True), of(_MARGIN, money=False), of(_CHURN, money=False)
    cost = of(_COST, money=True)
    brings = Operation("×", (revenue, margin)) if revenue and margin else revenue
    if _VALUE.search(stated.label) and unit.currency and churn and not _COST.search(stated.label):
        for value, names in ((brings, "of revenue, margin and churn"), (revenue, "of revenue and churn")):
            if value:
                yield Operation("÷", (value, churn)), names
    elif _PAYBACK.search(stated.label) and not unit.currency and cost:
        for value, names in ((brings, "of cost, revenue and margin"), (revenue, "of cost and revenue")):
            if value:
                yield Operation("÷", (cost, value)), names
    elif _LIFETIME.search(stated.label) and not (unit.currency or unit.percent) and churn:
        yield Operation("÷", (ONE, churn)), "of churn"
