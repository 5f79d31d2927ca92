"""A document as its reader found it: blocks with their places, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.records import dataclass
from hostdoc.core.span import Source, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """`text` is the span of the words, without marks, keywords and tags; `level` counts from 1."""

    span: Span
    text: Span
    level: int
    path: tuple[str, ...]  # the words of the headings above, outermost first


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lines` are its lines without the marks of the quotes and lists they stand in."""

    span: Span
    lines: tuple[Span, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """The first paragraph of a list item, without its bullet or number; `depth` counts from 0."""

    span: Span
    lines: tuple[Span, ...]
    path: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table cell, blanks around it left out. An empty cell is an empty span at its place."""

    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """`ruled`: a rule stands between this row and the row above (the rule below the header counts, too)."""

    span: Span
    cells: tuple[Cell, ...]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table. The first `header` rows are its head; rules are no rows.

    `aligns` has one entry per column: "left", "right", "center" or "". `flattened`: the whole table was found on one
    line, as text extraction leaves it.
    """

    span: Span
    rows: tuple[Row, ...]
    header: int
    path: tuple[str, ...]
    aligns: tuple[str, ...] = ()
    flattened: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced, indented or `#+begin_src` block; `lines` are its lines inside the fence."""

    span: Span
    lines: tuple[Span, ...]
    path: tuple[str, ...]
    language: str = ""


Block = Heading | Paragraph | Item | Table | Code


@dataclass(frozen=True, slots=True)
class Comment:
    """What an author wrote for tools: an HTML comment, an Org comment line or `@@comment:…@@`. `text` is the inside."""

    span: Span
    text: Span


@dataclass(frozen=True, slots=True)
class Keyword:
    """A setting on a line of its own: `#+NAME: infra`, or in a drawer `:months: 12`. `text` is its value."""

    span: Span
    name: str
    text: Span
    drawer: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read.

    `plain` is as long as the source's text and has the same characters at the same offsets, save that mark-up
    (emphasis, escapes, comments, tags) is blanked with spaces and what is no prose (inline code, addresses) with
    U+FFFC. Figures are looked for in `plain`, so that no kind has to know a format.
    """

    source: Source
    format: str  # "markdown" or "org"
    blocks: tuple[Block, ...]
    plain: str
    comments: tuple[Comment, ...] = ()
    keywords: tuple[Keyword, ...] = ()  # with their places; `properties` are those of the whole document
    title: str = ""
    date: str = ""  # as stated, ISO where the document says it so
    properties: tuple[tuple[str, str], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def words(self, span: Span) -> str:
        """The prose of a span, with runs of blanks made one."""
        return " ".join(self.plain[span.start : span.end].replace("\ufffc", " ").split())

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
