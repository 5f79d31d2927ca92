"""What a green check does not mean: figures that look derived and are not recalculated, documents without any check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.figures.labels import MARGIN, PRICE, is_subtotal, is_total
from hostdoc.figures.lexicon import speaking

_AVERAGE = regex(r"(?<![\w-])(?:average|avg|mean|median)(?![\w-])|(?<!\w)ø(?!\w)", re.IGNORECASE)
_LEFT = regex(
    r"(?<![\w-])(?:net|balance|profit|loss|surplus|deficit|savings?|difference|variance|shortfall|remainder|runway)(?![\w-])",
    re.IGNORECASE,
)
_RATIO = regex(
    r"(?<![\w-])(?:ratio|roi|payback|break-?even|ltv:cac|growth|% of|percent of|share of)(?![\w-])", re.IGNORECASE
)
_EACH = regex(
    r"(?:\bper|/)\s?(?:user|customer|subscriber|seat|head|capita|person|team|employee|member|tenant|instance)\b",
    re.IGNORECASE,
)
# In a sentence only words that speak of a sum or mean: `net` and `growth` say little there.
_SUMS = regex(r"(?<![\w-])(?:totals?|totalling|totaling|altogether|adds? up to|sums? up to|subtotal)(?![\w-])", re.I)
_AFTER = regex(r"\s*(?:\(?in total\b|altogether\b|on average\b|total\b(?! of))", re.IGNORECASE)
_MONEY = regex(r"[$€£¥₹]\s?[\dOoIl]|[\dOoIl]\s?[$€£¥₹]")
_MISTYPED = regex(r"\W*(?=[OoIl.,]*\d)(?=[\d.,]*[OoIl])[\dOoIl.,]+")  # a letter for a digit: `3O`, `l2`
SHORT = 3  # words of a cell that is an amount, though one that cannot be read
NEAR = 40  # characters of a sentence before a figure in which a word speaks of it


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A figure that looks derived and that nothing recalculates. `used`: other figures are checked against it."""

    figure: Figure
    reason: str
    used: bool = False


def uncovered(audited: AuditedDocument) -> tuple[Uncovered, ...]:
    """The derived-looking figures of a document that no check recalculates, in the order of the text."""
    relations = [check.verdict.relation for check in audited.checks]
    settled = {relation.stated for relation in relations}
    settled |= {figure for relation in relations if relation.kind == "tie-out" for figure in relation.inputs}
    uses = [*relations, *(check.verdict.relation for check in audited.elsewhere)]
    used = {figure for relation in uses for figure in relation.inputs}
    with speaking(audited.terms.vocabulary):
        derived = list(_derived(audited.ledger))
    found = [
        Uncovered(figure, reason, figure in used)
        for figure, reason in derived
        if figure not in settled and any(end.value for end in figure.quantity.ends)
    ]
    return tuple(sorted(found, key=lambda it: (it.figure.span.start, it.figure.span.end)))


def _derived(ledger: Ledger) -> Iterator[tuple[Figure, str]]:
    """Every figure that looks derived, and why it does."""
    for grid in ledger.grids:
        yield from _in_table(grid)
    for passage in ledger.passages:
        yield from _in_prose(ledger, passage)


def _in_table(grid: Grid) -> Iterator[tuple[Figure, str]]:
    names = [column.header for column in grid.columns]
    for row in grid.rows:
        label = next((cell.words for cell in row if cell.words and cell.amount is None), "")
        for index, cell in enumerate(row):
            if cell.amount is None or (index == 0 and len(row) > 1):
                continue
            reason = _reason(label, "row") or _reason(names[index], "column")
            if reason:
                yield cell.amount, reason


def _reason(label: str, where: str) -> str:
    """What the label of a row or column says that its figures are, if it says so."""
    named = f"the {where} `{label}`"
    if is_subtotal(label):
        return f"{named} says subtotal"
    if is_total(label):
        return f"{named} says total"
    if MARGIN.search(label):
        return f"{named} says margin"
    for pattern in (_AVERAGE, _LEFT, _RATIO):
        if word := pattern.search(label):
            return f"{named} says {word.group().lower()}"
    if (word := _EACH.search(label)) and not PRICE.search(label) and not any(map(str.isdigit, label)):
        return f"{named} says {word.group().lower()}"
    return ""


def _in_prose(ledger: Ledger, passage: Passage) -> Iterator[tuple[Figure, str]]:
    plain = ledger.document.plain
    for number, figure in enumerate(passage.figures):
        if not (figure.quantity.unit.currency or figure.quantity.unit.percent):
            continue
        start = passage.figures[number - 1].span.end if number else passage.span.start
        before = plain[max(start, figure.span.start - NEAR) : figure.span.start]
        clause = re.split(r"[.;!?]\s", before)[-1]
        after = plain[figure.span.end : min(figure.span.end + NEAR, passage.span.end)]
        word = _SUMS.search(clause) or _AVERAGE.search(clause) or _AFTER.match(after)
        if word:
            yield figure, f"`{' '.join(word.group().split())}` stands beside it"


# -- Totals that cannot be read --------------------------------------------------------------------------------------


def unread_totals(ledger: Ledger) -> Iterator[Diagnostic]:
    """A warning for every cell in the row of a total that is to be an amount and cannot be read: nothing checks it."""
    for grid in ledger.grids:
        for row in grid.rows:
            label = next((cell.words for cell in row if cell.words and cell.amount is None), "")
            if not is_total(label):
                continue
            for column, cell in zip(grid.columns, row, strict=True):
                if column.states and not cell.figures and _mistyped(cell.words):
                    yield Diagnostic(
                        "unread-total",
                        "warning",
                        f"the total `{cell.words}` cannot be read as an amount, so nothing checks it",
                        cell.cell.span,
                        "write it in digits: `O` and `l` are letters",
                    )


def _mistyped(words: str) -> bool:
    """Whether a cell without a figure is to state an amount: `$3O`, `3O EUR`, `$1.2.3`."""
    parts = words.split()
    if not any(map(str.isdigit, words)) or len(parts) > SHORT:
        return False
    return _MONEY.search(words) is not None or _MISTYPED.fullmatch(parts[0]) is not None


# -- Documents that nothing was found in ----------------------------------------------------------------------------


def remarks(ledger: Ledger, checks: Sequence[Check]) -> tuple[Diagnostic, ...]:
    """A note on a document that states amounts and in which nothing is checked: it is not clean, it is unknown."""
    if checks:
        return ()
    amounts = list(_amounts(ledger))
    if not amounts:
        return ()
    total = len(ledger.figures)
    stated = f"{total} figures stand" if total > 1 else "1 figure stands"
    return (
        Diagnostic(
            "nothing-checked",
            "note",
            f"nothing is checked in this document: {stated} alone",
            amounts[0].span,
            "see what was read with `hostdoc records`, or why with `hostdoc why FILE:LINE`",
        ),
    )


def _amounts(ledger: Ledger) -> Iterable[Figure]:
    """The amounts of tables, and money wherever it stands."""
    cells = {cell.amount for grid in ledger.grids for row in grid.rows for cell in row if cell.amount}
    return (figure for figure in ledger.figures if figure in cells or figure.quantity.unit.currency)
