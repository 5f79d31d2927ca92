"""What a project has decided about drifts, in its settings and its baseline: the same as `hostdoc check` knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hostdoc import baseline, settings
from hostdoc.baseline import Accepted, Baseline, BaselineError, Entry
from hostdoc.core.records import dataclass
from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.settings import Settings, SettingsError

FILES = (*settings.FILES, baseline.NAME)


class UndecidedError(Exception):
    """A file of the project that cannot be used; the message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How much drifts weigh, and which are known. `root` is the folder that paths of documents are seen from."""

    root: Path
    settings: Settings
    baseline: Baseline | None = None

    def document(self, audited: AuditedDocument) -> tuple[AuditedDocument, tuple[Entry, ...]]:
        """A document as it is shown, and the entries of the baseline that match nothing in it any more."""
        audit = settings.weighed(Audit((audited,)), self.settings, self._place)
        found = baseline.accepted(audit, self.baseline, str(self.root)) if self.baseline else Accepted(audit, ())
        return found.audit.documents[0], found.stale

    def notes(self, documents: Sequence[AuditedDocument]) -> tuple[str, ...]:
        """What the rules that the project keeps to leave out of the documents as they were audited."""
        return settings.weighed(Audit(tuple(documents)), self.settings, self._place).notes

    def _place(self, path: str) -> str:
        return str(self.root / path)

    def excludes(self, location: Path) -> bool:
        """Whether the project leaves a document out."""
        return self.settings.excludes(str(location))

    def folders(self) -> Iterator[Path]:
        """Where its files stand, or would if they came."""
        found = (self.settings.file, self.baseline.file if self.baseline else None)
        yield from dict.fromkeys((self.root, *(file.parent for file in found if file)))


def decided(root: Path) -> Decided:
    """What holds in the folder of a project. Raises UndecidedError."""
    try:
        file = baseline.find(root)
        return Decided(root, settings.load(root), baseline.load(file) if file else None)
    except (SettingsError, BaselineError) as error:
        raise UndecidedError(str(error)) from error
