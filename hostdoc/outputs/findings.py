"""What an audit has to report to tools: drifts, remarks and unread files as one list in the order of their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from hostdoc.core.diagnostic import Severity
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, replace
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.core.span import Span

UNREAD = "unread"  # the rule of files that could not be read


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to report. `span` is None of a file that could not be read.

    `key` is unique in a run and stays while the text around the figure moves; `waived` is the reason why a drift is
    accepted, empty where it is not.
    """

    path: str
    span: Span | None
    severity: Severity
    rule: str
    message: str
    help: str
    notes: tuple[str, ...]
    inputs: tuple[Figure, ...]
    key: str
    waived: str = ""
    elsewhere: bool = False  # whether it is waived outside the document, by a baseline

    @property
    def line(self) -> int:
        return self.span.first.line if self.span else 1

    @property
    def column(self) -> int:
        return self.span.first.column if self.span else 1


def findings(audit: Audit) -> list[Finding]:
    """Every drift, waived ones included, every remark, and every file that was not read."""
    found = [finding for audited in audit.documents for finding in _of_document(audited)]
    found += [
        Finding(it.path, None, "error", UNREAD, f"could not be read: {it.reason}", "", (), (), "")
        for it in audit.unread
    ]
    found.sort(key=lambda it: (it.path, it.line, it.column, it.rule))
    return [*_keyed(found)]


def _of_document(audited: AuditedDocument) -> Iterator[Finding]:
    path = audited.document.source.path
    for check in audited.checks:
        if check.outcome == "drifts":
            yield _of_check(path, check)
    for it in audited.diagnostics:
        yield Finding(path, it.span, it.severity, it.rule, it.message, it.help, (), (), it.rule)


def _of_check(path: str, check: Check) -> Finding:
    relation = check.verdict.relation
    return Finding(
        path=path,
        span=relation.stated.span,
        severity=check.severity or "error",
        rule=relation.kind,
        message=f"{check.title}: {check.message}",
        help=check.help,
        notes=check.notes,
        inputs=relation.inputs,
        key=check.id,
        waived=check.waiver.reason if check.waiver and check.waived else "",
        elsewhere=check.waiver is not None and check.waiver.by == "baseline",
    )


def _keyed(found: list[Finding]) -> Iterator[Finding]:
    """The same with keys that tell them apart; those that would be equal are numbered in the order of the text."""
    seen: Counter[str] = Counter()
    for it in found:
        name = f"{it.path}\x1f{it.key or it.rule}"
        seen[name] += 1
        digest = sha256(f"{name}\x1f{seen[name]}".encode("utf-8", "surrogatepass")).hexdigest()
        yield replace(it, key=digest)
