"""The command line as a user meets it: exit status, streams, and a process that ends quietly."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import GROUPS, cli
from hostdoc.core.relation import KINDS

RIGHT = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $790 |\n"
WRONG = RIGHT.replace("$790", "$800")
ENDED = WRONG + '\n<!-- hostdoc: waive footing "$800" = "$790" until=2020-01-31: why -->\n'
WAIVED = ENDED.replace(" until=2020-01-31", "")
UNUSED = RIGHT + '\n<!-- hostdoc: waive footing "$800" = "$790": why -->\n'


def hostdoc(*arguments: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    environ = {**{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}, **environ}
    command = [sys.executable, "-m", "hostdoc", *arguments]
    return subprocess.run(command, capture_output=True, env=environ, timeout=60)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**texts: str) -> None:
    for name, text in texts.items():
        Path(f"{name}.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("texts", "arguments", "status"),
    [
        ({"a": RIGHT}, ["a.md"], 0),
        ({"a": WRONG}, ["a.md"], 1),
        ({"a": WAIVED}, ["a.md"], 0),
        ({"a": ENDED}, ["a.md"], 1),
        ({"a": UNUSED}, ["a.md"], 0),
        ({"a": UNUSED}, ["a.md", "--fail-on", "warning"], 1),
        ({"a": WAIVED}, ["a.md", "--fail-on", "warning"], 0),
        ({"a": RIGHT}, ["a.md", "b.md"], 2),
        ({"a": WRONG}, ["a.md", "b.md"], 1),
        ({"a": WRONG}, ["--format", "json", "a.md"], 1),
        ({}, ["."], 2),
        ({}, [], 2),
        ({"a": RIGHT}, ["--format", "xml", "a.md"], 2),
        ({"a": RIGHT}, ["--no-such-option"], 2),
    ],
)
def test_exit_status(texts: dict[str, str], arguments: list[str], status: int) -> None:
    write(**texts)
    done = hostdoc("check", *arguments)
    assert done.returncode == status, done
    assert b"Traceback" not in done.stderr


def test_what_a_drift_looks_like() -> None:
    write(a=WRONG)
    text = hostdoc("check", "a.md").stdout.decode()
    assert text.startswith("error[footing]: ")
    assert "--> a.md:5:11" in text
    assert "   | | Total | $800 |\n   |           ^^^^ stated " in text
    assert text.splitlines()[-1].startswith("1 document, 3 figures, 1 check: 0 hold, 0 round, 0 within, 1 drift")


def test_the_order_of_arguments_makes_no_difference() -> None:
    write(a=WRONG, b=WRONG, c=RIGHT)
    orders = (["a.md", "b.md", "c.md"], ["c.md", "b.md", "a.md"], ["b.md", "c.md", "a.md", "b.md"])
    assert len({hostdoc("check", *order).stdout for order in orders}) == 1


def test_json_is_one_object_on_standard_output() -> None:
    write(a=WRONG)
    done = hostdoc("check", "--format", "json", "a.md", "b.md")
    assert done.stderr == b""
    result = json.loads(done.stdout)
    assert result["summary"]["drifts"] == 1
    assert [document["status"] for document in result["documents"]] == ["read", "unread"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", ["terminal", "json"])
def test_any_console_can_show_it(encoding: str, form: str) -> None:
    write(a=WRONG.replace("Hosting", "Büro ≈ 保守 \x1b[31m").replace("$", "€"))
    done = hostdoc("check", "--format", form, "a.md", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 1 and done.stderr == b""
    assert "800" in done.stdout.decode(encoding) and b"\x1b" not in done.stdout


def test_colour_when_asked_for() -> None:
    write(a=WRONG)
    assert b"\x1b[" not in hostdoc("check", "a.md").stdout
    assert b"\x1b[" in hostdoc("check", "a.md", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in hostdoc("check", "a.md", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_version_and_help() -> None:
    assert hostdoc("--version").stdout.decode().split() == ["hostdoc", "0.1.0"]
    assert b"Examples" in hostdoc("--help").stdout
    assert b"Exit status" in hostdoc("check", "-h").stdout


def test_every_command_says_what_it_is_for() -> None:
    shown = CliRunner().invoke(cli, ["help"]).output
    assert shown == CliRunner().invoke(cli, ["--help"]).output
    for title in GROUPS:
        assert f"\n{title}:\n" in shown
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    assert len(commands) > 10
    for name, command in commands.items():
        assert command is not None
        purpose = command.get_short_help_str(200)
        assert re.search(rf"^  {name} +{re.escape(purpose[:40])}", shown, re.M), name
        text = CliRunner().invoke(cli, ["help", name]).output
        assert text == CliRunner().invoke(cli, [name, "--help"]).output
        assert purpose.endswith(".") and "\n" not in purpose and "Examples:\n" in text
        assert all(len(line) <= 80 for line in text.splitlines() if "|" not in line), name
    for name in ("check", "diff", "baseline", "waive", "fix", "suggest", "records", "what-if", "why"):
        assert "Exit status:\n" in CliRunner().invoke(cli, [name, "--help"]).output, name
    refused = CliRunner().invoke(cli, ["help", "chek"])
    assert refused.exit_code == 2 and "did you mean `check`" in refused.output


def test_usage_errors_go_to_standard_error() -> None:
    done = hostdoc("check")
    assert done.stdout == b"" and b"no documents: name files or folders" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_nobody_reads_on() -> None:
    write(a=WRONG + "\ntext\n\n" + "\n\n".join([WRONG] * 400))
    command = [sys.executable, "-m", "hostdoc", "check", "a.md"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_interrupted_without_a_word(here: Path) -> None:
    os.mkfifo(here / "slow.md")
    command = [sys.executable, "-m", "hostdoc", "check", "slow.md"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        writer = opened(here / "slow.md", process)  # by now hostdoc waits for what it is to read
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        os.close(writer)
        assert (process.stdout.read() + process.stderr.read()).strip() == b""  # a line end, after the ^C


def opened(pipe: Path, reader: subprocess.Popen[bytes]) -> int:
    """The pipe, opened for writing once its reader has opened it; waits no longer than the reader lives."""
    while reader.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    raise AssertionError(reader.stderr and reader.stderr.read())


def test_files_are_written_beside_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.md").write_text("| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n", "utf-8")
    files = ["--output", "out.sarif", "--output", "junit=report.txt"]
    done = CliRunner().invoke(cli, ["check", "--no-cache", "--format", "concise", *files, "plan.md"])
    assert done.exit_code == 1 and done.output.startswith("plan.md:5:11: error[footing]: ")
    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("<?xml")
    assert CliRunner().invoke(cli, ["check", "--exit-zero", "--no-cache", "plan.md"]).exit_code == 0
    assert CliRunner().invoke(cli, ["check", "--exit-zero", "--no-cache", "none.md"]).exit_code == 2
    for wrong in ("report.txt", "nothing=x.json.txt", "none/out.sarif"):
        refused = CliRunner().invoke(cli, ["check", "--no-cache", "--output", wrong, "plan.md"])
        assert refused.exit_code == 2 and "Traceback" not in refused.output and wrong in refused.output


def test_the_summary_of_a_job_has_every_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    (tmp_path / "summary.md").write_text("before\n", "utf-8")
    (tmp_path / "plan.md").write_text("| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n", "utf-8")
    done = CliRunner().invoke(cli, ["check", "--no-cache", "--format", "github", "plan.md"])
    assert done.exit_code == 1 and done.output.startswith("::error file=plan.md,")
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary.startswith("before\n## Figures recalculated") and "add up to 14" in summary


def test_every_kind_is_explained() -> None:
    listed = CliRunner().invoke(cli, ["explain"]).output
    for kind in KINDS:
        assert f"\n{kind} " in f"\n{listed}"
        told = CliRunner().invoke(cli, ["explain", kind])
        assert told.exit_code == 0 and "Example:" in told.output and "KIND" not in told.output
    refused = CliRunner().invoke(cli, ["explain", "foting"])
    assert refused.exit_code == 2 and "did you mean `footing`" in refused.output


def test_a_text_that_is_not_saved_yet_is_checked_under_its_name() -> None:
    def typed(text: str | bytes, *arguments: str) -> Result:
        return CliRunner().invoke(cli, ["check", "--format", "concise", *arguments], input=text)

    done = typed(WRONG, "-", "--stdin-filename", "drafts/plan.md")
    assert done.exit_code == 1 and done.output.startswith("drafts/plan.md:5:11: error[footing]: ")
    assert typed(RIGHT, "-", "--stdin-filename", "plan.md").exit_code == 0
    assert typed("* A\n| a | $1 |\n", "-", "--stdin-filename", "plan.org").exit_code == 0
    assert typed(b"\xff\xfe1", "-", "--stdin-filename", "plan.md").exit_code == 2
    for wrong in (("-",), ("plan.md", "--stdin-filename", "x.md"), ("-", "--stdin-filename", "x.txt")):
        refused = typed(WRONG, *wrong)
        assert refused.exit_code == 2 and "Traceback" not in refused.output


def test_a_command_that_is_none_is_told_the_nearest() -> None:
    assert "No such command 'chek'; did you mean `check`?" in CliRunner().invoke(cli, ["chek"]).output
    assert CliRunner().invoke(cli, ["xyzzy"]).output.endswith("Error: No such command 'xyzzy'.\n")


def test_where_nothing_looks_derived_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.md").write_text("# Plan\n\nWe pay $5 for it and $9 for that.\n", "utf-8")
    shown = CliRunner().invoke(cli, ["check", "--uncovered", "--no-cache", "plan.md"]).output
    assert "note: of the 2 figures in no check none looks derived" in shown
