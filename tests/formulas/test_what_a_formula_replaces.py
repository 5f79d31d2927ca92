"""A declared formula replaces what would be inferred of its figure, and nothing else."""

from __future__ import annotations

from datetime import date

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.status import exit_status

TABLE = "| Item | Cost |\n|---|---|\n| Hall | $200 |\n| Band | $400 |\n| Total | $660 |\n"
FORMULA = "<!-- TBLFM: @>$2=sum(@I..@-1)*1.1 -->\n"


def audited(text: str) -> AuditedDocument:
    return audit_source(Source.of("plan.md", text), date(2026, 1, 1))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(check.verdict.relation.kind, check.outcome) for check in audited(text).checks]


def test_a_total_that_does_not_foot_may_follow_from_a_formula() -> None:
    assert kinds(TABLE) == [("footing", "drifts")]
    assert kinds(TABLE + FORMULA) == [("formula", "holds")]


def test_what_is_inferred_of_other_figures_stays() -> None:
    other = "\n## Next year\n\n| Item | Cost |\n|---|---|\n| Hall | $210 |\n| Band | $400 |\n| Total | $600 |\n"
    assert kinds(TABLE + FORMULA + other) == [("formula", "holds"), ("footing", "drifts")]


def test_a_claim_replaces_nothing() -> None:
    claimed = TABLE.replace("$660", "$660<!-- $total -->") + "\n<!-- $total <= 700 -->\n"
    assert kinds(claimed) == [("footing", "drifts"), ("formula", "holds")]


def test_an_author_may_say_several_things_of_a_figure() -> None:
    text = "It is $12<!-- $month = 4 * 3 --><!-- = 10 + 1 --><!-- $month < 20 -->.\n"
    assert sorted(kinds(text)) == [("formula", "drifts"), ("formula", "holds"), ("formula", "holds")]


def test_a_directive_takes_a_formula_out() -> None:
    assert kinds(TABLE + FORMULA.replace("1.1", "2") + '<!-- hostdoc: no formula "$660": a draft -->\n') == [
        ("footing", "drifts")
    ]


def test_what_is_switched_off_declares_nothing() -> None:
    off = "<!-- hostdoc: off -->\n\nIt is $5<!-- $five -->.\n\n<!-- hostdoc: on -->\n\nSo $6<!-- = $five + 1 -->.\n"
    assert [it.rule for it in audited(off).diagnostics] == ["unknown-name", "nothing-checked"]


def test_what_is_wrong_with_a_formula_is_no_success() -> None:
    assert exit_status(Audit((audited("It is $5<!-- = $six - 1 -->.\n"),))) == 2
    assert exit_status(Audit((audited("It is $5<!-- = 2 * 3 --> or $7<!-- = $six -->.\n"),))) == 1
