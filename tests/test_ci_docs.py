"""What docs/pages/ci.md shows is what happens: its commands in their order, its files for CI by their steps."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "pages" / "ci.md").read_text("utf-8")
STEPS = re.findall(r"^```(markdown|console|diff)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
FILES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
FAILS = ("hostdoc check --format concise", "hostdoc diff HEAD", "pytest --hostdoc sources/ -q")


def bash(folder: Path, script: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A script as CI runs it: with the commands of this environment first."""
    shell = shutil.which("bash")
    assert shell, "the steps are scripts for bash"
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "GITHUB_STEP_SUMMARY")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return subprocess.run(
        (shell, "--noprofile", "--norc", "-eo", "pipefail", "-c", script),
        cwd=folder,
        env={**kept, "PATH": path, "PYTHONUTF8": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environ},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with the document as it is shown first, known as origin/main."""
    (tmp_path / "sources").mkdir()
    (document,) = [block for language, block in STEPS if language == "markdown"]
    (tmp_path / "sources" / "plan.md").write_text(document, "utf-8")
    (tmp_path / ".gitignore").write_text(".hostdoc_cache/\n", "utf-8")
    commit = "git -c user.name=n -c user.email=e@example.org -c commit.gpgsign=false commit -qm one"
    made = bash(tmp_path, f"git init -q && git add -A && {commit} && git update-ref refs/remotes/origin/main HEAD")
    assert made.returncode == 0, made.stderr
    return tmp_path


def edited(folder: Path, block: str) -> None:
    before, after = (line[1:] for line in block.splitlines())
    file = folder / "sources" / "plan.md"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_every_step_does_what_is_shown(folder: Path) -> None:
    ran = []
    for language, block in STEPS:
        if language == "diff":
            edited(folder, block)
        elif language == "console":
            command, _, shown = block.removeprefix("$ ").partition("\n")
            ran.append(command)
            done = bash(folder, command)
            assert done.returncode == (1 if command in FAILS else 0), done.stdout + done.stderr
            assert not shown or done.stdout + done.stderr == shown, command
    assert len(ran) == 7 and set(FAILS) <= set(ran)


def jobs(mark: str) -> dict[str, dict[str, object]]:
    """The jobs in the file for CI that holds a text; a part of a file is read as one."""
    (block,) = [block for block in FILES if mark in block]
    found = yaml.safe_load(block)
    return found.get("jobs", found) if isinstance(found, dict) else {"part": {"steps": found}}


def test_the_files_are_yaml_and_paste_nothing_into_scripts() -> None:
    assert len(FILES) == 5
    for block in FILES:
        assert yaml.safe_load(block)
    for line in re.findall(r"(?:run: |    - )(.*)", TEXT):
        assert "${{" not in line or line.startswith("if:"), line


def test_github_checks_and_comments(folder: Path) -> None:
    (check,) = jobs("name: figures").values()
    (command,) = [it["run"] for it in check["steps"] if "hostdoc check" in it.get("run", "")]
    done = bash(folder, command, GITHUB_STEP_SUMMARY=str(folder / "summary.md"))
    assert done.returncode == 1 and done.stdout.startswith("::error file=sources/plan.md,") and "line=17" in done.stdout
    assert json.loads((folder / "hostdoc.sarif").read_text("utf-8"))["version"] == "2.1.0"
    edited(folder, next(block for language, block in STEPS if language == "diff"))
    review = jobs("gh pr comment")["review"]
    diff, summary, comment = [it["run"] for it in review["steps"] if "figures.md" in it.get("run", "")]
    assert bash(folder, diff, BASE="main").returncode == 1
    assert bash(folder, summary, GITHUB_STEP_SUMMARY=str(folder / "summary.md")).returncode == 0
    assert "1 figure did not follow" in (folder / "summary.md").read_text("utf-8")
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', "utf-8")
    (folder / "bin" / "gh").chmod(0o755)
    said = bash(folder, f'PATH="$PWD/bin:$PATH"; {comment}', NUMBER="7").stdout.split()
    assert said[:5] == ["pr", "comment", "7", "--body-file", "figures.md"]


def test_gitlab_has_its_reports(folder: Path) -> None:
    found = jobs("gl-code-quality-report.json")
    assert bash(folder, found["figures"]["script"][-1]).returncode == 1
    for name, report in found["figures"]["artifacts"]["reports"].items():
        assert (folder / report).stat().st_size > 50, name
    assert json.loads((folder / "gl-code-quality-report.json").read_text("utf-8"))[0]["check_name"] == "footing"
    review = found["figures-review"]
    sha = bash(folder, "git rev-parse HEAD").stdout.strip()
    assert bash(folder, review["script"][-1], CI_MERGE_REQUEST_DIFF_BASE_SHA=sha).returncode == 0
    assert "No figure changed in 1 document" in (folder / "figures.md").read_text("utf-8")


def test_the_hook_and_the_action_have_the_names_shown() -> None:
    (hooks,) = yaml.safe_load(next(block for block in FILES if "hooks:" in block))["repos"]
    (known,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks["hooks"]] == [known["id"]]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    assert f"its inputs are `{'`, `'.join(list(inputs)[:-1])}` and `{list(inputs)[-1]}`" in TEXT


def test_links_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", name).strip().lower().replace(" ", "-") for name in re.findall("^#+ (.*)$", TEXT, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings
    assert "docs/pages/ci.md" in (ROOT / "README.md").read_text("utf-8")
