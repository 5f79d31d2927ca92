"""Nothing breaks hostdoc: whatever a text holds and wherever it is cut off, there is a result with the right places.

HOSTDOC_FUZZ is the number of random documents (100 without it); HOSTDOC_CORPUS names a folder whose documents are cut
at random places, too, HOSTDOC_CUTS how often each (3 without it).
"""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.outputs import render
from hostdoc.outputs.view import View
from hostdoc.pipeline import audit_source
from hostdoc.plain import dump, load, to_plain
from hostdoc.project import audit_paths, discover

ROOT = Path(__file__).parents[1]
COUNT = int(os.environ.get("HOSTDOC_FUZZ", "100"))
CUTS = int(os.environ.get("HOSTDOC_CUTS", "3"))
FOLDERS = [str(ROOT / "tests"), str(ROOT / "sources"), *filter(None, [os.environ.get("HOSTDOC_CORPUS")])]
DOCUMENTS = [Path(name) for name in discover(FOLDERS).files]
DAY = date(2026, 1, 1)

# What mark-up is made of, each in forms that belong together and in forms that do not.
PIECES = [
    *(
        "# H",
        "## H ##",
        "* H",
        "** TODO H :tag:",
        "Title\n===",
        "Title\n---",
        "---",
        "***",
        "> ",
        "> > ",
        ">",
        "- ",
        "+ ",
    ),
    *(
        "1. ",
        "9) ",
        "- [ ] ",
        "   ",
        "    ",
        "\t",
        "  \n",
        "\\\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "```\n",
        "```text\n",
        "~~~\n",
    ),
    *(
        "`",
        "``",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "]: x\n",
        "[^1]: ",
        "[^1]",
        "<",
        ">",
        "<div>\n",
        "</div>",
    ),
    *("<table><tr><td>5</td></tr></table>\n", "<!-- ", " -->", "hostdoc: off", "hostdoc: on", "&nbsp;", "&amp;", "\\|"),
    *(
        "| a | b |\n|---|---:|\n",
        "| a | b |\n|---+---|\n",
        "| Hosting | $5 |\n",
        "| Total | $10 |\n",
        "| ",
        "|",
        "||",
        "|-",
    ),
    *(
        "#+begin_src\n",
        "#+end_src\n",
        "#+TBLFM: $2=1\n",
        ":PROPERTIES:\n",
        ":END:\n",
        "<2026-13-45>",
        "[[x][y]]",
        "@@comment:x@@",
    ),
    *(
        "$5",
        "~€1.2–1.5m",
        "5-10M",
        "$25-40+",
        "12,5",
        "1 234",
        "5%",
        "4x",
        "100:1",
        "($5)",
        "<5K",
        "-",
        "–",
        "=",
        "×",
        "÷",
        "+",
    ),
    *("Total", "Or: ", "per month", "under ", "about ", "cheapest", "margin", "Price", "Qty", "at", "of", "if", "is"),
    *(
        '<!-- hostdoc: waive footing "$10" = "$5": x -->\n',
        "# hostdoc: no footing\n",
        "---\ntitle: x\n---\n",
        "\ufeff",
        "\u2028",
    ),
    *(
        "\0",
        "\ud800",
        "\udfff",
        "\x1b[31m",
        "\u202e",
        "é",
        "合計",
        "٣",
        "²",
        "½",
        "\xa0",
        "𝟗",
        "9" * 40,
        "1." * 20,
        "(" * 9,
    ),
]
text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join)


def checked(text: str, name: str) -> AuditedDocument:
    """The audit of a text, once it is sure that its places are right and that it can be kept and printed."""
    audited = audit_source(Source.of(name, text), DAY)
    source = audited.document.source
    assert len(audited.document.plain) == len(source.text)
    for figure in audited.ledger.figures:
        assert 0 <= figure.span.start < figure.span.end <= len(source.text)
        assert figure.text.strip()
    starts = [figure.span.start for figure in audited.ledger.figures]
    assert starts == sorted(starts)
    for name in ("terminal", "json"):
        render(name, Audit((audited,)), View(verbose=True, uncovered=True)).encode("utf-8", "strict")
    assert to_plain(load(dump(audited), source)) == to_plain(audited)
    return audited


@settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))
@given(text, st.sampled_from(["x.md", "x.org"]))
def test_random_documents(text: str, name: str) -> None:
    checked(text, name)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_cut_off_anywhere(path: Path) -> None:
    whole = path.read_bytes().decode("utf-8", "replace")
    places = random.Random(path.name)
    for _ in range(CUTS):
        checked(whole[: places.randrange(len(whole) + 1)], path.name)


NESTED = 2000
DEEP = {
    "quotes": ">" * NESTED + " $5",
    "quotes apart": "> " * NESTED + "$5",
    "lists": "".join("  " * depth + "- $5\n" for depth in range(200)),
    "lists on one line": "- " * NESTED + "$5",
    "brackets": "[" * NESTED + "$5" + "](x)" * NESTED,
    "sums": "(" * NESTED + "1" + " + 1)" * NESTED + " = 5",
    "emphasis": "*a _b " * NESTED,
    "headings": "".join("#" * (depth % 6 + 1) + f" H{depth}\n" for depth in range(NESTED)),
    "org headings": "".join("*" * depth + " H\n" for depth in range(1, 400)),
    "tags": "<a>" * NESTED,
}


@pytest.mark.parametrize("name", ["x.md", "x.org"])
@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting(kind: str, name: str) -> None:
    checked(DEEP[kind], name)


def test_bad_files_of_every_kind_hide_no_good_one(tmp_path: Path) -> None:
    good = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
    contents = {
        "utf16.md": good.encode("utf-16"),
        "latin.md": "Büro $5".encode("latin-1"),
        "nul.md": b"$5 \0",
        "lone.md": "\ud800 $5".encode("utf-8", "surrogatepass"),
        "mixed.md": good.replace("\n", "\r\n", 3).encode(),
        "empty.md": b"",
        "good.md": good.encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "broken.md").symlink_to("nowhere.md")
    (tmp_path / "folder.md").mkdir()
    audit = audit_paths([str(tmp_path), str(tmp_path / "gone.md")], DAY)
    read = {Path(audited.document.source.path).name for audited in audit.documents}
    assert read == {"mixed.md", "empty.md", "good.md"}
    named = {Path(unread.path).name: unread.reason for unread in audit.unread}
    assert set(named) == {"utf16.md", "latin.md", "nul.md", "lone.md", "broken.md", "gone.md"}
    assert "UTF-16" in named["utf16.md"] and "Latin-1" in named["latin.md"] and "NUL" in named["nul.md"]
    assert audit.counts()["drifts"] == 2


@pytest.mark.parametrize("number", ["0", "00", "0,0", "9" * 5000, "1,000"])
def test_prices_for_so_many_are_read_whatever_the_number(number: str) -> None:
    text = f"# P\n\n30 h × $5/{number} h = $17.\n"
    assert audit_source(Source.of("x.md", text), date(2026, 1, 1)).document.source.text == text
