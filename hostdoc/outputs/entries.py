"""Records as entries of JSON objects: the same keys wherever a figure, a place or a check is given to machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import End, plain
from hostdoc.core.regex import regex
from hostdoc.core.relation import Range
from hostdoc.core.result import Check, Waiver
from hostdoc.core.span import Span
from hostdoc.outputs.view import View

SCHEMA = 1
DIGITS = 10  # of a number whose decimals never end
SURROGATE = regex("[\ud800-\udfff]")

Json = dict[str, object]


def dumped(entry: Json, view: View) -> str:
    """The object, with a line end. Signs that `view` cannot encode, and lone surrogates, are written as escapes."""
    unicode = view.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
    text = json.dumps(entry, indent=1, ensure_ascii=not unicode)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def by_place(entries: Iterable[Json]) -> list[Json]:
    return sorted(entries, key=lambda entry: (entry["path"], entry["line"], entry["column"]))


def place(span: Span) -> Json:
    (line, column), (end_line, end_column) = span.first, span.last
    return {
        "path": span.source.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def amount(figure: Figure) -> Json:
    """What a figure states."""
    quantity = figure.quantity
    return {
        "text": figure.text,
        "low": _end(quantity.low),
        "high": _end(quantity.high),
        "open": quantity.open,
        "approximate": quantity.approximate,
        "unit": str(quantity.unit),
    }


def check_entry(check: Check) -> Json:
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
        **place(relation.stated.span),
        "label": str(relation.stated.label),
        "stated": amount(relation.stated),
        "recalculated": _recalculated(check, verdict.recalculated),
        "workings": check.workings,
        "inputs": [
            {**place(figure.span), "text": figure.text, "label": str(figure.label)} for figure in relation.inputs
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
