"""Reviewdog's diagnostic format, one finding a line: reviewdog comments with it wherever a review happens.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf; its columns count bytes of UTF-8, from 1.
"""

from __future__ import annotations

import json

from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.outputs.entries import Json
from hostdoc.outputs.findings import Finding, findings
from hostdoc.outputs.view import View

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(audit: Audit, view: View) -> str:
    """The findings that nobody waived."""
    return "".join(f"{json.dumps(_entry(it))}\n" for it in findings(audit) if not it.waived)


def _entry(it: Finding) -> Json:
    location: Json = {"path": it.path}
    if it.span:
        source = it.span.source
        location["range"] = {"start": _position(source, it.span.start), "end": _position(source, it.span.end)}
    return {
        "message": ". ".join(filter(None, (it.message, *it.notes, it.help))),
        "location": location,
        "severity": SEVERITIES[it.severity],
        "source": {"name": "hostdoc"},
        "code": {"value": it.rule},
    }


def _position(source: Source, offset: int) -> Json:
    line, column = source.position(offset)
    before = source.text[offset - (column - 1) : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
