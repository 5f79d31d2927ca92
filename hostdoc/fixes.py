"""Repairs of documents on disk: proposed, proved on the text as it would be, and written in one step or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import PLAIN, Terms
from hostdoc.edits import Edit, Style, Unwritable, applied, edit
from hostdoc.following import Authored, followed, stale
from hostdoc.formulas import Others, alone
from hostdoc.loading import Unreadable, decode, read_bytes
from hostdoc.pipeline import audit_source
from hostdoc.repair import Left, Plan, Repair, Scope
from hostdoc.restating import Stuck

FURTHER = 2  # repairs of what comes to light by one
MOST_FOLLOWING = 2  # of them that are tried
BOM = b"\xef\xbb\xbf"


class NotWritten(Exception):
    """A file that was left as it was; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What would be typed into one file: its bytes as read, the text before and after, and what is left and why.

    `stale` are figures that still state an amount that would be rewritten, each with that as it would be.
    """

    path: str
    content: bytes
    before: str
    after: str
    mended: tuple[Check, ...] = ()
    left: tuple[Left, ...] = ()
    stale: tuple[tuple[Figure, Figure], ...] = ()

    @property
    def changes(self) -> bool:
        return self.before != self.after


def propose(
    path: str,
    shown: str,
    scope: Scope,
    today: date,
    others: Others = alone,
    terms: Terms = PLAIN,
    before: bytes | None = None,
) -> Fix:
    """The proved repairs of one file. Raises Unreadable.

    `shown` is its path as people are shown it, `others` gives the names of other documents, `terms` are its project's.
    `before` is what it was when it was last committed: figures that differ are meant, and what held has to follow them.
    """
    content = read_bytes(path)
    source = Source.of(shown, decode(content))

    def plain(source: Source) -> AuditedDocument:
        return audit_source(source, today, others, terms)

    audited, authored = plain(source), None
    with suppress(Unreadable):
        if before is not None:
            authored = Authored(plain(Source.of(shown, decode(before))), audited)
            audited = authored.seen(audited)

    def again(source: Source) -> AuditedDocument:
        return authored.seen(plain(source)) if authored else plain(source)

    start = followed(audited, authored, scope, again) if authored and scope.suggested else audited
    mending = _Mending(start, scope, again, authored)
    left = mending.run()
    gone = _drifting(audited) - _drifting(mending.audited)
    mended = tuple(check for check in audited.checks if check.id in gone)
    known = {check.id: check for check in audited.checks}
    left = [replace(it, check=known.get(it.check.id, it.check)) for it in left]
    left.sort(key=lambda it: it.check.verdict.relation.stated.span.start)
    old = tuple(stale(audited, mending.audited)) if mending.text != source.text else ()
    return Fix(path, content, source.text, mending.text, mended, tuple(left), old)


def mended(audited: AuditedDocument, check: Check, again: Callable[[Source], AuditedDocument]) -> str:
    """The text in which one drift is repaired, with what depends on it, by the least changes that can be proved.

    It differs in the digits of figures only. `again` audits a text as this one was. Raises Stuck.
    """
    relation = check.verdict.relation
    scope = Scope(suggested=True, kinds=frozenset({relation.kind}) if relation.kind == "tie-out" else frozenset())
    mending = _Mending(audited, scope, again)
    mending.mend(check)
    return mending.text


@dataclass(slots=True)
class _Mending:
    """A document that is repaired step by step; each step is proved on the text as it would be."""

    audited: AuditedDocument
    scope: Scope
    again: Callable[[Source], AuditedDocument]
    authored: Authored | None = None
    _refused: dict[object, str] = field(default_factory=dict)  # by what would have been typed: why not

    @property
    def text(self) -> str:
        return self.audited.document.source.text

    def run(self) -> list[Left]:
        """Mends what can be, until nothing more can; then what is left, and why."""
        while True:
            start = self.audited
            while (left := self._step()) is None:
                pass
            if self.audited is start:
                return left
            self._refused.clear()  # what was refused may stand beside what is mended since

    def mend(self, check: Check) -> None:
        """Makes the first repair that mends a drift and can be proved. Raises Stuck."""
        plan = Plan(self.audited.checks, self.scope)
        group = next((group for group in plan.groups if any(it.id == check.id for it in group)), None)
        if group is None:
            raise Stuck(next((it.reason for it in plan.left if it.check.id == check.id), "it does not drift"))
        reason = ""
        for repair in plan.repairs(group):
            if any(it.id == check.id for it in repair.mends):
                why = self._unproved(repair)
                if not why:
                    return
                reason = reason or why
        raise Stuck(reason or "nothing would mend it")

    def _step(self) -> list[Left] | None:
        """Makes one repair; where none can be made, all that is left."""
        plan = self._plan(self.audited)
        left = list(plan.left)
        for group in plan.groups:
            reason = self._refusal(plan, group)
            if not reason:
                return None
            left += [Left(check, reason) for check in group]
        return left

    def _refusal(self, plan: Plan, group: Sequence[Check]) -> str:
        """Makes the first repair of a group that can be proved, and is empty; else says why none can."""
        reason = ""
        try:
            for repair in plan.repairs(group):
                typed = tuple((it.figure.span.first.line, it.figure.text, it.low, it.high) for it in repair.changes)
                why = self._refused.get(typed) or self._unproved(repair)
                if not why:
                    return ""
                self._refused[typed] = why
                reason = why if not reason or len(repair.mends) == len(group) else reason
        except Stuck as stuck:
            return str(stuck)
        return reason

    def _unproved(self, repair: Repair) -> str:
        """Makes a repair if it can be proved, and is empty; else says why it cannot."""
        try:
            self.audited = self._proved(self.audited, repair, FURTHER)
        except Unwritable as why:
            return str(why)
        return ""

    def _plan(self, audited: AuditedDocument) -> Plan:
        return Plan(audited.checks, self.scope, self.authored.settled(audited) if self.authored else {})

    def _proved(self, audited: AuditedDocument, repair: Repair, further: int) -> AuditedDocument:
        """The document as it would be: what was to be mended is, and nothing drifts that did not. Raises Unwritable.

        What comes to light only then is mended with it, in so many steps `further`.
        """
        after = applied(audited.document.source.text, _edits(repair, Style.of(audited.ledger)))
        again = self.again(Source.of(audited.document.source.path, after))
        before, now = _drifting(audited), _drifting(again)
        if any(now[check.id] for check in repair.mends):
            raise Unwritable("it would still drift")
        if unseen := _unseen(audited, repair, now):
            span = unseen.verdict.relation.stated.span
            raise Unwritable(f"then it would not be seen that `{span.text}` in line {span.first.line} drifts")
        if not (fresh := now - before):
            return again
        waived = any(check.waived and check.id in fresh for check in audited.checks)
        for following in self._following(again, fresh) if further and not waived else ():
            with suppress(Unwritable):
                whole = self._proved(again, following, further - 1)
                if not _drifting(whole) - before and not any(_drifting(whole)[it.id] for it in repair.mends):
                    return whole
        new = next(check for check in again.checks if check.id in fresh)
        span = new.verdict.relation.stated.span
        raise Unwritable(f"then `{span.text}` in line {span.first.line} would drift ({new.verdict.relation.kind})")

    def _following(self, audited: AuditedDocument, fresh: Counter[str]) -> Iterator[Repair]:
        """What would mend the first drifts that came to light."""
        plan = self._plan(audited)
        group = next((group for group in plan.groups if any(check.id in fresh for check in group)), None)
        if group:
            with suppress(Stuck):
                yield from islice(plan.repairs(group), MOST_FOLLOWING)


def _edits(repair: Repair, style: Style) -> list[Edit]:
    wanted = [edit(change.figure, change.low, change.high, style) for change in repair.changes]
    typed = [it for it in wanted if it is not None]
    if not typed:
        raise Unwritable("its digits cannot show the difference")
    return typed


def _unseen(audited: AuditedDocument, repair: Repair, now: Counter[str]) -> Check | None:
    """A drift that has nothing to do with a repair, and would be gone with it: only what gave it away would be."""
    typed = {change.figure for change in repair.changes}
    before = _drifting(audited)
    gone = (it for it in audited.checks if before[it.id] and not now[it.id] and it not in repair.mends)
    relations = ((it, it.verdict.relation) for it in gone)
    return next((it for it, relation in relations if typed.isdisjoint((relation.stated, *relation.inputs))), None)


def _drifting(audited: AuditedDocument) -> Counter[str]:
    return Counter(check.id for check in audited.checks if check.outcome == "drifts" and not check.waived)


def write(fix: Fix) -> None:
    """Writes a proposal, if the file still has the bytes that were read. Raises NotWritten."""
    path = Path(fix.path)
    try:
        if path.is_symlink():
            raise NotWritten(f"it is a link to {path.resolve().as_posix()}; name that file")
        mode = path.stat().st_mode
        if not mode & stat.S_IWUSR or not os.access(path, os.W_OK):
            raise NotWritten("it may only be read; make it writable first")
        if path.read_bytes() != fix.content:
            raise NotWritten("it has changed since it was read; run the command again")
        _replace(path, _content(fix), mode)
    except OSError as error:
        raise NotWritten(f"{(error.strerror or str(error)).lower()}; nothing was changed") from error


def _content(fix: Fix) -> bytes:
    mark = BOM if fix.content.startswith(BOM) else b""
    return mark + fix.after.encode("utf-8")


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Puts the bytes beside the file and then in its place, so that it is never half written."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(mode))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


__all__ = ["Fix", "NotWritten", "Unreadable", "propose", "write"]
