"""A site as its analysis pages see it: audited documents, what they are called, and where each figure stands."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from datetime import date

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, field
from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.downstream import Model
from hostdoc.report.analysis.memory import Memory
from hostdoc.report.anchors import ids_of
from hostdoc.report.calling import calling
from hostdoc.report.gallery import Gallery
from hostdoc.report.notes import title_of


@dataclass(frozen=True, slots=True)
class Place:
    """A figure's place: the path of its document, its line there, and its id in the page (empty: the page's top)."""

    path: str
    line: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paths:
    """Addresses as seen from the page that is being made; of an analysis page that is left out, nothing."""

    link: Callable[[Place], str]
    page: Callable[[str], str]  # by the key of an analysis page
    asset: Callable[[str], str]  # by the name of a file of ours
    source: Callable[[str, int], str] = lambda path, line: ""  # where a line of a source can be seen


@dataclass(frozen=True, slots=True)
class Site:
    """All documents of a site, as they were audited on `today`; `gallery` has the charts of their tables."""

    title: str
    audit: Audit
    today: date
    gallery: Gallery = field(default_factory=Gallery)
    memory: Memory = field(default_factory=Memory)
    _models: list[Model] = field(default_factory=list)
    _owners: dict[Source, AuditedDocument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._owners.update({audited.document.source: audited for audited in self.documents})

    @property
    def documents(self) -> tuple[AuditedDocument, ...]:
        return self.audit.documents

    @property
    def model(self) -> Model:
        """The relations of all documents as one computation; made when it is first asked for."""
        if not self._models:
            self._models.append(Model(self.audit.checks))
        return self._models[0]

    def ids(self, audited: AuditedDocument) -> Mapping[Figure, str]:
        """The ids of a document's figures; found once."""
        return self.memory.of(audited, "ids", lambda: ids_of(audited))

    def called(self, figure: Figure) -> str:
        """What a figure is called, in whichever document it stands."""
        owner = self._owners.get(figure.span.source)
        return self.memory.of(owner, "called", lambda: calling(owner))(figure) if owner else title_of(figure)

    def place(self, figure: Figure) -> Place:
        """Where a figure stands, in whichever document that is."""
        span = figure.span
        owner = self._owners.get(span.source)
        return Place(span.source.path, span.first.line, self.ids(owner).get(figure, "") if owner else "")


def name_of(audited: AuditedDocument) -> str:
    """What a document is called: by its title, else by its file."""
    path = audited.document.source.path
    return audited.document.title or posixpath.splitext(posixpath.basename(path))[0].replace("-", " ").capitalize()
