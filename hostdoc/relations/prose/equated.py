"""An amount behind `=` is the product of the rate and the counts that its sentence says before it.

Checked: sentences whose words stand for the signs, where the units cancel in one way only and nothing is left over:
`30 hours per workshop at $100 per hour; two workshops = $6,000`, `$5,000/month paid 3x, for 1.5 months = $22,500`.

Example: `$5,000/month paid 3x, for 1.5 months = $25,200` drifts: it is $22,500.

Wrong when the sign introduces something else than what comes about from all of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Operation, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.prose.rates import Chain, Factor, chains, factors, in_words
from hostdoc.relations.prose.sentences import Sentence, sentences

_EQUALS = regex(r"[^\S\n]*=[^\S\n]*[\s*_]*\Z")
_SIGNS = in_any_case(r"[=+×·÷*@→≈]|(?<=\s)[-−–—/](?=\s)|(?<![\w-])x(?![\w-])")
_ELSE = in_any_case(
    r"\b(?:plus|minus|less|exclud\w+|includ\w+|without|or|up\s+to|at\s+least|at\s+most|deposit|upfront|first|rest"
    r"|discount\w*|off|reduced)\b"
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of money that `=` ends a sentence of factors with."""
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            unit, ends = stated.quantity.unit, stated.quantity.ends
            if unit.currency and ends and not stated.quantity.loose and not {*unit.per} - TIMES:
                yield from _equated(sentence, stated)


def _equated(sentence: Sentence, stated: Figure) -> Iterator[Relation]:
    ahead = sentence.ahead(stated)
    sign = _EQUALS.search(ahead)
    if not sign or _SIGNS.search(said := ahead[: sign.start()]) or _ELSE.search(said):
        return
    before = [figure for figure in sentence.figures if figure.span.end <= stated.span.start]
    known = [*factors(before), *in_words(said, sentence.start)]
    if len(known) < max(2, len(before)) or any(figure.quantity.loose for figure in before):
        return
    whole = [by for chain in chains(known, stated.quantity.unit.currency or "") if (by := _by_all(said, chain, known))]
    workings = whole[0] if len(whole) == 1 else None
    per = {part for factor in known if factor.unit.currency for part in factor.unit.per}
    if workings is not None and (stated.quantity.unit.time is None or stated.quantity.unit.time not in per):
        yield Relation("product", stated, workings, "stated", f"the sign `=` in {sentence.said}")


def _by_all(said: str, chain: Chain, known: list[Factor]) -> Expression | None:
    """The product of a chain that leaves no unit over and of all other factors, if these multiply whatever it is."""
    others = [factor for factor in known if factor not in chain.factors]
    if chain.per or not all(_multiplies(said, factor) for factor in others):
        return None
    return Operation("×", tuple(it.workings for it in sorted(known, key=lambda factor: factor.start)))


def _multiplies(said: str, factor: Factor) -> bool:
    """Whether a number multiplies all that is said: `3x`, or two workshops where the rest is `per workshop`."""
    noun = factor.unit.of.removesuffix("s")
    per = re.search(rf"\b(?:per|each|every) {re.escape(noun)}\b", said, re.IGNORECASE)
    return noun == "x" or (factor.loose and len(noun) > 3 and per is not None)
