"""What `hostdoc lsp` takes: until its first answer, from an edit to the diagnostics, for a hover and for actions.

    python benchmarks/editor.py DOCUMENT [--repeat 5]

The document is laid end to end until it has 20 and 200 kB, with a total in it that is off. Each figure is the least of
some repeats: seconds by the clock, and of processor time where Linux tells it. Those of an edit by the clock hold the
pause in which the server waits for further keystrokes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from hostdoc.editor.session import QUIET

SIZES = (20_000, 200_000)
WRONG = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n\n"


class Server:
    """One server with one document; `told` are the diagnostics that it sends."""

    def __init__(self, home: Path) -> None:
        self.client = LanguageClient("benchmark", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.told.put_nowait(told))
        self.home = home
        self.document = types.TextDocumentIdentifier((home / "plan.md").as_uri())

    async def start(self) -> None:
        await self.client.start_io(sys.executable, "-m", "hostdoc", "lsp")
        parameters = types.InitializeParams(types.ClientCapabilities(), root_uri=self.home.as_uri())
        await self.client.initialize_async(parameters)
        self.client.initialized(types.InitializedParams())

    def processor(self) -> float:
        """The processor time that it has had."""
        process = self.client._server
        if process is None or not Path("/proc/self/stat").exists():
            return 0.0
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def open(self, text: str) -> None:
        item = types.TextDocumentItem(self.document.uri, "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.told.get()

    async def edit(self, version: int) -> None:
        """Types a letter at the end of the first line, and waits for what is said of it."""
        end = types.Position(0, len(WRONG.splitlines()[0]))
        change = types.TextDocumentContentChangePartial(types.Range(end, end), " ")
        known = types.VersionedTextDocumentIdentifier(version, self.document.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(known, [change]))
        await self.told.get()

    async def hover(self) -> None:
        found = await self.client.text_document_hover_async(types.HoverParams(self.document, types.Position(4, 12)))
        assert found is not None

    async def actions(self) -> None:
        place = types.Range(types.Position(4, 12), types.Position(4, 12))
        parameters = types.CodeActionParams(self.document, place, types.CodeActionContext([]))
        assert await self.client.text_document_code_action_async(parameters)

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


class Cost(NamedTuple):
    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f})"


def least(costs: list[Cost]) -> Cost:
    return Cost(*map(min, zip(*costs, strict=True)))


async def took(server: Server, work: Awaitable[object]) -> Cost:
    start, before = time.perf_counter(), server.processor()
    await work
    return Cost(time.perf_counter() - start, server.processor() - before)


async def measured(home: Path, text: str, repeat: int) -> None:
    server = Server(home)
    await server.start()
    costs: dict[str, list[Cost]] = {"opened": [await took(server, server.open(text))]}
    for number in range(repeat):
        costs.setdefault("edited", []).append(await took(server, server.edit(number + 2)))
        costs.setdefault("hover", []).append(await took(server, server.hover()))
        costs.setdefault("actions", []).append(await took(server, server.actions()))
    await server.stop()
    print(f"| {len(text) // 1000} kB | {' | '.join(str(least(found)) for found in costs.values())} |")


async def started(home: Path) -> Cost:
    server = Server(home)
    cost = await took(server, server.start())
    await server.stop()
    return cost


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    chosen = parser.parse_args()
    text = chosen.document.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        print(f"first answer: {least([asyncio.run(started(Path(folder))) for _ in range(chosen.repeat)])}\n")
        print(f"| | opened | edited ({QUIET} s of it a pause) | hover | actions, proved |\n|---|---|---|---|---|")
        for size in SIZES:
            asyncio.run(measured(Path(folder), (WRONG + text * (size // len(text) + 1))[:size], chosen.repeat))


if __name__ == "__main__":
    main()
