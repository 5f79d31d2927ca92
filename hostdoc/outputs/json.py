"""An audit as one JSON object, for machines: every check, those that hold included."""

from __future__ import annotations

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.coverage import Uncovered, uncovered
from hostdoc.outputs.entries import SCHEMA, Json, amount, by_place, check_entry, dumped, place
from hostdoc.outputs.view import View
from hostdoc.version import __version__


def render(audit: Audit, view: View) -> str:
    """The object, with a line end."""
    return dumped(_audit(audit), view)


def _audit(audit: Audit) -> Json:
    documents = audit.documents
    return {
        "schema": SCHEMA,
        "hostdoc": __version__,
        "summary": {
            "documents": len(documents),
            "figures": sum(len(audited.ledger.figures) for audited in documents),
            "bound": sum(audited.bound for audited in documents),
            "unbound": sum(audited.unbound for audited in documents),
            "checks": len(audit.checks),
            **audit.counts(),
            "unread": len(audit.unread),
        },
        "documents": sorted(
            [*map(_document, documents), *map(_missing, audit.unread)], key=lambda entry: str(entry["path"])
        ),
        "diagnostics": by_place(_diagnostic(it) for audited in documents for it in audited.diagnostics),
        "checks": by_place(map(check_entry, audit.checks)),
        "uncovered": by_place(_uncovered(it) for audited in documents for it in uncovered(audited)),
        "passed": [{"folder": passed.folder, "endings": dict(passed.endings)} for passed in audit.passed],
    }


def _document(audited: AuditedDocument) -> Json:
    return {
        "path": audited.document.source.path,
        "figures": len(audited.ledger.figures),
        "bound": audited.bound,
        "unbound": audited.unbound,
        "checks": len(audited.checks),
        "status": "read",
    }


def _missing(unread: Unread) -> Json:
    return {
        "path": unread.path,
        "figures": 0,
        "bound": 0,
        "unbound": 0,
        "checks": 0,
        "status": "unread",
        "reason": unread.reason,
    }


def _diagnostic(diagnostic: Diagnostic) -> Json:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        **place(diagnostic.span),
        "message": diagnostic.message,
        "help": diagnostic.help or None,
    }


def _uncovered(found: Uncovered) -> Json:
    figure = found.figure
    return {**place(figure.span), **amount(figure), "label": str(figure.label), "why": found.reason, "used": found.used}
