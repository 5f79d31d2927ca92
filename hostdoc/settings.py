"""The settings of a project: `[tool.hostdoc]` of pyproject.toml, or hostdoc.toml. The nearest file wins, as a whole."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from hostdoc.core.diagnostic import Severity
from hostdoc.core.regex import regex
from hostdoc.core.relation import KINDS
from hostdoc.core.result import Audit, AuditedDocument, Check

Level = Literal["error", "warning", "note", "off"]
FailOn = Literal["error", "warning"]
Levels = Mapping[str, Level]  # by kind; `all` is every kind that is not named
LEVELS: tuple[str, ...] = get_args(Level)
KEYS = ("sources", "exclude", "fail-on", "severity", "per-path")
ALL = "all"
FILES = ("hostdoc.toml", "pyproject.toml")  # in this order
_SPEAKS = regex(r"^[ \t]*(?:\[[ \t]*)?tool[ \t]*(?:\][ \t]*$|\.[ \t]*[\"']?hostdoc)", re.MULTILINE)


class SettingsError(Exception):
    """Settings that cannot be used; the message says which file and key, and what there is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file says. `per_path` are patterns of documents, from the folder of the file, with levels of their own.

    In a pattern `*` stands for anything, folders included. Where several match a document, the last one counts.
    """

    file: Path | None = None
    sources: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    severity: Levels = field(default_factory=dict)
    per_path: tuple[tuple[str, Levels], ...] = ()

    @property
    def folder(self) -> Path:
        return self.file.parent if self.file else Path.cwd()

    def excludes(self, path: str) -> bool:
        """Whether a document found in a folder is left out; one that is named never is."""
        return any(_matches(pattern, self._relative(path)) for pattern in self.exclude)

    def level(self, kind: str, path: str) -> Level | None:
        """How much a drift of a kind weighs in a document, if the settings say so."""
        found = self.severity.get(kind, self.severity.get(ALL))
        for pattern, levels in self.per_path:
            if _matches(pattern, self._relative(path)):
                found = levels.get(kind, levels.get(ALL, found))
        return found

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


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
        if not file.is_file():
            continue
        table = _table(file)
        if table is not None:
            return _settings(file, table)
    return None


def _table(file: Path) -> object:
    try:
        text = file.read_text("utf-8")
        if file.name == "pyproject.toml" and not _SPEAKS.search(text):
            return None
        import tomllib  # only where there are settings: it costs start-up time

        found = tomllib.loads(text)
    except ValueError as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    if file.name != "pyproject.toml":
        return found
    tools = found.get("tool", {})
    return tools.get("hostdoc") if isinstance(tools, dict) else None


def _settings(file: Path, table: object) -> Settings:
    where = f"{file.name}: [tool.hostdoc]" if file.name == "pyproject.toml" else f"{file.name}:"
    if not isinstance(table, dict):
        raise SettingsError(f"{file.name}: [tool.hostdoc] is a table")
    for key in table:
        _known(key, KEYS, where, "key")
    fail_on = table.get("fail-on")
    if fail_on not in (None, *get_args(FailOn)):
        raise SettingsError(f"{where} fail-on is `error` or `warning`")
    paths = table.get("per-path", {})
    if not isinstance(paths, dict):
        raise SettingsError(f"{where} per-path is a table of patterns")
    return Settings(
        file=file,
        sources=_texts(table.get("sources", []), f"{where} sources"),
        exclude=_texts(table.get("exclude", []), f"{where} exclude"),
        fail_on=fail_on,
        severity=_levels(table.get("severity", {}), f"{where} severity"),
        per_path=tuple(
            (pattern, _levels(levels, f"{where} per-path.{pattern!r}")) for pattern, levels in paths.items()
        ),
    )


def _texts(value: object, where: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(text, str) and text for text in listed):
        raise SettingsError(f"{where} is a path or a list of paths")
    return tuple(listed)


def _levels(value: object, where: str) -> Levels:
    if not isinstance(value, dict):
        raise SettingsError(f"{where} is a table of kinds, each with one of {', '.join(LEVELS)}")
    for kind, level in value.items():
        _known(kind, (*KINDS, ALL), where, "kind")
        if level not in LEVELS:
            raise SettingsError(f"{where}: {kind} is one of {', '.join(LEVELS)}")
    return dict(value)


def _known(name: str, known: tuple[str, ...], where: str, what: str) -> None:
    if name in known:
        return
    from difflib import get_close_matches  # only where something is wrong: it costs start-up time

    near = get_close_matches(name, known, 1)
    hint = f"did you mean `{near[0]}`" if near else f"there is {', '.join(known)}"
    raise SettingsError(f"{where} has no {what} `{name}`; {hint}")


def _matches(pattern: str, path: str) -> bool:
    parts = (re.escape(part) for part in re.split(r"\*+", pattern.removeprefix("./").rstrip("/")))
    return re.fullmatch(f"{'.*'.join(parts)}(?:/.*)?", path, re.DOTALL) is not None


# -- What they do ---------------------------------------------------------------------------------------------------


def weighed(audit: Audit, settings: Settings, root: str = "") -> Audit:
    """The audit with the severities that the settings give; checks of kinds that are off are left out.

    `root` is the folder that paths of documents are seen from; without it, the one that one stands in.
    """
    if not settings.severity and not settings.per_path:
        return audit
    return replace(audit, documents=tuple(_document(audited, settings, root) for audited in audit.documents))


def _document(audited: AuditedDocument, settings: Settings, root: str) -> AuditedDocument:
    path = str(Path(root, audited.document.source.path))
    levels = {kind: settings.level(kind, path) for kind in {it.verdict.relation.kind for it in audited.checks}}
    return replace(audited, checks=tuple(_checks(audited.checks, levels)))


def _checks(checks: tuple[Check, ...], levels: Mapping[str, Level | None]) -> Iterator[Check]:
    for check in checks:
        level = levels[check.verdict.relation.kind]
        if level is None:
            yield check
        elif level != "off":
            severity: Severity | None = level if check.outcome == "drifts" else check.severity
            yield replace(check, severity=severity)
