"""Amounts that go by the name of a section and of what it states: `Pro tier margin: 88%` before `### Pro Tier`.

The words of the label are those of a heading and of a row or a line below it, `Margin %`, and no others. It stands
before the section, as what sums a document up does; what comes behind it may be a case of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import TOTAL
from hostdoc.relations.evidence.ties import tied
from hostdoc.relations.prose.stated_terms import Term, stated_terms

MOST = 5  # words of a label that may name a section and what it states
_NUMBER = regex(r"\d+")
_Known = dict[frozenset[str], list[Term]]


def called_by_section(ledger: Ledger) -> Iterator[Relation]:
    """Every labelled amount with the one that its words lead to, if it is the only one."""
    terms = [it for it in stated_terms(ledger).all if it.figure.quantity.ends and _labelled(it)]
    known: _Known = defaultdict(list)
    for term in terms:
        if len(term.path) > 1:
            known[words_of(TOTAL.sub(" ", term.label))].append(term)
    for term in terms:
        found = list(_named(term, known))
        if found and len({it.figure.quantity.ends for it in found}) == 1:
            names = f"the heading `{found[0].path[-1]}` and the label `{found[0].label}`"
            yield tied(term.figure, Ref(found[0].figure), names)


def _labelled(term: Term) -> bool:
    """Whether a label is one of a line, or of a row that states but one amount, and not that of a column as well."""
    return term.said == "clause" or (term.said == "row" and term.label == term.figure.label.row)


def _named(stated: Term, known: _Known) -> Iterator[Term]:
    """What sections behind an amount state whose heading and label its own label is made of."""
    words = words_of(stated.label)
    if not 1 < len(words) <= MOST:
        return
    for count in range(1, len(words)):
        for label in map(frozenset, combinations(sorted(words), count)):
            for term in known.get(label, ()):
                behind = term.figure.span.start > stated.figure.span.start and term.path != stated.path
                if behind and words - label <= words_of(term.path[-1]) and _comparable(stated, term):
                    yield term


def _comparable(one: Term, other: Term) -> bool:
    """Whether two amounts are of one unit, and the numbers in the label of the first are those of the section."""
    numbered = {*_NUMBER.findall(one.label)} <= {*_NUMBER.findall(f"{other.path[-1]} {other.label}")}
    return numbered and comparable(one.figure.quantity, other.figure.quantity)
