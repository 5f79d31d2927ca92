"""What to type so that a figure states other numbers: only its digits change, all else stays as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.judge import round_to
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import End
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.figures.digits import NUMBER, decimal_mark, group_end, read_digits

WIDEST = 400  # characters behind a figure within which its table cell ends
_INDIAN = regex(r"\d{1,2}(?:,\d\d)+,\d{3}")
_CELL_START = regex(r"(?:\A\s*\||(?<=\|))([ ]*)([^|]*)\Z")
_CELL_END = regex(r"([^|\r\n]*?)([ ]*)(?=\|)")


class Unwritable(Exception):
    """Other digits alone cannot make the figure state these numbers; the message says why."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` in place of what stands at `span`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a document writes numbers: its decimal mark, and the sign between groups of digits, if it groups them."""

    mark: str
    groups: str

    @classmethod
    def of(cls, ledger: Ledger) -> Style:
        """The style of a document's figures; the first that is long enough tells the groups."""
        mark = decimal_mark(ledger.document.plain)
        first = next((sign for figure in ledger.figures if (sign := _group_sign(figure, mark)) is not None), "")
        return cls(mark, first)


def _group_sign(figure: Figure, mark: str) -> str | None:
    """The sign between the groups of a figure of four or more digits; None if it has fewer."""
    for token in _tokens(figure, mark, loose=True):
        if sum(character.isdigit() for character in token.whole) > 3:
            return next((sign for sign in token.whole if not sign.isdigit()), "")
    return None


@dataclass(frozen=True, slots=True)
class _Token:
    """The digits of one end: their offsets in the figure's text, and what one written unit of them is worth."""

    start: int
    end: int
    text: str
    decimals: int
    worth: Fraction

    @property
    def whole(self) -> str:
        """What stands before the decimal mark."""
        return self.text[: len(self.text) - self.decimals - 1] if self.decimals else self.text


def edit(figure: Figure, low: Fraction, high: Fraction, style: Style) -> Edit | None:
    """The edit after which a figure states `low` to `high`, each rounded to the digits it is written with.

    None if it states them already. Raises Unwritable.
    """
    ends = figure.quantity.ends
    if figure.quantity.word or not ends:
        raise Unwritable("a word stands for it")
    if not figure.quantity.is_range and low != high:
        raise Unwritable("it is one number, and comes to a range")
    if len(ends) == 2 and low == high:
        raise Unwritable("it is a range, and comes to one number")
    tokens = _tokens(figure, style.mark)
    if len(tokens) != len(ends):
        raise Unwritable("its digits are written in a way that is not rewritten")
    values = (low, high) if len(ends) == 2 else (high,) if figure.quantity.low is None else (low,)
    text, first = figure.text, tokens[0].start
    typed, place = "", first
    for token, end, value in zip(tokens, ends, values, strict=True):
        typed += text[place : token.start] + _typed(token, end, value, style)
        place = token.end
    if typed == text[first:place]:
        return None
    start = figure.span.start + first
    return _fitted(Edit(Span(figure.span.source, start, start + place - first), typed))


def applied(text: str, changes: Iterable[Edit]) -> str:
    """A text with edits made that do not overlap."""
    for change in sorted(changes, key=lambda it: it.span.start, reverse=True):
        text = text[: change.span.start] + change.text + text[change.span.end :]
    return text


# -- Digits ---------------------------------------------------------------------------------------------------------


def _tokens(figure: Figure, mark: str, *, loose: bool = False) -> list[_Token]:
    """The digits of each end, as far as they can be told from other digits of the figure.

    `loose`: their worth need not be that of the ends.
    """
    ends, place, found = figure.quantity.ends, 0, list[_Token]()
    for match in NUMBER.finditer(figure.text):
        if match.start() < place or len(found) == len(ends):
            continue
        place = group_end(figure.text, match.start(), match.end(), loose=True)
        written, end = figure.text[match.start() : place], ends[len(found)]
        digits = read_digits(written, mark)
        if digits is None:
            break
        worth = Fraction(end.step) * 10 ** digits[1]
        if not loose and Fraction(digits[0]) * worth != abs(Fraction(end.value)):
            break
        found.append(_Token(match.start(), place, written, digits[1], worth))
    return found


def _typed(token: _Token, end: End, value: Fraction, style: Style) -> str:
    """A value in the digits of a token: as many decimals, the same separators."""
    rounded = round_to(value, Fraction(end.step))
    if rounded and end.value and (rounded < 0) != (end.value < 0):
        raise Unwritable("its sign changes")
    scaled = abs(rounded) / token.worth * 10**token.decimals
    digits = str(int(scaled)).rjust(token.decimals + 1, "0")
    cut = len(digits) - token.decimals
    whole, fraction = _grouped(digits[:cut], token, style), digits[cut:]
    if not token.decimals:
        return whole
    return ("" if whole == "0" and not token.whole else whole) + token.text[len(token.whole)] + fraction


def _grouped(whole: str, token: _Token, style: Style) -> str:
    """Digits in groups as the token groups its own; one that was too short to tell follows its document."""
    before = token.whole
    sign = next((sign for sign in before if not sign.isdigit()), "" if len(before) > 3 else style.groups)
    if not sign:
        return whole
    if _INDIAN.fullmatch(before):
        return re.sub(r"(?<=\d)(?=(?:\d\d)*\d{3}\Z)", ",", whole)
    return f"{int(whole):,}".replace(",", sign)


# -- The width of table cells ---------------------------------------------------------------------------------------


def _fitted(change: Edit) -> Edit:
    """An edit that takes as many blanks of its table cell as it is longer, so that columns stay aligned.

    Blanks are taken, or given back, at the side that has more than one; elsewhere the cell is not aligned.
    """
    text, longer = change.span.source.text, len(change.text) - (change.span.end - change.span.start)
    line_start = max(text.rfind("\n", 0, change.span.start), text.rfind("\r", 0, change.span.start)) + 1
    before = _CELL_START.search(text[line_start : change.span.start])
    after = _CELL_END.match(text[change.span.end : change.span.end + WIDEST])
    if not longer or before is None or after is None:
        return change
    left, right = len(before[1]), len(after[2])
    if left > 1 and right <= 1:
        kept = max(1, left - longer)
        start = change.span.start - len(before[1]) - len(before[2])
        return Edit(Span(change.span.source, start, change.span.end), " " * kept + before[2] + change.text)
    if right > 1:
        kept = max(1, right - longer)
        end = change.span.end + after.end()
        return Edit(Span(change.span.source, change.span.start, end), change.text + after[1] + " " * kept)
    return change
