"""Names inside a page: ids of headings and figures that stay when lines move, and addresses that may be linked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from hostdoc.core.figure import Figure
from hostdoc.core.result import AuditedDocument, Check

SCHEMES = frozenset({"http", "https", "mailto"})
RESERVED = re.compile(r"(?:f|n|hd|chart)-")  # ids that the report gives itself
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_BLANKS = re.compile(r"[\x00-\x20\x7f]")
_LONGEST = 60


def slug(words: str) -> str:
    """Letters and digits of a text in lower case, runs of anything else one hyphen; accents are folded."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-")


class Ids:
    """Gives each name once: the second `total` is `total-2`."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, name: str) -> str:
        number, taken = 2, name
        while taken in self._used:
            taken = f"{name}-{number}"
            number += 1
        self._used.add(taken)
        return taken

    def heading(self, words: str) -> str:
        name = slug(words) or "section"
        return self.take(f"h-{name}" if RESERVED.match(name) else name)


def figure_ids(figures: Iterable[Figure]) -> dict[Figure, str]:
    """An id for each figure, from its label, so that links to it survive when lines are inserted above."""
    ids = Ids()
    return {figure: ids.take("f-" + (_name(figure) or "figure")) for figure in figures}


def ids_of(audited: AuditedDocument) -> dict[Figure, str]:
    """The ids of all figures of a document, as links to them are written on other pages.

    Those of its checks come first, those that only checks of others use next: what is written elsewhere changes no id.
    """
    own, others = _bound(audited, audited.checks), _bound(audited, audited.elsewhere)
    rest = sorted(audited.ledger.figures, key=lambda figure: (figure.span.start, figure.span.end))
    return figure_ids(dict.fromkeys((*own, *others, *rest)))


def _bound(audited: AuditedDocument, checks: Iterable[Check]) -> list[Figure]:
    """The figures of a document that checks speak of, in the order of the text."""
    relations = [check.verdict.relation for check in checks]
    bound = {figure for relation in relations for figure in (relation.stated, *relation.inputs)}
    own = [figure for figure in bound if figure.span.source is audited.document.source]
    return sorted(own, key=lambda figure: (figure.span.start, figure.span.end))


def _name(figure: Figure) -> str:
    label = figure.label
    parts = [slug(part) for part in (*label.path[-1:], label.row, label.column)]
    name = "-".join(part for part in parts if part) or slug(figure.text)
    return name if len(name) <= _LONGEST else name[:_LONGEST].rsplit("-", 1)[0]


def safe_url(url: str) -> str | None:
    """The address if a page may link it (no scheme, or one of a few), else None."""
    bare = url
    for _ in range(3):
        bare = unquote(bare)
    scheme = _SCHEME.match(_BLANKS.sub("", bare))
    if scheme and scheme[1].lower() not in SCHEMES:
        return None
    return _BLANKS.sub(lambda blank: "%20" if blank[0] == " " else "", url)


def is_local(url: str) -> bool:
    """Whether an address stays inside the site: no scheme, no host."""
    return not _SCHEME.match(url) and not url.startswith(("//", "\\\\", "/\\"))
