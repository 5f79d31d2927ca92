"""The lines of an Org text, sorted into what they are: one pass, every expression linear."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.readers.pipes import Place

LineKind = Literal[
    "blank",
    "chrome",
    "heading",
    "keyword",
    "property",
    "drawer",
    "planning",
    "comment",
    "fixed",
    "verbatim",
    "table",
    "text",
]

HEADING = regex(r"(\*+) ")
KEYWORD = regex(r"[ \t]*+#\+([\w-]++)(?:\[[^\]]*+\])?:")
BEGIN = regex(r"[ \t]*+#\+begin_([\w-]++)[ \t]*+(\S*+)", re.I)
END = regex(r"[ \t]*+#\+end_([\w-]++)[ \t]*+$", re.I)
FENCE = regex(r"[ \t]*+```[ \t]*+([\w+-]*+)[ \t]*+$")
DRAWER = regex(r"[ \t]*+:([\w-]++):[ \t]*+$")
PROPERTY = regex(r"[ \t]*+:([^\s:]++):(?:[ \t]|$)")
PLANNING = regex(r"[ \t]*+(?:SCHEDULED|DEADLINE|CLOSED):")
CLOCK = regex(r"[ \t]*+CLOCK:[ \t]")
RULE = regex(r"[ \t]*+-{5,}+[ \t]*+$")
STAMP = regex(r"[<\[](\d{4})-(\d\d)-(\d\d)(?:[ \t]++[^\W\d_]++\.?)?(?:[ \t]++(\d\d?):(\d\d))?")
VERBATIM = frozenset({"src", "example", "export", "comment"})
HEADER = regex(
    r"#\+(?:title|subtitle|author|date|email|language|options|startup|filetags|category|description|keywords|"
    r"property|setupfile|status|todo|seq_todo|latex_\w+|html_\w+):",
    re.I,
)
HEADER_WITHIN = 40  # lines
LONGEST_CHROME_LINE = 12  # words


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A block that is not Org inside: lines `first` to `last`, its marks counted."""

    first: int
    last: int
    name: str
    language: str


@dataclass(slots=True)
class OrgLines:
    """Each line's place, text and kind; `problems` are (rule, message, line)."""

    places: list[Place]
    texts: list[str]
    kinds: list[LineKind] = field(default_factory=list)
    verbatim: dict[int, Verbatim] = field(default_factory=dict)  # by first line
    problems: list[tuple[str, str, int]] = field(default_factory=list)
    chrome: int = 0  # lines of a web page before the document
    _headings: list[int] = field(default_factory=list)
    _ends: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        count = len(self.texts)
        self.kinds = ["text"] * count
        self._headings = [index for index, text in enumerate(self.texts) if HEADING.match(text)]
        for index, text in enumerate(self.texts):
            if end := END.match(text):
                self._ends.setdefault(end[1].lower(), []).append(index)
            elif text.strip().upper() == ":END:":
                self._ends.setdefault(":end:", []).append(index)
            elif FENCE.match(text):
                self._ends.setdefault("```", []).append(index)
        self.chrome = _chrome(self.texts)
        self.kinds[: self.chrome] = ["chrome"] * self.chrome
        at = self.chrome
        while at < count:
            at = self._sort(at)

    def _closing(self, name: str, at: int) -> int | None:
        """The line that closes what opens at a line, before the next heading."""
        ends = self._ends.get(name, [])
        index = bisect_right(ends, at)
        if index == len(ends):
            return None
        heading = bisect_right(self._headings, at)
        stop = self._headings[heading] if heading < len(self._headings) else len(self.texts)
        return ends[index] if ends[index] < stop else None

    def _mark(self, first: int, last: int, kind: LineKind) -> int:
        self.kinds[first : last + 1] = [kind] * (last + 1 - first)
        return last + 1

    def _sort(self, at: int) -> int:
        """Say what a line is, with the lines that belong to it; return the line to go on with."""
        text = self.texts[at]
        bare = text.strip()
        if not bare:
            return self._mark(at, at, "blank")
        if HEADING.match(text):
            return self._mark(at, at, "heading")
        if bare[0] == "#":
            return self._sort_sharp(at, bare)
        if bare[0] == ":":
            return self._sort_colon(at, bare)
        if bare[0] == "|":
            return self._mark(at, at, "table")
        if FENCE.match(text):
            return self._sort_block(at, "```", FENCE.match(text), 1)
        if (PLANNING.match(text) and at and self.kinds[at - 1] == "heading") or CLOCK.match(text):
            return self._mark(at, at, "planning")
        return self._mark(at, at, "blank" if RULE.match(text) else "text")

    def _sort_sharp(self, at: int, bare: str) -> int:
        if bare == "#" or bare.startswith(("# ", "#\t")):
            return self._mark(at, at, "comment")
        if begin := BEGIN.match(self.texts[at]):
            name = begin[1].lower()
            if name in VERBATIM:
                return self._sort_block(at, name, begin, 2)
            if self._closing(name, at) is None:
                self.problems.append(("unclosed-block", f"#+begin_{name} is not closed; read as text", at))
            return self._mark(at, at, "keyword")
        return self._mark(at, at, "keyword" if KEYWORD.match(bare) or END.match(bare) else "text")

    def _sort_block(self, at: int, name: str, begin: re.Match[str] | None, group: int) -> int:
        last = self._closing(name, at)
        if last is None:
            opening = "```" if name == "```" else f"#+begin_{name}"
            self.problems.append(("unclosed-block", f"{opening} is not closed; read as text", at))
            return self._mark(at, at, "keyword")
        self.verbatim[at] = Verbatim(at, last, name, begin[group] if begin else "")
        return self._mark(at, last, "verbatim")

    def _sort_colon(self, at: int, bare: str) -> int:
        if bare == ":" or bare.startswith((": ", ":\t")):
            return self._mark(at, at, "fixed")
        drawer = DRAWER.match(bare)
        if drawer is None or bare.upper() == ":END:":
            return self._mark(at, at, "drawer" if drawer else "text")
        last = self._closing(":end:", at)
        properties = drawer[1].upper() == "PROPERTIES"
        if last is not None:
            return self._mark(at, last, "property" if properties else "drawer")
        if not properties:
            return self._mark(at, at, "text")
        message = ":PROPERTIES: is not closed; it is read as far as its properties go"
        self.problems.append(("unclosed-drawer", message, at))
        last = at
        while last + 1 < len(self.texts) and PROPERTY.match(self.texts[last + 1]):
            last += 1
        return self._mark(at, last, "property")


def _chrome(texts: Sequence[str]) -> int:
    """How many lines stand before the document: those of a copied web page above its header.

    A property drawer of the file can only stand at its top, so that whatever is above it is foreign. A keyword such as
    `#+title:` may stand anywhere: what is above it is foreign if it is short lines that are no sentences.
    """
    above: list[str] = []
    for index, text in enumerate(texts[:HEADER_WITHIN]):
        bare = text.strip()
        if HEADING.match(text) or BEGIN.match(text):
            return 0
        if bare.upper() == ":PROPERTIES:" or HEADER.match(bare):
            foreign = bare.startswith(":") or not any(map(_is_prose, above))
            return index if above and foreign else 0
        if bare and not bare.startswith("#"):
            above.append(bare)
    return 0


def _is_prose(line: str) -> bool:
    return line.endswith((".", ":", ";", "!", "?")) or line.startswith("|") or len(line.split()) > LONGEST_CHROME_LINE


def impossible_dates(text: str) -> list[Place]:
    """The time stamps of a line that name no day or no time of day."""
    found = []
    for stamp in STAMP.finditer(text):
        year, month, day, hour, minute = (int(part or 0) for part in stamp.groups())
        try:
            datetime(year, month, day, hour, minute)
        except ValueError:
            close = text.find("]" if stamp[0][0] == "[" else ">", stamp.end(), stamp.end() + 40)
            found.append((stamp.start(), close + 1 if close >= 0 else stamp.end()))
    return found
