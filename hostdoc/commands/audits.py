"""The audit that a command works on: of the documents named, with cache, all processors and a bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import remark

if TYPE_CHECKING:
    from datetime import date

    from hostdoc.core.result import Audit
    from hostdoc.runner import Run
    from hostdoc.settings import Settings

NOT_RUN = 2  # the exit status where something could not be read

no_cache = click.option("--no-cache", is_flag=True, help="Analyse every document, changed or not.")


def audited(
    paths: tuple[str, ...],
    fresh: bool,
    settings: Settings | None = None,
    today: date | None = None,
    *,
    ignored: bool = False,
) -> Audit:
    """The audit of the documents named, or of the project, with the drifts of its baseline waived.

    `fresh`: without the cache. `settings`: those of the project, where they are read already. `today`: the day it is
    taken to be. `ignored`: with what git ignores. Raises UsageError.
    """
    return without_known(plain_audit(paths, fresh, settings, today, ignored=ignored))


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


def without_known(audit: Audit, *, told: bool = True) -> Audit:
    """The audit with the drifts of the baseline waived; entries that match none are `told`. Raises UsageError."""
    from hostdoc.baseline import NAME, BaselineError
    from hostdoc.baseline import without_known as known_waived

    try:
        found = known_waived(audit, Path.cwd())
    except BaselineError as error:
        raise click.UsageError(str(error)) from error
    if found.stale and told:
        one = len(found.stale) == 1
        remark(
            f"note: {len(found.stale)} entr{'y' if one else 'ies'} of {NAME} match{'es' if one else ''} nothing"
            " any more; `hostdoc baseline --prune` takes such out"
        )
    return found.audit


def plain_audit(
    paths: tuple[str, ...],
    fresh: bool,
    settings: Settings | None = None,
    today: date | None = None,
    *,
    ignored: bool = False,
) -> Audit:
    """The same without the baseline."""
    from hostdoc.project import audit_paths
    from hostdoc.settings import SettingsError

    with running(fresh) as run:
        try:
            return audit_paths(paths, today, run, settings, ignored=ignored)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error


def with_held(
    audit: Audit,
    base: str,
    paths: tuple[str, ...],
    fresh: bool,
    settings: Settings | None = None,
    on: date | None = None,
    *,
    ignored: bool = False,
) -> Audit:
    """The audit of the documents named with what held at a revision and does not follow any more. Raises UsageError."""
    from hostdoc.revisions import ChangesError
    from hostdoc.settings import SettingsError, load, today
    from hostdoc.sides import How, since

    try:
        with running(fresh) as run:
            return since(audit, base, paths, How(on or today(), run, settings or load(Path.cwd()), ignored))
    except (ChangesError, SettingsError) as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def running(fresh: bool) -> Iterator[Run]:
    """How documents are analysed: with the cache unless `fresh`, on all processors, with a bar."""
    from hostdoc.cache import Cache, cache_folder
    from hostdoc.progress import Progress
    from hostdoc.runner import Run, processors

    progress = Progress()
    try:
        yield Run(None if fresh else Cache(cache_folder(Path.cwd())), processors(), progress)
    finally:
        progress.close()


def say_unread(audit: Audit) -> None:
    """Ends with status 2 where something could not be read, and says what."""
    for unread in audit.unread:
        remark(f"error: cannot read {unread.path}: {unread.reason}")
    if audit.unread:
        sys.exit(NOT_RUN)
