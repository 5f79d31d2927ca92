"""Where hostdoc runs for others: as tests of pytest, as a hook of pre-commit, as a step of GitHub Actions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
RIGHT = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $14 |\n"
WRONG = RIGHT.replace("$14", "$15")
WAIVED = WRONG + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with documents that agree, drift, and drift as its author knows."""
    (tmp_path / "sources").mkdir()
    for name, text in (("right.md", RIGHT), ("wrong.md", WRONG), ("waived.md", WAIVED)):
        (tmp_path / "sources" / name).write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_figures_are_tests(folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own() -> None:\n    assert True\n", "utf-8")
    pytest_ = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "-v")
    done = run(folder, *pytest_, "--hostdoc", "sources")
    assert done.returncode == 1
    assert re.search(r"1 failed, 2 passed, 1 skipped", done.stdout), done.stdout
    assert "sources/wrong.md:5:11: total does not foot: stated 15; the rows add up to 14" in done.stdout
    assert "waived: as quoted" in done.stdout and "Traceback" not in done.stdout
    assert "sources/right.md::footing-" in done.stdout
    assert "1 passed" in run(folder, *pytest_).stdout
    (folder / "sources" / "none.md").write_bytes(b"\xff\xfe\x00")
    assert "sources/none.md could not be read" in run(folder, *pytest_, "--hostdoc", "sources/none.md").stdout


def test_settings_that_are_wrong_end_pytest_with_their_message(folder: Path) -> None:
    (folder / "hostdoc.toml").write_text("severty = {}\n", "utf-8")
    done = run(folder, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--hostdoc", "sources")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "did you mean `severity`" in done.stderr and "Traceback" not in done.stdout + done.stderr


def test_the_hook_fails_on_the_files_it_is_given(folder: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    chosen = [name for name in ("a.md", "b.org", "c.markdown", "d.py", "e.md.txt") if re.search(hook["files"], name)]
    assert chosen == ["a.md", "b.org", "c.markdown"]
    command = [sys.executable, "-m", *hook["entry"].split()]
    git(folder, "init", "-q")
    assert run(folder, *command, "sources/right.md", "sources/waived.md").stdout == ""
    done = run(folder, *command, "sources/right.md", "sources/wrong.md")
    assert done.returncode == 1 and done.stdout.startswith("error[footing]")
    said = f"{RIGHT}\nIt costs $14 a month.\n"
    (folder / "sources" / "said.md").write_text(said, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    (folder / "sources" / "said.md").write_text(said.replace("costs $14", "costs $41"), "utf-8")
    done = run(folder, *command, "sources/said.md")
    assert hook["verbose"] and done.returncode == 0
    assert "it held at HEAD, before `$14 a month` became `$41 a month`" in done.stdout


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    assert run(folder, "git", *identity, *arguments).returncode == 0


def _step(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step that checks, as a runner would run it."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    values = {name: str(given["default"]) for name, given in action["inputs"].items()} | inputs
    (step,) = [step for step in action["runs"]["steps"] if step["name"] == "Check"]
    environ = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    bash = shutil.which("bash")
    assert bash, "the step is a script for bash"
    script = (bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
    return run(folder, *script, PATH=path, **environ)


def test_the_action_annotates_and_fails(folder: Path) -> None:
    done = _step(folder)
    assert done.returncode == 1 and done.stdout.startswith("::error file=sources/wrong.md,")
    assert _step(folder, paths="sources/right.md\nsources/waived.md\n").returncode == 0
    assert _step(folder, **{"fail-on": "sometimes"}).returncode == 2
    done = _step(folder, paths="sources/right.md", sarif="a b.sarif")
    assert done.returncode == 0 and (folder / "a b.sarif").is_file()


def test_the_action_warns_of_what_held_on_the_branch_of_a_pull_request(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "sources" / "right.md"
    file.write_text(RIGHT + "\nIt costs $14 a month, or $168 a year.\n", "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    file.write_text(file.read_text("utf-8").replace("costs $14", "costs $41"), "utf-8")
    assert "::warning" not in _step(folder, paths="sources/right.md").stdout
    assert "it held at HEAD" in _step(folder, paths="sources/right.md", since="HEAD").stdout
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    done = _step(folder, paths="sources/right.md")
    assert done.returncode == 0 and "it held at origin/main" in done.stdout


def test_inputs_of_the_action_are_never_run(folder: Path) -> None:
    evil = "$(touch run); `touch run` && touch run #"
    done = _step(folder, paths=evil, sarif="x.sarif; touch run")
    assert done.returncode == 2 and not (folder / "run").exists()
    assert "${{" not in re.sub(r"env:.*?run:", "", (ROOT / "action.yml").read_text("utf-8"), flags=re.S)


def test_the_workflow_of_the_action_tries_what_drifts_on_every_system(folder: Path) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "action.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert {name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]} == {"ubuntu", "macos", "windows"}
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    own = [step for step in job["steps"] if step.get("uses") == "./"]
    assert len(own) == 2 and all(set(step["with"]) <= set(inputs) for step in own)
    scripts = [step for step in job["steps"] if "run" in step]
    assert all(step["shell"] == "bash" and "${{" not in step["run"] for step in scripts)
    bash = shutil.which("bash")
    assert bash
    (folder / "hostdoc.sarif").write_text("{}", "utf-8")
    assert run(folder, bash, "-eo", "pipefail", "-c", scripts[0]["run"]).returncode == 0
    done = _step(folder, **own[1]["with"])
    assert done.returncode == 1 and "drifting/plan.md" in done.stdout
    for outcome, status in (("failure", 0), ("success", 1)):
        assert run(folder, bash, "-eo", "pipefail", "-c", scripts[1]["run"], OUTCOME=outcome).returncode == status
