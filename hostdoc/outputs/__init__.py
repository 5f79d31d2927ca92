"""The output formats, one module each: what an audit looks like as text."""

from __future__ import annotations

from collections.abc import Callable

from hostdoc.core.result import Audit
from hostdoc.outputs import json, terminal
from hostdoc.outputs.view import View

FORMATS: dict[str, Callable[[Audit, View], str]] = {
    "terminal": terminal.render,
    "json": json.render,
}
