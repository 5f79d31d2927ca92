"""The settings as TOML: what a file says, and as comments what counts where it says nothing."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date

from hostdoc.core.relation import KINDS
from hostdoc.outputs.visible import visible
from hostdoc.settings import ALL, TODAY, Settings

# What counts where a key is not given, in the order in which it is shown; None where there is nothing to show.
DEFAULTS: dict[str, object] = {
    "sources": [],
    "exclude": [],
    "fail-on": "error",
    "rules": None,
    "stale-after": None,
    "tolerance": 5,
    "exact": False,
    "total-words": [],
    "subtotal-words": [],
    "not-totals": [],
}
TABLES = ("units", "currencies", "approximate")


def render(settings: Settings) -> str:
    """A file that says the same: below its name all keys, those that it does not set as comments."""
    head = f"# {settings.file}" if settings.file else "# no file: these are the settings without one"
    body = "\n".join((head, *_environment(), *_lines(settings.tables)))
    return "".join(f"{visible(line)}\n" for line in body.split("\n"))


def _environment() -> Iterator[str]:
    if day := os.environ.get(TODAY):
        yield f"# {TODAY}={day}, from the environment"


def _lines(given: Mapping[str, object]) -> Iterator[str]:
    for key, default in DEFAULTS.items():
        if key in given:
            yield f"{key} = {_toml(given[key])}"
        elif default is not None:
            yield f"# {key} = {_toml(default)}"
    approximate = given.get("approximate")
    if isinstance(approximate, list):
        yield f"approximate = {_toml(approximate)}"
    yield from _severity(given.get("severity"))
    for name in TABLES:
        table = given.get(name)
        if isinstance(table, dict) and table:
            yield from ("", f"[{name}]", *_pairs(table))
    rates = given.get("rates")
    for rate in rates if isinstance(rates, list) else ():
        yield from ("", "[[rates]]", *_pairs(rate))
    paths = given.get("per-path")
    for pattern, table in paths.items() if isinstance(paths, dict) else ():
        yield from ("", f"[per-path.{_text(pattern)}]", *_pairs(table))


def _severity(given: object) -> Iterator[str]:
    table = given if isinstance(given, dict) else {}
    yield from ("", "[severity]")
    if ALL in table:
        yield f"{ALL} = {_toml(table[ALL])}"
    for kind, usual in KINDS.items():
        yield f"{kind} = {_toml(table[kind])}" if kind in table else f"# {kind} = {_toml(table.get(ALL, usual))}"


def _pairs(table: Mapping[str, object]) -> Iterator[str]:
    return (f"{_key(key)} = {_toml(value)}" for key, value in table.items())


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # basic strings of TOML are those of JSON


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(_pairs(value))} }}" if value else "{}"
    return value.isoformat() if isinstance(value, date) else str(value)
