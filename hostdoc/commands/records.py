"""`hostdoc records`: what was read, as a table, CSV, JSON or Parquet."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hostdoc.commands.audits import audited, no_cache, say_unread
from hostdoc.commands.console import no_ignore, say, send, unwritten, wide, written
from hostdoc.outputs.view import View, view_of

if TYPE_CHECKING:
    from hostdoc.core.result import Audit


@click.command()
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
@no_ignore
@no_cache
def records(
    paths: tuple[str, ...],
    form: Literal["table", "csv", "json", "parquet"],
    what: Literal["figures", "assumptions", "relations"] | None,
    output: Path | None,
    no_ignore: bool,
    no_cache: bool,
) -> None:
    """The figures, assumptions and relations that were read.

    An assumption is a figure outside the amounts of tables, under a name made from its label or sentence. A relation is
    a stated figure with what it was recalculated from, and the verdict.

    \b
    Exit status:
      0  all was read, whatever drifts
      2  something could not be read
    \b
    Examples:
      hostdoc records plan.md
      hostdoc records --what assumptions --format csv plan.md > assumptions.csv
      hostdoc records --format json sources/
      hostdoc records --what relations --format parquet --output checks.parquet

    Parquet needs the extra `parquet` of hostdoc, as in pip install 'PATH/TO/hostdoc[parquet]'.
    """
    if form == "parquet":
        if output is None:
            raise click.UsageError("parquet is no text to print; name a file: --output FILE")
        _parquet(audited(paths, no_cache, ignored=no_ignore), what or "figures", output)
        return
    from hostdoc.outputs.records import render as render_records

    audit = audited(paths, no_cache, ignored=no_ignore)
    view = View() if output else wide(view_of(sys.stdout, os.environ))
    text = render_records(form, audit, view, what or "")
    if output:
        written(output, text.encode("utf-8", "backslashreplace"))
    elif form == "csv":  # its lines end in CR LF on every system
        send(text.encode(view.encoding, "backslashreplace"))
    else:
        say(text)
    say_unread(audit)


def _parquet(audit: Audit, what: Literal["figures", "assumptions", "relations"], output: Path) -> None:
    from importlib.util import find_spec

    missing = [name for name in ("pandas", "pyarrow") if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"parquet needs {' and '.join(missing)}: pip install 'PATH/TO/hostdoc[parquet]'")
    from hostdoc.report.frames import frames

    found = frames(audit)
    frame = {"figures": found.figures, "assumptions": found.assumptions, "relations": found.checks}[what]
    try:
        frame.to_parquet(output, engine="pyarrow", index=False)
    except OSError as error:
        raise unwritten(output, error) from error
    say_unread(audit)
