"""What each format prints for one audit. `HOSTDOC_GOLDEN=write pytest tests/outputs` writes the files anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hostdoc.core.result import Audit
from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.view import View

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "terminal.txt": ("terminal", View()),
    "terminal-verbose.txt": ("terminal", View(verbose=True)),
    "terminal-colour.txt": ("terminal", View(colour=True)),
    "terminal-ascii.txt": ("terminal", View(encoding="ascii")),
    "terminal-narrow.txt": ("terminal", View(width=24)),
    "terminal-uncovered.txt": ("terminal", View(uncovered=True)),
    "terminal-quiet.txt": ("terminal", View(quiet=True)),
    "concise.txt": ("concise", View()),
    "report.json": ("json", View()),
    "report.jsonl": ("jsonl", View()),
    "report.sarif": ("sarif", View()),
    "github.txt": ("github", View()),
    "gitlab.json": ("gitlab", View()),
    "junit.xml": ("junit", View()),
    "report.rdjsonl": ("rdjsonl", View()),
    "report.md": ("markdown", View()),
}


@pytest.mark.parametrize("name", CASES)
def test_prints_what_it_printed(name: str, audit: Audit) -> None:
    form, view = CASES[name]
    text = render(form, audit, view)
    file = GOLDEN / name
    if os.environ.get("HOSTDOC_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_every_format_has_a_golden_file() -> None:
    assert {form for form, _ in CASES.values()} == set(FORMATS)
