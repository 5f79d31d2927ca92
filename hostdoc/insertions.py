"""What to type where no digits change: comments behind figures, and lines of their own beside blocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from hostdoc.core.document import Document
from hostdoc.core.span import LINE_END, Span
from hostdoc.edits import Edit

MARKS = "*_~"  # of emphasis, which may close between a figure and its comment


def behind(document: Document, span: Span, said: Iterable[str]) -> Edit:
    """Comments behind a figure; in Markdown behind the emphasis that closes there, in Org inside, else it would not."""
    end, text = span.end, document.source.text
    while document.format != "org" and end < len(text) and text[end] in MARKS and document.plain[end] == " ":
        end += 1
    form = "@@comment:{}@@" if document.format == "org" else "<!-- {} -->"
    return Edit(Span(document.source, end, end), "".join(form.format(it) for it in said))


def line_before(document: Document, at: int, line: str) -> Edit:
    """A line above the one in which a block begins, indented and quoted like it."""
    start = document.source.starts[document.source.position(at).line - 1]
    return Edit(Span(document.source, start, start), f"{_indent(document, at)}{line}{_newline(document)}")


def line_after(document: Document, span: Span, line: str) -> Edit:
    """A line below the last one of a block, likewise."""
    last = span.start + len(span.text.rstrip())
    ends = LINE_END.search(document.source.text, last)
    end = ends.start() if ends else len(document.source.text)
    return Edit(Span(document.source, end, end), f"{_newline(document)}{_indent(document, last)}{line}")


def _indent(document: Document, at: int) -> str:
    """What stands before a line of a block: blanks, and the marks of the quotes it stands in."""
    line = document.source.line(document.source.position(at).line)
    return line[: len(line) - len(line.lstrip(" \t>"))]


def _newline(document: Document) -> str:
    found = LINE_END.search(document.source.text)
    return found[0] if found else "\n"
