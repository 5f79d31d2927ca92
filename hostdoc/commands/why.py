"""`hostdoc why`: why a line is checked, or is not."""

from __future__ import annotations

import os
import sys

import click

from hostdoc.commands.audits import audited, no_cache, say_unread, with_held
from hostdoc.commands.completion import places
from hostdoc.commands.console import placed, say
from hostdoc.outputs.view import view_of


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]", shell_complete=places)
@no_cache
def why(place: str, no_cache: bool) -> None:
    """Why a line is checked, or is not.

    Shows each figure of the line: how it was read, in which checks it takes part, which groupings and other candidates
    were found but not taken, and why; and which digits are no amounts. In a work tree of git it shows, too, what held
    at the last commit and does not follow any more.

    \b
    Exit status:
      0  said, whatever drifts
      2  there is no such line, or it could not be read
    \b
    Examples:
      hostdoc why plan.md:14
      hostdoc why plan.md:14:11
    """
    from hostdoc.changes import committed
    from hostdoc.outputs.why import render as render_why
    from hostdoc.reasons import reasons
    from hostdoc.revisions import HEAD

    file, line, column = placed(place)
    audit = audited((file,), no_cache)
    say_unread(audit)
    if committed([file]):
        audit = with_held(audit, HEAD, (file,), no_cache)
    (document,) = audit.documents
    last = len(document.document.source.starts)
    if not 1 <= line <= last:
        raise click.UsageError(f"{file} has no line {line}; its last is {last}")
    say(render_why(reasons(document, line, column), view_of(sys.stdout, os.environ)))
