"""Readers turn a text into a document; one file per format, imported when a text of its format is read."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePosixPath

from hostdoc.core.document import Document
from hostdoc.core.span import Source

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".org": "org",
}


def read(source: Source) -> Document:
    """Read a source in the format that the suffix of its path names; KeyError for a suffix that names none."""
    form = SUFFIXES[PurePosixPath(source.path).suffix.lower()]
    document: Document = import_module(f"hostdoc.readers.{form}").read(source)
    return document
