"""Who looks at an output: what their screen can show, and how much they want to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from hostdoc.core.records import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """`width` is how many columns a line of a document may take.

    `verbose` shows what needs no mending, too; `uncovered` the figures that look derived and that nothing checks;
    `quiet` nothing but what drifts and what was not read.
    """

    colour: bool = False
    encoding: str = "utf-8"
    width: int = 100
    verbose: bool = False
    uncovered: bool = False
    quiet: bool = False


def view_of(
    stream: TextIO,
    environ: Mapping[str, str],
    *,
    verbose: bool = False,
    uncovered: bool = False,
    quiet: bool = False,
) -> View:
    """The view of those who read this stream. Colour is for terminals, unless they say otherwise."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return View(_colour(stream, environ), encoding, verbose=verbose, uncovered=uncovered, quiet=quiet)


def _colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] != "0"
    return stream.isatty() and environ.get("TERM") != "dumb"
