"""The audited documents of a site, kept while their files do not change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hostdoc.baseline import Entry
from hostdoc.core.records import dataclass
from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.core.vocabulary import Terms
from hostdoc.formulas import mentions_others
from hostdoc.history import last_changed
from hostdoc.joining import joined
from hostdoc.report.decided import Decided
from hostdoc.runner import ALONE, Run, audit_files
from hostdoc.settings import Settings

# The file, when it was written, its size, the day, as waivers expire, and how its project wants it read.
State = tuple[str, int, int, date, Terms] | None


_Shown = tuple[AuditedDocument, tuple[Entry, ...]]  # a document as the project decided; entries that match nothing
_Kept = tuple[str, State, AuditedDocument | Unread]  # under which path it is shown, as what it was read, the outcome


@dataclass(frozen=True, slots=True)
class File:
    """A document on disk and the path it is shown under."""

    location: Path
    shown: str


class Library:
    """Audits documents by key (their address in the site) and remembers the outcome."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._documents: dict[str, AuditedDocument] = {}
        self._decided: Decided | None = None
        self._shown: dict[str, tuple[AuditedDocument, _Shown]] = {}
        self._notes: tuple[str, ...] = ()
        self.audited = 0  # how many documents the last refresh looked at anew

    def refresh(self, files: Mapping[str, File], today: date, run: Run = ALONE, decided: Decided | None = None) -> None:
        """Forgets what is gone and audits what is new or was written since; drifts weigh what the project decided."""
        kept, self._kept = self._kept, {}
        settings = decided.settings if decided else Settings()
        paths = [str(file.location) for file in files.values()]
        changed = last_changed(paths) if settings.ages else {}
        terms = {path: settings.terms(path, changed.get(path)) for path in paths}
        states = {key: _state(file.location, today, terms[str(file.location)]) for key, file in files.items()}
        new = [key for key, file in files.items() if _outdated(kept.get(key), file.shown, states[key])]
        names = {str(file.location): file.shown for file in files.values()}
        found = audit_files([str(files[key].location) for key in new], today, run, names, terms=terms.__getitem__)
        anew = dict(zip(new, found, strict=True))
        self._kept = {
            key: (file.shown, states[key], anew[key]) if key in anew else kept[key] for key, file in files.items()
        }
        self.audited = len(new)
        read = {key: known[2] for key, known in self._kept.items() if isinstance(known[2], AuditedDocument)}
        ordered = dict(sorted(read.items(), key=lambda pair: pair[1].document.source.path))
        whole = dict(zip(ordered, joined(list(ordered.values())), strict=True))
        self._shown = {key: (audited, self._as_decided(key, audited, decided)) for key, audited in whole.items()}
        self._decided = decided
        self._notes = decided.notes(list(whole.values())) if decided else ()
        self._documents = {key: shown[0] for key, (_, shown) in self._shown.items()}

    def _as_decided(self, key: str, audited: AuditedDocument, decided: Decided | None) -> _Shown:
        """The same object as before where nothing is new: pages are kept by it."""
        before, shown = self._shown.get(key, (None, None))
        if shown is not None and before is audited and decided == self._decided:
            return shown
        return decided.document(audited) if decided else (audited, ())

    @property
    def stale(self) -> tuple[Entry, ...]:
        """The entries of the baseline that match nothing any more in the documents read."""
        return tuple(entry for _, (_, stale) in self._shown.values() for entry in stale)

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
        unread.sort(key=lambda one: one.path)
        return Audit(tuple(self.documents.values()), tuple(unread), notes=self._notes)


def _state(location: Path, today: date, terms: Terms) -> State:
    """None where there is no file, which is no state that could be the same again."""
    try:
        found = location.stat()
    except OSError:
        return None
    return str(location), found.st_mtime_ns, found.st_size, today, terms


def _outdated(kept: _Kept | None, shown: str, state: State) -> bool:
    return kept is None or state is None or kept[:2] != (shown, state) or _depends(kept[2])


def _depends(audited: AuditedDocument | Unread) -> bool:
    """Whether the outcome may change with another file."""
    return isinstance(audited, AuditedDocument) and mentions_others(audited.document.source.text)
