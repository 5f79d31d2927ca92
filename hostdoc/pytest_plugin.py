"""`pytest --hostdoc sources/`: each relation of each document is a test, which fails with its message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostdoc.core.result import AuditedDocument, Check, Unread


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hostdoc", "figures in documents")
    group.addoption(
        "--hostdoc",
        action="append",
        default=[],
        metavar="PATH",
        help="Check the figures of this document or folder; may be given several times.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "hostdoc: a figure of a document, recalculated")


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds the figures of the documents named, behind the other tests."""
    paths = config.getoption("--hostdoc")
    if paths:
        items.extend(_items(session, paths))


def _items(session: pytest.Session, paths: list[str]) -> Iterator[pytest.Item]:
    from hostdoc.baseline import BaselineError, without_known
    from hostdoc.project import audit_paths
    from hostdoc.settings import SettingsError

    try:
        audit = without_known(audit_paths(paths), Path.cwd()).audit
    except (SettingsError, BaselineError) as error:
        raise pytest.UsageError(str(error)) from error
    for audited in audit.documents:
        path = audited.document.source.path
        document = Document.from_parent(session, name=path, nodeid=path)
        yield from document.figures(audited)
    for unread in audit.unread:
        document = Document.from_parent(session, name=unread.path, nodeid=unread.path)
        yield Unreadable.from_parent(document, name="read", unread=unread)


class Document(pytest.Collector):
    """A document, whose figures are its tests."""

    def collect(self) -> list[pytest.Item]:
        return []  # the items are made where the documents are audited, all at once

    def figures(self, audited: AuditedDocument) -> Iterator[pytest.Item]:
        for check in audited.checks:
            item = Figure.from_parent(self, name=check.id, check=check)
            item.add_marker("hostdoc")
            if check.waived and check.waiver:
                item.add_marker(pytest.mark.skip(reason=f"waived: {check.waiver.reason}"))
            yield item


class Figure(pytest.Item):
    """A stated figure with what it is recalculated from."""

    def __init__(self, *, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self._check = check

    def runtest(self) -> None:
        if self._check.fails:
            raise Drifts(self._check)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        if not isinstance(excinfo.value, Drifts):
            return str(super().repr_failure(excinfo))
        check = excinfo.value.check
        return "\n".join(filter(None, (f"{self._place()}: {check.title}: {check.message}", *check.notes, check.help)))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        span = self._check.verdict.relation.stated.span
        return Path(span.source.path), span.first.line - 1, f"{self._check.verdict.relation.kind} {span.text}"

    def _place(self) -> str:
        span = self._check.verdict.relation.stated.span
        return f"{span.source.path}:{span.first.line}:{span.first.column}"


class Drifts(Exception):
    """A figure that drifts."""

    def __init__(self, check: Check) -> None:
        super().__init__(check.message)
        self.check = check


class Unreadable(pytest.Item):
    """A document that could not be read, which fails."""

    def __init__(self, *, unread: Unread, **more: Any) -> None:
        super().__init__(**more)
        self._unread = unread

    def runtest(self) -> None:
        raise pytest.fail.Exception(f"{self._unread.path} could not be read: {self._unread.reason}", pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return Path(self._unread.path), None, "read"
