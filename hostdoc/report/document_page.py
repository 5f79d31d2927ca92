"""A document as its author wrote it, every judged figure marked in place, workings under the block they belong to."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from hostdoc.core.document import Table
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, field
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report import markdown_html, org_html, tables
from hostdoc.report.anchors import ids_of
from hostdoc.report.blocks import Heading, Inline, Rendered, Rewrite
from hostdoc.report.calling import calling
from hostdoc.report.marks import MarkedText, mark, place
from hostdoc.report.notes import GIVES, Note, note, verdict_name, worst
from hostdoc.report.saying import say

RENDERERS = {"markdown": markdown_html.render, "org": org_html.render}
_TITLE = re.compile(r"\s*<h1 [^>]*>(.*)</h1>\s*\Z", re.S)

_KINDS = {
    "<div class=": say("this table"),
    "<p>": say("this paragraph"),
    "<h": say("this heading"),
    "<pre": say("this code"),
    "<blockquote": say("this quote"),
}
TocToken = dict[str, object]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the page and what hangs below it: workings, then charts."""

    html: str
    notes: tuple[Note, ...] = ()
    charts: tuple[str, ...] = ()
    heading: Heading | None = None

    @property
    def kind(self) -> str:
        """What the notes are the workings of."""
        start = self.html.lstrip()[:12]
        return next((name for tag, name in _KINDS.items() if start.startswith(tag)), say("this list"))


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks from one heading of the second level to the next."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the template of a document shows. `title` is HTML, `name` the same without tags."""

    title: str
    name: str
    title_id: str
    sections: tuple[Section, ...]
    loose: tuple[Note, ...]  # workings of figures that could not be marked, and stand in no table
    toc: list[TocToken] = field(default_factory=list)

    @property
    def title_name(self) -> str:
        """The title as HTML without tags."""
        return html.escape(self.name, quote=False)

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for section in self.sections for block in section.blocks for note in block.notes) + self.loose

    def first(self, verdict: str) -> str:
        """The id of the first figure with a verdict, or nothing."""
        return next((note.figure for note in self.notes if note.verdict == verdict), "")


Charts = Callable[[Table], str]  # the chart beside a table, as HTML, or nothing


Words = Callable[[str], str]  # a text of ours, in the words of the page


def compose(
    audited: AuditedDocument, rewrite: Rewrite, chart: Charts = lambda table: "", words: Words = str
) -> DocumentPage:
    """Everything a page shows of one document."""
    return _Composer(audited, rewrite, chart, words).page()


class _Composer:
    def __init__(self, audited: AuditedDocument, rewrite: Rewrite, chart: Charts, words: Words) -> None:
        self._audited, self._rewrite, self._chart, self._words = audited, rewrite, chart, words
        self._document = audited.document
        self._ids, self._called = ids_of(audited), calling(audited)
        self._judged: dict[Figure, list[Check]] = defaultdict(list)
        for check in audited.checks:
            self._judged[check.verdict.relation.stated].append(check)
        self._layouts = {grid.table: tables.layout(grid, audited.checks) for grid in audited.ledger.grids}
        self._rendered = Rendered([], {}, {})

    def page(self) -> DocumentPage:
        source = self._document.source
        whole = self._document.blocks[0].span if self._document.blocks else None
        figures = list(self._ids) if whole else []
        if whole is None:
            blocks, placed = self._render(MarkedText(source.text, 0xF0000, ())), []
        else:
            marked = mark(self._render, whole, figures)
            done = [place(block, marked, self._tag) for block in marked.blocks]
            blocks, placed = [text for text, _ in done], [found for _, found in done]
        placed += [[] for _ in blocks[len(placed) :]]
        return self._page(blocks, placed)

    def _page(self, blocks: list[str], placed: list[list[Figure]]) -> DocumentPage:
        unplaced = [figure for figure in self._judged if not any(figure in found for found in placed)]
        by_block = self._unplaced_by_block(unplaced)
        built = [
            Block(
                text,
                (*self._notes(placed[number], True), *self._notes(by_block[number], False)),
                self._charts(number),
                self._rendered.headings.get(number),
            )
            for number, text in enumerate(blocks)
        ]
        loose = self._notes(by_block[-1], False)
        title, rest = self._title(built)
        name = html.unescape(re.sub(r"<[^<>]*>", "", title)).strip()
        toc = _toc([block.heading for block in rest if block.heading])
        return DocumentPage(title, name, "hd-title", _sections(rest), loose, toc)

    def _render(self, text: MarkedText) -> list[str]:
        self._rendered = RENDERERS[self._document.format](self._document, text, self._table, self._rewrite)
        return self._rendered.blocks

    def _table(self, table: Table, text: MarkedText, inline: Inline) -> str:
        shape = self._layouts.get(table) or tables.Layout(frozenset(), {})
        return tables.render(table, text, inline, shape, table.path[-1] if table.path else "Table")

    def _charts(self, number: int) -> tuple[str, ...]:
        found = list(self._document.tables())
        charts = (self._chart(found[table]) for table, block in self._rendered.tables.items() if block == number)
        return tuple(chart for chart in charts if chart)

    def _title(self, blocks: list[Block]) -> tuple[str, list[Block]]:
        """The heading that opens the document, else the title it states, else its name as a file."""
        if blocks and (match := _TITLE.match(blocks[0].html)):
            rest = [Block("", blocks[0].notes)] if blocks[0].notes else []
            return match[1], [*rest, *blocks[1:]]
        name = self._document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return html.escape(self._document.title or name.replace("-", " ").capitalize()), blocks

    # -- Marks and notes ------------------------------------------------------------------------------------------

    def _tag(self, figure: Figure, text: str, in_link: bool) -> str:
        """A judged figure as a link to its workings; an input as a place that can be pointed to."""
        name = html.escape(self._ids[figure])
        checks = self._judged.get(figure)
        if not checks:
            return f'<span class="hd-figure" id="{name}">{text}</span>'
        verdict = worst(verdict_name(check) for check in checks)
        inside = f'<span class="hd-stated">{text}</span>{sign(verdict)}'
        again, gives = recalculated_as(figure, checks) if verdict == "drifts" else ("", "")
        if again:
            told = self._words(say(", drifts, {gives}", gives=gives))
            inside += f'<span class="hd-vh">{told} </span><span class="hd-fix">{html.escape(again)}</span>'
        else:
            inside += f'<span class="hd-vh">, {self._words(say(verdict))}</span>'
        if in_link:
            return f'<span class="hd-mark" data-hd="{verdict}" id="{name}">{inside}</span>'
        note = "n-" + name.removeprefix("f-")
        return (
            f'<a class="hd-mark" data-hd="{verdict}" id="{name}" href="#{note}">{inside}'
            f'<span class="hd-vh">{self._words(say("; workings"))}</span></a>'
        )

    def _notes(self, figures: Sequence[Figure], marked: bool) -> tuple[Note, ...]:
        judged = [(figure, self._judged[figure]) for figure in figures if figure in self._judged]
        return tuple(note(figure, checks, self._ids, marked, self._called) for figure, checks in judged)

    def _unplaced_by_block(self, figures: Sequence[Figure]) -> Mapping[int, list[Figure]]:
        """Judged figures that carry no mark, by the block of their table; under -1 those outside tables."""
        blocks: dict[int, list[Figure]] = defaultdict(list)
        found = list(self._document.tables())
        for figure in figures:
            number = next((n for n, table in enumerate(found) if table.span.covers(figure.span)), -1)
            blocks[self._rendered.tables.get(number, -1)].append(figure)
        return blocks


def recalculated_as(figure: Figure, checks: Sequence[Check]) -> tuple[str, str]:
    """What to write beside a figure that drifts and what it is; nothing where a claim fails by the same figure."""
    check = next(check for check in checks if verdict_name(check) == "drifts")
    said = "" if check.recalculated == figure.text.removeprefix("~") else check.recalculated
    return said, GIVES.get(check.verdict.relation.kind, "recalculated")


def sign(verdict: str) -> str:
    return f'<svg class="hd-sign" aria-hidden="true"><use xlink:href="#hd-{verdict}"/></svg>'


def _sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if block.heading and block.heading.level <= 2:
            groups.append([])
        groups[-1].append(block)
    return tuple(Section(tuple(group)) for group in groups if group)


def _toc(headings: Sequence[Heading]) -> list[TocToken]:
    """Headings nested by level, as MkDocs takes them."""
    roots: list[TocToken] = []
    above: list[tuple[int, list[TocToken]]] = [(0, roots)]
    for heading in headings:
        while above[-1][0] >= heading.level:
            above.pop()
        children: list[TocToken] = []
        above[-1][1].append({"level": heading.level, "id": heading.id, "name": heading.name, "children": children})
        above.append((heading.level, children))
    return roots
