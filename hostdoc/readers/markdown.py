"""Markdown: mistune's parser, taught where in the text each block stands, and GFM's tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, partial
from typing import Any, cast

from mistune.block_parser import BlockParser
from mistune.core import BlockState
from mistune.list_parser import LIST_PATTERN

from hostdoc.core.document import Document
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import LINE_END, Source
from hostdoc.readers.build import Builder
from hostdoc.readers.front_matter import FrontMatter, front_matter
from hostdoc.readers.markdown_blocks import date, put_blocks, title
from hostdoc.readers.pipes import Place, align, cells
from hostdoc.readers.prose_markdown import mask_markdown
from hostdoc.readers.tokens import Token, token_lines, token_span, walk

Where = tuple["PlacedState", int, int]  # offsets in the source of a state, which may be the inside of a quote

MARKER = regex(LIST_PATTERN)
BLANKS = regex(r"^[ \t]+$", re.M)  # mistune takes a line of four blanks for code, or for more of a paragraph
DELIMITER_LINE = regex(r" {0,3}(?:[|:]|-(?![ \t]))")
DELIMITER_CELL = regex(r":?-+:?")
TABLE_ENDS = ("fenced_code", "atx_heading", "thematic_break", "block_quote", "list", "block_html")
__all__ = ["Parsed", "Token", "parse", "read", "token_lines", "token_span", "walk"]

MOST_COLUMNS = 1000
MOST_PADDING = 200_000  # cells that rows may lack, in a table


@dataclass(slots=True)
class _Container:
    """The quote or list item that is being read: the line of the outer source where it begins."""

    line: int
    items: list[int] | None = None  # the lines where the items of a list begin; None in a quote


class PlacedState(BlockState):
    """A block state that knows from which line of the text each line of its source came.

    Quotes and list items only take a prefix off each line, so that the column follows from the line of the text.
    """

    def __init__(self, parent: PlacedState | None = None) -> None:
        super().__init__(parent)
        self.lines: list[str] = parent.lines if parent else []  # of the text, without line ends
        self.rows: list[int] = []  # line of the source → line of the text
        self.starts: list[int] = [0]
        self.text_starts: list[int] = parent.text_starts if parent else []
        self.shifts: dict[int, tuple[int, int, int]] = {}  # by line of the source
        self.containers: list[_Container] = []
        self.moved: int | None = None  # what to add to all offsets, where the source is the end of the text as it is

    def process(self, src: str) -> None:
        super().process(src)
        self.starts, at = [0], 0
        while at := src.find("\n", at) + 1:
            self.starts.append(at)

    def line_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> int:
        """The offset in the text of an offset in the source."""
        if self.moved is not None:
            return min(offset + self.moved, self.text_starts[-1])
        index = self.line_at(offset)
        if index not in self.shifts:
            self.shifts[index] = self._shift(index)
        shift, first, last = self.shifts[index]
        return min(max(offset + shift, first), last)

    def row_end(self, offset: int) -> int:
        """The offset in the text where the line ends in which an offset in the source stands."""
        if self.moved is not None:
            end = self.src.find("\n", offset)
            return min((end if end >= 0 else len(self.src)) + self.moved, self.text_starts[-1])
        row = self.rows[min(self.line_at(offset), len(self.rows) - 1)]
        return self.text_starts[row] + len(self.lines[row])

    def _shift(self, index: int) -> tuple[int, int, int]:
        """What to add to offsets in a line of the source, and the first and the last place it can give."""
        row = self.rows[min(index, len(self.rows) - 1)]
        start = self.starts[index]
        line, raw, at = self.get_line(start).rstrip("\n"), self.lines[row], self.text_starts[row]
        end = at + len(raw)
        if raw.endswith(line):
            return end - len(line) - start, end - len(line), end
        body = line.lstrip(" \t")  # a tab before it may have become blanks
        if body and raw.endswith(body):
            return end - len(line) - start, end - len(body), end
        return at - start, at, at if body else end

    def child_state(self, src: str, lazy_line_starts: set[int] | None = None) -> PlacedState:
        if not lazy_line_starts:  # they are offsets into the source as it is
            src = _without_blanks(src)
        child = cast(PlacedState, super().child_state(src, lazy_line_starts))
        child.env = dict(self.env)  # link definitions stay shared; what mistune caches per source does not thrash
        container = self.containers[-1]
        first = container.line
        if container.items is not None:
            container.items.append(first)
            marker = MARKER.match(self.get_line(self.starts[first]).rstrip("\n"))
            container.line = self.line_at(self.cursor) - 1  # where the next item begins, if one does
            first += marker is None or not marker["list_3"].strip()
        last = len(self.rows) - 1
        child.rows = [self.rows[min(first + index, last)] for index in range(src.count("\n") + 1)]
        return child

    def add_paragraph(self, text: str) -> None:
        # The text is filled in by `parse`: adding to it line by line takes quadratic time.
        last = self.last_token()
        if last and last["type"] == "paragraph":
            last["_where"] = (self, last["_where"][1], self.cursor + len(text))
        else:
            where = (self, self.cursor, self.cursor + len(text))
            self.tokens.append({"type": "paragraph", "text": "", "_where": where})

    def append_paragraph(self) -> int | None:
        last = self.last_token()
        if last and last["type"] == "paragraph":
            end = self.find_line_end()
            last["_where"] = (self, last["_where"][1], end)
            return end
        return None


class PlacedParser(BlockParser):
    """mistune's block parser, which notes on every token where it stands."""

    state_cls = PlacedState

    def __init__(self) -> None:
        super().__init__()
        self.register("table", r"^ {0,3}(?=[^\n]*\|)\S[^\n]*(?:\n|$)", _parse_table)
        for rules in (self.list_rules, self.block_quote_rules):
            self.insert_rule(rules, "table")

    def parse_method(self, m: re.Match[str], state: BlockState) -> int | None:
        count = len(state.tokens)
        end = super().parse_method(m, state)
        if end:
            for token in state.tokens[max(0, count - 2) :]:
                token.setdefault("_where", (state, m.start(), end))
        return end

    def parse_atx_heading(self, m: re.Match[str], state: BlockState) -> int:
        # mistune's expression for the closing marks takes quadratic time on blanks
        start, end = m.span("atx_2")
        text = state.src[start:end].rstrip()
        closed = text.rstrip("#")
        if closed != text and (not closed or closed[-1].isspace()):
            text = closed.rstrip()
        where = (state, start + len(text) - len(text.lstrip()), start + len(text))
        level = len(m["atx_1"])
        token = {"type": "heading", "text": text.strip(), "attrs": {"level": level}, "style": "atx", "_words": where}
        state.append_token(token)
        return m.end() + 1

    def parse_ref_link(self, m: re.Match[str], state: BlockState) -> int | None:
        if m["reflink_1"].startswith("^"):  # a footnote: its text is prose
            return state.append_paragraph()
        return super().parse_ref_link(m, state)

    def parse_setex_heading(self, m: re.Match[str], state: BlockState) -> int | None:
        end = super().parse_setex_heading(m, state)
        last = state.last_token()
        if end and last and last.get("style") == "setext" and "_words" not in last:
            last["_words"] = last["_where"]
            last["_where"] = (state, last["_where"][1], end)
        return end

    def _parse_indent_code_fast(self, state: BlockState) -> int | None:
        count, start = len(state.tokens), state.cursor
        end = super()._parse_indent_code_fast(state)
        if end is not None:
            for token in state.tokens[count:]:
                token.setdefault("_where", (state, start, end))
        return end

    def parse_block_quote(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, PlacedState)
        state.containers.append(_Container(state.line_at(m.start())))
        end = super().parse_block_quote(m, state)
        state.containers.pop()
        return end

    def parse_list(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, PlacedState)
        count, container = len(state.tokens), _Container(state.line_at(m.start()), [])
        state.containers.append(container)
        end = super().parse_list(m, state)
        state.containers.pop()
        if container.items:
            token = next(token for token in state.tokens[count:] if token["type"] == "list" and "_where" not in token)
            for item, line in zip(token["children"], container.items, strict=True):
                start = state.starts[line]
                start += len(text := state.get_line(start)) - len(text.lstrip(" "))
                item["_where"] = (state, start, start)
            token["_where"] = (state, token["children"][0]["_where"][1], end)
        return end


def _parse_table(block: BlockParser, m: re.Match[str], state: BlockState) -> int | None:
    """GFM's tables: rows may lack the outer pipes, and have too few cells or too many.

    So may the line of dashes, which GFM forbids: it is a table to its author if the row below is as wide as the head.
    """
    head = state.get_line(m.start())
    at = m.start() + len(head)
    delimiter = state.get_line(at)
    if "|" not in delimiter or not DELIMITER_LINE.match(delimiter):
        return None
    columns = [delimiter[start:end] for start, end in cells(delimiter)]
    while columns and not columns[-1]:
        columns.pop()  # a pipe too many
    if not columns or len(columns) > MOST_COLUMNS or not all(map(DELIMITER_CELL.fullmatch, columns)):
        return None
    width = len(cells(head))
    if len(columns) != width and not _wide(state, at + len(delimiter), width):
        return None
    aligns = [align(column) for column in columns[:width]] + [""] * (width - len(columns))
    header = _row(state, m.start(), head, aligns, "table_head")
    at += len(delimiter)
    ends = block.compile_sc([rule for rule in TABLE_ENDS if rule in block.specification])
    rows, padding = [], 0
    while at < state.cursor_max and padding < MOST_PADDING:
        line = state.get_line(at)
        if not line.strip() or line.startswith(("    ", "\t")) or ends.match(state.src, at):
            break
        rows.append(_row(state, at, line, aligns, "table_row"))
        padding += max(0, len(aligns) - rows[-1]["_found"])
        at += len(line)
    children = [header, {"type": "table_body", "children": rows}]
    state.append_token({"type": "table", "children": children, "_where": (state, m.start(), at)})
    return at


def _wide(state: BlockState, at: int, width: int) -> bool:
    """Whether a row between pipes begins there that has as many cells as a head of several."""
    line = state.get_line(at).strip() if at < state.cursor_max else ""
    return width > 1 and line.startswith("|") and line.endswith("|") and len(cells(line)) == width


def _row(state: BlockState, at: int, line: str, aligns: list[str], kind: str) -> Token:
    places = cells(line)
    end = len(line.rstrip())
    children = []
    for index, side in enumerate(aligns):
        a, b = places[index] if index < len(places) else (end, end)
        attrs = {"align": side or None, "head": kind == "table_head"}
        text = line[a:b].replace("\\|", "|")
        children.append({"type": "table_cell", "text": text, "attrs": attrs, "_where": (state, at + a, at + b)})
    beyond = None
    if len(places) > len(aligns):
        beyond = (state, at + places[len(aligns)][0], at + places[-1][1])
    where = (state, at, at + len(line))
    return {"type": kind, "children": children, "_where": where, "_found": len(places), "_beyond": beyond}


@dataclass(frozen=True, slots=True)
class Parsed:
    """mistune's block tokens of a text, each with its place, and what inline parsing needs."""

    tokens: list[Token]
    env: dict[str, Any]  # mistune's, with the link definitions under `ref_links`
    front: FrontMatter


def parse(text: str) -> Parsed:
    """Parse a text (without a byte order mark) into mistune's block tokens; `token_span` tells where each stands.

    The tokens are as mistune gives them before inline parsing, with raw `text`; front matter is left out.
    """
    lines = LINE_END.split(text)
    starts = [0, *(found.end() for found in LINE_END.finditer(text))]
    front = front_matter(lines)
    state = PlacedState()
    state.lines = [*lines, ""]
    state.text_starts = [*starts, len(text)]
    state.process(_without_blanks("\n".join(lines[front.lines :]) + "\n"))
    state.rows = list(range(front.lines, len(lines) + 1))
    if text.endswith(state.src[:-1]):
        state.moved = len(text) - len(state.src) + 1
    _parser().parse(state)
    for token in walk(state.tokens):
        _settle(token)
    return Parsed(state.tokens, dict(state.env), front)


@cache
def _parser() -> PlacedParser:
    """One for all texts: it keeps nothing of a text, and takes time to make."""
    return PlacedParser()


def _without_blanks(src: str) -> str:
    """A source with its lines of blanks made empty."""
    if " \n" in src or "\t\n" in src or src.endswith((" ", "\t")):
        return BLANKS.sub("", src)
    return src


def _settle(token: Token) -> None:
    """Replace places in states by places in the text."""
    kind: str = token["type"]
    outer: Where | None = token.pop("_where", None)
    where: Where | None = token.get("_words") or outer
    if where and kind in ("paragraph", "block_text", "heading"):
        state, start, end = where
        token["text"] = text = state.src[start:end]
        token["_lines"] = _lines(where)
        if kind == "heading":
            first = start + len(text) - len(text.lstrip())
            token["_words"] = _span((state, first, max(first, start + len(text.rstrip()))))
    elif where and kind in ("block_code", "block_html"):
        token["_lines"] = _lines(where)
    if outer:
        token["_span"] = _span(outer)
    if beyond := token.get("_beyond"):
        token["_beyond"] = _span(beyond)


def _span(where: Where) -> Place:
    """The place in the text, line ends behind it left out."""
    state, start, end = where
    while end > start and state.src[end - 1] == "\n":
        end -= 1
    if state.moved is not None:
        last = state.text_starts[-1]
        return min(start + state.moved, last), min(end + state.moved, last)
    first = state.place(start)
    last = min(state.place(end - 1) + 1, state.row_end(end - 1)) if end > start else first
    return first, max(first, last)


def _lines(where: Where) -> list[Place]:
    """The places of the lines of a block, without what its containers put before them."""
    state, at, end = where
    found = []
    while at < end:
        found.append((state.place(at), state.row_end(at)))
        at = state.find_line_end_at(at)
    return found


def read(source: Source) -> Document:
    """Read a Markdown text."""
    parsed = parse(source.text)
    builder = Builder(source, partial(mask_markdown, references=frozenset(parsed.env["ref_links"])))
    put_blocks(builder, parsed.tokens)
    properties = parsed.front.properties
    return builder.finish("markdown", title(builder, parsed.front), date(builder, parsed.front), properties)
