"""The mask of a piece of prose while it is made: mark-up becomes blanks, what is no prose becomes U+FFFC."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.readers.worked import worked

NO_PROSE = "\ufffc"
TICKS = regex(r"`+")
TAG = r"</?[A-Za-z][A-Za-z0-9-]*+(?:\s[^<>]*+)?/?>"
AUTOLINK = r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}+:[^\s<>]*+|[^\s<>@]{1,64}+@[^\s<>@]{1,255}+)>"
ADDRESS_START = r"(?<![^\W_])(?:https?://|www\.)"
ADDRESS = ADDRESS_START + r"[^\s<>\[\]`\"|]++"
# Code that is the value of an entry and states an amount of money, or how it comes about: `Cost: `8 h * $90 = $720``.
_VALUE_FOLLOWS = regex(r"[^\W\d_][\w '’/()&-]{0,40}(?:[:：][\s*_~≈]*|\s=\s)\Z")
_MONEY = r"(?:[$€£¥₹]\d[\d.,]*(?:\s?[kKmMB]\b)?)"
_PLAIN = r"\d[\d.,]*(?:\s?[kKmMB]\b)?%?"
_TERM = rf"\(?(?:{_MONEY}|{_PLAIN})(?:[ /-][A-Za-z]{{1,16}}){{0,3}}\)?"
_AMOUNT = regex(
    rf"[~≈]?-?(?:{_MONEY}(?:[-–]{_MONEY})?(?:\s?/\s?[A-Za-z]{{1,16}})?|(?:{_TERM}\s[*×x+/÷−-]\s){{1,6}}{_TERM}\s=\s[~≈]?{_MONEY})"
)
LONGEST_VALUE = 120
SPACE = r"&(?:nbsp|ensp|emsp|thinsp|numsp|\#160|\#xA0);"


@dataclass(slots=True)
class Mask:
    """A text and its mask; `comments` are places of (whole, inside) comments in it."""

    text: str
    comments: list[tuple[int, int, int, int]] = field(default_factory=list)
    _signs: list[str] | None = None  # the characters of the mask, once one of them is not that of the text
    _runs: dict[int, list[int]] | None = None
    _open_comments: bool = False  # no end of a comment follows any more

    @property
    def plain(self) -> Sequence[str]:
        return self.text if self._signs is None else self._signs

    def put(self, start: int, end: int, mark: str = " ") -> None:
        """Replace a place, line ends left as they are."""
        if self._signs is None:
            self._signs = list(self.text)
        for index in range(start, end):
            if self._signs[index] not in "\r\n":
                self._signs[index] = mark

    def restore(self, start: int, end: int) -> None:
        """Put back what the text has in a place."""
        if self._signs is not None:
            self._signs[start:end] = self.text[start:end]

    def code(self, start: int, end: int) -> int:
        """Mask the code span that the backticks `start` to `end` open, or these alone; return where to go on."""
        if self._runs is None:
            self._runs = {}
            for run in TICKS.finditer(self.text):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        closers = self._runs.get(end - start, [])
        index = bisect_left(closers, end)
        if index == len(closers):
            return end
        close = closers[index] + end - start
        if self._value(start, end, closers[index]) or worked(self.text[end : closers[index]].strip()):
            self.put(start, end)
            self.put(closers[index], close)
        else:
            self.put(start, close, NO_PROSE)
        return close

    def _value(self, start: int, inside: int, end: int) -> bool:
        """Whether the code from `inside` to `end` is an amount that stands as the value of an entry."""
        if end - inside > LONGEST_VALUE or self.text[inside].isalpha() or not _AMOUNT.fullmatch(self.text, inside, end):
            return False  # most code begins with a letter
        line = self.text.rfind("\n", 0, start) + 1
        return _VALUE_FOLLOWS.search(self.text, max(line, start - 60), start) is not None

    def comment(self, start: int) -> int:
        """Mask the HTML comment that begins at `start`; return where to go on."""
        end = -1 if self._open_comments else self.text.find("-->", start + 4)
        if end < 0:
            self._open_comments = True
            return start + 4
        self.put(start, end + 3)
        self.comments.append((start, end + 3, start + 4, end))
        return end + 3

    def address(self, start: int, end: int) -> int:
        """Mask a bare address without the punctuation that closes the sentence around it."""
        found = self.text[start:end]
        trimmed = found.rstrip(".,;:!?'*_~" if "(" in found else ".,;:!?'*_~)")
        self.put(start, start + len(trimmed), NO_PROSE)
        return max(start + len(trimmed), start + 1)

    def emails(self) -> None:
        """Mask bare e-mail addresses."""
        for sign in re.finditer(r"(?<=[\w.+-])@(?=[\w-]++\.\w)", self.text):
            start = sign.start()
            while start > max(0, sign.start() - 64) and re.match(r"[\w.+-]", self.text[start - 1]):
                start -= 1
            after = re.compile(r"[\w-]++(?:\.[\w-]++)*+").match(self.text, sign.end())
            if after:
                self.put(start, after.end(), NO_PROSE)
