"""`hostdoc what-if`: what follows from other assumptions, beside what the documents state."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import no_ignore, remark, say, wide

if TYPE_CHECKING:
    from hostdoc.core.result import Audit
    from hostdoc.downstream import Model
    from hostdoc.outputs.view import View
    from hostdoc.outputs.what_if import Row

NOT_RUN = 2


@click.command("what-if")
@click.argument("settings", nargs=-1, metavar="[NAME=VALUE ...] [PATHS ...]")
@click.option("--tornado", "target", metavar="FIGURE", help="Rank the assumptions by how much each moves this figure.")
@no_ignore
def what_if(settings: tuple[str, ...], target: str | None, no_ignore: bool) -> None:
    """Recompute everything downstream of an assumption.

    Prints what is stated, what it comes to now, and what it would come to. NAME is the name of an assumption (those of
    hostdoc records --what assumptions) or of a table cell as formulas have it (row_column), stem:NAME where several
    documents have it, or FILE:LINE[:COLUMN]. Several values are several scenarios side by side; a value may be a range,
    as 0.20..0.30.

    --tornado moves each assumption that a figure depends on by its own range, or by ten percent where it is a point.

    \b
    Exit status:
      0  computed
      2  nothing follows from it, or something could not be read
    \b
    Examples:
      hostdoc what-if spot_price=0.25
      hostdoc what-if spot_price=0.20,0.25,0.30 density=100 plan.md
      hostdoc what-if --tornado plan.md:31 plan.md
    """
    from hostdoc.downstream import Model
    from hostdoc.outputs.view import view_of
    from hostdoc.outputs.what_if import render
    from hostdoc.project import audit_paths
    from hostdoc.scenarios import NotSet
    from hostdoc.settings import SettingsError

    assignments = [text for text in settings if "=" in text]
    if not assignments and target is None:
        raise click.UsageError("set an assumption, NAME=VALUE, or name a figure: --tornado FIGURE")
    try:
        audit = audit_paths([text for text in settings if "=" not in text], ignored=no_ignore)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    for unread in audit.unread:
        remark(f"error: cannot read {unread.path}: {unread.reason}")
    model, view = Model(audit.checks), wide(view_of(sys.stdout, os.environ))
    try:
        if assignments:
            rows, titles = _rows(assignments, audit, model)
            say(render(rows, titles, view))
        if target is not None:
            say(_tornado(target, audit, model, view))
    except NotSet as error:
        raise click.UsageError(str(error)) from error
    sys.exit(NOT_RUN if audit.unread else 0)


def _rows(assignments: list[str], audit: Audit, model: Model) -> tuple[list[Row], list[str]]:
    """Every figure that moves in some scenario, and the titles of the scenarios. Raises NotSet."""
    from hostdoc.outputs.what_if import Row
    from hostdoc.scenarios import NotSet, scenarios, setting

    given = [setting(text, audit) for text in assignments]
    for typed, it in zip(assignments, given, strict=True):
        if it.name != typed.removeprefix("$").partition("=")[0]:
            remark(f"note: {it.name} `{it.figure.text}` is set, the only figure there that others are computed from")
    wanted = scenarios(given)
    moved = [model.moved(scenario.changes) for scenario in wanted]
    if not moved[0]:
        names = ", ".join(f"`{text.partition('=')[0]}`" for text in assignments)
        raise NotSet(f"nothing depends on {names}; declare what does, or see `hostdoc suggest`")
    rows = [
        Row(columns[0].figure, columns[0].now, tuple(it.then for it in columns)) for columns in zip(*moved, strict=True)
    ]
    return rows, [scenario.title for scenario in wanted]


def _tornado(target: str, audit: Audit, model: Model, view: View) -> str:
    """How much each assumption moves one figure. Raises NotSet."""
    from hostdoc.outputs.what_if import labelled
    from hostdoc.outputs.what_if import tornado as render
    from hostdoc.scenarios import NotSet, figure_named, name_of
    from hostdoc.tornado import tornado

    figure = figure_named(target, audit, result=True)
    roots = ((name_of(root, audit) or labelled(root), root) for root in model.upstream(figure))
    found = tornado(model, figure, roots)
    if found is None:
        raise NotSet(f"`{figure.text}` in line {figure.span.first.line} is computed from nothing")
    return render(found, view)
