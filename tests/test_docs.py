"""What the pages of the documentation show is what hostdoc does: commands, outputs, programs, tables, links."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import hostdoc
from hostdoc.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "pages"
TEXTS = {page.name: page.read_text("utf-8") for page in sorted(PAGES.glob("*.md"))}
FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)

# Shown for a reader's own shell: they need another machine, a corpus, or go on until they are stopped.
NOT_RUN = ("pip install ", "python benchmarks/", "mkdocs serve", "make ", "npm ", "npx ", "code ", "HOSTDOC_")


# Pages whose steps are taken by a test of their own.
ELSEWHERE = {
    "ci.md": "tests/test_ci_docs.py",
    "configuration.md": "tests/test_configuration_docs.py",
    "formulas.md": "tests/formulas/test_formula_docs.py",
    "site.md": "tests/site/test_site_docs.py",
}


def pages_with(language: str) -> list[str]:
    here = {name: text for name, text in TEXTS.items() if name not in ELSEWHERE}
    return [name for name, text in here.items() if any(step[0] == language for step in FENCE.findall(text))]


def test_each_page_has_its_test() -> None:
    assert [test for name, test in ELSEWHERE.items() if name not in TEXTS or not (ROOT / test).exists()] == []


@pytest.mark.parametrize("name", pages_with("console"))
def test_every_step_does_what_is_shown(name: str, tmp_path: Path) -> None:
    """The steps of a page, in one folder: files that have a title are written, diffs applied, commands run."""
    last = tmp_path / "plan.md"
    for language, title, block in FENCE.findall(TEXTS[name]):
        if title:
            last = tmp_path / title
            last.parent.mkdir(parents=True, exist_ok=True)
            last.write_text(block, "utf-8")
        elif language == "diff":
            before, after = (line[1:] for line in block.splitlines())
            assert before in last.read_text("utf-8")
            last.write_text(last.read_text("utf-8").replace(before, after), "utf-8")
        elif language == "console":
            for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                run(tmp_path, command.split(" #")[0].strip(), shown)


def run(folder: Path, command: str, shown: str) -> None:
    if command.startswith(NOT_RUN):
        assert not shown, command
        return
    words = command.split()
    if words[0] == "mkdir":
        (folder / words[1]).mkdir()
        return
    if words[0] == "mv":
        (folder / words[1]).rename(folder / words[2])
        return
    assert words[0] == "hostdoc", command
    environ = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ,
        timeout=60,
        check=False,
    )
    assert done.returncode == (1 if "\nerror[" in f"\n{shown}" else 0), f"{command}\n{done.stdout}{done.stderr}"
    assert not shown or done.stdout + done.stderr == shown, command


def test_the_five_minutes_end_with_a_site(tmp_path: Path) -> None:
    test_every_step_does_what_is_shown("index.md", tmp_path)
    command = [sys.executable, "-X", "utf8", "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Hosting, spring" in (tmp_path / "site" / "plan" / "index.html").read_text("utf-8")


def test_after_the_repairs_nothing_is_left(tmp_path: Path) -> None:
    test_every_step_does_what_is_shown("repair.md", tmp_path)
    for again in ("check plan.md", "fix plan.md", "suggest plan.md"):
        command = [sys.executable, "-X", "utf8", "-m", "hostdoc", *again.split()]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60)
        assert done.returncode == 0
        assert (" 0 drift" in done.stdout) if again.startswith("check") else (done.stdout == "")


@pytest.mark.parametrize("name", pages_with("python"))
def test_programs_shown_run(name: str, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("| Item | Cost |\n|---|---|\n| A | $1 |\n| B | $2 |\n| Total | $4 |\n", "utf-8")
    for language, _, program in FENCE.findall(TEXTS[name]):
        if language == "python":
            command = [sys.executable, "-X", "utf8", "-c", program]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60)
            assert (done.returncode, done.stderr) == (0, "")
            assert "drifts $4 1 + 2" in done.stdout


def rows(page: str, *header: str) -> list[list[str]]:
    """The rows of the table with this header, without the code signs."""
    first = re.escape(f"| {' | '.join(header)} |")
    table = re.search(rf"^{first}\n\|.*\n((?:\|.*\n)+)", TEXTS[page], re.MULTILINE)
    assert table
    return [[cell.strip().strip("`") for cell in row.strip().strip("|").split("|")] for row in table[1].splitlines()]


@pytest.mark.parametrize(("text", "low", "high", "unit"), rows("figures.md", "written", "low", "high", "unit"))
def test_figures_are_read_as_shown(text: str, low: str, high: str, unit: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(f"| Item | Value |\n|---|---|\n| A | {text} |\n", "utf-8")
    done = CliRunner().invoke(cli, ["records", str(file)])
    _, _, figure, _ = done.output.splitlines()
    assert re.split("  +", figure)[2:5] == [low, high, unit]


@pytest.mark.parametrize(("stated", "arithmetic", "verdict"), rows("verdicts.md", "stated", "written out", "verdict"))
def test_verdicts_are_as_shown(stated: str, arithmetic: str, verdict: str, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(f"# Plan\n\nSum: {arithmetic} = {stated}\n", "utf-8")
    (check,) = hostdoc.check(tmp_path / "plan.md").checks
    assert check.outcome == verdict


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    made = {"kinds.md"}  # by docs/kinds.py
    links = {link for link in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", TEXTS[name]) if link not in made}
    assert [link for link in links if not (PAGES / link).exists()] == []


@pytest.mark.slow
def test_the_documentation_is_built_without_a_warning(tmp_path: Path) -> None:
    build = ["build", "--strict", "-q", "-f", str(ROOT / "docs" / "mkdocs.yml"), "-d", str(tmp_path)]
    command = [sys.executable, "-X", "utf8", "-m", "mkdocs", *build]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environ, timeout=300)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    kinds = (tmp_path / "kinds" / "index.html").read_text("utf-8")
    assert 'id="footing"' in kinds and "stacked on another" in kinds
    assert 'id="hostdoc.api.check"' in (tmp_path / "python" / "index.html").read_text("utf-8")
    assert "hd-figure" in (tmp_path / "example" / "index.html").read_text("utf-8")
