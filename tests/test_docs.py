"""What docs/repair.md shows is what hostdoc does, step by step in one folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "repair.md").read_text("utf-8")
STEPS = re.findall(r"^```(markdown|console|diff)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_step_does_what_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    ran = []
    for language, block in STEPS:
        if language == "markdown":
            file.write_text(block, "utf-8")
        elif language == "diff":
            before, after = (line[1:] for line in block.splitlines())
            assert before in file.read_text("utf-8")
            file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
        else:
            command, _, shown = block.partition("\n")
            ran.append(command)
            done = run(tmp_path, command)
            assert done.returncode == 0, done.stderr
            assert not shown or done.stdout + done.stderr == shown, command
    assert len(ran) == 6
    checked = run(tmp_path, "$ hostdoc check plan.md")
    assert (checked.returncode, " 0 drift" in checked.stdout) == (0, True)
    for again in ("$ hostdoc fix plan.md", "$ hostdoc suggest plan.md"):
        assert run(tmp_path, again).stdout == ""


def test_links_lead_somewhere() -> None:
    names = re.findall(r"\]\(([^):#]+)", TEXT)
    assert names
    assert [name for name in names if not (ROOT / "docs" / name).exists()] == []


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", *command.removeprefix("$ hostdoc ").split()]
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.run(
        line, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environ, timeout=60, check=False
    )
