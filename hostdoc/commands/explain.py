"""`hostdoc explain`: what a kind of relation checks, with an example, and when a drift of it is none."""

from __future__ import annotations

import click

from hostdoc.commands.completion import kinds
from hostdoc.commands.console import say


@click.command()
@click.argument("kind", required=False, shell_complete=kinds)
def explain(kind: str | None) -> None:
    """What a kind of relation checks, and when a drift of it is none.

    KIND is what stands in the brackets of a message, as in error[footing]. Without it, all of them in one line each.

    \b
    Examples:
      hostdoc explain footing
      hostdoc explain
    """
    from hostdoc.core.relation import KINDS as SEVERITIES
    from hostdoc.core.relation import SINCE
    from hostdoc.explained import KINDS

    if kind is None:
        width = max(map(len, KINDS))
        say("".join(f"{name:{width}}  {it.checks}\n" for name, it in KINDS.items()))
        return
    if kind not in KINDS:
        from difflib import get_close_matches

        near = get_close_matches(kind, KINDS, 1)
        raise click.UsageError(
            f"there is no kind `{kind}`; {f'did you mean `{near[0]}`' if near else 'see `hostdoc explain`'}"
        )
    it = KINDS[kind]
    say(f"{kind} (a drift is of severity {SEVERITIES[kind]}; since hostdoc {SINCE[kind]})\n\n")
    say(f"{it.checks}\n\nExample: {it.example}\n\n")
    say(f"When it is wrong: {it.wrong.replace('KIND', kind)}\n")
