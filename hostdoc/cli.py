"""The command line: a group, and the commands in it."""

from __future__ import annotations

import sys

import click

from hostdoc.commands.baseline import baseline
from hostdoc.commands.check import check
from hostdoc.commands.explain import explain
from hostdoc.commands.fix import fix
from hostdoc.commands.init import init
from hostdoc.commands.lsp import lsp
from hostdoc.commands.records import records
from hostdoc.commands.site_labels import site_labels
from hostdoc.commands.suggest import suggest
from hostdoc.commands.what_if import what_if
from hostdoc.commands.why import why
from hostdoc.version import __version__

NOT_RUN, INTERRUPTED = 2, 130  # the exit statuses besides those of status.py


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hostdoc", message="%(prog)s %(version)s")
def cli() -> None:
    """Recalculates the totals and margins of documents kept in Markdown and Org.

    \b
    Examples:
      hostdoc check                        the project you stand in
      hostdoc check plan.md budgets/       these documents
      hostdoc check --format json plan.md  for machines
      hostdoc records plan.md              the figures that were read
      hostdoc why plan.md:14               why line 14 is checked, or is not
      hostdoc explain footing              what a kind of check is about
      hostdoc fix plan.md                  what would mend the figures that drift
      hostdoc what-if spot=0.25 plan.md    what would follow from another assumption
    """


for command in (baseline, check, explain, fix, init, lsp, records, site_labels, suggest, what_if, why):
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
