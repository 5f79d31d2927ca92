"""Digits with their separators → a decimal and how many places were written."""

from __future__ import annotations

from decimal import Decimal

from hostdoc.core.regex import regex

# A run of digits with single separators between them. Groups after a blank are joined by `group_end`.
NUMBER = regex(r"\d+(?:(?:[.,'’]|\{,\})\d+)*|(?<![\w.])\.\d+")  # `1{,}500` in a formula
_BLANK_GROUPS = regex(r"(?:[ \u00a0\u2009\u202f]\d{3}){1,11}(?![\w])(?:[.,]\d{1,2}(?![\w]))?")
_THOUSANDS = regex(r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})*[ \u00a0\u2009\u202f]000")
# What is searched in a whole document begins with a digit, and looks before it only then: a search leaps to digits.
_COMMA_DECIMAL = regex(r"\d,\d{1,2}(?![\d,])|\d\.\d{3},\d")
_POINT_DECIMAL = regex(r"\d(?<!\..)\.\d{1,2}(?!\d|\.\d)|\d,\d{3}\.\d|\d,\d{3},\d{3}")
_COMMA_GROUPS = regex(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")  # 1,234,567 and ₹1,00,000
_POINT_GROUPS = regex(r"\d{1,3}(?:\.\d{3})+")
_SEPARATORS = regex(r"['’ \u00a0\u2009\u202f]")
_POINT_MILLIONS = regex(r"[1-9](?<![\w.].)\d{0,2}(?:\.\d{3}){2}(?![\w.]\d|\.\d)")
_COMMA_THOUSANDS = regex(r"[1-9](?<![\d,].)\d{0,2},\d{3}(?!\d)")
# Round numbers with a point between their thousands: nobody writes so many decimals, `1.250`, of which the last is 0.
_POINT_ROUND = regex(r"[1-9](?<![\w.,].)\d{0,2}\.\d{2}0(?![\w]|[.,]\d)")
SEVERAL = 3  # of them, before they tell anything
POINTS = ".."  # the mark of a document that groups with points, and writes decimals with them, too
LONGEST = 30  # digits; more is an identifier


def decimal_mark(text: str) -> str:
    """`,` where a document's figures write it for decimals, or points between thousands, more often than `.`, else `.`.

    POINTS where it writes both thousands and decimals with it, `$1.634.000` and `5.1`, and no thousands with a comma.
    """
    commas, points = len(_COMMA_DECIMAL.findall(text)), len(_POINT_DECIMAL.findall(text))
    rounded = len(_POINT_ROUND.findall(text))
    if commas + (rounded if rounded >= SEVERAL else 0) > points:
        return ","
    return POINTS if _POINT_MILLIONS.search(text) and not _COMMA_THOUSANDS.search(text) else "."


def _groups_with_points(text: str, mark: str) -> bool:
    return mark == "," or (mark == POINTS and text[0] != "0")


def group_end(text: str, start: int, end: int, *, loose: bool) -> int:
    """Where digits that begin at `start` end if groups of three follow after blanks (`16 128`).

    An ordinary blank counts only if `loose`: where nothing but a figure can stand, or behind a currency; and before
    `000`, which is no figure of its own.
    """
    match = _BLANK_GROUPS.match(text, end)
    if not match or end - start > 3 or not text[start:end].isdigit():
        return end
    sure = loose or " " not in match.group() or _THOUSANDS.fullmatch(text, start, match.end())
    return match.end() if sure else end


def read_digits(text: str, mark: str) -> tuple[Decimal, int] | None:
    """The value of `1,234.50`, `1.234,50`, `1'234`, `16 128` and the number of its decimals; None for `1.2.3`."""
    if not text.isdecimal():
        text = _SEPARATORS.sub("", text).replace("{,}", ",")
    if len(text) > LONGEST:
        return None
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        text = text.replace(",", "") if point > comma else text.replace(".", "").replace(",", ".")
    elif comma >= 0:
        grouped = _COMMA_GROUPS.fullmatch(text) and not (mark == "," and text.count(",") == 1)
        if not grouped and text.count(",") > 1:
            return None
        text = text.replace(",", "" if grouped else ".")
    elif point >= 0 and _POINT_GROUPS.fullmatch(text) and (_groups_with_points(text, mark) or text.count(".") > 1):
        text = text.replace(".", "")
    if text.count(".") > 1:
        return None
    whole, _, fraction = text.partition(".")
    return Decimal(f"{whole or '0'}.{fraction or '0'}"), len(fraction)
