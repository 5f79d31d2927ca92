"""A comparison as one JSON object, for machines."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.compared import Behind, Change, Compared, Comparison, Difference, Total, Unchecked
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Verdict
from hostdoc.outputs.diff import comes_to, counts
from hostdoc.outputs.entries import SCHEMA, Json, amount, check_entry, digits, dumped, place
from hostdoc.outputs.view import View
from hostdoc.version import __version__


def render(found: Comparison, view: View) -> str:
    """The object, with a line end."""
    entry: Json = {
        "schema": SCHEMA,
        "hostdoc": __version__,
        "summary": {"documents": len(found.documents), **counts(found)},
        "documents": [_document(it) for it in found.differing],
    }
    return dumped(entry, view)


def _document(it: Compared) -> Json:
    return {
        "path": it.path,
        "was": it.was,
        "changes": [_change(change) for change in it.changes],
        "behind": [_behind(found) for found in it.behind],
        "followed": [_change(change) for change in it.followed],
        "newly_drifting": [check_entry(check) for check in it.drifting],
        "mended": [check_entry(now) for _, now in it.mended],
        "unchecked": [_unchecked(found) for found in it.unchecked],
        "totals": [_total(total) for total in it.totals],
    }


def _change(change: Change) -> Json:
    return {
        "before": _figure(change.before),
        "after": _figure(change.after),
        "difference": _difference(change.difference),
    }


def _figure(figure: Figure | None) -> Json | None:
    return {**place(figure.span), **amount(figure), "label": str(figure.label)} if figure else None


def _difference(it: Difference | None) -> Json | None:
    if it is None:
        return None
    return {
        "low": digits(it.low),
        "high": digits(it.high),
        "low_percent": _percent(it.low_part),
        "high_percent": _percent(it.high_part),
    }


def _percent(part: Fraction | None) -> str | None:
    return None if part is None else digits(part * 100)


def _behind(found: Behind) -> Json:
    return {
        **_change(found.change),
        "recalculated": _recalculated(found.verdict, found.change.figure),
        "check": found.check and check_entry(found.check),
    }


def _recalculated(verdict: Verdict, figure: Figure) -> Json:
    result = verdict.recalculated
    return {
        "text": comes_to(verdict, figure),
        "low": digits(result.low) if result else None,
        "high": digits(result.high) if result else None,
    }


def _unchecked(found: Unchecked) -> Json:
    return {
        **_change(found.change),
        "kind": found.check.verdict.relation.kind,
        "verdict": found.verdict and found.verdict.outcome,
        "recalculated": found.verdict and _recalculated(found.verdict, found.change.figure),
    }


def _total(total: Total) -> Json:
    return {
        **_change(total.change),
        "recalculated": total.verdict and _recalculated(total.verdict, total.change.figure),
    }
