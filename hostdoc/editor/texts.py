"""The documents that are open in an editor, and spans in them as ranges that the editor understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from hostdoc.core.records import dataclass, replace
from hostdoc.core.span import Source, Span
from hostdoc.editor.analysis import Draft, name_of
from hostdoc.editor.positions import Encoding, Place, Positions
from hostdoc.edits import Edit

MARK = "\ufeff"  # an editor may show a byte order mark as the first character; a source leaves it out
ENDINGS = {"markdown": ".md", "org": ".org"}  # of documents that are not saved yet, by what the editor calls them


@dataclass(frozen=True, slots=True)
class Open:
    """One open document. `uri` is as the editor writes it."""

    uri: str
    version: int
    draft: Draft
    positions: Positions

    @property
    def lead(self) -> int:
        """How many characters stand before those of the source."""
        return len(MARK) if self.positions.text.startswith(MARK) else 0

    def offset(self, position: types.Position) -> int:
        """The offset in the source."""
        return max(0, self.positions.offset(Place(position.line, position.character)) - self.lead)

    def range(self, span: Span) -> types.Range:
        return _range(self.positions, span.start + self.lead, span.end + self.lead)

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in edits]


def opened(item: types.TextDocumentItem, home: Path, encoding: Encoding) -> Open:
    """A document as it is opened. One without a file is known by its address, and read as what the editor calls it."""
    path = to_fs_path(item.uri)
    file = path or str(home / item.uri.replace(":", "-").replace("/", "-"))
    if path is None and not file.lower().endswith(tuple(ENDINGS.values())):
        file += ENDINGS.get(item.language_id.lower(), "")
    return Open(item.uri, item.version, Draft(name_of(file, home), file, item.text), Positions.of(item.text, encoding))


def changed(it: Open, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Open:
    """The document after changes, each of which speaks of the text that the one before it leaves."""
    positions = it.positions
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = (Place(at.line, at.character) for at in (change.range.start, change.range.end))
            positions = positions.replaced(start, end, change.text)
        else:
            positions = Positions.of(change.text, positions.encoding)
    return replace(it, version=version, draft=replace(it.draft, text=positions.text), positions=positions)


class Locations:
    """Spans of any document as locations: of open ones in the text of the editor, of others in that of their file."""

    def __init__(self, documents: Mapping[str, Open], home: Path, encoding: Encoding) -> None:
        self._open = {it.draft.name: it for it in documents.values()}
        self._home = home
        self._encoding = encoding
        self._saved: dict[Source, Positions] = {}

    def location(self, span: Span) -> types.Location:
        document = self._open.get(span.source.path)
        if document:
            return types.Location(document.uri, document.range(span))
        path = str(self._home / span.source.path)
        return types.Location(from_fs_path(path) or "", _range(self._positions(span.source), span.start, span.end))

    def _positions(self, source: Source) -> Positions:
        if source not in self._saved:
            self._saved[source] = Positions.of(source.text, self._encoding)
        return self._saved[source]


def _range(positions: Positions, start: int, end: int) -> types.Range:
    return types.Range(_position(positions, start), _position(positions, end))


def _position(positions: Positions, offset: int) -> types.Position:
    return types.Position(*positions.place(offset))
