"""SARIF 2.1.0, which GitHub's code scanning and others read: rules, results with their inputs, and what is waived.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from hostdoc.core.relation import KINDS
from hostdoc.core.result import Audit
from hostdoc.core.span import Span
from hostdoc.explained import KINDS as EXPLAINED
from hostdoc.outputs.entries import SURROGATE, Json
from hostdoc.outputs.findings import UNREAD, Finding, findings
from hostdoc.outputs.view import View
from hostdoc.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "hostdocFigure/v1"
_DRIVE = re.compile(r"[A-Za-z]:/")


def render(audit: Audit, view: View) -> str:
    found = findings(audit)
    rules = sorted({*KINDS, *(it.rule for it in found if it.rule != UNREAD)})
    unread = [it for it in found if it.rule == UNREAD]
    run: Json = {
        "tool": {
            "driver": {
                "name": "hostdoc",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(name) for name in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [_notification(it) for it in unread],
            }
        ],
        "results": [_result(it, rules) for it in found if it.rule != UNREAD],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return SURROGATE.sub("\ufffd", json.dumps(log, indent=1, ensure_ascii=False)) + "\n"


def _rule(name: str) -> Json:
    rule: Json = {"id": name}
    if name in EXPLAINED:
        explained = EXPLAINED[name]
        rule |= {
            "shortDescription": {"text": explained.checks},
            "fullDescription": {"text": f"{explained.checks} Example: {explained.example}"},
            "help": {"text": explained.wrong},
            "defaultConfiguration": {"level": KINDS[name]},
        }
    return rule


def _result(it: Finding, rules: list[str]) -> Json:
    result: Json = {
        "ruleId": it.rule,
        "ruleIndex": rules.index(it.rule),
        "level": it.severity,
        "message": {"text": ". ".join(filter(None, (it.message, *it.notes, it.help)))},
        "locations": [{"physicalLocation": _place(it.path, it.span)}],
        "partialFingerprints": {FINGERPRINT: it.key},
    }
    if it.inputs:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(figure.span.source.path, figure.span),
                "message": {"text": f"{figure.text} {figure.label}".strip()},
            }
            for number, figure in enumerate(it.inputs, 1)
        ]
    if it.waived:
        result["suppressions"] = [{"kind": "external" if it.elsewhere else "inSource", "justification": it.waived}]
    return result


def _place(path: str, span: Span | None) -> Json:
    place: Json = {"artifactLocation": {"uri": _address(path)}}
    if span:
        (line, column), (end_line, end_column) = span.first, span.last
        place["region"] = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return place


def _address(path: str) -> str:
    """A path as an address: relative to the root of the repository, or with its scheme where it is absolute."""
    quoted = quote(path, safe="/:", errors="replace")
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if _DRIVE.match(path) else quote(path, errors="replace")


def _notification(it: Finding) -> Json:
    return {
        "level": "error",
        "message": {"text": it.message},
        "locations": [{"physicalLocation": _place(it.path, None)}],
    }
