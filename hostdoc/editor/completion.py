"""What can be written next in a comment for hostdoc: directives, kinds, shapes of charts, and names of figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from hostdoc import readers
from hostdoc.chart_choice import OFF, SHAPES
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import KINDS
from hostdoc.core.span import Source
from hostdoc.editor.analysis import Judged
from hostdoc.explained import KINDS as EXPLAINED
from hostdoc.figures.collect import collect
from hostdoc.formulas import names_in
from hostdoc.formulas.names import Names
from hostdoc.waivers import FORMS
from hostdoc.waiving import Unwaivable, directive

LONGEST = 2000  # characters of a comment in which one is completed
VERBS = FORMS | {"chart": "hostdoc: chart SHAPE", "show": "hostdoc: show PATH#ANCHOR"}
_LINE = regex(r"[ \t]*#(?:[ \t]+(?=hostdoc:)|\+(?:TBLFM|CONSTANTS):)", 2)
_NAME = regex(r'\$(?:(?:"([^"\n]{1,300})"|(\w[\w.-]{0,100})):)?(\w*)\Z')
_WORDS = regex(r"\s*hostdoc:\s*(?:([\w-]+)\s+)?([\w-]*)\Z")


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` in place of what is written of it so far: the `written` characters before the cursor."""

    text: str
    written: int
    sort: Literal["directive", "kind", "name"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a comment says up to the cursor, and what would close it there if nothing does."""

    text: str
    closing: str = ""


def completions(judged: Judged, source: Source, offset: int) -> Iterator[Completion]:
    """What fits at an offset of a text; nothing outside of comments and lines for hostdoc."""
    inside = _inside(source, offset)
    if inside is None:
        return
    words = _WORDS.search(inside.text)
    if words:
        yield from _directives(judged, words[1] or "", words[2])
    named = _NAME.search(inside.text)
    if named and not (words or inside.text.lstrip().startswith(("hostdoc: waive", "hostdoc: no"))):
        text = source.text[:offset] + inside.closing + source.text[offset:]
        yield from _names(judged, Source.of(source.path, text), named[1] or named[2] or "", named[3])


def _inside(source: Source, offset: int) -> _Inside | None:
    if not source.path.lower().endswith(".org"):
        return _in_comment(source.text, offset, "<!--", "-->")
    return _in_line(source.text, offset) or _in_comment(source.text, offset, "@@comment:", "@@")


def _in_comment(text: str, offset: int, opening: str, closing: str) -> _Inside | None:
    """The comment around an offset."""
    begin = text.rfind(opening, max(0, offset - LONGEST), offset)
    if begin < 0 or text.find(closing, begin + len(opening), offset) >= 0:
        return None
    ends, again = text.find(closing, offset), text.find(opening, offset)
    open_ended = ends < 0 or 0 <= again < ends
    return _Inside(text[begin + len(opening) : offset], closing if open_ended else "")


def _in_line(text: str, offset: int) -> _Inside | None:
    """The line of Org around an offset that is for hostdoc."""
    begin = text.rfind("\n", max(0, offset - LONGEST), offset) + 1
    match = _LINE.match(text, begin, offset)
    return _Inside(text[match.end() : offset]) if match else None


def _directives(judged: Judged, verb: str, begun: str) -> Iterator[Completion]:
    written = len(begun)
    if not verb:
        if judged.document:
            drifts = (it for it in judged.document.checks if it.outcome == "drifts" and not it.waived)
            for check in drifts:
                with suppress(Unwaivable):
                    said = directive(check, "").removeprefix("hostdoc: ")
                    yield Completion(said, written, "directive", check.message)
        for name, form in VERBS.items():
            yield Completion(name, written, "directive", form)
    elif verb in ("waive", "no"):
        for kind in KINDS:
            yield Completion(kind, written, "kind", EXPLAINED[kind].checks)
    elif verb == "chart":
        for shape in (*SHAPES, OFF):
            yield Completion(shape, written, "kind")


def _names(judged: Judged, source: Source, document: str, begun: str) -> Iterator[Completion]:
    """The names that stand for one figure, those that the author gave first."""
    found = judged.others(document) if document else [names_in(collect(readers.read(source)))]
    for names in found:
        for name, detail in _alone(names).items():
            yield Completion(name, len(begun), "name", detail)


def _alone(names: Names) -> dict[str, str]:
    tables = (names.given, names.free)
    return {name: f"{it[0].text}  {it[0].label}" for table in tables for name, it in table.items() if len(it) == 1}
