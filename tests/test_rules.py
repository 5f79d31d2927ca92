"""What an upgrade may add: each kind has a version since which it is inferred, and arrives as a warning first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostdoc import relations, rules
from hostdoc.cli import cli
from hostdoc.core.relation import KINDS, SINCE, Relation
from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.explained import KINDS as EXPLAINED
from hostdoc.pipeline import audit_source
from hostdoc.rules import FIRST, arrives, is_new, minor
from hostdoc.settings import Settings, weighed
from hostdoc.version import __version__

WRONG = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"


@pytest.fixture
def audit() -> Audit:
    return Audit((audit_source(Source.of("plan.md", WRONG), date(2026, 1, 1)),))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostdoc 0.3 to which footing came with 0.3."""
    monkeypatch.setitem(SINCE, "footing", "0.3")
    monkeypatch.setattr(rules, "__version__", "0.3.1")
    monkeypatch.setattr(arrives, "__defaults__", ("0.3.1",))


def test_every_kind_has_a_version_that_is_out() -> None:
    assert SINCE.keys() == KINDS.keys() == EXPLAINED.keys()
    assert all(FIRST <= minor(version) <= minor(__version__) for version in SINCE.values())
    assert all(minor(version) <= minor(__version__) for version in relations.WIDENED.values())
    assert relations.WIDENED.keys() <= {name for name, _ in relations.FINDERS}


def severities(audit: Audit, wanted: Settings) -> list[str | None]:
    return [check.severity for check in weighed(audit, wanted).checks]


def test_what_came_with_the_first_version_is_what_it_is(audit: Audit) -> None:
    assert severities(audit, Settings()) == ["error"]
    assert severities(audit, Settings(rules="0.1")) == ["error"]
    assert weighed(audit, Settings()) is audit


def test_what_is_new_arrives_as_a_warning_for_one_version(
    audit: Audit, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert severities(audit, Settings()) == ["warning"]
    assert severities(audit, Settings(severity={"footing": "error"})) == ["error"]
    assert severities(audit, Settings(severity={"footing": "off"})) == []
    assert severities(audit, Settings(rules="0.3")) == ["error"]
    monkeypatch.setattr(arrives, "__defaults__", ("0.4.0",))
    assert severities(audit, Settings()) == ["error"]


def test_what_is_newer_than_the_rules_is_said_once(audit: Audit, later: None) -> None:
    kept = weighed(audit, Settings(rules="0.2"))
    assert kept.checks == ()
    (note,) = kept.notes
    assert note.startswith("1 drift of kinds newer than rules 0.2 is not counted (1 footing); `hostdoc explain KIND`")
    twice = weighed(Audit(audit.documents * 2), Settings(rules="0.2"))
    assert twice.notes[0].startswith("2 drifts of kinds newer than rules 0.2 are not counted (2 footing)")


def test_a_kind_that_learnt_more_carries_the_version_in_what_it_found(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(relations.WIDENED, "tables.footing", "0.2")
    (check,) = audit_source(Source.of("plan.md", WRONG), date(2026, 1, 1)).checks
    found: Relation = check.verdict.relation
    assert found.since == "0.2" and is_new(found, "0.1") and not is_new(found, "0.2")
    assert arrives(found, "0.2.5") and not arrives(found, "0.3.0")
    assert not arrives(replace(found, since=""), "0.2.5")


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: None) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.md").write_text(WRONG, "utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    code, output = run("check", "--no-cache", "plan.md")
    assert code == 0 and "warning[footing]" in output and "not counted" not in output
    (tmp_path / "hostdoc.toml").write_text('rules = "0.1"\n', "utf-8")
    code, output = run("check", "--no-cache", "--fail-on", "warning", "plan.md")
    assert code == 0 and "[footing]" not in output
    assert output.count("note: 1 drift of kinds newer than rules 0.1 is not counted (1 footing)") == 1
    assert "since hostdoc 0.3" in run("explain", "footing")[1]


@pytest.mark.parametrize("text", ["", "x", "1", "0", ".1", "0.x"])
def test_what_is_no_version_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        minor(text)
