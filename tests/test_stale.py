"""Days that are too old: which are looked at, until when they are good, and how that is waived."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostdoc.cli import cli
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import Period
from hostdoc.history import last_changed
from hostdoc.pipeline import audit_source
from hostdoc.settings_table import of_table
from hostdoc.stale import due_day

DAY = date(2026, 12, 1)
HALF_A_YEAR = {"stale-after": "6 months"}


def found(
    text: str, path: str = "plan.md", changed: date | None = None, today: date = DAY
) -> list[tuple[str, str, str]]:
    """What is too old: the text that states it, what is said of it, and until when it was good."""
    terms = of_table(HALF_A_YEAR).terms(path, changed)
    checks = audit_source(Source.of(path, text), today, terms=terms).checks
    stale = [check for check in checks if check.verdict.relation.kind == "stale"]
    assert all(check.outcome == "drifts" and check.severity == "warning" for check in stale)
    return [(it.verdict.relation.stated.text, str(it.verdict.relation.stated.label), it.recalculated) for it in stale]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Plan\n\nIt is $7, as of March 2026.\n", [("March 2026", "as of", "2026-09-30")]),
        ("# Plan\n\nIt is $7 (checked 2026-01-12).\n", [("2026-01-12", "Plan / checked", "2026-07-12")]),
        ("# Plan\n\nIt is $7, as of Q3 2026.\n", []),
        ("# Plan\n\nAs of March 2020 we are a team.\n", []),
        ("# Plan\n\nIt is $7.\n", []),
        ("---\ndate: 2026-01-12\n---\n# Plan\n\nIt is $7.\n", [("Plan", "date of the document", "2026-07-12")]),
        ("---\ndate: 2026-08-12\n---\n# Plan\n\nIt is $7.\n", []),
    ],
)
def test_what_is_too_old(text: str, said: list[tuple[str, str, str]]) -> None:
    assert found(text) == said


def test_days_beside_tables_and_in_columns() -> None:
    filler = "Words that push the rest away from the top of the document.\n\n" * 30
    rows = "| Item | Price | Checked |\n|---|---|---|\n| VM | $5 | 2026-01-12 |\n| Disk | $2 | 2026-10-01 |\n"
    text = f"# Plan\n\n{filler}Prices as of May 2026:\n\n{rows}"
    assert found(text) == [
        ("May 2026", "Plan / as of", "2026-11-30"),
        ("2026-01-12", "Plan / VM / Checked", "2026-07-12"),
    ]


def test_org_and_its_keyword() -> None:
    assert found("#+TITLE: Plan\n#+DATE: <2026-01-12 Mon>\n* Costs\nIt is $7.\n", "plan.org") == [
        ("Costs", "date of the document", "2026-07-12")
    ]


def test_the_last_commit_counts_where_no_day_is_stated() -> None:
    old = date(2026, 1, 12)
    assert found("# Plan\n\nIt is $7.\n", changed=old) == [("Plan", "last change of the file", "2026-07-12")]
    assert found("It is $7.\nAnd more.\n", changed=old)[0][0] == "It is $7."
    assert found("# Plan\n\nNo figures.\n", changed=old) == []
    assert found("---\ndate: 2026-11-12\n---\n# Plan\n\nIt is $7.\n", changed=old) == []


def test_the_last_day_is_not_too_old() -> None:
    text = "# Plan\n\nIt is $7, as of March 2026.\n"
    assert found(text, today=date(2026, 9, 30)) == [] and len(found(text, today=date(2026, 10, 1))) == 1


@pytest.mark.parametrize(
    ("day", "period", "due"),
    [
        ("2026-01-31", Period(1, "month", ""), "2026-02-28"),
        ("2027-08-31", Period(6, "month", ""), "2028-02-29"),
        ("2026-12-31", Period(12, "month", ""), "2027-12-31"),
        ("2026-12-31", Period(180, "day", ""), "2027-06-29"),
    ],
)
def test_until_when_a_day_is_good(day: str, period: Period, due: str) -> None:
    assert due_day(date.fromisoformat(day), period) == date.fromisoformat(due)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose file was last committed on 1 October 2026, with the keys that git must not run."""
    monkeypatch.chdir(tmp_path)
    moment = "2026-10-01T12:00:00+00:00"
    environ = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    for name in ("plan.md", "ö *[1].md"):
        (tmp_path / name).write_text("# Plan\n\nIt is $7.\n", "utf-8")
    for command in (("init", "-q"), ("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x")):
        subprocess.run(["git", *command], check=True, env=environ)
    (tmp_path / "new.md").write_text("# New\n\nIt is $7.\n", "utf-8")
    return tmp_path


def test_git_tells_the_day_of_the_last_commit(repository: Path) -> None:
    files = ["plan.md", "./ö *[1].md", "new.md", "nowhere/plan.md"]
    assert last_changed(files[:3]) == dict.fromkeys(files[:2], date(2026, 10, 1))
    assert last_changed(files[3:]) == {}


def check(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["check", "--format", "concise", *arguments], catch_exceptions=False)
    return done.exit_code, done.output


def test_on_the_command_line(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[stale]" not in check("plan.md", "--today", "2030-01-01")[1]
    (repository / "hostdoc.toml").write_text('stale-after = "30 days"\n', "utf-8")
    assert "[stale]" not in check("plan.md", "--today", "2026-10-31")[1]
    said = "plan.md:1:3: warning[stale]: stated day is too old: last change of the file: 2026-10-01, 31 days ago"
    assert check("plan.md", "--today", "2026-11-01")[1].startswith(said)
    assert check("plan.md", "--today", "2026-11-01", "--fail-on", "warning")[0] == 1
    monkeypatch.setenv("HOSTDOC_TODAY", "2026-11-01")
    assert check("plan.md")[1].startswith(said)
    (repository / "plan.md").write_text(
        '<!-- hostdoc: waive stale "Plan" = "2026-10-31": fixed by contract -->\n# Plan\n\nIt is $7.\n', "utf-8"
    )
    code, output = check("plan.md", "--fail-on", "warning")
    assert code == 0 and "[stale]" not in output and "waiver" not in output
    levels = '[severity]\nstale = "off"\n[per-path."plan.md"]\nstale-after = "never"\n'
    for text in ('stale-after = "30 days"\n' + levels, levels):
        (repository / "hostdoc.toml").write_text(text, "utf-8")
        assert "[stale]" not in check("plan.md")[1]


def test_what_is_too_old_stands_in_no_ones_way(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTDOC_TODAY", "2027-11-01")
    (repository / "hostdoc.toml").write_text('stale-after = "30 days"\n', "utf-8")
    (repository / "plan.md").write_text("# Plan\n\nIt is $7 × 2 = $15, as of March 2026.\n", "utf-8")
    for command in (["fix", "--suggested"], ["suggest"], ["records", "--no-cache"], ["what-if", "plan.md:3:7=8"]):
        done = CliRunner().invoke(cli, [*command, "plan.md"], catch_exceptions=False)
        assert done.exit_code == 0 and "stale" not in done.output, done.output
