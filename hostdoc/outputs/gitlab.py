"""A code quality report of GitLab: a JSON list, each finding with a fingerprint of its own.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from hostdoc.core.result import Audit
from hostdoc.outputs.entries import SURROGATE
from hostdoc.outputs.findings import findings
from hostdoc.outputs.view import View

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(audit: Audit, view: View) -> str:
    """The findings that nobody waived."""
    report = [
        {
            "description": it.message,
            "check_name": it.rule,
            "fingerprint": it.key,
            "severity": SEVERITIES[it.severity],
            "location": {"path": it.path, "lines": {"begin": it.line}},
        }
        for it in findings(audit)
        if not it.waived
    ]
    return SURROGATE.sub("\ufffd", json.dumps(report, indent=1)) + "\n"
