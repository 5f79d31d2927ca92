"""The measures of a business follow from each other by their names: the runway is the cash over what is burned a month.

Checked, where the rows of a table, the items of a list or the lines of a block are called so, in each column, or the
columns in each row: runway, LTV and its ratio to the cost of acquisition, payback, lifetime, revenue per customer,
conversion, customers to break even. What is missing beside a measure is taken from the document, where it states one
amount of that name.

Example: `Cash: $180,000`, `Net burn: $6,540`, `Runway: 29.5 months` drifts: it is 27.5.

Wrong when a measure is of another time, or of other customers. It is reported where its name leaves one way to work it
out, the document says that formula (`LTV = ARPU × margin / churn`), or the other columns agree; without a slip of the
pen as a warning.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Operator, Ref, Relation
from hostdoc.relations.evidence.fits import telling
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.tables.labelled_lists import labelled_lists
from hostdoc.relations.tables.lines import WIDEST, middle

MOST_ROWS = 40  # of a table whose rows are measures
APART = 1.5  # times that a drifting measure may be of the recalculated one
AGREES = ("holds", "rounds")
ONE = Const(Fraction(1), "1")
_WHOM = r"(?:customers?|users?|clients?|subscribers?|accounts?|members?|payers?|seats?)"
_ANY = in_any_case(r"\b(?:runway|c?ltv|clv|lifetime|pay\s?back|arp[pa]?[ua]|conversion|break[- ]?even|revenue per)\b")
# By their names, the longer first: `LTV/CAC` is neither, `Lifetime value` no lifetime, `ARR (MRR × 12)` not MRR.
_NAMES = {
    "value ratio": r"\b(?:c?ltv|clv)\s*(?:[:/÷]|to|-)\s*cac\b",
    "payback": r"\bpay\s?back\b",
    "value": r"\b(?:c?ltv|clv)\b|\blifetime value\b",
    "acquisition": r"\bcac\b|\bacquisition costs?\b|\bcosts? of acquisition\b",
    "churn": r"\bchurn\b",
    "lifetime": r"\blifetime\b",
    "runway": r"\brunway\b",
    "net burn": r"\bnet (?:monthly )?burn\b",
    "burn": r"\bburn\b",
    "break-even": r"\bbreak[- ]?even\b",
    "profit each": rf"\b(?:profit|contribution|margin) (?:per|/) ?{_WHOM}\b|\bcontribution\b",
    "revenue each": rf"\barp[pa]?[ua]\b|\brevenue (?:per|/) ?{_WHOM}\b",
    "yearly revenue": r"\barr\b|\bannual recurring revenue\b",
    "monthly revenue": r"\bmrr\b|\bmonthly (?:recurring )?revenue\b",
    "margin": r"\bmargins?\b",
    "conversion": r"\bconversion\b",
    "fixed": r"\bfixed\b|\boverheads?\b",
    "cash": r"\bcash\b|\bin the bank\b|\bbank balance\b",
    "payers": rf"\b(?:paying|paid|converted) {_WHOM}\b|\bpayers\b",
    "customers": r"\b(?:customers|subscribers|clients|accounts|members)\b",
    "users": r"\b(?:users|visitors|sign-?ups|leads|trials)\b",
}
_NAMED = tuple((name, regex(pattern, re.IGNORECASE)) for name, pattern in _NAMES.items())
_PERCENT = frozenset({"churn", "margin", "conversion"})
_MONEY = frozenset(
    {"value", "acquisition", "net burn", "burn", "profit each", "revenue each", "monthly revenue", "fixed", "cash"}
)
# What each may be, the first that comes out; the names are those above, worked from the left.
_Formula = tuple[str, ...]  # names and signs in turn
_FORMULAS: dict[str, tuple[_Formula, ...]] = {
    "value ratio": (("value", "÷", "acquisition"),),
    "runway": (("cash", "÷", "net burn"), ("cash", "÷", "burn")),
    "value": (
        ("revenue each", "×", "margin", "÷", "churn"),
        ("revenue each", "×", "lifetime", "×", "margin"),
        ("profit each", "×", "lifetime"),
        ("profit each", "÷", "churn"),
        ("revenue each", "×", "lifetime"),
        ("revenue each", "÷", "churn"),
    ),
    "payback": (
        ("acquisition", "÷", "profit each"),
        ("acquisition", "÷", "revenue each", "÷", "margin"),
        ("acquisition", "÷", "revenue each"),
    ),
    "revenue each": (("monthly revenue", "÷", "payers"), ("monthly revenue", "÷", "customers")),
    "lifetime": (("one", "÷", "churn"),),
    "conversion": (("payers", "÷", "users"), ("customers", "÷", "users")),
    "break-even": (("fixed", "÷", "profit each"),),
}
# What a measure is where its terms stand beside it, unless it comes out by another formula: the first of several.
_ONE_WAY = frozenset(
    formula for name in ("value ratio", "runway", "break-even") for formula in _FORMULAS[name]
) | frozenset(_FORMULAS["payback"][:1])
_CERTAIN = frozenset({("value", "÷", "acquisition"), ("cash", "÷", "net burn")})  # by definition
_EQUATION = regex(r"^([^=\n|]{3,40})=([^=\n|]{3,100})$", re.MULTILINE)  # of names, in a line of its own
_SIGNS = regex(r"[×*÷/()\[\]·]|\s[x−-]\s")


class _Measure(NamedTuple):
    name: str
    figure: Figure


_Group = Sequence[_Measure]  # of one column, row, list or block


def find(ledger: Ledger) -> Iterator[Relation]:
    """The measures of every table, list and block that names one which follows from others."""
    if not _ANY.search(ledger.document.plain):
        return
    tables = [[*_groups(grid)] for grid in (*ledger.grids, *labelled_lists(ledger)) if len(grid.rows) <= MOST_ROWS]
    tables += [[_group((line.label, line.figures) for line in block.lines)] for block in ledger.blocks]
    wide = _everywhere(tables)
    told = _ONE_WAY | _stated(ledger.document.plain)
    for groups in tables:
        yield from _settled([_readings(group, measure, wide) for group in groups for measure in group], told)


def _stated(plain: str) -> frozenset[_Formula]:
    """The formulas that a document says in names."""
    found: set[_Formula] = set()
    for match in _EQUATION.finditer(plain):
        said = frozenset(_named(part) for part in _SIGNS.split(match[2]) if part.strip("\r\t *_"))
        found |= {formula for formula in _FORMULAS.get(_named(match[1]), ()) if said == frozenset(formula[::2])}
    return frozenset(found)


@lru_cache(2048)  # labels come again and again
def _named(text: str) -> str:
    return next((name for name, words in _NAMED if words.search(text)), "")


def _groups(grid: Grid) -> Iterator[_Group]:
    """The measures of each column by the names of the rows, then of each row by the names of the columns."""
    if len(grid.columns) > WIDEST:
        return
    for column in range(1, len(grid.columns)):
        yield _group((row[0].words, row[column].figures) for row in grid.rows)
    for row in grid.rows:
        yield _group((column.header, cell.figures) for column, cell in zip(grid.columns, row, strict=True))


def _group(named: Iterator[tuple[str, Sequence[Figure]]]) -> list[_Measure]:
    found = []
    for label, figures in named:
        name = _named(label) if figures else ""
        if name and _of_its_sort(name, figures[0]):
            found.append(_Measure(name, figures[0]))
    return found


def _of_its_sort(name: str, figure: Figure) -> bool:
    quantity = figure.quantity
    if len(quantity.ends) != 1 or quantity.word or quantity.open or not middle(figure):
        return False
    return quantity.unit.percent == (name in _PERCENT) and (quantity.unit.currency is not None) == (name in _MONEY)


def _everywhere(tables: Sequence[Sequence[_Group]]) -> dict[str, Figure]:
    """The measures of which a document states one amount."""
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for measure in (measure for groups in tables for group in groups for measure in group):
        found[measure.name].append(measure.figure)
    return {name: figures[0] for name, figures in found.items() if len({middle(figure) for figure in figures}) == 1}


class _Reading(NamedTuple):
    """What a measure may be by one formula, and whether all of it stands in its own group."""

    relation: Relation
    formula: _Formula
    beside: bool


def _readings(group: _Group, stated: _Measure, wide: dict[str, Figure]) -> list[_Reading]:
    own = {measure.name: measure.figure for measure in reversed(group) if measure.figure is not stated.figure}
    found = []
    for formula in _FORMULAS.get(stated.name, ()):
        if "net burn" in own and "burn" in formula:
            continue
        wanted = [name for name in formula[::2] if name != "one"]
        figures = [figure for name in wanted if (figure := own.get(name) or wide.get(name))]
        beside = sum(name in own for name in wanted)
        if len(figures) == len(wanted) and beside and stated.figure not in figures and _of_one_currency(figures):
            terms: list[Expression] = [*([ONE] if "one" in formula else ()), *map(Ref, figures)]
            workings: Expression = terms[0]
            for sign, term in zip(formula[1::2], terms[1:], strict=True):
                operator: Operator = "×" if sign == "×" else "÷"
                workings = Operation(operator, (workings, term))
            evidence = f"the names {' and '.join(dict.fromkeys(wanted))}"
            relation = Relation("ratio", stated.figure, workings, "inferred", evidence)
            found.append(_Reading(relation, formula, beside == len(wanted)))
    return [it for it in found if it.beside] or found


def _of_one_currency(figures: Sequence[Figure]) -> bool:
    return len({figure.quantity.unit.currency for figure in figures} - {None}) < 2


def _settled(measures: Sequence[Sequence[_Reading]], told: frozenset[_Formula]) -> Iterator[Relation]:
    """For each measure the first reading that agrees, else the one that the others of its table agree with, or that
    is `told`."""
    agreed: Counter[_Formula] = Counter()
    missed: list[Sequence[_Reading]] = []
    for readings in measures:
        met = next((found for it in readings if (found := _met(it))), None)
        if met is not None:
            agreed[met.formula] += 1
            yield met.relation
        elif readings:
            missed.append(readings)
    for readings in missed:
        for it in readings:
            one_way = it.beside and it.formula in told and (it is readings[0] or it.formula not in _ONE_WAY)
            if (agreed[it.formula] > 1 or one_way) and _near(it.relation):
                yield replace(it.relation, unsure=it.formula not in _CERTAIN and not slip(it.relation))
                break


def _met(reading: _Reading) -> _Reading | None:
    """A reading that agrees, as it is or rounded up to whole ones."""
    for relation in (reading.relation, replace(reading.relation, rounding="up")):
        if judge(relation).outcome in AGREES and telling(relation):
            return reading._replace(relation=relation)
    return None


def _near(relation: Relation) -> bool:
    result, stated = judge(relation).recalculated, middle(relation.stated) or 0.0
    if result is None or relation.stated.quantity.approximate:
        return False
    again = float(result.low + result.high) / 2
    return 0 < again / APART <= stated <= again * APART
