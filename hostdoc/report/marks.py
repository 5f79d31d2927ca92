"""Marks in place: private characters around figures survive rendering and are turned into tags afterwards.

A reader of Markdown or Org treats a private-use character as a letter of no script, so a text with such characters
around its figures renders like the text without them. That is not assumed but checked: what was rendered with marks
must, marks left out, be what is rendered without; figures that break this stay unmarked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.span import Span

PLANES = (0xF0000, 0x100000)  # private planes; the second is used if a document has characters of the first
ROOM = 0x7FF0  # figures that can be marked in one document
SIGNS = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_TAG = re.compile(r"<[^<>]*>")
_VOID = re.compile(r"<(?:br|img|hr|wbr)\b", re.I)
WHOLE = -1  # in place of the number of a block: all of them
_TRIES = 60  # renderings spent on finding out which figures cannot be marked


def plain(html: str) -> str:
    """A rendering without its marks."""
    return SIGNS.sub("", html)


def plane(text: str) -> int | None:
    """The first private plane that the text itself does not use."""
    used = {ord(sign[0]) & 0x1F0000 for sign in SIGNS.finditer(text)} if SIGNS.search(text) else set()
    return next((base for base in PLANES if base not in used), None)


class MarkedText:
    """A source with a private character before and behind each of some figures."""

    def __init__(self, text: str, base: int, figures: Sequence[Figure]) -> None:
        self._text = text
        self._cuts: list[tuple[int, int, str]] = []  # offset, order at it, character
        for number, figure in enumerate(figures[:ROOM]):
            insort(self._cuts, (figure.span.start, 1, chr(base + 2 * number)))
            insort(self._cuts, (figure.span.end, 0, chr(base + 2 * number + 1)))

    def slice(self, start: int, end: int) -> str:
        """Characters `start` to `end` of the source, with the marks of the figures that lie inside."""
        parts, at = [], start
        for index in range(bisect_left(self._cuts, (start, 1, "")), len(self._cuts)):
            offset, _, sign = self._cuts[index]
            if offset > end or (offset == end and ord(sign) % 2 == 0):
                break
            parts += [self._text[at:offset], sign]
            at = offset
        return "".join(parts) + self._text[at:end]


Render = Callable[[MarkedText], list[str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """Blocks of HTML that hold private characters, and the figures these stand for, by number."""

    blocks: list[str]
    base: int
    figures: tuple[Figure, ...]


def mark(render: Render, span: Span, figures: Sequence[Figure]) -> Marked:
    """Render a source with as many of its figures marked as can be without changing anything else."""
    text = span.source.text
    base = plane(text)
    if base is None:
        return Marked(render(MarkedText(text, PLANES[0], ())), PLANES[0], ())
    chosen = _apart(figures)[:ROOM]
    bare = render(MarkedText(text, base, ()))
    blocks = render(MarkedText(text, base, chosen))
    if [plain(block) for block in blocks] != bare:
        chosen = _harmless(render, text, base, bare, _suspects(blocks, bare, base, chosen))
        blocks = render(MarkedText(text, base, chosen))
    return Marked(blocks, base, tuple(chosen))


def _apart(figures: Sequence[Figure]) -> list[Figure]:
    """Figures in the order of the text, without those that overlap the one before."""
    kept: list[Figure] = []
    for figure in sorted(dict.fromkeys(figures), key=lambda figure: (figure.span.start, -figure.span.end)):
        if figure.span.end > figure.span.start and (not kept or figure.span.start >= kept[-1].span.end):
            kept.append(figure)
    return kept


def _suspects(blocks: list[str], bare: list[str], base: int, figures: list[Figure]) -> dict[int, list[Figure]]:
    """Figures by the number of the block that their marks stand in; all together where that cannot be told."""
    found: dict[int, list[Figure]] = {}
    for number, block in enumerate(blocks):
        signs = dict.fromkeys((ord(sign) - base) // 2 for sign in SIGNS.findall(block))
        found[number] = [figures[sign] for sign in signs if 0 <= sign < len(figures)]
    told = len(blocks) == len(bare) and sum(map(len, found.values())) == len(figures)
    return found if told else {WHOLE: figures}


def _harmless(render: Render, text: str, base: int, bare: list[str], suspects: dict[int, list[Figure]]) -> list[Figure]:
    """Those of the figures that can be marked together, found by halving in all blocks at once: few are in the way."""

    def rendered(figures: Iterable[Figure]) -> list[str]:
        ordered = sorted(figures, key=lambda figure: figure.span.start)
        return [plain(block) for block in render(MarkedText(text, base, ordered))]

    kept: dict[int, list[Figure]] = {number: [] for number in suspects}
    waiting = {number: [group] for number, group in suspects.items() if group}
    for _ in range(_TRIES):
        trial = {number: groups.pop() for number, groups in waiting.items() if groups}
        if not trial:
            break
        blocks = rendered(figure for number in suspects for figure in (*kept[number], *trial.get(number, ())))
        for number, group in trial.items():
            same = blocks == bare if number == WHOLE or len(blocks) != len(bare) else blocks[number] == bare[number]
            if same:
                kept[number] += group
            elif len(group) > 1:
                half = len(group) // 2
                waiting[number] += [group[half:], group[:half]]
    found = sorted((figure for group in kept.values() for figure in group), key=lambda figure: figure.span.start)
    return found if rendered(found) == bare else []


# -- From private characters to tags ------------------------------------------------------------------------------

Tag = Callable[[Figure, str, bool], str]  # figure, its rendered text, whether it stands in a link


def place(block: str, marked: Marked, tag: Tag) -> tuple[str, list[Figure]]:
    """A block with its private characters made tags, and the figures that stand in it.

    A figure whose text straddles other tags, or that stands in an attribute, is left as it is written.
    """
    parts, found = [], []
    at, inside = 0, False  # how far the block is written; whether a link is open
    pattern = re.compile(f"([{chr(marked.base)}-{chr(marked.base + 2 * ROOM)}])|(<[^<>]*>)")
    for match in pattern.finditer(block):
        if match.start() < at:
            continue
        if match[2]:
            inside = match[2].startswith("<a ") or (inside and match[2] != "</a>")
            parts += [block[at : match.start()], plain(match[2])]
            at = match.end()
            continue
        number, closes = divmod(ord(match[1]) - marked.base, 2)
        parts.append(block[at : match.start()])
        at = match.end()
        end = block.find(chr(ord(match[1]) + 1), at)
        if closes or number >= len(marked.figures) or end < 0 or not _balanced(block[at:end]):
            continue
        figure = marked.figures[number]
        parts.append(tag(figure, plain(block[at:end]), inside))
        found.append(figure)
        at = end + 1
    return "".join(parts) + block[at:], found


def _balanced(html: str) -> bool:
    """Whether every tag that opens in a piece of HTML closes in it, links excepted: those may not hold a mark."""
    depth = 0
    for tag in _TAG.findall(html):
        if tag.startswith("<a"):
            return False
        if not _VOID.match(tag):
            depth += -1 if tag.startswith("</") else 1
        if depth < 0:
            return False
    return depth == 0
