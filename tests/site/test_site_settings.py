"""The site reads in the words of the project, weighs drifts as its settings say, and tells what is wrong with them."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort, ConfigurationError

from hostdoc.report.decided import Decided
from hostdoc.report.library import File, Library
from hostdoc.settings_table import of_table

KRONER = '[currencies]\nNOK = ["kr"]\n'
ROWS = "# Plan\n\n| Item | Cost |\n|---|---|\n| A | 75 kr |\n| B | 20 kr |\n| Bottom line | 96 kr |\n"


def test_a_site_in_kroner(made, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTDOC_TODAY", "2027-01-01")
    (folder / "hostdoc.toml").write_text(
        f'total-words = "bottom line"\nstale-after = "30 days"\n[severity]\nfooting = "note"\n{KRONER}', "utf-8"
    )
    (folder / "sources" / "kroner.md").write_text(f"{ROWS}\nA is 75 kr, as of March 2026.\n", "utf-8")
    site = made(strict=True)  # a drift that is a note does not fail the build
    page = (site / "kroner" / "index.html").read_text("utf-8")
    assert '<span class="hd-stated">96 kr</span>' in page and '<span class="hd-stated">March 2026</span>' in page
    assert 'data-kind="stale"' in (site / "findings" / "index.html").read_text("utf-8")


def test_settings_that_make_no_sense_are_said(made, folder: Path, caplog) -> None:
    (folder / "hostdoc.toml").write_text("[currencies]\nNOK = 3\n", "utf-8")
    with pytest.raises((Abort, ConfigurationError)) as stopped:
        made(strict=True)
    messages = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    said = "hostdoc.toml:2: currencies.NOK is a sign"
    assert any(said in message for message in [*messages, str(stopped.value)]), messages


def test_other_settings_are_another_reading(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(ROWS, "utf-8")
    library, files, day = Library(), {"plan.md": File(file, "plan.md")}, date(2026, 1, 1)
    own = {"currencies": {"NOK": ["kr"]}, "total-words": ["bottom line"]}
    found = []
    for table in ({}, own, own, own | {"severity": {"footing": "note"}}, {}):
        library.refresh(files, day, decided=Decided(tmp_path, of_table(table)))
        found.append((library.audited, [check.severity for check in library.audit.checks]))
    assert found == [(1, []), (1, ["error"]), (0, ["error"]), (0, ["note"]), (1, [])]
