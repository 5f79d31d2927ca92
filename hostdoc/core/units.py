"""What a figure counts: a currency or thing, per any of time, user, gigabyte …"""

from __future__ import annotations

from dataclasses import dataclass

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
