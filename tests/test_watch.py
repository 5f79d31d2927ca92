"""`hostdoc check --watch`: again when something changes, until it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from hostdoc.watching import Look, changed, seen

RIGHT = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $14 |\n"
WRONG = RIGHT.replace("$14", "$15")


class Watching:
    """A process that watches; what it prints, line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "hostdoc", "check", "--watch", "--format", "concise", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, text: str) -> str:
        """What is printed up to a line with some text."""
        said = ""
        while True:
            said += self._lines.get(timeout=60)
            if text in said:
                return said

    def close(self) -> None:
        self.process.kill()
        self.process.wait(60)
        self._reader.join(60)
        if self.process.stdout:
            self.process.stdout.close()

    def interrupted(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HOSTDOC_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "plan.md").write_text(RIGHT, "utf-8")
    yield tmp_path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_documents_settings_and_new_files_are_watched(folder: Path) -> None:
    watching = Watching(folder)
    try:
        assert "error[" not in watching.until("watching")
        (folder / "sources" / "plan.md").write_text(WRONG, "utf-8")
        assert "sources/plan.md:5:11: error[footing]" in watching.until("watching")
        (folder / "hostdoc.toml").write_text('[severity]\nfootin = "off"\n', "utf-8")
        assert "did you mean `footing`" in watching.until("watching")
        (folder / "hostdoc.toml").write_text('[severity]\nfooting = "off"\n', "utf-8")
        assert "error[" not in watching.until("watching")
        (folder / "hostdoc.toml").unlink()
        assert "sources/plan.md:5" in watching.until("watching")
        (folder / "sources" / "new.md").write_text(WRONG, "utf-8")
        said = watching.until("watching")
        assert "sources/new.md:5" in said and "\x1b" not in said
        assert watching.interrupted() == 1
    finally:
        watching.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals there")
def test_a_terminal_is_cleared_and_left_clean(folder: Path) -> None:
    import pty

    main, side = pty.openpty()
    command = [sys.executable, "-m", "hostdoc", "check", "--watch", "sources/plan.md"]
    process = subprocess.Popen(command, cwd=folder, stdout=side, stderr=side, stdin=side)
    os.close(side)

    def until(text: str) -> str:
        said = ""
        while text not in said:
            said += os.read(main, 4096).decode("utf-8", "replace")
        return said

    try:
        assert "\x1b[2J" not in until("watching")
        (folder / "sources" / "plan.md").write_text(WRONG, "utf-8")
        said = until("watching")
        assert "\x1b[2J" in said and "error" in said
        (folder / "sources" / "plan.md").write_text(RIGHT, "utf-8")
        until("watching")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        os.close(main)


def test_standard_input_is_not_watched(folder: Path) -> None:
    command = [sys.executable, "-m", "hostdoc", "check", "--watch", "-", "--stdin-filename", "x.md"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, input="", timeout=60, check=False)
    assert done.returncode == 2 and "standard input is no file to watch" in done.stderr


def test_a_change_is_over_when_nothing_moves_any_more() -> None:
    looks = iter([{"a": (1, 1)}, {"a": (1, 1)}, {"a": (2, 0)}, {"a": (2, 5)}, {"a": (3, 9)}, {"a": (3, 9)}])
    before: Look = {"a": (1, 1)}
    assert changed(before, lambda: next(looks), pause=0, settled=0) == {"a": (3, 9)}
    assert list(looks) == []


def test_what_is_not_there_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    paths = [str(file)]
    assert seen(paths) == {}
    file.write_text("1", "utf-8")
    first = seen(paths)
    time.sleep(0.01)
    file.write_text("2", "utf-8")
    assert first != seen(paths) != {}
