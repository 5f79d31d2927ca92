"""What is written on and about charts: amounts, units and names in a few characters; and in which colours."""

from __future__ import annotations

import re

from hostdoc.core.units import CURRENCIES
from hostdoc.report.saying import say

SAID = ("month", "year", "hour", "day", "week", "user", "seat", "person", "instance", "service", "unit")
INK, DRIFT = "currentColor", "var(--hd-drifts)"
ENTITIES = 8  # colours that can be told apart
WIDE, NARROW = 720, 350
_SYMBOL = {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "BRL": "R$"}
_LONG = 36  # characters of a name that a title still holds


def short(value: float) -> str:
    """`1000` is `1K`, `2500000` is `2.5M`."""
    for power, letter in ((9, "B"), (6, "M"), (3, "K")):
        if abs(value) >= 10**power:
            return f"{value / 10**power:g}{letter}"
    return f"{value:g}"


def _decimal(value: float, whole: bool) -> str:
    """Two decimals, or two digits of what is smaller than those would show."""
    small = 0 < abs(value) < 0.01 and not whole
    return (f"{value:.2g}" if small else f"{value:,.0f}" if whole else f"{value:,.2f}").replace("-", "−")


def digits(low: float, high: float, opened: str = "") -> str:
    """A range in digits, with as many decimals as it has: `4.50–5.70`, `25–40+`, `−20 … 20`."""
    whole = float(low).is_integer() and float(high).is_integer()
    ends = [_decimal(value, whole or abs(value) >= 1000) for value in (low, high)]
    plus = "+" if opened == "high" else ""
    if ends[0] == ends[1]:
        return f"{'<' if opened == 'low' else ''}{ends[0]}{plus}"
    return f"{ends[0]} … {ends[1]}{plus}" if low < 0 else f"{ends[0]}–{ends[1]}{plus}"


def brief(name: str) -> str:
    """A name as a title has it: where it is long, without what is in brackets behind it, and cut in the end."""
    short = name if len(name) <= _LONG else re.sub(r"\s*\([^()]*\)\Z", "", name) or name
    return short if len(short) <= _LONG else f"{short[: _LONG - 1].rstrip(' ,;:×')}…"


def priced(words: str, unit: str) -> str:
    """An amount with its currency and what it is per: `$5–9 per month`, `80 kWh`."""
    of, *per = unit.split("/")
    return _per(f"{symbol(unit)}{words}" if of in CURRENCIES else f"{words} {of}", per)


def unit_words(unit: str) -> str:
    """`USD/user/month` is `US$ per user per month`."""
    of, *per = unit.split("/")
    return _per(_SYMBOL.get(of, of), per)


def _per(amount: str, units: list[str]) -> str:
    for unit in units:
        amount = say("{amount} per {unit}", amount=amount, unit=say(unit))
    return amount


def scaled(name: str, logarithmic: bool = True) -> str:
    """The title of an axis, or of what it is drawn on."""
    return say("{name} (logarithmic)", name=name) if logarithmic else name


def in_line(what: str, line: int) -> str:
    """What a mark on a chart says, and where that is stated."""
    return say("{what}, line {line}", what=what, line=line)


def symbol(unit: str) -> str:
    sign = _SYMBOL.get(unit.split("/")[0], unit.split("/")[0] + " ")
    return "$" if sign == "US$" else sign
