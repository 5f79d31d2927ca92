"""Names of periods: years, halves, quarters and months, as places on an axis of time in years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    re.compile(form + r"(?![\w])(?:\s*\([^()]*\))?\s*", re.I)
    for form in (
        rf"(?:FY\s?)?{_YEAR}(?:\s?[/–-]\s?(?P<next>\d\d))?",
        rf"{_YEAR}-(?P<number>0[1-9]|1[0-2])",
        rf"(?P<part>[QH])(?P<of>[1-4])(?:[ /-]{_YEAR})?",
        rf"{_YEAR}[ -]?(?P<part>[QH])(?P<of>[1-4])",
        rf"{_MONTH}\.?(?:[ -]{_YEAR})?",
        r"(?P<count>year|month|quarter|week)\s?(?P<nth>\d{1,2})",
    )
]
_LENGTHS = {"year": 1.0, "quarter": 0.25, "month": 1 / 12, "week": 1 / 52}


def periods(names: Sequence[str]) -> list[float]:
    """Where each period begins, in years, if all names are periods of one form in their order; else nothing."""
    read = _read(names)
    places = [place for _, place in read]
    alike = len({kind for kind, _ in read}) == 1
    return places if alike and all(one < then for one, then in pairwise(places)) else []


def are_periods(names: Sequence[str]) -> bool:
    """Whether all names are periods, in whatever order."""
    return bool(_read(names))


def _read(names: Sequence[str]) -> list[tuple[str, float]]:
    for form in _FORMS:
        matched = [found for name in names if (found := form.fullmatch(name.strip()))]
        if len(matched) == len(names) > 1 and all(_follows(found) for found in matched):
            return [_begins(found) for found in matched]
    return []


def _follows(found: re.Match[str]) -> bool:
    """`2026-27` is a year that ends in the next one, `2026-03` is not."""
    named = found.groupdict()
    return not named.get("next") or int(named["next"]) == (int(named["year"]) + 1) % 100


def _begins(found: re.Match[str]) -> tuple[str, float]:
    """What kind of period it is, and where it begins."""
    named = {name: value for name, value in found.groupdict().items() if value}
    kind = named.get("count", "").lower() or " ".join(sorted(named.keys() & {"year", "part", "month", "number"}))
    if "count" in named:
        return kind, int(named["nth"]) * _LENGTHS[kind]
    place = float(named.get("year", 0))
    if "part" in named:
        place += (int(named["of"]) - 1) * (0.25 if named["part"].upper() == "Q" else 0.5)
    if "month" in named:
        place += _MONTHS.index(named["month"][:3].lower()) / 12
    if "number" in named:
        place += (int(named["number"]) - 1) / 12
    return kind, place
