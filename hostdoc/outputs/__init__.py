"""The output formats: what an audit looks like as text. One module each, imported when its format is asked for."""

from __future__ import annotations

from importlib import import_module

from hostdoc.core.result import Audit
from hostdoc.outputs.view import View

FORMATS = ("terminal", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjsonl", "markdown")
ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".sarif": "sarif",
    ".xml": "junit",
    ".rdjsonl": "rdjsonl",
    ".md": "markdown",
}


def render(form: str, audit: Audit, view: View) -> str:
    """The audit in one of FORMATS."""
    text: str = import_module(f"hostdoc.outputs.{form}").render(audit, view)
    return text
