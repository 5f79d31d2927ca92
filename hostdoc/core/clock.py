"""Times of day and durations, as the cell writes them that states one: `2:15`, `00:49`, `2023-07-12 10:10`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction

from hostdoc.core.regex import regex

SCALES = {"second": 1, "millisecond": 1000}  # how many make a second
_STAMP = regex(r"\d{4}-\d\d-\d\d")
_EPOCH = datetime(1970, 1, 1)
_LATEST = 2**37  # seconds, about the year 6300


def written(value: Fraction, unit: str, like: str) -> str:
    """A number of seconds or milliseconds as a text such as `like` writes it."""
    seconds = round(value / SCALES[unit])
    if _STAMP.match(like) and 0 <= seconds < _LATEST:
        moment = _EPOCH + timedelta(seconds=seconds)
        return moment.isoformat(" ", "seconds" if like.count(":") > 1 else "minutes")
    minutes, rest = divmod(abs(seconds), 60)
    hours = str(minutes // 60).rjust(2 if re.match(r"-?0\d", like) else 1, "0")
    tail = f":{rest:02d}" if rest or like.count(":") > 1 else ""
    return f"{'−' if seconds < 0 else ''}{hours}:{minutes % 60:02d}{tail}"
