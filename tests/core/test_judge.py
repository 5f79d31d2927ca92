"""The judge on the table of cases that the contract of the core must give."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, round_to
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation, Verdict
from hostdoc.core.span import Source, Span
from hostdoc.core.units import PERCENT
from hostdoc.figures.collect import word_quantity
from hostdoc.figures.numerals import scan


def figure(text: str) -> Figure:
    source = Source.of("x.md", text)
    found = scan(text, cell=True)
    quantity = found[0].quantity if found else word_quantity(text, PERCENT)
    assert quantity is not None
    return Figure(Span(source, 0, len(text)), quantity)


def add(*texts: str) -> Expression:
    return Operation("+", tuple(Ref(figure(text)) for text in texts))


def span(*texts: str) -> Expression:
    return Operation("span", tuple(Ref(figure(text)) for text in texts))


def less(left: str, right: str) -> Expression:
    return Operation("−", (Ref(figure(left)), Ref(figure(right))))


def times(*texts: str) -> Expression:
    return Operation("×", tuple(Ref(figure(text)) for text in texts))


def margin(price: str, cost: str) -> Expression:
    stated = figure(price)
    return Operation("÷", (Operation("−", (Ref(stated), Ref(figure(cost)))), Ref(stated)))


def verdict(stated: str, workings: Expression, conclusion: str = "") -> Verdict:
    return judge(Relation("footing", figure(stated), workings, "inferred", "a test", conclusion=conclusion))  # type: ignore[arg-type]


CASES = [
    ("~$10–20/month", add("~$5–10", "~$3–5", "~$1–3", "~$1–3"), "rounds", "10", "21"),
    ("~$28/month", add("$7", "$7", "$7", "$7"), "holds", "28", "28"),
    ("~$29/month", add("$7", "$7", "$7", "$7"), "drifts", "28", "28"),
    ("~$5–9/month", span("~$4.50", "~$8.70"), "holds", "4.5", "8.7"),
    ("~$5–35/month", add("~$2–5", "~$2–5", "$0–25"), "drifts", "4", "35"),
    ("~$65–75/month", add("~$9", "~$9", "~$15", "~$15", "~$16", "~$0.25"), "drifts", "64.25", "64.25"),
    ("~$27/month", less("$29", "~$1–2"), "within", "27", "28"),
    ("~$52+/month", less("$57+", "~$3–5"), "holds", "52", "54"),
    ("~$4.50-5.70", add("~$3.30", "~$1.20-2.40"), "holds", "4.5", "5.7"),
    ("~0-20%", margin("$10", "$8-12"), "drifts", "-20", "20"),
    ("Negative", margin("$10", "$25-40+"), "holds", "-300", "-150"),
    ("~43-55%", margin("$10", "$4.50-5.70"), "holds", "43", "55"),
    ("40-50%", margin("$20-25", "$10-15"), "holds", "40", "50"),
    ("10-20%", margin("$25-30", "$20-25"), "within", "0", "100/3"),
    ("60-70%", margin("$15-20", "$5-7"), "within", "160/3", "75"),
    ("75-85%", margin("$10-15", "$2-4"), "within", "60", "260/3"),
    (
        "$18M-30M",
        Operation("×", (Ref(figure("$3M-5M")), Const(Fraction(12), "12"), Ref(figure("50%")))),
        "holds",
        "18000000",
        "30000000",
    ),
    ("~100:1", Operation("÷", (Ref(figure("900M")), Ref(figure("5-10M")))), "within", "90", "180"),
    ("~$15/mo", add("$5", "~$10"), "holds", "15", "15"),
    ("~$1.50", Operation("÷", (times("$0.23/hr", "730"), Ref(figure("80")))), "drifts", "2.09875", "2.09875"),
    ("~$7-8/mo", add("$5.92", "$0.15"), "drifts", "6.07", "6.07"),
    ("$1M", add("$600K", "$700K"), "drifts", "1300000", "1300000"),
    ("4,300", times("10%", "41,300"), "drifts", "4130", "4130"),
    ("$52", times("1000", "$0.05"), "drifts", "50", "50"),
    ("$0.13M", less("$1.2M", "$1.1M"), "rounds", "100000", "100000"),
    ("$20,000", add("6,666", "6,666", "6,667"), "rounds", "19999", "19999"),
    ("$60–80", add("$28–38", "$30–40"), "rounds", "58", "78"),
    ("100.0%", add("33.3%", "33.3%", "33.3%"), "rounds", "99.9", "99.9"),
    ("100%", add("33.3%", "33.3%", "33.3%"), "holds", "99.9", "99.9"),
]


@pytest.mark.parametrize(("stated", "workings", "outcome", "low", "high"), CASES, ids=[case[0] for case in CASES])
def test_must_come_out_so(stated: str, workings: Expression, outcome: str, low: str, high: str) -> None:
    result = verdict(stated, workings)
    assert result.recalculated is not None
    assert (result.outcome, result.recalculated.low, result.recalculated.high) == (
        outcome,
        Fraction(low),
        Fraction(high),
    )


def test_each_end_is_judged_by_itself() -> None:
    assert verdict("~$5–35/month", add("~$2–5", "~$2–5", "$0–25")).ends == ("low",)
    assert verdict("~$65–75/month", add("~$9", "~$9", "~$15", "~$15", "~$16", "~$0.25")).ends == ("high",)


def test_a_margin_that_hides_a_loss_flips_the_sign() -> None:
    assert "loss" in verdict("~0-20%", margin("$10", "$8-12"), "sign").flips


def test_an_open_end_reaches_on() -> None:
    assert verdict("~$52+", less("$57+", "~$3–5")).recalculated.open_high  # type: ignore[union-attr]
    assert verdict("$25-40+", add("$25", "$0-20")).outcome == "holds"
    assert verdict("$25-40+", add("$25", "$0-10")).outcome == "drifts"


def test_division_by_zero_is_undecided() -> None:
    result = verdict("5", Operation("÷", (Ref(figure("10")), Ref(figure("0-3")))))
    assert (result.outcome, result.recalculated) == ("undecided", None)


def test_ties_go_away_from_zero() -> None:
    assert round_to(Fraction("4.5"), Fraction(1)) == 5
    assert round_to(Fraction("-4.5"), Fraction(1)) == -5
    assert round_to(Fraction("4.1"), Fraction(1), "up") == 5
    assert round_to(Fraction("4.9"), Fraction(1), "down") == 4
