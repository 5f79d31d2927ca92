"""Places as editors count them: line and character from 0, characters in the units of an encoding."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

from hostdoc.core.records import dataclass
from hostdoc.core.span import LINE_END

Encoding = Literal["utf-8", "utf-16", "utf-32"]
UNITS: dict[Encoding, tuple[str, int]] = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Place(NamedTuple):
    """`character` counts code units from the start of the line."""

    line: int
    character: int


@dataclass(frozen=True, slots=True)
class Positions:
    """A text and where its lines begin. Lines end where the protocol says: not at form feeds nor at U+2028."""

    text: str
    starts: tuple[int, ...]
    encoding: Encoding

    @classmethod
    def of(cls, text: str, encoding: Encoding) -> Positions:
        return cls(text, (0, *(end.end() for end in LINE_END.finditer(text))), encoding)

    def place(self, offset: int) -> Place:
        """Where the character at an offset stands; behind the last one, where the text ends."""
        line = bisect_right(self.starts, offset) - 1
        return Place(line, self._units(self.text[self.starts[line] : offset]))

    def offset(self, place: Place) -> int:
        """The offset of a place: behind the end of its line, that end; inside a character, its start."""
        if place.line >= len(self.starts):
            return len(self.text)
        start = self.starts[place.line]
        end = self.starts[place.line + 1] if place.line + 1 < len(self.starts) else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        if line.isascii() or self.encoding == "utf-32":
            return start + min(place.character, len(line))
        used = 0
        for number, character in enumerate(line):
            used += self._units(character)
            if used > place.character:
                return start + number
        return start + len(line)

    def replaced(self, start: Place, end: Place, new: str) -> Positions:
        """The text with another one between two places."""
        first, last = sorted((self.offset(start), self.offset(end)))
        return Positions.of(self.text[:first] + new + self.text[last:], self.encoding)

    def _units(self, text: str) -> int:
        if text.isascii():
            return len(text)
        codec, size = UNITS[self.encoding]
        return len(text.encode(codec, "surrogatepass")) // size
