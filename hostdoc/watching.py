"""Waits until files change, by looking at their times: no service of the system is needed, on any file system."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

PAUSE = 0.5  # seconds between two looks
SETTLED = 0.1  # seconds without a change after which a change is over: editors write in several steps

Look = dict[str, tuple[int, int]]  # path → time of the last change, and size


def seen(paths: Iterable[str]) -> Look:
    """When files were changed, and how large they are; those that are not there are left out."""
    found: Look = {}
    for path in paths:
        try:
            state = os.stat(path)
        except OSError:
            continue
        found[path] = (state.st_mtime_ns, state.st_size)
    return found


def changed(before: Look, look: Callable[[], Look], pause: float = PAUSE, settled: float = SETTLED) -> Look:
    """Waits until what is looked at is not what it was `before`, and nothing moves any more; what it is then."""
    while (now := look()) == before:
        time.sleep(pause)
    while True:
        time.sleep(settled)
        again = look()
        if again == now:
            return now
        now = again
