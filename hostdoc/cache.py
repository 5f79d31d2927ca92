"""The cache folder: results of earlier runs as plain data, under keys made of everything they depend on.

Whatever is wrong with it (not permitted, damaged, written by something else, removed while it is used) is no error:
the document is analysed again. Entries are written beside their place and moved there, so that several runs may share
a folder.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from hostdoc.version import __version__

NAME = ".hostdoc_cache"
VARIABLE = "HOSTDOC_CACHE_DIR"
PARSERS = ("mistune", "orgparse")
MOST_BYTES = 256 * 2**20  # of all entries; those used least recently go first
MOST_BYTES_EACH = 32 * 2**20
DAY = 86_400  # seconds; an entry's time of use is not noted more often
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of hostdoc; it may be removed at any time.\n"


def cache_folder(here: Path) -> Path:
    """Where the results of a project are kept: the folder that HOSTDOC_CACHE_DIR names, else at its root."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    marks = ("pyproject.toml", "mkdocs.yml", ".git")
    root = next((folder for folder in (here, *here.parents) if any((folder / mark).exists() for mark in marks)), here)
    return root / NAME


class Cache:
    """Results in a folder, each under a key that `key` gives; `scope` is what else all of them depend on."""

    def __init__(self, folder: Path, scope: str = "") -> None:
        self._folder = folder
        self._state = _state() + scope.encode("utf-8", "surrogatepass")
        self._stored = False

    def key(self, shown: str, content: bytes, day: str, terms: str = "") -> str:
        """What a result depends on: the file's name and content, hostdoc and its parsers, the day if it matters.

        `terms` is what the project's settings say of how it is read, as a text.
        """
        parts = (self._state, shown.encode("utf-8", "surrogateescape"), day.encode(), terms.encode(), content)
        digest = sha256()
        for part in parts:
            digest.update(b"%d:" % len(part) + part)
        return digest.hexdigest()

    def load(self, key: str) -> bytes | None:
        """The entry, if it is there and whole."""
        path = self._path(key)
        try:
            checksum, _, entry = path.read_bytes().partition(b"\n")
            if checksum != sha256(entry).hexdigest().encode():
                return None
            if time.time() - path.stat().st_mtime > DAY:
                os.utime(path)
        except OSError:
            return None
        return entry

    def store(self, key: str, entry: bytes) -> None:
        if len(entry) > MOST_BYTES_EACH:
            return
        path = self._path(key)
        with suppress(OSError):
            if not self._stored:
                self._prepare()
            self._stored = True
            path.parent.mkdir(exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}.new")
            try:
                beside.write_bytes(sha256(entry).hexdigest().encode() + b"\n" + entry)
                beside.replace(path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise

    def close(self) -> None:
        """Removes what was used least recently, where there is too much."""
        if self._stored:
            with suppress(OSError):
                _shrink(
                    [entry for folder in os.scandir(self._folder) if folder.is_dir() for entry in os.scandir(folder)]
                )

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"

    def _prepare(self) -> None:
        """A folder that version control, backups and linters leave alone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", "# Written by hostdoc.\n*\n"), ("CACHEDIR.TAG", TAG)):
            if not (self._folder / name).exists():
                (self._folder / name).write_text(text, encoding="utf-8")


def _shrink(entries: Iterable[os.DirEntry[str]]) -> None:
    files = sorted(((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in entries), reverse=True)
    room = MOST_BYTES
    for _, size, path in files:
        room -= size
        if room < 0:
            with suppress(OSError):
                Path(path).unlink()


def _state() -> bytes:
    """The versions of hostdoc, Python and the parsers; in a checkout, where the code changes, its files, too."""
    package = Path(__file__).parent
    code = sorted(_files(package)) if (package.parent / "pyproject.toml").exists() else []
    return sha256(repr((__version__, sys.version_info[:2], _parsers(), code)).encode()).digest()


def _files(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """The modules below a folder, with their sizes and times."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(entry.path)
        elif entry.name.endswith(".py"):
            yield entry.path, entry.stat().st_size, entry.stat().st_mtime_ns


def _parsers() -> list[str]:
    """Their versions, by the names of the folders that installers leave beside them: importing them takes time."""
    starts = tuple(f"{name}-" for name in PARSERS)
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(path.name for path in Path(folder).iterdir() if path.name.startswith(starts))
    return sorted(found)
