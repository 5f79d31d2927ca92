"""A document full of hostile HTML, addresses, templates and names shows as text on every page, in both formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

EVIL = "<img src=x onerror=alert(1)>"
TEMPLATE = "{{ 7 * 191 }}{% include 'x' %}"
NAME = "a'\"b&lt;c onload=alert(2) <svg onload=alert(3)>"  # may stand in a file's name

MARKDOWN = f"""# Hosts {EVIL} {TEMPLATE} </h1><script>alert(4)</script>

<!-- hostdoc: waive footing "$900" = "890": as quoted {EVIL} {TEMPLATE} -->

## Hosts {EVIL} "onmouseover="alert(5)

| Host {EVIL} | Monthly cost {TEMPLATE} |
|---|---|
| Ash {EVIL} | $5–9 |
| Beech "onclick=alert(6) x=' | $20 |
| Cedar </script><script>alert(7)</script> | $28–40 |

## Sum

| Item | Monthly cost |
|---|---|
| One {EVIL} | $410 |
| Two {TEMPLATE} | $480 |
| Total <style>*{{display:none}}</style> | $900 |

## Drift

| Item | Monthly cost |
|---|---|
| One {EVIL} | $410 |
| Two | $480 |
| Total {EVIL} | $700 |

[link](javascript:alert(8)) [data](data:text/html,<script>alert(9)</script>) <a href="javascript:alert(10)">raw</a>
![pic](javascript:alert(11)) [quote](" onclick="alert(12)) <iframe src="https://example.org"></iframe>
Assumption: spot price {EVIL} is $0.25 per hour. {TEMPLATE}
<div onclick="alert(13)" style="position:fixed">raw</div>

```html
{EVIL}
```
"""
ORG = f"""#+title: Org {EVIL} {TEMPLATE}
* Costs {EVIL} "onmouseover="alert(5)
| Item {EVIL} | Cost {TEMPLATE} |
|------+------|
| One <script>alert(14)</script> | $10 |
| Two {TEMPLATE} | $20 |
| Total {EVIL} | $33 |

[[javascript:alert(15)][link]] [[file:" onclick="alert(16)][file]]
#+begin_export html
<script>alert(17)</script>
#+end_export
@@html:<script>alert(18)</script>@@
"""


@pytest.fixture
def hostile(folder: Path, made) -> Path:
    sources = folder / "sources"
    for old in (sources / "plan.md", *(sources / "more").iterdir()):
        old.unlink()
    (sources / "hosts.md").write_text(MARKDOWN, "utf-8")
    (sources / f"{NAME}.md").write_text(MARKDOWN, "utf-8")
    (sources / f"{NAME} org.org").write_text(ORG, "utf-8")
    (sources / f"{NAME} bad.md").write_bytes(b"\xff\xfe")
    (sources / "guide.md").write_text(
        "# Guide\n\n<!-- hostdoc: show hosts.md#chart-hosts-onmouseover-alert-5 -->\n\n"
        '<!-- hostdoc: show "onclick=alert(19).md#x -->\n\n<!-- hostdoc: show none.md#"onclick=alert(20) -->\n',
        "utf-8",
    )
    site: Path = made()
    return site


def test_nothing_of_a_document_is_markup_or_code(hostile: Path, browser: Browser) -> None:
    pages = sorted(
        set(hostile.rglob("*.html")) - {hostile / "404.html"}
    )  # whose addresses begin at the root of a server
    assert len(pages) >= 9
    context = browser.new_context()
    page: Page = context.new_page()
    troubles: list[str] = []
    page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    # MkDocs' own search cannot start from a file.
    page.on("pageerror", lambda e: troubles.append(str(e)) if "assets/hostdoc" in (e.stack or "") else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else troubles.append(r.url))
    for path in pages:
        page.goto(path.as_uri())
        found = page.evaluate(
            """() => [...document.querySelectorAll('.hd *, nav *, title')].filter(it =>
                [...it.attributes].some(a => /^on|^style$/.test(a.name) || /^\\s*(javascript|data):/i.test(a.value))
                || ['IMG', 'SCRIPT', 'STYLE', 'IFRAME'].includes(it.tagName)).map(it => it.outerHTML)"""
        )
        assert found == [], (path, found)
        text = page.evaluate("document.documentElement.textContent")
        assert "1337" not in text, path  # 7 × 191: no template is run
        for mark in page.locator(".hd-mark").all()[:2]:
            mark.evaluate("it => it.click()")
    hosts = page.goto((hostile / "hosts" / "index.html").as_uri()) and page.locator(".hd").first.inner_text()
    assert EVIL in hosts and TEMPLATE in hosts
    assert troubles == []
    context.close()


def test_what_is_shown_elsewhere_is_text_too(hostile: Path) -> None:
    guide = (hostile / "guide" / "index.html").read_text("utf-8")
    body = guide[guide.index('<div class="hd') : guide.index("<footer")]
    assert "hd-plot" in body and "&#34;onclick=alert(6)" in body and "<img" not in body
    assert "Not shown:" in body and not re.search(r"<[^<>]*\sonclick=", body)


@pytest.mark.parametrize("name", ["plan", "findings", "compare"])
def test_on_paper_all_is_light_and_nothing_is_cut(made, browser: Browser, name: str) -> None:
    site: Path = made()
    context = browser.new_context(viewport={"width": 720, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    page.goto((site / name / "index.html").as_uri())
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.hd-scroll, .hd pre')].filter(it => it.scrollWidth > it.clientWidth + 1
            && getComputedStyle(it).overflowX !== 'visible').map(it => it.outerHTML.slice(0, 200))"""
    )
    ink = page.evaluate("getComputedStyle(document.querySelector('.hd h1')).color")
    assert cut == []
    assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 300, ink
    context.close()
