"""What an audit of documents comes to: verdicts with their wording, waivers, and what could not be read."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from hostdoc.core.diagnostic import Diagnostic, Severity
from hostdoc.core.document import Document
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Verdict
from hostdoc.core.span import Span
from hostdoc.core.vocabulary import PLAIN, Terms

OUTCOMES = ("holds", "rounds", "within", "drifts", "undecided")


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a drift is accepted. `until` is an ISO date or None; `expired` means that the drift counts again."""

    by: Literal["waiver", "baseline"]
    reason: str
    span: Span
    until: str | None = None
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A verdict, worded. `severity` is None unless it drifts or is within; verdict and severity ignore waivers.

    `recalculated` and `workings` are the texts people read (`$4–35/month`, `2–5 + 2–5 + 0–25`). `title` is what is
    wrong in a few words (`total does not foot`), `message` the sentence under the caret (`stated 5–35; the rows add up
    to 4–35 (low end 1 too much)`), `notes` and `help` what stands below it.
    """

    id: str
    verdict: Verdict
    severity: Severity | None
    recalculated: str
    workings: str
    title: str
    message: str
    notes: tuple[str, ...] = ()
    help: str = ""
    waiver: Waiver | None = None

    @property
    def outcome(self) -> str:
        return self.verdict.outcome

    @property
    def waived(self) -> bool:
        return self.waiver is not None and not self.waiver.expired

    @property
    def fails(self) -> bool:
        """Whether it is an unwaived drift of severity error."""
        return self.outcome == "drifts" and self.severity == "error" and not self.waived


@dataclass(frozen=True, slots=True)
class AuditedDocument:
    """One document with all that was found in it; checks in the order of the text.

    `elsewhere` are the checks of other documents of the run that use figures of this one. `terms` are those of its
    project, on which it was read.
    """

    document: Document
    ledger: Ledger
    checks: tuple[Check, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    elsewhere: tuple[Check, ...] = ()
    terms: Terms = PLAIN

    @property
    def bound(self) -> int:
        """How many figures take part in a check, as the stated one or as an input, here or elsewhere."""
        relations = [check.verdict.relation for check in (*self.checks, *self.elsewhere)]
        taken = {figure for relation in relations for figure in (relation.stated, *relation.inputs)}
        return sum(figure in taken for figure in self.ledger.figures)

    @property
    def unbound(self) -> int:
        """How many figures stand alone: no check speaks of them."""
        return len(self.ledger.figures) - self.bound


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: which, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Files of a folder in formats that are not read: their endings, each with how many there are."""

    folder: str
    endings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of one run, documents in the order of their paths. `passed` are the folders with other formats.

    `notes` are sentences about the run as a whole.
    """

    documents: tuple[AuditedDocument, ...]
    unread: tuple[Unread, ...] = ()
    passed: tuple[Passed, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for audited in self.documents for check in audited.checks)

    def counts(self) -> dict[str, int]:
        """How many checks came to each outcome, and how many drifts are waived (those are counted as drifts, too)."""
        seen = Counter(check.outcome for check in self.checks)
        return {outcome: seen[outcome] for outcome in OUTCOMES} | {"waived": sum(check.waived for check in self.checks)}
