"""The audit that a command works on: of the documents named, with cache, all processors and a bar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import remark

if TYPE_CHECKING:
    from datetime import date

    from hostdoc.core.result import Audit
    from hostdoc.settings import Settings

NOT_RUN = 2  # the exit status where something could not be read

no_cache = click.option("--no-cache", is_flag=True, help="Analyse every document, changed or not.")


def audited(paths: tuple[str, ...], fresh: bool, settings: Settings | None = None, today: date | None = None) -> Audit:
    """The audit of the documents named, or of the project, with the drifts of its baseline waived.

    `fresh`: without the cache. `settings`: those of the project, where they are read already. `today`: the day it is
    taken to be. Raises UsageError.
    """
    return without_known(plain_audit(paths, fresh, settings, today))


def typed(name: str, settings: Settings, on: date | None = None) -> Audit:
    """The same of the text on standard input, which is not saved yet, as if it were the document of that name."""
    from hostdoc.core.result import Audit, Unread
    from hostdoc.core.span import Source
    from hostdoc.loading import Unreadable, decode, shown
    from hostdoc.pipeline import audit_sources
    from hostdoc.readers import SUFFIXES
    from hostdoc.settings import SettingsError, today, weighed

    if not name.lower().endswith(tuple(SUFFIXES)):
        raise click.UsageError(f"--stdin-filename {name}: its ending says the format, one of {', '.join(SUFFIXES)}")
    try:
        text = decode(sys.stdin.buffer.read())
        audit = audit_sources([Source.of(shown(name), text)], on or today(), terms=settings.terms(name))
        return without_known(weighed(audit, settings))
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    except Unreadable as error:
        return Audit((), (Unread(shown(name), str(error)),))


def without_known(audit: Audit) -> Audit:
    """The audit with the drifts of the baseline waived; entries of drifts that are gone are told. Raises UsageError."""
    from hostdoc.baseline import NAME, BaselineError
    from hostdoc.baseline import without_known as known_waived

    try:
        found = known_waived(audit, Path.cwd())
    except BaselineError as error:
        raise click.UsageError(str(error)) from error
    if found.stale:
        one = len(found.stale) == 1
        remark(
            f"note: {len(found.stale)} entr{'y' if one else 'ies'} of {NAME} match{'es' if one else ''} nothing"
            " any more; `hostdoc baseline --prune` takes such out"
        )
    return found.audit


def plain_audit(
    paths: tuple[str, ...], fresh: bool, settings: Settings | None = None, today: date | None = None
) -> Audit:
    """The same without the baseline."""
    from hostdoc.cache import Cache, cache_folder
    from hostdoc.progress import Progress
    from hostdoc.project import audit_paths
    from hostdoc.runner import Run, processors
    from hostdoc.settings import SettingsError

    progress = Progress()
    cache = None if fresh else Cache(cache_folder(Path.cwd()))
    try:
        return audit_paths(paths, today, Run(cache, processors(), progress), settings)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    finally:
        progress.close()


def say_unread(audit: Audit) -> None:
    """Ends with status 2 where something could not be read, and says what."""
    for unread in audit.unread:
        remark(f"error: cannot read {unread.path}: {unread.reason}")
    if audit.unread:
        sys.exit(NOT_RUN)
