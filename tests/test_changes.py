"""`--changed-since`: only what a change did, and nothing of the repository is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import cli

TABLE = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
OLD = f"# One\n\n{TABLE}\n# Two\n\n{TABLE.replace('15', '14')}\nWords.\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", *identity, *arguments), cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one document, which drifts in its first table."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pl\u00e4n a.md").write_text(OLD, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--no-cache", "--format", "concise", *arguments], catch_exceptions=False)


def test_only_what_the_change_did_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "sources" / "pl\u00e4n a.md"
    assert check().exit_code == 1
    assert check("--changed-since", "HEAD").exit_code == 0
    file.write_text(OLD.replace("Words.", "Other words."), "utf-8")
    assert check("--changed-since", "HEAD").output == ""
    head, mark, tail = OLD.partition("# Two")
    file.write_text(f"Above.\n\n{head}{mark}{tail.replace('$9', '$8')}", "utf-8")
    done = check("--changed-since", "HEAD")
    assert done.exit_code == 1 and done.output.count("error[footing]") == 1 and ":17:" in done.output
    monkeypatch.chdir(folder / "sources")
    assert check("--changed-since", "HEAD", ".").output.count("error[footing]") == 1


def test_a_row_that_is_gone_counts_as_touched(folder: Path) -> None:
    file = folder / "sources" / "pl\u00e4n a.md"
    head, mark, tail = OLD.partition("# Two")
    file.write_text(head + mark + tail.replace("| A | $5 |\n", "| C | $2 |\n| A | $5 |\n"), "utf-8")
    git(folder, "commit", "-qam", "second")
    file.write_text(OLD.replace("| B | $9 |\n| Total | $14 |", "| Total | $14 |"), "utf-8")
    assert "error[footing]" in check("--changed-since", "HEAD~1").output


def test_a_new_document_counts_as_a_whole(folder: Path) -> None:
    (folder / "sources" / "new.md").write_text(TABLE, "utf-8")
    assert check("--changed-since", "HEAD").output.startswith("sources/new.md:5:11: error[footing]")


@pytest.mark.parametrize("base", ["none", "--output=pwned", "HEAD; touch pwned", "-h", ""])
def test_what_is_no_revision_is_said(folder: Path, base: str) -> None:
    done = check(f"--changed-since={base}")
    assert done.exit_code == 2 and "git knows no revision" in done.output
    assert not (folder / "pwned").exists()


def test_outside_a_repository_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "plan.md").write_text(TABLE, "utf-8")
    done = check("--changed-since", "HEAD", "plan.md")
    assert done.exit_code == 2 and "git: " in done.output


SAID = f"{TABLE.replace('15', '14')}\nIt costs $14 a month.\n"


def test_what_held_and_does_not_follow_is_a_warning(folder: Path) -> None:
    file = folder / "sources" / "said.md"
    file.write_text(SAID, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "second")
    file.write_text(SAID.replace("costs $14", "costs $41"), "utf-8")
    assert check("sources/said.md").output == ""
    for option in ("--since", "--changed-since"):
        done = check(option, "HEAD", "sources/said.md")
        assert done.exit_code == 0
        assert done.output == (
            "sources/said.md:7:10: warning[tie-out]: restated figure does not tie out: stated 41; recalculated 14"
            " (27 too much); it held at HEAD, before `$14 a month` became `$41 a month`\n"
        )
    assert check("--since", "HEAD", "--fail-on", "warning", "sources/said.md").exit_code == 1
    assert check("--since", "HEAD~1", "sources/said.md").output == ""
    assert check("--since", "HEAD").exit_code == 1  # what drifts anywhere is told, too
    file.write_text(SAID.replace("costs $14", "costs $41") + '\n<!-- hostdoc: no tie-out "$41 a month": a year -->\n')
    assert check("--since", "HEAD", "sources/said.md").output == ""


def test_why_shows_what_held_at_the_last_commit(folder: Path) -> None:
    file = folder / "sources" / "said.md"
    file.write_text(SAID, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "second")
    file.write_text(SAID.replace("costs $14", "costs $41"), "utf-8")
    shown = CliRunner().invoke(cli, ["why", "sources/said.md:7"]).output
    assert "no relation to other figures" not in shown and "it held at HEAD" in " ".join(shown.split())


def test_a_drift_that_was_read_into_the_text_gives_way_to_what_held(folder: Path) -> None:
    growth = "| | 2026 | 2027 | 2028 |\n|---|---:|---:|---:|\n| Customers | 420 | 1,100 | 2,400 |\n"
    growth += (
        "| Growth | | 162% | 118% |\n| Revenue | $265K | $720K | $1,660K |\n| Salaries | $310K | $480K | $760K |\n"
    )
    file = folder / "sources" / "growth.md"
    file.write_text(growth, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "second")
    file.write_text(growth.replace("1,100", "1,200"), "utf-8")
    told = check("--since", "HEAD", "sources/growth.md").output.splitlines()
    assert [line.partition("recalculated ")[2].partition(" (")[0] for line in told] == ["185.7%", "100%"]


def test_where_nothing_was_committed_nothing_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    (tmp_path / "plan.md").write_text(SAID, "utf-8")
    assert check("--since", "HEAD", "plan.md").exit_code == 0
    assert "git knows no revision `none`" in check("--since", "none", "plan.md").output


def test_what_is_typed_is_compared_with_what_was_saved(folder: Path) -> None:
    (folder / "sources" / "said.md").write_text(SAID, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "second")
    command = ["check", "-", "--stdin-filename", "sources/said.md", "--since", "HEAD", "--format", "concise"]
    done = CliRunner().invoke(cli, command, input=SAID.replace("costs $14", "costs $41"))
    assert "it held at HEAD" in done.output


def test_nothing_that_the_repository_names_is_run(folder: Path) -> None:
    (folder / ".gitattributes").write_text("*.md diff=evil\n", "utf-8")
    for name in ("diff.external", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor"):
        git(folder, "config", name, f"touch {folder}/pwned; cat")
    (folder / "sources" / "pl\u00e4n a.md").write_text(OLD.replace("$9", "$8"), "utf-8")
    assert check("--changed-since", "HEAD").exit_code == 1
    assert not (folder / "pwned").exists()
