"""A waiver for a drift as it would be written into its document, and the proof that it does that and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from hostdoc.core.document import Block, Document, Item, Table
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import LINE_END, Source, Span
from hostdoc.edits import Edit, applied

_FURTHER = {  # what tools read below a block, and belongs to it
    "markdown": regex(r"(?:\r\n|\r|\n)[ \t]*<!--[^\r\n]*-->[ \t]*(?=[\r\n]|\Z)"),
    "org": regex(r"(?:\r\n|\r|\n)[ \t]*(?:#\+|# )[^\r\n]*"),
}
_ENDS = ("-->", "--!>", "@@")
_TRIED = "its author's reason"


class Unwaivable(Exception):
    """A drift that no waiver can be written for; the message says why, and what to do."""


def waiver(
    audited: AuditedDocument,
    check: Check,
    reason: str,
    until: date | None,
    today: date,
    again: Callable[[Source], AuditedDocument],
) -> Edit:
    """What to type to waive one of the drifts of a document, at the first place where it can be proved.

    With it the drift is waived, every other figure, check and remark is what it was. `again` audits a text as this one
    was. Raises Unwaivable.
    """
    said = " ".join(reason.split())
    if not said:
        raise Unwaivable("a waiver needs a reason: --reason TEXT")
    if end := next((end for end in _ENDS if end in said), None):
        raise Unwaivable(f"the reason may not hold `{end}`, which ends a comment")
    if until is not None and until < today:
        raise Unwaivable(f"{until} is over; a waiver counts up to and with its day")
    if check.waiver is not None:
        line = check.waiver.span.first.line
        raise Unwaivable(
            f"its waiver in line {line} ended on {check.waiver.until}; give that a later date"
            if check.waiver.expired
            else f"it is waived already, in line {line}: {check.waiver.reason}"
        )
    source = audited.document.source
    for edit in _places(audited, check, directive(check, said, until)):
        if _proved(audited, again(Source.of(source.path, applied(source.text, [edit]))), check, said):
            return edit
    raise Unwaivable("nowhere beside it would a waiver speak of this figure alone and change nothing else")


def unreasoned(
    audited: AuditedDocument, check: Check, today: date, again: Callable[[Source], AuditedDocument]
) -> Edit | None:
    """The same without its reason, which is left for the author to write; None if no waiver can be written.

    It is proved with a reason; until it has one, a waiver does not count.
    """
    try:
        edit = waiver(audited, check, _TRIED, None, today, again)
    except Unwaivable:
        return None
    return replace(edit, text=edit.text.replace(_TRIED, ""))


def directive(check: Check, reason: str, until: date | None = None) -> str:
    """What a waiver of a drift says. Raises Unwaivable."""
    relation = check.verdict.relation
    stated = " ".join(relation.stated.text.split())
    if any(sign in stated + check.recalculated for sign in '"“”'):
        raise Unwaivable(f"`{stated}` holds quotes, which a waiver cannot name; declare `hostdoc: off` around it")
    ends = f" until={until.isoformat()}" if until else ""
    return f'hostdoc: waive {relation.kind} "{stated}" = "{check.recalculated}"{ends}: {reason}'


# -- Where it may stand ---------------------------------------------------------------------------------------------


def _places(audited: AuditedDocument, check: Check, said: str) -> Iterator[Edit]:
    """A line of its own behind the block of the figure, or before it; inside where the block is part of another one."""
    source, stated = audited.document.source, check.verdict.relation.stated.span
    org = audited.document.format == "org"
    line, inline = (f"# {said}", f" @@comment:{said}@@") if org else (f"<!-- {said} -->", f" <!-- {said} -->")
    block = next((it for it in reversed(audited.document.blocks) if it.span.covers(stated)), None)
    if block is None:
        return
    inside = Edit(_at(source, _inside(block, stated)), inline)
    if isinstance(block, Item) or source.position(block.span.start).column > 1:
        yield inside
    behind = _behind(audited.document, block)
    yield Edit(_at(source, behind), _spaced(source, behind, line, org=org))
    ends = _line_end(source)
    start = source.starts[source.position(block.span.start).line - 1]
    yield Edit(_at(source, start), f"{line}{ends}" if org else f"{line}{ends}{ends}")
    yield inside


def _at(source: Source, offset: int) -> Span:
    return Span(source, offset, offset)


def _inside(block: Block, stated: Span) -> int:
    """Behind what stands in the cell of a table, else at the end of the block."""
    if isinstance(block, Table):
        cells = (cell.span for row in block.rows for cell in row.cells)
        return next((cell.end for cell in cells if cell.covers(stated)), stated.end)
    return block.span.start + len(block.span.text.rstrip())


def _behind(document: Document, block: Block) -> int:
    """The end of the last line of a block, and of the lines below it that tools read."""
    source = document.source
    line = source.position(block.span.start + len(block.span.text.rstrip())).line
    place = source.starts[line - 1] + len(source.line(line))
    while further := _FURTHER[document.format].match(source.text, place):
        place = further.end()
    return place


def _spaced(source: Source, place: int, line: str, *, org: bool) -> str:
    """A line as it is put behind a block: in Markdown with a blank line before and after it."""
    ends = _line_end(source)
    if org:
        return f"{ends}{line}"
    following = source.text[place:].removeprefix(ends)
    blank = not following.strip() or LINE_END.match(following.lstrip(" \t"))
    return f"{ends}{ends}{line}" if blank else f"{ends}{ends}{line}{ends}"


def _line_end(source: Source) -> str:
    found = LINE_END.search(source.text)
    return found[0] if found else "\n"


# -- The proof ------------------------------------------------------------------------------------------------------


def _proved(before: AuditedDocument, after: AuditedDocument, check: Check, reason: str) -> bool:
    """Whether a drift is waived for a reason, and everything else reads and is judged as it was."""
    if _read(before) != _read(after) or _remarks(before) != _remarks(after) or len(before.checks) != len(after.checks):
        return False
    for old, new in zip(before.checks, after.checks, strict=True):
        if _told(old) != _told(new):
            return False
        if old is check and not (new.waived and new.waiver and new.waiver.reason == reason):
            return False
        if old is not check and (old.waived, bool(old.waiver)) != (new.waived, bool(new.waiver)):
            return False
    return True


def _read(audited: AuditedDocument) -> list[object]:
    return [(it.text, it.quantity, it.label) for it in audited.ledger.figures]


def _told(check: Check) -> object:
    relation = check.verdict.relation
    stated = (relation.kind, relation.basis, relation.stated.text, relation.stated.label)
    return (check.id, *stated, check.outcome, check.severity, check.recalculated, check.workings)


def _remarks(audited: AuditedDocument) -> Counter[tuple[str, str]]:
    return Counter((it.rule, it.message) for it in audited.diagnostics)
