"""Which figure of a document is which of the document as it was: by heading, label, column and order. Pure.

Lines do not matter: text that moved is the same text. A heading that was renamed is known by the figures below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex

HALF = 0.5  # of the figures of a section, by which it is known again
ALIKE = 0.6  # how like two sentences are that one was made of the other
MOST = 60  # figures of a section that are compared by their words, and sections by their figures
MOST_ALIGNED = 400  # figures under one label that are aligned; more are taken in their order
_DIGITS = regex(r"\d[\d.,]*")

Path = tuple[str, ...]
Key = Callable[[Figure], Hashable]  # None where a figure has none


def matched(before: Sequence[Figure], after: Sequence[Figure]) -> Mapping[Figure, Figure]:
    """The figures before, by those that say the same thing after; both are given in the order of their texts."""
    found = _Matching(list(before), list(after))
    sections = _sections(before, after)

    def section(figure: Figure) -> Path:
        return sections.get(figure.label.path, figure.label.path)

    def new(figure: Figure) -> Path:
        return figure.label.path

    found.by(lambda it: (section(it), *_place(it)), lambda it: (new(it), *_place(it)))
    # In a sentence the words before a figure hold other figures, which may have changed.
    found.by(lambda it: _said(section(it), it), lambda it: _said(new(it), it))
    found.by(_wholly, _wholly)
    found.alone(_cell, _cell)
    found.alone(lambda it: _of_row(section(it), it), lambda it: _of_row(new(it), it))
    found.by(lambda it: (section(it), it.text), lambda it: (new(it), it.text))
    found.alike(section, new)
    return found.pairs


def _place(figure: Figure) -> tuple[str, str]:
    return figure.label.row, figure.label.column


def _said(path: Path, figure: Figure) -> Hashable:
    return None if figure.label.column else (path, _DIGITS.sub("#", figure.label.row))


def _wholly(figure: Figure) -> Hashable:
    """Its labels and its text, under whatever heading: it was moved."""
    return (*_place(figure), figure.text) if any(_place(figure)) else None


def _cell(figure: Figure) -> Hashable:
    return _place(figure) if all(_place(figure)) else None


def _of_row(path: Path, figure: Figure) -> Hashable:
    return (path, figure.label.row) if figure.label.column else None


@dataclass(slots=True)
class _Matching:
    """The figures that are not matched yet, in the order of the texts, and the pairs that were found."""

    before: list[Figure]
    after: list[Figure]
    pairs: dict[Figure, Figure] = field(default_factory=dict)

    def by(self, old: Key, new: Key) -> None:
        """Matches those with the same key, in their order."""
        self._take([pair for ones, others in self._common(old, new) for pair in _aligned(ones, others)])

    def alone(self, old: Key, new: Key) -> None:
        """Matches those of which there is one of a key, if they count the same thing."""
        single = [(ones[0], others[0]) for ones, others in self._common(old, new) if len(ones) == len(others) == 1]
        self._take([(one, other) for one, other in single if comparable(one.quantity, other.quantity)])

    def alike(self, old: Callable[[Figure], Path], new: Callable[[Figure], Path]) -> None:
        """Matches those of a section that count the same thing, in sentences or rows that are much alike."""
        found = []
        for ones, others in self._common(old, new):
            waiting = others[:MOST]
            for one in ones[:MOST]:
                scored = [(_likeness(one, other), -number) for number, other in enumerate(waiting)]
                score, number = max(scored, default=(0.0, 0))
                if score >= ALIKE:
                    found.append((one, waiting.pop(-number)))
        self._take(found)

    def _common(self, old: Key, new: Key) -> list[tuple[list[Figure], list[Figure]]]:
        ones, others = _grouped(self.before, old), _grouped(self.after, new)
        return [(group, others[key]) for key, group in ones.items() if key in others]

    def _take(self, pairs: Sequence[tuple[Figure, Figure]]) -> None:
        self.pairs.update((new, old) for old, new in pairs)
        olds = {old for old, _ in pairs}
        self.before = [figure for figure in self.before if figure not in olds]
        self.after = [figure for figure in self.after if figure not in self.pairs]


def _grouped(figures: Sequence[Figure], key: Key) -> dict[Hashable, list[Figure]]:
    found: dict[Hashable, list[Figure]] = defaultdict(list)
    for figure in figures:
        if (its := key(figure)) is not None:
            found[its].append(figure)
    return found


def _likeness(one: Figure, other: Figure) -> float:
    """How like the words are that say what two figures are; 0 where they count other things or other rows."""
    if not comparable(one.quantity, other.quantity) or bool(one.label.column) != bool(other.label.column):
        return 0.0
    if not one.label.column:
        return _ratio(one.label.row, other.label.row)
    return _ratio(one.label.column, other.label.column) if one.label.row == other.label.row else 0.0


def _ratio(one: str, other: str) -> float:
    words, its = (_DIGITS.sub("#", text).casefold().split() for text in (one, other))
    return SequenceMatcher(None, words, its, autojunk=False).ratio()


# -- Figures under one label --------------------------------------------------------------------------------------


def _aligned(ones: Sequence[Figure], others: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Those that are written the same, in their order; between these those that count the same thing."""
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0])]
    if max(len(ones), len(others)) > MOST_ALIGNED:
        return list(zip(ones, others, strict=False))
    matcher = SequenceMatcher(None, [it.text for it in ones], [it.text for it in others], autojunk=False)
    found: list[tuple[Figure, Figure]] = []
    for what, first, last, other_first, other_last in matcher.get_opcodes():
        olds, news = ones[first:last], others[other_first:other_last]
        found += zip(olds, news, strict=True) if what == "equal" else _counting_alike(olds, news)
    return found


def _counting_alike(olds: Sequence[Figure], news: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    waiting, left = list(news), []
    for old in olds:
        new = next((it for it in waiting if comparable(old.quantity, it.quantity)), None)
        if new is None:
            left.append(old)
        else:
            waiting.remove(new)
            yield old, new
    if len(left) == len(waiting):
        yield from zip(left, waiting, strict=True)


# -- Headings -------------------------------------------------------------------------------------------------------


def _sections(before: Sequence[Figure], after: Sequence[Figure]) -> Mapping[Path, Path]:
    """The headings that are there no more, each with the new ones that have most of its figures below them.

    Those whose own words stayed, and only a heading above them is another one, are found first.
    """
    olds, news = _labels(before), _labels(after)
    gone = [path for path in olds if path not in news]
    fresh = [path for path in news if path not in olds]
    found: dict[Path, Path] = {}
    taken: set[Path] = set()
    for kept in (_below_title, _last):
        others = _single(fresh, kept)
        for tail, old in _single(gone, kept).items():
            new = others.get(tail)
            if new is not None and _share(olds[old], news[new]) >= HALF:
                found[old] = new
        gone = [path for path in gone if path not in found]
        taken = set(found.values())
        fresh = [path for path in fresh if path not in taken]
    scored = [
        (_share(olds[old], news[new]), -abs(number - other), old, new)
        for number, old in enumerate(gone[:MOST])
        for other, new in enumerate(fresh[:MOST])
    ]
    for share, _, old, new in sorted(scored, key=lambda it: it[:2], reverse=True):
        if share >= HALF and old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _below_title(path: Path) -> Path:
    return path[1:]


def _last(path: Path) -> Path:
    return path[-1:]


def _single(paths: Sequence[Path], kept: Callable[[Path], Path]) -> dict[Path, Path]:
    """The paths by a part of them that no other one has."""
    groups: dict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        groups[kept(path)].append(path)
    return {tail: group[0] for tail, group in groups.items() if tail and len(group) == 1}


def _share(ones: Counter[Hashable], others: Counter[Hashable]) -> float:
    """How much of what stands below two headings has the same labels."""
    return (ones & others).total() / max(ones.total(), others.total())


def _labels(figures: Sequence[Figure]) -> dict[Path, Counter[Hashable]]:
    found: dict[Path, Counter[Hashable]] = defaultdict(Counter)
    for figure in figures:
        found[figure.label.path][_place(figure)] += 1
    return found
