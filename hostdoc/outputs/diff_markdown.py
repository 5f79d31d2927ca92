"""A comparison in Markdown, fit for a comment on a pull request: the consequences as a table, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hostdoc.compared import Change, Compared, Comparison
from hostdoc.core.figure import Figure
from hostdoc.core.result import Check
from hostdoc.outputs import diff
from hostdoc.outputs.escaped import SIGNS, code, plain
from hostdoc.outputs.view import View

MOST = 100  # rows of a table: a comment has room for about 65,000 signs
Rows = Sequence[Sequence[str]]


def render(found: Comparison, view: View) -> str:
    """A heading, what did not follow and which verdicts changed; folded: every change, and the totals."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    documents = found.differing
    yield "## What changed in figures"
    yield ""
    yield f"{_capital(plain(diff.summary(found)))}."
    behind = [
        (
            _sign(it.check),
            _where(document, it.change.figure),
            plain(diff.named(it.change.figure)),
            plain(diff.stated(it)),
            plain(diff.comes_to(it.verdict, it.change.figure)),
        )
        for document in documents
        for it in document.behind
    ]
    yield from _table("Did not follow", ("", "Where", "Figure", "Stated", "Comes to"), behind)
    drifting = [
        (_sign(it), _where(document, it.verdict.relation.stated), plain(f"{it.title}: {it.message}"))
        for document in documents
        for it in document.drifting
    ]
    yield from _table("Newly drifting", ("", "Where", "What"), drifting)
    unchecked = [
        (
            _where(document, it.change.figure),
            plain(diff.named(it.change.figure)),
            plain(it.change.figure.text),
            plain(diff.instead(it)),
        )
        for document in documents
        for it in document.unchecked
    ]
    yield from _table("No longer checked", ("Where", "Figure", "Stated", "What is known"), unchecked)
    yield from _rest(documents)


def _rest(documents: Iterable[Compared]) -> Iterator[str]:
    for document in documents:
        mended = [
            (
                _where(document, it.verdict.relation.stated),
                plain(it.verdict.relation.stated.text),
                "waived" if it.waived else it.outcome,
            )
            for _, it in document.mended
        ]
        totals = [(plain(diff.named(it.change.figure)), plain(diff.total(it))) for it in document.totals]
        yield ""
        said = plain(diff.title(document)) + ("" if document.whole else f": {_counted(document)}")
        yield f"<details><summary>{said}</summary>"
        yield from _table("Totals", ("Figure", "Before and after"), totals)
        yield from _table("Mended or waived", ("Where", "Figure", "Now"), mended)
        yield from _table("Followed", HEADS, _changes(document, document.followed))
        known = {it.figure for it in document.followed}
        others = [] if document.whole else [it for it in document.changes if it.figure not in known]
        yield from _table("Changed", HEADS, _changes(document, others))
        yield ""
        yield "</details>"


HEADS = ("Where", "Figure", "Before and after", "Difference")


def _changes(document: Compared, changes: Iterable[Change]) -> Rows:
    return [
        (
            _where(document, it.figure),
            plain(diff.named(it.figure)),
            plain(diff.before_and_after(it)),
            plain(diff.more(it)),
        )
        for it in changes
    ]


def _counted(document: Compared) -> str:
    number = len(document.changes)
    return f"{number} figure{'' if number == 1 else 's'} changed"


def _table(title: str, heads: Sequence[str], rows: Rows) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"**{title}**"
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows[:MOST]:
        yield f"| {' | '.join(row)} |"
    if len(rows) > MOST:
        yield ""
        yield f"and {len(rows) - MOST} more"


def _where(document: Compared, figure: Figure) -> str:
    return code(f"{document.name}:{figure.span.first.line}")


def _sign(check: Check | None) -> str:
    return SIGNS[check.severity or "error"] if check else SIGNS["warning"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
