"""The settings of a project as records: what they say of a document, by its path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import USUAL, Leeway
from hostdoc.core.vocabulary import PLAIN, Period, Terms, Vocabulary

Level = Literal["error", "warning", "note", "off"]
FailOn = Literal["error", "warning"]
Levels = Mapping[str, Level]  # by kind; `all` is every kind that is not named
LEVELS: tuple[str, ...] = get_args(Level)
ALL = "all"
NEVER = Period(0, "day", "never")  # of `stale-after`, where a path is left out


class SettingsError(Exception):
    """Settings that cannot be used; the message says which file, line and key, and what there is."""


@dataclass(frozen=True, slots=True)
class ForPaths:
    """What is said of the documents that a pattern matches; None and no levels are what the rest of the file says."""

    levels: Levels = field(default_factory=dict)
    tolerance: Fraction | None = None
    exact: bool | None = None
    approximate: Fraction | None = None
    stale_after: Period | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file says. `per_path` are patterns of documents, from the folder of the file, with settings of their own.

    In a pattern `*` stands for anything, folders included. Where several match a document, the last one counts.
    `rules` is the version whose kinds count, empty for all; `tables` are the keys as they stand in the file.
    """

    file: Path | None = None
    sources: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    severity: Levels = field(default_factory=dict)
    per_path: tuple[tuple[str, ForPaths], ...] = ()
    vocabulary: Vocabulary = PLAIN.vocabulary
    leeway: Leeway = USUAL
    stale_after: Period | None = None
    rules: str = ""
    tables: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def folder(self) -> Path:
        return self.file.parent if self.file else Path.cwd()

    def excludes(self, path: str) -> bool:
        """Whether a document found in a folder is left out; one that is named never is."""
        return any(_matches(pattern, self._relative(path)) for pattern in self.exclude)

    def level(self, kind: str, path: str) -> Level | None:
        """How much a drift of a kind weighs in a document, if the settings say so."""
        found = self.severity.get(kind, self.severity.get(ALL))
        for own in self._of(path):
            found = own.levels.get(kind, own.levels.get(ALL, found))
        return found

    def terms(self, path: str, changed: date | None = None) -> Terms:
        """How a document is read and judged; `changed` is when its file last did, where that is known."""
        by_word = any(allowed is not None for _, allowed in self.vocabulary.approximate)
        leeway, stale_after = replace(self.leeway, by_word=by_word), self.stale_after
        for own in self._of(path):
            if own.tolerance is not None:
                leeway = replace(leeway, cap=own.tolerance)
            if own.exact is not None:
                leeway = replace(leeway, exact=own.exact)
            if own.approximate is not None:
                leeway = replace(leeway, approximate=own.approximate)
            stale_after = own.stale_after or stale_after
        stale_after = None if stale_after == NEVER else stale_after
        return Terms(self.vocabulary, leeway, stale_after, changed if stale_after else None)

    def ageless(self, path: str) -> Terms:
        """The same for what is to be written into a document: no age is mended by that."""
        return replace(self.terms(path), stale_after=None)

    @property
    def ages(self) -> bool:
        """Whether any document may be too old."""
        every = (self.stale_after, *(own.stale_after for _, own in self.per_path))
        return any(it not in (None, NEVER) for it in every)

    def _of(self, path: str) -> Iterator[ForPaths]:
        if self.per_path:
            relative = self._relative(path)
            yield from (own for pattern, own in self.per_path if _matches(pattern, relative))

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


def _matches(pattern: str, path: str) -> bool:
    parts = (re.escape(part) for part in re.split(r"\*+", pattern.removeprefix("./").rstrip("/")))
    return re.fullmatch(f"{'.*'.join(parts)}(?:/.*)?", path, re.DOTALL) is not None
