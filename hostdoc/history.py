"""When files last changed, as git sees it: the day of the last commit that touched each.

Nothing of the repository is run: no external diff, no text conversion, no monitor of the file system. Where there is no
git, no repository or no commit of a file, nothing is known of it.
"""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hostdoc.revisions import SAFE, environment

_LOG = ("log", "--format=%x01%cs", "--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "-z", "--relative")
_DAY = "\x01"


def last_changed(files: Sequence[str]) -> dict[str, date]:
    """The day of the last commit of each file that has one, by the path it was given under."""
    folders: dict[Path, dict[str, str]] = defaultdict(dict)
    for file in files:
        real = Path(os.path.realpath(file))
        folders[real.parent][real.name] = file
    found: dict[str, date] = {}
    for folder, named in folders.items():
        days = _days(folder, list(named))
        found |= {file: days[name] for name, file in named.items() if name in days}
    return found


def _days(folder: Path, names: Sequence[str]) -> dict[str, date]:
    """The days of some files of a folder; the log is read until each was seen, which is soon where they are tended."""
    command = ("git", *SAFE, *_LOG, "--end-of-options", "HEAD", "--", *(f":(literal){name}" for name in names))
    try:
        git = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return {}
    found: dict[str, date] = {}
    wanted = set(names)
    with git:
        assert git.stdout is not None
        day: date | None = None
        rest = b""
        while wanted and (chunk := os.read(git.stdout.fileno(), 65536)):
            *parts, rest = (rest + chunk).split(b"\0")
            for part in parts:
                text = part.decode("utf-8", "surrogateescape").strip("\n")
                if text.startswith(_DAY):
                    day = _day(text[1:])
                elif text in wanted and day:
                    found[text] = day
                    wanted.discard(text)
        git.kill()
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
