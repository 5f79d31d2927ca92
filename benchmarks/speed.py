"""What hostdoc costs beside mistune and markdownlint-cli2, in time and memory: tables in Markdown for `measured.md`.

    python benchmarks/speed.py FOLDER [--markdownlint NODE_MODULES/.bin/markdownlint-cli2] [--repeat 3] [--most 1000]

The documents of FOLDER are copied until there are about a thousand, and laid end to end for the sizes. Each figure is
the least of some repeats, of the whole process from its start to its end, on all processors it may use.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

MISTUNE = """
import sys
from pathlib import Path
import mistune
from hostdoc.workers import shared
render = mistune.create_markdown(plugins=["table", "strikethrough"])
def html(path):
    return render(Path(path).read_text("utf-8"))
paths = [str(path) for path in sorted(Path(sys.argv[1]).rglob("*.md"))]
jobs = int(sys.argv[2])
if jobs > 1 and len(paths) > 1:
    for _ in shared(html, paths, jobs):
        pass
else:
    for path in paths:
        html(path)
"""
INSIDE = """
import gc, sys, time
from datetime import date
from pathlib import Path
import mistune
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
render = mistune.create_markdown(plugins=["table", "strikethrough"])
texts = [(str(path), path.read_text("utf-8")) for path in sorted(Path(sys.argv[1]).rglob("*.md"))]
def rendered():
    for _, text in texts:
        render(text)
def analysed():
    for path, text in texts:
        audit_source(Source.of(path, text), date(2026, 1, 1))
def cost(task):
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start
cost(rendered), cost(analysed)  # what is compiled and imported at the first use is the start's
runs = [(cost(rendered), cost(analysed)) for _ in range(int(sys.argv[2]))]
print(sorted((after / before, before, after) for before, after in runs)[len(runs) // 2])
"""
START = "import mistune, orgparse, click"
SIZES = (1, 2, 4, 8)  # MB
ROWS = (100, 1_000, 10_000, 100_000)


class Cost(NamedTuple):
    seconds: float
    megabytes: float  # of the largest process


def run(command: list[str], cwd: Path, repeat: int, before: Callable[[], None] = lambda: None) -> Cost:
    """The least a command takes. hostdoc ends with 1 where figures drift, markdownlint where it finds something."""
    found = []
    for _ in range(repeat):
        before()
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{command} ended with {process.returncode}")
        found.append(Cost(time.perf_counter() - start, usage.ru_maxrss / 1024))
    return Cost(min(cost.seconds for cost in found), max(cost.megabytes for cost in found))


def hostdoc(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "hostdoc", "check", *arguments, "."]


def mistune(jobs: int) -> list[str]:
    return [sys.executable, "-c", MISTUNE, ".", str(jobs)]


def copies(documents: list[Path], count: int, to: Path) -> Path:
    """A folder with `count` documents, those of the list again and again."""
    to.mkdir()
    for number in range(count):
        shutil.copyfile(documents[number % len(documents)], to / f"{number:04}.md")
    return to


def only(text: str, to: Path) -> Path:
    to.mkdir()
    (to / "document.md").write_text(text, encoding="utf-8")
    return to


def table(rows: int) -> str:
    """A bill with the right totals."""
    lines = ["| Item | Quantity | Price | Amount |", "|---|---|---|---|"]
    total = 0
    for number in range(rows):
        quantity, price = number % 9 + 1, number % 70 + 5
        total += quantity * price
        lines.append(f"| Part {number} | {quantity} | ${price} | ${quantity * price:,} |")
    return "\n".join([*lines, f"| Total | | | ${total:,} |", ""])


def show(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    head = list(head)
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.2f}' if isinstance(cell, float) else str(cell) for cell in row)} |", flush=True)


def many(folder: Path, jobs: int, repeat: int, markdownlint: str | None) -> Iterator[tuple[object, ...]]:
    base = run(mistune(jobs), folder, repeat)
    cache = folder / ".hostdoc_cache"
    commands = [
        (f"mistune, HTML, {jobs} processes", mistune(jobs), lambda: None),
        ("mistune, HTML, 1 process", mistune(1), lambda: None),
        ("hostdoc check, first time", hostdoc(), lambda: shutil.rmtree(cache, ignore_errors=True)),
        ("hostdoc check, nothing changed", hostdoc(), lambda: None),
        ("hostdoc check --no-cache", hostdoc("--no-cache"), lambda: None),
    ]
    if markdownlint:
        commands.append(("markdownlint-cli2", [markdownlint, "**/*.md"], lambda: None))
    for name, command, before in commands:
        cost = run(command, folder, repeat, before)
        yield name, cost.seconds, f"{cost.seconds / base.seconds:.1f} ×", f"{cost.megabytes:.0f}"


def inside(folder: Path, repeat: int) -> tuple[float, float, float]:
    """Analysing beside rendering, and the seconds of both, of the run with the median ratio: processor time."""
    command = [sys.executable, "-c", INSIDE, str(folder), str(repeat)]
    ratio, rendered, analysed = ast.literal_eval(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return ratio, rendered, analysed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markdownlint")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--most", type=int, default=1000, help="documents")
    options = parser.parse_args()
    documents = [path for path in sorted(options.folder.rglob("*.md")) if path.is_file()]
    jobs, repeat = len(os.sched_getaffinity(0)), options.repeat
    texts = [path.read_text("utf-8") for path in documents]
    print(
        f"{len(documents)} documents of {options.folder.name}, {sum(map(len, texts)) / 1e3:.0f} kB, {jobs} processors"
    )
    os.environ.pop("HOSTDOC_CACHE_DIR", None)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as users have it: modules are compiled once
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "pyproject.toml").touch()

        ratio, rendered, analysed = inside(copies(documents, len(documents), root / "each"), repeat)
        rows = (("mistune, HTML", rendered, "1.0 ×"), ("hostdoc", analysed, f"{ratio:.1f} ×"))
        show("Each document once, in one process without its start", ("", "s", "beside mistune"), rows)

        folder = copies(documents, options.most, root / "many")
        (folder / "pyproject.toml").touch()
        head = ("command", "s", "beside mistune", "MB of its largest process")
        show(f"{options.most} documents", head, many(folder, jobs, repeat, options.markdownlint))

        one = copies(documents, 1, root / "one")
        (one / "pyproject.toml").touch()
        bare = run([sys.executable, "-c", START], one, 5 * repeat)
        cold = run(hostdoc("--no-cache"), one, 5 * repeat)
        warm = run(hostdoc(), one, 5 * repeat)
        starts = ((f'python -c "{START}"', bare), ("hostdoc check --no-cache", cold), ("hostdoc check", warm))
        rows = ((name, f"{cost.seconds:.3f}", f"{cost.seconds / bare.seconds:.2f} ×") for name, cost in starts)
        show("Start, one document", ("command", "s", "beside the imports"), rows)

        counts = [options.most // part for part in (8, 4, 2, 1)]
        grown = (
            (count, run(hostdoc("--no-cache"), copies(documents, count, root / f"n{count}"), 1).seconds)
            for count in counts
        )
        rows = ((count, seconds, 1000 * seconds / count) for count, seconds in grown)
        show("Number of documents", ("documents", "s", "ms a document"), rows)

        whole = "\n\n".join(texts)
        # One text at a time: a new process is counted with the memory of the one that starts it.
        long = ((f"{size} MB", (whole * (size * 10**6 // len(whole) + 1))[: size * 10**6]) for size in SIZES)
        tall = ((f"{rows:,} rows", table(rows)) for rows in ROWS)
        for title, sizes in (("Rows of one table", tall), ("Size of one document", long)):
            costs = ((name, len(text), run(hostdoc("--no-cache"), only(text, root / name), 1)) for name, text in sizes)
            lines = (
                (name, cost.seconds, 1e6 * cost.seconds / size, f"{cost.megabytes:.0f}") for name, size, cost in costs
            )
            show(title, ("", "s", "µs a character", "MB"), lines)


if __name__ == "__main__":
    main()
