"""Markdown as its author wrote it, and nothing of it trusted."""

from __future__ import annotations

import re

import pytest

HOSTILE = """# <script>alert(1)</script>

<img src=x onerror=alert(1)> and <b onmouseover="x">bold</b>

[a](javascript:alert(1)) [b](JaVa&#115;cript:alert(1)) [c](data:text/html;base64,xxxx) [d](vbscript:x)

<javascript:alert(1)>

![p](https://elsewhere.example/pixel.png) ![q](javascript:alert(1)) ![r](//elsewhere.example/x.png)

| <script>alert(2)</script> | {{ 7*7 }} |
|---|---|
| "><svg onload=alert(3)> | $5 |

```"><script>
</code></pre><script>alert(4)</script>
```

<div>
<iframe src="https://elsewhere.example"></iframe>
</div>
"""


def test_hostile_html_shows_as_text(bare, composed) -> None:
    page = bare(HOSTILE) + composed(HOSTILE).title
    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z]\w*)", page)}
    assert tags <= {"a", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "img", "h1", "span"}, (
        tags
    )
    inside = " ".join(re.findall(r"<[^<>]*>", page))
    assert not re.search(r"javascript|vbscript|data:|\son\w+=|elsewhere[^>]*\bsrc", inside, re.I)
    assert not re.search(r'<img[^>]*src="(?:https?:|//)', page)
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- hostdoc: off --> b\n", "<p>a  b</p>"),
        ("one<br>two<BR/>three\n", "<p>one<br>two<br>three</p>"),
        ("- [x] done\n- [ ] open\n", '<li class="hd-task">☑ done</li>'),
        ("~~gone~~\n", "<del>gone</del>"),
        ("> quoted\n>\n> | a |\n> |---|\n> | $1 |\n", "<blockquote>"),
        ("[b](other.md#part 'title')\n", '<a href="other.md#part" title="title">b</a>'),
        ("![shot](img/a.png)\n", '<img src="img/a.png" alt="shot" loading="lazy">'),
    ],
)
def test_mark_up_comes_out_as_meant(bare, text: str, shown: str) -> None:
    assert shown in bare(text)


def test_comments_stay_unseen(bare) -> None:
    text = '# T\n\n<!-- hostdoc: waive footing "$1" = "2": secret -->\n\nA <!-- secret --> b\n\n<!-- a\nsecret -->\n'
    assert "secret" not in bare(text)


def test_front_matter_is_not_shown(bare) -> None:
    assert "author" not in bare("---\nauthor: me\n---\n# T\n\ntext\n")


def test_headings_nest_and_have_ids_of_their_own(composed) -> None:
    page = composed("# T\n\n## Same\n\n### Deep\n\n## Same\n\n## f-x\n")
    assert [(entry["id"], entry["name"]) for entry in page.toc] == [
        ("same", "Same"),
        ("same-2", "Same"),
        ("h-f-x", "f-x"),
    ]
    assert page.toc[0]["children"] == [{"level": 3, "id": "deep", "name": "Deep", "children": []}]
    assert page.name == "T"


def test_a_flattened_table_is_a_table(bare) -> None:
    page = bare("Text before.\n\n| A | Cost | |---|---| | x | $1 | | y | $2 | | Total | $3 |\n")
    assert page.count("<tr") == 4 and 'class="is-total"' in page


def test_a_table_inside_a_list_stays_inside(bare) -> None:
    page = bare("- one\n\n  | A | Cost |\n  |---|---|\n  | x | $1 |\n\n- two\n")
    assert page.index("<ul>") < page.index("<table") < page.index("</ul>") and page.count("<ul>") == 1
