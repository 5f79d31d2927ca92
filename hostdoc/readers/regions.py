"""Regions that an author takes out of reading: `hostdoc: off` to `hostdoc: on`, or to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from hostdoc.core.document import Block, Comment, Keyword
from hostdoc.core.regex import regex

SWITCH = regex(r"\s*hostdoc:\s*(off|on)\b", re.I)
Region = tuple[int, int]
Part = TypeVar("Part", bound=Block | Comment | Keyword)


def regions(comments: Sequence[Comment], end: int) -> list[Region]:
    """The regions, in order; `end` is the length of the text, `comments` are in order of their place."""
    found: list[Region] = []
    since: int | None = None
    for comment in comments:
        switch = SWITCH.match(comment.text.text)
        if switch is None:
            continue
        if switch[1].lower() == "off":
            since = comment.span.start if since is None else since
        elif since is not None:
            found.append((since, comment.span.end))
            since = None
    return found if since is None else [*found, (since, end)]


def outside(blocks: Sequence[Part], switched_off: Sequence[Region]) -> list[Part]:
    """The blocks that do not lie in a region as a whole; both are in order of their place."""
    kept, at = [], 0
    for block in blocks:
        while at < len(switched_off) and switched_off[at][1] <= block.span.start:
            at += 1
        inside = at < len(switched_off) and switched_off[at][0] <= block.span.start
        if not (inside and block.span.end <= switched_off[at][1]):
            kept.append(block)
    return kept
