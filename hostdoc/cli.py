"""The command line: a group, and the commands in it."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

from hostdoc.version import __version__

NOT_RUN, INTERRUPTED = 2, 130  # the exit statuses besides those of status.py


# The commands as people look for them, each with what it is in its module; only the one that is run is imported.
GROUPS = {
    "Check": {"check": "check.check", "why": "why.why", "explain": "explain.explain"},
    "Review a change": {"diff": "diff.diff", "baseline": "baseline.baseline", "waive": "waive.waive"},
    "Read and reckon": {"records": "records.records", "what-if": "what_if.what_if"},
    "Declare and repair": {"suggest": "suggest.suggest", "fix": "fix.fix"},
    "Set up": {
        "init": "init.init",
        "site-labels": "site_labels.site_labels",
        "completion": "completion.completion",
        "help": "help.help_",
        "lsp": "lsp.lsp",
    },
}
_PLACES = {name: place for group in GROUPS.values() for name, place in group.items()}


class _Grouped(click.Group):
    """A group that lists its commands under headings, and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PLACES:
            return None
        module, _, name = _PLACES[cmd_name].partition(".")
        command = getattr(import_module(f"hostdoc.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # only where something is wrong: it costs start-up time

            near = get_close_matches(args[0], _PLACES, 1)
            if not near:
                raise
            said = f"{error.message.rstrip('.')}; did you mean `{near[0]}`?"
            raise click.UsageError(said, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, _PLACES))
        for title, names in GROUPS.items():
            found = ((name, self.get_command(ctx, name)) for name in names)
            with formatter.section(title):
                formatter.write_dl(
                    [(f"{name:{width}}", it.get_short_help_str(formatter.width)) for name, it in found if it]
                )


@click.group(cls=_Grouped, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hostdoc", message="%(prog)s %(version)s")
def cli() -> None:
    """Recalculates the totals and margins of documents kept in Markdown and Org.

    \b
    Examples:
      hostdoc check                        the project you stand in
      hostdoc check plan.md budgets/       these documents
      hostdoc diff main                    what a change did, and what did not follow
      hostdoc why plan.md:14               why line 14 is checked, or is not
      hostdoc fix plan.md                  what would mend the figures that drift
      hostdoc what-if spot=0.25 plan.md    what another assumption would change
      hostdoc help diff                    more on a command
    """


def main() -> None:
    """Runs the command line; Ctrl-C ends it without a word."""
    gc.set_threshold(50_000)  # what starting makes is there to stay: nothing to be looked through every 700 objects
    try:
        cli.main(prog_name="hostdoc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()  # nor once more at the end
