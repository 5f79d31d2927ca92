"""Recalculates the totals and margins of documents kept in Markdown and Org.

`read` a document, `check` documents, get `frames` of an audit. The records they give are frozen dataclasses. Everything
here is loaded when it is first used; __init__.pyi tells type checkers about it.
"""

from __future__ import annotations

from importlib import import_module

_ROOMS = {
    "Assumption": "core.ledger",
    "Audit": "core.result",
    "AuditedDocument": "core.result",
    "Check": "core.result",
    "Figure": "core.figure",
    "Ledger": "core.ledger",
    "ProjectError": "project",
    "Quantity": "core.quantity",
    "Relation": "core.relation",
    "SettingsError": "settings",
    "Unreadable": "loading",
    "Verdict": "core.relation",
    "check": "api",
    "frames": "api",
    "read": "api",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"hostdoc.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
