"""`hostdoc fix`: repairs of drifting figures, shown as a diff or written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hostdoc.commands.completion import kinds as completed
from hostdoc.commands.console import counted, delivered, documents, no_ignore, project, remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hostdoc.fixes import Fix
    from hostdoc.repair import Scope

LEFT_UNDONE = 2  # the exit status where something could not be read or written


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--write", is_flag=True, help="Write the files, instead of showing what would change.")
@click.option("--suggested", is_flag=True, help="Totals that were inferred and results of equations, too.")
@click.option("--edited", is_flag=True, help="Figures that differ from the last commit, too.")
@click.option(
    "--only",
    "kinds",
    multiple=True,
    metavar="KIND",
    shell_complete=completed,
    help="Only drifts of this kind; may be repeated.",
)
@no_ignore
def fix(
    paths: tuple[str, ...], write: bool, suggested: bool, edited: bool, kinds: tuple[str, ...], no_ignore: bool
) -> None:
    """Rewrite figures that drift, so that documents agree again.

    Shows a diff; --write applies it. Only digits change: approximation signs, currency, separators, decimals and the
    width of table cells stay. Without --suggested only figures with a declared formula are rewritten: where a total was
    inferred, one of its inputs may be the wrong one. What depends on a repaired figure is repaired with it, by as few
    changes as make everything agree; where nothing does, it is left and said. Waived figures are left alone.

    In a work tree of git, figures that differ from the last commit are meant as they are: they stay, and what followed
    from them then follows now. With --edited they may be rewritten, too.

    \b
    Exit status:
      0  done, also where there was nothing to do
      2  something could not be read or written; the rest was done
    \b
    Examples:
      hostdoc fix                              what declared formulas would change
      hostdoc fix --suggested plan.md          what totals would change, too
      hostdoc fix --suggested --write plan.md  write it
      hostdoc fix --suggested --only footing   only totals over rows
    """
    from hostdoc.changes import committed
    from hostdoc.core.relation import KINDS
    from hostdoc.repair import Scope

    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise click.UsageError(f"there is no kind `{unknown[0]}`; the kinds are {', '.join(KINDS)}")
    files, undone = documents(paths, ignored=no_ignore)
    proposals = _proposals(files, Scope(suggested, frozenset(kinds)), {} if edited else committed(files))
    undone = undone or len(proposals) < len(files)
    changing = [proposal for proposal in proposals if proposal.changes]
    done = delivered(changing, write=write)
    _account(proposals, done, write)
    sys.exit(LEFT_UNDONE if undone or len(done) < len(changing) else 0)


def _proposals(files: Sequence[str], scope: Scope, before: Mapping[str, bytes]) -> list[Fix]:
    """The repairs of each file that can be read; what names figures of others is repaired by what these would state."""
    from hostdoc.fixes import propose
    from hostdoc.formulas import mentions_others
    from hostdoc.loading import Unreadable, shown
    from hostdoc.runner import neighbours

    found: dict[str, Fix] = {}
    settings, on = project()
    names = {shown(file): file for file in files}
    others = neighbours(names)

    def proposal(file: str) -> Fix:
        return propose(file, shown(file), scope, on, others, settings.ageless(file), before.get(file))

    for file in files:
        try:
            found[file] = proposal(file)
        except Unreadable as error:
            remark(f"error: cannot read {shown(file)}: {error}")
    naming = [file for file, fix in found.items() if mentions_others(fix.before)]
    for _ in naming:  # a chain through so many documents at most
        texts = {file: fix.after for file, fix in found.items() if fix.changes}
        others = neighbours(names, texts)
        again = {file: proposal(file) for file in naming if texts}
        if all(found[file].after == fix.after for file, fix in again.items()):
            break
        found |= again
    return list(found.values())


def _account(proposals: list[Fix], done: list[Fix], write: bool) -> None:
    """What was left and why; then how much changes."""
    for proposal in proposals:
        for left in proposal.left:
            relation = left.check.verdict.relation
            place = relation.stated.span.first
            where = f"{relation.stated.span.source.path}:{place.line}:{place.column}"
            remark(f"left: {where}: `{relation.stated.text}` ({relation.kind}): {left.reason}")
        told = {left.check.verdict.relation.stated.span for left in proposal.left}
        for old, new in (pair for pair in proposal.stale if pair[0].span not in told):
            line, column = old.span.first
            said = f"still states the amount of line {new.span.first.line}, which is `{new.text}` now"
            remark(f"note: {old.span.source.path}:{line}:{column}: `{old.text}` {said}")
    drifts = sum(len(proposal.mended) for proposal in done)
    if not drifts:
        remark("nothing was changed" if any(proposal.changes for proposal in proposals) else "nothing to change")
        return
    what = f"{counted(drifts, 'drift')} in {counted(len(done), 'document')}"
    remark(f"mended {what}" if write else f"{what} would be mended; --write does it")
