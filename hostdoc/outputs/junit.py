"""A JUnit report: a suite for each document, a case for each relation. Errors fail, waived drifts are skipped.

The form is that of the schema by which Jenkins reads reports: junit-10.xsd of its xunit plugin.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hostdoc.core.result import Audit, AuditedDocument, Check, Unread
from hostdoc.outputs.view import View

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 has no sign for


def render(audit: Audit, view: View) -> str:
    root = Element("testsuites", name="hostdoc")
    for audited in audit.documents:
        _suite(root, audited)
    for unread in audit.unread:
        _missing(root, unread)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(root, encoding='unicode')}\n"


def _suite(root: Element, audited: AuditedDocument) -> None:
    path = audited.document.source.path
    failing = sum(check.fails for check in audited.checks)
    skipped = sum(check.waived for check in audited.checks)
    suite = _counted(root, path, len(audited.checks), failures=failing, skipped=skipped)
    for check in audited.checks:
        _case(suite, path, check)


def _counted(root: Element, path: str, tests: int, *, failures: int = 0, errors: int = 0, skipped: int = 0) -> Element:
    suite = SubElement(root, "testsuite", name=_text(path), time="0")
    counts = (("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped))
    for name, count in counts:
        suite.set(name, str(count))
    return suite


def _case(suite: Element, path: str, check: Check) -> None:
    relation = check.verdict.relation
    line = relation.stated.span.first.line
    name = f"{relation.kind}: {relation.stated.label or relation.stated.text} (line {line})"
    case = SubElement(suite, "testcase", classname=_text(path), name=_text(name), time="0")
    details = "\n".join((f"{path}:{line}: {check.message}", *check.notes, check.help)).rstrip()
    if check.waived and check.waiver:
        SubElement(case, "skipped", message=_text(f"waived: {check.waiver.reason}"))
    elif check.fails:
        failure = SubElement(case, "failure", type=relation.kind, message=_text(check.message))
        failure.text = _text(details)
    elif check.outcome in ("drifts", "undecided"):
        SubElement(case, "system-out").text = _text(f"{check.severity or check.outcome}: {details}")


def _missing(root: Element, unread: Unread) -> None:
    suite = _counted(root, unread.path, 1, errors=1)
    case = SubElement(suite, "testcase", classname=_text(unread.path), name="read", time="0")
    SubElement(case, "error", type="unread", message=_text(unread.reason))


def _text(text: str) -> str:
    return _INVALID.sub("\ufffd", text)
