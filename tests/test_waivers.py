"""Directives in documents: what they accept, where they stand, when they end, and what is said of those that fail."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source

TODAY = date(2026, 6, 15)
TABLE = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
WAIVE = '<!-- hostdoc: waive footing "$800" = "$790": rounded up for the board -->'


def audited(text: str, today: date = TODAY, path: str = "plan.md") -> AuditedDocument:
    return audit_source(Source.of(path, text), today)


def said(result: AuditedDocument) -> list[tuple[str, str]]:
    return [(remark.rule, remark.message) for remark in result.diagnostics]


def waived(result: AuditedDocument) -> list[bool]:
    return [check.waived for check in result.checks if check.outcome == "drifts"]


def test_a_drift_without_a_waiver() -> None:
    assert waived(audited(TABLE)) == [False]


@pytest.mark.parametrize(
    "text",
    [
        f"{WAIVE}\n\n{TABLE}",
        f"{WAIVE}\n{TABLE}",
        f"{TABLE}\n{WAIVE}\n",
        f"# Costs\n\n{WAIVE}\n\n{TABLE}",
        TABLE.replace("$800", f"$800 {WAIVE}"),
        TABLE.replace("$800", f"{WAIVE} $800"),
        f"{TABLE}\n<!-- another remark -->\n{WAIVE}\n",
    ],
)
def test_a_waiver_stands_before_after_or_in_its_block(text: str) -> None:
    result = audited(text)
    assert waived(result) == [True]
    assert said(result) == []


def test_a_waiver_does_not_reach_over_a_block() -> None:
    result = audited(f"{WAIVE}\n\nA paragraph between.\n\n{TABLE}")
    assert waived(result) == [False]
    ((rule, message),) = said(result)
    assert rule == "unused-waiver" and "too far" in message


def test_what_a_waiver_says() -> None:
    (check,) = audited(f"{TABLE}\n{WAIVE}\n").checks
    assert check.waiver
    assert check.waiver.by == "waiver" and check.waiver.reason == "rounded up for the board"
    assert check.waiver.span.first.line == 7 and check.waiver.until is None
    assert check.severity == "error" and check.outcome == "drifts"


@pytest.mark.parametrize(
    "figures",
    [
        '"$800" = "$790"',
        '"$800" = "790"',
        '"**$800**" = "$ 790"',
        "“$800” = “$790”",
        '"$800"="$790"',
        '"$800"\n  = "$790"',
    ],
)
def test_texts_match_whatever_their_blanks_and_marks(figures: str) -> None:
    assert waived(audited(f"<!-- hostdoc: waive footing {figures}: why -->\n\n{TABLE}")) == [True]


@pytest.mark.parametrize(
    "figures",
    [
        '"$801" = "$790"',
        '"$80" = "$790"',
        '"$800" = "$791"',
        '"$800" = "79"',
        '"$800" = "90"',
        '"$800" = "€790"',
        '"$800" = "$"',
        '"$800" = "-790"',
    ],
)
def test_but_not_whatever_their_digits(figures: str) -> None:
    result = audited(f"<!-- hostdoc: waive footing {figures}: why -->\n\n{TABLE}")
    assert waived(result) == [False]
    assert [rule for rule, _ in said(result)] == ["unused-waiver"]


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " – "])
def test_dashes_are_alike(dash: str) -> None:
    table = TABLE.replace("$410", "$410–420").replace("$800", "~$700–900/month")
    directive = f'<!-- hostdoc: waive footing "~$700{dash}900/month" = "790{dash}800": why -->'
    assert waived(audited(f"{directive}\n\n{table}")) == [True]


def test_one_waiver_accepts_one_drift() -> None:
    rows = ("| Item | A | B |", "|---|---|---|", "| Hosting | $410 | $410 |", "| Support | $380 | $380 |")
    two = "\n".join((*rows, "| Total | $800 | $800 |\n"))
    one = audited(f"{two}\n{WAIVE}\n")
    assert waived(one) == [True, False]
    assert waived(audited(f"{WAIVE}\n\n{two}\n{WAIVE}\n")) == [True, True]
    in_second = two.replace("$800 |\n", f"$800 {WAIVE} |\n")
    assert waived(audited(in_second)) == [False, True]


@pytest.mark.parametrize(("until", "accepts"), [("2026-06-14", False), ("2026-06-15", True), ("2027-01-31", True)])
def test_a_waiver_ends_after_its_day(until: str, accepts: bool) -> None:
    result = audited(TABLE + "\n" + WAIVE.replace(": rounded", f" until={until}: rounded") + "\n")
    assert waived(result) == [accepts]
    (check,) = result.checks
    assert check.waiver and check.waiver.until == until and check.waiver.expired is not accepts
    assert [rule for rule, _ in said(result)] == ([] if accepts else ["expired-waiver"])


@pytest.mark.parametrize(
    ("directive", "rule", "message", "remedy"),
    [
        ('waive footing "$800" = "$790"', "missing-reason", "no reason", "waive KIND"),
        ('waive footing "$800" = "$790":  ', "missing-reason", "no reason", "waive KIND"),
        ('no footing "$800"', "missing-reason", "no reason", "no KIND"),
        ('waive footings "$800" = "$790": why', "unknown-kind", "`footings`", "footing"),
        ('no zebra "$800": why', "unknown-kind", "`zebra`", "the kinds are footing, "),
        ('waive footing "$800": why', "malformed-directive", "`waive`", "waive KIND"),
        ("waive footing $800 = $790: why", "malformed-directive", "`waive`", "waive KIND"),
        ('wave footing "$800" = "$790": why', "malformed-directive", "`wave`", "waive KIND"),
        ("of", "malformed-directive", "`of`", "hostdoc: off"),
        ("off we go", "malformed-directive", "`off`", "hostdoc: off"),
        ("", "malformed-directive", "``", "hostdoc: "),
        ('waive footing "$800" = "$790" until=soon: why', "malformed-directive", "`until=soon`", "YYYY-MM-DD"),
        ('waive footing "$800" = "$790" until=2027-02-30: why', "malformed-directive", "2027-02-30", "YYYY-MM-DD"),
        ("on", "unmatched-region", "no `off` before", "take it out"),
    ],
)
def test_what_does_not_count_is_said(directive: str, rule: str, message: str, remedy: str) -> None:
    result = audited(f"{TABLE}\n<!-- hostdoc: {directive} -->\n")
    assert waived(result) == [False]
    (remark,) = result.diagnostics
    assert (remark.rule, remark.severity) == (rule, "warning")
    assert message in remark.message and remedy in remark.help
    assert remark.span.first.line == 7


def test_a_waiver_whose_figures_have_changed_says_the_new_ones() -> None:
    result = audited(TABLE.replace("$410", "$411") + f"\n{WAIVE}\n")
    (remark,) = result.diagnostics
    assert waived(result) == [False]
    assert "`$791`" in remark.message and '"$791"' in remark.help


def test_a_waiver_of_what_holds_again_is_unused() -> None:
    result = audited(TABLE.replace("$410", "$420") + f"\n{WAIVE}\n")
    assert [check.outcome for check in result.checks] == ["holds"]
    ((rule, message),) = said(result)
    assert rule == "unused-waiver" and "does not drift any more" in message


@pytest.mark.parametrize("named", ["$800", "Total", "Amount"])
def test_a_figure_may_be_in_no_relation(named: str) -> None:
    result = audited(f'<!-- hostdoc: no footing "{named}": the budget given, not a sum -->\n\n{TABLE}')
    assert result.checks == () and [rule for rule, _ in said(result)] == ["nothing-checked"]


def test_no_speaks_of_its_kind_and_place_only() -> None:
    other = f'<!-- hostdoc: no margin "$800": why -->\n\n{TABLE}'
    assert waived(audited(other)) == [False]
    far = f'<!-- hostdoc: no footing "$800": why -->\n\nA paragraph.\n\n{TABLE}'
    assert waived(audited(far)) == [False]


def test_a_no_that_names_nothing_is_unused() -> None:
    result = audited(f'<!-- hostdoc: no footing "Total supply": why -->\n\n{TABLE}')
    ((rule, message),) = said(result)
    assert rule == "unused-waiver" and "Total supply" in message


def test_a_region_is_not_read_and_must_end() -> None:
    assert audited(f"<!-- hostdoc: off -->\n\n{TABLE}\n<!-- hostdoc: on -->\n").checks == ()
    result = audited(f"Text.\n\n<!-- hostdoc: off -->\n\n{TABLE}")
    assert result.checks == ()
    assert [rule for rule, _ in said(result)] == ["unmatched-region"]


def test_other_comments_are_none_of_our_business() -> None:
    assert said(audited(f"<!-- hostdocs: waive -->\n<!-- about hostdoc: nothing -->\n\n{TABLE}")) == []


def test_a_list_is_one_block() -> None:
    steps = "Costs:\n\n- hosting at $5 + $10 = $16\n- support\n\n"
    directive = '<!-- hostdoc: waive equation "$16" = "$15": why -->\n'
    assert waived(audited(steps + directive)) == [True]
