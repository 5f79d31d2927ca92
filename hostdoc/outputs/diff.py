"""What became of documents, in words that all formats of `hostdoc diff` share."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module

from hostdoc.compared import Behind, Change, Compared, Comparison, Total, Unchecked
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Range, Verdict
from hostdoc.outputs.view import View
from hostdoc.wording import number, recalculated

FORMATS = ("terminal", "markdown", "json")
LONGEST = 60  # signs of what a figure is of
HEADING = 24  # of them for its heading, where there are too many


def render(form: str, found: Comparison, view: View) -> str:
    """A comparison in one of FORMATS."""
    text: str = import_module(f"hostdoc.outputs.diff_{form}").render(found, view)
    return text


def named(figure: Figure) -> str:
    """What a figure is of: its heading and row, or the end of the words before it."""
    label = figure.label
    heading, words = " ".join(label.path[-1:]), label.row or label.column
    if len(heading) + len(words) > LONGEST:
        heading = heading if len(heading) <= HEADING else f"{heading[: HEADING - 1].rstrip()}…"
        room = LONGEST - len(heading)
        words = words if len(words) <= room else f"… {_end(words, room - 2)}"
    return " / ".join(filter(None, (heading, words))) or figure.text


def _end(text: str, room: int) -> str:
    """The last words of a text, whole ones where they are not too long."""
    cut = text[-room:]
    return cut.partition(" ")[2] if not text[-room - 1].isspace() and " " in cut else cut.lstrip()


def place(figure: Figure) -> str:
    line, column = figure.span.first
    return f"{line}:{column}"


def before_and_after(change: Change) -> str:
    if change.before is None:
        return f"added {change.figure.text}"
    if change.after is None:
        return f"removed {change.figure.text}"
    return f"{change.before.text} → {change.after.text}"


def more(change: Change) -> str:
    """By how much a figure changed, in its unit and in percent: `+3 (+42.9%)`, `low +1 (+20%), high +4 (+40%)`."""
    found = change.difference
    if found is None:
        return ""
    points = change.figure.quantity.unit.percent
    low, high = (
        f"{_signed(size, change.figure)} points" if points else _signed(size, change.figure) + _part(part)
        for size, part in ((found.low, found.low_part), (found.high, found.high_part))
    )
    ranges = [it.quantity.is_range for it in (change.before, change.after) if it]
    if low == high or not any(ranges):
        return low
    ends = (("low", low, found.low), ("high", high, found.high))
    return ", ".join(f"{name} {said}" for name, said, size in ends if size)


def _signed(size: Fraction, figure: Figure) -> str:
    said = recalculated(Range(size, size), figure, bare=True).removesuffix("%")
    return f"+{said}" if size > 0 else said


def _part(part: Fraction | None) -> str:
    return "" if part is None else f" ({'+' if part > 0 else ''}{number(part * 100, 0)}%)"


def comes_to(verdict: Verdict, figure: Figure) -> str:
    """What a figure comes to by its inputs."""
    if verdict.recalculated is None:
        return verdict.words or verdict.reason
    return recalculated(verdict.recalculated, figure)


def stated(behind: Behind) -> str:
    """What a figure that did not follow states, and what it stated where that is something else."""
    return before_and_after(behind.change) if _changed(behind.change) else f"still {behind.change.figure.text}"


def _changed(change: Change) -> bool:
    return change.before is None or change.after is None or change.before.text != change.after.text


def instead(unchecked: Unchecked) -> str:
    """What is known of a figure that is checked no more."""
    kind = unchecked.check.verdict.relation.kind
    verdict = unchecked.verdict
    if verdict is None or verdict.outcome != "drifts":
        return f"was checked by {kind}"
    return f"by the {kind} that it was, it comes to {comes_to(verdict, unchecked.change.figure)}"


def total(it: Total) -> str:
    """A total before and after, and what it comes to where it drifts."""
    before, after = it.change.before, it.change.after
    same = before is not None and after is not None and before.text == after.text
    said = f"{it.change.figure.text} as before" if same else before_and_after(it.change)
    return f"{said}, comes to {comes_to(it.verdict, it.change.figure)}" if it.verdict else said


def title(document: Compared) -> str:
    """The path of a document, and what became of it as a whole."""
    if document.whole:
        sort = "new" if document.was is None else "removed"
        return f"{document.name} ({sort}, {_count(len(document.changes), 'figure')})"
    return document.name if document.was == document.path else f"{document.was} → {document.path}"


def counts(found: Comparison) -> dict[str, int]:
    """How many figures and verdicts of each sort."""
    changes = [it for document in found.documents for it in document.changes]
    return {
        "changed": sum(it.before is not None and it.after is not None for it in changes),
        "added": sum(it.before is None for it in changes),
        "removed": sum(it.after is None for it in changes),
        "followed": sum(len(it.followed) for it in found.documents),
        "behind": sum(len(it.behind) for it in found.documents),
        "newly_drifting": len(found.new),
        "mended": sum(len(it.mended) for it in found.documents),
        "unchecked": sum(len(it.unchecked) for it in found.documents),
    }


def summary(found: Comparison) -> str:
    """The counts in a sentence, the consequences first."""
    it = counts(found)
    if not found.differing:
        return f"no figure changed in {_count(len(found.documents), 'document')}"
    said = [
        f"{_count(it['behind'], 'figure')} did not follow" if it["behind"] else "",
        f"{_count(it['newly_drifting'], 'new drift')}" if it["newly_drifting"] else "no new drift",
        f"{it['mended']} mended or waived" if it["mended"] else "",
        f"{it['unchecked']} no longer checked" if it["unchecked"] else "",
    ]
    figures = [f"{it[name]} {name}" for name in ("changed", "added", "removed") if it[name]] or ["none changed"]
    return f"{', '.join(filter(None, said))}; figures: {', '.join(figures)}{_followed(it['followed'])}"


def _followed(number: int) -> str:
    return f", {number} of them followed" if number else ""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
