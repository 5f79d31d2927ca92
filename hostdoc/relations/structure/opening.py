"""The total that the opening of a document states, against the total row of its table.

An executive summary says `Total cost: $14,250`, `Requested: 38,500 DAI` or `We ask for $148,600`; the table below was
reworked. Where the document has one such table, or one whose heading is of the same thing, the two have to agree. An
amount that is asked for may be a part of the costs: where another amount of the opening is the total, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Const, Expression, Operation, Ref, Relation
from hostdoc.figures.context import Context, sentence_around, words_of
from hostdoc.figures.labels import SUBTOTAL, total_words
from hostdoc.relations.evidence.ties import tied
from hostdoc.relations.structure.summary_rows import Total, table_totals

NEAR = 2  # times as much as the total, at most, that an amount may be which was not followed up
CLOSE = 0.1  # part by which an amount may be off that its words alone tie to a total
TERMS, EVEN = 8, 0.001  # amounts before a total that may be its own; part by which they may miss it
SHORT = 40  # characters between a word that calls an amount a total and the amount
THOUSAND = Fraction(1000)
_ASKED = regex(
    r"\b(?:(?:estimated|expected|planned|overall)\s+(?:costs?|budget|damage|price)\s*:|ask(?:s|ing)?\s+for|request(?:s|ed|ing)?|appl(?:y|ies|ying)\s+for|seek(?:s|ing)?|we\s+spent|project\s+costs?|gesamt\w+)"
    r"\W*(?:a\s+total\s+of\W*|is\W*|of\W*)?\Z",
    re.IGNORECASE,
)
_CALLED = regex(r"(?:\s+(?:costs?|budget|request(?:ed)?|price|amount|expenses|spend(?:ing)?|is|of|for|ca|about))*\W*")
# Words by which the amount is of something else than the table.
_OTHER = regex(
    r"\b(?:(?:a|first|second|third|this|next|every|one)\s+(?:year|month|week|quarter)|year\s+\d|yearly|monthly|last|previous(?:ly)?|left|remain\w*|plus|without|before|after|excluding|including|rest"
    r"|parts?|own|each|per|so far|raised|already|average|or|if|save[sd]?|savings|minimum|maximum|initial)\b",
    re.IGNORECASE,
)


def openings(ledger: Ledger, places: Sequence[Context]) -> Iterator[Relation]:
    """Every amount before the tables that is called a total, or asked for, and the total row it restates."""
    totals = [total for total in table_totals(ledger) if not SUBTOTAL.search(total.label)]
    first = min((total.grid.table.span.start for total in totals), default=0)
    prose = [place for place in places if place.passage and place.figure.span.start < first and _is_money(place.figure)]
    yield from _of_columns(ledger, prose, totals)
    said = [(place, words) for place in prose if (words := _called(ledger, place)) is not None]
    for place, words in said:
        alike = [it for it in totals if _of_same(place.figure, it.figure) and not _of_row(place, it)]
        meant = alike if len(alike) == 1 else [total for total in alike if _named(words, total)]
        readings = [reading for total in meant or alike for reading in _readings(place.figure, total)]
        agreed = [reading for reading in readings if judge(reading).outcome in AGREES]
        if agreed:
            yield agreed[0]
        elif len(meant) == 1 and len(meant[0].money) == 1 and _plain(ledger, place) and not _of_its_own(place):
            others = [reading for other in prose for reading in _readings(other.figure, meant[0])]
            near = abs(_value(place.figure) / (_value(meant[0].figure) or 1))
            if not any(judge(other).outcome in AGREES for other in others) and 1 / NEAR <= near <= NEAR:
                yield readings[0]


def _of_its_own(place: Context) -> bool:
    """Whether an amount is what those right before it add up to: `ads €31,000 and post €9,000, total €40,000`."""
    assert place.passage is not None
    before = [it for it in place.passage.figures if it.span.end <= place.figure.span.start and _is_money(it)]
    value = _value(place.figure)
    sums = [*accumulate(map(_value, reversed(before[-TERMS:])))]
    return any(abs(it - value) <= EVEN * value for it in sums[1:])


def _of_columns(ledger: Ledger, prose: Sequence[Context], totals: Sequence[Total]) -> Iterator[Relation]:
    """The amounts whose words name the column of a total: `monthly recurring revenue $74,550` and `MRR`.

    Held against it where they come near, and no other amount of the opening is the total.
    """
    cells = [(figure, total) for total in totals for figure in total.row if figure.quantity.unit.currency]
    for place in prose:
        before = _before(ledger, place)
        meant = [f for f, _ in cells if f.label.column and _says(before, f.label.column) and _of_same(place.figure, f)]
        if len(meant) == 1:
            reading = tied(place.figure, Ref(meant[0]), f"the words `{before[-SHORT:].strip()}`")
            near = abs(_value(place.figure) / (_value(meant[0]) or 1))
            close = abs(near - 1) < CLOSE and (meant[0].label.column.isupper() or _plain(ledger, place))
            if judge(reading).outcome in AGREES or close:
                yield reading


def _before(ledger: Ledger, place: Context) -> str:
    """The words directly before an amount."""
    assert place.passage is not None
    start = max(place.passage.span.start, place.figure.span.start - SHORT)
    return re.split(r"[.,;:]\s|\d", ledger.document.plain[start : place.figure.span.start])[-1]


def _says(words: str, header: str) -> bool:
    """Whether some words end in those of a header, or in what its capitals stand for."""
    said = re.findall(r"[^\W\d_]+", words)
    letters = "".join(word[0] for word in said[-len(header) :]).upper()
    return letters == header if header.isupper() and len(header) > 2 else header.lower() == " ".join(said[-2:]).lower()


def _is_money(figure: Figure) -> bool:
    quantity = figure.quantity
    return bool(quantity.unit.currency and len(quantity.ends) == 1 and not quantity.open and not quantity.word)


def _value(figure: Figure) -> float:
    return float(figure.quantity.ends[-1].value) if figure.quantity.ends else 0.0


def _called(ledger: Ledger, place: Context) -> str | None:
    """The words before an amount, if they call it a total or say that it is asked for."""
    assert place.passage is not None
    before = ledger.document.plain[place.passage.span.start : place.figure.span.start]
    line = before[max(before.rfind(". "), before.rfind("\n"), len(before) - 2 * SHORT) + 1 :]
    words = [match for match in total_words().finditer(line) if _CALLED.fullmatch(line, match.end())]
    return line if words or _ASKED.search(line) else None


def _of_same(stated: Figure, total: Figure) -> bool:
    """Whether a total is of the same money, or does not say of which."""
    unit = total.quantity.unit
    return unit.of in ("", stated.quantity.unit.of) and not unit.per and not stated.quantity.unit.per


def _of_row(place: Context, total: Total) -> bool:
    """Whether the heading above an amount names a row of the table: it is what that row comes to."""
    heading = words_of(" ".join(place.path[-1:]))
    return bool(heading) and any(heading == words_of(row[0].words) for row in total.grid.rows)


def _named(words: str, total: Total) -> bool:
    """Whether the words before an amount name what the table is of: `Gesamtausgaben` those of `Ausgaben`."""
    said = " ".join(words_of(words))
    return any(word in said for word in total.heading if len(word) > 3)


def _readings(stated: Figure, total: Total) -> Iterator[Relation]:
    """The amounts of a total row, as they are and in thousands."""
    for figure in total.money:
        again: Expression = Ref(figure)
        evidence = f"the words `{stated.label.row[-SHORT:]}` and the total of the table"
        yield tied(stated, again, evidence)
        if stated.quantity.ends[0].scaled:
            yield tied(stated, Operation("×", (again, Const(THOUSAND, "1,000"))), evidence)


def _plain(ledger: Ledger, place: Context) -> bool:
    """Whether a sentence says of its amount no more than that it is the total."""
    assert place.passage is not None
    start = place.passage.span.start
    text = ledger.document.plain[start : place.passage.span.end]
    at = place.figure.span.start - start
    clause = re.split(r"[,;:]\s", sentence_around(text, at, at + len(place.figure.text)))
    own = next((part for part in clause if place.figure.text in part), "")
    return not _OTHER.search(own.replace(place.figure.text, " "))
