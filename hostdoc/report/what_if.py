"""Documents as a live model: their assumptions as sliders, and everything that follows from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import PurePosixPath

from hostdoc.core.clock import SCALES
from hostdoc.core.figure import Figure
from hostdoc.core.judge import round_to
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Range
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.downstream import Model
from hostdoc.formulas import names_in
from hostdoc.report.analysis.site import Place
from hostdoc.report.charts import attribute_json
from hostdoc.report.live_model import Dependencies, Writer
from hostdoc.wording import POWERS, SCALE, decimals, recalculated

MOST = 12  # sliders of a document in its own page
STEPS = 1000  # positions of a slider; finer ones cannot be hit
REACH = (Fraction(1, 4), Fraction(3))  # how far a slider goes, as parts of what is stated
_DIGITS = re.compile(r"[\d.,]*\d")

Naming = Callable[[Figure], str]


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is written: as the author writes the figure. `letters` are those behind each end, as in $500K-1M.

    A time of day or a duration is written in hours and minutes; `clock` is how many of its unit make a second.
    """

    before: str
    after: str
    places: int
    letters: tuple[str, str]
    clock: int = 0

    @property
    def data(self) -> list[object]:
        """The same as a list for scripts, each letter with what it stands for."""
        letters = [[10 ** POWERS.get(it, 0), it] for it in self.letters]
        return [self.before, self.after, self.places, letters, *([self.clock] if self.clock else ())]


@dataclass(frozen=True, slots=True)
class Knob:
    """An assumption as a slider. `low` and `high` are its stated ends; a range is moved as a whole."""

    name: str
    label: str
    text: str
    place: Place
    low: float
    high: float
    least: float
    most: float
    step: float
    format: Format
    ids: tuple[str, ...]  # where it is stated in the page


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure that follows: its number in the model, as stated, as recalculated, and which knobs move it."""

    number: int
    label: str
    place: Place
    stated: str
    recalculated: str
    drifts: bool
    knobs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Panel:
    """Sliders, what follows, and the model as JSON that may stand in an attribute.

    `roots` and `figures` are what the knobs and the outcomes stand for.
    """

    knobs: tuple[Knob, ...]
    outcomes: tuple[Outcome, ...]
    model: str
    roots: tuple[Figure, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class View:
    """How a page sees figures: their names, what they are called, where they stand, the ids of those in the page."""

    name: Naming
    called: Naming
    place: Callable[[Figure], Place]
    ids: Mapping[Figure, str]


# -- Names ----------------------------------------------------------------------------------------------------------


def names_of(audited: AuditedDocument) -> Naming:
    """What the assumptions of a document are called: by their author, else by their words."""
    named = _named(audited)
    return lambda figure: named.get((figure.span.start, figure.span.end), "")


def names_across(documents: Sequence[AuditedDocument], home: AuditedDocument | None = None) -> Naming:
    """What the assumptions of several documents are called: `stem:name` where several have the name.

    In the page of one document, `home`, its own are called as there, all others `stem:name`.
    """
    by_path = {audited.document.source.path: audited for audited in documents}
    named: dict[str, dict[tuple[int, int], str]] = {}
    if home is None:
        named.update({path: _named(audited) for path, audited in by_path.items()})
    shared = Counter(name for names in named.values() for name in set(names.values()))
    stems = Counter(PurePosixPath(path).stem for path in by_path)

    def name(figure: Figure) -> str:
        path = figure.span.source.path
        if path not in named:
            named[path] = _named(by_path[path]) if path in by_path else {}
        own = named[path].get((figure.span.start, figure.span.end), "")
        here = shared[own] == 1 if home is None else path == home.document.source.path
        stem = PurePosixPath(path).stem
        return own if here or not own else f"{stem if stems[stem] == 1 else path}:{own}"

    return name


def _named(audited: AuditedDocument) -> dict[tuple[int, int], str]:
    """Names by place: constants are figures of no ledger, and made anew whenever they are read."""
    given = names_in(audited.ledger).given
    figures = [(it.figure, it.name) for it in audited.ledger.assumptions if it.name not in given]
    figures += [(found[0], name) for name, found in given.items() if len(found) == 1]
    return {(figure.span.start, figure.span.end): name for figure, name in figures}


# -- Panels ---------------------------------------------------------------------------------------------------------


def panel(model: Model, checks: Iterable[Check], view: View, most: int | None = None) -> Panel | None:
    """The live model of what checks recompute, or None where nothing follows from an assumption that has a name.

    `model` is that of all documents; `most` is how many sliders there may be: those from which most follows.
    """
    follows = Dependencies(model, checks, view.name)
    uses = Counter(root for figure in follows.order for root in follows.roots(figure))
    best = sorted(uses, key=lambda figure: (-uses[figure], *_where(figure)))[:most]
    roots = sorted(best, key=_where)
    if not roots:
        return None
    number = {root: index for index, root in enumerate(roots)}
    figures = [figure for figure in follows.order if not follows.roots(figure).isdisjoint(number)]
    moving = set(figures)
    writer = Writer(model, roots, {it: now for it, now in follows.now.items() if it not in moving})
    nodes: list[object] = []
    outcomes = []
    drifting = {check.verdict.relation.stated for check in model.checks if check.outcome == "drifts"}
    for index, figure in enumerate(figures):
        relation = model.relation_of(figure)
        assert relation is not None
        stated = relation.stated
        nodes.append([writer.formula(figure), _format(stated).data, _ids(figure, model, view.ids)])
        outcomes.append(
            Outcome(
                number=index,
                label=view.called(stated),
                place=view.place(stated),
                stated=stated.text,
                recalculated=_written(follows.now[figure], stated),
                drifts=stated in drifting and not _as_stated(follows.now[figure], stated),
                knobs=frozenset(number[root] for root in follows.roots(figure) if root in number),
            )
        )
    knobs = tuple(_knob(root, model, view) for root in roots)
    return Panel(knobs, tuple(outcomes), attribute_json({"nodes": nodes}), tuple(roots), tuple(figures))


def _where(figure: Figure) -> tuple[str, int]:
    return figure.span.source.path, figure.span.start


def _ids(figure: Figure, model: Model, ids: Mapping[Figure, str]) -> tuple[str, ...]:
    """The places where an unknown is stated."""
    return tuple(ids[it] for it in model.same(figure) if it in ids)


def _knob(figure: Figure, model: Model, view: View) -> Knob:
    ends = figure.quantity.ends
    low, high = Fraction(ends[0].value), Fraction(ends[-1].value)
    step = Fraction(ends[0].step)
    least, most = low * REACH[0], high * REACH[1]
    if figure.quantity.unit.percent:
        most = min(most, Fraction(100)) if high <= 100 else most
    while (most - least) / step > STEPS:
        step *= 10
    least, most = (least // step) * step, (most // step) * step
    ends_and_reach = (float(low), float(high), float(least), float(most))
    return Knob(
        view.name(figure),
        view.called(figure),
        figure.text,
        view.place(figure),
        *ends_and_reach,
        float(step),
        _format(figure),
        _ids(figure, model, view.ids),
    )


def _written(result: Range, stated: Figure) -> str:
    """What a figure comes to, as finely as its author writes it: the sliders write it so."""
    if result.open_low or result.open_high or not stated.quantity.ends:
        return recalculated(result, stated)
    ends = stated.quantity.ends
    low, high = (round_to(end, Fraction(at.step)) for end, at in ((result.low, ends[0]), (result.high, ends[-1])))
    return recalculated(Range(low, high), stated)


def _as_stated(result: Range, stated: Figure) -> bool:
    """Whether a figure comes to what is stated, as finely as its author writes it."""
    ends = stated.quantity.ends
    pairs = ((result.low, ends[0]), (result.high, ends[-1])) if ends else ()
    return bool(ends) and all(round_to(again, Fraction(end.step)) == Fraction(end.value) for again, end in pairs)


def _format(figure: Figure) -> Format:
    """The signs around a figure's digits, found by writing a number as its author would."""
    if scale := SCALES.get(figure.quantity.unit.of):
        return Format("", "", 0, ("", ""), scale)
    places = decimals(figure.quantity)
    if figure.quantity.unit.currency and places == 1:
        places = 2
    letters = [match[1] for match in SCALE.finditer(figure.text)] or [""]
    sample = recalculated(Range(Fraction(1), Fraction(1)), figure)
    digits = list(_DIGITS.finditer(sample))  # of each end, where these have letters of their own
    before, after = (sample[: digits[0].start()], sample[digits[-1].end() :]) if digits else ("", "")
    return Format(before, after.removeprefix(letters[-1]), 0 if letters[-1] else places, (letters[0], letters[-1]))
