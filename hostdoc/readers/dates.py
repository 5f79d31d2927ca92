"""The date a document states for itself, near its top."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
NTH = r"\d{1,2}(?:st|nd|rd|th)?"
DAY = rf"""\d{{4}}-\d{{2}}-\d{{2}} | \d{{4}}-\d{{2}}(?!\d) | \d{{1,2}}[./]\d{{1,2}}[./]\d{{4}} | Q[1-4]\ \d{{4}}
    | {NTH}\ {MONTH},?\ \d{{4}} | {MONTH}\ (?:{NTH},?\ )?\d{{4}}"""
SAID = r"date|dated|updated|as\ of|researched|created|published|written|revised|reviewed|modified|prepared|datum|stand"
STATED = regex(rf"\b(?:{SAID})\b(?:\ on)?\s{{0,5}}[.:]?\s{{0,5}}({DAY})", re.I | re.X)
YEAR = regex(r"\d{4}")  # no day is stated without one, and most tops have none
ISO = regex(r"\d{4}-\d{2}-\d{2}")
NEAR_TOP = 1500  # characters


def stated_date(top: str) -> str:
    """The date that the first lines state, as they state it."""
    top = top[:NEAR_TOP]
    found = STATED.search(top) if YEAR.search(top) else None
    return found[1] if found else ""


def plain_date(value: str) -> str:
    """A value such as `<2026-05-31 Sun>` or `"2026-05-31"` as ISO; any other as it stands."""
    found = ISO.search(value)
    return found[0] if found else value.strip("<>[]\"' ")
