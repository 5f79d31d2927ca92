"""Stated days that are too old by the settings of the project: of a document, and of what it takes as given.

Checked, where `stale-after` is set: the day that a document states for itself, else that of its last commit; and every
`as of March 2026` or `checked 2026-01-12` beside figures, in the text and in a column of such days.

Wrong when what was so then is so still; look at it again and state the new day, or waive it with a reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hostdoc.audit import identity
from hostdoc.core.dates import latest_day
from hostdoc.core.document import Block, Code, Heading, Table
from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import Quantity
from hostdoc.core.regex import regex
from hostdoc.core.relation import KINDS, Relation, Verdict, Words
from hostdoc.core.result import Check
from hostdoc.core.span import Span
from hostdoc.core.vocabulary import Period, Terms
from hostdoc.wording import TITLES

KIND = "stale"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-\d{{2}}(?!\d)|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|Q[1-4] \d{{4}}"
    rf"|{_NTH} {_MONTH},? \d{{4}}|{_MONTH} (?:{_NTH},? )?\d{{4}}"
)
# What says that something was so on a day and may not be so any more; `created` and `published` do not.
_SAID = (
    r"as (?:of|at)|checked|verified|updated|reviewed|confirmed|retrieved|accessed|quoted|last seen|stand|geprüft"
    r"|aktualisiert|abgerufen|vérifiée?s?|au|verificad[oa]s?|controllat[oaie]|gecontroleerd|sjekket|oppdatert|kontroller[ae][dt]"
)
_ON = regex(rf"\b(?:{_SAID})\b(?: on| in| vom)?\s{{0,3}}[:.]?\s{{0,3}}({_DAY})", re.IGNORECASE)
_HEAD = regex(rf"\b(?:{_SAID})\b", re.IGNORECASE)
_ALONE = regex(_DAY)

Found = tuple[Span, Label, date]  # where a day is stated, what of, and the last day that is meant


def stale(ledger: Ledger, terms: Terms, today: date) -> tuple[Check, ...]:
    """A check that drifts for each stated day that is older than the settings allow, in the order of the text."""
    period = terms.stale_after
    if period is None or not ledger.figures:
        return ()
    found = [*_of_document(ledger, terms.changed), *_beside_figures(ledger)]
    old = [(it, due) for it in found if (due := due_day(it[2], period)) < today]
    old.sort(key=lambda pair: pair[0][0].start)
    return tuple(_check(it, due, terms, today) for it, due in old)


def due_day(day: date, period: Period) -> date:
    """The last day on which what was so on a day is not too old."""
    if period.unit == "day":
        return day + timedelta(days=period.number)
    months = day.year * 12 + day.month - 1 + period.number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# -- Days that are stated -------------------------------------------------------------------------------------------


def _of_document(ledger: Ledger, changed: date | None) -> Iterator[Found]:
    """The day of the document: where it states it in its text, else at its title."""
    document = ledger.document
    day = latest_day(document.date) if document.date else None
    title = next((block for block in document.blocks if isinstance(block, Heading)), None)
    first = title.text if title else document.blocks[0].span if document.blocks else None
    if first is None or (day or changed) is None:
        return
    stated = _written(ledger, document.date) if day else None
    words = next((it[1].row for it in _said(ledger, document.blocks) if stated and it[0].start == stated.start), "")
    label = Label(row=words or ("date of the document" if day else "last change of the file"))
    yield stated or _line(first), label, day or changed or date.max


def _line(span: Span) -> Span:
    """The first line of a span."""
    end = span.source.text.find("\n", span.start, span.end)
    return Span(span.source, span.start, span.end if end < 0 else end)


def _written(ledger: Ledger, stated: str) -> Span | None:
    """Where the document states its own day, if that is in its text."""
    for block in ledger.document.blocks:
        for match in _ALONE.finditer(ledger.document.plain, block.span.start, block.span.end):
            if match[0] == stated:
                return Span(block.span.source, match.start(), match.end())
    return None


def _beside_figures(ledger: Ledger) -> Iterator[Found]:
    """The days on which something with figures was looked at: `as of`, `checked`, or in a column of such days."""
    document = ledger.document
    own = _written(ledger, document.date) if document.date else None
    beside = [
        block
        for number, block in enumerate(document.blocks)
        if any(_has_figures(ledger, it) for it in _spoken_of(document.blocks, number))
    ]
    for found in _said(ledger, beside):
        if own is None or found[0].start != own.start:
            yield found
    for grid in ledger.grids:
        yield from _in_columns(grid, document.plain)


def _said(ledger: Ledger, blocks: Iterable[Block]) -> Iterator[Found]:
    """The days of some blocks behind words that say that something was so then."""
    plain = ledger.document.plain
    for block in blocks:
        if not isinstance(block, Code):
            for match in _ON.finditer(plain, block.span.start, block.span.end):
                if day := latest_day(" ".join(match[1].split())):
                    words = " ".join(plain[match.start() : match.start(1)].split())
                    yield Span(block.span.source, *match.span(1)), Label(block.path, words), day


def _spoken_of(blocks: tuple[Block, ...], number: int) -> tuple[Block, ...]:
    """A block, the one below it, and a table above it."""
    above = blocks[number - 1 : number] if number else ()
    return (*blocks[number : number + 2], *(block for block in above if isinstance(block, Table)))


def _has_figures(ledger: Ledger, block: Block) -> bool:
    return any(block.span.start <= it.span.start < block.span.end for it in ledger.figures)


def _in_columns(grid: Grid, plain: str) -> Iterator[Found]:
    for index, column in enumerate(grid.columns):
        if not _HEAD.search(column.header):
            continue
        for row in grid.rows:
            span = row[index].cell.span
            match = _ALONE.fullmatch(plain[span.start : span.end].strip())
            if match and (day := latest_day(match[0])) and any(cell.figures for cell in row):
                yield span, Label(grid.table.path, row[0].words, column.header), day


# -- What is said of them -------------------------------------------------------------------------------------------


def _check(found: Found, due: date, terms: Terms, today: date) -> Check:
    span, label, day = found
    after = terms.stale_after.text if terms.stale_after else ""
    days, workings = (today - day).days, f"{day} + {after}"
    stated = Figure(span, Quantity(None, None), label)
    evidence = "the setting `stale-after`"
    said = " / ".join(filter(None, (label.row, label.column)))
    relation = Relation(KIND, stated, Words(workings), "stated", evidence, leeway=terms.leeway)
    return Check(
        id=identity(relation),
        verdict=Verdict(relation, "drifts", None, words=str(due)),
        severity=KINDS[KIND],
        recalculated=str(due),
        workings=workings,
        title=TITLES[KIND],
        message=f"{said}: {day}, {days} days ago; it is good for {after}, until {due}",
        help=f'look at it again and state the day, or waive it: hostdoc: waive stale "{span.text}" = "{due}": reason',
    )
