"""Completion as a shell has it: the script that is printed, run by bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostdoc.cli import cli

COMPLETE = """
eval "$(hostdoc completion bash)"
COMP_WORDS=({words})
COMP_CWORD={last}
_hostdoc_completion hostdoc
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(folder: Path, *words: str) -> list[str]:
    bash = shutil.which("bash")
    assert bash, "completion is tried in bash"
    listed = " ".join(f"'{word}'" for word in ("hostdoc", *words))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = COMPLETE.format(words=listed, last=len(words))
    done = subprocess.run(
        (bash, "--noprofile", "--norc", "-c", script),
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.split()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no bash to count on")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["wh"], ["what-if", "why"]),
        (["explain", "foo"], ["footing"]),
        (["fix", "--only", "cross"], ["cross-footing"]),
        (["check", "--fail-on", "w"], ["warning"]),
        (["check", "--changed"], ["--changed-since"]),
        (["help", "wa"], ["waive"]),
    ],
)
def test_bash_completes(words: list[str], found: list[str], tmp_path: Path) -> None:
    assert completed(tmp_path, *words) == found


def test_paths_are_completed_by_the_shell() -> None:
    for words in (["check", "pl"], ["why", "pl"], ["waive", "pl"], ["diff", "main", "pl"]):
        environ = {"_HOSTDOC_COMPLETE": "bash_complete", "COMP_WORDS": f"hostdoc {' '.join(words)}", "COMP_CWORD": ""}
        environ["COMP_CWORD"] = str(len(words))
        done = CliRunner().invoke(cli, [], prog_name="hostdoc", env=environ, complete_var="_HOSTDOC_COMPLETE")
        assert done.output == "file,pl\n", words


@pytest.mark.parametrize(("shell", "mark"), [("zsh", "#compdef hostdoc"), ("fish", "complete --no-files")])
def test_other_shells_have_theirs(shell: str, mark: str) -> None:
    done = CliRunner().invoke(cli, ["completion", shell])
    assert done.exit_code == 0 and mark in done.output and "_HOSTDOC_COMPLETE" in done.output


def test_a_shell_that_is_not_known_is_said() -> None:
    done = CliRunner().invoke(cli, ["completion", "csh"])
    assert done.exit_code == 2 and "'bash', 'zsh', 'fish'" in done.output
