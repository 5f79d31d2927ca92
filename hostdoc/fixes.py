"""Repairs of documents on disk: proposed, proved on the text as it would be, and written in one step or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.edits import Edit, Style, Unwritable, applied, edit
from hostdoc.formulas import Others, alone
from hostdoc.loading import Unreadable, decode, read_bytes
from hostdoc.pipeline import audit_source
from hostdoc.repair import Left, Repair, Scope, repairs

BOM = b"\xef\xbb\xbf"


class NotWritten(Exception):
    """A file that was left as it was; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What would be typed into one file: its bytes as read, the text before and after, and what is left and why."""

    path: str
    content: bytes
    before: str
    after: str
    mended: tuple[Check, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def changes(self) -> bool:
        return self.before != self.after


def propose(path: str, shown: str, scope: Scope, today: date, others: Others = alone) -> Fix:
    """The proved repairs of one file. Raises Unreadable.

    `shown` is its path as people are shown it, `others` gives the names of other documents.
    """
    content = read_bytes(path)
    source = Source.of(shown, decode(content))
    audited = audit_source(source, today, others)
    found, left = repairs(audited.checks, scope)
    remaining = list(left)
    style = Style.of(audited.ledger) if found else None
    text, made, mended = source.text, list[Edit](), list[Check]()
    for repair in found:
        try:
            assert style is not None
            wanted = _edits(repair, style)
            after = applied(source.text, [*made, *wanted])
            _prove(audited, after, [*mended, *repair.mends], today, others)
        except Unwritable as reason:
            remaining += [Left(check, str(reason)) for check in repair.mends]
            continue
        made, mended, text = [*made, *wanted], [*mended, *repair.mends], after
    remaining.sort(key=lambda it: it.check.verdict.relation.stated.span.start)
    return Fix(path, content, source.text, text, tuple(mended), tuple(remaining))


def _edits(repair: Repair, style: Style) -> list[Edit]:
    wanted = [edit(change.figure, change.low, change.high, style) for change in repair.changes]
    typed = [it for it in wanted if it is not None]
    if not typed:
        raise Unwritable("its digits cannot show the difference")
    return typed


def _prove(audited: AuditedDocument, after: str, mended: list[Check], today: date, others: Others) -> None:
    """Reads the text as it would be: what was to be mended is, and nothing drifts that did not. Raises Unwritable."""
    again = audit_source(Source.of(audited.document.source.path, after), today, others)
    before, now = _drifting(audited), _drifting(again)
    if any(now[check.id] for check in mended):
        raise Unwritable("it would still drift")
    if fresh := now - before:
        new = next(check for check in again.checks if check.id in fresh)
        span = new.verdict.relation.stated.span
        raise Unwritable(f"then `{span.text}` in line {span.first.line} would drift ({new.verdict.relation.kind})")


def _drifting(audited: AuditedDocument) -> Counter[str]:
    return Counter(check.id for check in audited.checks if check.outcome == "drifts")


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
