"""What a sentence works out in so many words, one amount after the other, agrees with them.

Checked, as averages, shares and ratios: `rises from $40 to $50, i.e. by 25%`, `by 25% from $40 to $50`, `from $300K in
2026 to $1.75M, a factor of 5.8`; as shares: `EBITDA of $270K on revenue of $1,750K is a margin of 15%`; as differences:
`saves $45 a month ($113 vs. $158)`; as footings: `$220K in the first and $100K in the second year, $320K together`, and
wholes with their parts: `80 guests (52 from her side, 28 from his)`, `11 people: 7 engineers, 3 designers, 1 founder`.

Example: `The price rises from $40 to $50, i.e. by 20%` drifts: it is 25 %.

Wrong when the parts are of one each: parts that are far from their whole, or said to be so, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.prose.concluded import told
from hostdoc.relations.prose.cues import CHANGED, INSTEAD, REMAINS
from hostdoc.relations.prose.known import alike
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle

LEAST = 3  # figures of a sentence that works something out
NEAR = 0.1  # part by which parts may be off their whole, and still be its parts
FEW = 8  # things of which parts that are off by one may be of something else
_SIGNS = r"[\s*_~≈]*"
_FROM = regex(rf"\b(?:from|von|de|da|van|z|od){_SIGNS}\Z", re.IGNORECASE)
_TO = regex(rf"[\s*_]*(?:(?:in|im|en|nel)\s\d{{4}}\s)?(?:to|auf|à|al?|naar|do|na|→){_SIGNS}", re.IGNORECASE)
_BY = regex(
    r"(?:[^.;:\d]|i\.e\.){0,24}(?:\b(?:by|up|down|um|plus|minus|di|del|of|von|met|o)|[(=+−–-]|,)[\s*_~≈(+−–-]*",
    re.IGNORECASE,
)
_FACTOR = regex(r"\b(?:factor|faktor|facteur|fattore|multiple) (?:of|von|de|di|van)\b", re.IGNORECASE)
_ON = regex(r"[\s*_]*(?:on|out of)\s(?:[^\W\d_]+\s){0,4}[\s*_~≈]*", re.IGNORECASE)
_MARGIN = regex(
    r"[\s*_)]*(?:is|are|makes|gives|means|that is|i\.e\.|,|=|\()[\s*_]*"
    r"(?:an?\s(?:[^\W\d_]+\s){0,3}(?:margin|share|rate|return|yield) of)?[\s*_~≈]*",
    re.IGNORECASE,
)
_VERSUS = regex(rf"[\s*_]*(?:{INSTEAD.pattern})[\s.*_]*(?:[^\W\d_]+\s){{0,2}}{_SIGNS}", re.IGNORECASE)
_TOGETHER = regex(
    r"[\s*_]*(?:together|altogether|in total|in all|combined|all told|zusammen|insgesamt|au total|en total|in totale"
    r"|insieme|samen|in totaal|razem)\b(?! (?:with|mit|avec|con|met))",
    re.IGNORECASE,
)
_PRE_MONEY = regex(r"\bpre-?money\b[^,;(]{0,24}\Z", re.IGNORECASE)
_POST_MONEY = regex(r"\bpost-?money\b[^,;(]{0,24}\Z", re.IGNORECASE)
_OPENS = regex(r"\(\W*\Z")
_PARTS_FOLLOW = regex(r"(?:\s[^\W\d_][\w'’-]*){0,3}[\s*_]*[:(][\s*_]*")
_NOUN = regex(r"[^\W\d_]")
_NEXT_PART = regex(
    r"\s[^\d.;:()]{2,40}?(?:,|\s(?:and|und|et|y|e|en|&))\s(?:(?:and|und|et|y|e|en)\s)?[\s*_]*", re.IGNORECASE
)
_LAST_PART = regex(r"\s[^\d.;:(),]{2,40}(?:[.)]|\Z)")
_OF_EACH = regex(r"\b(?:each|per|every|apiece|jeweils|je|chacun\w*|cada|ognun\w*|elk)\b", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every sentence that works out an amount from others in it."""
    for sentence in sentences(ledger):
        if len(sentence.figures) >= LEAST:
            forms = (_moved, _of_another, _invested, _apart, _together, _wholes)
            yield from filter(None, (told(relation, sentence) for form in forms for relation in form(sentence)))


def _relation(sentence: Sentence, kind: str, stated: Figure, workings: Expression) -> Relation:
    return Relation(kind, stated, workings, "inferred", sentence.said)


def _gap(sentence: Sentence, one: Figure, two: Figure) -> str:
    """The words between two figures."""
    return sentence.text[one.span.end - sentence.start : two.span.start - sentence.start]


def _moved(sentence: Sentence) -> Iterator[Relation]:
    """`From $40 to $50`, with the percentage by which that is more, or how many times as much."""
    figures = sentence.figures
    for place, (was, new) in enumerate(pairwise(figures)):
        between = _gap(sentence, was, new)
        if not (_FROM.search(sentence.before(was)) and _TO.fullmatch(between)) or not _amounts(was, new):
            continue
        before, behind = figures[:place][-1:], figures[place + 2 :][:1]
        for stated in before:
            if stated.quantity.unit.percent and _FROM.fullmatch(_gap(sentence, stated, was).strip()):
                yield _change(sentence, stated, was, new)
        for stated in behind:
            gap = _gap(sentence, new, stated)
            if stated.quantity.unit.percent and _BY.fullmatch(gap):
                yield _change(sentence, stated, was, new)
            elif _FACTOR.search(gap) and not stated.quantity.unit.currency:
                yield _relation(sentence, "ratio", stated, Operation("÷", (Ref(new), Ref(was))))


def _change(sentence: Sentence, stated: Figure, was: Figure, new: Figure) -> Relation:
    grown, signed = (middle(new) or 0) >= (middle(was) or 0), (middle(stated) or 0) < 0
    step = Operation("−", (Ref(new), Ref(was)) if grown or signed else (Ref(was), Ref(new)))
    return _relation(sentence, "average" if grown else "share", stated, Operation("÷", (step, Ref(was))))


def _of_another(sentence: Sentence) -> Iterator[Relation]:
    """`$270K on revenue of $1,750K is a margin of 15%`."""
    figures = sentence.figures
    for part, whole, stated in zip(figures, figures[1:], figures[2:], strict=False):
        percent = stated.quantity.unit.percent and _amounts(part, whole)
        if percent and _ON.fullmatch(_gap(sentence, part, whole)) and _MARGIN.fullmatch(_gap(sentence, whole, stated)):
            yield _relation(sentence, "share", stated, Operation("÷", (Ref(part), Ref(whole))))


def _invested(sentence: Sentence) -> Iterator[Relation]:
    """`At a pre-money valuation of $2.4M investors get 20% (post-money $3.0M)`: what is new of all there is then."""
    before = [f for f in sentence.figures if f.quantity.unit.currency and _PRE_MONEY.search(sentence.before(f))]
    after = [f for f in sentence.figures if f.quantity.unit.currency and _POST_MONEY.search(sentence.before(f))]
    percents = [f for f in sentence.figures if f.quantity.unit.percent]
    if len(before) == len(after) == len(percents) == 1 and _amounts(before[0], after[0]):
        new = Operation("−", (Ref(after[0]), Ref(before[0])))
        yield _relation(sentence, "share", percents[0], Operation("÷", (new, Ref(after[0]))))


def _apart(sentence: Sentence) -> Iterator[Relation]:
    """`Saves $45 a month against the other ($113 vs. $158)`."""
    figures = sentence.figures
    for stated, one, two in zip(figures, figures[1:], figures[2:], strict=False):
        if not (_amounts(one, two) and alike(stated, one) and alike(stated, two)):
            continue
        opens, versus = _OPENS.search(_gap(sentence, stated, one)), _VERSUS.fullmatch(_gap(sentence, one, two))
        beside = f"{sentence.before(stated)} {sentence.aside(stated)}"
        if opens and versus and (CHANGED.search(beside) or REMAINS.search(beside)):
            less, more = sorted((one, two), key=lambda figure: middle(figure) or 0)
            yield _relation(sentence, "difference", stated, Operation("−", (Ref(more), Ref(less))))


def _together(sentence: Sentence) -> Iterator[Relation]:
    """`$220K in the first and $100K in the second year, $320K together`: all amounts before it in the sentence."""
    for place, stated in enumerate(sentence.figures):
        terms = [figure for figure in sentence.figures[:place] if _amounts(stated, figure)]
        if len(terms) > 1 and _TOGETHER.match(sentence.behind(stated)):
            yield _relation(sentence, "footing", stated, Operation("+", tuple(map(Ref, terms))))


def _wholes(sentence: Sentence) -> Iterator[Relation]:
    """`11 people: 7 engineers, 3 designers and 1 founder`."""
    for place, (stated, first) in enumerate(pairwise(sentence.figures)):
        gap = _gap(sentence, stated, first)
        if not (_counts(stated) and _PARTS_FOLLOW.fullmatch(gap) and _NOUN.search(f"{stated.text}{gap}")):
            continue
        following = sentence.figures[place + 1 :]
        joined = takewhile(lambda pair: _NEXT_PART.fullmatch(_gap(sentence, *pair)), pairwise(following))
        parts = [first, *(two for _, two in joined)]
        if len(parts) > 1 and _are_parts(sentence, stated, parts):
            yield _relation(sentence, "footing", stated, Operation("+", tuple(map(Ref, parts))))


def _are_parts(sentence: Sentence, stated: Figure, parts: Sequence[Figure]) -> bool:
    """Whether counts end a list, are not those of one of something, no numbering, and near their whole."""
    behind = sentence.text[parts[-1].span.end - sentence.start :]
    values, whole = [middle(part) or 0 for part in parts], middle(stated) or 0
    if not all(map(_counts, parts)) or not _LAST_PART.match(behind) or _OF_EACH.search(behind):
        return False
    numbered = values == [*range(1, len(values) + 1)]
    apart = abs(sum(values) - whole)
    return not numbered and (not apart or (whole >= FEW and apart <= max(1, NEAR * whole)))


def _counts(figure: Figure) -> bool:
    quantity, unit = figure.quantity, figure.quantity.unit
    plain = len(quantity.ends) == 1 and not quantity.open and not quantity.word and quantity.ends[0].step >= 1
    return plain and not (unit.currency or unit.percent or unit.size or unit.per or unit.of in TIMES or unit.of == "x")


def _amounts(one: Figure, two: Figure) -> bool:
    """Whether two figures are amounts of the same, and no percentages."""
    return alike(one, two) and not one.quantity.unit.percent and bool(middle(one) and middle(two))
