"""A total duration or effort agrees with those of the parts, in whatever units they are stated.

Checked: `Total estimated duration: 2 months` over `Estimated duration: 2 weeks` under each milestone, over durations in
headings, also what the heading above them states in hours, and over the items of a list; with it the other lines of a
summary whose label every part repeats, as in `Effort: 160 hours`. A month is 4 weeks, or 52/12; a week is 7 days, or 5
of work; a day is 8 hours of work.

Example: `Total duration: 5 months` over `6 weeks`, `4 weeks` and `1 month` drifts: it is 3.5 months at most.

Wrong when there is time between the parts, or when they overlap: a duration that is less than its parts is no drift, an
effort is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES, Unit, fitting
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import total_words
from hostdoc.relations.evidence.sums import rough
from hostdoc.relations.structure.outline import LONG, Entry, outlined
from hostdoc.relations.structure.sections import HEADING, Labelled, Section, Sections

TIME = Unit("time")
FAR = 60  # entries before a total that are looked at
OFF = 0.15  # part of a stated duration that is no rounding
FAR_OFF = 0.5  # the same where it is but roughly stated
ALL_BUT = 0.05  # part of a total that hours under headings may be off and be meant
OTHERS = 1.5  # times the hours in headings that the heading above them may state and be meant
SEVERAL = 3  # headings that each state hours of work
MOST = 4.0  # times its parts that a total may be and still be one
_EFFORT = regex(
    r"\b(?:fte|efforts?|hours|man|person|work|labou?r|aufwand|arbeitszeit|stunden|travail|heures|esfuerzo|trabajo|horas|esforço|lavoro|ore|uren|godzin\w*|timmar)\b|工数",
    re.IGNORECASE,
)
_FULL_TIME = regex(r"\bfte\b|full[- ]time", re.IGNORECASE)
_TELLS = regex(
    r"\b(?:duration|time(?:line|frame|span)?|length|period|weeks|months|days|\w*dauer|durée|duración|duração|durata|duur|czas|tid|wochen|monate|tage|semanas|meses)\b|期間|期间|所要時間|工期",
    re.I,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total of durations in the prose."""
    entries = outlined(ledger)
    sections = Sections(entries)
    for index, entry in enumerate(entries):
        stated = _time(entry) if len(entry.text) <= LONG else None
        if stated is None or not stated.quantity.unit.of:
            continue
        if entry.heading:
            yield from _over_headings(entries, sections, index, stated)
            continue
        total = total_words().search(entry.text[: stated.span.start - entry.start]) is not None
        within = bool(stated.label.path) and total_words().search(stated.label.path[-1]) is not None
        meant = total or within or _beside_total(entries, index)
        if meant or (not stated.quantity.loose and _TELLS.search(stated.label.row)):
            for figure in entry.figures if within and not total else (stated,):
                found = _best(entries, sections, index, figure, total=total) if _counts_time(figure) else None
                if found is not None and (meant or (_ahead(found) and judge(found).outcome == "holds")):
                    yield found


def _ahead(found: Relation) -> bool:
    """Whether a duration stands ahead of all its parts, which are stated in its unit."""
    stated = found.stated
    return all(
        stated.span.end < part.span.start and part.quantity.unit.of == stated.quantity.unit.of for part in found.inputs
    )


def _counts_time(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit.of in TIMES and not unit.per and bool(figure.quantity.ends) and not figure.quantity.open


def _time(entry: Entry) -> Figure | None:
    """The first time that an entry states; if none, its only bare number, which may be one."""
    if entry.passage is None:
        return None
    found = next((figure for figure in entry.figures if _counts_time(figure)), None)
    bare = [figure for figure in entry.figures if not figure.quantity.unit.of and figure.quantity.ends]
    return found or (bare[0] if len(bare) == len(entry.figures) == 1 else None)


def _beside_total(entries: Sequence[Entry], index: int) -> bool:
    """Whether an item stands in one list with a total: a summary of the parts below."""
    depth = entries[index].depth
    for side in (reversed(entries[max(0, index - 4) : index]), entries[index + 1 : index + 4]):
        for entry in side:
            if entry.depth != depth or depth < 0:
                break
            if total_words().search(entry.label):
                return True
    return False


# -- What it may sum ------------------------------------------------------------------------------------------------


def _best(entries: Sequence[Entry], sections: Sections, index: int, stated: Figure, *, total: bool) -> Relation | None:
    """The first parts that the digits support; else those of the same label, if the total is more than they come to."""
    claimed = None
    nearest = True
    for terms, sure in _parts(entries, sections, index, stated, total=total):
        found = [Relation("footing", stated, workings, "inferred", "durations") for workings in _sums(stated, terms)]
        met = next((relation for relation in found if judge(relation).outcome in AGREES), None)
        if met is not None:
            return met
        if sure and found and nearest:
            claimed = _claimed(entries[index], stated, found, alone=_alone(entries, index))
            nearest = False
    return claimed


def _parts(
    entries: Sequence[Entry], sections: Sections, index: int, stated: Figure, *, total: bool
) -> Iterator[tuple[tuple[Figure, ...], bool]]:
    own = entries[index]
    said = _telling(f"{own.label} {stated.label.row}")
    ranked = [
        (apart, found)
        for found in sections.labelled(TIME, _time)
        if (apart := _apart(sections, index, found, stated, total=total)) is not None
    ]
    for apart, found in sorted(ranked, key=lambda pair: pair[0]):
        timed = [figure for figure in found.terms.figures if _counts_time(figure)]
        words = _telling(found.label)
        if 2 * len(timed) < len(found.terms.figures):
            continue
        if found.label == HEADING:
            yield tuple(timed), len(timed) == len(found.terms.figures) and _all_but(stated, timed)
        elif words and (words <= said or (total and words & said)):
            yield found.terms.figures, apart < 3 and not found.optional
        elif total and _TELLS.search(found.label) and _TELLS.search(own.label):
            yield found.terms.figures, False
    listed: list[Figure] = []
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if not total or entry.depth != own.depth or own.depth < 0:
            break
        if (time := _time(entry)) and _counts_time(time):
            listed.insert(0, time)
    if len(listed) > 1:
        yield tuple(listed), False


def _apart(sections: Sections, index: int, found: Labelled, stated: Figure, *, total: bool) -> int | None:
    """How far a total is from sections that state times; one behind the last of their headings is of them all."""
    apart = sections.apart(index, found)
    behind = apart is None and total and found.label == HEADING
    return 1 if behind and all(part.span.end < stated.span.start for part in found.terms.figures) else apart


def _over_headings(entries: Sequence[Entry], sections: Sections, index: int, stated: Figure) -> Iterator[Relation]:
    """What a heading states in hours over headings below it that all state some: a sum, and a warning if it is none."""
    for found in sections.labelled(TIME, _time) if _hours(stated) else ():
        parts = found.terms.figures
        if found.label != HEADING or len(parts) < SEVERAL or not _below(found.parent, sections.around[index][-1]):
            continue
        level = {around[-1] for around in sections.around[index + 1 :] if around and around[-1].parent is found.parent}
        if found.sections >= level and all(map(_hours, parts)):
            workings = Operation("+", tuple(map(Ref, parts)))
            relation = Relation("footing", stated, workings, "inferred", "the headings below it", unsure=True)
            total, again = rough(stated, 1), sum(rough(part, 1) for part in parts)
            if judge(relation).outcome in AGREES or total / OTHERS <= again <= total * OTHERS:
                yield relation


def _below(section: Section | None, own: Section) -> bool:
    """Whether a section is another one, or stands in it."""
    while section is not None and section is not own:
        section = section.parent
    return section is own


def _hours(figure: Figure) -> bool:
    return figure.quantity.unit.of == "hour" and _counts_time(figure)


def _all_but(stated: Figure, parts: Sequence[Figure]) -> bool:
    """Whether several hours of work come to all but what is stated: they add up, and nothing stands between them."""
    hours = {figure.quantity.unit.of for figure in (stated, *parts)} == {"hour"}
    total, again = rough(stated, 1), sum(rough(part, 1) for part in parts)
    return hours and len(parts) >= SEVERAL and abs(total - again) <= ALL_BUT * total


def _telling(label: str) -> frozenset[str]:
    return words_of(total_words().sub(" ", label)) - {"estimated"}


def _alone(entries: Sequence[Entry], index: int) -> bool:
    """Whether the list around a total says that one person works full time: nothing goes on side by side."""
    depth = entries[index].depth
    for entry in entries[max(0, index - 4) : index + 5]:
        if entry.depth == depth >= 0 and _FULL_TIME.search(entry.label) and len(entry.figures) == 1:
            return rough(entry.figures[0], 1) == 1
    return False


def _claimed(own: Entry, stated: Figure, found: Sequence[Relation], *, alone: bool) -> Relation | None:
    """The relation that comes nearest, if all are clearly off: too little, or, for an effort, too much.

    What one person does `alone` is an effort, too.
    """
    value = estimate(Ref(stated), 1)
    nearest = min(found, key=lambda relation: abs(estimate(relation.workings, 1) - value))
    parts = estimate(nearest.workings, 1)
    effort = _EFFORT.search(own.label) is not None or alone
    room = FAR_OFF if stated.quantity.loose else 0 if effort and len(found) == 1 else OFF
    off = abs(parts - value) > room * value
    meant = value / MOST <= parts <= MOST * value and not stated.quantity.is_range
    none = value == 0 < parts and stated.quantity.ends[0].value == 0
    return nearest if none or (off and meant and (parts < value or effort)) else None


# -- Units ----------------------------------------------------------------------------------------------------------


def _sums(stated: Figure, terms: Sequence[Figure]) -> Iterator[Expression]:
    """The sum of the parts in the unit of the total, by the calendar and by the days of work."""
    if len(terms) < 2:
        return
    to = stated.quantity.unit.of
    by_unit: dict[str, list[Expression]] = {}
    for term in terms:
        by_unit.setdefault(term.quantity.unit.of or to, []).append(Ref(term))
    seen: set[tuple[Fraction, ...]] = set()
    for choice in range(3):
        worth = {of: _worth(of, to, choice) for of in by_unit}
        if None in worth.values() or tuple(map(Fraction, filter(None, worth.values()))) in seen:
            continue
        seen.add(tuple(map(Fraction, filter(None, worth.values()))))
        parts = [_scaled(terms_of, worth[of] or Fraction(1)) for of, terms_of in by_unit.items()]
        yield parts[0] if len(parts) == 1 else Operation("+", tuple(parts))


def _worth(of: str, to: str, choice: int) -> Fraction | None:
    """How many of one time another is: 1/4 or 12/52 of a month for a week."""
    if of == to:
        return Fraction(1)
    longer, shorter = fitting(of, to), fitting(to, of)
    numbers = longer or shorter
    if not numbers:
        return None
    number = numbers[min(choice, len(numbers) - 1)]
    return 1 / number if longer else number


def _scaled(terms: Sequence[Expression], worth: Fraction) -> Expression:
    whole = terms[0] if len(terms) == 1 else Operation("+", tuple(terms))
    if worth == 1:
        return whole
    operator, number = ("×", worth) if worth > 1 else ("÷", 1 / worth)
    text = str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
    return Operation("×" if operator == "×" else "÷", (whole, Const(number, text)))
