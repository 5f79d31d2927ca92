"""How many of a thing a price is for: `$0.40/1M tokens`, `€2 per 1,000`."""

from __future__ import annotations

import re
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.measures import COUNTS
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, figures_of

_MANY = regex(
    r"(?:\s?(?:/|per\s)\s?(?:(?P<few>\d{1,3})\s?)?(?P<scale>[kKMB]|[Mm][Tt]ok|thousand|million|billion)"
    r"|(?:/|\sper\s)(?P<many>10{2,9}|10{0,2}(?:,000){1,3}))(?![\w,.])(?:\s(?!(?:x|at|in|for)\b)[^\W\d_]+){0,2}",
)


def for_so_many(text: str, figure: Figure) -> re.Match[str] | None:
    """What stands behind a price, or is part of its unit, and says for how many it is."""
    said = figure.text.find("/")
    start = figure.span.start + said if said > 0 else figure.span.end
    return _MANY.match(text, start) if figure.quantity.unit.currency else None


def each_for_so_many(workings: Expression) -> Expression:
    """Products that are added, each divided by how many its price is for; one of figures alone is left as it is."""
    if not isinstance(workings, Operation) or workings.operator not in ("+", "−"):
        return workings if _plain(workings) else divided(workings)
    return Operation(workings.operator, tuple(map(divided, workings.arguments)))


def _plain(workings: Expression) -> bool:
    """Whether it is over nothing but figures, so that their measures tell how it converts."""
    if isinstance(workings, Operation):
        return all(map(_plain, workings.arguments))
    return not isinstance(workings, Const)


def divided(term: Expression) -> Expression:
    """A product by how many its price is for, if it has one such price."""
    found = [match for it in figures_of(term) if (match := for_so_many(it.span.source.text, it))]
    if len(found) != 1:
        return term
    number = _number(found[0])
    return Operation("÷", (term, Const(Fraction(number), f"{number:,}")))


def _number(match: re.Match[str]) -> int:
    if match["many"]:
        return int(match["many"].replace(",", ""))
    scale: int = COUNTS[match["scale"]]
    return int(match["few"] or 1) * scale
