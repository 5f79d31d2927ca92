"""What docs/pages/configuration.md shows is what hostdoc does; every key is there, and every example can be used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hostdoc.settings import read
from hostdoc.settings_table import KEYS

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "pages" / "configuration.md").read_text("utf-8")
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
BLOCK = re.compile(r"^```(toml|markdown|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWING = [section for section in SECTIONS if "```console" in section]


def test_every_key_is_in_the_table_and_has_a_section() -> None:
    rows = dict(re.findall(r"^\| \[`([\w-]+)`\]\(#([\w-]+)\)", TEXT, re.MULTILINE))
    assert sorted(rows) == sorted(KEYS)
    titles = {section.splitlines()[0].lower().replace(" ", "-"): section for section in SECTIONS}
    for key, anchor in rows.items():
        assert re.search(rf"^\[*{key}\b|^{key} = ", titles[anchor], re.MULTILINE), key


@pytest.mark.parametrize("example", [block for kind, block in BLOCK.findall(TEXT) if kind == "toml"])
def test_every_example_can_be_used(tmp_path: Path, example: str) -> None:
    (tmp_path / "hostdoc.toml").write_text(example, "utf-8")
    settings = read(tmp_path)
    assert settings is not None and settings.tables


@pytest.mark.parametrize("section", SHOWING, ids=lambda section: section.splitlines()[0])
def test_what_is_printed_is_what_is_shown(tmp_path: Path, section: str) -> None:
    settings: list[str] = []
    for kind, block in BLOCK.findall(section):
        if kind == "toml":
            settings.append(block)
        elif kind == "markdown":
            (tmp_path / "plan.md").write_text(block, "utf-8")
        else:
            (tmp_path / "hostdoc.toml").write_text("\n".join(settings), "utf-8")
            command, _, shown = block.partition("\n")
            words = command.removeprefix("$ hostdoc ").split()
            done = subprocess.run(
                [sys.executable, "-X", "utf8", "-m", "hostdoc", *words, "--no-cache"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=60,
                env=os.environ | {"COLUMNS": "120"},
            )
            assert done.stdout + done.stderr == shown


def test_messages_named_are_those_printed() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "hostdoc").rglob("*.py"))
    for words in (
        "read so because of",
        "without a rate",
        "nothing is taken as rounded here",
        "no documents: name files",
    ):
        assert words in " ".join(TEXT.split()) and words in code
