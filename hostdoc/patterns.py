"""Paths with wildcards, for shells that do not expand them and for settings: `plans/**/*.md` is a search of `plans`."""

from __future__ import annotations

import os
import re

from hostdoc.core.records import dataclass

WILD = "*?["


@dataclass(frozen=True, slots=True)
class Pattern:
    """`*` and `?` stand for what is within a name, `**` for any folders, `[ab]` for one of some signs.

    A pattern that matches a folder matches all that is below it.
    """

    text: str

    @property
    def folder(self) -> str:
        """The folder to search: what stands before the first wildcard."""
        return self.text[: self._cut - 1] or "/" if self._cut else os.curdir

    @property
    def rest(self) -> str:
        """The pattern from that folder."""
        return self._slashed[self._cut :]

    @property
    def _cut(self) -> int:
        first = min(place for sign in WILD if (place := self._slashed.find(sign)) >= 0)
        return self._slashed.rfind("/", 0, first) + 1

    def matches(self, path: str) -> bool:
        return re.fullmatch(_regex(self._slashed), path.replace(os.sep, "/"), re.DOTALL) is not None

    @property
    def _slashed(self) -> str:
        return self.text.replace(os.sep, "/")


def pattern(path: str) -> Pattern | None:
    """A path as a pattern, if it has wildcards and is not the name of something that is there."""
    return Pattern(path) if any(sign in path for sign in WILD) and not os.path.lexists(path) else None


def _regex(text: str) -> str:
    parts = re.split(r"((?:\*\*/)+|\*+|\?|\[!?\]?[^\]/]*\])", text.rstrip("/"))
    return "".join(map(_part, parts)) + "(?:/.*)?"


def _part(text: str) -> str:
    if text.startswith("**/"):
        return "(?:.*/)?"
    if text.startswith("**"):
        return ".*"
    if text.startswith("*"):
        return "[^/]*"
    if text == "?":
        return "[^/]"
    if text.startswith("[") and text.endswith("]"):
        return _signs(text[1:-1])
    return re.escape(text)


def _signs(inside: str) -> str:
    """One of some signs, or of all others; what is no such set stands for itself."""
    kept = inside.removeprefix("!").replace("\\", "\\\\").replace("[", "\\[")
    found = f"[^/{kept}]" if inside.startswith("!") else f"[{kept}]"
    try:
        re.compile(found)
    except re.error:
        return re.escape(f"[{inside}]")
    return found
