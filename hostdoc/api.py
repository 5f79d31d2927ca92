"""hostdoc for Python programs: `read` a document, `check` documents, and get `frames` of what was found."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from hostdoc import readers
from hostdoc.core.ledger import Ledger
from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.figures.collect import collect
from hostdoc.loading import Unreadable, read_text
from hostdoc.project import audit_paths
from hostdoc.runner import ENDINGS

if TYPE_CHECKING:
    from hostdoc.report.frames import Frames

Path = str | os.PathLike[str]
Format = Literal["markdown", "org"]


def read(document: Path, *, format: Format | None = None) -> Ledger:
    """What one document states: its figures, tables, passages and assumptions, with their places.

    `document` is a path; with `format`, it is the text itself. Raises Unreadable.

        >>> [figure.text for figure in hostdoc.read("Hosting is ~$5–10/month.", format="markdown").figures]
        ['~$5–10/month']
    """
    if format is not None:
        suffix = {"markdown": ".md", "org": ".org"}[format]
        return collect(readers.read(Source.of(f"text{suffix}", str(document))))
    path = os.fspath(document)
    if not path.lower().endswith(tuple(readers.SUFFIXES)):
        raise Unreadable(f"`{path}` does not end in one of {ENDINGS}; for a text instead of a path, name its `format`")
    return collect(readers.read(Source.of(path.replace(os.sep, "/"), read_text(path))))


def check(paths: Path | Iterable[Path] = (), *, today: date | None = None) -> Audit:
    """Audits files and folders; without any, the documents of the project one stands in.

    `today` decides which waivers have ended. What could not be read is in `Audit.unread`. Raises SettingsError.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    return audit_paths([os.fspath(path) for path in named], today)


def frames(audit: Audit) -> Frames:
    """The figures, assumptions and checks of an audit as pandas data frames. Needs pandas."""
    from hostdoc.report.frames import frames

    return frames(audit)
