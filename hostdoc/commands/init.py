"""`hostdoc init`: a site, a first document and a check in CI, in an empty folder or an existing repository."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hostdoc.commands.console import remark, say
from hostdoc.outputs.visible import visible

if TYPE_CHECKING:
    from hostdoc.starter import Hosting

NOT_RUN = 2
DONE = {"create": "created", "add to": "added to", "keep": "kept"}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--sources", help="The folder of the documents: that of mkdocs.yml, else sources.")
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab", "none")),
    help="Where the check runs; without it, what the folder shows, else github.",
)
@click.option(
    "--package",
    metavar="SOURCE",
    help="What pip installs in CI, as git+https://HOST/hostdoc@REVISION; without it, where this hostdoc is from.",
)
def init(folder: Path, sources: str | None, ci: Hosting | None, package: str | None) -> None:
    """Set up documents, a site and a check in CI.

    Creates mkdocs.yml, a first document, and the file that runs `hostdoc check` in CI. What is there already is kept;
    only to an existing mkdocs.yml the plugin is added. Files are written at once.

    hostdoc is on no package index. Where it was installed from a repository, CI installs the same commit; otherwise
    name the source with --package, now or later: until then the check in CI fails and says so.

    \b
    Examples:
      hostdoc init                     in the folder you stand in
      hostdoc init plans --ci gitlab   in another one
      hostdoc init --sources docs      with the documents you have
      hostdoc init --package git+https://git.example.org/hostdoc@v1
    """
    from hostdoc.origin import origin
    from hostdoc.project import site_folder
    from hostdoc.settings import SettingsError
    from hostdoc.starter import CI_FILES, steps, take, unfinished

    try:
        named = sources or site_folder(folder) or "sources"
        where = named.replace("\\", "/").strip("/") or "."
        if Path(named).is_absolute() or ".." in Path(where).parts:
            raise click.UsageError(f"--sources {named}: name a folder inside {folder}")
        wanted = ci or ("gitlab" if (folder / ".gitlab-ci.yml").exists() else "github")
        for step in steps(folder, where, wanted, package or origin(), date.today()):
            take(step, folder)
            say(visible(f"{DONE[step.does]:9} {step.path}{f': {step.why}' if step.why else ''}") + "\n")
        lacking = wanted if unfinished(folder, wanted) else "none"
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remark(f"error: {getattr(error, 'filename', None) or folder}: {reason.lower()}; nothing there was overwritten")
        sys.exit(NOT_RUN)
    if lacking != "none":
        said = "does not know yet where hostdoc is installed from, and fails: hostdoc init --package SOURCE"
        say(f"{CI_FILES[lacking]} {said}\n")
    site = "" if find_spec("mkdocs") else "pip install the extra hostdoc[site] and "
    say(f"next: hostdoc check, then {site}mkdocs serve\n")
