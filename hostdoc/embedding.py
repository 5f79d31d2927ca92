"""What authors write where a figure or a chart of another document is to be shown in the site."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Comment, Document
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex

FORM = "hostdoc: show PATH#ANCHOR"
_SHOW = regex(r"\s*hostdoc:\s*show\b\s*")
_PLACE = regex(r"(?P<path>[^\s#<>\"]+)#(?P<anchor>[^\s#<>\"]+)\s*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The place that is to be shown: a document, by its path, and an address in its page."""

    path: str
    anchor: str


def is_show(comment: Comment) -> bool:
    return asks(comment.text.text)


def asks(text: str) -> bool:
    """Whether the inside of a comment is such a wish, understood or not."""
    return _SHOW.match(text) is not None


def wanted(text: str) -> Wanted | None:
    """What the inside of a comment asks for; None where it cannot be understood."""
    start = _SHOW.match(text)
    place = _PLACE.fullmatch(text, start.end()) if start else None
    return Wanted(place["path"], place["anchor"]) if place and "--" not in text else None


def unclear(document: Document) -> Iterator[Diagnostic]:
    """What is wrong with the wishes of a document. Whether there is such a place, only its site knows."""
    for comment in document.comments:
        if is_show(comment) and wanted(comment.text.text) is None:
            message = "this `show` cannot be understood"
            yield Diagnostic("malformed-directive", "warning", message, comment.span, f"write {FORM}")
