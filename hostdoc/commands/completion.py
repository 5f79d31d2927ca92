"""`hostdoc completion`: completing commands, options, kinds and paths in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_HOSTDOC_COMPLETE"


def kinds(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds of relations that begin so, with what they check."""
    from click.shell_completion import CompletionItem

    from hostdoc.explained import KINDS

    return [CompletionItem(name, help=it.checks) for name, it in KINDS.items() if name.startswith(incomplete)]


def places(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A place begins with a file, which the shell knows."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what a shell needs to complete what you type.

    Commands, options, kinds of relations and paths are completed.

    \b
    Examples:
      hostdoc completion bash > ~/.local/share/bash-completion/completions/hostdoc
      hostdoc completion zsh > "${fpath[1]}/_hostdoc"
      hostdoc completion fish > ~/.config/fish/completions/hostdoc.fish
      eval "$(hostdoc completion bash)"    in this shell only
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None  # these three are click's own
    root = context.find_root().command
    say(f"{maker(root, {}, 'hostdoc', VARIABLE).source().strip()}\n")
