"""Prose as clauses with a label and an amount: `Revenue: €27.44 | Cost: 3 × $1.50 = $4.50` are two."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex

_CUT = regex(r"[\n|;]|\.\s")
_LABEL = regex(r"\A[^\w\n]*([^\W\d_][^:=\d\n]{0,60}?)[\s*_~]*:")


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What a clause is about, the amount it comes to, and the figures behind that."""

    passage: Passage
    label: str
    amount: Figure
    behind: tuple[Figure, ...]


def clauses(ledger: Ledger) -> Iterator[Clause]:
    """Every labelled clause that states an amount: the one behind its last `=`, else its first."""
    plain = ledger.document.plain
    for passage in ledger.passages:
        if not passage.figures or ":" not in plain[passage.span.start : passage.span.end]:
            continue
        cuts = [passage.span.start, *(m.end() for m in _CUT.finditer(plain, passage.span.start, passage.span.end))]
        figures = list(passage.figures)
        for start, end in zip(cuts, [*cuts[1:], passage.span.end], strict=True):
            own = []
            while figures and figures[0].span.start < end:
                own.append(figures.pop(0))
            label = _LABEL.match(plain[start : min(end, start + 80)])
            if label and own and own[0].span.start >= start + label.end():
                yield _clause(plain, passage, label[1].strip(), own)


def _clause(plain: str, passage: Passage, label: str, figures: list[Figure]) -> Clause:
    last = 0
    for place in range(1, len(figures)):
        if "=" in plain[figures[place - 1].span.end : figures[place].span.start]:
            last = place
    return Clause(passage, label, figures[last], tuple(figures[last + 1 :]))
