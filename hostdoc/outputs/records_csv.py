"""Records as CSV (RFC 4180): a header, quoted where needed, lines that end in CR LF.

A spreadsheet computes a cell that begins with `=`, `+`, `-`, `@`, a tab or a return; such cells are given an apostrophe
before it. Numbers stay numbers: `-5` needs none.
"""

from __future__ import annotations

import csv
import io

from hostdoc.core.regex import regex
from hostdoc.core.result import Audit
from hostdoc.outputs.records import COLUMNS, rows
from hostdoc.outputs.view import View

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = regex(r"-?\d+(?:\.\d+)?")


def render(audit: Audit, view: View, kind: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS[kind])
    writer.writerows([_guarded(cell, view.encoding) for cell in row] for row in rows(audit, kind))
    return text.getvalue()


def _guarded(cell: str, encoding: str) -> str:
    """A cell that no spreadsheet computes, in signs that the encoding has; lone surrogates are spelled out."""
    shown = cell.encode(encoding, "backslashreplace").decode(encoding)
    return f"'{shown}" if shown.startswith(_COMPUTED) and not _NUMBER.fullmatch(shown) else shown
