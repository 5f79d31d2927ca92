"""The command line: `hostdoc check`, `hostdoc records`, `hostdoc why`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hostdoc.commands.console import say, send, wide
from hostdoc.commands.fix import fix
from hostdoc.commands.init import init
from hostdoc.commands.site_labels import site_labels
from hostdoc.commands.suggest import suggest
from hostdoc.commands.what_if import what_if
from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.view import View, view_of
from hostdoc.version import __version__

if TYPE_CHECKING:
    from hostdoc.core.result import Audit

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
      hostdoc records plan.md              the figures that were read
      hostdoc why plan.md:14               why line 14 is checked, or is not
      hostdoc fix plan.md                  what would mend the figures that drift
      hostdoc what-if spot=0.25 plan.md    what would follow from another assumption
    """


_no_cache = click.option("--no-cache", is_flag=True, help="Analyse every document, changed or not.")


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
@click.option("--uncovered", is_flag=True, help="List figures that look derived and that nothing recalculates.")
@_no_cache
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

    audit = _audited(paths, no_cache)
    view = view_of(sys.stdout, os.environ, verbose=verbose, uncovered=uncovered)
    say(render(name, audit, view))
    sys.exit(exit_status(audit, fail_on))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "parquet")),
    default="table",
    show_default=True,
    help="What to print or write.",
)
@click.option(
    "--what",
    type=click.Choice(("figures", "assumptions", "relations")),
    help="Which records. Without it JSON has all, the other formats figures.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write instead of printing."
)
@_no_cache
def records(
    paths: tuple[str, ...],
    form: Literal["table", "csv", "json", "parquet"],
    what: Literal["figures", "assumptions", "relations"] | None,
    output: Path | None,
    no_cache: bool,
) -> None:
    """The figures, assumptions and relations that were read, as records.

    An assumption is a figure outside the amounts of tables, under a name made from its label or sentence. A relation is
    a stated figure with what it was recalculated from, and the verdict.

    \b
    Examples:
      hostdoc records plan.md
      hostdoc records --what assumptions --format csv plan.md > assumptions.csv
      hostdoc records --format json sources/
      hostdoc records --what relations --format parquet --output checks.parquet

    Parquet needs pandas and pyarrow: pip install 'hostdoc[parquet]'.
    """
    if form == "parquet":
        if output is None:
            raise click.UsageError("parquet is no text to print; name a file: --output FILE")
        _parquet(_audited(paths, no_cache), what or "figures", output)
        return
    from hostdoc.outputs.records import render as render_records

    audit = _audited(paths, no_cache)
    view = View() if output else wide(view_of(sys.stdout, os.environ))
    text = render_records(form, audit, view, what or "")
    if output:
        _write(output, text.encode("utf-8", "backslashreplace"))
    elif form == "csv":  # its lines end in CR LF on every system
        send(text.encode(view.encoding, "backslashreplace"))
    else:
        say(text)
    _unread(audit)


cli.add_command(fix)
cli.add_command(init)
cli.add_command(site_labels)
cli.add_command(suggest)
cli.add_command(what_if)


@cli.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@_no_cache
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
    audit = _audited((file,), no_cache)
    _unread(audit)
    (audited,) = audit.documents
    last = len(audited.document.source.starts)
    if not 1 <= line <= last:
        raise click.UsageError(f"{file} has no line {line}; its last is {last}")
    say(render_why(reasons(audited, line, column), view_of(sys.stdout, os.environ)))


def _place(text: str) -> tuple[str, int, int | None]:
    """`FILE:LINE` or `FILE:LINE:COLUMN`, as messages show places; a file's name may have colons of its own."""
    head, _, last = text.rpartition(":")
    file, _, line = head.rpartition(":")
    if file and line.isdecimal() and last.isdecimal():
        return file, int(line), int(last)
    if head and last.isdecimal():
        return head, int(last), None
    raise click.UsageError(f"`{text}` is no place; name a file and a line: FILE:LINE")


def _audited(paths: tuple[str, ...], no_cache: bool) -> Audit:
    from hostdoc.cache import Cache, cache_folder
    from hostdoc.progress import Progress
    from hostdoc.project import ProjectError, audit_paths
    from hostdoc.runner import Run, processors

    progress = Progress()
    cache = None if no_cache else Cache(cache_folder(Path.cwd()))
    try:
        return audit_paths(paths, run=Run(cache, processors(), progress))
    except ProjectError as error:
        raise click.UsageError(str(error)) from error
    finally:
        progress.close()


def _unread(audit: Audit) -> None:
    """Ends with status 2 where something could not be read, and says what."""
    from hostdoc.outputs.visible import visible

    for unread in audit.unread:
        click.echo(visible(f"error: cannot read {unread.path}: {unread.reason}"), err=True)
    if audit.unread:
        sys.exit(NOT_RUN)


def _parquet(audit: Audit, what: Literal["figures", "assumptions", "relations"], output: Path) -> None:
    from importlib.util import find_spec

    missing = [name for name in ("pandas", "pyarrow") if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"parquet needs {' and '.join(missing)}: pip install 'hostdoc[parquet]'")
    from hostdoc.report.frames import frames

    found = frames(audit)
    frame = {"figures": found.figures, "assumptions": found.assumptions, "relations": found.checks}[what]
    try:
        frame.to_parquet(output, engine="pyarrow", index=False)
    except OSError as error:
        raise _unwritten(output, error) from error
    _unread(audit)


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise _unwritten(output, error) from error


def _unwritten(output: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"{output} cannot be written: {(error.strerror or str(error)).lower()}")


def main() -> None:
    """Runs the command line; Ctrl-C ends it without a word."""
    try:
        cli.main(prog_name="hostdoc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
