"""An audit for people at a terminal: each drift with its line, caret, workings and remedy; the counts at the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.result import Audit, AuditedDocument, Check, Passed, Unread
from hostdoc.core.span import Span
from hostdoc.coverage import Uncovered, uncovered
from hostdoc.outputs.excerpt import excerpt
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan", "waived": "magenta"}
GUTTER = "   | "
INPUTS = 12  # of a drift, listed with their places; the workings name them all
ALONE = 5  # documents in which nothing is checked are named, as long as they are no more
QUIET = ("within", "rounds")  # shown only to those who want to see more


def render(audit: Audit, view: View) -> str:
    """Drifts that turn a conclusion over, other drifts, waived and undecided ones, remarks, unread files; counts."""
    writer = _Writer(view)
    drifts = [check for check in audit.checks if check.outcome == "drifts"]
    for check in sorted(drifts, key=_urgency):
        if not check.waived:
            writer.drift(check)
        elif not view.quiet and check.waiver and (check.waiver.by == "waiver" or view.verbose):
            writer.waived(check)
    if not view.quiet:
        _remarks(writer, audit, view)
    for unread in audit.unread:
        writer.unread(unread)
    if not view.quiet:
        writer.closing(audit)
    return "".join(f"{line}\n" for line in writer.lines)


def _remarks(writer: _Writer, audit: Audit, view: View) -> None:
    for audited in audit.documents:
        for diagnostic in sorted(audited.diagnostics, key=lambda it: it.span.start):
            if diagnostic.rule != "nothing-checked":
                writer.diagnostic(diagnostic)
    writer.unchecked([it for audited in audit.documents for it in audited.diagnostics if it.rule == "nothing-checked"])
    if view.uncovered:
        for audited in audit.documents:
            for found in uncovered(audited):
                writer.uncovered(found)
        writer.none_uncovered(audit)
    for outcome in ("undecided", *QUIET) if view.verbose else ("undecided",):
        for check in sorted((it for it in audit.checks if it.outcome == outcome), key=_order):
            stated = f"stated {check.verdict.relation.stated.text}; " if outcome == "undecided" else ""
            writer.brief(outcome, check, f"{stated}{check.message}")
    if view.verbose:
        for audited in audit.documents:
            writer.covered(audited)
    for passed in audit.passed:
        writer.passed(passed)


def _urgency(check: Check) -> tuple[bool, bool, bool, str, int]:
    return check.waived, not check.verdict.flips, check.severity != "error", *_order(check)


def _order(check: Check) -> tuple[str, int]:
    span = check.verdict.relation.stated.span
    return span.source.path, span.start


class _Writer:
    """Collects lines. All that comes from a document passes `show`, so that none of it is obeyed."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.lines: list[str] = []
        self.show: Callable[[str], str] = partial(visible, encoding=view.encoding)

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False) -> str:
        if not self.view.colour:
            return text
        from click import style  # the parts that draw no colour do without

        return style(text, fg=colour, bold=bold or None)

    def place(self, span: Span) -> str:
        line, column = span.first
        return f"{self.show(span.source.path)}:{line}:{column}"

    def headline(self, severity: str, rule: str, text: str) -> None:
        name = self.paint(f"{severity}[{rule}]", COLOURS[severity], bold=True)
        self.lines.append(f"{name}: {self.paint(self.show(text), bold=True)}")

    def marked(self, span: Span, severity: str, text: str) -> None:
        """The place, the line there, and carets under the span with a sentence beside them."""
        line, carets = excerpt(span, self.view)
        self.lines.append(f"  {self.paint('-->', 'blue')} {self.place(span)}")
        self.lines.append(f"{self.paint(GUTTER, 'blue')}{line}".rstrip())
        under = self.paint(f"{carets.lstrip()} {self.show(text)}".rstrip(), COLOURS[severity])
        self.lines.append(f"{self.paint(GUTTER, 'blue')}{' ' * (len(carets) - len(carets.lstrip()))}{under}")

    def remark(self, name: str, text: str) -> None:
        self.lines.append(f"{self.paint(name, 'cyan' if name == 'note' else 'green', bold=True)}: {self.show(text)}")

    def drift(self, check: Check) -> None:
        relation, severity = check.verdict.relation, check.severity or "error"
        self.headline(severity, relation.kind, check.title)
        self.marked(relation.stated.span, severity, check.message)
        for note in check.notes:
            self.remark("note", note)
        self.inputs(relation.inputs)
        if check.help:
            self.remark("help", check.help)
        self.lines.append("")

    def inputs(self, figures: tuple[Figure, ...]) -> None:
        for figure in figures[:INPUTS]:
            label = str(figure.label)
            words = self.show(f"{figure.text}  {label}" if label else figure.text)
            self.lines.append(f"   {self.paint('=', 'blue')} {self.place(figure.span)}  {words}")
        if len(figures) > INPUTS:
            self.lines.append(f"   {self.paint('=', 'blue')} and {len(figures) - INPUTS} more")

    def waived(self, check: Check) -> None:
        assert check.waiver is not None
        until = f" (until {check.waiver.until})" if check.waiver.until else ""
        self.brief("waived", check, f"{check.message}: {check.waiver.reason}{until}")

    def brief(self, name: str, check: Check, text: str) -> None:
        relation = check.verdict.relation
        head = self.paint(f"{name}[{relation.kind}]", COLOURS.get(name), bold=True)
        self.lines.append(f"{head}: {self.place(relation.stated.span)}: {self.show(text)}")

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def diagnostic(self, diagnostic: Diagnostic) -> None:
        self.gap()
        self.headline(diagnostic.severity, diagnostic.rule, diagnostic.message)
        self.marked(diagnostic.span, diagnostic.severity, "")
        if diagnostic.help:
            self.remark("help", diagnostic.help)
        self.lines.append("")

    def unchecked(self, found: list[Diagnostic]) -> None:
        """Documents in which nothing is checked: a line each, and help once."""
        for diagnostic in found[:ALONE]:
            head = self.paint(f"note[{diagnostic.rule}]", COLOURS["note"], bold=True)
            self.lines.append(f"{head}: {self.show(diagnostic.span.source.path)}: {self.show(diagnostic.message)}")
        if len(found) > ALONE:
            self.remark("note", f"and {len(found) - ALONE} documents more in which nothing is checked")
        if found and found[0].help:
            self.remark("help", found[0].help)

    def uncovered(self, found: Uncovered) -> None:
        used = ", and others are checked against it" if found.used else ""
        text = f"{found.figure.text}  nothing recalculates it; {found.reason}{used}"
        head = self.paint("uncovered", COLOURS["note"], bold=True)
        self.lines.append(f"{head}: {self.place(found.figure.span)}  {self.show(text)}")

    def none_uncovered(self, audit: Audit) -> None:
        """Why nothing is listed, where figures stand alone."""
        alone = sum(audited.unbound for audited in audit.documents)
        if alone and not any(map(uncovered, audit.documents)):
            said = "looks derived: no word calls one a total or the like"
            self.remark("note", f"of the {_count(alone, 'figure')} in no check none {said}")

    def covered(self, audited: AuditedDocument) -> None:
        path = self.show(audited.document.source.path)
        self.lines.append(f"{path}: {audited.bound} figures in checks, {audited.unbound} alone")

    def passed(self, passed: Passed) -> None:
        files = ", ".join(f"{number} {ending}" for ending, number in passed.endings)
        self.remark("note", f"not read in {passed.folder}: {files}")

    def unread(self, unread: Unread) -> None:
        name = self.paint("error", COLOURS["error"], bold=True)
        self.lines.append(f"{name}: cannot read {self.show(unread.path)}: {self.show(unread.reason)}")

    def closing(self, audit: Audit) -> None:
        self.gap()
        self.lines.append(self.paint(summary(audit), bold=True))


def summary(audit: Audit) -> str:
    """The closing line: how much was read, what it came to, and how much of it no check speaks of."""
    counts = audit.counts()
    figures = sum(len(audited.ledger.figures) for audited in audit.documents)
    read = ", ".join(
        (_count(len(audit.documents), "document"), _count(figures, "figure"), _count(len(audit.checks), "check"))
    )
    known = sum(it.waived and it.waiver is not None and it.waiver.by == "baseline" for it in audit.checks)
    accepted = ((counts["waived"] - known, "waived"), (known, "in the baseline"))
    said = ", ".join(f"{number} {how}" for number, how in accepted if number)
    waived = f" ({said})" if said else ""
    alone = sum(audited.unbound for audited in audit.documents)
    left = f"; {_count(alone, 'figure')} in no check" if alone else ""
    unread = f"; {_count(len(audit.unread), 'path')} not read" if audit.unread else ""
    return (
        f"{read}: {counts['holds']} hold, {counts['rounds']} round, {counts['within']} within, "
        f"{counts['drifts']} drift{waived}, {counts['undecided']} undecided{left}{unread}"
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
