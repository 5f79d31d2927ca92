"""How figures, workings and verdicts are put into words, the same for every output."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from hostdoc.core import clock
from hostdoc.core.figure import Figure
from hostdoc.core.quantity import Quantity
from hostdoc.core.regex import regex
from hostdoc.core.relation import Comparison, Const, Expression, Range, Ref, Relation, Verdict, Words, figures_of

TITLES = {
    "footing": "total does not foot",
    "alternatives": "total is not the span of its alternatives",
    "cross-footing": "row does not foot",
    "product": "product is off",
    "difference": "difference is off",
    "ratio": "ratio is off",
    "margin": "margin does not follow from price and cost",
    "header-formula": "figure does not follow from its header",
    "column-formula": "figure does not follow from its column",
    "share": "share is off",
    "scale": "the two periods disagree",
    "average": "average is off",
    "equation": "equation does not hold",
    "formula": "formula does not hold",
    "exchange": "exchange rates disagree",
    "tie-out": "restated figure does not tie out",
    "bound": "claim about a bound does not hold",
    "ordering": "claim about an order does not hold",
    "stale": "stated day is too old",
}
# What is said to give the recalculated figure.
_GIVES = {
    "footing": "the rows add up to",
    "alternatives": "the alternatives span",
    "cross-footing": "the columns add up to",
    "margin": "price and cost leave",
    "header-formula": "the header gives",
    "equation": "it comes to",
    "formula": "the formula gives",
}
_CLAIMS = {"<": "below", "≤": "at most", ">": "above", "≥": "at least"}
_TURNED: dict[Comparison, Comparison] = {">": "<", "≥": "≤"}
_NUMBER = regex(r"[-−]?(?:\d|\.\d)(?:.*\d)?(?:[KkMB](?![a-z])|%|\+)*", re.DOTALL)
_HYPHEN = regex(r"(?<=[\dKkMB%])\s?-{1,2}\s?(?=\d)")  # of a range
_SIGN = regex(r"US\$|R\$|[$€£¥₹~≈<>≤≥*_]|\b[A-Z]{3}\b")
_PER = regex(r"(?<=[\dKkMB%+])\s*/\s*(?:[A-Za-z]+(?:\s*/\s*)?)+")
_CURRENCY = regex(r"US\$|R\$|[$€£¥₹]")
_CODE = regex(r"(?<![A-Za-z])[A-Z]{3,4}(?![A-Za-z])")
SCALE = regex(r"\d\s?([KkMB]|p(?!\.))(?![A-Za-z])")
POWERS = {"K": 3, "k": 3, "M": 6, "B": 9, "p": -2}
_QUOTED = regex(r"(the words )`([^`]+)`(.*)", re.DOTALL)
_WORD = regex(r"[\w.,]")
_INSIDE = regex(r"(?:\w|\d[.,])\Z")
_GOES_ON = regex(r"\w|[.,]\d")
NEAR = 400  # characters around a figure in which what is quoted stands
EXTRA = 2  # decimals shown beyond those of the stated figure, where the value has them


# -- Numbers --------------------------------------------------------------------------------------------------------


def number(value: Fraction, places: int, *, money: bool = False) -> str:
    """A value in digits: exact where a few more decimals than `places` make it so, else rounded to one more.

    Money has two decimals or none.
    """
    exactly = (p for p in range(places, places + EXTRA + 1) if not value.numerator * 10**p % value.denominator)
    shown = next(exactly, places + 1)
    return grouped(_fixed(value, 2 if money and shown == 1 else shown))


def _fixed(value: Fraction, decimals: int) -> str:
    above, below = abs(value.numerator) * 10**decimals, value.denominator
    whole = (2 * above + below) // (2 * below)  # ties go away from zero
    return f"{Decimal(whole if value >= 0 else -whole).scaleb(-decimals):f}"


def grouped(digits: str) -> str:
    """Thousands apart, and a true minus."""
    sign, digits = ("−", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


def decimals(quantity: Quantity) -> int:
    """How many decimals the author wrote, at the finer end; below zero for whole hundreds and the like is not told."""
    return max((max(0, -int(end.step.as_tuple().exponent)) for end in quantity.ends), default=0)


def recalculated(result: Range, stated: Figure, *, bare: bool = False) -> str:
    """The recalculated range as the author would have written it: currency, scale and unit like the stated figure.

    `bare` leaves currency and `per` away: `4–35` for `$4–35/month`.
    """
    unit = stated.quantity.unit.of
    if unit in clock.SCALES:
        return _joined(*(clock.written(end, unit, stated.text) for end in (result.low, result.high)))
    letters = SCALE.findall(stated.text) or [""]
    places = 0 if letters[-1] else decimals(stated.quantity)
    money = stated.quantity.unit.currency is not None and not letters[-1]
    ends = ((result.low, letters[0]), (result.high, letters[-1]))
    shown = [
        number(end / Fraction(10) ** POWERS[letter] if letter else end, places, money=money) + letter
        for end, letter in (ends[:1] if ends[0] == ends[1] else ends)
    ]
    low, high = shown[0], shown[-1]
    percent = "%" if stated.quantity.unit.percent else ""
    sign = "" if bare else (match[0] if (match := _CURRENCY.search(stated.text)) else "")
    tail = "" if bare else (match[0] if (match := _PER.search(stated.text)) else "")
    code = None if bare or sign else _CODE.search(stated.text)
    if code is not None:
        before = not any(character.isdigit() for character in stated.text[: code.start()])
        sign, tail = (f"{code[0]} ", tail) if before else (sign, f" {code[0]}{tail}")
    elif not bare and not sign and any(own.money for own in stated.quantity.unit.own):
        sign, behind = _own_sign(stated.text, letters[-1])
        tail = f"{behind}{tail}"
    if result.open_low and not result.open_high:
        return f"below {sign}{high}{percent}{tail}"
    both = _joined(low, high)
    body = f"{sign}{both}" if not both.startswith("−") else f"−{sign}{both[1:]}"
    return f"{body}{' ' if percent and '…' in both else ''}{percent}{tail}{' and up' if result.open_high else ''}"


def _own_sign(text: str, scale: str) -> tuple[str, str]:
    """What stands before and behind the digits of money whose sign its project names: `kr `, ` cr`."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    before, behind = text[: places[0]].lstrip("~≈<>≤≥-−(["), text[places[-1] + 1 :].split("/")[0].rstrip(")]+")
    return before, behind.removeprefix(scale) if before.strip() == "" else ""


def _joined(low: str, high: str) -> str:
    if low == high:
        return low
    return f"{low} … {high}" if low.startswith("−") else f"{low}–{high}"


def value(figure: Figure) -> str:
    """The digits of a stated figure: `~$5–10/month` → `5–10`, `($310)` → `(310)`."""
    if figure.quantity.word or figure.text.isdecimal():
        return figure.text
    text = _SIGN.sub("", _PER.sub("", figure.text))
    match = _NUMBER.search(text)
    digits = match.group().strip() if match else text
    if digits[0].isdigit() and any(end.value < 0 for end in figure.quantity.ends[:1]):
        return f"({digits})"  # as ledgers write it
    return _HYPHEN.sub("–", digits) if "-" in digits else digits


# -- Workings -------------------------------------------------------------------------------------------------------

_BINDS = {"or": -3, "and": -2, "span": 0, "+": 1, "−": 1, "mod": 2, "×": 2, "÷": 2, "^": 3}
_BINDS |= dict.fromkeys(("=", "≠", "<", "≤", ">", "≥"), -1)
_LOOSEST = min(_BINDS.values())


def workings(expression: Expression) -> str:
    """The expression with the stated digits: `2–5 + 2–5 + 0–25`, `(10 − 8–12) ÷ 10`, `min(3, 4)`.

    Amounts in several units that a project lets convert are written with their units.
    """
    units = [figure.quantity.unit for figure in figures_of(expression)]
    sizes = {unit.of for unit in units if unit.own and unit.measure(unit.of) and not unit.size}
    return written(expression, value if len(sizes) < 2 else lambda figure: figure.text)


def written(expression: Expression, name: Callable[[Figure], str]) -> str:
    """An expression in signs and functions, each figure as `name` gives it."""
    return _written(expression, name, _LOOSEST)


def _written(expression: Expression, name: Callable[[Figure], str], outer: int) -> str:
    if isinstance(expression, Ref):
        return name(expression.figure)
    if isinstance(expression, Const | Words):
        return expression.text
    if expression.operator == "span":
        return " or ".join(_written(argument, name, 0) for argument in expression.arguments)
    binds = _BINDS.get(expression.operator)
    if binds is None:
        arguments = [_written(argument, name, _LOOSEST) for argument in expression.arguments]
        return f"{expression.operator}({', '.join(arguments)})"
    first, *rest = expression.arguments
    parts = [_written(first, name, binds), *(_written(argument, name, binds + 1) for argument in rest)]
    text = f" {expression.operator} ".join(parts)
    return f"({text})" if binds < outer else text


# -- Verdicts -------------------------------------------------------------------------------------------------------


def title(verdict: Verdict) -> str:
    kind = verdict.relation.kind
    if verdict.outcome == "undecided":
        return f"{kind} cannot be decided"
    return TITLES[kind] if verdict.outcome == "drifts" else f"{kind} {verdict.outcome}"


def message(verdict: Verdict) -> str:
    """Stated, recalculated, difference and direction, in one line."""
    relation, result = verdict.relation, verdict.recalculated
    if verdict.words:
        return f"stated `{relation.stated.text}`; the formula gives `{verdict.words}`"
    if verdict.outcome == "undecided" or result is None:
        return verdict.reason
    stated = value(relation.stated)
    if relation.limit is not None:
        return _limited(verdict, relation.limit, result)
    if relation.comparison != "=":
        true = {"holds": "is", "within": "is in part", "drifts": "is not"}[verdict.outcome]
        amount, limit = stated, workings(relation.workings)
        claim: Comparison = relation.comparison
        if relation.stated.quantity.open and claim in _TURNED:  # `under $5` states the limit, not the amount
            amount, claim, limit = limit, _TURNED[claim], amount
        return f"{amount} {true} {_CLAIMS[claim]} {limit}"
    gives = _GIVES.get(relation.kind, "recalculated")
    text = f"stated {stated}; {gives} {recalculated(result, relation.stated, bare=True)}"
    off = _difference(verdict) if verdict.outcome in ("drifts", "rounds") else ""
    return f"{text} ({off})" if off else text


def _limited(verdict: Verdict, limit: Expression, result: Range) -> str:
    """What a declared claim compares: `2 × 29 = 58 is not at least 65–75`."""
    relation = verdict.relation
    true = {"holds": "is", "within": "is in part"}.get(verdict.outcome, "is not")
    left, right = workings(relation.workings), workings(limit)
    came_to = recalculated(result, relation.stated, bare=True)
    left = left if isinstance(relation.workings, Ref | Const) else f"{left} = {came_to}"
    return f"{left} {true} {_CLAIMS[relation.comparison]} {right}"


def _difference(verdict: Verdict) -> str:
    """By how much and in which direction each failing end is off: `low end 1 too much`."""
    quantity, result = verdict.relation.stated.quantity, verdict.recalculated
    if result is None or quantity.word:
        return ""
    places = decimals(quantity)
    ends = [
        (name, end, again)
        for name, end, again in (("low", quantity.low, result.low), ("high", quantity.high, result.high))
        if end
    ]
    if not quantity.is_range:
        nearest = min((again for _, _, again in ends), key=lambda again: abs(again - Fraction(ends[0][1].value)))
        difference = Fraction(ends[0][1].value) - nearest
        if quantity.unit.of in clock.SCALES:
            size = clock.written(abs(difference), quantity.unit.of, "0:00")
            return f"{size} {'too much' if difference > 0 else 'too little'}" if difference else ""
        return _off(difference, places)
    said = [
        f"{name} end {off}"
        for name, end, again in ends
        if (not verdict.ends or name in verdict.ends) and (off := _off(Fraction(end.value) - again, places))
    ]
    return ", ".join(said)


def _off(difference: Fraction, places: int) -> str:
    if difference == 0:
        return ""
    return f"{number(abs(difference), places)} {'too much' if difference > 0 else 'too little'}"


def notes(verdict: Verdict) -> tuple[str, ...]:
    """The workings with their lines, why it was read so, and what the verdict turns over."""
    relation = verdict.relation
    said = [f"{workings(relation.workings)}{_lines(relation)}; read so because of {_evidence(relation)}"]
    if verdict.flips:
        said.append(verdict.flips)
    if relation.leeway.exact and verdict.outcome == "drifts":
        said.append("nothing is taken as rounded here: the settings say `exact`")
    if relation.unread and verdict.outcome != "undecided":
        said.append("taken without " + ", ".join(f"`{span.text}`" for span in relation.unread))
    return (*said, *relation.notes)


def _evidence(relation: Relation) -> str:
    """What made it a relation. Words that were quoted up to a length end, and begin, outside numbers and words."""
    quoted = _QUOTED.fullmatch(relation.evidence)
    if quoted is None:
        return relation.evidence.replace("`` and ``", "without a heading").replace("``", "one without a heading")
    said, span = quoted[2], relation.stated.span
    text = " ".join(span.source.text[max(0, span.start - NEAR) : span.end + NEAR].split())
    at = text.find(said)
    if at < 0 or re.search(rf"(?<!\w){re.escape(said)}(?!\w|[.,]\d)", text):
        return relation.evidence
    words = said.split(" ")
    if _INSIDE.search(text, max(0, at - 2), at) and _WORD.match(said):
        words = words[1:] or words
    if _WORD.search(said[-1:]) and _GOES_ON.match(text, at + len(said)):
        words = words[:-1] or words
    return f"{quoted[1]}`{' '.join(words).strip()}`{quoted[3]}"


def _lines(relation: Relation) -> str:
    here = relation.stated.span.source
    lines = sorted({figure.span.first.line for figure in relation.inputs if figure.span.source is here})
    others = sorted({figure.span.source.path for figure in relation.inputs if figure.span.source is not here})
    said = [] if not lines else [f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]}–{lines[-1]}"]
    return "".join(f", {place}" for place in (*said, *others))


def help_text(verdict: Verdict) -> str:
    """What to write instead, for a drift."""
    relation = verdict.relation
    if verdict.outcome != "drifts" or verdict.recalculated is None:
        return ""
    if relation.stated.quantity.word or relation.comparison != "=":
        return ""
    about = "~" if relation.stated.text.startswith("~") else ""
    return f"write {about}{recalculated(verdict.recalculated, relation.stated)}, or mend an input"
