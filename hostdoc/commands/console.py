"""What commands share: printing that does not mind when nobody reads on, and remarks beside the output."""

from __future__ import annotations

import os
import sys

import click

from hostdoc.outputs.visible import visible


def say(text: str) -> None:
    """Prints, and does not mind when nobody reads on (`hostdoc check | head`)."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and must not find the broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def remark(text: str) -> None:
    """A line on the error stream, where it is not part of the output."""
    click.echo(visible(text), err=True)
