"""hostdoc for Python programs: what is public, that it is typed and lazy, and what it gives."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import hostdoc

ROOT = Path(__file__).parent.parent
RIGHT = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $790 |\n"


def test_what_is_public_is_there_and_known_to_type_checkers() -> None:
    stub = (ROOT / "hostdoc" / "__init__.pyi").read_text("utf-8")
    told = {line.split(" as ")[1] for line in stub.splitlines() if " as " in line}
    assert told == set(hostdoc._ROOMS)
    assert all(getattr(hostdoc, name) is not None for name in told)
    assert told <= set(dir(hostdoc))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = hostdoc.nothing


def test_importing_it_loads_nothing() -> None:
    code = "import sys, hostdoc; print([m for m in sys.modules if m.startswith('hostdoc')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['hostdoc']"


def test_reads_a_text_and_a_file(tmp_path: Path) -> None:
    ledger = hostdoc.read("Hosting is ~$5–10/month.", format="markdown")
    assert [figure.text for figure in ledger.figures] == ["~$5–10/month"]
    assert ledger.assumptions[0].name == "hosting"
    assert [it.text for it in hostdoc.read("* $5\n", format="org").figures] == ["$5"]
    file = tmp_path / "plan.md"
    file.write_text(RIGHT, "utf-8")
    for path in (file, str(file)):
        assert len(hostdoc.read(path).figures) == 3


@pytest.mark.parametrize("path", ["Hosting is $5.", "missing.md", "plan.txt"])
def test_what_cannot_be_read_says_so(path: str) -> None:
    with pytest.raises(hostdoc.Unreadable):
        hostdoc.read(path)


def test_checks_documents(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(RIGHT, "utf-8")
    (tmp_path / "b.md").write_text(RIGHT.replace("$790", "$800"), "utf-8")
    audit = hostdoc.check(tmp_path, today=date(2026, 1, 1))
    assert isinstance(audit, hostdoc.Audit)
    assert [check.outcome for check in audit.checks] == ["holds", "drifts"]
    assert len(hostdoc.check([tmp_path / "a.md", str(tmp_path / "b.md")]).documents) == 2
    assert hostdoc.check(tmp_path / "no.md").unread


def test_a_folder_that_names_no_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(hostdoc.ProjectError):
        hostdoc.check()


def test_data_frames_are_one_call_away(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(RIGHT + "\nSpot price: $0.23/hr.\n", "utf-8")
    audit = hostdoc.check(file)
    found = hostdoc.frames(audit)
    assert list(found.figures["text"]) == ["$410", "$380", "$790", "$0.23/hr"]
    assert list(found.assumptions["name"]) == ["spot_price"]
    assert list(found.checks["verdict"]) == ["holds"]
    empty = hostdoc.frames(hostdoc.Audit(()))
    for full, bare in zip(found, empty, strict=True):
        assert list(full.columns) == list(bare.columns) and len(bare) == 0
        assert full["low"].dtype == bare["low"].dtype == float
