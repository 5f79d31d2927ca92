"""A chart before it is drawn: its words, the table behind it, and how to draw it at a width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hostdoc.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`title` says what is seen, `unit` how to read it, `description` what a reader hears who cannot see it."""

    title: str
    unit: str
    description: str
    columns: list[str]
    rows: list[list[str]]
    draw: Callable[[int], Any]
