"""What a user sets in a what-if: `spot=0.20,0.25` → the figure of that name, and the values it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import inf, log
from pathlib import PurePosixPath

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.scenario import restated
from hostdoc.core.units import TIMES, Unit, conflict
from hostdoc.core.vocabulary import PLAIN
from hostdoc.downstream import Model
from hostdoc.figures.lexicon import speaking
from hostdoc.figures.numerals import scan
from hostdoc.formulas import names_in

MOST = 12  # scenarios side by side
NEAREST = 5  # names that are offered where one is unknown
SETTING = regex(r"\$?([^=\s]+)=(\S.*)", re.DOTALL)
_APART = regex(r",(?!0\d\d(?!\d))|;")  # but for `1,000`: no value is written `000`
_GROUPED = regex(r",(?!\d{3}(?!\d))|;")  # where commas before three digits part thousands
_PLACE = regex(r"(.+?):(\d+)(?::(\d+))?")
_BETWEEN = regex(r"(?<=[\d%KMBk])\s*(?:\.\.|–|-)\s*(?=[\d.$€£])")


class NotSet(Exception):
    """A setting that cannot be carried out; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure by its name and the values it is given, one a scenario. `texts` are the values as typed.

    `name` is as typed, but where a line was named and one of its figures was meant: then it is the place of that one.
    """

    name: str
    figure: Figure
    values: tuple[Figure, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One value for each figure that is set. `title` is how it was typed."""

    title: str
    changes: dict[Figure, Figure]


def scenarios(settings: Sequence[Setting]) -> tuple[Scenario, ...]:
    """Every combination of the values that were set, in the order of writing. Raises NotSet if they are too many."""
    values: dict[Figure, list[tuple[str, Figure]]] = {}
    for it in settings:  # a figure that is set twice is given the values of both
        titles = (f"{it.name}={text}" for text in it.texts)
        values.setdefault(it.figure, []).extend(zip(titles, it.values, strict=True))
    combinations = list(product(*values.values()))
    if len(combinations) > MOST:
        raise NotSet(f"these are {len(combinations)} scenarios; at most {MOST} are shown side by side")
    return tuple(
        Scenario(", ".join(title for title, _ in chosen), dict(zip(values, (it for _, it in chosen), strict=True)))
        for chosen in combinations
    )


def setting(text: str, audit: Audit) -> Setting:
    """`NAME=VALUE[,VALUE…]` for the documents of an audit; a value may be a range. Raises NotSet."""
    match = SETTING.fullmatch(text.strip())
    if match is None:
        raise NotSet(f"`{text}` sets nothing; write NAME=VALUE")
    figure = figure_named(match[1], audit)
    apart, grouped = (tuple(value.strip() for value in sign.split(match[2])) for sign in (_APART, _GROUPED))
    own = next((it.terms for it in audit.documents if it.document.source is figure.span.source), PLAIN)
    with speaking(own.vocabulary):
        values = _given(figure, apart)
        if grouped != apart and _nearer(figure, _given(figure, grouped), values):
            apart, values = grouped, _given(figure, grouped)
    return Setting(_whole(match[1], figure, audit), figure, values, apart)


def _nearer(figure: Figure, these: Sequence[Figure], those: Sequence[Figure]) -> bool:
    """Whether some values of a figure are nearer to what it states than others: `80,112` may be one number or two."""
    stated = abs(float(figure.quantity.ends[0].value)) if figure.quantity.ends else 0.0

    def farthest(values: Sequence[Figure]) -> float:
        ends = [abs(float(value.quantity.ends[-1].value)) for value in values]
        return max(abs(log(end / stated)) if end and stated else inf for end in ends)

    return farthest(these) < farthest(those)


def _given(figure: Figure, texts: Sequence[str]) -> tuple[Figure, ...]:
    return tuple(_valued(figure, text) for text in texts)


def _valued(figure: Figure, text: str) -> Figure:
    """A figure with the value or range that is typed, which is in its own unit unless it says another size."""
    ends = [scan(part, cell=True) for part in (_BETWEEN.split(text) if _BETWEEN.search(text) else [text])]
    numbers = [found[0].quantity for found in ends if len(found) == 1 and len(found[0].quantity.ends) == 1]
    if len(numbers) != len(ends) or len(numbers) > 2:
        raise NotSet(f"`{text}` is no amount; write a number or a range, as 0.25 or 0.20..0.30")
    own = figure.quantity.unit
    for unit in (quantity.unit for quantity in numbers):
        if conflict(unit, own) or (unit.of != own.of and (unit.percent or (own.of and unit.of in TIMES))):
            raise NotSet(f"`{text}` is in {unit}, `{figure.text}` {f'in {own}' if own.of else 'is not'}")
    values = sorted(Fraction(it.ends[0].value) * _worth(it.unit, own) for it in numbers)
    return restated(figure, values[0], values[-1])


def _worth(unit: Unit, own: Unit) -> Fraction:
    """What one of a size is in another: 500 MB are half a GB."""
    typed, stated = unit.measure(unit.of), own.measure(own.of)
    return Fraction(typed[1]) / Fraction(stated[1]) if typed and stated and typed[0] == stated[0] else Fraction(1)


# -- Names ----------------------------------------------------------------------------------------------------------


def figure_named(name: str, audit: Audit, *, result: bool = False) -> Figure:
    """The figure of a name, `stem:name` or `FILE:LINE[:COLUMN]`; of a line the only input, or the `result`.

    Raises NotSet.
    """
    known = list(_names(audit))
    found = list(dict.fromkeys(figure for key, figure in known if name.removeprefix("$").lower() == key.lower()))
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(f"{_stem(figure)}:{name}" for figure in found)
        raise NotSet(f"several documents have a `{name}`; write one of {places}")
    if placed := _at(name, audit, result):
        return placed
    cells = list(_cells(audit))
    found = [figure for key, figure in cells if name.removeprefix("$").lower() == key.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotSet(f"`{name}` may be {_listed(found)}; write the place")
    near = _nearest(name, [key for key, _ in (*known, *cells)])
    hint = f"did you mean {', '.join(f'`{it}`' for it in near)}" if near else "see `hostdoc records --what assumptions`"
    raise NotSet(f"there is no figure named `{name}`; {hint}")


def name_of(figure: Figure, audit: Audit) -> str:
    """The name of the assumption that a figure is; empty if it is none."""
    return next((name for name, it in _names(audit) if it.span == figure.span), "")


def _names(audit: Audit) -> Iterator[tuple[str, Figure]]:
    """Every name that stands for one figure: those that authors gave, then those made of words."""
    for audited in audit.documents:
        used = _used(audited)
        given = names_in(audited.ledger).given
        named = [(name, figures[0]) for name, figures in given.items() if len(figures) == 1]
        named += [(it.name, it.figure) for it in audited.ledger.assumptions if it.name not in given]
        for name, figure in named:
            own = used.get((figure.span.start, figure.span.end), figure)
            yield name, own
            yield f"{_stem(own)}:{name}", own


def _cells(audit: Audit) -> Iterator[tuple[str, Figure]]:
    """The names that formulas may use without anyone having given them: cells by row and column, and said amounts."""
    for audited in audit.documents:
        used = _used(audited)
        names = names_in(audited.ledger)
        for name, figures in (*names.free.items(), *names.said.items()):
            for figure in figures:
                own = used.get((figure.span.start, figure.span.end), figure)
                yield name, own
                yield f"{_stem(own)}:{name}", own


def _used(audited: AuditedDocument) -> dict[tuple[int, int], Figure]:
    """The figures that relations use, by where they stand: constants are figures of no ledger."""
    relations = [check.verdict.relation for check in (*audited.checks, *audited.elsewhere)]
    figures = (it for relation in relations for it in (relation.stated, *relation.inputs))
    return {(it.span.start, it.span.end): it for it in figures if it.span.source is audited.document.source}


def _stem(figure: Figure) -> str:
    return PurePosixPath(figure.span.source.path).stem


def _at(text: str, audit: Audit, result: bool) -> Figure | None:
    """The figure at a place. Raises NotSet where a line without a column has several that may be meant."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    for audited in audit.documents:
        if audited.document.source.path == match[1]:
            here = _on_line(audited, int(match[2]), int(match[3]) if match[3] else None)
            return _meant(text, here, audit, result) if here else None
    return None


def _on_line(audited: AuditedDocument, line: int, column: int | None) -> list[Figure]:
    here = {figure.span: figure for figure in audited.ledger.figures if figure.span.first.line == line}
    if column is None:
        return list(here.values())
    return [figure for span, figure in here.items() if span.first.column <= column < span.last.column][-1:]


def _meant(text: str, here: list[Figure], audit: Audit, result: bool) -> Figure:
    """Of several figures the only one that others follow from and that follows from none, or the only `result`."""
    if len(here) == 1:
        return here[0]
    model = Model(audit.checks)
    results = [figure for figure in here if model.relation_of(figure)]
    inputs = [figure for figure in here if figure not in results and model.downstream([figure])]
    meant = results if result else inputs
    if len(meant) == 1:
        return meant[0]
    raise NotSet(f"{text} has several figures; write LINE:COLUMN of one of {_listed(here)}")


def _whole(name: str, figure: Figure, audit: Audit) -> str:
    """The name that was typed, with the column where it is that of a line that has several figures."""
    match = _PLACE.fullmatch(name)
    if match is None or match[3]:
        return name
    own = (it for it in audit.documents if it.document.source.path == match[1])
    several = any(len(_on_line(it, int(match[2]), None)) > 1 for it in own)
    return f"{name}:{figure.span.first.column}" if several else name


def _listed(figures: Iterable[Figure]) -> str:
    return ", ".join(f"{it.span.first.line}:{it.span.first.column} `{it.text}`" for it in figures)


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    from difflib import get_close_matches  # only where something is wrong: it costs start-up time

    return get_close_matches(name.lower(), sorted(set(known)), NEAREST, 0.5)
