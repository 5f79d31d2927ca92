"""Markdown as HTML, with mistune: what the author wrote, nothing of it trusted as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import MutableMapping
from functools import cache
from typing import Any

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState

from hostdoc.core.document import Document
from hostdoc.report.anchors import Ids
from hostdoc.report.blocks import (
    HOLE,
    Heading,
    Inline,
    Rendered,
    Rewrite,
    TableHtml,
    heading,
    image,
    link,
    set_apart,
    shown,
)
from hostdoc.report.marks import MarkedText, plain

FRONT_MATTER = re.compile(r"\A---[ \t]*(?:\r\n|\r|\n)(?:.*(?:\r\n|\r|\n))*?(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
BREAK = re.compile(r"<br\s*/?>", re.I)
_PLACE = rf"^ {{0,3}}{HOLE}(?P<hd_number>\d+){HOLE}[ \t]*(?:\n|$)"


def render(document: Document, text: MarkedText, table: TableHtml, rewrite: Rewrite) -> Rendered:
    """Blocks of HTML, one for each block of the document that is not inside another."""
    return _Page(document, text, table, rewrite).render()


class _Page:
    """One rendering: the tables of the document, the ids that were given, where things came to stand."""

    def __init__(self, document: Document, text: MarkedText, table: TableHtml, rewrite: Rewrite) -> None:
        self._text, self._table = text, table
        self._tables = list(document.tables())
        self._markdown = _parser()
        self._writer = _Writer(self, rewrite)
        self._source = FRONT_MATTER.sub("", set_apart(document, text))
        self._env: MutableMapping[str, Any] = {}
        self._ids = Ids()
        self._headings: list[Heading] = []
        self._placed: list[int] = []

    def render(self) -> Rendered:
        tokens, state = self._markdown.parse(self._source)
        self._env = state.env
        done = Rendered([], {}, {})
        for token in tokens if isinstance(tokens, list) else []:
            block = self._writer.render_token(token, state)
            if not block.strip():
                continue
            for record in self._headings:
                done.headings[len(done.blocks)] = record
            done.tables.update(dict.fromkeys(self._placed, len(done.blocks)))
            self._headings, self._placed = [], []
            done.blocks.append(block)
        return done

    def heading(self, rendered: str, level: int) -> str:
        written, record = heading(rendered, level, self._ids)
        self._headings.append(record)
        return written

    def table(self, number: int) -> str:
        if number >= len(self._tables):
            return ""
        self._placed.append(number)
        return self._table(self._tables[number], self._text, self._inline())

    def _inline(self) -> Inline:
        def inline(line: str) -> str:
            tokens = self._markdown.inline(line.replace("\\|", "|"), self._env)
            return self._writer.render_tokens(tokens, BlockState())

        return inline


class _Writer(mistune.HTMLRenderer):
    """HTML for mistune's tokens. Raw HTML is shown as text, save for comments, which stay unseen, and `<br>`."""

    def __init__(self, page: _Page, rewrite: Rewrite) -> None:
        super().__init__(escape=True)
        self._page, self._rewrite = page, rewrite

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return self._page.heading(text, level)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return link(text, url, self._rewrite, title or "")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return image(html.unescape(re.sub(r"<[^<>]*>", "", text)), url, self._rewrite)

    def inline_html(self, html: str) -> str:
        if html.startswith("<!--"):
            return shown(html[4:-3])
        return "<br>" if BREAK.fullmatch(plain(html)) else self.escape_raw(html)

    def block_html(self, html: str) -> str:
        wishes = "".join(shown(comment[0].removesuffix("-->")[4:]) for comment in COMMENT.finditer(html))
        rest = COMMENT.sub("", html).strip()
        if not rest:
            return wishes and f"{wishes}\n"
        words = "<br>".join(self.escape_raw(part) for part in BREAK.split(rest))
        return f"{wishes}<p>{words}</p>\n" if words.replace("<br>", "").strip() else wishes

    def block_code(self, code: str, info: str | None = None) -> str:
        language = re.match(r"[\w+#.-]*", plain(info or ""))
        named = f' class="language-{language[0]}"' if language and language[0] else ""
        return f"<pre><code{named}>{html.escape(code, quote=False)}</code></pre>\n"

    def thematic_break(self) -> str:
        return "<hr>\n"

    def strikethrough(self, text: str) -> str:
        return f"<del>{text}</del>"

    def task_list_item(self, text: str, checked: bool = False) -> str:
        return f'<li class="hd-task">{"☑" if checked else "☐"} {text}</li>\n'

    def hd_table(self, number: str) -> str:
        return self._page.table(int(number))


def _place(block: BlockParser, match: re.Match[str], state: BlockState) -> int:
    """The block rule for the place of a table that was set apart."""
    state.append_token({"type": "hd_table", "raw": match.group("hd_number")})
    return match.end()


@cache
def _parser() -> mistune.Markdown:
    markdown = mistune.create_markdown(renderer=None, plugins=["strikethrough", "task_lists", "url"])
    block = markdown.block
    block.register("hd_place", _PLACE, _place, before="list")
    for rules in (block.list_rules, block.block_quote_rules):
        block.insert_rule(rules, "hd_place", before="list")
    return markdown
