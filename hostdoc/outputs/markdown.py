"""A summary in Markdown: for the comment on a pull request, or the summary of a job. All findings are in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.result import Audit
from hostdoc.outputs.findings import Finding, findings
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible

SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
_TICKS = re.compile(r"`+")


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
            yield f"| {SIGNS[it.severity]} | {_code(f'{it.path}:{it.line}')} | {_what(it)} |"
    waived = [it for it in found if it.waived]
    if waived:
        yield ""
        yield f"<details><summary>{len(waived)} waived</summary>"
        yield ""
        for it in waived:
            yield f"- {_code(f'{it.path}:{it.line}')} {_plain(it.message)}: {_plain(it.waived)}"
        yield ""
        yield "</details>"


def _what(it: Finding) -> str:
    said = f"**{_plain(it.rule)}** {_plain(it.message)}"
    return said + "".join(f"<br>{_plain(more)}" for more in (*it.notes, it.help) if more)


def _plain(text: str) -> str:
    """Words in which nothing is mark-up, a mention or a reference."""
    return re.sub(r"[\\`*_{}\[\]#|<>~&@$]", lambda sign: f"&#{ord(sign[0])};", visible(text))


def _code(text: str) -> str:
    """A text as code, behind more backticks than it has itself; a bar would end the cell of a table."""
    shown = visible(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    return f"{fence}{shown}{fence}" if len(fence) == 1 else f"{fence} {shown} {fence}"
