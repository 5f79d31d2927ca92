"""What one sale brings, and how many sales it takes, agree with the price and the costs that a document states.

Checked, as margins: an amount called contribution or margin per customer with price − variable cost, and the percentage
behind it; customers, units or sales to break even with fixed costs ÷ contribution, rounded up, and those of a target
profit with both; the revenue beside such a number, or called break-even revenue, with number × price.

Example: fixed costs of `$9,000` at a contribution of `$18` break even at 500 customers, not at `540`.

Wrong when an amount takes further costs into account that the document does not name so. What agrees is said; a drift
only where each of the amounts is named once, as near as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import telling
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.prose.sentences import sentences
from hostdoc.relations.prose.stated_terms import Path, Term, Terms, stated_terms

MOST = 12  # readings that are tried for an amount
APART = 1.5  # times that a drifting amount may be of the recalculated one
AGREES = ("holds", "rounds")
_WHOM = (
    r"(?:customers?|users?|clients?|subscribers?|members?|seats?|units?|sales?|orders?|items?|pieces?|tenants?|guests?"
    r"|kunden?|nutzer|einheit(?:en)?|verkäufe|clients?|utilisateurs?|unités?|ventes?|clientes?|usuarios?|usuários?"
    r"|unidades?|ventas?|vendas?|clienti|utenti|unità|vendite|klant(?:en)?|klient(?:ów|a)?|sztuk)"
)
BREAK_EVEN = regex(
    r"\bbreak(?:s|ing)?[\s-]?even\b|\bgewinnschwelle\b|\bseuil de rentabilité\b|\bpunto de equilibrio\b"
    r"|\bponto de equilíbrio\b|\bpunto di pareggio\b|\bpróg rentowności\b|損益分岐|盈亏平衡|損益平衡",
    re.I,
)
_NUMBER = regex(rf"\b{_WHOM}\b", re.I)
_REVENUE = regex(
    r"\b(?:revenue|mrr|sales volume|turnover|umsatz|einnahmen|chiffre d'affaires|recettes?|ingresos?|receitas?|ricavi"
    r"|omzet|przychody)\b",
    re.I,
)
_FIXED = regex(
    r"\bfixed\b|\boverheads?\b|\bmonthly (?:costs?|expenses|burn)\b|\bfixkosten\b|\b(?:coûts?|frais) fixes?\b"
    r"|\bcostos? fijos?\b|\bcostes? fijos?\b|\bfijos?\b|\bcustos? fixos?\b|\bcosti fissi\b|\bvaste (?:kosten"
    r"|lasten)\b|\bkoszty stałe\b|固定費|固定成本",
    re.I,
)
_CONTRIBUTION = regex(
    rf"\bcontribution\b|\b(?:margin|profit) (?:per|/) ?{_WHOM}\b|\bunit margin\b|\bdeckungsbeitrag\b"
    r"|\bmarge unitaire\b|\bmargen unitario\b|\bmargem unitária\b|\bmargen? de contribu\w+|\bmargem de contribuição\b"
    r"|\bmargine (?:unitario|di contribuzione)\b",
    re.I,
)
_UNIT_COST = regex(
    rf"\bvariable\b|\bunit costs?\b|\bcosts? (?:per|/|to serve) ?{_WHOM}?\b|\bcogs\b"
    r"|\bcosts? (?:increase|rise|grow|fall|drop|decrease)s?\b",
    re.I,
)
_PRICE = regex(
    r"\b(?:price[sd]?|pricing|arpu|charge[sd]?|subscription|preis|prix|precio|preço|prezzo|prijs|cena|abo|assinatura)\b",
    re.I,
)
_TARGET = regex(r"\b(?:target|desired|planned|goal)\b", re.I)
_PROFIT = regex(r"\b(?:target|desired|planned) (?:profit|income)\b|\bprofit (?:target|goal)\b", re.I)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every clause that is called so, and the numbers that sentences say break even."""
    terms = stated_terms(ledger)
    asked = [it for it in terms.all if it.said == "clause"]
    if not any(BREAK_EVEN.search(it.label) or _CONTRIBUTION.search(it.label) for it in asked):
        asked = []
    for term in asked:
        yield from _of_clause(terms, term)
    labelled = {it.figure for it in asked}
    for term in _in_sentences(ledger):
        if term.figure not in labelled:
            yield from _chosen(_breaking_even(terms, term))


def _in_sentences(ledger: Ledger) -> Iterator[Term]:
    """`Break-even ≈ 31 subscribers`, each with what its sentence says before it."""
    for sentence in sentences(ledger):
        if BREAK_EVEN.search(sentence.text):
            for figure in sentence.figures:
                ahead = sentence.ahead(figure)
                if (
                    _counts(figure)
                    and BREAK_EVEN.search(ahead)
                    and _NUMBER.search(figure.text + sentence.aside(figure))
                ):
                    yield Term(ahead, figure, sentence.passage.block.path)


def _of_clause(terms: Terms, term: Term) -> Iterator[Relation]:
    unit = term.figure.quantity.unit
    breaks_even = BREAK_EVEN.search(term.label) is not None
    if unit.currency and _CONTRIBUTION.search(term.label):
        yield from _chosen(_contribution(terms, term))
        if term.behind and term.behind[0].quantity.unit.percent:
            yield from _chosen(_part(terms, term, term.behind[0]))
    elif unit.currency and breaks_even and _REVENUE.search(term.label):
        yield from _chosen(_revenue(terms, term))
    elif _counts(term.figure) and (breaks_even or (_TARGET.search(term.label) and _NUMBER.search(term.label))):
        yield from _chosen(_breaking_even(terms, term))
        if term.behind and term.behind[0].quantity.unit.currency:
            yield from _chosen(_worth(terms, term.path, term.figure, term.behind[0]))


def _counts(figure: Figure) -> bool:
    quantity = figure.quantity
    plain = quantity.ends and not quantity.word and not quantity.open and not quantity.is_range
    return bool(plain) and not (quantity.unit.currency or quantity.unit.percent or quantity.unit.size)


# -- What may be meant ----------------------------------------------------------------------------------------------


def _contribution(terms: Terms, term: Term) -> Iterator[Relation]:
    for price, cost in _pairs(terms, term, _PRICE, _UNIT_COST):
        yield _relation("margin", term.figure, Operation("−", (Ref(price), Ref(cost))), term.label)


def _part(terms: Terms, term: Term, stated: Figure) -> Iterator[Relation]:
    for price in _named(terms, term, _PRICE):
        yield _relation("margin", stated, Operation("÷", (Ref(term.figure), Ref(price))), term.label)


def _breaking_even(terms: Terms, term: Term) -> Iterator[Relation]:
    aims = _named(terms, term, _PROFIT) if _TARGET.search(term.label) else []
    for goal, brings in _pairs(terms, term, _FIXED, _CONTRIBUTION):
        wholes: list[Expression] = [Operation("+", (Ref(goal), Ref(aim))) for aim in aims]
        for whole in wholes or [Ref(goal)]:
            yield _relation("ratio", term.figure, Operation("÷", (whole, Ref(brings))), term.label, up=True)


def _revenue(terms: Terms, term: Term) -> Iterator[Relation]:
    counted = [it for it in terms.all if it.path == term.path and _counts(it.figure) and BREAK_EVEN.search(it.label)]
    for count in counted:
        yield from _worth(terms, term.path, count.figure, term.figure)


def _worth(terms: Terms, path: Path, count: Figure, stated: Figure) -> Iterator[Relation]:
    """What so many pay."""
    for price in terms.nearest(_PRICE, stated, path, currency=stated.quantity.unit.currency):
        yield _relation("product", stated, Operation("×", (Ref(count), Ref(price.figure))), "break-even")


def _pairs(terms: Terms, term: Term, one: re.Pattern[str], other: re.Pattern[str]) -> Iterator[tuple[Figure, Figure]]:
    pairs = product(_named(terms, term, one), _named(terms, term, other))
    return ((a, b) for a, b in pairs if a is not b and a.quantity.unit.currency == b.quantity.unit.currency)


def _named(terms: Terms, term: Term, name: re.Pattern[str]) -> list[Figure]:
    currency = term.figure.quantity.unit.currency
    found = [it for it in terms.all if it.figure.quantity.unit.currency] if currency is None else []
    currency = currency or (found[0].figure.quantity.unit.currency if found else None)
    return [it.figure for it in terms.nearest(name, term.figure, term.path, currency=currency)]


def _relation(kind: str, stated: Figure, workings: Expression, label: str, *, up: bool = False) -> Relation:
    evidence = f"the words `{' '.join(label.split())[:40]}`"
    return Relation(kind, stated, workings, "inferred", evidence, rounding="up" if up else "nearest")


# -- Which one is ---------------------------------------------------------------------------------------------------


def _chosen(readings: Iterable[Relation]) -> Iterator[Relation]:
    """The first that agrees, not by chance; else the only one there is, if it comes near."""
    tried = list(islice(readings, MOST))
    for relation in tried:
        nearest = replace(relation, rounding="nearest")
        for it in (relation, nearest):
            if (telling(it) or len(tried) == 1) and judge(it).outcome in AGREES:
                yield it
                return
    if len(tried) == 1 and _near(tried[0]):
        yield replace(tried[0], unsure=not slip(tried[0]))


def _near(relation: Relation) -> bool:
    stated, again = abs(estimate(Ref(relation.stated))), abs(estimate(relation.workings))
    return not relation.stated.quantity.approximate and again / APART <= stated <= again * APART
