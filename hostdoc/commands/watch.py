"""`hostdoc check --watch`: again after each change, until Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import remark, say

if TYPE_CHECKING:
    from hostdoc.watching import Look

CLEARED = "\x1b[2J\x1b[3J\x1b[H"
NOT_RUN = 2


def watched(once: Callable[[], int], paths: tuple[str, ...], *, ignored: bool) -> int:
    """Does something, and again after each change of what it depends on; the last status, at Ctrl-C.

    What is wrong with settings, or names nothing, is said; mending it is a change like another.
    """
    from hostdoc.watching import changed

    def look() -> Look:
        return _look(paths, ignored=ignored)

    status: int | None = None
    try:
        state = look()  # before the check: what changes while it runs is not missed
        while True:
            status = _status(once)
            remark(f"{datetime.now():%H:%M:%S} watching for changes; Ctrl-C ends it")
            state = changed(state, look)
            say(CLEARED if sys.stdout.isatty() else "\n")
    except KeyboardInterrupt:
        if status is None:
            raise
        return status


def _status(once: Callable[[], int]) -> int:
    try:
        return once()
    except click.ClickException as error:
        error.show()
        return NOT_RUN


def _look(paths: tuple[str, ...], *, ignored: bool) -> Look:
    """The documents, those that are new among them, and the files that say how they are checked."""
    from hostdoc.baseline import NAME
    from hostdoc.project import meant
    from hostdoc.settings import FILES, SettingsError, upwards
    from hostdoc.watching import seen

    try:
        files = meant(paths, ignored=ignored).files
    except SettingsError:  # the check says it
        files = paths
    beside = (*FILES, NAME, "mkdocs.yml", "mkdocs.yaml", ".gitignore")
    return seen((*files, *(str(folder / name) for folder in upwards(Path.cwd()) for name in beside)))
