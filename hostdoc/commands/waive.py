"""`hostdoc waive`: the waiver that a drift needs, shown as a diff or written."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from hostdoc.commands.completion import kinds, places
from hostdoc.commands.console import delivered, placed, project, remark

if TYPE_CHECKING:
    from datetime import date

    from hostdoc.core.result import AuditedDocument, Check
    from hostdoc.formulas import Others

LEFT_UNDONE = 2  # the exit status where it could not be written
SHOWN = 8  # drifts that are listed where none is meant


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]", shell_complete=places)
@click.option("--reason", required=True, metavar="TEXT", help="Why the drift is right.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day that it counts: 2027-01-31."
)
@click.option(
    "--only", "kind", metavar="KIND", shell_complete=kinds, help="The drift of this kind, where there are more."
)
@click.option("--write", is_flag=True, help="Write the file, instead of showing what would be added.")
def waive(place: str, reason: str, until: datetime | None, kind: str | None, write: bool) -> None:
    """Accept a drift that is right, for a reason.

    Shows a diff; --write applies it. The waiver names the kind, the figure and the recalculation, so that it ends by
    itself when one of them changes. What is shown was proved: with it the drift is waived, and every other figure and
    verdict is what it was. It stands on a line of its own behind the block, or inside where that would part a list.

    \b
    Exit status:
      0  shown, or written
      2  there is no such drift, or it could not be written
    \b
    Examples:
      hostdoc waive plan.md:89 --reason "rounded up on purpose"
      hostdoc waive plan.md:89 --write --until 2027-05-31 --reason "until May"
    """
    from hostdoc.core.span import Source
    from hostdoc.edits import applied
    from hostdoc.fixes import Fix
    from hostdoc.loading import Unreadable, decode, read_bytes, shown
    from hostdoc.pipeline import audit_source
    from hostdoc.waiving import Unwaivable, waiver

    file, line, column = placed(place)
    try:
        content = read_bytes(file)
        source = Source.of(shown(file), decode(content))
    except Unreadable as error:
        raise click.UsageError(f"cannot read {shown(file)}: {error}") from error
    settings, today = project()
    others, terms = _neighbours(file, source.text), settings.terms(file, _changed(file) if settings.ages else None)

    def again(source: Source) -> AuditedDocument:
        return audit_source(source, today, others, terms)

    audited = again(source)
    check = _meant(audited, line, column, kind)
    try:
        edit = waiver(audited, check, reason, until.date() if until else None, today, again)
    except Unwaivable as error:
        raise click.UsageError(f"{shown(file)}:{line}: {error}") from error
    done = delivered([Fix(file, content, source.text, applied(source.text, [edit]))], write=write)
    if done:
        stated = check.verdict.relation.stated.text
        remark(f"waived `{stated}`" if write else f"`{stated}` would be waived; --write does it")
    sys.exit(0 if done else LEFT_UNDONE)


def _meant(audited: AuditedDocument, line: int, column: int | None, kind: str | None) -> Check:
    """The drift at a place. Raises UsageError, which says what drifts."""
    drifts = [check for check in audited.checks if check.outcome == "drifts"]
    here = [check for check in drifts if _stands(check, line, column) and kind in (None, check.verdict.relation.kind)]
    fresh = [check for check in here if check.waiver is None] or here
    if len(fresh) == 1:
        return fresh[0]
    where = f"{audited.document.source.path}:{line}" + (f":{column}" if column else "")
    if fresh:
        raise click.UsageError(f"{len(fresh)} figures drift in {where}; name one: {_listed(fresh)}")
    others = [check for check in drifts if not check.waived]
    what = f"no {kind} drifts" if kind else "no figure drifts"
    raise click.UsageError(
        f"{what} in {where}; {f'those that do: {_listed(others)}' if others else 'none does at all'}"
    )


def _stands(check: Check, line: int, column: int | None) -> bool:
    span = check.verdict.relation.stated.span
    if not span.first.line <= line <= span.last.line:
        return False
    return column is None or span.first.column <= column <= span.last.column


def _listed(checks: list[Check]) -> str:
    def said(check: Check) -> str:
        relation = check.verdict.relation
        line, column = relation.stated.span.first
        return f"{line}:{column} `{relation.stated.text}` (--only {relation.kind})"

    more = f" and {len(checks) - SHOWN} more" if len(checks) > SHOWN else ""
    return ", ".join(map(said, checks[:SHOWN])) + more


def _changed(file: str) -> date | None:
    from hostdoc.history import last_changed  # it runs git

    return last_changed([file]).get(file)


def _neighbours(file: str, text: str) -> Others:
    """The documents of the project, where a text names figures of others."""
    from hostdoc.formulas import alone, mentions_others
    from hostdoc.loading import shown
    from hostdoc.project import meant
    from hostdoc.runner import neighbours
    from hostdoc.settings import SettingsError

    if not mentions_others(text):
        return alone
    try:
        files = meant().files
    except SettingsError:
        files = ()
    return neighbours({shown(it): it for it in (*files, file)})
