"""What git ignores is not searched; wildcards are expanded where no shell does it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import cli
from hostdoc.patterns import Pattern, pattern
from hostdoc.project import audit_paths, discover

WRONG = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which only its own repository decides what is ignored."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return tmp_path


def write(*names: str, text: str = WRONG) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")


def git(*arguments: str) -> None:
    subprocess.run(("git", *arguments), check=True, capture_output=True)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--no-cache", "--format", "concise", *arguments], catch_exceptions=False)


@pytest.fixture
def ignoring() -> None:
    """Ignore files at two depths, one that takes back, and one that belongs to this copy alone."""
    git("init", "-q")
    write(".gitignore", text="build/\n*.draft.md\n!kept.draft.md\n")
    write("docs/.gitignore", text="/old*.md\n")
    write(".git/info/exclude", text="mine.md\n")
    write("docs/a.md", "docs/old1.md", "docs/deep/old2.md", "docs/b.draft.md", "docs/kept.draft.md", "docs/mine.md")
    write("docs/build/c.md", "docs/build/deep/d.md", "build/e.md")


@pytest.mark.usefixtures("ignoring")
def test_what_git_ignores_is_not_searched() -> None:
    found = ("docs/a.md", "docs/deep/old2.md", "docs/kept.draft.md")
    assert discover(["docs"]).files == discover(["."]).files == found
    assert discover(["docs/deep"]).files == ("docs/deep/old2.md",)
    assert len(discover(["docs"], ignored=True).files) == 8


@pytest.mark.usefixtures("ignoring")
def test_what_is_named_or_kept_is_read() -> None:
    assert discover(["docs/mine.md", "build"]).files == ("build/e.md", "docs/mine.md")
    git("add", "-f", "docs/build/c.md")
    assert "docs/build/c.md" in discover(["docs"]).files
    assert "docs/build/deep/d.md" not in discover(["docs"]).files


@pytest.mark.usefixtures("ignoring")
def test_the_commands_take_no_ignore(here: Path) -> None:
    assert "mine.md" not in check("docs").output and "docs/mine.md:5" in check("--no-ignore", "docs").output
    for command in ("baseline", "records", "fix", "suggest"):
        run = CliRunner().invoke(cli, [command, "--no-ignore", "docs"], catch_exceptions=False)
        assert run.exit_code == 0, run.output
    write("all/x.md")
    write("all/.gitignore", text="*\n")
    assert "--no-ignore reads what git ignores" in check("all").output


def test_outside_of_a_repository_nothing_is_ignored(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    write(".gitignore", text="*.md\n")
    write("docs/a.md")
    assert discover(["docs"]).files == ("docs/a.md",)


@pytest.mark.usefixtures("ignoring")
def test_without_git_nothing_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "docs/mine.md" in discover(["docs"]).files


@pytest.mark.usefixtures("ignoring")
def test_nothing_of_the_repository_is_run(here: Path) -> None:
    git("config", "core.fsmonitor", f"touch {here}/pwned")
    assert discover(["docs"]).files
    assert not (here / "pwned").exists()


@pytest.mark.parametrize(
    ("text", "folder", "matching", "others"),
    [
        ("docs/*.md", "docs", ["docs/a.md"], ["docs/deep/a.md", "docs/a.org", "x/docs/a.md"]),
        ("docs/**/*.md", "docs", ["docs/a.md", "docs/x/y/a.md"], ["docs/a.org"]),
        ("*/plan?.org", ".", ["a/plan1.org"], ["a/plan.org", "plan1.org", "a/b/plan1.org"]),
        ("plans/20*", "plans", ["plans/2026/q1/a.md", "plans/2026.md"], ["plans/x/2026.md"]),
        ("p/[ab]*.md", "p", ["p/a.md", "p/b1.md"], ["p/c.md"]),
        ("p/[!ab].md", "p", ["p/c.md"], ["p/a.md", "p/x/.md"]),
        ("p/[z-a]*.md", "p", ["p/[z-a]1.md"], ["p/z.md"]),
        ("**", ".", ["a.md", "a/b.md"], []),
        ("/etc/*.md", "/etc", ["/etc/a.md"], ["etc/a.md"]),
        ("a.b/*", "a.b", ["a.b/c.md"], ["aXb/c.md"]),
    ],
)
def test_wildcards(text: str, folder: str, matching: list[str], others: list[str]) -> None:
    wild = Pattern(text)
    assert wild.folder == folder
    assert [path for path in (*matching, *others) if wild.matches(path)] == matching


def test_wildcards_are_searches(here: Path) -> None:
    write("docs/a.md", "docs/deep/b.md", "docs/deep/c.org", "docs/.hidden.md", "docs/picture.png")
    assert discover(["docs/**/*.md"]).files == ("docs/a.md", "docs/deep/b.md")
    assert discover(["docs/*"]).files == ("docs/a.md", "docs/deep/b.md", "docs/deep/c.org")
    assert discover(["./docs/d*"]).files == ("./docs/deep/b.md", "./docs/deep/c.org")
    (unread,) = discover(["docs/x*"]).unread
    assert unread.reason.startswith("no document matches this pattern")
    write("docs/[a].md")
    assert pattern("docs/[a].md") is None and discover(["docs/[a].md"]).files == ("docs/[a].md",)


def test_wildcards_in_settings() -> None:
    write("plans/2025/a.md", "plans/2026/b.md", "plans/2026/c.md")
    write("hostdoc.toml", text='sources = ["plans/*6/*.md"]\nexclude = ["plans/*/c.md"]\n')
    assert [it.document.source.path for it in audit_paths().documents] == ["plans/2026/b.md"]
