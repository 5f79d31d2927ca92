"""What was read, as flat records: figures, assumptions, relations. As a table, CSV, or one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.result import Audit
from hostdoc.outputs.entries import SCHEMA, Json, amount, by_place, check_entry, dumped, place
from hostdoc.outputs.view import View

Form = Literal["table", "csv", "json"]
FORMS: tuple[Form, ...] = ("table", "csv", "json")
KINDS = ("figures", "assumptions", "relations")  # of records
_BESIDE = regex(r"[ \t]*[(\[/=≈→][ \t]*\Z")


def render(form: Form, audit: Audit, view: View, what: str = "") -> str:
    """The records of one kind. Without `what`, one JSON object has all kinds, a table or CSV the figures."""
    if form == "json":
        kinds = (what,) if what else KINDS
        return dumped({"schema": SCHEMA, **{kind: RECORDS[kind](audit) for kind in kinds}}, view)
    text: str = import_module(f"hostdoc.outputs.records_{form}").render(audit, view, what or KINDS[0])
    return text


def figures(audit: Audit) -> list[Json]:
    return by_place(entry for audited in audit.documents for entry in _figures(audited.ledger))


def assumptions(audit: Audit) -> list[Json]:
    return by_place(entry for audited in audit.documents for entry in _assumptions(audited.ledger))


def relations(audit: Audit) -> list[Json]:
    return by_place(map(check_entry, audit.checks))


RECORDS = {"figures": figures, "assumptions": assumptions, "relations": relations}


def figure_entry(figure: Figure) -> Json:
    return {**place(figure.span), **amount(figure), "label": str(figure.label)}


def _figures(ledger: Ledger) -> Iterator[Json]:
    pairs = dict(_pairs(ledger))
    for figure in ledger.figures:
        other = pairs.get(figure)
        yield figure_entry(figure) | ({"currency_pair": amount(other)} if other else {})


def _assumptions(ledger: Ledger) -> Iterator[Json]:
    for assumption in ledger.assumptions:
        section = list(assumption.figure.label.path)
        yield {"name": assumption.name, **figure_entry(assumption.figure), "section": section}


def _pairs(ledger: Ledger) -> Iterable[tuple[Figure, Figure]]:
    """The same amount in two currencies, `€4.15 (~$4.50)`: each with the other."""
    for left, right in pairwise(ledger.figures):
        one, other = left.quantity.unit.currency, right.quantity.unit.currency
        if not (one and other) or one == other or not 0 < right.span.start - left.span.end <= 4:
            continue
        if _BESIDE.match(ledger.document.plain[left.span.end : right.span.start]):
            yield left, right
            yield right, left


# -- Flat, for tables -----------------------------------------------------------------------------------------------

_PLACE = ("path", "line", "column")
_AMOUNT = ("low", "high", "open", "approximate", "unit")
COLUMNS: dict[str, tuple[str, ...]] = {
    "figures": (*_PLACE, "text", *_AMOUNT, "label"),
    "assumptions": (*_PLACE, "name", "text", *_AMOUNT, "label", "section"),
    "relations": (
        *(*_PLACE, "kind", "verdict", "severity", "text", *_AMOUNT),
        *("recalculated", "recalculated_low", "recalculated_high", "workings", "label", "message", "waived", "id"),
    ),
}


def rows(audit: Audit, kind: str) -> Iterator[tuple[str, ...]]:
    """The records of one kind with one text for each of its columns."""
    for entry in RECORDS[kind](audit):
        flat = _flat(entry)
        yield tuple(flat.get(column, "") for column in COLUMNS[kind])


def _flat(entry: Json) -> dict[str, str]:
    again, waived = entry.get("recalculated"), entry.get("waived")
    stated = entry.get("stated")
    flat = dict(entry) | (stated if isinstance(stated, dict) else {})
    if isinstance(again, dict):
        flat |= {"recalculated": again["text"], "recalculated_low": again["low"], "recalculated_high": again["high"]}
    flat["waived"] = waived["reason"] if isinstance(waived, dict) else None
    return {key: _text(value) for key, value in flat.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " / ".join(map(str, value)) if isinstance(value, list) else str(value)
