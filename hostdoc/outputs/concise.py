"""One line for each finding, as compilers write them: `plan.md:9:12: error[footing]: …`. Editors jump to the place."""

from __future__ import annotations

from hostdoc.core.result import Audit
from hostdoc.outputs.findings import findings
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible


def render(audit: Audit, view: View) -> str:
    """The findings that nobody waived; nothing where there is none."""
    lines = [
        f"{it.path}:{it.line}:{it.column}: {it.severity}[{it.rule}]: {it.message}"
        for it in findings(audit)
        if not it.waived
    ]
    return "".join(f"{visible(line, view.encoding)}\n" for line in lines)
