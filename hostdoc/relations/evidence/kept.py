"""What is made of a table is kept with it: every kind asks for the same, and a document may have thousands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from hostdoc.core.ledger import Grid

Made = TypeVar("Made")


def kept(make: Callable[[Grid], Made]) -> Callable[[Grid], Made]:
    """A function of a table that is computed once for each; it lives as long as the table does."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def once(grid: Grid) -> Made:
        known = grid.__dict__
        if name not in known:
            known[name] = make(grid)
        return cast("Made", known[name])

    return once
