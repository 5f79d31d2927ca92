"""What a figure counts: a currency or thing, per any of time, user, gigabyte …"""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.records import dataclass, field

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
        *(
            "PHP",
            "KRW",
            "VND",
            "THB",
            "ILS",
            "IDR",
            "SGD",
            "HKD",
            "TWD",
            "MYR",
            "GHS",
            "ARS",
            "HUF",
            "EGP",
            "PKR",
            "LKR",
            "AED",
            "TZS",
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
class Own:
    """A unit that its project defines: money, or one that is `worth` of a `base`, as a MWh is 1000 kWh, or neither."""

    name: str
    money: bool = False
    base: str = ""
    worth: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """`USD/user/month` is `Unit("USD", ("user", "month"))`. An empty `of` is a bare number whose unit is unknown.

    `own` says what those of its parts are that its project defines, so that a figure means the same wherever it goes.
    """

    of: str = ""
    per: tuple[str, ...] = ()
    own: tuple[Own, ...] = field(default=(), compare=False, repr=False)
    currency: str | None = field(init=False, compare=False, repr=False)
    percent: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        money = self.of in CURRENCIES or (self.own and any(it.money and it.name == self.of for it in self.own))
        object.__setattr__(self, "currency", self.of if money else None)  # every kind asks for both again and again
        object.__setattr__(self, "percent", self.of == "%")

    def __str__(self) -> str:
        return "/".join((self.of, *self.per)) if self.per else self.of

    @property
    def time(self) -> str | None:
        """The time it is per, if it says one."""
        return next((part for part in self.per if part in TIMES), None)

    @property
    def size(self) -> bool:
        return self.of in SIZES

    @property
    def converts(self) -> bool:
        """Whether a part of it is measured in another unit, as MB in bytes."""
        if self.of in SIZES or (self.per and not SIZES.keys().isdisjoint(self.per)):
            return True
        return bool(self.own) and any(it.base for it in self.own)

    @property
    def worth(self) -> float:
        """Roughly what one is worth in the units that its project measures in: 1000 of a MWh, 0.001 of one per MWh."""
        sizes = {it.name: float(it.worth) for it in self.own if it.base and it.base != "B"}
        worth = sizes.get(self.of, 1.0)
        for part in self.per:
            worth /= sizes.get(part, 1.0)
        return worth

    def measure(self, part: str) -> tuple[str, int | Fraction] | None:
        """What a part of it is measured in, and what one is worth there; None where it stands for itself."""
        if part in SIZES:
            return "B", SIZES[part]
        if not self.own:
            return None
        return next(((it.base, it.worth) for it in self.own if it.name == part and it.base), None)


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
            return Unit(right.of, (*left.per, *_without(right.per, left.of)), both(left, right))
        elif right.currency and not left.currency:
            of = right.of
    return Unit(of, tuple(dict.fromkeys((*per, *right.per))), both(left, right))


def over(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient: `$` ÷ `user` is `$/user`, and equal units leave a bare number."""
    if left.of == right.of:
        return Unit("", tuple(part for part in left.per if part not in right.per), left.own)
    return Unit(left.of, tuple(dict.fromkeys((*left.per, right.of))), both(left, right)) if right.of else left


def both(left: Unit, right: Unit) -> tuple[Own, ...]:
    """What is said of the parts of two units."""
    return tuple(dict.fromkeys((*left.own, *right.own))) if left.own and right.own else left.own or right.own


def conflict(left: Unit, right: Unit) -> str:
    """Why two units cannot be of the same thing: their currencies, sizes or percents differ, or their times.

    What a unit leaves unsaid is not held against it, and users, seats and the like never conflict.
    """
    if left.currency and right.currency and left.of != right.of:
        return f"{left.of} against {right.of}"
    hard = (left, right)
    if left.of and right.of and left.of != right.of and any(it.currency or it.size or it.percent for it in hard):
        return "" if left.size and right.size else f"{left.of} against {right.of}"
    if left.time and right.time and left.time != right.time:
        return f"per {left.time} against per {right.time}"
    return ""


def same_sort(left: Unit, right: Unit) -> bool:
    """Whether both are sizes of one sort: MB and GB, MWh and kWh."""
    one, other = left.measure(left.of), right.measure(right.of)
    return one is not None and other is not None and one[0] == other[0]


def per_another(measure: Unit, price: Unit) -> bool:
    """Whether a price is per another size of what is measured, by the conversions of the project: MWh at €/kWh."""
    own = measure.measure(measure.of) if measure.own and not measure.size else None
    return own is not None and any(it and it[0] == own[0] for it in map(price.measure, price.per))


def _without(per: tuple[str, ...], name: str) -> tuple[str, ...]:
    """`per` with one mention of a name taken out."""
    place = per.index(name)
    return (*per[:place], *per[place + 1 :])
