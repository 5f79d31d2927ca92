"""`hostdoc check` starts fast because it loads only what it needs: a list of modules is the proof."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SITE = {"pandas", "numpy", "altair", "jinja2", "mkdocs", "yaml", "markdown", "vl_convert"}
SLOW = {
    "importlib.metadata",
    "unittest",
    "asyncio",
    "difflib",
    "lzma",
    "tomllib",
    "email",
    "urllib.request",
    "tempfile",
    "multiprocessing",
    "statistics",
}
MARKDOWN, ORG = {"mistune"}, {"orgparse"}

PROBE = """
import sys
sys.argv = ["hostdoc", *sys.argv[1:]]
from hostdoc.cli import main
try:
    main()
except SystemExit:
    pass
print("\\n".join(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", PROBE, *arguments]
    env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # a width asked for is looked up
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60, env=env)
    names = set(done.stderr.split())
    assert "hostdoc.cli" in names
    return names


@pytest.mark.parametrize("form", ["terminal", "json"])
@pytest.mark.parametrize(
    ("name", "needs", "spares"),
    [("plan.md", MARKDOWN, ORG), ("plan.org", ORG, MARKDOWN)],
)
def test_check_loads_the_reader_it_needs_and_nothing_of_the_site(
    tmp_path: Path, form: str, name: str, needs: set[str], spares: set[str]
) -> None:
    table = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Total | $400 |\n"
    (tmp_path / name).write_text(table.replace("---|---", "---+---" if name.endswith(".org") else "---|---"), "utf-8")
    names = loaded("check", "--no-cache", "--format", form, str(tmp_path / name))
    assert needs <= names
    assert not names & (spares | SITE | SLOW)
    assert ("json" in names) == (form == "json")


@pytest.mark.parametrize("name", ["plan.md", "plan.org"])
def test_what_is_unchanged_needs_no_reader_and_no_relations(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOSTDOC_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / name).write_text("Hosting is $410\n", "utf-8")
    loaded("check", str(tmp_path / name))
    names = loaded("check", str(tmp_path / name))
    assert "hostdoc.plain" in names
    assert not names & (MARKDOWN | ORG | SITE | SLOW | {"hostdoc.pipeline", "hostdoc.relations"})


def test_help_loads_no_reader_and_no_audit() -> None:
    names = loaded("check", "--help")
    slow = SLOW - {"lzma"}  # by click, which asks for the width
    assert not names & (SITE | slow | MARKDOWN | ORG | {"hostdoc.pipeline", "hostdoc.figures", "json"})
