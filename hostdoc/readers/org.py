"""Org: orgparse gives tree, keywords, properties and dates; lines, tables and mark-up are read here."""

from __future__ import annotations

from collections.abc import Sequence

from orgparse import OrgBaseNode, loadi

from hostdoc.core.document import Document, Heading
from hostdoc.core.records import dataclass
from hostdoc.core.span import LINE_END, Source
from hostdoc.readers.build import Builder
from hostdoc.readers.dates import plain_date, stated_date
from hostdoc.readers.org_blocks import put_blocks
from hostdoc.readers.org_lines import HEADING, KEYWORD, OrgLines, impossible_dates
from hostdoc.readers.prose_org import mask_org

LONGEST = 200  # characters of a line that orgparse is given: its expressions take up to cubic time
MOST_TODO_LINES = 20
DATES = ("date", "created", "last_modified", "updated")


@dataclass(frozen=True, slots=True)
class Outline:
    """What orgparse says of a text."""

    levels: dict[int, int]  # by line, from 0
    todo: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]


def read(source: Source) -> Document:
    """Read an Org text. What is wrong in it becomes a problem of the document; none makes it unreadable."""
    lines = _lines(source)
    builder = Builder(source, mask_org)
    for rule, message, index in lines.problems:
        builder.problem(rule, "warning", message, *_place(lines, index))
    if lines.chrome:
        message = f"{lines.chrome} lines of a web page stand before the document; they are not read"
        first, last = _place(lines, 0), _place(lines, lines.chrome - 1)
        builder.problem("page-chrome", "note", message, first[0], last[1])
    skeleton = _skeleton(lines, builder)
    outline = _outline(skeleton, lines, builder)
    put_blocks(builder, lines, outline.levels, outline.todo)
    values = (*outline.keywords, *outline.properties)
    return builder.finish("org", _title(builder, outline, lines), _date(builder, values), values)


def _lines(source: Source) -> OrgLines:
    texts = LINE_END.split(source.text)
    places = [(start, start + len(text)) for start, text in zip(source.starts, texts, strict=True)]
    return OrgLines(places, texts)


def _place(lines: OrgLines, index: int) -> tuple[int, int]:
    start, end = lines.places[index]
    text = lines.texts[index]
    return end - len(text.lstrip()), start + len(text.rstrip()) if text.strip() else end


def _skeleton(lines: OrgLines, builder: Builder) -> list[str]:
    """The lines that orgparse is to read, and blank ones for the others; impossible dates are masked in them."""
    skeleton, todo = [], 0
    for index, (text, kind) in enumerate(zip(lines.texts, lines.kinds, strict=True)):
        if kind in ("chrome", "verbatim", "fixed", "blank"):
            skeleton.append("")
            continue
        for start, end in impossible_dates(text):
            at = lines.places[index][0]
            message = f"{text[start:end]} is no date; it is not read as one"
            builder.problem("impossible-date", "warning", message, at + start, at + end)
            text = text[:start] + " " * (end - start) + text[end:]
        if kind == "heading":
            stars, _, words = text.partition(" ")
            text = f"{stars} {_short(words)}"
        elif kind in ("keyword", "property", "planning"):
            keyword = KEYWORD.match(text)
            todo += keyword is not None and keyword[1].upper().endswith("TODO")
            text = _short(text) if kind != "keyword" or (keyword and todo <= MOST_TODO_LINES) else ""
        else:
            text = ""
        skeleton.append(text)
    return skeleton


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def _outline(skeleton: list[str], lines: OrgLines, builder: Builder) -> Outline:
    try:
        root = loadi(skeleton)
    except ValueError:
        root = loadi(_readable(skeleton, lines, builder))
    levels = {node.linenumber - 1: node.level for node in root.env.nodes if node.level}
    properties = tuple((str(key), str(value)) for key, value in root.properties.items())
    return Outline(levels, tuple(root.env.all_todo_keys), _keywords(root, lines), properties)


def _readable(skeleton: Sequence[str], lines: OrgLines, builder: Builder) -> list[str]:
    """The skeleton without the lines that orgparse cannot read, each tried by itself and reported."""
    kept = []
    for index, (text, kind) in enumerate(zip(skeleton, lines.kinds, strict=True)):
        before = {"property": ["* .", ":PROPERTIES:"], "planning": ["* ."]}.get(kind, [])
        try:
            loadi([*before, text])
        except ValueError as problem:
            message = f"{kind} cannot be read: {str(problem).lower()}"
            builder.problem("unreadable-line", "warning", message, *_place(lines, index))
            stars = HEADING.match(text)
            text = f"{stars[0]}." if stars else ""
        kept.append(text)
    return kept


def _keywords(root: OrgBaseNode, lines: OrgLines) -> tuple[tuple[str, str], ...]:
    """The keywords above the first heading, in the order in which they stand."""
    names = dict.fromkeys(
        keyword[1].lower()
        for text, kind in zip(lines.texts[: root.end_linenumber], lines.kinds, strict=False)
        if kind == "keyword" and (keyword := KEYWORD.match(text))
    )
    return tuple((name, str(value)) for name in names for value in root.get_file_property_list(name))


def _title(builder: Builder, outline: Outline, lines: OrgLines) -> str:
    titles = [value for name, value in outline.keywords if name == "title" and value]
    if len(titles) > 1:
        which = [index for index, text in enumerate(lines.texts) if text.lstrip().lower().startswith("#+title:")]
        message = f"#+title stands {len(titles)} times; read as one title"
        builder.problem("duplicate-title", "warning", message, *_place(lines, which[1]))
    if titles:
        return " ".join(titles)
    tops = [block for block in builder.blocks if isinstance(block, Heading) and block.level == 1]
    return builder.title(tops[0].text.start, tops[0].text.end) if len(tops) == 1 else ""


def _date(builder: Builder, values: Sequence[tuple[str, str]]) -> str:
    stated = {name.lower(): value for name, value in reversed(values)}
    for name in DATES:
        if value := plain_date(stated.get(name, "")):
            return value
    return stated_date(builder.top())
