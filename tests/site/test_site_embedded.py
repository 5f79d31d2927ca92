"""`<!-- hostdoc: show … -->`: a checked figure or a chart in any page, or a remark that says what is wrong."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

GUIDE = """# Guide

!!! note
    It costs <!-- hostdoc: show plan.md#f-the-plan-total-monthly-cost --> in all.

<!-- hostdoc: show plan.md#chart-hosts -->

    <!-- hostdoc: show plan.md#chart-hosts -->
"""
LEFT = {"plugins": ["search", {"hostdoc": {"documents": ["plan.md", "*.org"]}}], "markdown_extensions": ["admonition"]}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("options", [LEFT, {}], ids=["page of MkDocs", "document"])
def test_a_page_shows_a_figure_and_a_chart_of_a_document(made, folder: Path, options, caplog) -> None:
    (folder / "sources" / "more" / "guide.md").write_text(GUIDE, encoding="utf-8")
    site = made(strict=True, **options)
    page, plan = _read(site / "more" / "guide" / "index.html"), _read(site / "plan" / "index.html")
    for anchor in re.findall(r'href="\.\./\.\./plan/#([\w-]+)"', page[page.index("It costs") :]):
        assert f'id="{anchor}"' in plan
    mark = page[page.index("It costs") : page.index("in all")]
    assert 'data-hd="waived"' in mark and '<span class="hd-stated">$900</span>' in mark
    assert page.count('id="shown-2-chart-hosts"') == 1 and "hd-plot" in page
    assert page.count('class="hd-sprite"') == 1
    assert page.count("hostdoc: show") == 1  # the one that is code
    assert _warnings(caplog) == []


def test_documents_in_org_show_figures_too(made, folder: Path) -> None:
    (folder / "sources" / "list.org").write_text(
        "* List\nText.\n\n# hostdoc: show plan.md#f-the-plan-total-monthly-cost\n", encoding="utf-8"
    )
    page = _read(made(strict=True) / "list" / "index.html")
    assert 'href="../plan/#f-the-plan-total-monthly-cost"' in page


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("plans.md#f-the-plan-total-monthly-cost", "there is no document `plans.md`; did you mean `plan.md`?"),
        ("plan.md#f-the-plan-totals", "has no `#f-the-plan-totals`; did you mean `f-the-plan-total-monthly-cost`?"),
        ("plan.md", "it cannot be understood; write hostdoc: show PATH#ANCHOR"),
        ("guide.md#x", "has no `#x`"),
    ],
)
@pytest.mark.parametrize("options", [LEFT, {}], ids=["page of MkDocs", "document"])
def test_what_cannot_be_shown_is_said_in_the_page_and_fails_a_strict_build(
    made, folder: Path, options, wish: str, said: str, caplog
) -> None:
    if wish.startswith("guide") and options:
        said = "there is no document `guide.md`"
    (folder / "sources" / "guide.md").write_text(
        f"---\ntitle: G\n---\n# Guide\n\n<!-- hostdoc: show {wish} -->\n", encoding="utf-8"
    )
    with pytest.raises(Abort):
        made(strict=True, **options)
    assert [warning for warning in _warnings(caplog) if "sources/guide.md:6: nothing to show: " in warning]
    assert any(said in warning for warning in _warnings(caplog)), _warnings(caplog)
    page = _read(made(**options) / "guide" / "index.html")
    assert "Not shown:" in page
