"""What a renderer gives: blocks of HTML, and the tables of a document set apart so that both formats share them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from hostdoc.core.document import Document, Table
from hostdoc.core.records import dataclass
from hostdoc.embedding import asks, wanted
from hostdoc.report.anchors import Ids, is_local, safe_url
from hostdoc.report.marks import MarkedText, plain

HOLE = "\ufdd0"  # a noncharacter: no text may contain it, so a line of it is a table's place and nothing else
_TAGS = re.compile(r"<[^<>]*>")

Inline = Callable[[str], str]  # mark-up of a line of text
TableHtml = Callable[[Table, MarkedText, Inline], str]
Rewrite = Callable[[str], str]  # an address in a document, as its page must write it


@dataclass(frozen=True, slots=True)
class Heading:
    """`name` is HTML without tags, for a table of contents."""

    level: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Blocks of HTML in the order of the text, the headings among them, and which tables stand in which block."""

    blocks: list[str]
    headings: dict[int, Heading]  # by number of the block
    tables: dict[int, int]  # number of the table, number of its block


def outline(rendered: str) -> str:
    """The words of a piece of HTML, still escaped, without marks and tags."""
    return plain(_TAGS.sub("", rendered)).strip()


def set_apart(document: Document, text: MarkedText) -> str:
    """The document's text with each table, and the byte order it came in, replaced by a line `HOLE number HOLE`."""
    parts, at = [], 0
    for number, table in enumerate(document.tables()):
        if table.span.start < at:
            continue
        before = text.slice(at, table.span.start)
        line = plain(before[max(before.rfind("\n"), before.rfind("\r")) + 1 :])
        between = "" if re.fullmatch(r"[\s>]*(?:(?:[-+*]|\d+[.)])\s+)?", line) else "\n\n"
        parts += [before, between, f"{HOLE}{number}{HOLE}"]
        at = table.span.end
        if document.source.text[at - 1 : at] in ("\n", "\r"):
            parts.append("\n")
    return "".join(parts).replace("\x00", "\ufffd") + text.slice(at, len(document.source.text)).replace(
        "\x00", "\ufffd"
    )


def shown(comment: str) -> str:
    """A comment that asks for a figure or a chart, for the page to replace; of any other, nothing."""
    text = plain(comment)
    place = wanted(text) if asks(text) else None
    if place:
        return f"<!-- hostdoc: show {html.escape(place.path)}#{html.escape(place.anchor)} -->"
    return "<!-- hostdoc: show -->" if asks(text) else ""


def link(text: str, url: str, rewrite: Rewrite, title: str = "") -> str:
    """A link, or its text alone where the address is not one that a page may name. `text` is HTML."""
    safe = safe_url(plain(url))
    if safe is None or "<a " in text:
        return text
    said = f' title="{html.escape(plain(title))}"' if title else ""
    return f'<a href="{html.escape(rewrite(safe))}"{said}>{text}</a>'


def image(alt: str, url: str, rewrite: Rewrite) -> str:
    """A picture of the site itself; one from elsewhere is only linked, for a page must not call anyone."""
    safe = safe_url(plain(url))
    if safe is None or not is_local(safe):
        return link(html.escape(alt or url), url, rewrite)
    return f'<img src="{html.escape(rewrite(safe))}" alt="{html.escape(plain(alt))}" loading="lazy">'


def heading(rendered: str, level: int, ids: Ids) -> tuple[str, Heading]:
    """A heading with an id made of its words. The title of the page is the only heading of the first level."""
    level = min(max(level, 1), 6)
    name = outline(rendered)
    record = Heading(level, ids.heading(html.unescape(name)), name)
    return f'<h{level} id="{html.escape(record.id)}">{rendered}</h{level}>\n', record
