"""An audit as one JSON object, for machines: every check, those that hold included."""

from __future__ import annotations

import json
import re
from decimal import Context, Decimal
from fractions import Fraction

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.quantity import End, plain
from hostdoc.core.relation import Range
from hostdoc.core.result import Audit, AuditedDocument, Check, Unread, Waiver
from hostdoc.core.span import Span
from hostdoc.outputs.view import View
from hostdoc.version import __version__

SCHEMA = 1
DIGITS = 10  # of a number whose decimals never end
SURROGATE = re.compile("[\ud800-\udfff]")

Json = dict[str, object]


def render(audit: Audit, view: View) -> str:
    """The object, with a line end. Signs that `view` cannot encode, and lone surrogates, are written as escapes."""
    unicode = view.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
    text = json.dumps(_audit(audit), indent=1, ensure_ascii=not unicode)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _audit(audit: Audit) -> Json:
    documents = audit.documents
    return {
        "schema": SCHEMA,
        "hostdoc": __version__,
        "summary": {
            "documents": len(documents),
            "figures": sum(len(audited.ledger.figures) for audited in documents),
            "bound": sum(audited.bound for audited in documents),
            "checks": len(audit.checks),
            **audit.counts(),
            "unread": len(audit.unread),
        },
        "documents": sorted(
            [*map(_document, documents), *map(_missing, audit.unread)], key=lambda entry: str(entry["path"])
        ),
        "diagnostics": _by_place([_diagnostic(it) for audited in documents for it in audited.diagnostics]),
        "checks": _by_place([_check(check) for check in audit.checks]),
    }


def _by_place(entries: list[Json]) -> list[Json]:
    return sorted(entries, key=lambda entry: (entry["path"], entry["line"], entry["column"]))


def _document(audited: AuditedDocument) -> Json:
    return {
        "path": audited.document.source.path,
        "figures": len(audited.ledger.figures),
        "bound": audited.bound,
        "checks": len(audited.checks),
        "status": "read",
    }


def _missing(unread: Unread) -> Json:
    return {
        "path": unread.path,
        "figures": 0,
        "bound": 0,
        "checks": 0,
        "status": "unread",
        "reason": unread.reason,
    }


def _place(span: Span) -> Json:
    (line, column), (end_line, end_column) = span.first, span.last
    return {
        "path": span.source.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _diagnostic(diagnostic: Diagnostic) -> Json:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        **_place(diagnostic.span),
        "message": diagnostic.message,
        "help": diagnostic.help or None,
    }


def _check(check: Check) -> Json:
    verdict = check.verdict
    relation = verdict.relation
    return {
        "id": check.id,
        "kind": relation.kind,
        "basis": relation.basis,
        "verdict": verdict.outcome,
        "severity": check.severity,
        "ends": list(verdict.ends),
        "reading": verdict.reading,
        "flips": verdict.flips or None,
        "waived": _waiver(check.waiver) if check.waiver and check.waived else None,
        **_place(relation.stated.span),
        "label": str(relation.stated.label),
        "stated": _stated(relation.stated),
        "recalculated": _recalculated(check, verdict.recalculated),
        "workings": check.workings,
        "inputs": [
            {**_place(figure.span), "text": figure.text, "label": str(figure.label)} for figure in relation.inputs
        ],
        "message": check.message,
        "notes": list(check.notes),
        "help": check.help or None,
    }


def _waiver(waiver: Waiver) -> Json:
    return {
        "by": waiver.by,
        "reason": waiver.reason,
        "line": waiver.span.first.line,
        "until": waiver.until,
    }


def _stated(figure: Figure) -> Json:
    quantity = figure.quantity
    return {
        "text": figure.text,
        "low": _end(quantity.low),
        "high": _end(quantity.high),
        "open": quantity.open,
        "approximate": quantity.approximate,
        "unit": str(quantity.unit),
    }


def _end(end: End | None) -> str | None:
    return None if end is None else plain(end.value)


def _recalculated(check: Check, result: Range | None) -> Json | None:
    if result is None or check.outcome == "undecided":
        return None
    return {
        "text": check.recalculated,
        "low": digits(result.low),
        "high": digits(result.high),
        "open": _open(result),
        "unit": str(check.verdict.relation.stated.quantity.unit),
    }


def _open(result: Range) -> str | None:
    if result.open_low and result.open_high:
        return "both"
    return "low" if result.open_low else "high" if result.open_high else None


def digits(number: Fraction) -> str:
    """A number in decimal digits, never with an exponent; exact if its decimals end, else to ten digits.

    The digits before the point are never rounded.
    """
    whole = len(str(abs(number.numerator) // number.denominator))
    decimals = _decimals(number.denominator)
    if decimals is None:
        context = Context(prec=max(DIGITS, whole))
        return plain(context.divide(Decimal(number.numerator), Decimal(number.denominator)))
    scaled = number.numerator * 10**decimals // number.denominator
    return plain(Decimal(scaled).scaleb(-decimals, Context(prec=whole + decimals + 1)))


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has, or None if they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
