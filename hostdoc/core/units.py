"""What a figure counts: a currency or thing, per any of time, user, gigabyte …"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

CURRENCIES = frozenset(
    [
        *(
            "USD",
            "EUR",
            "GBP",
            "CHF",
            "JPY",
            "CNY",
            "INR",
            "BRL",
            "CAD",
            "AUD",
            "NZD",
            "ZAR",
            "KES",
            "UGX",
            "NGN",
            "BDT",
        ),
        *(
            "SEK",
            "NOK",
            "DKK",
            "PLN",
            "CZK",
            "TRY",
            "MXN",
            "DAI",
            "ETH",
            "BTC",
            "USDC",
            "USDT",
            "DOT",
            "KSM",
            "FIL",
            "ENS",
            "RUB",
            "UAH",
        ),
    ]
)
TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
SIZES = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "PB": 10**15,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """`USD/user/month` is `Unit("USD", ("user", "month"))`. An empty `of` is a bare number whose unit is unknown."""

    of: str = ""
    per: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((self.of, *self.per)) if self.per else self.of

    @property
    def currency(self) -> str | None:
        return self.of if self.of in CURRENCIES else None

    @property
    def time(self) -> str | None:
        """The time it is per, if it says one."""
        return next((part for part in self.per if part in TIMES), None)

    @property
    def percent(self) -> bool:
        return self.of == "%"

    @property
    def size(self) -> bool:
        return self.of in SIZES


NONE = Unit()
PERCENT = Unit("%")

# How many of the shorter time fit in the longer one, the most usual number first; the digits of a document decide.
_FITS: dict[tuple[str, str], tuple[Fraction, ...]] = {
    ("month", "year"): (Fraction(12),),
    ("quarter", "year"): (Fraction(4),),
    ("week", "year"): (Fraction(52),),
    ("day", "year"): (Fraction(365),),
    ("hour", "year"): (Fraction(8760),),
    ("month", "quarter"): (Fraction(3),),
    ("week", "month"): (Fraction(52, 12), Fraction(4)),
    ("day", "month"): (Fraction(30), Fraction(365, 12), Fraction(31)),
    ("hour", "month"): (Fraction(730), Fraction(720), Fraction(744)),
    ("day", "week"): (Fraction(7), Fraction(5)),
    ("hour", "week"): (Fraction(168), Fraction(40)),
    ("hour", "day"): (Fraction(24), Fraction(8)),
    ("minute", "hour"): (Fraction(60),),
    ("second", "minute"): (Fraction(60),),
    ("second", "hour"): (Fraction(3600),),
}


def fitting(shorter: str, longer: str) -> tuple[Fraction, ...]:
    """How often one time fits in another, likeliest first: 12 months a year, 730 or 720 hours a month."""
    return _FITS.get((shorter, longer), ())


def times(left: Unit, right: Unit) -> Unit:
    """The unit of a product: `$/user` × `user` is `$`. A bare number changes nothing."""
    of, per = (right.of, left.per) if not left.of else (left.of, left.per)
    if left.of and right.of:
        if right.of in left.per:
            per = _without(left.per, right.of)
        elif left.of in right.per:
            return Unit(right.of, (*left.per, *_without(right.per, left.of)))
        elif right.currency and not left.currency:
            of = right.of
    return Unit(of, tuple(dict.fromkeys((*per, *right.per))))


def over(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient: `$` ÷ `user` is `$/user`, and equal units leave a bare number."""
    if left.of == right.of:
        return Unit("", tuple(part for part in left.per if part not in right.per))
    return Unit(left.of, tuple(dict.fromkeys((*left.per, right.of)))) if right.of else left


def conflict(left: Unit, right: Unit) -> str:
    """Why two units cannot be of the same thing: their currencies, sizes or percents differ, or their times.

    What a unit leaves unsaid is not held against it, and users, seats and the like never conflict.
    """
    if left.currency and right.currency and left.of != right.of:
        return f"{left.of} against {right.of}"
    hard = (left.of, right.of)
    if all(hard) and left.of != right.of and any(Unit(of).currency or of in SIZES or of == "%" for of in hard):
        both_sizes = all(of in SIZES for of in hard)
        return "" if both_sizes else f"{left.of} against {right.of}"
    if left.time and right.time and left.time != right.time:
        return f"per {left.time} against per {right.time}"
    return ""


def _without(per: tuple[str, ...], name: str) -> tuple[str, ...]:
    """`per` with one mention of a name taken out."""
    place = per.index(name)
    return (*per[:place], *per[place + 1 :])
