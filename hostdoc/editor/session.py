"""The documents that an editor has open, judged again when they change: off the event loop, the newest text only."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

from hostdoc.core.result import Audit
from hostdoc.editor.analysis import Analyst, Judged, Superseded
from hostdoc.editor.positions import Encoding
from hostdoc.editor.texts import Locations, Open
from hostdoc.relations import Checkpoint, load
from hostdoc.runner import failed

QUIET = 0.2  # seconds without a keystroke after which a text is judged
T = TypeVar("T")


class Session:
    """`publish` is told what came of all open documents, by their addresses, once nothing newer waits.

    `home` is the folder that the process stands in, `folders` are those that the editor works in.
    """

    def __init__(self, publish: Callable[[Mapping[str, Judged]], None]) -> None:
        self.home = Path.cwd()
        self.encoding: Encoding = "utf-16"
        self.documents: dict[str, Open] = {}
        self.judged: dict[str, Judged] = {}
        self._folders: list[Path] = []
        self._publish = publish
        self._analysts: dict[Path, Analyst] = {}
        self._newest = 0  # how often anything has changed
        self._done = 0  # what `judged` is of
        self._timer: asyncio.TimerHandle | None = None
        self._run: asyncio.Task[None] | None = None
        self._analysing = ThreadPoolExecutor(1, "analysis")
        self._proving = ThreadPoolExecutor(1, "proofs")

    def stands_in(self, folder: str) -> None:
        """The process goes to where `hostdoc check` would be run."""
        if Path(folder).is_dir():
            os.chdir(folder)
            self.home = Path(folder)

    def works_in(self, folders: Iterable[str]) -> None:
        """The folders that the editor works in; each is a project of its own."""
        self._folders = [Path(folder) for folder in folders]

    def warm(self) -> None:
        """Loads what an analysis needs, while the editor and the server still make their acquaintance."""
        self._analysing.submit(load)

    def locations(self) -> Locations:
        return Locations(self.documents, self.home, self.encoding)

    # -- Texts ------------------------------------------------------------------------------------------------------

    def put(self, document: Open, *, at_once: bool = False) -> None:
        self.documents[document.uri] = document
        self.changed(at_once=at_once)

    def remove(self, uri: str) -> None:
        self.documents.pop(uri, None)
        self.judged.pop(uri, None)
        self.changed()

    def changed(self, *, at_once: bool = False) -> None:
        """Something is not as it was judged: a text, or a file that texts depend on."""
        self._newest += 1
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(0 if at_once else QUIET, self._start)

    # -- Analysis ---------------------------------------------------------------------------------------------------

    async def of(self, uri: str) -> tuple[Open, Judged] | None:
        """A document as it stands now, judged; waits for that. None if it is not open."""
        while self._done != self._newest and uri in self.documents:
            if self._timer:
                self._timer.cancel()
            await asyncio.shield(self._start())
        document, judged = self.documents.get(uri), self.judged.get(uri)
        return (document, judged) if document and judged else None

    def _start(self) -> asyncio.Task[None]:
        """The analysis of what is newest, begun if it is not under way."""
        if self._run is None or self._run.done() or self._run.get_name() != str(self._newest):
            self._run = asyncio.get_running_loop().create_task(self._analyse(self._newest), name=str(self._newest))
        return self._run

    def checkpoint(self) -> Checkpoint:
        """Raises Superseded once something has changed since."""
        number = self._newest

        def check() -> None:
            if number != self._newest:
                raise Superseded

        return check

    async def _analyse(self, number: int) -> None:
        checkpoint, documents = self.checkpoint(), dict(self.documents)
        try:
            loop = asyncio.get_running_loop()
            judged = await loop.run_in_executor(self._analysing, self._judge, documents, checkpoint)
        except Superseded:
            return
        except Exception as error:  # whatever it is, the next text is judged again
            judged = {uri: Judged(Audit((), (failed(it.draft.name, error),))) for uri, it in documents.items()}
        if number == self._newest:
            self.judged, self._done = judged, number
            self._publish(judged)

    def _judge(self, documents: Mapping[str, Open], checkpoint: Checkpoint) -> dict[str, Judged]:
        """What comes of all documents, project by project."""
        checkpoint()
        groups: dict[Path, list[Open]] = {}
        for document in documents.values():
            groups.setdefault(self._folder(document.draft.file), []).append(document)
        found: dict[str, Judged] = {}
        for folder, group in groups.items():
            analyst = self._analysts.setdefault(folder, Analyst(folder, self.home))
            drafts = [document.draft for document in group]
            judged = analyst.judge(drafts, date.today(), checkpoint)
            found |= {document.uri: judged[document.draft.name] for document in group}
        return found

    def _folder(self, file: str) -> Path:
        """The folder in which a document is checked: the innermost that the editor works in, else its own."""
        inside = [folder for folder in self._folders if Path(file).is_relative_to(folder)]
        return max(inside, key=lambda it: len(it.parts), default=Path(file).parent)

    async def aside(self, work: Callable[[], T]) -> T:
        """The result of work that takes long, done beside the analysis."""
        return await asyncio.get_running_loop().run_in_executor(self._proving, work)

    def close(self) -> None:
        """Gives up what is under way."""
        self._newest += 1
        for pool in (self._analysing, self._proving):
            pool.shutdown(wait=False, cancel_futures=True)
