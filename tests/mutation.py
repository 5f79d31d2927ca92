"""Changes every digit of every total and addend in the tables of a folder and counts what hostdoc catches.

    python tests/mutation.py [FOLDER] [--list]

For each relation whose stated figure stands in a table, each digit of the stated figure and of its inputs in tables is
replaced by each other digit, one at a time, in the whole document. A change is caught if an unwaived drift of severity
error then names the same total, or the changed figure itself where the total only follows from it. What is not caught
is honest rounding or still within its range; `--list` shows it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hostdoc.core.figure import Figure
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source

SUMS = frozenset({"footing", "alternatives", "cross-footing"})
COMPUTED = SUMS | {"product", "difference", "ratio", "margin", "header-formula", "column-formula", "share", "scale"}


@dataclass(frozen=True)
class Change:
    """One digit changed, and what became of the relation's verdict."""

    path: str
    line: int
    kind: str
    stated: str
    before: str
    after: str
    caught: bool
    outcome: str


def changes(path: Path, today: date, shifts: Iterable[int] = range(1, 10)) -> Iterator[Change]:
    """Every change of one document by which a digit is moved on by one of `shifts`, with what hostdoc says of it."""
    text = path.read_text("utf-8")
    document = audit_source(Source.of(path.as_posix(), text), today)
    cells = {figure for grid in document.ledger.grids for row in grid.rows for cell in row for figure in cell.figures}
    for check in document.checks:
        relation = check.verdict.relation
        if relation.kind not in COMPUTED or check.outcome == "undecided" or relation.stated.quantity.word:
            continue
        if relation.stated not in cells:
            continue
        for figure in (relation.stated, *relation.inputs):
            if figure in cells:
                for changed in variants(figure, shifts):
                    yield _tried(document, check, figure, changed, today)


def variants(figure: Figure, shifts: Iterable[int]) -> Iterator[str]:
    """The text of a figure with one digit replaced."""
    for index, character in enumerate(figure.text):
        if character.isdigit():
            for shift in shifts:
                yield f"{figure.text[:index]}{(int(character) + shift) % 10}{figure.text[index + 1 :]}"


def _tried(document: AuditedDocument, check: Check, figure: Figure, changed: str, today: date) -> Change:
    source = document.document.source
    text = source.text[: figure.span.start] + changed + source.text[figure.span.end :]
    stated = check.verdict.relation.stated
    place = stated.span.start
    after = audit_source(Source.of(source.path, text), today)
    same = [c for c in after.checks if c.verdict.relation.stated.span.start == place]
    outcomes = {c.outcome for c in same if c.verdict.relation.kind == check.verdict.relation.kind}
    return Change(
        source.path,
        stated.span.first.line,
        check.verdict.relation.kind,
        stated.text,
        figure.text,
        changed,
        any(c.fails for c in same) or _named(document, after, figure),
        "/".join(sorted(outcomes)) or "not found",
    )


def _named(before: AuditedDocument, after: AuditedDocument, figure: Figure) -> bool:
    """Whether an error that was none before is about a figure."""
    known = {check.verdict.relation.stated.span.start for check in before.checks if check.fails}
    relations = [check.verdict.relation for check in after.checks if check.fails]
    new = [relation for relation in relations if relation.stated.span.start not in known]
    return any(figure.span.start in {it.span.start for it in (one.stated, *one.inputs)} for one in new)


def rate(tried: list[Change]) -> float:
    return sum(change.caught for change in tried) / len(tried) if tried else 1.0


def main() -> None:
    folder = Path(next((name for name in sys.argv[1:] if not name.startswith("-")), "sources"))
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".org"))
    tried = [change for path in paths for change in changes(path, date.today())]
    sums = [change for change in tried if change.kind in SUMS]
    print(f"sums            {sum(c.caught for c in sums)} of {len(sums)} caught, {100 * rate(sums):.1f} %")
    print(f"all relations   {sum(c.caught for c in tried)} of {len(tried)} caught, {100 * rate(tried):.1f} %")
    left = [change for change in tried if not change.caught]
    print("not caught      " + ", ".join(f"{n} {what}" for what, n in Counter(c.outcome for c in left).most_common()))
    if "--list" in sys.argv:
        for it in left:
            print(f"{it.path}:{it.line}: {it.kind} {it.stated}: {it.before} → {it.after}: {it.outcome}")


if __name__ == "__main__":
    main()
