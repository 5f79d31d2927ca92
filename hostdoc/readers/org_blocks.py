"""From the lines of an Org text to blocks: headings, tables, lists, paragraphs, code, comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from hostdoc.core.regex import regex
from hostdoc.readers.build import Builder, Line
from hostdoc.readers.flattened import flattened
from hostdoc.readers.org_lines import KEYWORD, PROPERTY, OrgLines, Verbatim
from hostdoc.readers.pipes import Place, align, is_rule, pipes, strip

ITEM = regex(
    r"""[ \t]*+(?:[-+]|\d{1,9}+[.)]|(?<=[ \t])\*)(?:[ \t]++|$)
    (?:\[@\d{1,9}+\][ \t]*+)?(?:\[[\ xX-]\](?:[ \t]++|$))?""",
    re.X,
)
PRIORITY = regex(r"\[#[A-Za-z0-9]\][ \t]*+")
TAGS = regex(r":[\w@#%:]+:")
MARK = regex(r"<([lrc]?)\d*>|[<>]")
FOOTNOTE = regex(r"\[fn:[^\[\]\s:]++\][ \t]*+")
ROWS = 2  # below a row that heads them without a rule
SIDES = {"l": "left", "r": "right", "c": "center"}


class _Reader:
    def __init__(self, builder: Builder, lines: OrgLines, levels: Mapping[int, int], todo: Collection[str]) -> None:
        self.builder = builder
        self.lines = lines
        self.levels = levels
        self.todo = todo
        self.indents: list[int] = []  # of the lists that are open
        self.readers: dict[str, Callable[[int], int]] = {
            "heading": self.heading,
            "table": self.table,
            "text": self.text,
            "verbatim": self.verbatim,
            "fixed": self.fixed,
            "comment": self.comment,
            "keyword": self.keyword,
            "property": self.property,
        }

    def run(self) -> None:
        at = 0
        while at < len(self.lines.kinds):
            reader = self.readers.get(self.lines.kinds[at])
            at = reader(at) if reader else at + 1

    def _last(self, at: int) -> int:
        """The last of the lines of one kind that follow each other from a line on."""
        kinds = self.lines.kinds
        last = at
        while last + 1 < len(kinds) and kinds[last + 1] == kinds[at]:
            last += 1
        return last

    def _bare(self, at: int) -> Place:
        start, end = self.lines.places[at]
        return strip(self.builder.source.text, start, end)

    def heading(self, at: int) -> int:
        self.indents.clear()
        whole = self._bare(at)
        self.builder.heading(whole, _heading_words(self.builder.source.text, whole, self.todo), self.levels[at])
        return at + 1

    def keyword(self, at: int) -> int:
        """Only a caption is something that the reader sees."""
        keyword = KEYWORD.match(self.lines.texts[at])
        if keyword:
            start, end = self.lines.places[at]
            words = strip(self.builder.source.text, start + keyword.end(), end)
            self.builder.keyword(keyword[1], self._bare(at), words)
            if keyword[1].lower() == "caption":
                self.builder.prose([words])
        return at + 1

    def property(self, at: int) -> int:
        if entry := PROPERTY.match(self.lines.texts[at]):
            start, end = self.lines.places[at]
            value = strip(self.builder.source.text, start + entry.end(), end)
            self.builder.keyword(entry[1], self._bare(at), value, drawer=True)
        return at + 1

    def comment(self, at: int) -> int:
        start, end = self._bare(at)
        inside, _ = strip(self.builder.source.text, start + 1, end)
        self.builder.comment(start, end, min(inside, end), end)
        return at + 1

    def fixed(self, at: int) -> int:
        last = self._last(at)
        places = [self._bare(index) for index in range(at, last + 1)]
        inside = [(min(start + 2, end), end) for start, end in places]
        self.builder.code((places[0][0], places[-1][1]), inside, "")
        return last + 1

    def verbatim(self, at: int) -> int:
        block: Verbatim = self.lines.verbatim[at]
        places = self.lines.places[block.first : block.last + 1]
        whole = self._bare(block.first)[0], self._bare(block.last)[1]
        if block.name == "comment":
            self.builder.comment(*whole, places[1][0], max(places[1][0], places[-1][0] - 1))
        elif block.name != "export" and len(places) > 2:
            self.builder.code(whole, places[1:-1], block.language)
        return block.last + 1

    def table(self, at: int) -> int:
        last = self._last(at)
        tables = [flattened(text) for text in self.lines.texts[at : last + 1]]
        if all(tables):
            for index, table in enumerate(tables, start=at):
                start, end = self.lines.places[index]
                if table:
                    self.builder.flattened(table, start)
                    rest = strip(self.builder.source.text, start + table.end, end)
                    self.builder.prose([rest])
        else:
            put_table(self.builder, [self._bare(index) for index in range(at, last + 1)])
        return last + 1

    def text(self, at: int) -> int:
        """A paragraph or an item with the lines that go on with it."""
        text = self.lines.texts[at]
        item = ITEM.match(text)
        indent = _indent(text)
        while self.indents and (self.indents[-1] > indent or (not item and self.indents[-1] == indent)):
            self.indents.pop()
        last = at
        while last + 1 < len(self.lines.kinds) and self.lines.kinds[last + 1] == "text":
            following = self.lines.texts[last + 1]
            if ITEM.match(following) or (item and _indent(following) <= indent):
                break
            last += 1
        places = [self._bare(index) for index in range(at, last + 1)]
        if item is None:
            if note := FOOTNOTE.match(self.builder.source.text, *places[0]):
                places[0] = note.end(), places[0][1]
            self.builder.prose(places)
            return last + 1
        if not self.indents or self.indents[-1] < indent:
            self.indents.append(indent)
        places[0] = strip(self.builder.source.text, self.lines.places[at][0] + item.end(), places[0][1])
        self.builder.prose(places, len(self.indents) - 1)
        return last + 1


def put_blocks(builder: Builder, lines: OrgLines, levels: Mapping[int, int], todo: Collection[str]) -> None:
    """Put the blocks of an Org text; `levels` are those of its headings by line, `todo` the keywords of tasks."""
    _Reader(builder, lines, levels, frozenset(todo)).run()


def _indent(text: str) -> int:
    return len(text[: len(text) - len(text.lstrip(" \t"))].expandtabs(8))


def _heading_words(text: str, whole: Place, todo: Collection[str]) -> Place:
    """A heading's words: without stars, task keyword, priority and tags."""
    start, end = whole
    start += len(text[start:end]) - len(text[start:end].lstrip("*"))
    start, end = strip(text, start, end)
    word = text[start : start + 100].split(maxsplit=1)[:1]
    if word and (word[0] in todo or word[0] == "COMMENT"):
        start, end = strip(text, start + len(word[0]), end)
    if priority := PRIORITY.match(text, start, end):
        start = priority.end()
    last = text[start:end].rsplit(maxsplit=1)[-1:]
    if last and TAGS.fullmatch(last[0]):
        start, end = strip(text, start, end - len(last[0]))
    return start, max(start, end)


def put_table(builder: Builder, places: Sequence[Place]) -> None:
    """A table from the places of its lines: the rows above the first rule are its head if rows follow."""
    text = builder.source.text
    lines: list[Line] = []
    header, ruled, aligns = 0, False, list[str]()
    for start, end in places:
        line = text[start:end]
        row = _cells(line, start)
        if is_rule(line):
            header = header or len(lines)
            ruled = bool(lines)
            aligns = aligns or [align(text[a:b]) for a, b in row]
        elif marks := _marks([text[a:b] for a, b in row]):
            aligns = marks
        elif row:
            lines.append(Line(start, end, row, ruled))
            ruled = False
    if not lines:
        return
    columns = max(len(line.cells) for line in lines)
    padding = sum(columns - len(line.cells) for line in lines)
    if padding <= sum(len(line.cells) for line in lines):
        lines = [_padded(line, columns) for line in lines]
    aligns = (aligns + [""] * columns)[:columns]
    if not header and _heads(text, lines):
        header = 1
    builder.table((places[0][0], places[-1][1]), lines, header if header < len(lines) else 0, aligns)


def _cells(line: str, start: int) -> list[Place]:
    """The cells of a row that may lack its last pipe. Org knows no escaped pipes, but Markdown's are meant so."""
    cuts = pipes(line)
    if not cuts or cuts[-1] != len(line) - 1:
        cuts.append(len(line))
    found = [strip(line, a + 1, b) for a, b in pairwise(cuts)]
    return [(start + a, start + b) for a, b in found]


def _heads(text: str, lines: Sequence[Line]) -> bool:
    """Whether the first row of a table without rules is its head: all words, above columns of numbers."""
    first, *rows = ([text[a:b].strip() for a, b in line.cells] for line in lines)
    if len(rows) < ROWS or len(first) < 2 or not all(first[1:]) or any(map(_number, first)):
        return False
    numbered = [sum(_number(row[column]) for row in rows) for column in range(1, len(first))]
    return any(2 * count > len(rows) for count in numbered)


def _number(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _padded(line: Line, columns: int) -> Line:
    missing = columns - len(line.cells)
    return line._replace(cells=[*line.cells, *[(line.end, line.end)] * missing]) if missing else line


def _marks(row: Sequence[str]) -> list[str]:
    """What a row of `<r>` and `<10>`, or of column groups (`/`, `<`, `>`), says; empty for any other row."""
    marks = [MARK.fullmatch(cell) for cell in row if cell and cell != "/"]
    if not marks or not all(marks):
        return []
    return [SIDES.get(mark[1] or "", "") if (mark := MARK.fullmatch(cell)) else "" for cell in row]
