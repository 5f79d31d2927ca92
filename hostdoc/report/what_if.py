"""A document as a live model: its assumptions as sliders, and everything that follows from them as expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hostdoc.core.arithmetic import scaling
from hostdoc.core.figure import Figure
from hostdoc.core.judge import round_to
from hostdoc.core.relation import Const, Expression, Range, Ref, Relation, Words
from hostdoc.core.result import AuditedDocument
from hostdoc.downstream import Model
from hostdoc.formulas import names_in
from hostdoc.report.charts import attribute_json
from hostdoc.wording import POWERS, SCALE, decimals, recalculated

MOST = 12  # sliders of a document
STEPS = 1000  # positions of a slider; finer ones cannot be hit
REACH = (Fraction(1, 4), Fraction(3))  # how far a slider goes, as parts of what is stated
_NUMBERED = re.compile(r"_\d+\Z")
_DIGITS = re.compile(r"[\d.,]*\d")

Formula = list[object] | float  # `["+", …]`, `["knob", number]`, `["node", number]`, `["is", low, high]`


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is written: as the author writes the figure. `letters` are those behind each end, as in $500K-1M."""

    before: str
    after: str
    places: int
    letters: tuple[str, str]

    @property
    def data(self) -> list[object]:
        """The same as a list for scripts, each letter with what it stands for."""
        return [self.before, self.after, self.places, [[10 ** POWERS.get(it, 0), it] for it in self.letters]]


@dataclass(frozen=True, slots=True)
class Knob:
    """An assumption as a slider. `low` and `high` are its stated ends; a range is moved as a whole."""

    name: str
    label: str
    text: str
    line: int
    low: float
    high: float
    least: float
    most: float
    step: float
    format: Format
    ids: tuple[str, ...]  # where it is stated in the page


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure that follows: as stated, as recalculated, and `id`, where it stands in the page."""

    label: str
    id: str
    stated: str
    recalculated: str
    drifts: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The sliders of a document, what follows, and the model as JSON that may stand in an attribute."""

    knobs: tuple[Knob, ...]
    outcomes: tuple[Outcome, ...]
    model: str


def names_of(audited: AuditedDocument) -> Callable[[Figure], str]:
    """What the assumptions of a document are called: by their author, else by their words."""
    named = {_place(assumption.figure): assumption.name for assumption in audited.ledger.assumptions}
    named |= {_place(figures[0]): name for name, figures in names_in(audited.ledger).given.items() if len(figures) == 1}
    return lambda figure: named.get(_place(figure), "")


def _place(figure: Figure) -> tuple[int, int]:
    """A figure by where it stands: constants are figures of no ledger, and made anew whenever they are read."""
    return figure.span.start, figure.span.end


def panel(audited: AuditedDocument, ids: Mapping[Figure, str], name: Callable[[Figure], str]) -> Panel | None:
    """The live model of a document, or None where nothing follows from an assumption that has a name.

    `ids` are the places of figures in the page, `name` gives the name of an assumption or nothing.
    """
    model = Model(audited.checks)
    roots = _roots(audited, model, name)
    if not roots:
        return None
    writer = _Writer(model, roots)
    order = [figure for figure in _computed(audited, model) if writer.depends(figure)]
    nodes = [writer.node(figure, ids) for figure in order]
    knobs = tuple(_knob(figure, name(figure), _ids(figure, model, ids)) for figure in roots)
    outcomes = tuple(_outcome(figure, model, ids, name(figure)) for figure in order)
    return Panel(knobs, outcomes, attribute_json({"nodes": nodes}))


def _roots(audited: AuditedDocument, model: Model, name: Callable[[Figure], str]) -> list[Figure]:
    """The named assumptions that something follows from; of many, those from which most follows."""
    found: dict[Figure, int] = {}
    for figure in _computed(audited, model):
        for root in model.upstream(figure):
            known = next((it for it in model.same(root) if name(it)), None)
            if known is not None and known.quantity.ends and known.quantity.ends[0].value > 0:
                found[known] = found.get(known, 0) + 1
    best = sorted(found, key=lambda figure: (-found[figure], figure.span.start))[:MOST]
    return sorted(best, key=lambda figure: figure.span.start)


def _computed(audited: AuditedDocument, model: Model) -> list[Figure]:
    """The figures that follow from others, each unknown once, those that others follow from first."""
    done: dict[Figure, None] = {}
    kept: list[Figure] = []
    under_way: set[Figure] = set()

    def visit(figure: Figure) -> None:
        relation = model.relation_of(figure)
        if figure in done or figure in under_way or relation is None:
            return
        under_way.add(figure)
        for before in relation.inputs:
            visit(before)
        done.update(dict.fromkeys(model.same(figure)))
        kept.append(figure)

    for check in audited.checks:
        visit(check.verdict.relation.stated)
    return kept


class _Writer:
    """Writes relations as formulas over sliders, earlier results and what is stated."""

    def __init__(self, model: Model, roots: Sequence[Figure]) -> None:
        self._model = model
        self._knobs = {it: number for number, root in enumerate(roots) for it in model.same(root)}
        self._nodes: dict[Figure, int] = {}
        self._written = 0

    def depends(self, figure: Figure) -> bool:
        return any(it in self._knobs for root in self._model.upstream(figure) for it in self._model.same(root))

    def node(self, figure: Figure, ids: Mapping[Figure, str]) -> dict[str, object]:
        """A figure's formula, its format, and the places where it is stated."""
        relation = self._model.relation_of(figure)
        assert relation is not None
        stated = relation.stated
        formula = self._whole(relation)
        number = self._written
        self._written += 1
        for it in self._model.same(figure):
            self._nodes.setdefault(it, number)
        places = _ids(figure, self._model, ids)
        form = _format(stated)
        return {
            "formula": formula,
            "format": form.data,
            "ids": places,
        }

    def _whole(self, relation: Relation) -> Formula:
        scale = scaling((relation.stated, *relation.inputs))
        worth = scale(relation.stated.quantity)
        formula = self._formula(relation.workings, lambda figure: scale(figure.quantity))
        return formula if worth == 1 else ["÷", formula, float(worth)]

    def _formula(self, expression: Expression, worth: Callable[[Figure], Fraction]) -> Formula:
        if isinstance(expression, Const):
            return float(expression.value)
        if isinstance(expression, Ref):
            plain = self._figure(expression.figure)
            return plain if worth(expression.figure) == 1 else ["×", plain, float(worth(expression.figure))]
        if isinstance(expression, Words):
            return 0.0
        return [expression.operator, *(self._formula(it, worth) for it in expression.arguments)]

    def _figure(self, figure: Figure) -> Formula:
        if figure in self._knobs:
            return ["knob", self._knobs[figure]]
        if figure in self._nodes:
            return ["node", self._nodes[figure]]
        ends = figure.quantity.ends
        if not ends:
            return 0.0
        low, high = float(ends[0].value), float(ends[-1].value)
        return low if low == high else ["is", low, high]


def _ids(figure: Figure, model: Model, ids: Mapping[Figure, str]) -> tuple[str, ...]:
    """The places where an unknown is stated."""
    return tuple(ids[it] for it in model.same(figure) if it in ids)


def label_of(name: str) -> str:
    """A name in words; a number that only tells it from others of the name is left out."""
    return _NUMBERED.sub("", name).replace("_", " ").strip().capitalize()


def _knob(figure: Figure, name: str, ids: tuple[str, ...]) -> Knob:
    ends = figure.quantity.ends
    low, high = Fraction(ends[0].value), Fraction(ends[-1].value)
    step = Fraction(ends[0].step)
    least, most = low * REACH[0], high * REACH[1]
    if figure.quantity.unit.percent:
        most = min(most, Fraction(100)) if high <= 100 else most
    while (most - least) / step > STEPS:
        step *= 10
    least, most = (least // step) * step, (most // step) * step
    label = label_of(name)
    line = figure.span.first.line
    ends_and_reach = (float(low), float(high), float(least), float(most))
    return Knob(name, label, figure.text, line, *ends_and_reach, float(step), _format(figure), ids)


def _outcome(figure: Figure, model: Model, ids: Mapping[Figure, str], name: str) -> Outcome:
    relation = model.relation_of(figure)
    assert relation is not None
    stated = relation.stated
    again = next((it for it in model.moved({}, (stated,))), None)
    text = _written(again.now, stated) if again else ""
    label = stated.label
    words = label_of(name) or ", ".join(filter(None, (label.row, label.column)))
    words = words or (label.path[-1] if label.path else stated.text)
    drifts = any(it.outcome == "drifts" for it in model.checks if it.verdict.relation is relation)
    return Outcome(words, ids.get(stated, ""), stated.text, text, drifts)


def _written(result: Range, stated: Figure) -> str:
    """What a figure comes to, as finely as its author writes it: the sliders write it so."""
    if result.open_low or result.open_high or not stated.quantity.ends:
        return recalculated(result, stated)
    ends = stated.quantity.ends
    low, high = (round_to(end, Fraction(at.step)) for end, at in ((result.low, ends[0]), (result.high, ends[-1])))
    return recalculated(Range(low, high), stated)


def _format(figure: Figure) -> Format:
    """The signs around a figure's digits, found by writing a number as its author would."""
    places = decimals(figure.quantity)
    if figure.quantity.unit.currency and places == 1:
        places = 2
    letters = [match[1] for match in SCALE.finditer(figure.text)] or [""]
    sample = recalculated(Range(Fraction(1), Fraction(1)), figure)
    match = _DIGITS.search(sample)
    before, after = (sample[: match.start()], sample[match.end() :]) if match else ("", "")
    return Format(before, after.removeprefix(letters[-1]), 0 if letters[-1] else places, (letters[0], letters[-1]))
