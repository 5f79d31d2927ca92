"""`hostdoc why`: why a line is checked, or is not."""

from __future__ import annotations

import os
import sys

import click

from hostdoc.commands.audits import audited, no_cache, say_unread
from hostdoc.commands.console import say
from hostdoc.outputs.view import view_of


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@no_cache
def why(place: str, no_cache: bool) -> None:
    """Why a line is checked, or is not.

    Shows each figure of the line: how it was read, in which checks it takes part, which groupings and other candidates
    were found but not taken, and why; and which digits are no amounts.

    \b
    Examples:
      hostdoc why plan.md:14
      hostdoc why plan.md:14:11
    """
    from hostdoc.outputs.why import render as render_why
    from hostdoc.reasons import reasons

    file, line, column = _place(place)
    audit = audited((file,), no_cache)
    say_unread(audit)
    (document,) = audit.documents
    last = len(document.document.source.starts)
    if not 1 <= line <= last:
        raise click.UsageError(f"{file} has no line {line}; its last is {last}")
    say(render_why(reasons(document, line, column), view_of(sys.stdout, os.environ)))


def _place(text: str) -> tuple[str, int, int | None]:
    """`FILE:LINE` or `FILE:LINE:COLUMN`, as messages show places; a file's name may have colons of its own."""
    head, _, last = text.rpartition(":")
    file, _, line = head.rpartition(":")
    if file and line.isdecimal() and last.isdecimal():
        return file, int(line), int(last)
    if head and last.isdecimal():
        return head, int(last), None
    raise click.UsageError(f"`{text}` is no place; name a file and a line: FILE:LINE")
