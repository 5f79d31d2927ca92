"""`hostdoc help`: what a command is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _commands(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    root = context.find_root()
    assert isinstance(root.command, click.Group)
    return root.command.shell_complete(root, incomplete)


@click.command("help")
@click.argument("name", metavar="[COMMAND]", required=False, shell_complete=_commands)
@click.pass_context
def help_(context: click.Context, name: str | None) -> None:
    """Show what hostdoc does, or a command of it; the same as --help.

    \b
    Examples:
      hostdoc help
      hostdoc help diff
    """
    root = context.find_root()
    assert isinstance(root.command, click.Group)
    if name is None:
        say(f"{root.get_help()}\n")
        return
    command = root.command.get_command(root, name)
    if command is None:
        from difflib import get_close_matches

        near = get_close_matches(name, root.command.list_commands(root), 1)
        hint = f"did you mean `{near[0]}`" if near else "see `hostdoc help`"
        raise click.UsageError(f"there is no command `{name}`; {hint}")
    say(f"{command.get_help(click.Context(command, root, name))}\n")
