"""`hostdoc suggest`: declarations for what was inferred, shown as a diff or written."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import counted, delivered, documents, no_ignore, project, remark

if TYPE_CHECKING:
    from hostdoc.fixes import Fix
    from hostdoc.suggestions import Suggested

LEFT_UNDONE = 2  # the exit status where something could not be read or written


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--write", is_flag=True, help="Write the files, instead of showing what would be added.")
@no_ignore
def suggest(paths: tuple[str, ...], write: bool, no_ignore: bool) -> None:
    """Declare as formulas what was inferred.

    The formulas stand below tables and behind figures, so that a document says how it computes. Shows a diff; --write
    applies it. What is shown was proved: with it the document reads as before, every formula gives the verdict that was
    inferred, and nothing new drifts. A formula that agrees in all rows but one is declared for that one, too. What no
    formula says, and what drifts alone, is left out and counted.

    \b
    Exit status:
      0  done, also where there was nothing to do
      2  something could not be read or written; the rest was done
    \b
    Examples:
      hostdoc suggest plan.md          what could be declared
      hostdoc suggest --write plan.md  write it
    """
    from hostdoc.core.span import Source
    from hostdoc.fixes import Fix
    from hostdoc.loading import Unreadable, decode, read_bytes, shown
    from hostdoc.runner import neighbours
    from hostdoc.suggestions import suggest as suggested

    files, undone = documents(paths, ignored=no_ignore)
    proposals: list[tuple[Fix, Suggested]] = []
    settings, on = project()
    others = neighbours({shown(file): file for file in files})
    for file in files:
        try:
            content = read_bytes(file)
            source = Source.of(shown(file), decode(content))
        except Unreadable as error:
            remark(f"error: cannot read {shown(file)}: {error}")
            undone = True
            continue
        found = suggested(source, on, others, settings.ageless(file))
        proposals.append((Fix(file, content, source.text, found.after), found))
    changing = [fix for fix, _ in proposals if fix.changes]
    done = delivered(changing, write=write)
    _account([found for fix, found in proposals if fix in done or not fix.changes], len(done), write)
    sys.exit(LEFT_UNDONE if undone or len(done) < len(changing) else 0)


def _account(found: list[Suggested], changing: int, write: bool) -> None:
    """What was left out, by its reason; then how much is declared."""
    reasons = Counter(left.reason for it in found for left in it.left)
    for reason, number in sorted(reasons.items(), key=lambda it: (-it[1], it[0])):
        remark(f"left out: {counted(number, 'relation')}: {reason}")
    relations = sum(len(it.declared) for it in found)
    if not relations:
        remark("nothing to declare")
        return
    what = f"{counted(relations, 'relation')} in {counted(changing, 'document')}"
    remark(f"declared {what}" if write else f"{what} would be declared; --write does it")
