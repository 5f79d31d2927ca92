"""The amounts that sibling sections of a document carry under the same label: `Budget` under each milestone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.units import Unit
from hostdoc.figures.labels import OPTIONAL
from hostdoc.relations.evidence.sums import Terms
from hostdoc.relations.structure.outline import Entry

MOST = 200  # labels of which a document repeats the amounts
HEADING = "#"  # the label of an amount that stands in the heading itself


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading with what stands below it."""

    level: int
    text: str
    parent: Section | None

    @property
    def optional(self) -> bool:
        return OPTIONAL.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Labelled:
    """One amount of a label from each of some sibling sections; `needed` leaves out those of optional ones."""

    label: str
    parent: Section | None
    sections: frozenset[Section]
    terms: Terms
    needed: Terms

    @property
    def optional(self) -> bool:
        return len(self.needed.figures) < len(self.terms.figures)


class Sections:
    """The sections around every entry of a document, outermost first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.around: list[tuple[Section, ...]] = []
        self._labelled: dict[Unit, list[Labelled]] = {}
        stack: tuple[Section, ...] = ()
        for entry in entries:
            if entry.heading:
                level = entry.heading.level
                stack = tuple(section for section in stack if section.level < level)
                stack = (*stack, Section(level, entry.text, stack[-1] if stack else None))
            self.around.append(stack)

    def labelled(self, unit: Unit, amount: Callable[[Entry], Figure | None]) -> list[Labelled]:
        """The labels that two sibling sections carry an amount of, by the first amount in each."""
        if unit not in self._labelled:
            found: dict[tuple[Section | None, int, str], dict[Section, Figure]] = {}
            for entry, around in zip(self.entries, self.around, strict=True):
                label = HEADING if entry.heading else entry.label
                figure = amount(entry) if around and label else None
                if figure is not None:
                    for section in around:
                        found.setdefault((section.parent, section.level, label), {}).setdefault(section, figure)
            several = [(key, first) for key, first in found.items() if len(first) > 1]
            self._labelled[unit] = [_labelled(key[-1], key[0], first) for key, first in several[:MOST]]
        return self._labelled[unit]

    def apart(self, index: int, found: Labelled) -> int | None:
        """How many levels an entry has to go up to the section that holds sibling sections, too; None if within one."""
        around = self.around[index]
        if not found.sections.isdisjoint(around):
            return None
        common = found.parent
        while common is not None and common not in around:
            common = common.parent
        return len(around) - (around.index(common) + 1 if common is not None else 0)


def _labelled(label: str, parent: Section | None, first: dict[Section, Figure]) -> Labelled:
    needed = [figure for section, figure in first.items() if not section.optional]
    return Labelled(label, parent, frozenset(first), Terms.of(first.values()), Terms.of(needed))
