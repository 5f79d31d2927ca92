"""An audit made by hand that has one of everything, so that outputs are tested without readers and kinds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Document
from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import End, Quantity
from hostdoc.core.relation import Operation, Range, Ref, Relation, Verdict
from hostdoc.core.result import Audit, AuditedDocument, Check, Unread, Waiver
from hostdoc.core.span import Source, Span
from hostdoc.core.units import PERCENT, Unit

PLAN = """\
# Plan

| Item | Amount |
|---|---|
| Hosting | 410 |
| Support\t| 380 |
| 保守 | 510 |
| Total | 1,310 |

Margin at 10K users \x1b[31m: ~0-20% of the price, \u202eas
costs are $8-12 and the price is $10.
A third of it is 33.3 of 100.
Waived: ~$28 for four at $7.
<!-- hostdoc: waive product "~$28" = "21": three are free -->
"""
USD = Unit("USD")
NOWHERE = Label()


def span_of(source: Source, text: str, after: str = "") -> Span:
    start = source.text.index(text, source.text.index(after))
    return Span(source, start, start + len(text))


def end(value: str) -> End:
    return End(Decimal(value), Decimal(1), Decimal(1))


def point(span: Span, value: str, label: Label = NOWHERE, unit: Unit = USD, approximate: bool = False) -> Figure:
    only = end(value)
    return Figure(span, Quantity(only, only, unit, approximate=approximate), label)


def ranged(span: Span, low: str, high: str, unit: Unit = USD, approximate: bool = False) -> Figure:
    return Figure(span, Quantity(end(low), end(high), unit, approximate=approximate), Label(("Plan",)))


def footing(source: Source) -> Check:
    rows = (("Hosting", "410"), ("Support", "380"), ("保守", "510"))
    items = [point(span_of(source, value), value, Label(("Plan",), name, "Amount"), Unit()) for name, value in rows]
    total = point(span_of(source, "1,310"), "1310", Label(("Plan",), "Total", "Amount"), Unit())
    workings = Operation("+", tuple(map(Ref, items)))
    relation = Relation("footing", total, workings, "inferred", "the label `Total`")
    return Check(
        id="footing-1",
        verdict=Verdict(relation, "drifts", Range(Fraction(1300), Fraction(1300)), ends=("low", "high")),
        severity="error",
        recalculated="1,300",
        workings="410 + 380 + 510",
        title="total does not foot",
        message="stated 1,310; the rows add up to 1,300 (10 too much)",
        notes=("410 + 380 + 510, lines 5–7; read so because of the label `Total`",),
        help="write 1,300, or mend an input",
    )


def margin(source: Source) -> Check:
    stated = ranged(span_of(source, "~0-20%"), "0", "20", PERCENT, approximate=True)
    price = point(span_of(source, "$10", "price is"), "10")
    cost = ranged(span_of(source, "$8-12"), "8", "12")
    workings = Operation("÷", (Operation("−", (Ref(price), Ref(cost))), Ref(price)))
    relation = Relation("margin", stated, workings, "inferred", "the word `Margin`", conclusion="sign")
    flips = "the sign flips: at the low end it is a loss"
    return Check(
        id="margin-1",
        verdict=Verdict(relation, "drifts", Range(Fraction(-20), Fraction(20)), ends=("low",), flips=flips),
        severity="error",
        recalculated="−20 … 20 %",
        workings="(10 − 8–12) ÷ 10",
        title="margin does not follow from price and cost",
        message="stated 0–20%; price and cost leave −20 … 20 % (low end 20 too much)",
        notes=("(10 − 8–12) ÷ 10, line 11; read so because of the word `Margin`", flips),
        help="write −20 … 20 %, or mend an input",
    )


def share(source: Source) -> Check:
    stated = point(span_of(source, "33.3"), "33.3", unit=Unit())
    whole = point(span_of(source, "100", "33.3"), "100", unit=Unit())
    relation = Relation("share", stated, Ref(whole), "stated", "the word `third`")
    return Check(
        id="share-1",
        verdict=Verdict(relation, "holds", Range(Fraction(100, 3), Fraction(100, 3))),
        severity=None,
        recalculated="33.33",
        workings="100 ÷ 3",
        title="share holds",
        message="stated 33.3; recalculated 33.33",
    )


def undecided(source: Source) -> Check:
    stated = point(span_of(source, "100", "33.3"), "100", unit=Unit())
    relation = Relation("scale", stated, Ref(stated), "inferred", "", blocked="units conflict")
    return Check(
        id="scale-1",
        verdict=Verdict(relation, "undecided", None, reason="units conflict"),
        severity=None,
        recalculated="",
        workings="100",
        title="scale cannot be decided",
        message="units conflict",
    )


def waived(source: Source) -> Check:
    stated = point(span_of(source, "~$28"), "28", approximate=True)
    each = point(span_of(source, "$7", "~$28"), "7")
    comment = span_of(source, "<!--")
    relation = Relation("product", stated, Operation("×", (Ref(each), Ref(each))), "stated", "the word `four`")
    return Check(
        id="product-1",
        verdict=Verdict(relation, "drifts", Range(Fraction(21), Fraction(21)), ends=("low", "high")),
        severity="error",
        recalculated="$21",
        workings="3 × 7",
        title="product is off",
        message="stated 28; recalculated 21 (7 too much)",
        waiver=Waiver("waiver", "three are free", comment, until="2027-01-31"),
    )


@pytest.fixture
def audit() -> Audit:
    source = Source.of("sources/plan.md", PLAN)
    document = Document(source, "markdown", (), source.text)
    checks = (footing(source), margin(source), share(source), undecided(source), waived(source))
    relations = [check.verdict.relation for check in checks]
    figures = tuple({figure for relation in relations for figure in (relation.stated, *relation.inputs)})
    remark = Diagnostic(
        "flattened-table", "note", "the table stands on one line", span_of(source, "| Item"), "break it"
    )
    audited = AuditedDocument(document, Ledger(document, figures, (), ()), checks, (remark,))
    return Audit((audited,), (Unread("sources/old.md", "it is UTF-16; save it as UTF-8"),))
