"""Which reading of a sentence is meant: the first that comes out, else the only one that its words name.

A reading that does not come out is a drift where nothing else explains the amount: no other amounts around it give it.
Words alone make it unsure; a slip of the pen makes it sure.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Relation
from hostdoc.relations.evidence.alibi import explained
from hostdoc.relations.evidence.fits import telling
from hostdoc.relations.evidence.slips import of_rounded, slip
from hostdoc.relations.prose.cues import BESIDES_IT
from hostdoc.relations.prose.known import Names
from hostdoc.relations.prose.sentences import Sentence
from hostdoc.relations.tables.lines import middle

AGREES = ("holds", "rounds")
MOST = 100  # readings of a figure that are tried
FEW = 4  # readings among which a slip of the pen is told from chance
APART = 2  # times that a drifting amount may be of the recalculated one
Sure = Literal["", "slip", "named"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure may be computed from. One that is `sure` may be claimed although it does not come out.

    It is where but a `slip` of the pen is between them, or where the words have `named` all there is to it. Where they
    tell its amounts in their order (`grew from … to …`), that these give it in another one does not explain it. Where
    its own sentence has `all` that the words name, nothing else does.
    """

    relation: Relation
    sure: Sure = ""
    ordered: bool = False
    all: bool = False


def chosen(readings: Iterable[Reading], sentence: Sentence, known: Names) -> Relation | None:
    """The first reading that agrees, not by chance; else the only one that is meant, if nothing else explains it."""
    plain: list[Reading] = []
    tried: list[Figure] = []
    for reading in islice(readings, MOST):
        relation = reading.relation
        says = promising(relation) and (reading.sure or telling(relation))
        if says and not _empty(relation, sentence) and judge(relation).outcome in AGREES:
            return relation
        tried += relation.inputs
        if reading.sure and not relation.stated.quantity.is_range:
            plain.append(reading)
    named: dict[frozenset[Figure], Reading] = {}
    for it in plain:
        if it.sure == "named":
            named.setdefault(frozenset(it.relation.inputs), it)
    if len(named) == 1:
        (reading,) = named.values()
        relation = reading.relation
        around = sentence.figures if reading.all else [*known.around(sentence, relation.stated), *tried]
        apart = relation.inputs if reading.ordered else ()
        meant = _doubtless(relation, sentence) and not explained(relation.stated, around, apart=apart)
        otherwise = reading.ordered and explained(relation.stated, relation.inputs)
        return replace(relation, unsure=otherwise or not slip(relation)) if meant else None
    slips = [it.relation for it in plain if slip(it.relation)] if len(plain) <= FEW else []
    return slips[0] if len(slips) == 1 else None


def told(relation: Relation, sentence: Sentence) -> Relation | None:
    """A relation all of which a sentence tells in order: nothing else that comes near explains a drift of it."""
    if judge(relation).outcome in AGREES:
        return relation
    return replace(relation, unsure=not slip(relation)) if _doubtless(relation, sentence) else None


def _empty(relation: Relation, sentence: Sentence) -> bool:
    """Whether it comes out because an amount is nothing, or all there is, and its own sentence does not say so."""
    values = [middle(figure) for figure in relation.inputs]
    return (0 in values or len(values) > len(set(values))) and not {*relation.inputs} <= {*sentence.figures}


def _doubtless(relation: Relation, sentence: Sentence) -> bool:
    """Whether an amount is of the size, was not cut off, and nothing is said to be in it or in what it comes from."""
    said = [figure for figure in sentence.figures if figure in (relation.stated, *relation.inputs)]
    besides = any(BESIDES_IT.search(sentence.aside(figure)) for figure in said)
    return not besides and _of_size(relation) and not _cut(relation) and not of_rounded(relation)


def _cut(relation: Relation) -> bool:
    """Whether a quotient is all there but for its last digits, which were cut off instead of rounded."""
    result, ends = judge(relation).recalculated, relation.stated.quantity.ends
    if result is None or not ends or relation.kind not in ("ratio", "share", "average"):
        return False
    return 0 <= result.low - Fraction(ends[0].value) < Fraction(ends[0].step)


def _of_size(relation: Relation) -> bool:
    result, ends = judge(relation).recalculated, relation.stated.quantity.ends
    if result is None or not ends:
        return False
    again, stated = float(result.low + result.high) / 2, float(ends[0].value)
    return min(abs(again), abs(stated)) * APART >= max(abs(again), abs(stated))
