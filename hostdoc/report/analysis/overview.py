"""The overview: every document with its counts, every drift with its workings, what was signed off or not read."""

from __future__ import annotations

from collections.abc import Iterable

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report.analysis.ages import age
from hostdoc.report.analysis.finding import Finding, findings
from hostdoc.report.analysis.headline import Fact, headline
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.notes import WORST, verdict_name
from hostdoc.report.saying import joined, say

ORDER = (*reversed(WORST[4:]), "drifts", "undecided", "known", "waived")  # holds first, as in a legend


@dataclass(frozen=True, slots=True)
class Count:
    """How many checks came to a verdict, and where its part of a bar of a thousand begins and how long it is."""

    verdict: str
    number: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list; `age` is how long ago the date is that it states, `facts` what it comes to."""

    title: str
    place: Place
    date: str
    age: str
    checks: int
    counts: tuple[Count, ...]
    figures: int
    bound: int
    diagnostics: tuple[Diagnostic, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the template of the overview shows."""

    title: str
    entries: tuple[Entry, ...]  # the documents in which something is checked, or said to be wrong
    unchecked: tuple[Entry, ...]  # those with figures, of which none takes part in a check
    counts: tuple[Count, ...]
    checks: int
    figures: int
    bound: int
    flips: tuple[Finding, ...]
    drifts: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    known: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    unread: tuple[tuple[str, str], ...]

    @property
    def lead(self) -> str:
        """What it all comes to, in one or two sentences."""
        if not self.checks:
            return say("No total, margin or equation was found yet.")
        agree = sum(count.number for count in self.counts if count.verdict in ("holds", "rounds", "within"))
        parts = [
            say(
                "Every total and margin, worked out again from the documents' own figures. {agree} of {all} agree",
                agree=agree,
                all=self.checks,
            )
        ]
        drifts, accepted = len(self.flips) + len(self.drifts), len(self.waived) + len(self.known)
        if drifts:
            parts.append(say("; {number} drifts" if drifts == 1 else "; {number} drift", number=drifts))
            if self.flips:
                parts.append(say(", {number} of them changing a conclusion", number=len(self.flips)))
        elif accepted:
            one = accepted == 1
            words = say(
                "; {number} drift is {how}" if one else "; {number} drifts are {how}", number=accepted, how=self._how
            )
            parts.append(words)
        return joined((*parts, "."))

    @property
    def _how(self) -> str:
        if not self.known:
            return say("known and signed off")
        return say("known or signed off") if self.waived else say("known")


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


def entry(site: Site, audited: AuditedDocument) -> Entry:
    document = audited.document
    return Entry(
        title=name_of(audited),
        place=Place(document.source.path, 1),
        date=document.date,
        age=age(document.date, site.today),
        checks=len(audited.checks),
        counts=counts(audited.checks),
        figures=len(audited.ledger.figures),
        bound=audited.bound,
        diagnostics=audited.diagnostics,
        facts=headline(site, audited),
    )


def view(site: Site) -> Overview:
    """Findings by what they ask of a reader: drifts that turn a conclusion over first."""
    wanted = frozenset({"drifts", "undecided"})
    found = [finding for audited in site.documents for finding in findings(site, audited, wanted)]
    entries = tuple(entry(site, audited) for audited in site.documents)
    drifts = [one for one in found if one.verdict == "drifts"]
    known = [one for one in found if one.verdict == "known"]
    waived = [one for one in found if one.verdict == "waived"]
    return Overview(
        title=site.title,
        entries=tuple(one for one in entries if one.checks or one.diagnostics),
        unchecked=tuple(one for one in entries if one.figures and not one.checks and not one.diagnostics),
        counts=counts(site.audit.checks),
        checks=len(site.audit.checks),
        figures=sum(entry.figures for entry in entries),
        bound=sum(entry.bound for entry in entries),
        flips=tuple(one for one in drifts if one.working.flips),
        drifts=tuple(one for one in drifts if not one.working.flips),
        undecided=tuple(one for one in found if one.verdict == "undecided"),
        known=tuple(known),
        waived=tuple(sorted(waived, key=lambda one: not one.working.flips)),
        unread=tuple((unread.path, unread.reason) for unread in site.audit.unread),
    )
