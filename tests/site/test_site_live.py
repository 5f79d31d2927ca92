"""`mkdocs serve`: an edit shows its verdict, a mistake shows an error page, and the server lives on."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow

PATIENCE = 40.0  # seconds; a rebuild takes one or two


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def served(folder: Path) -> Iterator[Callable[..., str]]:
    """Waits until a page of the served site holds some words, and lacks others; returns the page."""
    settings = {
        "site_name": "Plans",
        "docs_dir": "sources",
        "theme": {"name": "mkdocs", "highlightjs": False},
        "plugins": [{"hostdoc": {"templates": "own"}}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    port = _free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--strict", "-a", f"127.0.0.1:{port}"]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)

    def wait(address: str, words: str, without: str = "") -> str:
        end, page = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            assert process.poll() is None, (folder / "serve.log").read_text(encoding="utf-8")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=10) as answer:
                    page = answer.read().decode("utf-8")
            except (urllib.error.URLError, OSError):
                page = ""
            if words in page and not (without and without in page):
                return page
            time.sleep(0.2)
        raise AssertionError(f"{words!r} never came:\n{page}\n{(folder / 'serve.log').read_text(encoding='utf-8')}")

    try:
        yield wait
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_edits_mistakes_and_new_documents_show_without_a_restart(served, folder: Path) -> None:
    plan, other = folder / "sources" / "plan.md", folder / "sources" / "more" / "other.org"
    served("plan/", 'data-hd="waived"')

    other.write_text(other.read_text(encoding="utf-8").replace("$30", "$33"), encoding="utf-8")
    assert "$30</span>" in served("more/other/", 'data-hd="drifts"')

    plan.write_bytes("# Caf\xe9\n".encode("latin-1"))
    served("plan/", "could not be read")

    plan.write_text("# Mended\n\n5 × $4 = $20\n", encoding="utf-8")
    served("plan/", "Mended")

    template = folder / "own" / "hostdoc" / "document.html"
    template.parent.mkdir(parents=True)  # a folder that was not there when the server started
    template.write_text("{% broken", encoding="utf-8")
    served("plan/", "This page could not be made")
    template.unlink()
    served("plan/", "Mended")

    settings = folder / "hostdoc.toml"
    settings.write_text('[severity]\nall = "off"\n', encoding="utf-8")  # nothing is judged any more
    served("more/other/", "$33", without='data-hd="drifts"')
    settings.write_text('[severity]\nall = "of"\n', encoding="utf-8")  # a mistake changes nothing
    settings.unlink()
    served("more/other/", 'data-hd="drifts"')

    (folder / "sources" / "new.org").write_text("* New one\n\n5 × $4 = $20\n", encoding="utf-8")
    served("new/", "New one")
    other.unlink()
    served("", "new/", without="more/other/")
    (folder / "sources" / "new.org").rename(folder / "sources" / "renamed.org")
    served("", 'href="renamed/', without='href="new/')
    served("renamed/", "New one")

    shutil.rmtree(folder / "own")
    template.parent.mkdir(parents=True)
    template.write_text("<p>of my own</p>", encoding="utf-8")
    served("plan/", "of my own")
    (folder / "sources" / "guide.md").write_text("<!-- hostdoc: show plan.md#f-none -->\n", encoding="utf-8")
    template.unlink()
    served("guide/", "Not shown:")
    log = (folder / "serve.log").read_text(encoding="utf-8")
    assert "Traceback" not in log, log
