"""The overview: every document with its counts, every drift with its workings, what was signed off or not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.report.anchors import ids_of
from hostdoc.report.notes import WORST, Working, title_of, verdict_name, working

ORDER = (*reversed(WORST[3:]), "drifts", "undecided", "waived")  # holds first, as in a legend


@dataclass(frozen=True, slots=True)
class Count:
    """How many checks came to a verdict, and where its part of a bar of a thousand begins and how long it is."""

    verdict: str
    number: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Delta:
    """A small drawing of stated and recalculated on one axis, from 0 to 200; `zero` is None where zero is far off."""

    stated: tuple[float, float]
    again: tuple[float, float]
    zero: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that wants attention, or had it."""

    verdict: str
    severity: str
    title: str
    words: str
    working: Working
    path: str
    line: int
    url: str
    document: str
    delta: Delta | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list."""

    title: str
    url: str
    date: str
    path: str
    checks: int
    counts: tuple[Count, ...]
    figures: int
    bound: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the template of the overview shows."""

    entries: tuple[Entry, ...]
    counts: tuple[Count, ...]
    checks: int
    figures: int
    bound: int
    flips: tuple[Finding, ...]
    drifts: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    unread: tuple[tuple[str, str], ...]


def counts(checks: Iterable[Check]) -> tuple[Count, ...]:
    """How many checks came to each verdict, with gaps between the parts of the bar."""
    names = [verdict_name(check) for check in checks]
    numbers = {verdict: names.count(verdict) for verdict in ORDER}
    shown = [verdict for verdict in ORDER if numbers[verdict]]
    room = 1000 - 4 * max(len(shown) - 1, 0)
    found, at = [], 0.0
    for verdict in ORDER:
        width = round(room * numbers[verdict] / len(names), 1) if names else 0.0
        found.append(Count(verdict, numbers[verdict], round(at, 1), width))
        at += width + 4 if numbers[verdict] else 0
    return tuple(found)


def entry(audited: AuditedDocument, url: str, title: str) -> Entry:
    document = audited.document
    return Entry(
        title=title,
        url=url,
        date=document.date,
        path=document.source.path,
        checks=len(audited.checks),
        counts=counts(audited.checks),
        figures=len(audited.ledger.figures),
        bound=audited.bound,
        diagnostics=audited.diagnostics,
    )


Url = Callable[[AuditedDocument], str]
Title = Callable[[AuditedDocument], str]


def overview(audit: Audit, url: Url, title: Title) -> Overview:
    """Findings by what they ask of a reader: drifts that turn a conclusion over first."""
    found = [finding for audited in audit.documents for finding in findings(audited, url(audited), title(audited))]
    entries = tuple(entry(audited, url(audited), title(audited)) for audited in audit.documents)
    drifts = [one for one in found if one.verdict == "drifts"]
    return Overview(
        entries=entries,
        counts=counts(audit.checks),
        checks=len(audit.checks),
        figures=sum(entry.figures for entry in entries),
        bound=sum(entry.bound for entry in entries),
        flips=tuple(one for one in drifts if one.working.flips),
        drifts=tuple(one for one in drifts if not one.working.flips),
        undecided=tuple(one for one in found if one.verdict == "undecided"),
        waived=tuple(sorted((one for one in found if one.verdict == "waived"), key=lambda one: not one.working.flips)),
        unread=tuple((unread.path, unread.reason) for unread in audit.unread),
    )


def findings(audited: AuditedDocument, url: str, document: str) -> list[Finding]:
    """The checks of a document that drift or are undecided, errors before warnings."""
    ids = ids_of(audited)
    found = []
    for check in audited.checks:
        if check.outcome not in ("drifts", "undecided"):
            continue
        stated = check.verdict.relation.stated
        found.append(
            Finding(
                verdict=verdict_name(check),
                severity=check.severity or "note",
                title=_title(check),
                words=stated.text,
                working=working(check, ids),
                path=stated.span.source.path,
                line=stated.span.first.line,
                url=f"{url}#{ids[stated]}",
                document=document,
                delta=delta(check),
            )
        )
    return sorted(found, key=lambda finding: finding.severity != "error")


def _title(check: Check) -> str:
    stated = check.verdict.relation.stated
    place = stated.label.path[-1] if stated.label.path else ""
    own = title_of(stated)
    return f"{place}: {own}" if place and place not in own else own


WIDTH = 190.0


def delta(check: Check) -> Delta | None:
    """Stated and recalculated as bars on one axis; nothing where an end is not a number."""
    quantity, result = check.verdict.relation.stated.quantity, check.verdict.recalculated
    if result is None or quantity.low is None or quantity.high is None or result.open_low or result.open_high:
        return None
    stated = float(quantity.low.value), float(quantity.high.value)
    again = float(result.low), float(result.high)
    low, high = min(*stated, *again), max(*stated, *again)
    if low > 0 and low < high / 2:
        low = 0.0
    room = (high - low) or abs(high) or 1.0
    low, room = (low - room * 0.1, room * 1.2) if low else (low, room * 1.05)

    def at(value: float) -> float:
        return round(8 + (WIDTH - 8) * (value - low) / room, 1)

    def bar(ends: tuple[float, float]) -> tuple[float, float]:
        return at(ends[0]), round(max(at(ends[1]) - at(ends[0]), 3), 1)

    return Delta(bar(stated), bar(again), at(0.0) if low <= 0 <= high else None)
