"""The grammar of a figure in running text: `~$10–20/month`, `$500K-1M`, `€4.15`, `<5K`, `43-55%`, `100:1`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from hostdoc.core.quantity import End, Open, Quantity, grain
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.units import Unit, same_sort
from hostdoc.figures import signs
from hostdoc.figures.digits import NUMBER, group_end, read_digits
from hostdoc.figures.lexicon import Lexicon, spoken
from hostdoc.figures.lookalikes import lookalikes
from hostdoc.figures.vocabulary import (
    LOCAL_SCALES,
    MONEY_SCALES,
    ORDINAL_NOUNS,
    SCALES,
    TIMES,
    YEAR_ONLY,
)

WINDOW = 32  # code points looked at before a number
PENCE = 100  # a price in pence is less than a pound: `31.5p`, but not `1080p`
_PENCE_PER = regex(r"[ \u00a0]p(?=/[A-Za-z]| per )")  # `24.5 p/kWh`
_SHORT_WORD = regex(r"[ \u00a0]([A-Za-z]{1,3})(?![A-Za-z])")
_CLOSES = regex(r"[\d.,]*[)\]]")
_EACH = regex(r"\s(?:each|apiece|in total|altogether)\b")  # `three at 2000 each` is no year
_FROM = regex(r"\bfrom (?:about |around )?\Z")
_CHANGED_BY = regex(r"\bby (?:about |around )?[\s*_~≈]*\Z")
FAR_MORE = 4  # times: how much more the second of two amounts is than the first, if they are no range of a change
_BY = regex(r",?\s(?:so |that is )?\(?[+−-]\s?(?:[$€£]\s?)?\d")  # `from $1,200 to $1,500 (+25%)`
_HALF = regex(r"[-–]\d[\d.,]*[^\W\d_]")  # behind what is but the low end of a range in an unknown unit: `10-20ms`


@dataclass(frozen=True, slots=True)
class Numeral:
    """A quantity and the half-open place of its text."""

    start: int
    end: int
    quantity: Quantity


class _Part(NamedTuple):
    """One number with what belongs to it. `value` is as written, `scale` a power of ten or None."""

    start: int
    end: int
    value: Decimal
    decimals: int
    scale: int | None = None
    currency: str = ""
    of: str = ""
    per: tuple[str, ...] = ()
    about: bool = False
    allows: Decimal | None = None
    compare: Open | None = None
    reached: bool = False  # `up to 20` states the 20, `under 20` does not
    plus: bool = False
    negative: bool = False

    @property
    def bare(self) -> bool:
        """A number and nothing else."""
        return not (self.currency or self.of or self.per or self.about or self.compare or self.scale is not None)


def scan(text: str, *, mark: str = ".", cell: bool = False) -> list[Numeral]:
    """Every amount of a text, in order.

    `mark` is the document's decimal mark. In a `cell` a bare number that looks like a year may be an amount, groups of
    three digits may follow a blank, and brackets around the whole mean a negative amount, as in ledgers.
    """
    if not signs.DIGIT.search(text):
        return []
    if cell and signs.PLAIN.fullmatch(text):
        digits = read_digits(text, mark)
        return [Numeral(0, len(text), _point(_Part(0, len(text), *digits), spoken()))] if digits else []
    known = spoken()
    if cell and (owed := known.owed.fullmatch(text)):
        return _owed(scan(owed["amount"], mark=mark, cell=True), owed.start("amount"))
    taken = lookalikes(text)
    found: list[Numeral] = []
    floor, next_taken = 0, 0
    for match in NUMBER.finditer(text):
        while next_taken < len(taken) and taken[next_taken][1] <= match.start():
            next_taken += 1
        if match.start() < floor or (next_taken < len(taken) and taken[next_taken][0] < match.end()):
            continue
        part = _part(text, match.start(), match.end(), floor, mark, cell, known)
        if part is None:
            continue
        numeral = _with_range(text, part, mark, cell, known)
        if _HALF.match(text, numeral.end):
            continue
        found.append(numeral)
        floor = numeral.end
    return found


def _owed(inside: list[Numeral], start: int) -> list[Numeral]:
    """An amount in brackets as what it takes away; its place is that of the brackets, too."""
    return [
        Numeral(one.start + start - 1, one.end + start + 1, replace(one.quantity, low=end, high=end))
        for one in inside
        for end in (replace(it, value=-it.value) for it in one.quantity.ends)
    ]


# -- One number -----------------------------------------------------------------------------------------------------


def _part(
    text: str, start: int, end: int, floor: int, mark: str, cell: bool, known: Lexicon, first: _Part | None = None
) -> _Part | None:
    """The amount whose digits begin at `start`; `first` is the other end where this one may end a range."""
    window_start = max(floor, start - WINDOW)
    left = known.left(text[window_start:start])
    if left["bracket"] and not (left["currency"] and text[start - 1] in "([" and _closes(text, end)):
        left = known.left(text[window_start : start - 1] + " ")
        left_start = start
    else:
        left_start = window_start + left.start()
    currency = known.money_of(left["currency"]) if left["currency"] else ""
    end = group_end(text, start, end, loose=cell or bool(currency) or known.groups_of.match(text, end) is not None)
    if left["currency"] == "R" and end - start < 2:
        return None  # R2, the product; rand are written with more digits
    digits = read_digits(text[start:end], mark)
    minus = left["minus"] and not _after_figure(text, left_start)
    if left["minus"] and not minus:
        left_start += left.start("minus") - left.start() + 1
    free = first is not None or _stands_free(text, left_start, bool(left["currency"] or left["about"]))
    if digits is None or not (free or _counts(text, left_start, end)):
        return None
    currency = currency or (first.currency if first else "")
    part = _Part(left_start, end, *digits, currency=currency, about=bool(left["about"]))
    bracketed = left["bracket"] == "(" and left_start < start
    if bracketed and text[end : end + 1] == ")":
        part = part._replace(end=end + 1)
    negative, compare = bool(minus or left["minus2"] or bracketed), _compared(left["compare"])
    if negative or compare:
        part = part._replace(negative=negative, compare=compare)
    right = _right(text, part, known)
    if right is None:
        return None
    right = _worded(text, right, window_start, known)
    return None if _is_name(text, right, cell) else right


def _closes(text: str, end: int) -> bool:
    return _CLOSES.match(text[end : end + 12]) is not None or "–" in text[end : end + 12] or "-" in text[end : end + 12]


def _stands_free(text: str, start: int, marked: bool) -> bool:
    """Whether no word, identifier or longer number runs into the figure from the left."""
    if start == 0:
        return True
    before = text[start - 1]
    if (before.isalnum() and (before < signs.WITHOUT_BLANKS or before.isdigit())) or before == "_":
        return False
    if marked or before not in "-./:#@\\\u2011":
        return True
    return start < 2 or not (text[start - 2].isalpha() or (before in "./:" and text[start - 2].isalnum()))


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a small number behind an `x` says how many of what follows: `x2 developers`, but not `x86 servers`."""
    times = signs.COUNTED.search(text[max(0, start - 2) : start])
    digits = text[start:end]
    return times is not None and digits.isdecimal() and int(digits) < 32 and text[end : end + 1].isspace()


def _after_figure(text: str, start: int) -> bool:
    """Whether a dash at `start` follows a figure or a word, so that it is no sign."""
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in ")%]€$+")


def _compared(sign: str | None) -> Open | None:
    if not sign:
        return None
    return "low" if sign[0] in "<≤" else "high"


def _right(text: str, part: _Part, known: Lexicon) -> _Part | None:
    """The part with scale, unit and `per` behind its digits; None if other letters run into it."""
    end = part.end
    ratio = signs.RATIO.match(text, end)
    if ratio and not part.currency:
        return part._replace(end=ratio.end(), of="ratio")
    glued = known.glued.match(text, end)
    if glued and not signs.FACTOR.match(text, end):
        suffixed = _glued(part, glued.group(), known)
        if suffixed is None or text[glued.end() : glued.end() + 1].isdigit():
            return None
        part = suffixed._replace(end=glued.end())
    elif not part.currency and part.value < PENCE and (pence := _PENCE_PER.match(text, end)):
        part = part._replace(currency="GBP", scale=-2, end=pence.end())
    elif scale := known.spaced_scale.match(text, end):
        part = part._replace(scale=SCALES[scale[1] or scale[2]], end=scale.end())
    elif part.currency in LOCAL_SCALES and (word := _SHORT_WORD.match(text, end)):
        scales = LOCAL_SCALES[part.currency]
        part = part._replace(scale=scales[word[1]], end=word.end()) if word[1] in scales else part
    part = _plus(text, part)
    part = _suffix_unit(text, part, known)
    part = _per(text, _plus(text, part), known)
    return _plus(text, part)


def _glued(part: _Part, word: str, known: Lexicon) -> _Part | None:
    if word in known.units and not (word in SCALES and part.currency):
        return part._replace(of=known.units[word])
    if word == "p" and not part.currency and part.value < PENCE:
        return part._replace(currency="GBP", scale=-2)
    if word in SCALES and (part.currency or word not in MONEY_SCALES):
        return part._replace(scale=SCALES[word])
    if word in (local := LOCAL_SCALES.get(part.currency, {})):
        return part._replace(scale=local[word])
    return (
        part._replace(currency=known.codes[word])
        if word in known.codes and part.currency in ("", known.codes[word])
        else None
    )


def _plus(text: str, part: _Part) -> _Part:
    following = text[part.end + 1 : part.end + 2]
    if part.plus or text[part.end : part.end + 1] != "+" or (following and following in "0123456789$€£~("):
        return part
    return part._replace(plus=True, end=part.end + 1)


def _suffix_unit(text: str, part: _Part, known: Lexicon) -> _Part:
    if not part.currency and not part.of and (money := known.suffix_currency.match(text, part.end)):
        currency = known.codes[money[1]] if money[1] else known.symbols[money[2]]
        part = part._replace(currency=currency, end=money.end())
    elif part.currency and (again := known.suffix_currency.match(text, part.end)) and again[1]:
        part = part._replace(end=again.end())  # $30 CAD, $5,000 USD
    if part.of or part.currency:
        return part
    if text[part.end : part.end + 1] == "%":
        return part._replace(of="%", end=part.end + 1)
    if effort := signs.EFFORT.match(text, part.end):
        return part._replace(of=known.units[effort[1]], end=effort.end())
    word = known.spaced_unit.match(text, part.end)
    name = word[1].lower() if word and word[1].lower() in signs.TIME_WORDS and len(word[1]) > 2 else word and word[1]
    if word and name in known.units and name not in known.glued_only:
        return part._replace(of=known.units[name], end=word.end())
    ahead = known.noun_ahead.match(text, part.end)
    return part._replace(of=known.units[ahead[1]]) if ahead else part


def _per(text: str, part: _Part, known: Lexicon) -> _Part:
    """Up to three `per` behind a figure: `/user/month`, ` per VM`, ` a month`."""
    per: list[str] = []
    end = part.end
    while len(per) < 3 and (match := known.per.match(text, end)):
        word = match[1] or match[2] or match[3]
        if match[3] and word not in signs.TIME_WORDS:
            break
        name = known.per_words.get(word) or known.per_words.get(word.lower())
        spaced = text[end : end + 1] != "/"
        if name is None and (match[3] or spaced or not part.currency):
            break
        per.append(name or word.lower())
        end = match.end()
    if not per and (part.currency or part.of in TIMES) and (often := signs.OFTEN.match(text, end)):
        return part._replace(per=(signs.PERIODS[often[1]],), end=often.end())
    return part._replace(per=tuple(per), end=end)


def _worded(text: str, part: _Part, window_start: int, known: Lexicon) -> _Part:
    """What the words before a figure make of it: approximate, or open on one side."""
    before = text[window_start : part.start]
    if not before and not known.allows:
        return part
    word = known.about_word.search(before)
    about = part.about or word is not None or signs.ABOUT_BEFORE.search(before) is not None
    allows = known.allows.get(word[1].lower() if word else "~") if known.allows and about else None
    compare, reached = part.compare, False
    if compare is None and signs.BELOW_WORD.search(before) and not signs.ADDS_UP.search(before):
        compare, reached = "low", signs.REACH_WORD.search(before) is not None
    elif compare is None and signs.ABOVE_WORD.search(before):
        compare = "high"
    rate = None if part.per or not part.currency else signs.RATE_BEFORE.search(before)
    per = (signs.PERIODS[rate[1].lower()],) if rate else part.per
    return part._replace(about=about, compare=compare, reached=reached, per=per, allows=allows)


def _is_name(text: str, part: _Part, cell: bool) -> bool:
    """Whether a bare number is part of a name, a place in an order, or a year."""
    counted = part.of and not (part.currency or part.per or part.about or part.compare or part.scale is not None)
    if not part.bare and not counted:
        return False
    year = (
        part.bare
        and part.decimals == 0
        and len(text[part.start : part.end].strip("+")) == 4
        and 1900 <= part.value <= 2099
    )
    if year and not cell and "," not in text[part.start : part.end]:
        return not _EACH.match(text, part.end)
    before = text[max(0, part.start - WINDOW) : part.start]
    if signs.NTH.search(before):
        return True
    word = signs.word_before(before)
    noun = word.lower().rstrip(".")
    named = noun in ORDINAL_NOUNS and noun not in YEAR_ONLY
    return named and (part.bare or word[0].isupper())  # `Stage 2 instance`, but `in phase 2 users …` counts users


# -- Ranges ---------------------------------------------------------------------------------------------------------


def _with_range(text: str, first: _Part, mark: str, cell: bool, known: Lexicon) -> Numeral:
    second = None if first.plus or first.of == "ratio" else _second(text, first, mark, cell, known)
    if second is None:
        return Numeral(first.start, first.end, _point(first, known))
    first, second = _shared(first, second, known)
    if _below_zero(text, first, second):
        first, second = second._replace(negative=True, start=first.start), first._replace(end=second.end)
    low, high, unit = _end(first), _end(second), _unit(second, known)
    if first.negative and second.negative and low.value > high.value:
        low, high = high, low
    opened = "high" if second.plus else first.compare
    quantity = Quantity(low, high, unit, opened, first.about, allows=first.allows)
    return Numeral(first.start, second.end, quantity)


def _below_zero(text: str, first: _Part, second: _Part) -> bool:
    """Whether the minus before a range is that of both its ends: `-200-400 €` are taken off."""
    of_both = first.negative and not second.negative and 0 < _worth(first._replace(negative=False)) < _worth(second)
    return (
        of_both
        and bool(first.currency or first.of == "%")
        and not any(map(str.isspace, text[first.end - 1 : first.end + 1]))
    )


def _second(text: str, first: _Part, mark: str, cell: bool, known: Lexicon) -> _Part | None:
    """The other end of a range, if what follows the first number is one."""
    link = signs.LINK.match(text, first.end)
    if link is None:
        return None
    gap = text[first.end : link.end()]
    skipped = known.skipped.match(text, link.end())
    start = skipped.end() if skipped else link.end()
    fell = _FROM.search(text[max(0, first.start - WINDOW) : first.start]) is not None
    below = first.negative and first.of == "%" and link["to"] is not None and not fell  # `-75% to -83%`
    match = NUMBER.match(text, start + (below and text[start : start + 1] in ("-", "−")))
    if match is None:
        return None
    second = _part(text, match.start(), match.end(), link.end(), mark, cell, known, first)
    if second is None or (second.negative and not below) or (second.about and not first.about):
        return None
    if link["to"] and _became(text, first, second):
        return None
    if link["to"] not in (None, "to", "bis") and not (
        first.about or signs.BETWEEN.search(text[max(0, first.start - WINDOW) : first.start])
    ):
        return None  # `85 à 32 €` are 85 of them, `de 25 à 32 €` a range
    spaced_hyphen = link["dash"] in ("-", "--") and gap != gap.strip()
    if spaced_hyphen and ("=" in text[second.end : second.end + WINDOW] or second.currency != first.currency):
        return None
    shared_first, shared_second = _shared(first, second, known)
    if first.currency and second.currency and first.currency != second.currency:
        return None
    if first.of and second.currency and not first.currency:
        return None  # `20 % — $1,200`
    clash = (
        first.of and second.of and first.of != second.of and not same_sort(_unit(first, known), _unit(second, known))
    )
    backwards = not second.negative and _worth(shared_first) > _worth(shared_second)
    meant = gap == gap.strip() and bool(shared_first.currency or shared_first.of or shared_first.about)
    return None if clash or (backwards and not meant) else second


def _became(text: str, first: _Part, second: _Part) -> bool:
    """Whether the first amount became the second: they are two, and no range."""
    before = text[max(0, first.start - WINDOW) : first.start]
    if first.currency and second.currency and _CHANGED_BY.search(before) and _worth(second) > FAR_MORE * _worth(first):
        return True  # `grows by $1,600 to $50,000`
    return signs.MOVED.search(before) is not None or (
        _FROM.search(before) is not None and _BY.match(text, second.end) is not None
    )


def _shared(first: _Part, second: _Part, known: Lexicon) -> tuple[_Part, _Part]:
    """Both ends with the scale, currency and unit that only one of them carries."""
    if first.scale is None and second.scale is not None and first.value < second.value:
        first = first._replace(scale=second.scale)
    elif second.scale is None and first.scale is not None and second.value > first.value:
        second = second._replace(scale=first.scale)
    currency = second.currency or first.currency
    of, per = second.of or first.of, second.per or first.per
    one, other = _unit(first, known), _unit(second, known)
    if first.of and first.of != of and same_sort(one, other):
        factor = _times(one, other)
        places = max(0, -int((first.value * factor).normalize().as_tuple().exponent))
        first = first._replace(value=first.value * factor, decimals=places)
    return (first._replace(currency=currency, of=of, per=per), second._replace(currency=currency, of=of, per=per))


def _times(unit: Unit, other: Unit) -> Decimal:
    """How many of one size make another: 0.001 for MB beside GB."""
    worth, again = unit.measure(unit.of), other.measure(other.of)
    assert worth and again
    factor = Fraction(worth[1]) / again[1]
    return Decimal(factor.numerator) / factor.denominator


def _point(part: _Part, known: Lexicon) -> Quantity:
    end, unit = _end(part), _unit(part, known)
    if part.compare == "low":
        return Quantity(end if part.reached else None, end, unit, "low", part.about, allows=part.allows)
    if part.plus or part.compare == "high":
        return Quantity(end, None, unit, "high", part.about, allows=part.allows)
    return Quantity(end, end, unit, None, part.about, allows=part.allows)


def _unit(part: _Part, known: Lexicon) -> Unit:
    of = part.currency or part.of
    return Unit(of, part.per, known.said_of(of, *part.per)) if known.own else Unit(of, part.per)


def _worth(part: _Part) -> Decimal:
    return (-part.value if part.negative else part.value).scaleb(part.scale or 0)


def _end(part: _Part) -> End:
    scale = part.scale or 0
    step = Decimal(1).scaleb(scale - part.decimals)
    return End(_plain(_worth(part)), step, grain(part.value.scaleb(scale), step), part.scale is not None)


def _plain(value: Decimal) -> Decimal:
    """The value without an exponent, so that it prints in digits."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
