"""Parts of pages that are put in when a page is written, so that search does not read them.

Rows of analysis pages and workings are the figures of documents again, which search finds where they are stated; to
read them takes it longer than all else that MkDocs does.
"""

from __future__ import annotations

import re

from hostdoc.core.regex import regex

PART = regex(r'<h2 id="([\w-]+)">([^<]*)</h2>')
_LEAD = regex(r'<h1 id="hd-title">.*?</h1>(?:\s*<p class="hd-lead">.*?</p>)?')
_WORKINGS = regex(r'<details class="hd-notes">[\s\S]*?</details>')
_HOLE = regex(r"<!-- hostdoc held (\d+) -->(?:[\s\S]*?<!-- hostdoc end -->)?")
_LAST = "<!-- hostdoc end -->"


class Held:
    """What is held of each page, by its place in the sources."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def outline(self, page: str, content: str) -> str:
        """Its headings, in place of a whole analysis page."""
        self._parts[page] = [content]
        heads = "".join(f'<h2 id="{name}">{title}</h2>\n' for name, title in PART.findall(content))
        lead = _LEAD.search(content)
        return f"<!-- hostdoc held 0 -->\n{lead[0] if lead else ''}\n{heads}{_LAST}"

    def without_workings(self, page: str, content: str) -> str:
        parts = self._parts[page] = []

        def hold(match: re.Match[str]) -> str:
            parts.append(match[0])
            return f"<!-- hostdoc held {len(parts) - 1} -->{_LAST}"

        return _WORKINGS.sub(hold, content)

    def back(self, page: str, output: str) -> tuple[str, bool]:
        """A page with what was held of it, and whether there was a place for all of it."""
        parts = self._parts.get(page, [])
        if not parts:
            return output, True
        output, number = _HOLE.subn(lambda match: parts[int(match[1])], output, count=len(parts))
        return output, number == len(parts)
