"""What a document says about its budgets and targets is true of its figures.

Checked: a limit that the document sets (`Budget: under $5/month`), and claims that set an amount against a limit:
`$4/mo is well under the $5/mo target`, `($15/mo, over budget)`, `within the $10 ceiling`, `for under $4/month` in a
section whose heading gives the price. A claim without an amount of its own speaks of the amount in its heading. So is
`we plan €21,350, so it fits` after a budget of €20,000, and the only total of a document that sets one limit.

Example: a bill of materials of 7.075 is not `less than $7`.

Wrong when the claim speaks of another thing than the nearest amount, or the limit of less than the total. A total over
the limit is left alone where the document says that it is over, or calls the limit a target, which is to be reached.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Comparison, Ref, Relation
from hostdoc.figures.context import Context, contexts
from hostdoc.relations.tables.rows import amount_columns, roles

_LIMITS = (
    r"budget|ceiling|target|limit|cap|obergrenze|grenze|limite|plafond|presupuesto|límite|tope|orçamento|teto|tetto"
    r"|begroting|budżet"
)
_LIMIT = in_any_case(rf"\b(?:{_LIMITS})\b")
_ALL_OF_IT = r"our|my|the|total|overall|hard|upper|absolute|maximum|max|unser|mein|gesamt|notre|nuestro|el|le|il"
_DECLARED = in_any_case(  # at the start of a sentence, and before its amounts
    rf"(?:\A|[.!?]\s)[\s*_>+-]*(?:(?:{_ALL_OF_IT})\s+){{0,2}}(?P<limit>(?:price )?(?:{_LIMITS}))\b"
    r"[^.!?:=\d]{0,30}(?:[:=–—-]|\b(?:is|ist|est|es|è|é|är)\b)(?:[^.!?]|[.](?=\d)){0,160}\Z"
)
_AIM = in_any_case(r"targets?")  # which is to be reached as well
_BELOW = (
    r"under|below|less than|cheaper than|within|inside|unter(?:halb)?|weniger als|günstiger als|innerhalb|im|sous"
    r"|moins de|en dessous du?|dans|por debajo del?|menos de|dentro del?|abaixo d[eo]|dentro d[eo]|sotto|meno di|entro"
    r"|onder|binnen|minder dan|poniżej|w ramach|inom"
)
_ABOVE = (
    r"over|above|more than|exceeds?|beyond|über|oberhalb|mehr als|übersteigt|au[- ]dessus du?|dépasse|plus de"
    r"|por encima del?|supera|excede|acima d[eo]|ultrapassa|mais de|sopra|oltre|più di|boven|meer dan|overschrijdt"
    r"|powyżej|przekracza|ponad|över(?:stiger)?"
)
_THE = (
    r"the|our|a|its|this|dem|den|das|der|unse\w+|le|la|les|notre|el|los|nuestr[oa]|o|os|nosso|il|lo|nostro|het|de|ons"
    r"|vår"
)
_INSIDE = frozenset(
    [
        "within",
        "inside",
        "innerhalb",
        "im",
        "dans",
        "dentro de",
        "dentro del",
        "dentro do",
        "entro",
        "binnen",
        "w ramach",
        "inom",
    ]
)
# The words between an amount, or the start of a claim, and the limit it is set against.
_SAID = regex(rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<at>at))\s+(?:{_THE})?\s*\Z", re.IGNORECASE)
# The same with the limit named before its amount: `below the programme's ceiling of $75,000`.
_NAMED = regex(
    rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})"
    rf"|(?P<at>at))\s+(?:(?:{_THE})\s+)?(?:[\w'’-]+\s+){{0,2}}(?:{_LIMITS})\s+(?:of|von|de|di|van|av)\s*\Z",
    re.IGNORECASE,
)
_BUDGET = regex(
    rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<at>at))\s+(?:(?:{_THE})\s+)?"
    rf"(?:budgets?(?:\s+(?:ceiling|limit|cap))?|presupuesto|orçamento|begroting|budżetu?|(?:{_LIMITS})(?!\s+\w+\s+\W?\d))\b"
    r"|\bso\s+(?:it|that|this|we|everything)\s+(?P<fits>fits?)\b|\b(?P<passt>passt)\b|\bça\s+(?P<rentre>passe|rentre)\b",
    re.IGNORECASE,
)
_OVER = in_any_case(  # a document that says so itself
    rf"\b(?:{_ABOVE}|overruns?|overshoots?|überschreite[nt])\b[^.!?\n]{{0,30}}\b(?:{_LIMITS})\b"
    rf"|\b(?:{_LIMITS})\b[^.!?\n]{{0,30}}\b(?:exceeded|overrun|überschritten|dépassé|superado|excedido)\b|\bover-?budget\b"
)
_CHEAP = in_any_case(
    r"\b(?:inexpensive|cheap(?:ly)?|affordable|low[- ]cost|costs?|build|built|bom|bill of materials|each)\b"
)
FAR = 4  # times as much as the total that a limit may be
SEVERAL = 8  # totals of money beyond which none is the only one
_FLIPPED: dict[Comparison, Comparison] = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "="}
_NEAR = 60  # characters between an amount and what is said of it
_SENTENCE = 200  # characters before an amount, in which its sentence begins


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every claim about a limit, with the amount it is made of."""
    places = contexts(ledger)
    declared = {place.figure: limit for place in places if (limit := _declares(ledger, place))}
    limits = [*declared]
    for place in places:
        if place.figure in declared:
            meant = len(limits) == 1 and not _AIM.search(declared[place.figure])
            yield from _within(ledger, place, meant=meant)
        elif place.figure.quantity.unit.currency:
            yield from _against_amount(ledger, place)
            yield from _against_budget(ledger, place, limits)


def _declares(ledger: Ledger, place: Context) -> str:
    """What a sentence calls the limit that it sets with a figure: `Hard limit: €3,000`."""
    if place.passage is None or not place.figure.quantity.unit.currency:
        return ""
    start, end = place.passage.span.start, place.figure.span.start
    match = _DECLARED.search(ledger.document.plain[max(start, end - 2 * _NEAR) : end])
    return match["limit"] if match else ""


def _comparison(match: re.Match[str]) -> Comparison:
    if match["above"]:
        return ">"
    return "≤" if match["below"] is None or match["below"].lower() in _INSIDE else "<"


# -- `under the $5 target`, `for under $4/month` --------------------------------------------------------------------


def _against_amount(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """The limit is stated where the claim is made."""
    limit = place.figure
    if place.passage is None or place.in_heading:
        return
    before = ledger.document.plain[max(place.passage.span.start, limit.span.start - _NEAR) : limit.span.start]
    after = ledger.document.plain[limit.span.end : limit.span.end + 12]
    match = _SAID.search(before) or _NAMED.search(before)
    if match is None or match["at"]:
        return
    named = match.re.pattern == _NAMED.pattern or _LIMIT.match(after.strip()) is not None
    comparison = _comparison(match)
    own = _amount_before(place, limit)
    if own is not None and named:
        yield Relation(
            "bound", own, Ref(limit), "stated", f"the words `{match.group().strip()}`", comparison=comparison
        )
        return
    price = None if own else _heading_price(ledger, place)
    if price is not None and (named or len(place.passage.figures) == 1 or _first(place)):
        evidence = f"the words `{match.group().strip()}` and the amount in the heading"
        yield Relation("bound", limit, Ref(price), "stated", evidence, comparison=_FLIPPED[comparison])
        return
    said = named or _CHEAP.search(before + after) is not None
    total = _only_total(ledger, place, named=named) if said and own is None and price is None else None
    if total is not None:
        evidence = f"the words `{match.group().strip()}` and the only total of the tables"
        yield Relation("bound", limit, Ref(total), "stated", evidence, comparison=_FLIPPED[comparison])


def _first(place: Context) -> bool:
    assert place.passage is not None
    return next(f for f in place.passage.figures if f.quantity.unit.currency) is place.figure


def _amount_before(place: Context, limit: Figure) -> Figure | None:
    """The amount of the same sentence that the claim is made of: the nearest before the limit."""
    assert place.passage is not None
    here = bisect_left(place.passage.figures, limit.span.start, key=lambda figure: figure.span.start)
    for figure in reversed(place.passage.figures[max(0, here - _NEAR) : here]):
        gap = limit.span.start - figure.span.end
        if 0 < gap <= _NEAR and comparable(figure.quantity, limit.quantity) and not figure.quantity.open:
            text = limit.span.source.text[figure.span.end : limit.span.start]
            return None if re.search(r"[.!?;](?=\s)", text) or _LIMIT.search(text) else figure
    return None


def _heading_price(ledger: Ledger, place: Context) -> Figure | None:
    """The amount in the heading that a passage stands under, in the currency of its figure."""
    assert place.passage is not None
    path = place.passage.block.path
    for passage in ledger.passages:
        block = passage.block
        if (
            isinstance(block, Heading)
            and path
            and block.path == path[:-1]
            and ledger.document.words(block.text) == path[-1]
        ):
            prices = [f for f in passage.figures if comparable(f.quantity, place.figure.quantity)]
            return prices[0] if prices else None
    return None


@lru_cache(maxsize=2)
def _totals(ledger: Ledger) -> tuple[Figure, ...]:
    """The first total amounts in the tables, in money or of no unit, as many as tell one from several."""
    found = (
        amount
        for grid in ledger.grids
        for role in roles(grid)
        if role.role == "total"
        for amount in _whole([grid.rows[role.number][index].amount for index in amount_columns(grid)])
    )
    return tuple(islice(found, SEVERAL))


def _whole(row: list[Figure | None]) -> list[Figure]:
    """The money in a row of totals: what the others come to, where they are its parts (`Budget | Paid | Open`)."""
    money = [it for it in row if it and (it.quantity.unit.currency or not it.quantity.unit.of) and it.quantity.ends]
    values = [it.quantity.ends[-1].value for it in money]
    if len(money) > 2 and 2 * max(values) == sum(values):
        return [money[values.index(max(values))]]
    return money


def _only_total(ledger: Ledger, place: Context, *, named: bool) -> Figure | None:
    """The one total of the tables in the money of a limit, else the one that does not say its money, of that size.

    It stands below the claim, or on either side of one about a `named` limit.
    """
    limit = place.figure
    money = [amount for amount in _totals(ledger) if comparable(amount.quantity, limit.quantity)]
    totals = money or [amount for amount in _totals(ledger) if not amount.quantity.unit.of and amount.quantity.ends]
    if len(totals) != 1 or (totals[0].span.start < limit.span.start and not named):
        return None
    one, other = totals[0].quantity.ends[-1].value, limit.quantity.ends[-1].value
    return totals[0] if other <= FAR * one and one <= 2 * other else None


def _within(ledger: Ledger, place: Context, *, meant: bool) -> Iterator[Relation]:
    """The only total of a document that sets a limit: within it, or over the only one that it is `meant` by."""
    total = _only_total(ledger, place, named=False)
    if total is not None and not place.figure.quantity.open:
        evidence = f"the limit `{place.figure.label.row or place.figure.text}`"
        relation = Relation("bound", place.figure, Ref(total), "stated", evidence, comparison="≥")
        if judge(relation).outcome == "holds" or (meant and not _OVER.search(ledger.document.plain)):
            yield relation


# -- `over budget` --------------------------------------------------------------------------------------------------


def _against_budget(ledger: Ledger, place: Context, limits: list[Figure]) -> Iterator[Relation]:
    """The limit is the document's budget; of several, the widest."""
    figure = place.figure
    known = [limit for limit in limits if comparable(limit.quantity, figure.quantity)]
    if not known or place.in_heading:
        return
    span = (
        place.passage.span
        if place.passage
        else place.grid.rows[place.row][place.column].cell.span
        if place.grid
        else None
    )
    if span is None or (place.row == -1 and place.grid is not None):
        return
    after = ledger.document.plain[figure.span.end : min(span.end, figure.span.end + _NEAR)]
    match = _BUDGET.search(after)
    if match is None or re.search(r"[.!?;](?=\s)", after[: match.start()]):
        return
    widest = max(known, key=lambda limit: limit.quantity.ends[-1].value)
    evidence = f"the words `{match.group()}`"
    yield Relation("bound", figure, Ref(widest), "stated", evidence, comparison=_comparison(match))
