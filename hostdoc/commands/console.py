"""What commands share: the documents that are meant, printing that minds no closed pipe, remarks beside the output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hostdoc.core.records import replace
from hostdoc.outputs.view import View, view_of
from hostdoc.outputs.visible import visible

if TYPE_CHECKING:
    from datetime import date

    from hostdoc.fixes import Fix
    from hostdoc.settings import Settings


def say(text: str) -> None:
    """Prints, and does not mind when nobody reads on (`hostdoc check | head`)."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and must not find the broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def send(content: bytes) -> None:
    """Prints bytes as they are."""
    try:
        click.echo(content, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def wide(view: View) -> View:
    """A view as wide as the terminal. A pipe has no width: nothing is cut for a program that reads on."""
    if not (sys.stdout.isatty() or "COLUMNS" in os.environ):
        return replace(view, width=10_000)
    import shutil  # it loads compressors

    return replace(view, width=shutil.get_terminal_size().columns)


def remark(text: str) -> None:
    """A line on the error stream, where it is not part of the output."""
    click.echo(visible(text), err=True)


no_ignore = click.option("--no-ignore", is_flag=True, help="Search folders for what git ignores, too.")


def documents(paths: tuple[str, ...], *, ignored: bool = False) -> tuple[tuple[str, ...], bool]:
    """The documents that are meant, and whether some of them are not there. `ignored`: with what git ignores."""
    from hostdoc.project import meant
    from hostdoc.settings import SettingsError

    try:
        found = meant(paths, ignored=ignored)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    for unread in found.unread:
        remark(f"error: cannot read {unread.path}: {unread.reason}")
    return found.files, bool(found.unread)


def placed(text: str) -> tuple[str, int, int | None]:
    """`FILE:LINE` or `FILE:LINE:COLUMN`, as messages show places; a file's name may have colons of its own."""
    head, _, last = text.rpartition(":")
    file, _, line = head.rpartition(":")
    if file and line.isdecimal() and last.isdecimal():
        return file, int(line), int(last)
    if head and last.isdecimal():
        return head, int(last), None
    raise click.UsageError(f"`{text}` is no place; name a file and a line: FILE:LINE")


def project() -> tuple[Settings, date]:
    """The settings of the project one stands in, and the day it is taken to be. Raises UsageError."""
    from hostdoc.settings import SettingsError, load, today

    try:
        return load(Path.cwd()), today()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def written(file: Path, content: bytes, *, behind: bool = False) -> None:
    """Writes a file, or `behind` what stands in it. Raises UsageError."""
    try:
        with file.open("ab" if behind else "wb") as out:
            out.write(content)
    except OSError as error:
        raise unwritten(file, error) from error


def unwritten(file: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"{file} cannot be written: {(error.strerror or str(error)).lower()}")


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def delivered(fixes: Sequence[Fix], *, write: bool) -> list[Fix]:
    """Shows what changes as a diff and, if told, writes it. Gives those that are done."""
    from hostdoc.fixes import NotWritten
    from hostdoc.fixes import write as write_file
    from hostdoc.loading import shown
    from hostdoc.outputs.patch import render

    say(render(((shown(it.path), it.before, it.after) for it in fixes), view_of(sys.stdout, os.environ)))
    done = []
    for fix in fixes:
        try:
            if write:
                write_file(fix)
            done.append(fix)
        except NotWritten as error:
            remark(f"error: {shown(fix.path)} was not written: {error}")
    return done
