"""What the MkDocs plugin costs beside plain MkDocs on the same documents: build, and edit to visible.

    python benchmarks/site.py FOLDER [--documents 60] [--repeat 3] [--edits 5] [--theme mkdocs]

Markdown documents of FOLDER, the first of them again if they are too few, are built and served twice: by MkDocs alone
and with the plugin. Each time is the least of some repeats, of both kinds in turn, for the machine may be busy; the
ratios are what counts. "first" is a build without a cache, "again" one with what the last build kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 300.0  # seconds until an edit must have been seen
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PAUSE = 0.02  # seconds between two looks at a page that is being edited


def documents(folder: Path, count: int) -> list[Path]:
    found = sorted(path for path in folder.rglob("*.md") if path.is_file())
    if not found:
        raise SystemExit(f"no Markdown documents below {folder}")
    return [found[number % len(found)] for number in range(count)]


def project(folder: Path, texts: list[Path], theme: str, plugins: list[str]) -> Path:
    """A site of copies of the documents."""
    (folder / "sources").mkdir(parents=True)
    for number, path in enumerate(texts):
        shutil.copyfile(path, folder / "sources" / f"d{number:03}.md")
    look = {"name": theme} | ({"highlightjs": False} if theme == "mkdocs" else {"font": False})
    settings = {"site_name": "Measured", "docs_dir": "sources", "theme": look, "plugins": ["search", *plugins]}
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")  # JSON is YAML
    return folder


def build(folder: Path) -> float:
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start


class Served:
    """A site while it is served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
        silent = subprocess.DEVNULL
        self._process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=silent, stderr=silent)
        self._wait("d000/", "")

    def edit(self, number: int, word: str) -> float:
        """Seconds from a save until its word is on the page."""
        path = self._folder / "sources" / f"d{number:03}.md"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n\nEdited: {word}.\n")
        start = time.perf_counter()
        self._wait(f"d{number:03}/", word)
        return time.perf_counter() - start

    def _wait(self, page: str, word: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self._address}/{page}", timeout=PATIENCE) as answer:
                    if word.encode() in answer.read():
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(PAUSE)
        raise SystemExit(f"{page} never showed {word!r}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def built(plain: Path, ours: Path, repeat: int) -> dict[str, float]:
    times: dict[str, list[float]] = {"plain": [], "first": [], "again": []}
    for _ in range(repeat):
        times["plain"].append(build(plain))
        shutil.rmtree(ours / ".hostdoc_cache", ignore_errors=True)
        times["first"].append(build(ours))
        times["again"].append(build(ours))
    return {name: min(found) for name, found in times.items()}


def edited(plain: Path, ours: Path, edits: int) -> dict[str, float]:
    """The median of some edits each, in turn, of documents spread over the site."""
    served = {"plain": Served(plain), "plugin": Served(ours)}
    count = len(list((plain / "sources").iterdir()))
    times: dict[str, list[float]] = {name: [] for name in served}
    try:
        for number in range(edits):
            for name, site in served.items():
                times[name].append(site.edit(number * count // edits, f"word{number}"))
    finally:
        for site in served.values():
            site.stop()
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--theme", default="mkdocs")
    given = parser.parse_args()
    texts = documents(given.folder, given.documents)
    with tempfile.TemporaryDirectory() as here:
        plain = project(Path(here) / "plain", texts, given.theme, [])
        ours = project(Path(here) / "ours", texts, given.theme, ["hostdoc"])
        print(f"| {len(texts)} documents, {sum(path.stat().st_size for path in texts) // 1000} kB | s | ratio |")
        print("|---|---|---|")
        if given.repeat:
            times = built(plain, ours, given.repeat)
            print(f"| build, plain MkDocs | {times['plain']:.2f} | 1 |")
            print(f"| build with the plugin, first | {times['first']:.2f} | {times['first'] / times['plain']:.2f} |")
            print(f"| build with the plugin, again | {times['again']:.2f} | {times['again'] / times['plain']:.2f} |")
        if given.edits:
            times = edited(plain, ours, given.edits)
            print(f"| edit to visible, plain MkDocs | {times['plain']:.2f} | 1 |")
            ratio = times["plugin"] / times["plain"]
            print(f"| edit to visible with the plugin | {times['plugin']:.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
