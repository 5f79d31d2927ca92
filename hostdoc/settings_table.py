"""A table of TOML → settings: every key is checked, and what is wrong is said with its line and the nearest name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, TypeVar, get_args

from hostdoc.configured import ALL, LEVELS, NEVER, FailOn, ForPaths, Levels, Settings, SettingsError
from hostdoc.core.regex import regex
from hostdoc.core.relation import KINDS, Leeway
from hostdoc.core.vocabulary import Period
from hostdoc.rules import FIRST, minor, written
from hostdoc.settings_words import Wrong, listed, nearest, percent, vocabulary
from hostdoc.version import __version__

Read = TypeVar("Read")
WORDS = ("total-words", "subtotal-words", "not-totals", "units", "currencies", "rates", "approximate")
KEYS = (
    *("sources", "exclude", "fail-on", "severity", "per-path", *WORDS),
    *("tolerance", "exact", "stale-after", "rules"),
)
OF_PATHS = ("tolerance", "exact", "approximate", "stale-after")
MOST_TOLERANCE = 50  # percent; beyond it nothing is checked
_PERIOD = regex(r"(\d{1,5})\s+(day|week|month|year)s?")
_IN_DAYS = {"day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "year": (12, "month")}


def parsed(file: Path, text: str) -> Settings | None:
    """The settings in the text of a file, None where it has none. Raises SettingsError."""
    try:
        found = tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    shared = file.name == "pyproject.toml"
    if shared:
        tools = found.get("tool", {})
        table = tools.get("hostdoc") if isinstance(tools, dict) else None
        if table is None:
            return None
    else:
        table = found
    try:
        return _settings(file, table)
    except Wrong as wrong:
        keys = (*wrong.keys, *wrong.beyond)
        line = line_of(text, ("tool", "hostdoc", *keys) if shared else keys)
        where = f"{file.name}:{line}:" if line else f"{file.name}:"
        said = " ".join(filter(None, (_dotted(wrong.keys), str(wrong))))
        raise SettingsError(f"{where} {'[tool.hostdoc] ' if shared else ''}{said}") from None


def of_table(table: Mapping[str, object]) -> Settings:
    """The settings that a program gives, with the keys of a file; paths are from here. Raises SettingsError."""
    try:
        return _settings(None, _exact(dict(table)))
    except Wrong as wrong:
        said = " ".join(filter(None, (_dotted(wrong.keys), str(wrong))))
        raise SettingsError(f"settings: {said}") from None


def _exact(value: object) -> object:
    """A value as TOML is read here: numbers with decimals as they are written."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        return {key: _exact(part) for key, part in value.items()}
    return [_exact(part) for part in value] if isinstance(value, list | tuple) else value


def _dotted(keys: tuple[str, ...]) -> str:
    return ".".join(key if re.fullmatch(r"[\w-]+", key) else repr(key) for key in keys)


def _settings(file: Path | None, table: object) -> Settings:
    if not isinstance(table, dict):
        raise Wrong((), "is a table")
    for key in table:
        _known(key, KEYS, (), "key")
    given = _Given(table)
    words = vocabulary(table)
    return Settings(
        file=file,
        sources=given.read("sources", _paths, ()),
        exclude=given.read("exclude", _paths, ()),
        fail_on=given.read("fail-on", _fail_on, None),
        severity=given.read("severity", _levels, {}),
        per_path=given.read("per-path", _per_path, ()),
        vocabulary=words,
        leeway=Leeway(
            cap=given.read("tolerance", _tolerance, Leeway().cap), exact=given.read("exact", _true_or_false, False)
        ),
        stale_after=given.read("stale-after", _period, None),
        rules=given.read("rules", _rules, ""),
        tables=table,
    )


class _Given:
    """The keys of a table, each read by a function that says what is wrong with it."""

    def __init__(self, table: Mapping[str, object], keys: tuple[str, ...] = ()) -> None:
        self._table = table
        self._keys = keys

    def read(self, key: str, how: Callable[[object, tuple[str, ...]], Read], default: Read) -> Read:
        return how(self._table[key], (*self._keys, key)) if key in self._table else default


def _paths(value: object, keys: tuple[str, ...]) -> tuple[str, ...]:
    return listed(value, keys, "a path or a list of paths")


def _fail_on(value: object, keys: tuple[str, ...]) -> FailOn:
    for known in get_args(FailOn):
        if value == known:
            return known  # type: ignore[no-any-return]
    raise Wrong(keys, "is `error` or `warning`")


def _true_or_false(value: object, keys: tuple[str, ...]) -> bool:
    if not isinstance(value, bool):
        raise Wrong(keys, "is true or false")
    return value


def _tolerance(value: object, keys: tuple[str, ...]) -> Fraction:
    return Fraction(percent(value, keys, MOST_TOLERANCE)) / 100


def _period(value: object, keys: tuple[str, ...]) -> Period:
    match = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not int(match[1]):
        raise Wrong(keys, 'is a time, as "180 days", "26 weeks", "6 months" or "1 year"')
    times, unit = _IN_DAYS[match[2]]
    return Period(times * int(match[1]), unit, match[0])


def _rules(value: object, keys: tuple[str, ...]) -> str:
    here = written(minor(__version__))
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,4}\.\d{1,4}", value):
        raise Wrong(keys, f'is a version in quotes, as "{here}"')
    if minor(value) > minor(__version__):
        raise Wrong(keys, f"{value} is later than this hostdoc, {__version__}: upgrade it, or write {here}")
    if minor(value) < FIRST:
        raise Wrong(keys, f"{value} is no version; the first is {written(FIRST)}")
    return value


# -- Kinds and paths ------------------------------------------------------------------------------------------------


def _levels(value: object, keys: tuple[str, ...]) -> Levels:
    if not isinstance(value, dict):
        raise Wrong(keys, f"is a table of kinds, each with one of {', '.join(LEVELS)}")
    for kind, level in value.items():
        _known(kind, (*KINDS, ALL), keys, "kind")
        _level(level, (*keys, kind))
    return dict(value)


def _level(level: object, keys: tuple[str, ...]) -> None:
    if level not in LEVELS:
        raise Wrong(keys, f"is one of {', '.join(LEVELS)}")


def _per_path(value: object, keys: tuple[str, ...]) -> tuple[tuple[str, ForPaths], ...]:
    if not isinstance(value, dict):
        raise Wrong(keys, "is a table of patterns")
    return tuple((pattern, _for_paths(table, (*keys, pattern))) for pattern, table in value.items())


def _for_paths(table: object, keys: tuple[str, ...]) -> ForPaths:
    if not isinstance(table, dict):
        raise Wrong(keys, f"is a table of kinds, each with one of {', '.join(LEVELS)}, and of {', '.join(OF_PATHS)}")
    for key, value in table.items():
        _known(key, (*KINDS, ALL, *OF_PATHS), keys, "kind or key")
        if key not in OF_PATHS:
            _level(value, (*keys, key))
    given = _Given(table, keys)
    return ForPaths(
        levels={key: value for key, value in table.items() if key not in OF_PATHS},
        tolerance=given.read("tolerance", _tolerance, None),
        exact=given.read("exact", _true_or_false, None),
        approximate=given.read("approximate", _tolerance, None),
        stale_after=given.read("stale-after", _period_or_never, None),
    )


def _period_or_never(value: object, keys: tuple[str, ...]) -> Period:
    return NEVER if value == NEVER.text else _period(value, keys)


def _known(name: str, known: tuple[str, ...], keys: tuple[str, ...], what: str) -> None:
    if name not in known:
        _unknown(name, known, keys, what)


def _unknown(name: str, known: tuple[str, ...], keys: tuple[str, ...], what: str) -> NoReturn:
    raise Wrong(keys, f"has no {what} `{name}`; {nearest(name, known)}", (name,))


# -- Lines ----------------------------------------------------------------------------------------------------------

_HEAD = regex(r"\s*\[\[?\s*(.*?)\s*\]\]?\s*(?:#.*)?")
_KEY = regex(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = regex(r"""[\w-]+|"([^"]*)"|'([^']*)'""")


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """The line on which a key is given, else that of the nearest key above it; 0 where it cannot be had.

    Arrays of tables are counted: `("rates", "1", "from")` is a key of the second `[[rates]]`.
    """
    best, line, table = 0, 0, tuple[str, ...]()
    seen: dict[tuple[str, ...], int] = {}
    for number, written_line in enumerate(text.splitlines(), 1):
        if head := _HEAD.fullmatch(written_line):
            table = _parts(head[1])
            if written_line.lstrip().startswith("[["):
                seen[table] = seen.get(table, -1) + 1
                table = (*table, str(seen[table]))
            here = table
        elif key := _KEY.match(written_line):
            here = (*table, *_parts(key[1]))
        else:
            continue
        if len(here) > best and here == keys[: len(here)]:
            best, line = len(here), number
    return line


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] or match[0] for match in _PART.finditer(dotted))
