"""Org as its author wrote it: what Org hides stays hidden, Markdown habits read as meant, nothing is trusted."""

from __future__ import annotations

import re
import time

import pytest


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("* Head :tag:\n", '<h2 id="head">Head</h2>'),
        (
            "*bold* /slanted/ _under_ +gone+ =v= ~c~\n",
            "<strong>bold</strong> <em>slanted</em> <u>under</u> <del>gone</del>",
        ),
        ("=v= ~c~ `t`\n", "<code>v</code> <code>c</code> <code>t</code>"),
        ("**bold** and [md](b.org)\n", '<strong>bold</strong> and <a href="b.org">md</a>'),
        ("~$1.50 and then ~$0.80 a month\n", "<p>~$1.50 and then ~$0.80 a month</p>"),
        ("2*3*4, a_b_c, x/y/z\n", "<p>2*3*4, a_b_c, x/y/z</p>"),
        ("[[https://a.example/x][words]]\n", '<a href="https://a.example/x">words</a>'),
        ("[[file:b.md::*Part][words]]\n", '<a href="b.md">words</a>'),
        ("[[./img/a.png]]\n", '<img src="./img/a.png" alt="" loading="lazy">'),
        ("see https://a.example/x/.\n", '<a href="https://a.example/x/">https://a.example/x/</a>.'),
        ("- one\n  - two\n- three\n", "<ul>\n<li>one<ul>\n<li>two</li>\n</ul>\n</li>\n<li>three</li>\n</ul>"),
        ("1. a\n2. b\n", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3) a\n4) b\n", '<ol start="3">'),
        ("- term :: what\n", "<dt>term</dt><dd>what</dd>"),
        ("- [X] done\n", '<li class="hd-task">☑ done</li>'),
        ("#+begin_src sh\n  ls | wc\n#+end_src\n", '<pre><code class="language-sh">ls | wc\n</code></pre>'),
        ("#+BEGIN_QUOTE\nsaid\n#+END_QUOTE\n", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("-----\n", "<hr>"),
        ("a\\\\\nb\n", "a<br>\nb"),
    ],
)
def test_mark_up_comes_out_as_meant(bare, text: str, shown: str) -> None:
    assert shown in bare(text, "plan.org")


@pytest.mark.parametrize(
    "hidden",
    [
        ":PROPERTIES:\n:ID: secret\n:END:\n",
        "#+title: secret\n",
        "# hostdoc: waive footing secret\n",
        "a @@comment: secret@@ b\n",
        "#+begin_comment\nsecret\n#+end_comment\n",
        "* COMMENT secret\nsecret too\n** also secret\n",
        "* Head\nSCHEDULED: <2026-01-01 secret>\n",
        "#+TBLFM: $3=secret\n",
    ],
)
def test_what_org_hides_stays_hidden(bare, hidden: str) -> None:
    assert "secret" not in bare(hidden + "* Shown\ntext\n", "plan.org")
    assert "Shown" in bare(hidden + "* Shown\ntext\n", "plan.org")


def test_an_unclosed_drawer_loses_nothing(bare) -> None:
    assert "text" in bare("* Head\n:PROPERTIES:\n:A: b\ntext\n* Next\nmore\n", "plan.org")


def test_a_table_keeps_its_rules_as_bodies(bare) -> None:
    text = "| A | Cost |\n|---+---|\n| x | $1 |\n| y | $2 |\n| Total | $3 |\n|---+---|\n| Overhead | |\n| z | $4 |\n"
    page = bare(text, "plan.org")
    assert page.count("<thead>") == 1 and page.count("<tbody>") == 2
    assert '<tr class="is-part"><th scope="row">Overhead</th>' in page


def test_hostile_org_shows_as_text(bare) -> None:
    text = (
        "* <script>alert(1)</script>\n<img src=x onerror=alert(1)> [[javascript:alert(1)][a]] [b](data:text/html,x)\n"
        "@@html:<script>alert(2)</script>@@ [[https://elsewhere.example/x.png]]\n"
        '| <b>x</b> | "><svg onload=1> |\n|---+---|\n| $1 | $2 |\n'
        "#+begin_export html\n<script>alert(3)</script>\n#+end_export\n"
    )
    page = bare(text, "plan.org")
    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z]\w*)", page)}
    assert tags <= {"a", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "h2"}, tags
    assert not re.search(r'href="(?:javascript|data):', page, re.I)


@pytest.mark.parametrize("piece", ["*a ", "=a ", "[[a ", "- " * 3 + "\n", "/*_+", "`", "[a](", "@@a:"])
def test_no_line_takes_long(bare, piece: str) -> None:
    start = time.process_time()
    bare(piece * 4000 + "\n", "plan.org")
    assert time.process_time() - start < 8
