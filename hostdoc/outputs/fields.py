"""What the fields of records mean: one list for the tables of a page and for the JSON Schema."""

from __future__ import annotations

from typing import NamedTuple

from hostdoc.core.result import OUTCOMES
from hostdoc.outputs.entries import SCHEMA, Json


class Field(NamedTuple):
    """`type` as JSON Schema calls it; `none` where it may be null there, and empty in a table."""

    type: str
    meaning: str
    none: bool = False


NUMBER = r"^-?\d+(\.\d+)?$"  # numbers are written as text, so that none loses a digit
FIELDS = {
    "path": Field("string", "the document, from where hostdoc ran"),
    "line": Field("integer", "the line of the figure's first character, from 1"),
    "column": Field("integer", "its column there in characters, from 1"),
    "end_line": Field("integer", "the line behind the figure's last character"),
    "end_column": Field("integer", "the column behind it"),
    "text": Field("string", "the figure as it is written"),
    "low": Field("number", "its low end; the figure itself where it is no range", none=True),
    "high": Field("number", "its high end", none=True),
    "open": Field("string", "the end that is left open: low or high", none=True),
    "approximate": Field("boolean", "whether it is marked approximate, as in ~5"),
    "unit": Field("string", "its unit, as in USD/month or %"),
    "label": Field("string", "its headings, row and column"),
    "name": Field("string", "the name of an assumption, for formulas and scenarios"),
    "section": Field("array", "the headings it stands under, joined by a slash in tables"),
    "kind": Field("string", "the kind of relation, as in footing or margin"),
    "basis": Field("string", "how the relation is known: declared, stated or inferred"),
    "verdict": Field("string", f"one of {', '.join(OUTCOMES)}"),
    "severity": Field("string", "error, warning or note, of what drifts or is within", none=True),
    "recalculated": Field("string", "what the inputs come to, as the author would write it", none=True),
    "recalculated_low": Field("number", "its low end", none=True),
    "recalculated_high": Field("number", "its high end", none=True),
    "workings": Field("string", "the calculation in one line"),
    "message": Field("string", "what is wrong, in a sentence; empty where nothing is"),
    "waived": Field("string", "why a drift is signed off", none=True),
    "id": Field("string", "the same for the same relation as long as its figures stay"),
}
_PLACE = ("path", "line", "column", "end_line", "end_column")
_AMOUNT = ("text", "low", "high", "open", "approximate", "unit")


def schema() -> Json:
    """The JSON Schema of the records."""
    figure = (*_PLACE, *_AMOUNT, "label")
    recalculated = {name: _type(FIELDS[name]) for name in ("text", "low", "high", "open", "unit")}
    relation = ("id", "kind", "basis", "verdict", "severity", *_PLACE, "label", "workings", "message")
    parts = {
        "stated": _object(_AMOUNT),
        "recalculated": {"type": ["object", "null"], "properties": recalculated},
        "inputs": {"type": "array", "items": _object((*_PLACE, "text", "label"))},
        "waived": {"type": ["object", "null"], "properties": {"reason": {"type": "string"}}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of hostdoc",
        "type": "object",
        "required": ["schema"],
        "properties": {
            "schema": {"const": SCHEMA},
            "figures": {"type": "array", "items": _object(figure)},
            "assumptions": {"type": "array", "items": _object(("name", *figure, "section"))},
            "relations": {"type": "array", "items": _object(relation, parts)},
        },
    }


def _object(names: tuple[str, ...], parts: Json | None = None) -> Json:
    """An object with the fields of some names, and with parts that are objects or lists themselves."""
    properties = {name: _type(FIELDS[name]) for name in names} | (parts or {})
    return {"type": "object", "required": list(properties), "properties": properties}


def _type(field: Field) -> Json:
    """In JSON, numbers of figures are texts of digits."""
    own = "string" if field.type == "number" else field.type
    described: Json = {"type": [own, "null"] if field.none else own, "description": field.meaning}
    return described | ({"pattern": NUMBER} if field.type == "number" else {})
