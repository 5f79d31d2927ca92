"""What if: the assumptions of all documents as sliders, what follows from them, and what moves a figure most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Range
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.anchors import Ids
from hostdoc.report.saying import say
from hostdoc.report.what_if import Knob, Outcome, Panel, View, names_across, panel
from hostdoc.tornado import Tornado, middle, tornado
from hostdoc.wording import recalculated

WIDTH = 1000  # of a drawn bar
MOST = 12  # bars of a chart


@dataclass(frozen=True, slots=True)
class Group:
    """The sliders of a document, and its figures that follow; `further` are the groups in which more follows."""

    id: str
    path: str
    document: str
    knobs: tuple[Knob, ...]
    outcomes: tuple[Outcome, ...]
    further: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """How far an assumption moves the figure: between which values, what it gives, and from where to where it is drawn.

    `low` and `high` are the place and the width of what its low and its high end do.
    """

    label: str
    document: str
    place: Place
    between: str
    at_low: str
    at_high: str
    low: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """What moves the figure that most depends on, the most first. `at` is where it stands now."""

    outcome: Outcome
    document: str
    at: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the template shows."""

    panel: Panel
    groups: tuple[Group, ...]
    chart: Chart | None

    @property
    def lead(self) -> str:
        """How much can be moved, and what moves."""
        knobs, outcomes = len(self.panel.knobs), len(self.panel.outcomes)
        one = say("{number} figure follows" if outcomes == 1 else "{number} figures follow", number=outcomes)
        return say(
            "{number} assumption that {figures} from: as stated, as recalculated, and with your own."
            if knobs == 1
            else "{number} assumptions that {figures} from: as stated, as recalculated, and with your own.",
            number=knobs,
            figures=one,
        )


def view(site: Site) -> WhatIf | None:
    """None where no document has a figure that follows from an assumption with a name."""
    found = panel(site.model, site.audit.checks, View(names_across(site.documents), site.called, site.place, {}))
    if found is None:
        return None
    return WhatIf(found, _groups(site, found), _chart(site, found))


def _groups(site: Site, found: Panel) -> tuple[Group, ...]:
    ids = Ids()
    groups = []
    for audited in site.documents:
        path = audited.document.source.path
        knobs = tuple(knob for knob in found.knobs if knob.place.path == path)
        outcomes = tuple(sorted((it for it in found.outcomes if it.place.path == path), key=lambda it: it.place.line))
        if knobs or outcomes:
            groups.append(Group(ids.take(f"hd-of-{ids.heading(path)}"), path, name_of(audited), knobs, outcomes))
    return tuple(_linked(group, groups, found) for group in groups)


def _linked(group: Group, groups: Sequence[Group], found: Panel) -> Group:
    """The group with those others in which something follows from its sliders."""
    own = {number for number, knob in enumerate(found.knobs) if knob.place.path == group.path}
    further = (it for it in groups if it is not group and any(not own.isdisjoint(one.knobs) for one in it.outcomes))
    return replace(group, further=tuple(further))


# -- The tornado ----------------------------------------------------------------------------------------------------


def _chart(site: Site, found: Panel) -> Chart | None:
    """The figure that depends on most; of several, the one computed last: others lead to it."""
    outcome = max(found.outcomes, key=lambda it: (len(it.knobs), it.number))
    titles = {audited.document.source.path: name_of(audited) for audited in site.documents}
    roots = [(found.knobs[number].name, found.roots[number]) for number in sorted(outcome.knobs)]
    drawn = tornado(site.model, found.figures[outcome.number], roots)
    if drawn is None:
        return None
    relation = site.model.relation_of(drawn.figure)
    stated = relation.stated if relation else drawn.figure
    labels = {knob.name: (knob.label, titles[knob.place.path], knob.place) for knob in found.knobs}
    least, most = _reach(drawn)

    def place(result: Range) -> float:
        return round(float((middle(result) - least) / (most - least)) * WIDTH, 1) if most > least else WIDTH / 2

    at = place(drawn.now)
    bars = [
        Bar(
            *labels[swing.name],
            f"{_point(swing.low)} … {_point(swing.high)}",
            recalculated(swing.at_low, stated),
            recalculated(swing.at_high, stated),
            _drawn(at, place(swing.at_low)),
            _drawn(at, place(swing.at_high)),
        )
        for swing in drawn.swings[:MOST]
    ]
    return Chart(outcome, titles[outcome.place.path], at, tuple(bars))


def _reach(drawn: Tornado) -> tuple[Fraction, Fraction]:
    ends = [middle(drawn.now), *(middle(end) for swing in drawn.swings for end in (swing.at_low, swing.at_high))]
    return min(ends), max(ends)


def _drawn(one: float, other: float) -> tuple[float, float]:
    return min(one, other), round(abs(one - other), 1)


def _point(figure: Figure) -> str:
    value = Fraction(figure.quantity.ends[0].value)
    return recalculated(Range(value, value), figure)
