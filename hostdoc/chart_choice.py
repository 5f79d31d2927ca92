"""What authors write above a table about its chart: which one to draw, of which columns, or none."""

from __future__ import annotations

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Comment, Document, Table
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span

SHAPES = ("waterfall", "ribbons", "ladder", "timeline", "scatter", "slope", "intervals")
OFF = "off"
FORM = 'hostdoc: chart SHAPE, hostdoc: chart SHAPE columns="A, B" or hostdoc: chart off'

_CHART = regex(r"\s*hostdoc:\s*chart\b\s*")
_WISH = regex(r'(?P<shape>[\w-]+)(?:\s+columns=["“](?P<columns>[^"“”]+)["”])?\s*')


@dataclass(frozen=True, slots=True)
class Choice:
    """One wish. `shape` is one of SHAPES, or OFF; `table` is the one it stands above; `columns` are named by heads."""

    span: Span
    table: Span
    shape: str
    columns: tuple[str, ...] = ()


def is_choice(comment: Comment) -> bool:
    return _CHART.match(comment.text.text) is not None


def choices(document: Document) -> tuple[tuple[Choice, ...], tuple[Diagnostic, ...]]:
    """The wishes of a document in the order of the text, and what is wrong with those that do not count."""
    found: list[Choice] = []
    problems: list[Diagnostic] = []
    for comment in document.comments:
        start = _CHART.match(comment.text.text)
        if start:
            read = _read(comment, comment.text.text[start.end() :], document)
            found.append(read) if isinstance(read, Choice) else problems.append(read)
    return tuple(found), tuple(problems)


def _read(comment: Comment, text: str, document: Document) -> Choice | Diagnostic:
    wish = _WISH.fullmatch(text)
    if not wish or (wish["shape"] == OFF and wish["columns"]):
        return _problem(comment, "this `chart` cannot be understood", f"write {FORM}")
    if wish["shape"] not in (*SHAPES, OFF):
        return _problem(comment, f"there is no chart `{wish['shape']}`", f"the charts are {', '.join(SHAPES)}, or off")
    below = next((block for block in document.blocks if block.span.start >= comment.span.end), None)
    if not isinstance(below, Table):
        return _problem(comment, "this `chart` has no table below it", "write it on a line of its own above a table")
    names = tuple(name for part in (wish["columns"] or "").split(",") if (name := part.strip()))
    return Choice(comment.span, below.span, wish["shape"], names)


def _problem(comment: Comment, message: str, remedy: str) -> Diagnostic:
    return Diagnostic("malformed-directive", "warning", message, comment.span, remedy)
