"""`hostdoc lsp`: the language server, for editors."""

from __future__ import annotations

import logging
import os
import signal
import sys

import click

from hostdoc.commands.console import remark

NEEDED = ("pygls", "lsprotocol")


@click.command()
def lsp() -> None:
    """Serve an editor: what drifts, while you type.

    It speaks the Language Server Protocol over standard input and output; editors start it, and stop it.
    docs/pages/editors.md says how to set them up. It needs the extra `lsp`:
    pip install 'PATH/TO/hostdoc[lsp]'.

    \b
    Examples:
      hostdoc lsp
    """
    try:
        from hostdoc.editor.features import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        remedy = "install hostdoc with its extra `lsp`, as pip install 'PATH/TO/hostdoc[lsp]'"
        raise click.UsageError(f"the language server needs pygls 2: {remedy}") from error
    if sys.stdin.isatty():
        remark("hostdoc lsp waits for an editor on standard input; docs/pages/editors.md says how to set one up")
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread that reads from a terminal cannot be told to stop
    if "HOSTDOC_DEBUG" not in os.environ:
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    sys.exit(serve())
