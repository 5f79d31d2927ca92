"""What of Org's inline text is prose; Markdown habits (`**bold**`, backticks, comments) are read as they are meant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.readers.latex import formulas
from hostdoc.readers.masked import ADDRESS, AUTOLINK, NO_PROSE, SPACE, TAG, Mask
from hostdoc.readers.worked import worked

ANYTHING = regex(r"[\\`<\[*/_+=~&@{]|https?://|www\.")
MARKUP = regex(
    rf"""(?P<code>`++)
    |(?P<comment><!--)
    |(?P<stamp>[<\[]\d{{4}}-\d\d-\d\d[^<>\[\]\n]*+[>\]])
    |(?P<auto>{AUTOLINK}|\{{\{{\{{[^{{}}\n]*+\}}\}}\}})
    |(?P<tag>{TAG}|<<<?[^<>\n]++>>>?|\\\\[ \t]*+$)
    |(?P<snippet>@@)
    |\[\[(?P<link>[^\[\]\n]++)\](?:\[(?P<words>[^\[\]\n]++)\])?\]
    |\[(?P<habit>[^\[\]\n]{{1,500}}+)\]\((?P<target>[^\s()]{{1,2000}}+)\)
    |(?P<note>\[fn:[^\[\]\s:]*+(?:\]|:)|\[\d*+(?:/\d*+|%)\])
    |(?P<address>{ADDRESS})
    |(?P<space>{SPACE})
    |(?P<bold>\*\*(?![\s*]))
    |(?P<mark>[*/_+=~])""",
    re.X | re.M,
)
SNIPPET = regex(r"@@([A-Za-z-]++):")
CODES = "EUR|USD|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|BRL|ZAR|KES|UGX|DAI|ETH|BTC|US|Rs|kr"
ABOUT = regex(rf"[~+][-−+(<>]?+[ ]?(?:\d|[.,]\d|[^\W\d_]{{0,3}}[$€£¥₹₽₩₿₺₪₫₱฿₴₦₵₡₲₭₮¢]|(?:{CODES})[ ]?\d)")
BEFORE = frozenset(" \t\r\n\xa0-–—([{'\"|")
AFTER = frozenset(" \t\r\n\xa0-–—.,;:!?'\")}[]|/%")
OPEN_END = frozenset("0123456789KMBkmb%")  # what stands before the plus of `50K+`


@dataclass(slots=True)
class _Marks:
    """Where each mark may close, and where lines end."""

    text: str
    closers: dict[str, list[int]] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]
        self.closers["**"] = [found.start() for found in re.finditer(r"(?<=[^\s*])\*\*(?!\*)", self.text)]
        for found in re.finditer(r"(?<=\S)[*/_+=~]", self.text):
            at, sign = found.start(), found[0]
            follows = self.text[at + 1] if at + 1 < len(self.text) else " "
            if follows in AFTER or follows in "*/_+=~":
                if sign == "+" and self.text[at - 1] in OPEN_END:
                    continue
                self.closers.setdefault(sign, []).append(at)

    def closing(self, mark: str, start: int) -> int:
        """Where the mark that opens at `start` closes, a line further at most; -1 where it does not."""
        closers = self.closers.get(mark, [])
        index = bisect_left(closers, start + len(mark) + 1)
        if index == len(closers):
            return -1
        lines = bisect_right(self.breaks, closers[index]) - bisect_right(self.breaks, start)
        return closers[index] if lines <= 1 else -1

    def opens(self, start: int) -> bool:
        text = self.text
        if start + 1 >= len(text) or text[start + 1].isspace():
            return False
        if start and text[start - 1] not in BEFORE and text[start - 1] not in "*/_+":
            return False
        return text[start] not in "~+" or not ABOUT.match(text, start)


def mask_org(text: str) -> Mask:
    """The mask of some inline Org."""
    mask = Mask(text)
    shown = list(formulas(mask))
    if not ANYTHING.search(text):
        return mask
    marks, used, at = _Marks(text), set[int](), 0
    while found := MARKUP.search(text, at):
        start, at = found.span()
        while shown and shown[0][1] <= start:
            del shown[0]
        if shown and shown[0][0] <= start:
            at = shown[0][1]
            continue
        match found.lastgroup:
            case "code":
                at = mask.code(start, at)
            case "comment":
                at = mask.comment(start)
            case "snippet":
                at = _snippet(mask, start)
            case "link" | "words":
                at = _link(mask, found)
            case "target":
                _habit(mask, found)
                at = start + 1
            case "auto" | "note":
                mask.put(start, at, NO_PROSE)
            case "stamp":
                mask.put(start, start + 1)
                mask.put(at - 1, at)
            case "address":
                at = mask.address(start, at)
            case "bold" | "mark":
                at = _emphasis(mask, marks, used, start, at)
            case _:
                mask.put(start, at)
    if "@" in text:
        mask.emails()
    return mask


def _emphasis(mask: Mask, marks: _Marks, used: set[int], start: int, at: int) -> int:
    mark = mask.text[start:at]
    if start in used or (len(mark) == 1 and not marks.opens(start)):
        return at
    close = marks.closing(mark, start)
    if close < 0 or close in used:
        return start + 1 if len(mark) == 1 else at
    if mark in "=~" and not worked(mask.text[start + 1 : close]):
        mask.put(start, close + 1, NO_PROSE)
        return close + 1
    mask.put(start, at)
    mask.put(close, close + len(mark))
    if mark in "=~":
        return close + 1
    used.update(range(close, close + len(mark)))
    return at


def _link(mask: Mask, found: re.Match[str]) -> int:
    """`[[target][words]]`: the words stay and are read on."""
    mask.put(*found.span())
    mask.put(*found.span("link"), NO_PROSE)
    if found["words"] is None:
        return found.end()
    start, end = found.span("words")
    mask.restore(start, end)
    if re.match(ADDRESS, found["words"]):
        mask.put(start, end, NO_PROSE)
    return start


def _habit(mask: Mask, found: re.Match[str]) -> None:
    """A Markdown link, `[words](target)`."""
    start, end = found.span("target")
    mask.put(found.start(), found.start() + 1)
    mask.put(start - 2, end + 1)
    mask.put(start, end, NO_PROSE)


def _snippet(mask: Mask, start: int) -> int:
    """`@@comment:…@@` and `@@html:…@@` are no prose; the first is a comment."""
    opening = SNIPPET.match(mask.text, start)
    end = mask.text.find("@@", start + 2) if opening else -1
    if opening is None or end < 0:
        return start + 2
    mask.put(start, end + 2)
    if opening[1].lower() == "comment":
        mask.comments.append((start, end + 2, opening.end(), end))
    return end + 2
