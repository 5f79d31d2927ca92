"""An audited document as plain data and back: what the cache keeps, and what processes hand each other.

The records are taken apart by their fields. Each is written once, among those of its class and behind all that it
refers to, and is referred to by its number, so that what was one object is one object again. A place is two offsets;
the text itself is not written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from hostdoc.core.records import fields, is_dataclass
from hostdoc.core.relation import Leeway
from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source, Span
from hostdoc.core.vocabulary import PLAIN, Terms

Plain = list[list[list[Any]]]  # per class, in the order of `_classes`, a column per field
Shape = tuple[str, ...]  # what a field holds, from the outside in: ("tuple", "record")
SHAPES: dict[object, Shape] = {
    Source: ("source",),
    Terms: ("terms",),
    Leeway: ("leeway",),
    Span: ("span",),
    Decimal: ("decimal",),
    Fraction: ("fraction",),
}


class Given(NamedTuple):
    """What an audited document is made of that is not written."""

    source: Source
    terms: Terms


class Unlike(Exception):
    """The data is not what `to_plain` writes."""


def to_plain(audited: AuditedDocument) -> Plain:
    """Lists, strings, numbers and None, as JSON has them."""
    found: dict[type, dict[int, Any]] = {it.cls: {} for it in _classes()}
    _gather(audited, {it.cls: it for it in _classes()}, found)
    numbers = {number: index for index, number in enumerate(number for it in found.values() for number in it)}
    return [
        [
            [_written(getattr(record, name), shape, numbers) for record in found[it.cls].values()]
            for name, shape in it.fields
        ]
        for it in _classes()
    ]


def from_plain(data: Plain, source: Source, terms: Terms = PLAIN) -> AuditedDocument:
    """What `to_plain` was given, over `source`, whose text must be the same, and its terms. Raises Unlike."""
    given = Given(source, terms)
    records: list[Any] = []
    try:
        for it, columns in zip(_classes(), data, strict=True):
            shaped = list(zip(columns, (shape for _, shape in it.fields), strict=True))
            if not it.nested:
                records.extend(map(it.cls, *(_read(column, shape, records, given) for column, shape in shaped)))
                continue
            for index in range(len(columns[0])):  # one may refer to the one before it
                cells = (_read(column[index : index + 1], shape, records, given)[0] for column, shape in shaped)
                records.append(it.cls(*cells))
    except (IndexError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Unlike from error
    if not records or not isinstance(records[-1], AuditedDocument):
        raise Unlike
    return records[-1]


def dump(audited: AuditedDocument) -> bytes:
    """An audited document as JSON."""
    return json.dumps(to_plain(audited), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(entry: bytes, source: Source, terms: Terms = PLAIN) -> AuditedDocument:
    """What `dump` was given. Raises Unlike."""
    try:
        data = json.loads(entry.decode("utf-8", "surrogatepass"))  # escaped, two lone surrogates would be one sign
    except (ValueError, RecursionError) as error:
        raise Unlike from error
    return from_plain(data, source, terms)


# -- Values ---------------------------------------------------------------------------------------------------------


def _gather(record: Any, classes: dict[type, _Class], found: dict[type, dict[int, Any]]) -> None:
    """Every record that can be reached, each behind those that it refers to, by its identity."""
    cls = type(record)
    if id(record) in found[cls]:
        return
    for name, shape in classes[cls].fields:
        if shape[-1] == "record":
            for part in _parts(getattr(record, name), shape):
                _gather(part, classes, found)
    found[cls][id(record)] = record


def _parts(value: Any, shape: Shape) -> Iterator[Any]:
    if shape[0] == "record":
        if value is not None:
            yield value
    else:
        for part in value:
            yield from _parts(part, shape[1:])


def _written(value: Any, shape: Shape, numbers: dict[int, int]) -> Any:
    match shape[0]:
        case "record":
            return None if value is None else numbers[id(value)]
        case "span":
            return [value.start, value.end]
        case "tuple" | "frozenset":
            inner = shape[1:]
            parts = sorted(value) if shape[0] == "frozenset" else value
            return list(parts) if inner == ("plain",) else [_written(part, inner, numbers) for part in parts]
        case "decimal":
            return str(value)
        case "fraction":
            return [value.numerator, value.denominator]
        case "optional":
            return None if value is None else _written(value, shape[1:], numbers)
        case "source" | "terms" | "leeway":
            return None
    return value


def _read(column: list[Any], shape: Shape, records: list[Any], given: Given) -> list[Any]:
    match shape[0]:
        case "record":
            return [None if number is None else records[number] for number in column]
        case "span":
            return [Span(given.source, start, end) for start, end in column]
        case "tuple":
            inner = shape[1:]
            return [tuple(_read(parts, inner, records, given)) if parts else () for parts in column]
        case "frozenset":
            return list(map(frozenset, column))
        case "decimal":
            return list(map(Decimal, column))
        case "fraction":
            return [Fraction(above, below) for above, below in column]
        case "optional":
            if not any(it is not None for it in column):
                return column
            return [None if it is None else _read([it], shape[1:], records, given)[0] for it in column]
        case "source":
            return [given.source] * len(column)
        case "terms":
            return [given.terms] * len(column)
        case "leeway":
            return [given.terms.leeway] * len(column)
    return column


# -- Classes --------------------------------------------------------------------------------------------------------


class _Class(NamedTuple):
    """A class of records with its fields; `nested` where one may refer to another of its own class."""

    cls: type
    fields: tuple[tuple[str, Shape], ...]
    nested: bool


@cache
def _classes() -> tuple[_Class, ...]:
    """The classes of all records an audited document is made of, each behind those that its fields hold."""
    found: dict[type, _Class] = {}
    _visit(AuditedDocument, found, set())
    return tuple(found.values())


def _visit(cls: type, found: dict[type, _Class], seen: set[type]) -> None:
    seen.add(cls)
    hints = get_type_hints(cls)
    written = [field.name for field in fields(cls) if field.init]  # what follows from the others is computed anew
    within = {part for name in written for part in _records(hints[name])}
    for part in sorted(within - seen, key=lambda it: it.__name__):
        if part not in seen:
            _visit(part, found, seen)
    shapes = tuple((name, _shape(hints[name])) for name in written)
    found[cls] = _Class(cls, shapes, cls in within)


def _records(hint: Any) -> Iterator[type]:
    if is_dataclass(hint) and isinstance(hint, type) and hint not in SHAPES:
        yield hint
    for argument in get_args(hint):
        yield from _records(argument)


def _shape(hint: Any) -> Shape:
    if hint in SHAPES:
        return SHAPES[hint]
    if is_dataclass(hint):
        return ("record",)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple, frozenset, Union, UnionType):
        within = {_shape(argument) for argument in arguments if argument not in (Ellipsis, NoneType)}
        if len(within) != 1:
            raise TypeError(f"{hint} holds values of several kinds")
        (inner,) = within
        if NoneType in arguments and inner not in (("record",), ("plain",)):
            return ("optional", *inner)
        return inner if origin in (Union, UnionType) else (origin.__name__, *inner)
    return ("plain",)
