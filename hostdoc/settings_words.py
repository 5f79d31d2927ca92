"""The words that settings give a project, as a vocabulary: totals, units, currencies, rates, approximation."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from hostdoc.core.regex import regex
from hostdoc.core.units import CURRENCIES, SIZES, TIMES, Own
from hostdoc.core.vocabulary import Rate, Vocabulary
from hostdoc.figures.vocabulary import APPROXIMATE, UNITS

Keys = tuple[str, ...]
LONGEST = 40  # characters of a word
RATE_KEYS = ("from", "to", "rate", "on")
UNIT_KEYS = ("is", "words")
SIGN = "~"
_CONVERSION = regex(r"(\d{1,15}(?:\.\d{1,15})?)\s*(\S.*)")
_DAY = regex(r"\d{4}-\d\d-\d\d")


class Wrong(Exception):
    """What is wrong with the value of a key; `keys` lead to it, `beyond` to what is not known below it."""

    def __init__(self, keys: Keys, message: str, beyond: Keys = ()) -> None:
        super().__init__(message)
        self.keys = keys
        self.beyond = beyond


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like one that is not, else all of them."""
    from difflib import get_close_matches  # only where something is wrong: it costs start-up time

    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, 1)
    return f"did you mean `{near[0]}`" if near else f"there is {', '.join(names)}"


def listed(value: object, keys: Keys, what: str) -> tuple[str, ...]:
    """A text or a list of texts."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise Wrong(keys, f"is {what}")
    return tuple(texts)


def percent(value: object, keys: Keys, most: int = 100) -> Decimal:
    """A number of percent, 0 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= most:
        raise Wrong(keys, f"is a number of percent, 0 to {most}")
    return Decimal(value)


def vocabulary(table: Mapping[str, object]) -> Vocabulary:
    """What a table of settings says in words of its own. Raises Wrong."""
    units, words = _units(table.get("units", {}))
    money, signs = _currencies(table.get("currencies", {}), {name for _, name in words})
    known = {it.name for it in money} | CURRENCIES
    about, plain = approximate(table.get("approximate", {}))
    return Vocabulary(
        totals=_words(table.get("total-words", []), ("total-words",)),
        subtotals=_words(table.get("subtotal-words", []), ("subtotal-words",)),
        no_totals=_words(table.get("not-totals", []), ("not-totals",)),
        units=(*units, *money),
        words=tuple(sorted({**dict(words), **dict(signs)}.items())),
        rates=tuple(_rates(table.get("rates", []), known)),
        approximate=about,
        plain=plain,
    )


def _words(value: object, keys: Keys, what: str = "a word or a list of words") -> tuple[str, ...]:
    found = tuple(" ".join(word.split()) for word in listed(value, keys, what))
    for word in found:
        if len(word) > LONGEST:
            raise Wrong(keys, f"has `{word[:LONGEST]}…`; a word has {LONGEST} characters at most")
    return found


# -- Units ----------------------------------------------------------------------------------------------------------


def _units(value: object) -> tuple[tuple[Own, ...], list[tuple[str, str]]]:
    """The units of a project, and the words for them, each with the name of its unit."""
    if not isinstance(value, dict):
        raise Wrong(("units",), 'is a table of units, as MWh = "1000 kWh" or seat = ["seats", "places"]')
    words: list[tuple[str, str]] = []
    sizes: dict[str, tuple[Fraction, str]] = {}
    for name, said in value.items():
        keys = ("units", name)
        _name(name, keys)
        if name in CURRENCIES:
            raise Wrong(keys, "is a currency; write it under currencies")
        conversion, own = _unit(said, keys)
        words += [(word, name) for word in _spelt((name, *own), keys)]
        if conversion is not None:
            sizes[name] = _conversion(conversion, keys)
    names = UNITS | dict(words)
    bases = {name: _base(name, sizes, names) for name in sizes}
    for _, base in list(bases.values()):
        if base not in SIZES:
            bases.setdefault(base, (Fraction(1), base))
    found = [Own(name, base=base, worth=worth) for name, (worth, base) in bases.items()]
    return tuple(found), words


def _unit(said: object, keys: Keys) -> tuple[object, tuple[str, ...]]:
    """How a unit converts, if it does, and the words for it."""
    if isinstance(said, str):
        return said, ()
    if isinstance(said, list):
        return None, listed(said, keys, "a list of words")
    if isinstance(said, dict):
        for key in said:
            if key not in UNIT_KEYS:
                raise Wrong(keys, f"has no key `{key}`; {nearest(key, UNIT_KEYS)}")
        return said.get("is"), listed(said.get("words", []), (*keys, "words"), "a word or a list of words")
    forms = 'a list of words, as ["seats"], or a conversion, as "1000 kWh", or both: { is = …, words = … }'
    raise Wrong(keys, f"is {forms}")


def _conversion(said: object, keys: Keys) -> tuple[Fraction, str]:
    match = _CONVERSION.fullmatch(said.strip()) if isinstance(said, str) else None
    if match is None or not Fraction(match[1]):
        raise Wrong(keys, 'is a number of another unit, as "1000 kWh"')
    return Fraction(match[1]), match[2]


def _base(name: str, sizes: Mapping[str, tuple[Fraction, str]], names: Mapping[str, str]) -> tuple[Fraction, str]:
    """What a unit comes to in the one that all others of its sort are measured in; `names` are those of all words."""
    worth, at = Fraction(1), name
    for _ in range(len(sizes) + 1):
        if at not in sizes:
            break
        factor, at = sizes[at]
        worth, at = worth * factor, names.get(at, at)
    else:
        raise Wrong(("units", name), "is measured in itself, by way of others")
    keys = ("units", name)
    if at in SIZES:
        return worth * SIZES[at], "B"
    if at in TIMES:
        raise Wrong(keys, f"is so many of `{at}`; times convert by themselves and by no number of your own")
    if at in CURRENCIES or at == "%":
        raise Wrong(keys, f"is an amount of {at}; what one is worth in money is a rate, write it under rates")
    if at not in names.values():
        raise Wrong(keys, f"is so many of `{at}`, which is no unit; {nearest(at, names.values())}")
    return worth, at


def _name(name: str, keys: Keys) -> None:
    if not name.strip() or any(character.isdecimal() or character in "/|" for character in name):
        raise Wrong(keys, "is no name for it: it has no digits, slashes or bars")


def _spelt(words: Iterable[str], keys: Keys) -> Iterator[str]:
    """Words as they may stand in a text; those in lower case with a capital, too."""
    for word in _words(list(words), keys):
        _name(word, keys)
        yield word
        if len(word) > 1 and word.islower():
            yield word[0].upper() + word[1:]


# -- Money ----------------------------------------------------------------------------------------------------------


def _currencies(value: object, units: Container[str]) -> tuple[list[Own], list[tuple[str, str]]]:
    if not isinstance(value, dict):
        raise Wrong(("currencies",), 'is a table of currencies with their signs, as NOK = ["kr"]')
    money: list[Own] = []
    signs: dict[str, str] = {}
    for name, said in value.items():
        keys = ("currencies", name)
        _name(name, keys)
        if name in units:
            raise Wrong(keys, "is a unit already; it is one or the other")
        money.append(Own(name, money=True))
        for sign in _spelt((name, *listed(said, keys, 'a sign or a list of signs, as ["kr"]')), keys):
            if signs.get(sign, name) != name:
                raise Wrong(keys, f"has `{sign}`, which stands for {signs[sign]} already")
            signs[sign] = name
    return money, list(signs.items())


def _rates(value: object, known: Iterable[str]) -> Iterator[Rate]:
    if not isinstance(value, list) or not all(isinstance(it, dict) for it in value):
        raise Wrong(("rates",), "is a list of tables: [[rates]] with from, to, rate and on")
    for number, table in enumerate(value):
        keys = ("rates", str(number))
        for key in table:
            if key not in RATE_KEYS:
                raise Wrong(keys, f"has no key `{key}`; {nearest(key, RATE_KEYS)}", (key,))
        for key in RATE_KEYS[:3]:
            if key not in table:
                raise Wrong(keys, f"has no `{key}`; a rate has from, to and rate, and the day it is of: on")
        base, other = (_currency(table[key], known, (*keys, key)) for key in ("from", "to"))
        if base == other:
            raise Wrong(keys, f"is from {base} to {other}; the two are different")
        yield Rate(base, other, _number(table["rate"], (*keys, "rate")), _on(table.get("on"), (*keys, "on")))


def _currency(value: object, known: Iterable[str], keys: Keys) -> str:
    if not isinstance(value, str) or value not in known:
        raise Wrong(keys, f"is a currency, and `{value}` is none; {nearest(str(value), sorted(known))}")
    return value


def _number(value: object, keys: Keys) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not 0 < number < Decimal(10) ** 15:
        raise Wrong(keys, "is a number above 0, as 1.0832")
    return number


def _on(value: object, keys: Keys) -> date | None:
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Wrong(keys, "is a day, as 2026-01-31")


# -- What is approximate --------------------------------------------------------------------------------------------


def approximate(value: object) -> tuple[tuple[tuple[str, Decimal | None], ...], tuple[str, ...]]:
    """The words that make a figure approximate, each with the percent it may be off; and those that do not."""
    keys: Keys = ("approximate",)
    if isinstance(value, list):
        value = dict.fromkeys(listed(value, keys, "a list of words"), True)
    if not isinstance(value, dict):
        raise Wrong(keys, 'is a list of words, or a table of them with the percent they allow, as { "some" = 10 }')
    about: list[tuple[str, Decimal | None]] = []
    plain: list[str] = []
    for word, said in value.items():
        word = " ".join(word.split())
        if word != SIGN and not word[:1].isalpha():
            raise Wrong((*keys, word), f"is no word; only the sign `{SIGN}` may stand here besides words")
        if said is False:
            if word not in APPROXIMATE:
                raise Wrong((*keys, word), f"is not approximate anyway; {nearest(word, APPROXIMATE)}")
            plain.append(word)
        elif said is True:
            about.append((word, None))
        else:
            about.append((word, percent(said, (*keys, word))))
    return tuple(about), tuple(plain)
