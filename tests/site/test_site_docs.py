"""What docs/pages/site.md shows builds, and names all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from hostdoc.mkdocs_plugin import KEYS, HostdocConfig
from hostdoc.shipped import shipped

TEXT = (Path(__file__).parents[2] / "docs" / "pages" / "site.md").read_text("utf-8")
SETTINGS = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.M | re.S)]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: ", ".join(settings))
def test_every_example_builds(made, settings: dict[str, object]) -> None:
    assert (made(strict=True, **settings) / "plan" / "index.html").is_file()


def test_the_options_shown_are_all_with_what_holds_without_them() -> None:
    (shown,) = [plugin["hostdoc"] for found in SETTINGS for plugin in found["plugins"] if "documents" in str(plugin)]
    defaults = {name: option.default for name, option in HostdocConfig._schema}
    assert set(shown) == set(defaults)
    assert {name: value for name, value in shown.items() if name != "templates"} == {
        name: value for name, value in defaults.items() if name != "templates"
    }
    assert list(re.findall(r"^\| [^|]+ \| `([\w-]+)` \|", TEXT, re.M)) == list(KEYS)


def test_the_templates_named_are_there() -> None:
    part = TEXT[TEXT.index("## Templates") : TEXT.index("## Words")]
    names = [name for name in re.findall(r"`(\w+)`", part) if name != "templates"]
    assert len(names) >= 8
    assert [name for name in names if not (shipped() / "hostdoc" / f"{name}.html").is_file()] == []


def test_the_figure_and_the_chart_are_shown(made, folder: Path) -> None:
    (page,) = re.findall(r"^```markdown\n(.*?)^```$", TEXT, re.M | re.S)
    page = page.replace("#f-costs-total-monthly-cost", "#f-the-plan-total-monthly-cost")
    (folder / "sources" / "guide.md").write_text(page, "utf-8")
    assert "Not shown" not in (made(strict=True) / "guide" / "index.html").read_text("utf-8")
