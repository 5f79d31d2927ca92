"""From mistune's tokens to blocks: what is an item, what a paragraph, what is no prose."""

from __future__ import annotations

import re

from hostdoc.core.document import Heading
from hostdoc.core.regex import regex
from hostdoc.readers.build import Builder, Line
from hostdoc.readers.dates import plain_date, stated_date
from hostdoc.readers.front_matter import FrontMatter
from hostdoc.readers.pipes import Place, is_rule, strip
from hostdoc.readers.tokens import Token, token_lines, token_span

TASK = regex(r"\[[ xX]\][ \t]+")
HTML_TABLE = regex(r"<table\b", re.I)
FOOTNOTE = regex(r"\[\^[^\]\s]{1,100}\]:[ \t]*")


def put_blocks(builder: Builder, tokens: list[Token], depth: int = 0) -> None:
    """Put the blocks of some tokens; `depth` is that of the lists in them."""
    for token in tokens:
        match token["type"]:
            case "heading":
                _heading(builder, token)
            case "paragraph" | "block_text":
                builder.prose(_prose_lines(builder, token))
            case "table":
                _table(builder, token)
            case "block_code":
                _code(builder, token)
            case "block_html":
                _html(builder, token)
            case "block_quote":
                put_blocks(builder, token["children"], depth)
            case "list":
                for item in token["children"]:
                    _item(builder, item["children"], depth)


def _item(builder: Builder, tokens: list[Token], depth: int) -> None:
    first = next((index for index, token in enumerate(tokens) if token["type"] != "blank_line"), None)
    if first is not None and tokens[first]["type"] in ("paragraph", "block_text"):
        lines = _prose_lines(builder, tokens[first])
        if lines and (task := TASK.match(builder.source.text, *lines[0])):
            lines[0] = (task.end(), lines[0][1])
        builder.prose(lines, depth)
        tokens = tokens[first + 1 :]
    put_blocks(builder, tokens, depth + 1)


def _prose_lines(builder: Builder, token: Token) -> list[Place]:
    text = builder.source.text
    lines = [strip(text, *line) for line in token_lines(token)]
    lines = [(start, end) for start, end in lines if start < end]
    if lines and (note := FOOTNOTE.match(text, *lines[0])):
        lines[0] = (note.end(), lines[0][1])
    return lines


def _heading(builder: Builder, token: Token) -> None:
    span, lines = token_span(token), token["_words"]
    assert span is not None
    builder.heading(span, lines, token["attrs"]["level"])


def _table(builder: Builder, token: Token) -> None:
    whole = token_span(token)
    assert whole is not None
    head, body = token["children"]
    lines = [_line(head, ruled=False)]
    ruled = True  # the delimiter row
    for row in body["children"]:
        span = token_span(row)
        assert span is not None
        if is_rule(builder.source.text[span[0] : span[1]]):
            ruled = True
            continue
        lines.append(_line(row, ruled))
        ruled = False
        if beyond := row["_beyond"]:
            message = f"row has {row['_found']} cells, the table {len(head['children'])} columns; the rest is not read"
            builder.problem("ragged-row", "note", message, *beyond)
    aligns = [cell["attrs"]["align"] or "" for cell in head["children"]]
    builder.table(whole, lines, 1, aligns)


def _line(row: Token, ruled: bool) -> Line:
    span = token_span(row)
    assert span is not None
    return Line(*span, [token_span(cell) or (span[1], span[1]) for cell in row["children"]], ruled)


def _code(builder: Builder, token: Token) -> None:
    span, lines = token_span(token), token_lines(token)
    assert span is not None
    if token["style"] == "fenced":
        first, last = lines[0], lines[-1]
        closing = builder.source.text[slice(*last)].strip(" \t>")
        closed = len(lines) > 1 and closing.startswith(token["marker"]) and not closing.strip(closing[0])
        lines = lines[1 : -1 if closed else None]
        if not closed:
            builder.problem("unclosed-code", "note", "block of code is not closed; it runs to its end", *first)
    if lines := [line for line in lines if line[1] <= span[1]]:  # blank lines may follow it
        language = token.get("attrs", {}).get("info", "").split(maxsplit=1)
        builder.code(span, lines, language[0] if language else "")


def _html(builder: Builder, token: Token) -> None:
    """Collect the comments; what stands behind one on its last line is shown to the reader, so it is prose."""
    text, span = builder.source.text, token_span(token)
    assert span is not None
    start, end = span
    at, shown = start, not HTML_TABLE.search(text, start, end)
    if not shown:
        builder.problem("html-table", "note", "table is written in HTML; it is not read", start, end)
    comment_block = text.startswith("<!--", start)
    while (at := text.find("<!--", at, end)) >= 0:
        close = text.find("-->", at + 4, end)
        if close < 0:
            builder.comment(at, end, at + 4, end)
            message = "comment is not closed; nothing behind it is read"
            return builder.problem("unclosed-comment", "warning", message, at, at + 4)
        builder.comment(at, close + 3, at + 4, close)
        at = close + 3
        rest = strip(text, at, end)
        if comment_block and rest[0] < rest[1] and "<" not in text[slice(*rest)]:
            return builder.prose([rest])
    return None


def title(builder: Builder, front: FrontMatter) -> str:
    headings = (block for block in builder.blocks if isinstance(block, Heading) and block.level == 1)
    first = next(headings, None)
    words = builder.title(first.text.start, first.text.end) if first else ""
    return words or front.get("title")


def date(builder: Builder, front: FrontMatter) -> str:
    stated = front.get("date")
    return plain_date(stated) if stated else stated_date(builder.top())
