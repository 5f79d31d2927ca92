"""`hostdoc baseline`: records today's drifts, so that only new ones fail."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hostdoc.commands.audits import no_cache, plain_audit, say_unread
from hostdoc.commands.console import counted, no_ignore, say, written

NOT_RUN = 2


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--prune", is_flag=True, help="Only take out entries that nothing matches any more; add none.")
@no_ignore
@no_cache
def baseline(paths: tuple[str, ...], prune: bool, no_ignore: bool, no_cache: bool) -> None:
    """Record today's drifts, so that only new ones fail.

    Writes .hostdoc-baseline.json into the folder you stand in, or anew where one is found there or above; keep it under
    version control. An entry is known by document, headings, row and column, kind and figures, not by its line: moving
    text keeps it, a changed figure ends it. `hostdoc check` says which entries nothing matches any more.

    \b
    Exit status:
      0  written
      2  written, but something could not be read
    \b
    Examples:
      hostdoc baseline           of the project you stand in
      hostdoc baseline --prune   forget what was mended
    """
    from hostdoc.baseline import NAME, BaselineError, accepted, dumped, entries, find, kept, load

    audit = plain_audit(paths, no_cache, ignored=no_ignore)
    file = find(Path.cwd()) or Path.cwd() / NAME
    try:
        if prune:
            known = load(file)
            found = kept(known, accepted(audit, known).stale)
        else:
            found = entries(audit, file.parent)
    except BaselineError as error:
        raise click.UsageError(str(error)) from error
    written(file, dumped(found).encode())
    say(f"{counted(len(found), 'drift')} in {NAME}; `hostdoc check` fails on new ones only\n")
    say_unread(audit)
    sys.exit(NOT_RUN if audit.unread else 0)
