"""The baseline: known drifts do not fail, new ones do; moving text keeps an entry, a changed figure ends it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.baseline import NAME
from hostdoc.cli import cli

OLD = "# Plan\n\n| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
OTHER = "# Other\n\n| Item | Cost |\n|---|---|\n| C | $7 |\n| D | $9 |\n| Total | $18 |\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which one document drifts and is in the baseline."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "plan.md").write_text(OLD, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("baseline").output == f"1 drift in {NAME}; `hostdoc check` fails on new ones only\n"
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments], catch_exceptions=False)


def test_known_drifts_do_not_fail_and_new_ones_do(folder: Path) -> None:
    done = run("check")
    assert done.exit_code == 0 and "1 drift (1 in the baseline)" in done.output and "error" not in done.output
    (folder / "sources" / "other.md").write_text(OTHER, "utf-8")
    done = run("check")
    assert done.exit_code == 1 and "sources/other.md:7:11" in done.output and "plan.md:7" not in done.output
    assert "waived[footing]: sources/plan.md:7:11: " in run("check", "--verbose").output


def test_it_is_found_from_below_and_whatever_the_paths_are_written_like(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", str(folder / "sources" / "plan.md")).exit_code == 0
    monkeypatch.chdir(folder / "sources")
    assert run("check", "plan.md").exit_code == 0
    assert run("check", "../sources").exit_code == 0


def test_moving_text_keeps_an_entry_and_a_changed_figure_ends_it(folder: Path) -> None:
    file = folder / "sources" / "plan.md"
    file.write_text("Words.\n\n" + OLD.replace("| A | $5 |\n| B | $9 |", "| B | $9 |\n| A | $5 |"), "utf-8")
    assert run("check").exit_code == 0
    for changed in (OLD.replace("$15", "$16"), OLD.replace("$5 ", "$4 "), OLD.replace("# Plan", "# Plans")):
        file.write_text(changed, "utf-8")
        done = run("check")
        assert done.exit_code == 1, changed
        assert f"note: 1 entry of {NAME} matches nothing any more" in done.output


def test_an_entry_accepts_one_drift_as_often_as_it_stands_there(folder: Path) -> None:
    table = OLD.removeprefix("# Plan\n\n")
    (folder / "sources" / "plan.md").write_text(f"{OLD}\n{table}", "utf-8")
    assert run("check").output.count("error[footing]") == 1
    run("baseline")
    assert run("check").exit_code == 0


def test_stale_entries_are_said_and_pruned(folder: Path) -> None:
    (folder / "sources" / "plan.md").write_text(OLD.replace("$15", "$14"), "utf-8")
    (folder / "sources" / "other.md").write_text(OTHER, "utf-8")
    assert "`hostdoc baseline --prune` takes such out" in run("check").output
    assert run("baseline", "--prune").output.startswith("0 drifts in")
    assert json.loads((folder / NAME).read_text("utf-8"))["drifts"] == []
    done = run("check")
    assert done.exit_code == 1 and "any more" not in done.output


def test_documents_that_are_not_read_keep_their_entries(folder: Path) -> None:
    (folder / "sources" / "other.md").write_text(OTHER, "utf-8")
    assert "any more" not in run("check", "sources/other.md").output
    assert run("baseline", "--prune", "sources/other.md").output.startswith("1 drift in")


def test_a_waiver_of_the_author_counts_first(folder: Path) -> None:
    waived = OLD + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'
    (folder / "sources" / "plan.md").write_text(waived, "utf-8")
    done = run("check")
    assert done.exit_code == 0 and "as quoted" in done.output and "matches nothing" in done.output


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 1}', '{"schema": 1, "drifts": [{"path": 3}]}', "\udc80"])
def test_what_is_no_baseline_is_said(folder: Path, text: str) -> None:
    (folder / NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("check")
    assert done.exit_code == 2 and "is no baseline" in done.output


def test_another_version_is_said(folder: Path) -> None:
    (folder / NAME).write_text('{"schema": 99, "drifts": []}', "utf-8")
    done = run("check")
    assert done.exit_code == 2 and "another version" in done.output


def test_code_scanning_sees_that_it_was_known(folder: Path) -> None:
    (run_,) = json.loads(run("check", "--format", "sarif").output)["runs"]
    assert run_["results"][0]["suppressions"] == [{"kind": "external", "justification": "in the baseline"}]
