"""Why a line is checked or not: what was read on it, what was tried, and what was taken or left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc import relations, waivers
from hostdoc.core.document import Code, Document
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Relation, Verdict
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Span
from hostdoc.coverage import uncovered
from hostdoc.figures.lexicon import speaking
from hostdoc.figures.lookalikes import lookalikes
from hostdoc.relations.tables.footing import Trial, trials
from hostdoc.wording import workings

MASK = "\ufffc"  # what readers put for code and addresses
_TOKEN = regex(r"[^\s|()\[\]{}<>\"`*]*\d[^\s|()\[\]{}<>\"`*]*")
_BULLET = regex(r"\s*(?:[>#*+-]\s+)*\d+[.)]?\s*\Z")


@dataclass(frozen=True, slots=True)
class Left:
    """A candidate that was found and not taken, and why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure: the name it is known by, the checks that state it and use it, and what was not taken."""

    figure: Figure
    name: str  # as an assumption, or nothing for the amount of a table cell
    stated: tuple[Check, ...]
    used: tuple[Check, ...]
    left: tuple[Left, ...]
    looks: str = ""  # why it looks derived, where nothing recalculates it


@dataclass(frozen=True, slots=True)
class NoAmount:
    """Digits that were not read as a figure, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """A line of a document, `line` counted from 1."""

    document: Document
    line: int
    readings: tuple[Reading, ...]
    no_amounts: tuple[NoAmount, ...]


def reasons(audited: AuditedDocument, line: int, column: int | None = None) -> Reasons:
    """Everything known about a line, or about the figure at a column of it."""
    document, ledger = audited.document, audited.ledger
    here = _line_span(document, line)
    on_line = [figure for figure in ledger.figures if figure.span.start < here.end and here.start < figure.span.end]
    place = None if column is None else here.start + column - 1
    asked = [it for it in on_line if place is None or it.span.start <= place < it.span.end]
    names = {assumption.figure: assumption.name for assumption in ledger.assumptions}
    looks = {found.figure: found.reason for found in uncovered(audited)}
    left = _left(audited, set(asked)) if asked else {}
    readings = tuple(
        Reading(
            figure,
            names.get(figure, ""),
            tuple(check for check in audited.checks if check.verdict.relation.stated is figure),
            tuple(check for check in audited.checks if figure in check.verdict.relation.inputs),
            tuple(left.get(figure, ())),
            looks.get(figure, ""),
        )
        for figure in asked
    )
    return Reasons(document, line, readings, () if asked and column else tuple(_no_amounts(document, here, on_line)))


def _line_span(document: Document, line: int) -> Span:
    start = document.source.starts[line - 1]
    return Span(document.source, start, start + len(document.source.line(line)))


# -- Candidates that were not taken ---------------------------------------------------------------------------------


def _left(audited: AuditedDocument, asked: set[Figure]) -> dict[Figure, list[Left]]:
    """Per figure, what the kinds found in vain, then the groupings of a total that were tried in vain."""
    kept = [check.verdict.relation for check in audited.checks]
    said = {_key(relation) for relation in kept}
    found: dict[Figure, list[Left]] = {}

    def add(relation: Relation, reason: str) -> None:
        if relation.stated in asked and _key(relation) not in said:
            said.add(_key(relation))
            found.setdefault(relation.stated, []).append(Left(judge(relation), reason))

    directives, _ = waivers.directives(audited.document)
    words = audited.terms.vocabulary
    with speaking(words):
        candidates, tried = list(relations.find(audited.ledger, words.rates)), list(trials(audited.ledger))
    for relation in candidates:
        if relation.stated in asked:
            if waivers.excluded(directives, relation.kind, relation.stated):
                add(relation, f"a directive says that there is no {relation.kind} here")
            else:
                add(relation, _outranked(relation, kept))
    for trial in tried:
        if not trial.taken:
            add(trial.relation, _tried(trial))
    return found


def _key(relation: Relation) -> tuple[object, ...]:
    places = tuple(figure.span.start for figure in relation.inputs)
    return relation.kind, relation.stated.span.start, relation.comparison, workings(relation.workings), places


def _tried(trial: Trial) -> str:
    if not trial.best:
        return "the digits support another grouping of these rows as well or better"
    why = "a rate, a percentage, a numbering, a note that says so, or hardly any column foots"
    return f"the column need not foot ({why}), and it does not"


def _outranked(relation: Relation, kept: Sequence[Relation]) -> str:
    """Why settling gave a candidate up: for another of the same figure, or for one that says the same."""
    same = [other for other in kept if other.stated is relation.stated]
    for other in same:
        if other.kind == relation.kind:
            return f"another {other.kind} was taken: {workings(other.workings)}"
    if same:
        return f"the figure is checked as {same[0].kind}: {workings(same[0].workings)}"
    figures = {relation.stated, *relation.inputs}
    for other in kept:
        if figures == {other.stated, *other.inputs}:
            return f"line {other.stated.span.first.line} says the same as {other.kind}: {workings(other.workings)}"
    return "other evidence weighed more"


# -- Digits that are no amounts -------------------------------------------------------------------------------------


def _no_amounts(document: Document, here: Span, figures: Sequence[Figure]) -> Iterator[NoAmount]:
    taken = [(figure.span.start, figure.span.end) for figure in figures]
    text = document.source.text[here.start : here.end]
    alike = lookalikes(document.plain[here.start : here.end])
    in_code = any(
        isinstance(block, Code) and block.span.start <= here.start < block.span.end for block in document.blocks
    )
    for token in _TOKEN.finditer(text):
        free = [
            place
            for place in range(token.start(), token.end())
            if text[place].isdigit() and not any(low <= here.start + place < high for low, high in taken)
        ]
        if free:
            span = Span(here.source, here.start + token.start(), here.start + token.end())
            plain = document.plain[here.start + free[0]]
            yield NoAmount(span, "in a code block" if in_code else _no_amount(plain, token, text, free[0], alike))


def _no_amount(plain: str, token: re.Match[str], text: str, place: int, alike: list[tuple[int, int]]) -> str:
    if plain == MASK:
        return "code, a link or an address"
    if _BULLET.fullmatch(text[: token.end()]):
        return "the number of an item or section"
    if plain == " ":
        return "in mark-up, a comment or a part that is switched off"
    if any(low <= place < high for low, high in alike):
        return "a date, time, version, address or identifier"
    if re.match(r"[^\w\s]*[$€£¥₹]", token.group()):
        return "an amount that cannot be read: letters or signs among its digits"
    if re.search(r"[A-Za-z_]", token.group()):
        return "part of a name"
    return "a number that counts nothing here: a year, an order, part of a name"
