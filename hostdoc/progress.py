"""A bar on standard error while something takes long; only where a person is watching."""

from __future__ import annotations

import sys
import time
from typing import TextIO

PATIENCE = 1.0  # seconds before there is a bar
PAUSE = 0.1  # seconds between two looks of it
WIDTH = 30


class Progress:
    """Told how much is done; shows it on a terminal, and wipes it off at the end."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._next = time.monotonic() + PATIENCE if self._stream.isatty() else float("inf")
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() < self._next:
            return
        filled = "#" * (WIDTH * done // max(total, 1))
        self._put(f"\r[{filled:<{WIDTH}}] {done} of {total} documents")
        self._next = time.monotonic() + PAUSE
        self._shown = True

    def close(self) -> None:
        if self._shown:
            self._put("\r\x1b[K")
            self._shown = False

    def _put(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
