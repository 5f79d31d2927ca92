"""A check as pages list it: what it is of, what it comes to, and where it stands."""

from __future__ import annotations

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.notes import Working, verdict_name, working

WIDTH = 190.0


@dataclass(frozen=True, slots=True)
class Delta:
    """A small drawing of stated and recalculated on one axis, from 0 to 200; `zero` is None where zero is far off."""

    stated: tuple[float, float]
    again: tuple[float, float]
    zero: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A check, worded for a list. `severity` is "note" where nothing is wrong; `delta` only where something is."""

    verdict: str
    severity: str
    title: str
    words: str
    low: float | None  # what is stated, as a number
    working: Working
    document: str
    place: Place
    delta: Delta | None


def findings(site: Site, audited: AuditedDocument, outcomes: frozenset[str]) -> list[Finding]:
    """The checks of a document that came to some outcomes, errors before warnings, else in the order of the text."""
    every = site.memory.of(audited, "findings", lambda: [_finding(site, audited, check) for check in audited.checks])
    found = (finding for finding, check in zip(every, audited.checks, strict=True) if check.outcome in outcomes)
    return sorted(found, key=lambda finding: finding.severity != "error")


def _finding(site: Site, audited: AuditedDocument, check: Check) -> Finding:
    stated = check.verdict.relation.stated
    return Finding(
        verdict=verdict_name(check),
        severity=check.severity or "note",
        title=title_with_section(site, stated),
        words=stated.text,
        low=float(stated.quantity.ends[0].value) if stated.quantity.ends else None,
        working=working(check, site.ids(audited), site.called),
        document=name_of(audited),
        place=site.place(stated),
        delta=delta(check) if check.outcome == "drifts" else None,
    )


def title_with_section(site: Site, figure: Figure) -> str:
    """What a figure is called where its section is not in sight."""
    place = figure.label.path[-1] if figure.label.path else ""
    own = site.called(figure)
    return f"{place}: {own}" if place and place not in own else own


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
