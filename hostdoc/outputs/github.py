"""Workflow commands of GitHub Actions: each finding becomes an annotation on its line in a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from hostdoc.core.result import Audit
from hostdoc.outputs.findings import Finding, findings
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_MESSAGE, ":": "%3A", ",": "%2C"}


def render(audit: Audit, view: View) -> str:
    """A command for each finding that nobody waived; errors first, since only ten of a sort are shown."""
    order = list(COMMANDS)
    shown = sorted((it for it in findings(audit) if not it.waived), key=lambda it: order.index(it.severity))
    return "".join(f"{_command(it, view.encoding)}\n" for it in shown)


def _command(it: Finding, encoding: str) -> str:
    said = visible(". ".join(filter(None, (it.message, *it.notes, it.help))), encoding)
    properties = {"file": it.path, "title": f"hostdoc: {it.rule}"}
    if it.span:
        (line, column), (end_line, end_column) = it.span.first, it.span.last
        properties |= {"line": str(line), "endLine": str(end_line)}
        if line == end_line:  # columns of several lines are refused
            properties |= {"col": str(column), "endColumn": str(end_column)}
    listed = ",".join(f"{name}={_escaped(visible(value, encoding), _PROPERTY)}" for name, value in properties.items())
    return f"::{COMMANDS[it.severity]} {listed}::{_escaped(said, _MESSAGE)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
