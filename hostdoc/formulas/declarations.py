"""What an author declares for formulas, in comments and keywords: names, constants, table formulas, checks, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from hostdoc.core.document import Comment, Document
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.readers.regions import outside, regions

NAME = r"[^\W\d]\w*"
Sort = Literal["name", "check", "claim", "constants", "table name", "table formulas"]

_PREFIX = regex(r"hostdoc:\s*", re.I)
_SETTING = regex(r"(TBLFM|tblfm|CONSTANTS|NAME|TBLNAME)\s*:\s*")
_SETTINGS: dict[str, Sort] = {
    "tblfm": "table formulas",
    "constants": "constants",
    "name": "table name",
    "tblname": "table name",
}
_NAMED = regex(rf"\$({NAME})\s*")
_CHECK = regex(rf"(?:\$({NAME})\s*)?==?(?!=)\s*")
_FORMULA = regex(r"[$(@\d.−-]|'\(|[^\W\d]\w*\(")  # how a formula begins, and few other comments do
_COMPARES = regex(r"<=|>=|≤|≥|<|>")
_NAME_IN = regex(r'\$[^\W\d]|\$"')


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration. `span` is the whole comment or line, `text` the place of what it says.

    `name` is the name that a name or check gives. `sure`: it is a formula for certain; any other is one only if it can
    be read as one.
    """

    sort: Sort
    span: Span
    text: Span
    name: str = ""
    sure: bool = True


def declarations(document: Document) -> Iterator[Declaration]:
    """The declarations of a document; those that are switched off are left out."""
    off = regions(document.comments, len(document.source.text))
    for comment in outside(document.comments, off):
        if found := declared(comment):
            yield found
    for keyword in document.keywords:
        sort = None if keyword.drawer else _SETTINGS.get(keyword.name.lower())
        if sort:
            yield Declaration(sort, keyword.span, keyword.text)


def declared(comment: Comment) -> Declaration | None:
    """What a comment declares, if it is a formula or the like and no other comment."""
    whole = comment.text.text
    at, end = len(whole) - len(whole.lstrip()), len(whole.rstrip())
    prefix = _PREFIX.match(whole, at)
    at = prefix.end() if prefix else at
    if at >= end or (not prefix and comment.span.text.startswith("#")):  # a line of Org is a remark, unless it says so
        return None
    if setting := _SETTING.match(whole, at):
        return Declaration(_SETTINGS[setting[1].lower()], comment.span, _inside(comment, setting.end(), end))
    if prefix and not _FORMULA.match(whole, at) and whole[at] != "=":
        return None  # a directive
    named = _NAMED.match(whole, at)
    if named and named.end() >= end:
        return Declaration("name", comment.span, _inside(comment, at, end), named[1])
    if check := _CHECK.match(whole, at):
        sure = bool(prefix or check[1] or _FORMULA.match(whole, check.end()))
        return Declaration("check", comment.span, _inside(comment, check.end(), end), check[1] or "", sure)
    if prefix or (_COMPARES.search(whole, at) and _NAME_IN.search(whole, at)):
        return Declaration("claim", comment.span, _inside(comment, at, end), sure=bool(prefix or named))
    return None


def _inside(comment: Comment, start: int, end: int) -> Span:
    return Span(comment.text.source, comment.text.start + start, comment.text.start + end)
