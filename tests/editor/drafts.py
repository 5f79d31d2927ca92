"""Documents as an editor has them open, judged without an editor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lsprotocol import types

from hostdoc.core.span import Source
from hostdoc.editor.analysis import Analyst, Judged
from hostdoc.editor.positions import Encoding
from hostdoc.editor.texts import Open, opened

TODAY = date(2026, 1, 1)


def open_document(text: str, name: str = "plan.md", encoding: Encoding = "utf-16") -> Open:
    home = Path.cwd()
    return opened(types.TextDocumentItem((home / name).as_uri(), "markdown", 1, text), home, encoding)


def judged(text: str, name: str = "plan.md") -> Judged:
    document = open_document(text, name)
    return Analyst(Path.cwd(), Path.cwd()).judge([document.draft], TODAY, lambda: None)[name]


def marked(text: str) -> tuple[str, int]:
    """A text without its `‸`, and where that stood."""
    offset = text.index("‸")
    return text[:offset] + text[offset + 1 :], offset


def source(text: str, name: str = "plan.md") -> Source:
    return Source.of(name, text)
