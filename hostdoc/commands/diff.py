"""`hostdoc diff`: what a change did to the figures of documents, and what follows from it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal

import click

from hostdoc.commands.audits import no_cache, running, say_unread, without_known
from hostdoc.commands.console import no_ignore, remark, say, wide

if TYPE_CHECKING:
    from hostdoc.settings import Settings
    from hostdoc.sides import How, Sides

BEHIND = "paths behind --"


class _WithDashes(click.Command):
    """A command that is told how many of its arguments stand behind `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[BEHIND] = len(args) - 1 - args.index("--") if "--" in args else 0
        return super().parse_args(ctx, args)


@click.command(cls=_WithDashes)
@click.argument("base", type=click.Path(path_type=str))
@click.argument("more", nargs=-1, metavar="[HEAD] [PATHS]...", type=click.Path(path_type=str))
@click.option(
    "--format",
    "form",
    type=click.Choice(("terminal", "markdown", "json")),
    default="terminal",
    show_default=True,
    help="What to print; markdown is fit for a comment.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning")),
    help="The least severity of a new drift that makes the exit status 1: that of the settings, else error.",
)
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever drifts; 2 still says that something was not read."
)
@click.option("-q", "--quiet", is_flag=True, help="Show what did not follow and what the verdicts lost; nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Show all changes, however many there are.")
@no_ignore
@no_cache
@click.pass_context
def diff(
    context: click.Context,
    base: str,
    more: tuple[str, ...],
    form: str,
    fail_on: Literal["error", "warning"] | None,
    exit_zero: bool,
    quiet: bool,
    verbose: bool,
    no_ignore: bool,
    no_cache: bool,
) -> None:
    """Show what changed in figures, and what follows from it.

    BASE and HEAD are revisions of git; without HEAD the work tree is compared. BASE..HEAD and BASE...HEAD mean what
    they mean to git: from BASE, or from where HEAD left it. Two files or two folders are compared, too. PATHS narrow it
    to some documents; without them it is those of the project. Behind -- nothing is taken for a revision.

    Says which figures did not follow from those that changed, by all that lies between: also where a relation that
    held shows only there, since the text alone does not say what a figure comes to. Then which drifts are new, which
    are mended, which figures are no longer checked; which figures changed, and by how much; and which great totals.
    Figures are matched by heading, label, column and order: text that moved is no change.

    \b
    Exit status:
      0  no new drift
      1  a figure drifts that did not, or was accepted, or no longer follows
      2  no new drift, but something could not be read
    \b
    Examples:
      hostdoc diff HEAD                       what is not committed yet
      hostdoc diff main plans/                what differs from main in plans/
      hostdoc diff main...                    what this branch committed
      hostdoc diff v1 v2 -- plan.md
      hostdoc diff old.md new.md              two files, without git
      hostdoc diff origin/main --format markdown > comment.md
    """
    from hostdoc.comparing import compare
    from hostdoc.core.records import replace
    from hostdoc.outputs.diff import render
    from hostdoc.outputs.view import View, view_of
    from hostdoc.status import NOT_RUN, WRONG, fails

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose: which of the two?")
    settings = _settings()
    sides = _sides((base, *more), context.meta[BEHIND], settings, no_ignore, no_cache)
    before, after = without_known(sides.before, told=False), without_known(sides.after)
    found = compare(before, after, sides.former)
    view = wide(view_of(sys.stdout, os.environ, verbose=verbose, quiet=quiet))
    say(render(form, found, view if form == "terminal" else replace(View(), encoding=view.encoding)))
    for unread in before.unread:
        remark(f"note: not compared, since it could not be read before: {unread.path}: {unread.reason}")
    if not exit_zero and any(fails(check, fail_on or settings.fail_on or "error") for check in found.new):
        sys.exit(WRONG)
    say_unread(after)
    sys.exit(NOT_RUN if after.unread else 0)


def _settings() -> Settings:
    from pathlib import Path

    from hostdoc.settings import SettingsError, load

    try:
        return load(Path.cwd())
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _sides(arguments: tuple[str, ...], behind: int, settings: Settings, ignored: bool, fresh: bool) -> Sides:
    from datetime import date

    from hostdoc.revisions import ChangesError
    from hostdoc.settings import SettingsError
    from hostdoc.sides import How

    try:
        with running(fresh) as run:
            return _compared(arguments, behind, How(date.today(), run, settings, ignored))
    except (ChangesError, SettingsError) as error:
        raise click.UsageError(str(error)) from error


def _compared(arguments: tuple[str, ...], behind: int, how: How) -> Sides:
    """What the arguments mean: revisions first, as far as they are any, then paths. Raises ChangesError."""
    from pathlib import Path

    from hostdoc import revisions
    from hostdoc.sides import of_paths, of_revisions

    words, paths = arguments[: len(arguments) - behind], arguments[len(arguments) - behind :]
    if not words:
        raise click.UsageError("name a revision or a path to compare with before --")
    base, *rest = words
    head: str | None = None
    if os.path.exists(base) and not _is_revision(base):
        if not rest:
            raise click.UsageError(f"{base} is a path: name the one to compare it with, or a revision: HEAD {base}")
        return of_paths(base, rest[0], (*rest[1:], *paths), how)
    if ".." in base and not _is_revision(base):
        one, other = base.split("...", 1) if "..." in base else base.split("..", 1)
        head, start = other or "HEAD", one or "HEAD"
        base = revisions.common(Path.cwd(), start, head) if "..." in base else start
    elif rest and _is_revision(rest[0]):
        head = rest.pop(0)
    return of_revisions(base, head, (*rest, *paths), how)


def _is_revision(name: str) -> bool:
    """Whether a name is a revision, and no path. Raises ChangesError where it is both."""
    from pathlib import Path

    from hostdoc.revisions import ChangesError, commit

    try:
        commit(Path.cwd(), name)
    except ChangesError:
        return False
    if os.path.exists(name):
        raise ChangesError(
            f"`{name}` is a revision and a path: write ./{name} for the path, or refs/… for the revision"
        )
    return True
