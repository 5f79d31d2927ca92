"""What is said of a figure under the cursor: its verdicts with their workings, its name, and what uses it.

All that comes from a document stands between fences, in which no editor looks for mark-up.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.editor.analysis import Judged
from hostdoc.editor.places import figure_at, meant_by, name_at, names_of, stated_by, uses_of
from hostdoc.explained import KINDS as EXPLAINED
from hostdoc.outputs.visible import visible
from hostdoc.outputs.why import amount

WIDTH = 88  # columns; editors do not break lines between fences
MOST = 12  # inputs and uses that are listed
_TICKS = regex(r"`+")

Part = tuple[str, list[str]]  # words of our own, and what the document says below them


def hover(judged: Judged, offset: int, *, plain: bool = False) -> tuple[str, Figure | None] | None:
    """What to show at an offset, and the figure there if it is one and no name of one. `plain`: without mark-up."""
    document = judged.document
    if document is None:
        return None
    if use := name_at(document, offset):
        figure = meant_by(use, names_of(document), judged.others)
        return None if figure is None else (_shown(_named(document, figure), plain), None)
    figure = figure_at(document, offset)
    return None if figure is None else (_shown(_of_figure(document, figure), plain), figure)


def _named(document: AuditedDocument, figure: Figure) -> Iterator[Part]:
    yield "", [_where(figure, document)]
    if figure.span.source is document.document.source:
        yield from _of_figure(document, figure)


def _of_figure(document: AuditedDocument, figure: Figure) -> Iterator[Part]:
    stated, uses = stated_by(document, figure), uses_of(document, figure)
    for check in stated:
        yield from _verdict(check, document)
    yield "", [*_reading(document, figure)]
    if uses:
        said = [f"{_where(it.verdict.relation.stated, document)}  {it.outcome}" for it in uses[:MOST]]
        yield "used by", said + ([f"and {len(uses) - MOST} more"] if len(uses) > MOST else [])
    if not stated and not uses:
        yield "in no check", []
    for kind in dict.fromkeys(it.verdict.relation.kind for it in stated if it.outcome == "drifts"):
        explained = EXPLAINED[kind]
        yield f"*{kind}*: {explained.checks} When it is none: {explained.wrong.replace('KIND', kind)}", []


def _verdict(check: Check, document: AuditedDocument) -> Iterator[Part]:
    relation = check.verdict.relation
    title = check.title if check.outcome == "drifts" else relation.kind
    lines = [check.message, *check.notes]
    lines += [f"= {_where(figure, document)}" for figure in relation.inputs[:MOST]]
    lines += [f"and {len(relation.inputs) - MOST} more"] if len(relation.inputs) > MOST else []
    lines += [check.help] if check.help else []
    if check.waiver:
        accepted = "accepted" if check.waived else f"accepted until {check.waiver.until}"
        lines.append(f"{accepted}: {check.waiver.reason}")
    yield f"**{check.outcome}**: {title}", lines


def _reading(document: AuditedDocument, figure: Figure) -> Iterator[str]:
    name = names_of(document).of(figure)
    yield f"{'$' + name + ': ' if name else ''}{figure.text}, read as {amount(figure.quantity)}"


def _where(figure: Figure, document: AuditedDocument) -> str:
    """The place of a figure, with its document where that is another one."""
    line, column = figure.span.first
    other = "" if figure.span.source is document.document.source else f"{figure.span.source.path}:"
    return f"{other}{line}:{column}  {figure.text}  {figure.label}".rstrip()


# -- As the editor shows it -----------------------------------------------------------------------------------------


def _shown(parts: Iterable[Part], plain: bool) -> str:
    return "\n\n".join(filter(None, (_part(words, lines, plain) for words, lines in parts)))


def _part(words: str, lines: list[str], plain: bool) -> str:
    text = "\n".join(part for line in lines for part in _broken(visible(line)))
    if plain:
        return "\n".join(filter(None, (words.replace("*", ""), text)))
    fence = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    return "\n".join(filter(None, (words, f"{fence}text\n{text}\n{fence}" if text else "")))


def _broken(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False) or [""]
