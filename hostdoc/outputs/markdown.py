"""A summary in Markdown: for the comment on a pull request, or the summary of a job. All findings are in it."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.result import Audit
from hostdoc.outputs.escaped import SIGNS, code, plain
from hostdoc.outputs.findings import Finding, findings
from hostdoc.outputs.view import View


def render(audit: Audit, view: View) -> str:
    """A heading with the counts, a table of what nobody waived, and a list of what was."""
    return "".join(f"{line}\n" for line in _lines(audit))


def _lines(audit: Audit) -> Iterator[str]:
    found = findings(audit)
    counts = audit.counts()
    agree = counts["holds"] + counts["rounds"] + counts["within"]
    open_ones = [it for it in found if not it.waived]
    yield "## Figures recalculated"
    yield ""
    drifts = counts["drifts"] - counts["waived"]
    yield f"{agree} of {len(audit.checks)} agree; {drifts} drift, {counts['waived']} waived."
    if open_ones:
        yield ""
        yield "| | Where | What |"
        yield "|---|---|---|"
        for it in open_ones:
            yield f"| {SIGNS[it.severity]} | {code(f'{it.path}:{it.line}')} | {_what(it)} |"
    waived = [it for it in found if it.waived]
    if waived:
        yield ""
        yield f"<details><summary>{len(waived)} waived</summary>"
        yield ""
        for it in waived:
            yield f"- {code(f'{it.path}:{it.line}')} {plain(it.message)}: {plain(it.waived)}"
        yield ""
        yield "</details>"


def _what(it: Finding) -> str:
    said = f"**{plain(it.rule)}** {plain(it.message)}"
    return said + "".join(f"<br>{plain(more)}" for more in (*it.notes, it.help) if more)
