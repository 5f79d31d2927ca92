"""The settings of a project: `[tool.hostdoc]` of pyproject.toml, or hostdoc.toml. The nearest file wins, as a whole."""

from __future__ import annotations

import operator
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from hostdoc.configured import ALL, LEVELS, FailOn, ForPaths, Level, Levels, Settings, SettingsError
from hostdoc.core.diagnostic import Severity
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.result import Audit, AuditedDocument, Check

__all__ = ["ALL", "LEVELS", "FailOn", "ForPaths", "Level", "Levels", "Settings", "SettingsError"]

FILES = ("hostdoc.toml", "pyproject.toml")  # in this order
TODAY = "HOSTDOC_TODAY"
_SPEAKS = regex(r"^[ \t]*(?:\[+[ \t]*)?tool[ \t]*(?:\][ \t]*$|\.[ \t]*[\"']?hostdoc)", re.MULTILINE)


def load(here: Path) -> Settings:
    """Those of the nearest folder that has some, no higher than the root of the repository. Raises SettingsError."""
    for folder in upwards(here):
        if found := read(folder):
            return found
    return Settings()


def upwards(here: Path) -> list[Path]:
    """`here` and the folders above it, up to the repository's root; only `here` outside a repository."""
    folders = [here, *here.parents]
    roots = [number for number, folder in enumerate(folders) if (folder / ".git").exists()]
    return folders[: roots[0] + 1] if roots else [here]


def read(folder: Path) -> Settings | None:
    """The settings in a folder, None where it has none. Raises SettingsError."""
    for name in FILES:
        file = folder / name
        if file.is_file() and (found := _of_file(file)) is not None:
            return found
    return None


def from_file(file: Path) -> Settings:
    """The settings of one file. Raises SettingsError."""
    found = _of_file(file) if file.is_file() else None
    if found is None:
        raise SettingsError(f"{file} has no settings of hostdoc")
    return found


def _of_file(file: Path) -> Settings | None:
    try:
        text = file.read_text("utf-8")
    except ValueError as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    if file.name == "pyproject.toml" and not _SPEAKS.search(text):
        return None
    from hostdoc.settings_table import parsed  # only where there are settings: it costs start-up time

    return parsed(file, text)


def today() -> date:
    """The day on which waivers end and dates are too old: of HOSTDOC_TODAY, else this one. Raises SettingsError."""
    given = os.environ.get(TODAY)
    return day(given, TODAY) if given else date.today()


def day(text: str, named: str) -> date:
    """A day as it was given under a name. Raises SettingsError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise SettingsError(f"{named}: `{text}` is no day; write it as 2026-01-31") from None


# -- What they do ---------------------------------------------------------------------------------------------------


def weighed(audit: Audit, settings: Settings, place: Callable[[str], str] = str) -> Audit:
    """The audit with the severities that the settings give; checks of kinds that are off are left out.

    Drifts that only a newer version infers are left out where the project keeps to its rules, and a note says so; else
    those that came with this version are warnings, unless the settings say what they are. `place` gives the path of a
    document from here, where it is shown under another.
    """
    left: Counter[str] = Counter()
    documents = tuple(_document(it, settings, place(it.document.source.path), left) for it in audit.documents)
    if all(new is old for new, old in zip(documents, audit.documents, strict=True)):
        return audit
    return replace(audit, documents=documents, notes=(*audit.notes, *_left(left, settings.rules)))


def _left(left: Counter[str], rules: str) -> Iterator[str]:
    if total := sum(left.values()):
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(left.items()))
        one = total == 1
        yield (
            f"{total} drift{'' if one else 's'} of kinds newer than rules {rules} {'is' if one else 'are'} not counted"
            f" ({kinds}); `hostdoc explain KIND` says what is checked, a later `rules` counts them"
        )


def _document(audited: AuditedDocument, settings: Settings, path: str, left: Counter[str]) -> AuditedDocument:
    levels = {kind: settings.level(kind, path) for kind in {it.verdict.relation.kind for it in audited.checks}}
    checks = tuple(_checks(audited.checks, levels, settings.rules, left))
    same = len(checks) == len(audited.checks) and all(map(operator.is_, checks, audited.checks))
    return audited if same else replace(audited, checks=checks)


def _checks(
    checks: tuple[Check, ...], levels: Mapping[str, Level | None], rules: str, left: Counter[str]
) -> Iterator[Check]:
    from hostdoc.rules import arrives, is_new

    for check in checks:
        relation = check.verdict.relation
        level = levels[relation.kind]
        if rules and check.outcome == "drifts" and is_new(relation, rules):
            if level != "off" and not check.waived:
                left[relation.kind] += 1
        elif level is None:
            first = check.severity == "error" and not rules and arrives(relation)
            yield replace(check, severity="warning") if first else check
        elif level != "off":
            severity: Severity | None = level if check.outcome == "drifts" else check.severity
            yield check if severity == check.severity else replace(check, severity=severity)
