"""Where a text stands: a source and half-open offsets into it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex

LINE_END = regex(r"\r\n|\r|\n")  # str.splitlines would cut at form feeds and U+2028, too


class Position(NamedTuple):
    """A place as people count: line and column from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A text and the name it was read under. Two sources are equal only if they are the same object."""

    path: str  # as given on the command line, with `/`
    text: str  # without a byte order mark, line ends as in the file
    starts: tuple[int, ...]  # the offset of the first character of each line

    @classmethod
    def of(cls, path: str, text: str) -> Source:
        text = text.removeprefix("\ufeff")
        return cls(path, text, (0, *(end.end() for end in LINE_END.finditer(text))))

    def position(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its line end."""
        last = number == len(self.starts)
        end = len(self.text) if last else self.starts[number]
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a source. Lines and columns are derived when something is printed."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def first(self) -> Position:
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """The position just behind the last character."""
        return self.source.position(self.end)

    def covers(self, other: Span) -> bool:
        return self.source is other.source and self.start <= other.start and other.end <= self.end
