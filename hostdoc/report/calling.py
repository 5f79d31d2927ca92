"""What figures are called on pages: as their author named them, by row and column, or by the words around them."""

from __future__ import annotations

from collections.abc import Callable

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Passage
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument
from hostdoc.formulas import names_in
from hostdoc.report.notes import title_of

BEFORE, BEHIND = 6, 3  # words of a sentence
FEWEST = 2  # that tell something
_REACH = 200  # characters of a passage on either side
_STARTS = regex(r"[.!?;](?=\s)|\n\s*\n|\ufffc")
_ENDS = regex(r"[,.;:!?()—]|\s-{1,2}\s|\n\s*\n|\ufffc")
_NUMBERED = regex(r"_\d+\Z")
_LAST = regex(r"[\s(\[“\"–—-]+\Z")
_FIRST = regex(r"\A[^\w$€£~(\"“]+")


def calling(audited: AuditedDocument) -> Callable[[Figure], str]:
    """What the figures of a document are called."""
    named = names_in(audited.ledger).given
    given = {_place(found[0]): name for name, found in named.items() if len(found) == 1}
    passages = {figure: passage for passage in audited.ledger.passages for figure in passage.figures}

    def called(figure: Figure) -> str:
        name, passage = given.get(_place(figure)), passages.get(figure)
        if name:
            return label_of(name)
        heading = " ".join(figure.label.path[-1:])
        return (_around(audited, passage, figure) or heading if passage else "") or title_of(figure)

    return called


def label_of(name: str) -> str:
    """A name in words, without its document; a number that only tells it from others of the name is left out."""
    return _NUMBERED.sub("", name.rpartition(":")[2]).replace("_", " ").strip().capitalize()


def _place(figure: Figure) -> tuple[int, int]:
    return figure.span.start, figure.span.end


def _around(audited: AuditedDocument, passage: Passage, figure: Figure) -> str:
    """`An instance at rest takes … RAM`: the clause of a figure without it; a label before a colon by itself."""
    text, start, end = audited.document.plain, figure.span.start, figure.span.end
    before = _STARTS.split(text[max(passage.span.start, start - _REACH) : start])[-1]
    words = _LAST.sub("", _FIRST.sub("", before)).split()
    kept = words[-BEFORE:]
    said = ("… " if len(words) > BEFORE else "") + " ".join(kept)
    if said.endswith(":"):
        return said.rstrip(" :*_")
    behind = _ENDS.split(text[end : min(passage.span.end, end + _REACH)])[0].split()[:BEHIND]
    if len(kept) + len(behind) < FEWEST:
        return ""
    return " … ".join(part for part in (said, " ".join(behind)) if part)
