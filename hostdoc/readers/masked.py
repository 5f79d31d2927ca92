"""The mask of a piece of prose while it is made: mark-up becomes blanks, what is no prose becomes U+FFFC."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from hostdoc.core.regex import regex
from hostdoc.readers.worked import worked

NO_PROSE = "\ufffc"
TICKS = regex(r"`+")
TAG = r"</?[A-Za-z][A-Za-z0-9-]*+(?:\s[^<>]*+)?/?>"
AUTOLINK = r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}+:[^\s<>]*+|[^\s<>@]{1,64}+@[^\s<>@]{1,255}+)>"
ADDRESS_START = r"(?<![^\W_])(?:https?://|www\.)"
ADDRESS = ADDRESS_START + r"[^\s<>\[\]`\"|]++"
SPACE = r"&(?:nbsp|ensp|emsp|thinsp|numsp|\#160|\#xA0);"


@dataclass(slots=True)
class Mask:
    """A text and its mask; `comments` are places of (whole, inside) comments in it."""

    text: str
    plain: list[str] = field(init=False)
    comments: list[tuple[int, int, int, int]] = field(default_factory=list)
    _runs: dict[int, list[int]] | None = None
    _open_comments: bool = False  # no end of a comment follows any more

    def __post_init__(self) -> None:
        self.plain = list(self.text)

    def put(self, start: int, end: int, mark: str = " ") -> None:
        """Replace a place, line ends left as they are."""
        for index in range(start, end):
            if self.plain[index] not in "\r\n":
                self.plain[index] = mark

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
        if worked(self.text[end : closers[index]].strip()):
            self.put(start, end)
            self.put(closers[index], close)
        else:
            self.put(start, close, NO_PROSE)
        return close

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
