"""Every relation that was checked, of every document, with its verdict: to be filtered and sorted."""

from __future__ import annotations

from hostdoc.core.records import dataclass
from hostdoc.core.result import OUTCOMES
from hostdoc.report.analysis.finding import Finding, findings
from hostdoc.report.analysis.overview import Count, counts
from hostdoc.report.analysis.site import Site
from hostdoc.report.notes import WORST


@dataclass(frozen=True, slots=True)
class Findings:
    """What the template shows: the findings, the worst first, and the values that they can be filtered by."""

    rows: tuple[Finding, ...]
    counts: tuple[Count, ...]
    verdicts: tuple[str, ...]
    kinds: tuple[str, ...]
    documents: tuple[str, ...]


def view(site: Site) -> Findings | None:
    """All checks of a site; None where there is none."""
    every = frozenset(OUTCOMES)
    rows = [finding for audited in site.documents for finding in findings(site, audited, every)]
    if not rows:
        return None
    rows.sort(key=lambda row: (WORST.index(row.verdict), row.severity != "error"))
    return Findings(
        rows=tuple(rows),
        counts=counts(site.audit.checks),
        verdicts=tuple(dict.fromkeys(row.verdict for row in rows)),
        kinds=tuple(sorted({row.working.kind for row in rows})),
        documents=tuple(dict.fromkeys(row.document for row in rows)),
    )
