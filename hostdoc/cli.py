"""The command line: `hostdoc check`."""

from __future__ import annotations

import os
import sys
from typing import Literal

import click

from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.view import view_of
from hostdoc.version import __version__

NOT_RUN, INTERRUPTED = 2, 130  # the exit statuses besides those of status.py


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hostdoc", message="%(prog)s %(version)s")
def cli() -> None:
    """Recalculates the totals and margins of documents kept in Markdown and Org.

    \b
    Examples:
      hostdoc check                        the project you stand in
      hostdoc check plan.md budgets/       these documents
      hostdoc check --format json plan.md  for machines
    """


@cli.command()
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
def check(paths: tuple[str, ...], name: str, fail_on: Literal["error", "warning"], verbose: bool) -> None:
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
    from hostdoc.project import ProjectError, audit_paths
    from hostdoc.status import exit_status

    try:
        audit = audit_paths(paths)
    except ProjectError as error:
        raise click.UsageError(str(error)) from error
    view = view_of(sys.stdout, os.environ, verbose=verbose)
    _print(render(name, audit, view))
    sys.exit(exit_status(audit, fail_on))


def _print(text: str) -> None:
    """Prints, and does not mind when nobody reads on (`hostdoc check | head`)."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and must not find the broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Runs the command line; Ctrl-C ends it without a word."""
    try:
        cli.main(prog_name="hostdoc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
