"""What authors write into their documents for hostdoc: drifts they accept, figures that are in no relation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from hostdoc.chart_choice import is_choice
from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Block, Comment, Document, Item, Table
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import KINDS
from hostdoc.core.result import Check, Waiver
from hostdoc.core.span import Span
from hostdoc.embedding import is_show
from hostdoc.formulas.declarations import declared

Verb = Literal["waive", "no", "off", "on"]
VERBS: tuple[Verb, ...] = ("waive", "no", "off", "on")

START = regex(r"\s*hostdoc:\s*")
_QUOTED = '["“]([^"“”]+)["”]'
_REASON = r"\s*(?::\s*(?P<reason>.*))?"
WAIVE = regex(rf"waive\s+(?P<kind>[\w-]+)\s+{_QUOTED}\s*=\s*{_QUOTED}(?:\s+until=(?P<until>[^\s:]*))?{_REASON}")
NO = regex(rf"no\s+(?P<kind>[\w-]+)\s+{_QUOTED}{_REASON}")
REGION = regex(r"(?:off|on)(?:\s*:.*)?")
DATE = regex(r"\d{4}-\d\d-\d\d")

FORMS: dict[str, str] = {
    "waive": 'hostdoc: waive KIND "stated" = "recalculated": reason',
    "no": 'hostdoc: no KIND "stated": reason',
    "off": "hostdoc: off",
    "on": "hostdoc: on",
}


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive. `reach` are the places it speaks of: the cell or block it stands in, else those beside it."""

    verb: Verb
    span: Span
    reach: tuple[Span, ...] = ()
    kind: str = ""
    stated: str = ""
    recalculated: str = ""
    reason: str = ""
    until: date | None = None

    def covers(self, span: Span) -> bool:
        return any(place.covers(span) for place in self.reach)


class _Malformed(Exception):
    """A directive that cannot be understood; holds rule, message and help."""


# -- Reading them ---------------------------------------------------------------------------------------------------


def directives(document: Document) -> tuple[tuple[Directive, ...], tuple[Diagnostic, ...]]:
    """The directives of a document in the order of the text, and what is wrong with those that do not count."""
    found: list[Directive] = []
    problems: list[Diagnostic] = []
    for comment in document.comments:
        start = START.match(comment.text.text)
        if not start or declared(comment) or is_choice(comment) or is_show(comment):
            continue
        try:
            found.append(_parse(" ".join(comment.text.text[start.end() :].split()), comment, document))
        except _Malformed as error:
            rule, message, remedy = error.args
            problems.append(Diagnostic(rule, "warning", message, comment.span, remedy))
    problems.extend(_unmatched(found))
    return tuple(found), tuple(sorted(problems, key=lambda problem: problem.span.start))


def _parse(text: str, comment: Comment, document: Document) -> Directive:
    word = re.split(r"[\s:]", text, maxsplit=1)[0]
    verb = next((verb for verb in VERBS if verb == word), None)
    if verb is None:
        form = FORMS.get(_nearest(word, VERBS), FORMS["waive"])
        raise _Malformed("malformed-directive", f"there is no directive `{word}`", f"write {form}")
    match = {"waive": WAIVE, "no": NO}.get(verb, REGION).fullmatch(text)
    if not match:
        raise _Malformed("malformed-directive", f"this `{verb}` cannot be understood", f"write {FORMS[verb]}")
    if verb in ("off", "on"):
        return Directive(verb, comment.span)
    kind, reason = match["kind"], (match["reason"] or "").strip()
    if kind not in KINDS:
        near = _nearest(kind, tuple(KINDS))
        remedy = f"write {near}" if near else f"the kinds are {', '.join(KINDS)}"
        raise _Malformed("unknown-kind", f"there is no kind `{kind}`", remedy)
    if not reason:
        raise _Malformed("missing-reason", f"this `{verb}` gives no reason and does not count", f"write {FORMS[verb]}")
    reach = _reach(comment, document)
    if verb == "no":
        return Directive(verb, comment.span, reach, kind, match[2], reason=reason)
    return Directive(verb, comment.span, reach, kind, match[2], match[3], reason, _until(match["until"]))


def _until(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _Malformed("malformed-directive", f"`until={text}` is no date", "write until=YYYY-MM-DD")


def _nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is most like it, or nothing."""
    from difflib import get_close_matches  # only where something is wrong: it costs start-up time

    return next(iter(get_close_matches(word, known, 1)), "")


def _unmatched(found: Sequence[Directive]) -> Iterator[Diagnostic]:
    """Regions that are not opened or not closed."""
    opened: Directive | None = None
    for directive in found:
        if directive.verb == "off":
            if opened:
                message = "this `off` stands in a region that is off already"
                yield Diagnostic("unmatched-region", "warning", message, directive.span, "take it out")
            opened = opened or directive
        elif directive.verb == "on":
            if not opened:
                message = "this `on` has no `off` before it"
                yield Diagnostic("unmatched-region", "warning", message, directive.span, "take it out")
            opened = None
    if opened:
        message = "this `off` is never followed by `on`: the rest of the document is not read"
        yield Diagnostic("unmatched-region", "warning", message, opened.span, f"write {FORMS['on']} where it ends")


# -- What they speak of ---------------------------------------------------------------------------------------------


def _reach(comment: Comment, document: Document) -> tuple[Span, ...]:
    """The cell or block a comment stands in; else the blocks directly before and after it."""
    inside = [block for block in document.blocks if block.span.covers(comment.span)]
    if inside:
        return (_cell(inside[-1], comment.span) or inside[-1].span,)
    before = [block for block in document.blocks if block.span.end <= comment.span.start]
    after = [block for block in document.blocks if block.span.start >= comment.span.end]
    return (*_beside(after), *_beside(reversed(before)))


def _cell(block: Block, place: Span) -> Span | None:
    """The cell a comment stands in, or its row where the cell holds nothing else."""
    if not isinstance(block, Table):
        return None
    for row in block.rows:
        for cell in row.cells:
            if cell.span.covers(place):
                return row.span if cell.span.text.strip() == place.text.strip() else cell.span
    return None


def _beside(blocks: Iterable[Block]) -> Iterator[Span]:
    """The first block; where it is a list item, the whole list, which is one block to its author."""
    for number, block in enumerate(blocks):
        if number and not isinstance(block, Item):
            return
        yield block.span
        if not isinstance(block, Item):
            return


# -- What they do ---------------------------------------------------------------------------------------------------


def excluded(found: Iterable[Directive], kind: str, figure: Figure) -> bool:
    """Whether the author says that this figure is in no relation of this kind: by its text, its row or its column."""
    speaking = [it for it in found if it.verb == "no" and it.kind == kind and it.covers(figure.span)]
    names = {_key(name) for name in (figure.text, figure.label.row, figure.label.column) if name and speaking}
    return any(_key(directive.stated) in names for directive in speaking)


def apply(
    checks: Sequence[Check], found: Sequence[Directive], document: Document, today: date
) -> tuple[tuple[Check, ...], tuple[Diagnostic, ...]]:
    """The checks with their waivers, and what is said about waivers: each accepts one drift, and ends on its day."""
    if not found:
        return tuple(checks), ()
    waived: dict[int, Waiver] = {}
    remarks: list[Diagnostic] = []
    prose = _key(document.plain)
    for directive in found:
        if directive.verb == "no" and _key(directive.stated) not in prose:
            message = f"no figure or label here reads `{directive.stated}`"
            remarks.append(Diagnostic("unused-waiver", "warning", message, directive.span, "take it out"))
        if directive.verb != "waive":
            continue
        number = next((n for n, check in enumerate(checks) if n not in waived and _accepts(directive, check)), None)
        if number is None:
            remarks.append(_unused(directive, checks))
            continue
        waiver = _waiver(directive, today)
        waived[number] = waiver
        if waiver.expired:
            message = f"this waiver ended on {waiver.until}: the drift counts again"
            remedy = "mend the figure, or give the waiver a later date"
            remarks.append(Diagnostic("expired-waiver", "warning", message, directive.span, remedy))
    return tuple(replace(check, waiver=waived.get(n)) for n, check in enumerate(checks)), tuple(remarks)


def _waiver(directive: Directive, today: date) -> Waiver:
    until = directive.until
    return Waiver(
        by="waiver",
        reason=directive.reason,
        span=directive.span,
        until=until.isoformat() if until else None,
        expired=until is not None and today > until,
    )


def _accepts(directive: Directive, check: Check) -> bool:
    return (
        check.outcome == "drifts"
        and _speaks_of(directive, check)
        and _agrees(directive.recalculated, check.recalculated)
        and directive.covers(check.verdict.relation.stated.span)
    )


def _speaks_of(directive: Directive, check: Check) -> bool:
    relation = check.verdict.relation
    return relation.kind == directive.kind and _key(relation.stated.text) == _key(directive.stated)


def _unused(directive: Directive, checks: Sequence[Check]) -> Diagnostic:
    """Why a waiver accepts nothing: the figures have changed, or it stands in the wrong place."""
    alike = [check for check in checks if _speaks_of(directive, check)]
    near = [check for check in alike if directive.covers(check.verdict.relation.stated.span)]
    drifts = [check for check in near if check.outcome == "drifts"]
    message, remedy = "this waiver accepts nothing: no such drift beside it", "take it out"
    if drifts and _agrees(directive.recalculated, drifts[0].recalculated):
        message = "this waiver accepts nothing: another one accepts this drift already"
    elif drifts:
        now = drifts[0].recalculated
        message = f"this waiver accepts nothing: the recalculation is `{now}` now"
        remedy = f'look at the drift again; if it is still right, write = "{now}"'
    elif near:
        message = f"this waiver accepts nothing: `{directive.stated}` does not drift any more"
    elif any(_accepts(replace(directive, reach=(check.verdict.relation.stated.span,)), check) for check in alike):
        message = "this waiver accepts nothing: it stands too far from the figure it speaks of"
        remedy = "put it on a line of its own directly before or after that block"
    return Diagnostic("unused-waiver", "warning", message, directive.span, remedy)


# -- When two texts say the same ------------------------------------------------------------------------------------

_DROPPED = str.maketrans("", "", "*_`\\\u200b\ufeff")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−…", "-"))
_CURRENCY = regex(r"US\$|R\$|[$€£¥₹]")
_MORE_DIGITS = regex(r"[\d.,%+]|[kmb](?![a-z])")


def _key(text: str) -> str:
    """A text without blanks, marks and differences of dashes, which an author may write in another way."""
    return "".join(text.translate(_DROPPED).split()).translate(_DASHES).casefold()


def _agrees(written: str, said: str) -> bool:
    """Whether an author's recalculation is the one found; `4–35` says `$4–35/month`, but no other number."""
    given, found = _key(written), _key(said)
    if given == found:
        return True
    if not _CURRENCY.search(given):
        found = _CURRENCY.sub("", found)
    before, present, after = found.partition(given)
    if not present or not any(map(str.isdigit, given)):
        return False
    unit = not any(map(str.isdigit, before + after)) and not before.endswith("-")
    return unit and not _MORE_DIGITS.match(after)
