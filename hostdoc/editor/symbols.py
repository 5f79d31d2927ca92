"""The outline of a document: its headings, and under each the figures that are judged there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, field
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Span
from hostdoc.editor.places import judged
from hostdoc.outputs.visible import visible


@dataclass(slots=True)
class Symbol:
    """`whole` is all that it holds, `name_at` its own words; `level` is 0 of a figure."""

    name: str
    detail: str
    whole: Span
    name_at: Span
    level: int = 0
    below: list[Symbol] = field(default_factory=list)


def outline(audited: AuditedDocument) -> list[Symbol]:
    """The headings as they contain each other; figures before the first stand by themselves."""
    top: list[Symbol] = []
    open_ones: list[Symbol] = []
    for symbol in sorted((*_headings(audited), *_figures(audited)), key=lambda it: (it.name_at.start, -it.level)):
        while open_ones and symbol.name_at.start >= open_ones[-1].whole.end:
            open_ones.pop()
        (open_ones[-1].below if open_ones else top).append(symbol)
        if symbol.level:
            open_ones.append(symbol)
    return top


def _headings(audited: AuditedDocument) -> Iterator[Symbol]:
    """Each heading with all up to the next one that is no deeper."""
    headings = [block for block in audited.document.blocks if isinstance(block, Heading)]
    for number, heading in enumerate(headings):
        end = _end(headings[number + 1 :], heading, len(audited.document.source.text))
        whole = Span(heading.span.source, heading.span.start, end)
        name = audited.document.words(heading.text) or heading.text.text.strip() or "…"
        yield Symbol(visible(name), "", whole, heading.text, heading.level)


def _end(following: Sequence[Heading], heading: Heading, end: int) -> int:
    return next((it.span.start for it in following if it.level <= heading.level), end)


def _figures(audited: AuditedDocument) -> Iterator[Symbol]:
    for figure, checks in judged(audited).items():
        yield Symbol(_name(figure), _detail(checks), figure.span, figure.span)


def _name(figure: Figure) -> str:
    label = " / ".join(part for part in (figure.label.row, figure.label.column) if part)
    return visible(f"{label}: {figure.text}" if label else figure.text)


def _detail(checks: Sequence[Check]) -> str:
    said = (f"{it.outcome}, {it.recalculated}" if it.outcome == "drifts" else it.outcome for it in checks)
    return visible("; ".join(dict.fromkeys(said)))
