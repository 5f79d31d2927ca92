"""The audited documents of a site, kept while their files do not change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.core.span import Source
from hostdoc.formulas import mentions_others
from hostdoc.joining import joined
from hostdoc.loading import Unreadable, read_text
from hostdoc.pipeline import Neighbours, audit_source

State = tuple[str, int, int, date]  # the file, when it was written, its size, and the day: waivers expire


@dataclass(frozen=True, slots=True)
class File:
    """A document on disk and the path it is shown under."""

    location: Path
    shown: str


class Library:
    """Audits documents by key (their address in the site) and remembers the outcome."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, State, AuditedDocument | Unread]] = {}
        self._documents: dict[str, AuditedDocument] = {}
        self.audited = 0  # how many documents the last refresh looked at anew

    def refresh(self, files: Mapping[str, File], today: date) -> None:
        """Forgets what is gone and audits what is new or was written since."""
        kept, self._kept, self.audited = self._kept, {}, 0
        locations = {file.shown: file.location for file in files.values()}
        others = Neighbours(locations, lambda path: _source(path, locations[path]))
        for key, file in files.items():
            state = _state(file.location, today)
            known = kept.get(key)
            if known is None or state is None or known[:2] != (file.shown, state) or _depends(known[2]):
                self.audited += 1
                known = (file.shown, state or (str(file.location), 0, 0, today), _audit(file, today, others))
            self._kept[key] = known
        read = {key: known[2] for key, known in self._kept.items() if isinstance(known[2], AuditedDocument)}
        ordered = dict(sorted(read.items(), key=lambda pair: pair[1].document.source.path))
        self._documents = dict(zip(ordered, joined(list(ordered.values())), strict=True))

    def get(self, key: str) -> AuditedDocument | Unread | None:
        known = self._kept.get(key)
        return self._documents.get(key) or (known[2] if known else None)

    @property
    def documents(self) -> dict[str, AuditedDocument]:
        """The documents that could be read, by key, in the order of their paths."""
        return self._documents

    @property
    def audit(self) -> Audit:
        unread = [known[2] for known in self._kept.values() if isinstance(known[2], Unread)]
        return Audit(tuple(self.documents.values()), tuple(sorted(unread, key=lambda one: one.path)))


def _state(location: Path, today: date) -> State | None:
    try:
        found = location.stat()
    except OSError:
        return None
    return str(location), found.st_mtime_ns, found.st_size, today


def _depends(audited: AuditedDocument | Unread) -> bool:
    """Whether the outcome may change with another file."""
    return isinstance(audited, AuditedDocument) and mentions_others(audited.document.source.text)


def _source(shown: str, location: Path) -> Source | None:
    try:
        return Source.of(shown, read_text(str(location)))
    except Unreadable:
        return None


def _audit(file: File, today: date, others: Neighbours) -> AuditedDocument | Unread:
    """One document; a file that cannot be read, or that breaks hostdoc, is said and takes no other with it."""
    try:
        return audit_source(Source.of(file.shown, read_text(str(file.location))), today, others)
    except Unreadable as error:
        return Unread(file.shown, str(error))
    except Exception as error:  # a mistake of ours: the other documents are still shown
        return Unread(file.shown, f"hostdoc failed on it ({type(error).__name__}: {error}); please report it")
