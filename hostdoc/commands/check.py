"""`hostdoc check`: whether the totals and margins of documents add up."""

from __future__ import annotations

import os
import sys
from typing import Literal

import click

from hostdoc.commands.audits import audited, no_cache
from hostdoc.commands.console import say
from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.view import view_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--format", "name", type=click.Choice(FORMATS), default="terminal", show_default=True, help="What to print."
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning")),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show what rounds, lies within or is undecided, too.")
@click.option("--uncovered", is_flag=True, help="List figures that look derived and that nothing recalculates.")
@no_cache
def check(
    paths: tuple[str, ...],
    name: str,
    fail_on: Literal["error", "warning"],
    verbose: bool,
    uncovered: bool,
    no_cache: bool,
) -> None:
    """Check that the totals and margins of documents add up.

    PATHS are files and folders; in a folder, all .md, .markdown and .org files are read. Without PATHS the documents of
    the project are read: those that `sources` in [tool.hostdoc] of pyproject.toml names, else docs_dir of mkdocs.yml,
    else the folder sources/.

    \b
    Exit status:
      0  everything agrees, or is waived
      1  a figure drifts, or a waiver has ended
      2  nothing drifts, but something could not be read
    \b
    Examples:
      hostdoc check
      hostdoc check sources/ notes.org
      hostdoc check --fail-on warning --format json sources/ > report.json
    """
    from hostdoc.status import exit_status

    audit = audited(paths, no_cache)
    view = view_of(sys.stdout, os.environ, verbose=verbose, uncovered=uncovered)
    say(render(name, audit, view))
    sys.exit(exit_status(audit, fail_on))
