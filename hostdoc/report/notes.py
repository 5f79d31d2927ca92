"""What stands in a note: the workings of a judged figure as a written sum, with everything said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from hostdoc.core.arithmetic import Box, interval, scaling_of, stated_interval
from hostdoc.core.figure import Figure
from hostdoc.core.operators import Incomputable, Number
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.report.saying import say
from hostdoc.report.wording import falls, formula, is_sum, letter, recalculated, stated
from hostdoc.wording import decimals, number

GIVES = {
    "tie-out": say("elsewhere"),
    "bound": say("compared with"),
    "ordering": say("compared with"),
}  # else `recalculated`
SAID = WORST = ("drifts", "undecided", "known", "waived", "within", "rounds", "holds")  # in this order
SHOWN_AGAIN = ("drifts", "known", "waived")  # verdicts beside which stands what was recalculated
SIGNS = {"holds": "=", "rounds": "≈", "within": "[·]", "drifts": "≠", "undecided": "?", "known": "≠", "waived": "(≠)"}


def verdict_name(check: Check) -> str:
    """The outcome as pages show it: a drift that was signed off is `waived`, one of the baseline `known`."""
    if check.waiver is None or not check.waived:
        return check.outcome
    return "known" if check.waiver.by == "baseline" else "waived"


def worst(names: Iterable[str]) -> str:
    return min(names, key=WORST.index)


@dataclass(frozen=True, slots=True)
class Term:
    """An input: its letter, its words, the id of its figure (empty where it has none) and its numbers."""

    letter: str
    words: str
    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """One check as a written sum. `columns` is empty for points and names the ends for ranges."""

    verdict: str
    kind: str
    gives: str  # what the recalculated row is called
    basis: str
    formula: str
    columns: tuple[str, ...]
    terms: tuple[Term, ...]
    recalculated: tuple[str, ...]
    stated: tuple[str, ...]
    difference: tuple[str, ...]
    flips: str
    reason: str
    remarks: tuple[str, ...]
    waiver: str
    until: str
    message: str
    text: str  # what it comes to, in one line
    sum: str  # the workings in one line


@dataclass(frozen=True, slots=True)
class Note:
    """All that was checked of one figure, the worst verdict first."""

    id: str
    figure: str  # the id of the figure
    verdict: str
    title: str
    words: str  # the figure as it is written
    path: str
    line: int
    workings: tuple[Working, ...]
    marked: bool = True  # whether the figure is marked where it stands


Called = Callable[[Figure], str]


def title_of(figure: Figure) -> str:
    label = figure.label
    parts = [part for part in (label.row, label.column) if part] or list(label.path[-1:])
    return ", ".join(parts) or figure.text


def note(
    figure: Figure, checks: Iterable[Check], ids: Mapping[Figure, str], marked: bool, called: Called = title_of
) -> Note:
    ordered = sorted(checks, key=lambda check: WORST.index(verdict_name(check)))
    return Note(
        id="n-" + ids[figure].removeprefix("f-"),
        figure=ids[figure],
        verdict=verdict_name(ordered[0]),
        title=called(figure),
        words=figure.text,
        path=figure.span.source.path,
        line=figure.span.first.line,
        workings=tuple(working(check, ids, called) for check in ordered),
        marked=marked,
    )


def working(check: Check, ids: Mapping[Figure, str], called: Called = title_of) -> Working:
    verdict, relation = check.verdict, check.verdict.relation
    letters = {figure: letter(number) for number, figure in enumerate(relation.inputs)}
    paired = _has_range(verdict)
    together = _lows_give_more(relation) if paired and verdict.reading == "paired" else None  # all ends turned, or none
    result, said = _result(verdict, paired), _cells(stated(relation.stated.quantity), paired)
    return Working(
        verdict=verdict_name(check),
        kind=relation.kind,
        gives=GIVES.get(relation.kind, say("recalculated")),
        basis=relation.basis,
        formula=_formula(relation, letters),
        columns=(say("low"), say("high")) if paired else (),
        terms=tuple(_term(verdict, figure, mark, ids, paired, together, called) for figure, mark in letters.items()),
        recalculated=result,
        stated=said if any(said) else _cells((relation.stated.text, ""), paired),
        difference=_difference(verdict, paired) if check.outcome == "drifts" else (),
        flips=verdict.flips,
        reason=verdict.reason,
        remarks=tuple(note for note in dict.fromkeys(check.notes) if note != verdict.flips),
        waiver=check.waiver.reason if check.waiver else "",
        until=(check.waiver.until or "") if check.waiver else "",
        message=check.message,
        text=check.recalculated,
        sum=check.workings,
    )


def _has_range(verdict: Verdict) -> bool:
    relation, result = verdict.relation, verdict.recalculated
    ranged = any(figure.quantity.low is not figure.quantity.high for figure in (relation.stated, *relation.inputs))
    return ranged or (result is not None and (result.low != result.high or result.open_low or result.open_high))


def _formula(relation: Relation, letters: Mapping[Figure, str]) -> str:
    if is_sum(relation.workings) or len(letters) < 1:
        return ""
    text = formula(relation.workings, lambda figure: letters[figure])
    if text in letters.values():
        return ""
    return say("{formula}, in %", formula=text) if relation.stated.quantity.unit.percent else text


def _term(
    verdict: Verdict,
    figure: Figure,
    mark: str,
    ids: Mapping[Figure, str],
    paired: bool,
    together: bool | None,
    called: Called,
) -> Term:
    cells = stated(figure.quantity)
    relation = verdict.relation
    turned = together if together is not None else paired and falls(relation.workings, figure)
    low, high = cells if any(cells) else (figure.text, "")
    words = _words(figure, relation.stated, called)
    if paired and turned and low != high:
        low, high = high, low
        words = say("{input}, high end first", input=words)
    same = figure.span.source is relation.stated.span.source
    return Term(mark, words, ids.get(figure, "") if same else "", _cells((low, high), paired))


def _lows_give_more(relation: Relation) -> bool:
    """Whether the low ends together give the greater result, so that both columns are turned round."""

    scale = scaling_of(relation)

    def at(index: int) -> Box:
        def box(figure: Figure) -> tuple[Number, Number]:
            end = stated_interval(figure, scale, unbounded=False)[index]
            return end, end

        return box

    try:
        return interval(relation.workings, at(0))[0] > interval(relation.workings, at(1))[0]
    except Incomputable:
        return False


def _words(figure: Figure, beside: Figure, called: Called) -> str:
    """What an input is called next to the figure it goes into: by its row, or by its column in the same row."""
    label, other = figure.label, beside.label
    if label.row and label.row == other.row and label.column and label.column != other.column:
        return label.column
    return label.row or label.column if label.column else called(figure)


def _cells(ends: tuple[str, str], paired: bool) -> tuple[str, ...]:
    return ends if paired else (ends[0],)


def _result(verdict: Verdict, paired: bool) -> tuple[str, ...]:
    if verdict.recalculated is None:
        return ()
    return _cells(recalculated(verdict.recalculated, verdict.relation.stated.quantity), paired)


def _difference(verdict: Verdict, paired: bool) -> tuple[str, ...]:
    """Stated less recalculated, end by end."""
    quantity, result = verdict.relation.stated.quantity, verdict.recalculated
    if result is None or not quantity.ends:
        return ()
    lows = (quantity.low, result.low)
    highs = (quantity.high, result.high)
    off = [None if end is None else Fraction(end.value) - value for end, value in (lows, highs)]
    texts = ["" if value is None else _signed(value, decimals(quantity)) for value in off]
    return _cells((texts[0], texts[1]), paired)


def _signed(value: Fraction, places: int) -> str:
    text = number(value, places)
    return f"+{text}" if value > 0 and text.strip("0.,") else text
