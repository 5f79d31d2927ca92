"""`hostdoc site-labels`: the texts that the pages of a site may have in other words."""

from __future__ import annotations

from pathlib import Path

import click

from hostdoc.commands.console import say
from hostdoc.shipped import shipped


@click.command("site-labels")
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of templates that mkdocs.yml names: their texts, too.",
)
def site_labels(templates: Path | None) -> None:
    """List the texts of the site's pages, to be put in other words.

    The words go into the option `labels` in mkdocs.yml. Each line is a text and the words to show for it, as YAML;
    lines that are not changed may be left out.

    \b
    Examples:
      hostdoc site-labels > labels.yml
      hostdoc site-labels --templates overrides
    """
    try:
        from hostdoc.report.labels import known
    except ModuleNotFoundError as error:
        remedy = "install hostdoc with its extra `site`, as pip install 'PATH/TO/hostdoc[site]'"
        raise click.UsageError(f"the site is not installed ({error}); {remedy}") from error
    import json  # not at the start of every other command

    for words in known([folder for folder in (templates, shipped()) if folder]):
        quoted = json.dumps(words, ensure_ascii=False)
        say(f"{quoted}: {quoted}\n")
