"""Collects the blocks of a document while a reader goes through it, and the mask of its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hostdoc.core.diagnostic import Diagnostic, Severity
from hostdoc.core.document import (
    Block,
    Cell,
    Code,
    Comment,
    Document,
    Heading,
    Item,
    Keyword,
    Paragraph,
    Row,
    Table,
)
from hostdoc.core.regex import regex
from hostdoc.core.span import Source, Span
from hostdoc.readers.dates import NEAR_TOP
from hostdoc.readers.flattened import Flattened, flattened
from hostdoc.readers.masked import NO_PROSE, Mask
from hostdoc.readers.pipes import Place, strip
from hostdoc.readers.regions import outside, regions

OTHER_BLANK = regex(r"[^\S ]")


class Line(NamedTuple):
    """One row as a reader found it: its place, the places of its cells, and whether a rule stands above it."""

    start: int
    end: int
    cells: Sequence[Place]
    ruled: bool = False


def blanked(text: str) -> list[str]:
    """A blank for each character; line ends, tabs and other blanks stay what they are."""
    blanks = [" "] * len(text)
    for found in OTHER_BLANK.finditer(text):
        blanks[found.start()] = found[0]
    return blanks


class Builder:
    """Readers say what stands where; paths, masks and flattened tables are worked out here."""

    def __init__(self, source: Source, mask: Callable[[str], Mask]) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self._mask = mask
        self._plain = blanked(source.text)
        self._comments: list[Comment] = []
        self._keywords: list[Keyword] = []
        self._path: list[tuple[int, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(words for _, words in self._path)

    def top(self) -> str:
        """The mask of the first prose of the document."""
        first = next((block.span.start for block in self.blocks), 0)
        return "".join(self._plain[first : first + 2 * NEAR_TOP])

    def words(self, start: int, end: int) -> str:
        return " ".join("".join(self._plain[start:end]).replace(NO_PROSE, " ").split())

    def title(self, start: int, end: int) -> str:
        """The words of a heading, code in it left in."""
        words = list(self._plain[start:end])
        for index, mark in enumerate(words):
            if mark == NO_PROSE:
                words[index] = self.source.text[start + index].strip("`=~")
        return " ".join("".join(words).split())

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    def problem(self, rule: str, severity: Severity, message: str, start: int, end: int, help: str = "") -> None:
        self.problems.append(Diagnostic(rule, severity, message, self.span(start, end), help))

    def comment(self, start: int, end: int, inside: int, inside_end: int) -> None:
        self._comments.append(Comment(self.span(start, end), self.span(inside, inside_end)))

    def keyword(self, name: str, whole: Place, value: Place, *, drawer: bool = False) -> None:
        self._keywords.append(Keyword(self.span(*whole), name, self.span(*value), drawer))

    def heading(self, whole: Place, text: Place, level: int) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._prose([text])
        self.blocks.append(Heading(self.span(*whole), self.span(*text), level, self.path))
        self._path.append((level, self.words(*text)))

    def prose(self, lines: Sequence[Place], depth: int | None = None) -> None:
        """A paragraph, or with a depth the first paragraph of a list item; flattened tables in it become tables."""
        text = self.source.text
        kept: list[Place] = []
        for start, end in (strip(text, *line) for line in lines):
            if start == end:
                continue
            table = flattened(text[start:end]) if "|" in text[start:end] else None
            if table is None:
                kept.append((start, end))
                continue
            if text[start : start + table.start].strip():
                kept.append(strip(text, start, start + table.start))
            depth = self._paragraph(kept, depth)
            self.flattened(table, start)
            kept = [strip(text, start + table.end, end)] if text[start + table.end : end].strip() else []
        self._paragraph(kept, depth)

    def _paragraph(self, lines: list[Place], depth: int | None) -> int | None:
        """Write a paragraph; return the depth that still waits for its item."""
        if not lines:
            return depth
        self._prose(lines)
        start, end = lines[0][0], lines[-1][1]
        if not "".join("".join(self._plain[a:b]) for a, b in lines).strip():
            return depth
        spans = tuple(self.span(*line) for line in lines)
        if depth is None:
            self.blocks.append(Paragraph(self.span(start, end), spans, self.path))
        else:
            self.blocks.append(Item(self.span(start, end), spans, self.path, depth))
        return None

    def flattened(self, table: Flattened, at: int) -> None:
        """A table found on one line that begins at `at`."""

        def moved(places: Iterable[Place]) -> list[Place]:
            return [(at + start, at + end) for start, end in places]

        rows = [moved(table.header), *(moved(row) for row, _ in table.rows)]
        ruled = [False, *(above for _, above in table.rows)]
        lines = [Line(row[0][0], row[-1][1], row, above) for row, above in zip(rows, ruled, strict=True)]
        self.table((at + table.start, at + table.end), lines, 1, table.aligns, flat=True)
        size = f"{len(table.rows)} row{'s' * (len(table.rows) > 1)} of {len(table.aligns)} columns"
        place = at + table.start, at + table.end
        self.problem("flattened-table", "note", f"table is flattened onto one line; read as {size}", *place)
        if table.ragged:
            which = ", ".join(map(str, table.ragged[:10]))
            message = f"flattened table has rows without {len(table.aligns)} cells: {which}; read as far as it could be"
            self.problem("ragged-table", "warning", message, *place)

    def table(
        self, whole: Place, lines: Sequence[Line], header: int, aligns: Sequence[str], flat: bool = False
    ) -> None:
        for line in lines:
            for cell in line.cells:
                self._prose([cell])
        rows = tuple(
            Row(self.span(line.start, line.end), tuple(Cell(self.span(*cell)) for cell in line.cells), line.ruled)
            for line in lines
        )
        self.blocks.append(Table(self.span(*whole), rows, header, self.path, tuple(aligns), flat))

    def code(self, whole: Place, lines: Sequence[Place], language: str) -> None:
        for start, end in lines:
            self._plain[start:end] = self.source.text[start:end]
        self.blocks.append(Code(self.span(*whole), tuple(self.span(*line) for line in lines), self.path, language))

    def _prose(self, lines: Sequence[Place]) -> None:
        """Mask the text of some lines, which are read as one."""
        pieces = [self.source.text[start:end] for start, end in lines]
        mask = self._mask("\n".join(pieces))
        if mask.plain is mask.text:  # without any mark-up, as most cells are
            for (start, end), piece in zip(lines, pieces, strict=True):
                self._plain[start:end] = piece
            return
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + len(piece) + 1)
        for (start, end), at in zip(lines, starts, strict=False):
            self._plain[start:end] = mask.plain[at : at + end - start]

        def place(offset: int) -> int:
            index = min(bisect_right(starts, offset), len(lines)) - 1
            return lines[index][0] + offset - starts[index]

        for start, end, inside, inside_end in mask.comments:
            self.comment(place(start), place(end - 1) + 1, place(inside), max(place(inside), place(inside_end)))

    def finish(self, form: str, title: str, date: str, properties: Iterable[tuple[str, str]]) -> Document:
        comments = sorted(self._comments, key=lambda comment: comment.span.start)
        blocks = sorted(self.blocks, key=lambda block: block.span.start)
        switched_off = regions(comments, len(self.source.text))
        for start, end in switched_off:
            self._plain[start:end] = blanked(self.source.text[start:end])
        return Document(
            source=self.source,
            format=form,
            blocks=tuple(outside(blocks, switched_off)),
            plain="".join(self._plain),
            comments=tuple(comments),
            keywords=tuple(outside(self._keywords, switched_off)),
            title=title,
            date=date,
            properties=tuple(properties),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.span.start)),
        )
