"""A folder that may come, go and come back while a site is served: MkDocs watches only what is there at the start."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler


class Awaited(FileSystemEventHandler):
    """Waits for a folder in the nearest one above it that is there; when it comes, it is watched and the site built."""

    def __init__(self, folder: Path, server: LiveReloadServer) -> None:
        self._folder, self._server = folder, server
        self._seen = _inode(folder)
        self._waiting: set[Path] = set()
        self._wait()

    def on_any_event(self, event: FileSystemEvent) -> None:
        found = _inode(self._folder)
        if found == self._seen:
            self._wait()
            return
        if self._seen:
            with suppress(KeyError):  # the watch went with the folder
                self._server.unwatch(str(self._folder))
        self._seen = found
        if found:
            self._server.watch(str(self._folder))
        # What was written before it was watched is no event: MkDocs' own flag is the only way to ask for a build.
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def _wait(self) -> None:
        above = next(folder for folder in self._folder.parents if folder.is_dir())
        if above not in self._waiting:
            self._waiting.add(above)
            self._server.observer.schedule(self, str(above), recursive=False)


def _inode(folder: Path) -> int:
    """0 where there is no such folder."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0
