"""hostdoc for Python programs: `read` a document, `check` documents, and get `frames` of what was found."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from hostdoc import readers
from hostdoc.core.ledger import Ledger
from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.figures.collect import collect
from hostdoc.figures.lexicon import speaking
from hostdoc.loading import Unreadable, read_text
from hostdoc.project import audit_paths
from hostdoc.runner import ENDINGS
from hostdoc.settings import Settings, from_file, load

if TYPE_CHECKING:
    from hostdoc.report.frames import Frames

Path = str | os.PathLike[str]
Format = Literal["markdown", "org"]
Given = Path | Mapping[str, object] | None


def read(document: Path, *, format: Format | None = None, settings: Given = None) -> Ledger:
    """What one document states: its figures, tables, passages and assumptions, with their places.

    `document` is a path; with `format`, it is the text itself. `settings` as for `check`. Raises Unreadable and
    SettingsError.

        >>> [figure.text for figure in hostdoc.read("Hosting is ~$5–10/month.", format="markdown").figures]
        ['~$5–10/month']
    """
    if format is not None:
        suffix = {"markdown": ".md", "org": ".org"}[format]
        return _ledger(Source.of(f"text{suffix}", str(document)), settings)
    path = os.fspath(document)
    if not path.lower().endswith(tuple(readers.SUFFIXES)):
        raise Unreadable(f"`{path}` does not end in one of {ENDINGS}; for a text instead of a path, name its `format`")
    return _ledger(Source.of(path.replace(os.sep, "/"), read_text(path)), settings)


def check(paths: Path | Iterable[Path] = (), *, today: date | None = None, settings: Given = None) -> Audit:
    """Audits files and folders; without any, the documents of the project one stands in.

    `today` decides which waivers have ended. `settings` are a file of settings or its keys, as
    `{"currencies": {"NOK": ["kr"]}}`; without them those of the project one stands in count. What could not be read is
    in `Audit.unread`. Raises SettingsError.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    return audit_paths([os.fspath(path) for path in named], today, settings=_settings(settings))


def _settings(given: Given) -> Settings:
    if given is None:
        return load(pathlib.Path.cwd())
    if isinstance(given, Mapping):
        from hostdoc.settings_table import of_table  # few programs bring their own

        return of_table(given)
    return from_file(pathlib.Path(given))


def _ledger(source: Source, settings: Given) -> Ledger:
    with speaking(_settings(settings).vocabulary):
        return collect(readers.read(source))


def frames(audit: Audit) -> Frames:
    """The figures, assumptions and checks of an audit as pandas data frames. Needs pandas."""
    from hostdoc.report.frames import frames

    return frames(audit)
