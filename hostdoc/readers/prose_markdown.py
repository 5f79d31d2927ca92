"""What of Markdown's inline text is prose: emphasis, escapes, comments and tags blanked, code and addresses masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.readers.latex import formulas
from hostdoc.readers.masked import ADDRESS, ADDRESS_START, AUTOLINK, NO_PROSE, SPACE, TAG, Mask

SIGN = regex(r"[\\`<!\[\]*_~&]")  # what mark-up begins with, where there are no addresses
SIGN_OR_ADDRESS = regex(rf"{SIGN.pattern}|{ADDRESS_START}")
MARKUP = regex(
    rf"""(?P<escape>\\[!-/:-@\[-`{{-~])
    |(?P<code>`++)
    |(?P<comment><!--)
    |(?P<auto>{AUTOLINK})
    |(?P<tag>{TAG})
    |(?P<note>\[\^[^\]\s]{{1,100}}\]:?)
    |(?P<open>!?\[)
    |(?P<close>\])
    |(?P<address>{ADDRESS})
    |(?P<space>{SPACE})
    |(?P<run>\*++|_++|~~++)""",
    re.X,
)
DESTINATION = regex(
    r"""\(\s*+(?:<[^<>\n]*+>|(?:[^\s()\\]|\\.|\([^\s()]*+\))*+)
    (?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)""",
    re.X,
)
REFERENCE = regex(r"\[([^\[\]]{0,999}+)\]")
LONGEST_LABEL = 999


@dataclass(slots=True)
class _Run:
    """A run of emphasis marks, of which `start` to `end` are still free."""

    start: int
    end: int
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Emphasis:
    openers: dict[str, list[_Run]] = field(default_factory=lambda: {"*": [], "_": [], "~": []})

    def add(self, mask: Mask, start: int, end: int) -> None:
        """Pair a run with the runs before it, as CommonMark does, and blank what pairs."""
        sign = mask.text[start]
        opens, closes = _flanks(mask.text, start, end)
        run = _Run(start, end, opens, closes)
        while run.closes and run.start < run.end and self.openers[sign]:
            opener = self.openers[sign][-1]
            size = 2 if sign == "~" or min(opener.end - opener.start, run.end - run.start) >= 2 else 1
            mask.put(opener.end - size, opener.end)
            mask.put(run.start, run.start + size)
            opener.end -= size
            run.start += size
            if opener.end - opener.start < (2 if sign == "~" else 1):
                self.openers[sign].pop()
            for other in self.openers.values():
                while other and other[-1].start > opener.start:
                    other.pop()
        if run.opens and run.start < run.end:
            self.openers[sign].append(run)


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run may open and may close emphasis. `**` is read more kindly than CommonMark does."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isdigit() and after.isdigit():  # 2*3, 50_000
        return False, False
    left, right = not after.isspace(), not before.isspace()
    if text[start] == "~" and end - start != 2:
        return False, False
    if text[start] == "*" and end - start >= 2:
        if left and right:  # between words: it closes behind a mark or a word, and may open before one
            return True, True
        return left, right
    strict_left = left and (not _is_sign(after) or not right or _is_sign(before))
    strict_right = right and (not _is_sign(before) or not left or _is_sign(after))
    if text[start] == "_":
        return (
            strict_left and (not strict_right or _is_sign(before)),
            strict_right and (not strict_left or _is_sign(after)),
        )
    return strict_left, strict_right


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def mask_markdown(text: str, references: Container[str] = ()) -> Mask:
    """The mask of some inline Markdown; `references` are the labels of the document's link definitions."""
    mask = Mask(text)
    sign = SIGN_OR_ADDRESS if "http" in text or "www." in text else SIGN
    if not (sign.search(text) or "@" in text or "{,}" in text):
        return mask  # without any mark-up, as most cells are
    emphasis, brackets, at = _Emphasis(), list[int](), 0
    shown = list(formulas(mask))
    while possible := sign.search(text, at):
        while shown and shown[0][1] <= possible.start():
            del shown[0]
        if shown and shown[0][0] <= possible.start():
            at = shown[0][1]
            continue
        found = MARKUP.match(text, possible.start())
        if found is None:
            at = possible.start() + 1
            continue
        start, at = found.span()
        match found.lastgroup:
            case "escape":
                mask.put(start, start + 1)
            case "code":
                at = mask.code(start, at)
            case "comment":
                at = mask.comment(start)
            case "auto" | "note":
                mask.put(start, at, NO_PROSE)
            case "address":
                at = mask.address(start, at)
            case "open":
                brackets.append(start)
            case "close":
                if brackets:
                    at = _link(mask, brackets.pop(), at, references)
            case "run":
                emphasis.add(mask, start, at)
            case _:
                mask.put(start, at)
    if "@" in text:
        mask.emails()
    return mask


def _link(mask: Mask, opening: int, at: int, references: Container[str]) -> int:
    """Mask the link whose text ends before `at`, if it is one; return where to go on."""
    text, end = mask.text, at
    inside = opening + 1 + (text[opening] == "!")
    if destination := DESTINATION.match(text, at):
        end = destination.end()
        mask.put(at, end)
        mask.put(at + 1, end - 1, NO_PROSE)
    elif at - opening > LONGEST_LABEL:
        return at
    elif (reference := REFERENCE.match(text, at)) and label(reference[1] or text[inside : at - 1]) in references:
        end = reference.end()
        mask.put(at, end, NO_PROSE)
    elif label(text[inside : at - 1]) not in references:
        return at
    mask.put(opening, inside)
    mask.put(at - 1, at)
    if text[opening] == "!":
        mask.put(inside, at - 1, NO_PROSE)
    return end


def label(text: str) -> str:
    """A link label as CommonMark compares it."""
    return " ".join(text.split()).lower().upper()
