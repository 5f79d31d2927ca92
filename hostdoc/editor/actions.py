"""What an editor offers to type at a figure: a repair, a waiver, a formula; each proved on the text with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source, Span
from hostdoc.core.vocabulary import PLAIN
from hostdoc.editor.analysis import Judged
from hostdoc.edits import Edit, Style, Unwritable, edit
from hostdoc.fixes import mended
from hostdoc.outputs.visible import visible
from hostdoc.pipeline import audit_source
from hostdoc.relations import Checkpoint, go_on
from hostdoc.restating import Stuck, recalculated
from hostdoc.suggestions import declaration
from hostdoc.waiving import unreasoned

_WORDS = regex(r"\s+|[^\s|]+|\|")
LONGEST = 120  # characters of a formula that a title shows


@dataclass(frozen=True, slots=True)
class Action:
    """`repairs` a drift, or says something about the figure. `proved`: nothing else drifts for it that did not."""

    title: str
    edits: tuple[Edit, ...]
    check: Check
    repairs: bool
    proved: bool


def checks_within(audited: AuditedDocument, start: int, end: int) -> list[Check]:
    """The checks of figures that a range touches."""
    stated = ((it, it.verdict.relation.stated.span) for it in audited.checks)
    return [check for check, span in stated if span.start <= end and start <= span.end]


def repairs(judged: Judged, check: Check, checkpoint: Checkpoint = go_on) -> Iterator[Action]:
    """What mends or accepts a drift, the repair first. Raises what `checkpoint` raises."""
    if judged.plain is None or check.outcome != "drifts" or check.waived:
        return
    again = _auditor(judged, checkpoint)
    if repair := _repair(judged.plain, check, again):
        yield repair
    if accepted := unreasoned(judged.plain, check, judged.today, again):
        yield Action("Waive this drift: write the reason into the comment", (accepted,), check, True, False)


def formulas(judged: Judged, check: Check, checkpoint: Checkpoint = go_on) -> Iterator[Action]:
    """What declares how a figure is computed. Raises what `checkpoint` raises."""
    if judged.plain is None:
        return
    if declared := declaration(judged.plain, check, _auditor(judged, checkpoint), judged.others):
        said = visible(declared[0])
        title = f"Declare this formula: {said if len(said) <= LONGEST else f'{said[:LONGEST]}…'}"
        yield Action(title, declared[1], check, False, True)


def _auditor(judged: Judged, checkpoint: Checkpoint) -> Callable[[Source], AuditedDocument]:
    terms = judged.plain.terms if judged.plain else PLAIN
    return lambda source: audit_source(source, judged.today, judged.others, terms, checkpoint)


def _repair(plain: AuditedDocument, check: Check, again: Callable[[Source], AuditedDocument]) -> Action | None:
    """The least repair that can be proved; else what the message says to write, with the reason against it."""
    source = plain.document.source
    try:
        after = mended(plain, check, again)
    except Stuck as stuck:
        return _unproved(plain, check, str(stuck))
    changes = differences(source, after)
    return Action(_title(plain, check, changes), changes, check, True, True) if changes else None


def _unproved(plain: AuditedDocument, check: Check, reason: str) -> Action | None:
    if not check.help:
        return None
    try:
        change = recalculated(check.verdict.relation)
        typed = edit(change.figure, change.low, change.high, Style.of(plain.ledger))
    except (Stuck, Unwritable):
        return None
    if typed is None:
        return None
    title = f"{_title(plain, check, (typed,))}, though: {visible(reason)}"
    return Action(title, (typed,), check, True, False)


def _title(plain: AuditedDocument, check: Check, changes: tuple[Edit, ...]) -> str:
    """`Write $31`, or `Write $10 for $7 in line 50` where another figure is the wrong one; and how many more."""
    stated = check.verdict.relation.stated
    here = next((it for it in changes if _touches(it, stated)), None)
    change = here or changes[0]
    figure = stated if here else next((it for it in plain.ledger.figures if _touches(change, it)), stated)
    where = "" if here else f" for {figure.text} in line {change.span.first.line}"
    more = f", and change {len(changes) - 1} more" if len(changes) > 1 else ""
    return visible(f"Write {_rewritten(figure, change)}{where}{more}")


def _touches(change: Edit, figure: Figure) -> bool:
    return change.span.start <= figure.span.end and figure.span.start <= change.span.end


def _rewritten(figure: Figure, change: Edit) -> str:
    """A figure as it would stand; the blanks of a table cell may be typed with it."""
    text, span = change.span.source.text, change.span
    before, after = text[figure.span.start : span.start], text[span.end : figure.span.end]
    return f"{before}{change.text}{after}".strip()


def differences(source: Source, after: str) -> tuple[Edit, ...]:
    """What to type for a text with other digits and blanks in its words: the least of each word that changes."""
    words, others = _WORDS.findall(source.text), _WORDS.findall(after)
    if len(words) != len(others):
        words, others = [source.text], [after]
    starts = accumulate(map(len, words), initial=0)
    pairs = zip(starts, words, others, strict=False)
    return tuple(_difference(source, start, word, other) for start, word, other in pairs if word != other)


def _difference(source: Source, start: int, word: str, other: str) -> Edit:
    same = min(len(word), len(other))
    lead = next((n for n in range(same) if word[n] != other[n]), same)
    tail = next((n for n in range(same - lead) if word[-1 - n] != other[-1 - n]), same - lead)
    return Edit(Span(source, start + lead, start + len(word) - tail), other[lead : len(other) - tail])
