"""The analysis pages of a site: which there are, what each is called, and where it stands."""

from __future__ import annotations

from collections.abc import Callable

from hostdoc.core.records import dataclass
from hostdoc.report.analysis import assumptions, compare, data, findings, margins, overview, what_if
from hostdoc.report.analysis.site import Site


@dataclass(frozen=True, slots=True)
class Sheet:
    """An analysis page. `view` is None where the documents give it nothing to show; then the page is left out.

    `names` are the files it may stand in for, the first that no author has taken.
    """

    key: str
    title: str
    names: tuple[str, ...]
    view: Callable[[Site], object | None]

    @property
    def template(self) -> str:
        return f"{self.key}.html"


SHEETS = (
    Sheet("overview", "Overview", ("index.md", "overview.md", "hostdoc-overview.md"), overview.view),
    Sheet("compare", "Compare", ("compare.md", "hostdoc-compare.md"), compare.view),
    Sheet("margins", "Margins and scale", ("margins.md", "hostdoc-margins.md"), margins.view),
    Sheet("what-if", "What if", ("what-if.md", "hostdoc-what-if.md"), what_if.view),
    Sheet("assumptions", "Assumptions", ("assumptions.md", "hostdoc-assumptions.md"), assumptions.view),
    Sheet("findings", "Findings", ("findings.md", "hostdoc-findings.md"), findings.view),
    Sheet("data", "Data", ("data.md", "hostdoc-data.md"), data.view),
)
