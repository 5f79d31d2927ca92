"""Org as HTML: headlines, lists, tables, blocks; what Org hides (properties, keywords, comments) stays hidden."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from hostdoc.core.document import Document
from hostdoc.report.anchors import Ids
from hostdoc.report.blocks import HOLE, Heading, Rendered, Rewrite, TableHtml, heading, set_apart, shown
from hostdoc.report.marks import MarkedText, plain
from hostdoc.report.org_inline import escape, inline

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADLINE = re.compile(r"(\*+)[ \t]+(.*?)(?:[ \t]+:[\w@#%:]+:)?[ \t]*\Z")
_COMMENTED = re.compile(r"COMMENT(?:\s|\Z)")
_DRAWER = re.compile(r"\s*:[\w-]+:\s*\Z")
_DRAWER_END = re.compile(r"\s*:end:\s*\Z", re.I)
_HIDDEN = re.compile(r"\s*#(?:\+[\w-]+(?:\[[^\]\n]*\])?:.*|\s.*|)\Z|(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):\s", re.I)
_REMARK = re.compile(r"\s*#\s+(hostdoc:.*)\Z")
_BEGIN = re.compile(r"\s*#\+begin_([\w-]+)\s*([\w+#.-]*)", re.I)
_FENCE = re.compile(r"\s*(```+|~~~+)\s*([\w+#.-]*)\s*\Z")
_ITEM = re.compile(r"([ \t]*)([-+]|(?<=[ \t])\*|\d{1,9}[.)])(?:[ \t]+|\Z)(?:\[([ xX-])\](?:[ \t]+|\Z))?(.*)")
_TERM = re.compile(r"(.+?)[ \t]+::(?:[ \t]+|\Z)(.*)")
_RULE = re.compile(r"\s*-{5,}\s*\Z")
_PLACE = re.compile(rf"\s*{HOLE}(\d+){HOLE}\s*\Z")
_DEEPEST = 20


def render(document: Document, text: MarkedText, table: TableHtml, rewrite: Rewrite) -> Rendered:
    """Blocks of HTML, one for each block of the document that is not inside another."""
    return _Page(document, text, table, rewrite).render()


class _Page:
    """One rendering: the tables of the document, the ids that were given, where things came to stand."""

    def __init__(self, document: Document, text: MarkedText, table: TableHtml, rewrite: Rewrite) -> None:
        self._text, self._table, self._rewrite = text, table, rewrite
        self._tables = list(document.tables())
        self._lines = _LINE_END.split(set_apart(document, text))
        self._ids = Ids()
        self._headings: list[Heading] = []
        self._placed: list[int] = []

    def render(self) -> Rendered:
        done = Rendered([], {}, {})
        for block in self._blocks(self._lines, 0):
            for record in self._headings:
                done.headings[len(done.blocks)] = record
            done.tables.update(dict.fromkeys(self._placed, len(done.blocks)))
            self._headings, self._placed = [], []
            done.blocks.append(block)
        return done

    def _blocks(self, lines: list[str], depth: int) -> Iterator[str]:
        """The blocks of some lines, one after the other. `depth` counts the lists and quotes around them."""
        at = 0
        while at < len(lines):
            line = lines[at]
            if not plain(line).strip():
                at += 1
            elif (place := _PLACE.match(plain(line))) and int(place[1]) < len(self._tables):
                yield self._place(int(place[1]))
                at += 1
            elif depth == 0 and (headline := _HEADLINE.match(line)):
                if _COMMENTED.match(plain(headline[2])):
                    at = _behind_subtree(lines, at, len(headline[1]))
                    continue
                yield self._headline(headline)
                at += 1
            elif wish := _REMARK.match(plain(line)):
                if wanted := shown(wish[1]):
                    yield f"{wanted}\n"
                at += 1
            elif (behind := _hidden(lines, at)) > at:
                at = behind
            elif begin := _BEGIN.match(line) or _FENCE.match(line):
                inside, at = _enclosed(lines, at, begin)
                yield self._enclosure(begin, inside, depth)
            elif _RULE.match(line):
                yield "<hr>\n"
                at += 1
            elif _ITEM.match(line) and depth < _DEEPEST:
                end = _list_end(lines, at)
                yield self._list(lines[at:end], depth)
                at = end
            else:
                end = at + 1
                while end < len(lines) and not _starts(lines[end], depth):
                    end += 1
                yield f"<p>{self._inline(lines[at:end])}</p>\n"
                at = end

    def _inline(self, lines: list[str]) -> str:
        return inline("\n".join(line.strip() for line in lines), self._rewrite)

    def _place(self, number: int) -> str:
        self._placed.append(number)
        return self._table(self._tables[number], self._text, lambda line: inline(line, self._rewrite))

    def _headline(self, match: re.Match[str]) -> str:
        written, record = heading(inline(match[2], self._rewrite), len(match[1]) + 1, self._ids)
        self._headings.append(record)
        return written

    def _enclosure(self, begin: re.Match[str], inside: list[str], depth: int) -> str:
        kind = plain(begin[1]).lower() if begin.re is _BEGIN else "src"
        if kind in ("comment", "export"):
            return ""
        if kind in ("quote", "center", "verse"):
            body = "".join(self._blocks(inside, max(depth, 1))) if kind != "verse" else _verse(inside, self._rewrite)
            return f"<blockquote>\n{body}</blockquote>\n" if kind == "quote" else f"<div>\n{body}</div>\n"
        language = plain(begin[2])
        named = f' class="language-{html.escape(language)}"' if language and kind == "src" else ""
        code = escape("\n".join(_dedented(inside)))
        return f"<pre><code{named}>{code}\n</code></pre>\n"

    # -- Lists ----------------------------------------------------------------------------------------------------

    def _list(self, lines: list[str], depth: int) -> str:
        """One list: items at the indentation of the first line; what is indented further belongs to the item above."""
        first = _ITEM.match(lines[0])
        assert first is not None
        items: list[list[str]] = []
        for line in lines:
            item = _ITEM.match(line)
            if item and _indent(item[1]) <= _indent(first[1]):
                items.append([line])
            else:
                items[-1].append(line)
        ordered = plain(first[2])[0].isdigit()
        if not ordered and all((match := _ITEM.match(item[0])) and _TERM.match(match[4]) for item in items):
            return f"<dl>\n{''.join(self._term(item, depth) for item in items)}</dl>\n"
        tag = "ol" if ordered else "ul"
        number = plain(first[2])[:-1] if ordered else "1"
        start = f' start="{int(number)}"' if number != "1" else ""
        return f"<{tag}{start}>\n{''.join(self._item(item, depth) for item in items)}</{tag}>\n"

    def _item(self, lines: list[str], depth: int) -> str:
        match = _ITEM.match(lines[0])
        assert match is not None
        boxed = {"x": "☑ ", "-": "◪ ", " ": "☐ "}.get((match[3] or "").lower(), "")
        words, rest = self._words(match[4], lines[1:], depth)
        kind = ' class="hd-task"' if boxed else ""
        return f"<li{kind}>{boxed}{words}{rest}</li>\n"

    def _term(self, lines: list[str], depth: int) -> str:
        match = _ITEM.match(lines[0])
        term = _TERM.match(match[4]) if match else None
        assert term is not None
        words, rest = self._words(term[2], lines[1:], depth)
        return f"<dt>{self._inline([term[1]])}</dt><dd>{words}{rest}</dd>\n"

    def _words(self, first: str, below: list[str], depth: int) -> tuple[str, str]:
        """The first paragraph of an item without a tag of its own, and the blocks that follow it."""
        end = 0
        while end < len(below) and not _starts(below[end], 1):
            end += 1
        return self._inline([first, *below[:end]]), "".join(self._blocks(below[end:], depth + 1))


# -- Lines --------------------------------------------------------------------------------------------------------


def _starts(line: str, depth: int) -> bool:
    """Whether a line ends the paragraph above it."""
    bare = plain(line)
    return (
        not bare.strip()
        or bool(_ITEM.match(line) or _RULE.match(bare) or _HIDDEN.match(bare) or _PLACE.match(bare))
        or bool(_BEGIN.match(line) or _FENCE.match(line))
        or (depth == 0 and _HEADLINE.match(line) is not None)
    )


def _hidden(lines: list[str], at: int) -> int:
    """The line behind what Org does not show here: a drawer that is closed, a keyword, a comment, planning."""
    if _DRAWER.match(lines[at]) and not _DRAWER_END.match(lines[at]):
        for end in range(at + 1, len(lines)):
            if _DRAWER_END.match(lines[end]):
                return end + 1
            if _HEADLINE.match(lines[end]):
                break
        return at
    hidden = _HIDDEN.match(plain(lines[at])) and not _BEGIN.match(lines[at])
    return at + 1 if hidden else at


def _behind_subtree(lines: list[str], at: int, level: int) -> int:
    for end in range(at + 1, len(lines)):
        headline = _HEADLINE.match(lines[end])
        if headline and len(headline[1]) <= level:
            return end
    return len(lines)


def _enclosed(lines: list[str], at: int, begin: re.Match[str]) -> tuple[list[str], int]:
    """The lines between a begin and its end, and the line behind them; without an end, all that follow."""
    end = re.escape(begin[1])
    closing = re.compile(rf"\s*#\+end_{end}\s*\Z" if begin.re is _BEGIN else rf"\s*{end}\s*\Z", re.I)
    for number in range(at + 1, len(lines)):
        if closing.match(lines[number]):
            return lines[at + 1 : number], number + 1
    return lines[at + 1 :], len(lines)


def _list_end(lines: list[str], at: int) -> int:
    """The line behind a list: two blank lines, or a line that is no item and indented no further than the first."""
    first = _ITEM.match(lines[at])
    outer = _indent(first[1]) if first else 0
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if not plain(line).strip():
            follows = next((number for number in range(end, len(lines)) if plain(lines[number]).strip()), len(lines))
            if follows - end > 1 or follows == len(lines) or not _belongs(lines[follows], outer):
                return end
            end = follows
        elif not _belongs(line, outer):
            return end
        end += 1
    return end


def _belongs(line: str, outer: int) -> bool:
    item = _ITEM.match(line)
    indent = _indent(line)
    return indent > outer or (item is not None and indent == outer)


def _indent(line: str) -> int:
    bare = line.expandtabs(8)
    return len(bare) - len(bare.lstrip(" "))


def _dedented(lines: list[str]) -> list[str]:
    """Code without the indentation that all its lines share, and without the commas that protect Org's own signs."""
    common = min((_indent(line) for line in lines if line.strip()), default=0)
    return [re.sub(r"^(\s*),(?=[*,]|#\+)", r"\1", line.expandtabs(8)[common:]) for line in lines]


def _verse(lines: list[str], rewrite: Rewrite) -> str:
    return "<p>" + "<br>\n".join(inline(line, rewrite) for line in lines) + "</p>\n"
