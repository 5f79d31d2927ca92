"""Several processes: one that dies loses its own task only, and neither order nor number changes a result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from hostdoc import runner
from hostdoc.cache import Cache
from hostdoc.outputs import render
from hostdoc.outputs.view import View
from hostdoc.project import audit_paths
from hostdoc.runner import Run, Task
from hostdoc.workers import shared

PLAN = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
DAY = date(2026, 6, 1)


def doubled(number: int) -> int:
    if number == 13:
        os._exit(1)
    return 2 * number


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_task_has_its_result(count: int) -> None:
    assert sorted(shared(doubled, range(10), count)) == [(number, 2 * number) for number in range(10)]
    assert list(shared(doubled, [], count)) == []


@pytest.mark.parametrize("count", [1, 2])
def test_a_process_that_dies_loses_its_task_and_no_other(count: int) -> None:
    tasks = [1, 13, 2, 13, 13, 3]
    found = dict(shared(doubled, tasks, count))
    assert found == {0: 2, 1: None, 2: 4, 3: None, 4: None, 5: 6}


def fatal(task: Task) -> bytes | runner.Unread:
    if "fatal" in task.path:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    return whole(task)


whole = runner._dumped


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "WORTH", 0)
    (tmp_path / "docs").mkdir()
    for number in range(9):
        (tmp_path / "docs" / f"{number}.md").write_text(f"Text {number}\n\n" * number + PLAN, "utf-8")
    (tmp_path / "docs" / "bad.md").write_bytes(b"\xff\xfe")
    return tmp_path


@pytest.mark.parametrize("cached", [False, True])
def test_neither_the_number_of_processes_nor_the_order_of_arguments_counts(folder: Path, cached: bool) -> None:
    names = sorted(path.as_posix() for path in Path("docs").iterdir())
    said = set()
    for jobs in (1, 2, 3):
        for order in (names, names[::-1], ["docs"], [*names[5:], *names[:5]]):
            run = Run(Cache(folder / f"cache{jobs}") if cached else None, jobs)
            said.add(render("json", audit_paths(order, DAY, run), View()).replace('"passed": []', ""))
    assert len(said) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_document_that_kills_its_process_hides_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_dumped", fatal)
    (folder / "docs" / "fatal.md").write_text(PLAN, "utf-8")
    audit = audit_paths(["docs"], DAY, Run(None, 2))
    assert len(audit.documents) == 9
    assert {unread.path for unread in audit.unread} == {"docs/bad.md", "docs/fatal.md"}
    assert "died" in audit.unread[1].reason


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_interrupted_without_a_word_and_without_orphans(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text((PLAN + "\nAbout $5 for 12 users.\n\n") * 300, "utf-8")
    command = [sys.executable, "-m", "hostdoc", "check", "--no-cache", "."]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        time.sleep(1.5)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)
        assert process.returncode == 130 and b"".join(said).strip() == b""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
