"""The command line: a group, and the commands in it."""

from __future__ import annotations

import sys

import click

from hostdoc.commands.baseline import baseline
from hostdoc.commands.check import check
from hostdoc.commands.completion import completion
from hostdoc.commands.diff import diff
from hostdoc.commands.explain import explain
from hostdoc.commands.fix import fix
from hostdoc.commands.help import help_
from hostdoc.commands.init import init
from hostdoc.commands.lsp import lsp
from hostdoc.commands.records import records
from hostdoc.commands.site_labels import site_labels
from hostdoc.commands.suggest import suggest
from hostdoc.commands.waive import waive
from hostdoc.commands.what_if import what_if
from hostdoc.commands.why import why
from hostdoc.version import __version__

NOT_RUN, INTERRUPTED = 2, 130  # the exit statuses besides those of status.py


# The commands as people look for them; one that is in no group stands in the last.
GROUPS = {
    "Check": ("check", "why", "explain"),
    "Review a change": ("diff", "baseline", "waive"),
    "Read and reckon": ("records", "what-if"),
    "Declare and repair": ("suggest", "fix"),
    "Set up": ("init", "site-labels", "completion", "help"),
}


class _Grouped(click.Group):
    """A group that lists its commands under headings."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        named = {name for names in GROUPS.values() for name in names}
        others = tuple(name for name in self.list_commands(ctx) if name not in named)
        width = max(map(len, self.commands))
        for title, names in GROUPS.items():
            last = title == next(reversed(GROUPS))
            listed = (*names, *others) if last else names
            with formatter.section(title):
                formatter.write_dl(
                    [(f"{name:{width}}", self.commands[name].get_short_help_str(formatter.width)) for name in listed]
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


COMMANDS = (baseline, check, completion, diff, explain, fix, help_, init, lsp, records, site_labels, suggest, waive)
for command in (*COMMANDS, what_if, why):
    cli.add_command(command)


def main() -> None:
    """Runs the command line; Ctrl-C ends it without a word."""
    try:
        cli.main(prog_name="hostdoc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
