"""What a run comes to as an exit status: 0 nothing to mend, 1 something is wrong, 2 something could not be run."""

from __future__ import annotations

from typing import Literal

from hostdoc.core.result import Audit, Check

FailOn = Literal["error", "warning"]

OK, WRONG, NOT_RUN = 0, 1, 2


def exit_status(audit: Audit, fail_on: FailOn = "error") -> int:
    """1 outweighs 2: a file that could not be read never hides a drift that was found."""
    if any(fails(check, fail_on) for check in audit.checks):
        return WRONG
    severities = {diagnostic.severity for audited in audit.documents for diagnostic in audited.diagnostics}
    if fail_on == "warning" and "warning" in severities:
        return WRONG
    return NOT_RUN if audit.unread or "error" in severities else OK


def fails(check: Check, fail_on: FailOn = "error") -> bool:
    """Whether a check alone makes the status 1.

    An expired waiver fails whatever the drift weighs: its author asked to be reminded on that day.
    """
    if check.outcome != "drifts" or check.waived:
        return False
    return check.fails or check.waiver is not None or (fail_on == "warning" and check.severity == "warning")
