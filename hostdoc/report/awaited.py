"""Files and folders that come and go while a site is served: MkDocs watches only what is there at the start."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
        _build(self._server)  # what was written before it was watched is no event

    def _wait(self) -> None:
        above = next(folder for folder in self._folder.parents if folder.is_dir())
        if above not in self._waiting:
            self._waiting.add(above)
            self._server.observer.schedule(self, str(above), recursive=False)


class Noticed(FileSystemEventHandler):
    """Has the site built when files of some names come, go or change in some folders."""

    def __init__(self, names: Collection[str], folders: Iterable[Path], server: LiveReloadServer) -> None:
        self._names, self._server = names, server
        for folder in folders:
            server.observer.schedule(self, str(folder), recursive=False)

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = (str(event.src_path), str(getattr(event, "dest_path", "")))
        if not event.is_directory and any(Path(path).name in self._names for path in paths):
            _build(self._server)


def _build(server: LiveReloadServer) -> None:
    """MkDocs' own flag is the only way to ask for a build."""
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


def _inode(folder: Path) -> int:
    """0 where there is no such folder."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0
