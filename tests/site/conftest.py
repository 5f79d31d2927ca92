"""Sites for the tests: a folder of sources in, a built site out, and a browser to open it."""

from __future__ import annotations

import functools
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

PLAN = """# The plan

<!-- hostdoc: waive footing "$900" = "890": as quoted -->

| Item | Monthly cost |
|------|--------------|
| One | $410 |
| Two | $480 |
| Total | $900 |

## Hosts

| Host | Monthly cost |
|------|--------------|
| Ash | $5–9 |
| Beech | $20 |
| Cedar | $28–40 |

See [the other](more/other.org), [itself](#hosts) and ![a picture](img/dot.png).
"""
OTHER = """#+title: The other
# a comment that stays at home
* Costs
| Item  | Cost |
|-------+------|
| One   | $10  |
| Two   | $20  |
| Total | $30  |

Back to [[file:../plan.md][the plan]] and on to [[file:third.org][the third]].
"""

Build = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two documents."""
    sources = tmp_path / "sources"
    (sources / "more").mkdir(parents=True)
    (sources / "img").mkdir()
    (sources / "plan.md").write_text(PLAN, encoding="utf-8")
    (sources / "more" / "other.org").write_text(OTHER, encoding="utf-8")
    (sources / "more" / "third.org").write_text("* Third\n\nText.\n", encoding="utf-8")
    (sources / "img" / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def configure(folder: Path, **more: object) -> Path:
    """Writes mkdocs.yml; returns its path."""
    settings: dict[str, object] = {
        "site_name": "Plans",
        "docs_dir": "sources",
        "theme": {"name": "mkdocs", "highlightjs": False, "color_mode": "auto", "user_color_mode_toggle": True},
        "plugins": ["search", "hostdoc"],
    }
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump({**settings, **more}, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def made(folder: Path, caplog: pytest.LogCaptureFixture) -> Build:
    """Builds the project of `folder`; what was logged is in `caplog`."""

    def run(strict: bool = False, **more: object) -> Path:
        caplog.set_level(logging.INFO, logger="mkdocs")
        config = load_config(str(configure(folder, **more)), strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return folder / "site"

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Without one these tests fail: a site that nobody opened is not tested."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.fail("no Chromium on this machine; install one, on Debian with `apt-get install chromium`")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'"
)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site under a policy that allows nothing but the site's own files."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(made: Build) -> Iterator[str]:
    """The address of the built site, under a strict policy."""
    site = made(strict=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    opened = context.new_page()
    yield opened
    context.close()
