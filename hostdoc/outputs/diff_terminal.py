"""A comparison for people at a terminal: what did not follow first, then verdicts, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.compared import Compared, Comparison
from hostdoc.core.result import Check
from hostdoc.outputs import diff
from hostdoc.outputs.columns import aligned
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible

INDENT = "    "
MOST = 20  # changes of a document; more are counted, unless all are asked for
COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
Rows = Sequence[Sequence[str]]


def render(found: Comparison, view: View) -> str:
    """A part for each document of which there is something to say, and the counts."""
    lines = [line for document in found.differing for line in _document(document, view)]
    if not view.quiet:
        lines.append(_painted(diff.summary(found), view, bold=True))
    return "".join(f"{line}\n" for line in lines)


def _document(it: Compared, view: View) -> Iterator[str]:
    parts = [*_consequences(it, view), *([] if view.quiet else _changes(it, view))]
    if not parts and view.quiet:
        return
    yield _painted(visible(diff.title(it), view.encoding), view, bold=True)
    yield from parts
    yield ""


def _consequences(it: Compared, view: View) -> Iterator[str]:
    behind = [
        (
            diff.place(found.change.figure),
            diff.named(found.change.figure),
            diff.stated(found),
            f"comes to {diff.comes_to(found.verdict, found.change.figure)}",
            _weight(found.check),
        )
        for found in it.behind
    ]
    yield from _part("did not follow", behind, view, "red")
    drifting = [(*_about(check), f"{check.title}: {check.message}", _weight(check)) for check in it.drifting]
    yield from _part("newly drifting", drifting, view, "red")
    unchecked = [
        (
            diff.place(found.change.figure),
            diff.named(found.change.figure),
            found.change.figure.text,
            diff.instead(found),
        )
        for found in it.unchecked
    ]
    yield from _part("no longer checked", unchecked, view, "yellow")


def _changes(it: Compared, view: View) -> Iterator[str]:
    mended = [(*_about(now), now.verdict.relation.stated.text, _now(now)) for _, now in it.mended]
    yield from _part("mended or waived", mended, view, "green")
    followed = [
        (diff.place(change.figure), diff.named(change.figure), diff.before_and_after(change), diff.more(change))
        for change in it.followed
    ]
    yield from _part("followed", followed, view, "green")
    told = {change.figure for change in (*it.followed, *(found.change for found in it.behind))}
    changes = [change for change in it.changes if change.figure not in told]
    if it.whole and not view.verbose:
        changes = []  # the title says how many
    shown = changes if view.verbose else changes[:MOST]
    rows = [
        (diff.place(change.figure), diff.named(change.figure), diff.before_and_after(change), diff.more(change))
        for change in shown
    ]
    yield from _part("changed", rows, view)
    if len(changes) > len(shown):
        yield f"{INDENT}and {len(changes) - len(shown)} more; --verbose shows them"
    totals = [
        (diff.place(total.change.figure), diff.named(total.change.figure), diff.total(total))
        for total in (it.totals if it.changes or it.behind else ())
    ]
    yield from _part("totals", totals, view)


def _part(name: str, rows: Rows, view: View, colour: str | None = None) -> Iterator[str]:
    if rows:
        yield f"  {_painted(name, view, colour)}"
        yield from aligned(rows, view, indent=INDENT, gives=1)  # the words; the figures stay


def _about(check: Check) -> tuple[str, str]:
    stated = check.verdict.relation.stated
    return diff.place(stated), diff.named(stated)


def _now(check: Check) -> str:
    return f"waived: {check.waiver.reason}" if check.waived and check.waiver else check.outcome


def _weight(check: Check | None) -> str:
    return f"{check.severity}[{check.verdict.relation.kind}]" if check else ""


def _painted(text: str, view: View, colour: str | None = None, *, bold: bool = False) -> str:
    if not view.colour:
        return text
    from click import style

    return style(text, fg=colour, bold=bold or None)
