"""`hostdoc lsp` as an editor meets it: a process, messages over its streams, and an end that is clean."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TABLE = "| Item 😀 | Amount |\n|---|---|\n| Hosting 🖥️ | $410 |\n| Support | $380 |\n| 🧮 Total | $800 |\n"
PRICES = "Spot price 😀: $0.20/hr<!-- $spot -->\n"
PLAN = "Compute comes to $146<!-- = $prices:spot * 730 --> a month.\n"
HOSTDOC = [sys.executable, "-m", "hostdoc", "lsp"]
WAIT = 60


class Editor:
    """A client with documents, which keeps the last diagnostics of each."""

    def __init__(self, home: Path, **capabilities: Any) -> None:
        self.home = home
        self.client = LanguageClient("editor", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.told.put_nowait(told))
        self.capabilities = types.ClientCapabilities(**capabilities)

    def uri(self, name: str) -> str:
        return (self.home / name).as_uri()

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str) -> None:
        item = types.TextDocumentItem(self.uri(name), "org" if name.endswith("org") else "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, version: int, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        place = types.Range(types.Position(*start), types.Position(*end))
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, self.uri(name)),
                [types.TextDocumentContentChangePartial(place, text)],
            )
        )

    async def diagnostics(self, name: str, version: int | None = None) -> list[types.Diagnostic]:
        """The next ones of a document, or of a version of it."""
        while True:
            told = await asyncio.wait_for(self.told.get(), WAIT)
            if told.uri == self.uri(name) and version in (None, told.version):
                return [*told.diagnostics]


def session(editor: Editor, journey: Callable[[Editor], Awaitable[None]], **initial: Any) -> None:
    """A journey from `initialize` to `exit`, after which the process has ended well."""

    async def run() -> None:
        client = editor.client
        await client.start_io(*HOSTDOC)
        server = client._server
        assert server is not None
        folder = types.WorkspaceFolder(editor.home.as_uri(), "project")
        await client.initialize_async(
            types.InitializeParams(editor.capabilities, workspace_folders=[folder], **initial)
        )
        client.initialized(types.InitializedParams())
        await journey(editor)
        await client.shutdown_async(None)
        client.exit(None)
        assert await asyncio.wait_for(server.wait(), WAIT) == 0
        await client.stop()

    asyncio.run(run())


def at(line: int, character: int) -> types.Range:
    return types.Range(types.Position(line, character), types.Position(line, character))


def test_a_document_is_judged_explained_and_mended(tmp_path: Path) -> None:
    (tmp_path / "hostdoc.toml").write_text('[severity]\nequation = "warning"\n', "utf-8")

    async def journey(editor: Editor) -> None:
        client, plan = editor.client, editor.document("plan.md")
        editor.open("plan.md", TABLE)
        (drift,) = await editor.diagnostics("plan.md")
        assert (drift.code, drift.severity, drift.source) == ("footing", types.DiagnosticSeverity.Error, "hostdoc")
        assert drift.range == types.Range(types.Position(4, 13), types.Position(4, 17))
        assert [it.location.range.start for it in drift.related_information or ()] == [
            types.Position(2, 16),
            types.Position(3, 12),
        ]
        place = drift.range.start
        hover = await client.text_document_hover_async(types.HoverParams(plan, place))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "stated 800; the rows add up to 790 (10 too much)" in hover.contents.value
        assert hover.range == drift.range
        inputs = await client.text_document_definition_async(types.DefinitionParams(plan, place))
        assert isinstance(inputs, tuple | list)
        assert [it.range.start.line for it in inputs if isinstance(it, types.Location)] == [2, 3]
        wish = types.ReferenceContext(include_declaration=False)
        uses = await client.text_document_references_async(types.ReferenceParams(wish, plan, types.Position(2, 17)))
        assert [it.range for it in uses or ()] == [drift.range]
        hints = await client.text_document_inlay_hint_async(
            types.InlayHintParams(plan, types.Range(types.Position(0, 0), types.Position(9, 0)))
        )
        assert [(it.position, it.label) for it in hints or ()] == [(drift.range.end, "→ $790")]

        context = types.CodeActionContext([drift], only=[types.CodeActionKind.QuickFix])
        actions = await client.text_document_code_action_async(types.CodeActionParams(plan, drift.range, context))
        repair, waiver = (it for it in actions or () if isinstance(it, types.CodeAction))
        assert (repair.title, repair.is_preferred, repair.diagnostics) == ("Write $790", True, (drift,))
        assert (waiver.is_preferred, waiver.kind) == (None, types.CodeActionKind.QuickFix)
        assert repair.edit is not None
        (change,) = repair.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 1
        (edit,) = change.edits
        assert isinstance(edit, types.TextEdit)
        start, end = edit.range.start, edit.range.end
        editor.type("plan.md", 2, (start.line, start.character), (end.line, end.character), edit.new_text)
        assert await editor.diagnostics("plan.md", 2) == []
        looks = types.CodeActionContext([], trigger_kind=types.CodeActionTriggerKind.Automatic)
        assert not await client.text_document_code_action_async(types.CodeActionParams(plan, drift.range, looks))
        asks = types.CodeActionContext([], trigger_kind=types.CodeActionTriggerKind.Invoked)
        found = await client.text_document_code_action_async(types.CodeActionParams(plan, drift.range, asks))
        assert [it.title for it in found or ()] == ["Declare this formula: @>$2=sum(@2..@-1)"]

        for number, letter in enumerate("Rent is $12 × 4 = $50.", 3):  # typed at once: only the last is judged
            editor.type("plan.md", number, (5, number - 3), (5, number - 3), letter)
        (drift,) = await editor.diagnostics("plan.md")
        assert editor.told.empty()
        assert (drift.code, drift.severity, drift.range.start) == (
            "equation",
            types.DiagnosticSeverity.Warning,
            types.Position(5, 18),
        )

    session(
        Editor(
            tmp_path,
            text_document=types.TextDocumentClientCapabilities(
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                    related_information=True, version_support=True
                )
            ),
            workspace=types.WorkspaceClientCapabilities(
                workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
            ),
        ),
        journey,
    )


def test_documents_that_share_figures_are_judged_together(tmp_path: Path) -> None:
    async def journey(editor: Editor) -> None:
        client = editor.client
        editor.open("prices.org", PRICES.replace("<!-- ", "@@comment:").replace(" -->", "@@").replace("\n", "\r\n"))
        (alone,) = await editor.diagnostics("prices.org")
        assert (alone.code, alone.severity) == ("nothing-checked", types.DiagnosticSeverity.Hint)
        editor.open("plan.md", PLAN)
        assert await editor.diagnostics("prices.org") == []
        assert await editor.diagnostics("plan.md") == []
        column = len("Spot price 😀: $0.2".encode())
        editor.type("prices.org", 2, (0, column), (0, column + 1), "5")
        (drift,) = await editor.diagnostics("plan.md")
        assert "stated 146; the formula gives 182.5" in drift.message
        assert drift.related_information is None  # what the editor does not know is not sent
        named = types.Position(0, PLAN.index("spot"))
        found = await client.text_document_definition_async(types.DefinitionParams(editor.document("plan.md"), named))
        assert isinstance(found, tuple | list)
        (location,) = (it for it in found if isinstance(it, types.Location))
        assert location.uri == editor.uri("prices.org")
        assert location.range.start == types.Position(0, len("Spot price 😀: ".encode()))
        wish = types.ReferenceContext(include_declaration=True)
        uses = await client.text_document_references_async(
            types.ReferenceParams(wish, editor.document("prices.org"), types.Position(0, column))
        )
        assert [Path(it.uri).name for it in uses or ()] == ["plan.md", "plan.md", "prices.org", "prices.org"]
        symbols = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(editor.document("plan.md"))
        )
        assert [type(it).__name__ for it in symbols or ()] == ["SymbolInformation"]
        everything = types.InlayHintParams(
            editor.document("plan.md"), types.Range(types.Position(0, 0), types.Position(9, 0))
        )
        assert await client.text_document_inlay_hint_async(everything) in ((), [])
        names = await client.text_document_completion_async(
            types.CompletionParams(editor.document("plan.md"), types.Position(0, PLAN.index("spot") + 2))
        )
        assert isinstance(names, tuple | list)
        assert [it.label for it in names][:1] == ["spot"]
        client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document("plan.md")))
        assert await editor.diagnostics("plan.md") == []

    session(
        Editor(
            tmp_path,
            general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8]),
        ),
        journey,
        initialization_options={"inlayHints": False},
    )


def framed(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_malformed_messages_do_not_end_it() -> None:
    hover = {"textDocument": {"uri": "file:///not/open.md"}, "position": {"line": 0, "character": 0}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}},
        b"{ not json",
        b"[]",
        b"\xff\xfe",
        {"jsonrpc": "2.0", "id": 2, "method": "no/such", "params": {}},
        {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 7}},
        {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "x", "version": 1}}},
        {"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": hover},
        {"jsonrpc": "2.0", "id": 4, "method": "shutdown"},
        {"jsonrpc": "2.0", "method": "exit"},
    ]
    done = subprocess.run(HOSTDOC, input=b"".join(map(framed, messages)), capture_output=True, timeout=WAIT)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    answers = [json.loads(part[part.index(b"{") :]) for part in done.stdout.split(b"Content-Length: ")[1:]]
    by_id = {answer["id"]: answer for answer in answers if "id" in answer}
    assert by_id[2]["error"]["code"] == -32601
    assert by_id[3]["result"] is None
    assert by_id[4]["result"] is None


def test_an_editor_that_is_gone_ends_it() -> None:
    done = subprocess.run(HOSTDOC, input=b"", capture_output=True, timeout=WAIT)
    assert (done.returncode, done.stderr) == (1, b"")


def test_without_the_extra_it_says_what_to_install() -> None:
    probe = "import sys; sys.modules['lsprotocol'] = None; from hostdoc.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", probe, "lsp"], capture_output=True, timeout=WAIT)
    assert done.returncode == 2
    assert b"pygls 2: install hostdoc with its extra `lsp`, as pip install 'PATH/TO/hostdoc[lsp]'" in done.stderr
    assert b"Traceback" not in done.stderr
