"""An amount that goes by the name of a section is what the list in that section comes to.

Checked, as footings: an amount of money in the prose right behind, or right before, the words of a heading elsewhere
that no amount follows: `Raised $58,340` and the list under `Raised`.

Example: `Raised $9,400` over a section `Raised` with $6,100, $2,300 and $900 drifts: it is $9,300.

Wrong when the list names examples only. What differs is a warning, and only if it comes near.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.arithmetic import estimate
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.context import Context, contexts
from hostdoc.relations.evidence.fits import MET, significant
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.structure.contents import contents
from hostdoc.relations.structure.outline import Outline
from hostdoc.relations.structure.sections import Sections

SHORT = 2  # words of a heading that an amount may go by
NEAR = 0.05  # part by which a sum may be off and be meant
DIGITS = 3  # of an amount that says something
AROUND = 24  # characters beside an amount in which its name stands
_WORD = regex(r"[^\W\d_]{3,}")
_CUT = regex(r"[.,;:!?()]")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount that goes by the name of one section."""
    known = Outline(ledger)
    names: dict[frozenset[str], list[int]] = {}
    for index, entry in enumerate(known.all):
        words = _WORD.findall(entry.text) if entry.heading and not entry.figures else []
        if 0 < len(words) <= SHORT:
            names.setdefault(stems(" ".join(words)), []).append(index)
    if not names:
        return
    sections = Sections(known.all)
    for place in contexts(ledger):
        if place.passage and not place.in_heading and _money(place):
            yield from _of(ledger, known, sections, place, names)


def _money(place: Context) -> bool:
    quantity = place.figure.quantity
    plain = len(quantity.ends) == 1 and not (quantity.open or quantity.word or quantity.unit.per)
    return plain and quantity.unit.currency is not None and significant(place.figure) >= DIGITS


def _beside(ledger: Ledger, place: Context) -> frozenset[str]:
    """The last words before an amount and the first ones behind it."""
    plain, span = ledger.document.plain, place.figure.span
    before = _CUT.split(plain[max(0, span.start - AROUND) : span.start])[-1]
    behind = _CUT.split(plain[span.end : span.end + AROUND])[0]
    return stems(" ".join((*_WORD.findall(before)[-SHORT:], *_WORD.findall(behind)[:SHORT])))


def _of(
    ledger: Ledger, known: Outline, sections: Sections, place: Context, names: dict[frozenset[str], list[int]]
) -> Iterator[Relation]:
    said = _beside(ledger, place)
    named = [index for name, places in names.items() if name <= said and len(places) == 1 for index in places]
    found = []
    for index in named:
        heading = known.all[index].heading
        own = place.passage.block.path if place.passage else ()
        if heading is None or own[: len(heading.path) + 1] == (*heading.path, known.all[index].text.strip()):
            continue
        for grouping in contents(known, sections, index, place.figure):
            if grouping.size > 1 and grouping.size <= known.budget:
                known.budget -= grouping.size
                workings = Operation("+", tuple(Ref(term) for part in grouping.parts for term in part.figures))
                evidence = f"the heading `{known.all[index].text.strip()}`"
                found.append(Relation("footing", place.figure, workings, "inferred", evidence, unsure=True))
    met = next((it for it in found if judge(it).outcome in MET), None)
    if met:
        yield met
    elif len(named) == 1 and found:
        stated, again = estimate(Ref(place.figure)), estimate(found[-1].workings)
        if abs(stated - again) <= NEAR * again:
            yield found[-1]
