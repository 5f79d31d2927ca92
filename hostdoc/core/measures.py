"""Units of measure that differ in size: what they measure, and what one is worth beside the others."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.units import SIZES

Dimensions = dict[str, int]
TIME, _DATA, _ENERGY = {"time": 1}, {"data": 1}, {"energy": 1}
_POWER, _FLOW = {"energy": 1, "time": -1}, {"data": 1, "time": -1}
_ROWS: tuple[tuple[Dimensions, dict[str, str]], ...] = (
    ({"mass": 1}, {"mg": "0.001", "g": "1", "kg": "1000", "t": "1000000"}),
    ({"volume": 1}, {"ml": "0.001", "cl": "0.01", "dl": "0.1", "l": "1", "L": "1"}),
    ({"length": 1}, {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1000"}),
    (TIME, {"ms": "0.001", "s": "1", "sec": "1", "seconds": "1", "min": "60", "minutes": "60", "day": "86400"}),
    (TIME, {"second": "1", "minute": "60"}),
    (TIME, {"h": "3600", "hr": "3600", "hrs": "3600", "hour": "3600", "hours": "3600", "days": "86400"}),
    (_POWER, {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000"}),
    (_ENERGY, {"Wh": "3600", "kWh": "3600000", "MWh": "3600000000", "GWh": "3600000000000"}),
    (_DATA, {"bit": "0.125", "bits": "0.125", "kbit": "125", "Mbit": "125000", "Gbit": "125000000"}),
    (_FLOW, {"kbps": "125", "Mbps": "125000", "Gbps": "125000000"}),
    (_DATA, {"byte": "1", "bytes": "1", "kB": "1000", **{size: str(worth) for size, worth in SIZES.items()}}),
    ({}, {"ct": "0.01", "cts": "0.01", "cent": "0.01", "cents": "0.01"}),
)
# What a rate is per, when that is a number: `$3/M`, `$0.40 per million`, `€2 per thousand`.
COUNTS = {
    word: 10**power
    for power, words in (
        (3, ("k", "K", "thousand")),
        (6, ("M", "Mtok", "mtok", "MTok", "million")),
        (9, ("B", "billion")),
    )
    for word in words
}
MEASURES = {word: (dimensions, Fraction(worth)) for dimensions, words in _ROWS for word, worth in words.items()}
