"""Words that pages say for themselves, kept with what they were made of, so that labels can say them otherwise.

A `Said` is the English text, and reads and compares as such; what writes a page asks for it in other words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hostdoc.core.regex import regex

FIELD = regex(r"\{(\w+)\}")
_LETTER = regex(r"[^\W\d_]{2}")


class Said(str):
    """A text with the template and the values that it was made of; `capital` where it begins with a capital."""

    text: str
    values: Mapping[str, object]
    capital: bool


def say(text: str, /, **values: object) -> Said:
    """A text with its fields, `{name}`, filled in. What is said in a field may be said otherwise, too."""
    return _said(text, values, upper=False)


def capital(words: str) -> Said:
    """The same with a capital at its beginning."""
    found = words if isinstance(words, Said) else say("{words}", words=words)
    return _said(found.text, found.values, upper=True)


def joined(parts: Iterable[str], between: str = "") -> Said:
    """Texts one behind the other; empty ones are left out."""
    kept = {f"part{number}": part for number, part in enumerate(part for part in parts if part)}
    return say(between.join(f"{{{name}}}" for name in kept), **kept)


def listed(names: Sequence[str]) -> str:
    """`a and b and c`."""
    found = names[0]
    for name in names[1:]:
        found = say("{one} and {other}", one=found, other=name)
    return found


def _said(text: str, values: Mapping[str, object], *, upper: bool) -> Said:
    said = Said(_filled(text, values, {}, upper=upper))
    said.text, said.values, said.capital = text, values, upper
    return said


def _filled(text: str, values: Mapping[str, object], labels: Mapping[str, str], *, upper: bool) -> str:
    words = FIELD.sub(lambda field: str(told(values[field[1]], labels)), text)
    return words[:1].upper() + words[1:] if upper else words


def told(value: Any, labels: Mapping[str, str]) -> Any:
    """A value in the words of labels, and all that is in it; what was not said stays as it is."""
    if isinstance(value, Said):
        return _filled(labels.get(value.text, value.text), value.values, labels, upper=value.capital)
    if isinstance(value, dict):
        return {key: told(it, labels) for key, it in value.items()}
    if isinstance(value, list | tuple):
        return [told(it, labels) for it in value]
    return value


# -- Which texts there are ------------------------------------------------------------------------------------------


def texts() -> list[str]:
    """All texts that the modules of the report say: in calls of `say` and the like, and in tuples named `SAID`."""
    found = [text for path in sorted(Path(__file__).parent.rglob("*.py")) for text in _of_module(path)]
    return [text for text in dict.fromkeys(found) if _LETTER.search(FIELD.sub("", text))]


def _of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "counted"):
            yield from _constants(node.args)
        elif isinstance(node, ast.Assign) and any(isinstance(it, ast.Name) and it.id == "SAID" for it in node.targets):
            yield from _constants(getattr(node.value, "elts", ()))


def _constants(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """The texts among some expressions, those of a choice both."""
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _constants((node.body, node.orelse))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
