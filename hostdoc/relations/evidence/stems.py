"""The words of a label without case and plural: what names the same thing."""

from __future__ import annotations

from functools import lru_cache

from hostdoc.core.regex import regex

_WORD = regex(r"[^\W\d_]{2,}")


def stem(word: str) -> str:
    """`Customers` → `customer`, `Copies` → `copy`."""
    word = word.lower()
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


@lru_cache(1024)  # labels are held against each other again and again
def stems(text: str) -> frozenset[str]:
    """The words of two letters or more."""
    return frozenset(map(stem, _WORD.findall(text)))
