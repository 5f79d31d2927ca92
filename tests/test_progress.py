"""The bar: for people, when it takes long, and gone at the end."""

from __future__ import annotations

import io

import pytest

from hostdoc import progress
from hostdoc.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> str:
    bar = Progress(stream)
    for done in range(4):
        bar(done, 3)
    bar.close()
    return stream.getvalue()


def test_a_short_run_shows_none() -> None:
    assert shown(Terminal()) == ""


def test_a_long_run_shows_one_on_a_terminal_and_wipes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    text = shown(Terminal())
    assert "2 of 3 documents" in text and text.endswith("\r\x1b[K") and "\n" not in text
    assert shown(io.StringIO()) == ""
