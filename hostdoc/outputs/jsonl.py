"""One JSON object a line: each check, each remark, each unread file, and the counts at the end. For logs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hostdoc.core.result import Audit
from hostdoc.outputs.entries import SCHEMA, SURROGATE, Json, check_entry, place
from hostdoc.outputs.view import View


def render(audit: Audit, view: View) -> str:
    """Lines in ASCII: signs beyond it are escapes, so that no reader splits a line at one."""
    return "".join(f"{SURROGATE.sub('', json.dumps(entry))}\n" for entry in _entries(audit))


def _entries(audit: Audit) -> Iterator[Json]:
    for audited in audit.documents:
        for check in audited.checks:
            yield {"type": "check", **check_entry(check)}
        for it in audited.diagnostics:
            where = place(it.span)
            yield {"type": "diagnostic", "rule": it.rule, "severity": it.severity, **where, "message": it.message}
    for unread in audit.unread:
        yield {"type": "unread", "path": unread.path, "reason": unread.reason}
    yield {"type": "summary", "schema": SCHEMA, "documents": len(audit.documents), **audit.counts()}
