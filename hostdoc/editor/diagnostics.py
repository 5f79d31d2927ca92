"""What an audit has to report, as an editor underlines and lists it."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from lsprotocol import types

from hostdoc.core.figure import Figure
from hostdoc.core.result import Audit
from hostdoc.editor.positions import Place
from hostdoc.editor.texts import Locations, Open
from hostdoc.outputs.findings import Finding, findings
from hostdoc.outputs.visible import visible

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
SOURCE = "hostdoc"
FAINT = ("nothing-checked",)  # rules of what is no fault of a text that is being written
NEEDLESS = ("unused-waiver",)  # rules of what may be taken out: editors show it faded
MOST_INPUTS = 12  # of a drift, listed with their places; the workings name them all


def diagnostics(audit: Audit, document: Open, locations: Locations) -> list[types.Diagnostic]:
    """Everything that nobody waived, in the order of the text; what was not read stands on the first line."""
    return [_diagnostic(it, document, locations) for it in findings(audit) if not it.waived]


def _diagnostic(it: Finding, document: Open, locations: Locations) -> types.Diagnostic:
    return types.Diagnostic(
        range=document.range(it.span) if it.span else _first_line(document),
        message="\n".join(visible(text) for text in (it.message, it.help) if text),
        severity=types.DiagnosticSeverity.Hint if it.rule in FAINT else SEVERITIES[it.severity],
        code=it.rule,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if it.rule in NEEDLESS else None,
        related_information=_inputs(it.inputs, locations) or None,
    )


def _inputs(figures: Iterable[Figure], locations: Locations) -> list[types.DiagnosticRelatedInformation]:
    return [
        types.DiagnosticRelatedInformation(
            locations.location(figure.span), visible(f"{figure.text}  {figure.label}".strip())
        )
        for figure in list(figures)[:MOST_INPUTS]
    ]


def _first_line(document: Open) -> types.Range:
    end = document.positions.offset(Place(0, sys.maxsize))
    return types.Range(types.Position(0, 0), types.Position(*document.positions.place(end)))
