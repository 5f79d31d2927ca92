"""`hostdoc check`: whether the totals and margins of documents add up."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hostdoc.commands.audits import audited, no_cache, typed, with_held
from hostdoc.commands.console import no_ignore, remark, say, written
from hostdoc.outputs import ENDINGS, FORMATS, render
from hostdoc.outputs.view import View, view_of
from hostdoc.settings import TODAY, Settings, SettingsError, day, load
from hostdoc.status import WRONG

if TYPE_CHECKING:
    from hostdoc.core.result import Audit


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--format", "name", type=click.Choice(FORMATS), default="terminal", show_default=True, help="What to print."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a file, too, in the format of its ending or the one named. May be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning")),
    help="The least severity that makes the exit status 1; without it, that of the settings, else error.",
)
@click.option(
    "--stdin-filename",
    "typed_as",
    metavar="NAME",
    help="The name under which the text on standard input is checked, where PATHS is `-`.",
)
@click.option(
    "--changed-since",
    "base",
    metavar="REVISION",
    help="Only checks of figures on lines that changed since this revision of git, --since it.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Warn, too, of what held at this revision of git and, by what changed since, does not any more.",
)
@click.option("--watch", is_flag=True, help="Check again when a document, the settings or the baseline change.")
@click.option("--show-settings", is_flag=True, help="Show the settings and the file they are from; check nothing.")
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever drifts; 2 still says that something was not read."
)
@click.option("-q", "--quiet", is_flag=True, help="Show what drifts and what was not read, and nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Show what rounds or lies within, too.")
@click.option("--uncovered", is_flag=True, help="List figures that look derived and that nothing recalculates.")
@click.option(
    "--today",
    envvar=TODAY,
    metavar="DATE",
    help="The day on which waivers end and dates are too old, as 2026-01-31; without it, this one.",
)
@no_ignore
@no_cache
def check(
    paths: tuple[str, ...],
    name: str,
    outputs: tuple[str, ...],
    fail_on: Literal["error", "warning"] | None,
    typed_as: str | None,
    base: str | None,
    since: str | None,
    watch: bool,
    show_settings: bool,
    exit_zero: bool,
    quiet: bool,
    verbose: bool,
    uncovered: bool,
    no_ignore: bool,
    today: str | None,
    no_cache: bool,
) -> None:
    """Check that the totals and margins of documents add up.

    PATHS are files and folders; in a folder, all .md, .markdown and .org files are read that git does not ignore. In a
    shell that does not expand wildcards, hostdoc does: 'plans/**/*.md'. Without PATHS the documents of the project are
    read: those that `sources` in [tool.hostdoc] of pyproject.toml names, else docs_dir of mkdocs.yml,
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
      hostdoc check --output hostdoc.sarif --output junit=report.xml
      hostdoc check --format github
      hostdoc check --since HEAD
      hostdoc check --changed-since main
      hostdoc check --watch
      hostdoc check - --stdin-filename plan.md < draft
    """
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose: which of the two?")
    if show_settings:
        from hostdoc.commands.shown_settings import render as shown

        say(shown(_settings()))
        return
    files = [_output(text) for text in outputs]
    if ("-" in paths) != (typed_as is not None) or ("-" in paths and len(paths) > 1):
        raise click.UsageError("standard input is checked by itself, under a name: - --stdin-filename plan.md")
    if watch and typed_as:
        raise click.UsageError("standard input is no file to watch")

    def once() -> int:
        settings = _settings()
        on = _day(today) if today else None
        audit = typed(typed_as, settings, on) if typed_as else audited(paths, no_cache, settings, on, ignored=no_ignore)
        if since is not None or base is not None:
            paths_then = (typed_as,) if typed_as else paths
            audit = with_held(audit, since or base or "", paths_then, no_cache, settings, on, ignored=no_ignore)
        if base is not None:
            audit = _changed(audit, base)
        view = view_of(sys.stdout, os.environ, verbose=verbose, uncovered=uncovered, quiet=quiet)
        _deliver(audit, name, files, view)
        return _status(audit, fail_on or settings.fail_on or "error", exit_zero)

    if watch:
        from hostdoc.commands.watch import watched

        sys.exit(watched(once, paths, ignored=no_ignore))
    sys.exit(once())


def _deliver(audit: Audit, name: str, files: list[tuple[str, Path]], view: View) -> None:
    """Prints an audit, and writes the files that were asked for."""
    for form, file in files:
        written(file, _bytes(render(form, audit, View())))
    if name == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        summed = _bytes(render("markdown", audit, View()))  # annotations are capped; this has all of them
        written(Path(summary), summed, behind=True)
    say(render(name, audit, view))
    for note in audit.notes:
        remark(f"note: {note}")


def _status(audit: Audit, fail_on: Literal["error", "warning"], exit_zero: bool) -> int:
    from hostdoc.status import exit_status

    status = exit_status(audit, fail_on)
    return 0 if exit_zero and status == WRONG else status


def _changed(audit: Audit, base: str) -> Audit:
    from hostdoc.changes import ChangesError, touched

    try:
        return touched(audit, base)
    except ChangesError as error:
        raise click.UsageError(str(error)) from error


def _day(text: str) -> date:
    try:
        return day(text, "--today")
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _settings() -> Settings:
    try:
        return load(Path.cwd())
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _output(text: str) -> tuple[str, Path]:
    """The format and the file that `sarif=report.json` or `report.sarif` names. Raises UsageError."""
    form, sign, file = text.partition("=")
    if sign and form in FORMATS and file:
        return form, Path(file)
    if (ending := Path(text).suffix.lower()) in ENDINGS:
        return ENDINGS[ending], Path(text)
    known = ", ".join(FORMATS)
    raise click.UsageError(f"--output {text}: name its format, as sarif={text}; there is {known}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
