"""Counts in words, for titles and sentences."""

from __future__ import annotations

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(number: int, noun: str = "") -> str:
    """`two tables`; from thirteen on in digits."""
    words = _WORDS[number] if number < len(_WORDS) else f"{number:,}"
    return f"{words} {noun}{'' if number == 1 else 's'}" if noun else words


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
