"""What the README shows is what hostdoc prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "hostdoc", "check", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_the_document_edited_wrong(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sources", tmp_path / "sources")
    before, after = (line[1:] for line in blocks("diff")[0].splitlines())
    file = tmp_path / "sources" / "loomworks-hosting.md"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    (shown,) = [block for block in blocks("console") if block.startswith("$ hostdoc check sources/\n")]
    command, message = shown.split("\n", 1)
    assert command == "$ hostdoc check sources/"
    done = check(tmp_path, "sources/")
    assert done.returncode == 1
    assert message in done.stdout


def test_the_change_compared(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sources", tmp_path / "sources")
    git = ("git", "-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        subprocess.run((*git, *arguments), cwd=tmp_path, check=True, capture_output=True)
    before, after = (line[1:] for line in blocks("diff")[0].splitlines())
    file = tmp_path / "sources" / "loomworks-hosting.md"
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    (shown,) = [block for block in blocks("console") if block.startswith("$ hostdoc diff HEAD\n")]
    command, message = shown.split("\n", 1)
    assert command == "$ hostdoc diff HEAD"
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", "diff", "HEAD"]
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        line, cwd=tmp_path, env=environ, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 1 and message in done.stdout


def test_the_repository_passes_its_own_check() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stdout


def test_files_named_are_there() -> None:
    names = re.findall(r"\]\(([^):]+)\)", README)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


PLAN = """# Plan

Hosting is $40.

## Costs

Prices as of spring.

| Item  | Cost |
|-------|------|
| A     | $10  |
| B     | $30  |
| Total | $41  |
"""


def in_folder(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    (folder / "plan.md").write_text(PLAN, "utf-8")
    (folder / "budgets").mkdir()
    (folder / "budgets" / "b.md").write_text(PLAN, "utf-8")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)


COMMANDS = [
    line.split("#")[0].removeprefix("$ hostdoc ").split()
    for block in blocks("console")
    for line in block.splitlines()
    if line.startswith("$ hostdoc ") and "plan.md" in line
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands_shown_run(arguments: list[str], tmp_path: Path) -> None:
    done = in_folder(tmp_path, sys.executable, "-X", "utf8", "-m", "hostdoc", *arguments)
    assert done.returncode == (1 if arguments[0] == "check" else 0), done.stderr
    told = "it drifts; mend it first" if arguments[0] == "suggest" else "41"  # a total that is wrong is not declared
    assert told in done.stdout + done.stderr


@pytest.mark.parametrize("program", blocks("python"))
def test_programs_shown_run(program: str, tmp_path: Path) -> None:
    done = in_folder(tmp_path, sys.executable, "-X", "utf8", "-c", program)
    assert (done.returncode, done.stderr) == (0, "")
    assert "drifts $41 10 + 30" in done.stdout
