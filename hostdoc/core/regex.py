"""Patterns that are compiled when they are first used: a document needs few of those that there are."""

from __future__ import annotations

import re
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but later: compiling them all took a quarter of the time in which hostdoc starts."""
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    """Has what the compiled pattern has, each looked up once. It is not what a match calls its `re`."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = re.compile(self.pattern, self._flags) if name == "_compiled" else getattr(self._compiled, name)
        self.__dict__[name] = value
        return value
