"""Patterns that are compiled when they are first used: a document needs few of those that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but later: compiling them all took a quarter of the time in which hostdoc starts."""
    return cast("re.Pattern[str]", _Later(pattern, flags))


def one_of(phrases: Iterable[str]) -> str:
    """The pattern of one of some phrases, those that begin with the same letter together.

    Python's engine tries one after the other at every place; each may be a pattern, without a bar outside brackets.
    """
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        plain = phrase[:1].isalpha() and phrase[1:2] not in "?*+{"
        groups.setdefault(phrase[0] if plain else phrase, []).append(phrase[1:] if plain else "")
    return "|".join(first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in groups.items())


class _Later:
    """Has what the compiled pattern has, each looked up once. It is not what a match calls its `re`."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = re.compile(self.pattern, self._flags) if name == "_compiled" else getattr(self._compiled, name)
        self.__dict__[name] = value
        return value


def in_any_case(pattern: str) -> re.Pattern[str]:
    """Finds words however they are written; the pattern itself has small letters only.

    Where Python's engine is told to ignore case it tries every word at every place, where it is not only those that
    begin with the letter that stands there: the small letters of a text are searched in a third of the time.
    """
    return cast("re.Pattern[str]", _InAnyCase(pattern))


class _InAnyCase:
    """It can do with a text what is asked of it, and no more. What it finds are small letters, each in its place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._small = regex(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        return self._small.search(_small(text))

    def match(self, text: str) -> re.Match[str] | None:
        return self._small.match(_small(text))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._small.fullmatch(_small(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._small.finditer(_small(text))

    def sub(self, other: str, text: str) -> str:
        """The text with another one, which is plain, wherever something is found."""
        kept, end = [], 0
        for found in self.finditer(text):
            kept.append(text[end : found.start()])
            end = found.end()
        return other.join([*kept, text[end:]])


def _small(text: str) -> str:
    """The small letters of a text; a letter that two stand for, as for the Turkish İ, stays what it is."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(it if len(it.lower()) > 1 else it.lower() for it in text)
