"""The language server: its life, the texts that it is told, and the diagnostics that it sends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from hostdoc.core.result import Check
from hostdoc.editor.actions import Action, checks_within
from hostdoc.editor.analysis import Judged, Superseded
from hostdoc.editor.diagnostics import diagnostics
from hostdoc.editor.positions import UNITS
from hostdoc.editor.session import Session
from hostdoc.editor.texts import Open, changed, opened
from hostdoc.relations import Checkpoint
from hostdoc.version import __version__

# The texts are kept by the session: those that the library keeps end lines at form feeds and U+2028, too.
TEXTS = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)
WATCHED = ("**/*.{md,markdown,org}", "**/{hostdoc.toml,pyproject.toml,mkdocs.yml,.hostdoc-baseline.json}")

Maker = Callable[[Judged, Check, Checkpoint], Iterator[Action]]


class HostdocServer(LanguageServer):
    """A server for one editor. `status` is the exit status that the protocol asks for."""

    def __init__(self) -> None:
        super().__init__("hostdoc", __version__)
        for method in TEXTS:
            self.protocol.fm.builtin_features.pop(method)
        self.session = Session(self._publish)
        self.status = 1
        self.hints = True
        self._published: dict[str, tuple[int, list[types.Diagnostic]]] = {}
        self._actions: dict[tuple[Judged, str, Maker], list[Action]] = {}

    def report_server_error(self, error: Exception, source: type[PyglsError] | type[JsonRpcException]) -> None:
        """A message that cannot be understood is no matter for the author of a document."""
        logging.getLogger(__name__).error("%s", error)

    # -- What the editor can do -------------------------------------------------------------------------------------

    def able(self, *names: str) -> Any:
        """What the editor says of a capability, None if it does not, or has not been asked yet."""
        found: Any = getattr(self.protocol, "client_capabilities", None)
        for name in names:
            found = getattr(found, name, None)
        return found

    def configure(self, options: object) -> None:
        """Takes the settings of the editor over, by themselves or under `hostdoc`."""
        own = options.get("hostdoc", options) if isinstance(options, dict) else {}
        if isinstance(own, dict) and isinstance(own.get("inlayHints"), bool):
            self.hints = own["inlayHints"]

    # -- What it is told --------------------------------------------------------------------------------------------

    def _publish(self, judged: Mapping[str, Judged]) -> None:
        """Sends the diagnostics of every open document that has changed, or of which something else is said now."""
        locations = self.session.locations()
        self._actions = {key: found for key, found in self._actions.items() if key[0] in [*judged.values()]}
        beyond = False  # whether a change in one document says something else of another
        for uri, result in judged.items():
            document = self.session.documents.get(uri)
            if document is None:
                continue
            found = diagnostics(result.audit, document, locations)
            if not self.able("text_document", "publish_diagnostics", "related_information"):
                for it in found:
                    it.related_information = None
            version, before = self._published.get(uri, (None, []))
            if (version, before) != (document.version, found):
                beyond = beyond or version == document.version
                self._published[uri] = document.version, found
                self._send(uri, found, document.version)
        if beyond and self.able("workspace", "inlay_hint", "refresh_support"):
            self.workspace_inlay_hint_refresh(None)

    def _send(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        known = version if self.able("text_document", "publish_diagnostics", "version_support") else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, known))

    def forget(self, uri: str) -> None:
        self.session.remove(uri)
        self._published.pop(uri, None)
        self._send(uri, [], None)

    # -- Actions ----------------------------------------------------------------------------------------------------

    async def offered(self, judged: Judged, start: int, end: int, makers: Iterable[Maker]) -> list[Action]:
        """What can be typed at the figures of a range; what was proved once is not proved again."""
        found: list[Action] = []
        checkpoint = self.session.checkpoint()
        checks = checks_within(judged.document, start, end) if judged.document else []
        for check, maker in product(checks, makers):
            key = (judged, check.id, maker)
            if key not in self._actions:
                self._actions[key] = await self.session.aside(partial(_proved, maker, judged, check, checkpoint))
            found += self._actions[key]
        return [*{(it.title, it.edits): it for it in found}.values()]

    def edit(self, document: Open, action: Action) -> types.WorkspaceEdit:
        edits = document.edits(action.edits)
        if self.able("workspace", "workspace_edit", "document_changes"):
            known = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(known, [*edits])])
        return types.WorkspaceEdit(changes={document.uri: edits})


def _proved(maker: Maker, judged: Judged, check: Check, checkpoint: Checkpoint) -> list[Action]:
    """What can be typed for a check; nothing once the text is another one."""
    try:
        return [*maker(judged, check, checkpoint)]
    except Superseded:
        return []


def served() -> HostdocServer:
    """A server that follows the documents of an editor. What it answers is added to it."""
    server = HostdocServer()
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.SHUTDOWN)(_shutdown)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_saved)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_moved)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    return server


def _initialize(ls: HostdocServer, params: types.InitializeParams) -> None:
    folders = [to_fs_path(folder.uri) for folder in params.workspace_folders or ()]
    root = to_fs_path(params.root_uri) if params.root_uri else params.root_path
    paths = [folder for folder in folders or [root] if folder]
    ls.session.works_in(paths)
    if paths:
        ls.session.stands_in(paths[0])
    encoding = ls.workspace.position_encoding
    ls.session.encoding = next((it for it in UNITS if it == encoding), "utf-16")
    ls.configure(params.initialization_options)
    ls.session.warm()


def _moved(ls: HostdocServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    ls.session.works_in(path for it in ls.workspace.folders.values() if (path := to_fs_path(it.uri)))
    ls.session.changed()


def _initialized(ls: HostdocServer, params: types.InitializedParams) -> None:
    """Asks to be told when settings, the baseline or another document change on disk."""
    if not ls.able("workspace", "did_change_watched_files", "dynamic_registration"):
        return
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(it) for it in WATCHED])
    wish = types.Registration("hostdoc-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    ls.client_register_capability(types.RegistrationParams([wish]))


def _shutdown(ls: HostdocServer, params: None) -> None:
    ls.status = 0
    ls.session.close()


def _opened(ls: HostdocServer, params: types.DidOpenTextDocumentParams) -> None:
    ls.session.put(opened(params.text_document, ls.session.home, ls.session.encoding), at_once=True)


def _changed(ls: HostdocServer, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.session.documents.get(params.text_document.uri)
    if document:
        ls.session.put(changed(document, params.text_document.version, params.content_changes))


def _closed(ls: HostdocServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.forget(params.text_document.uri)


def _saved(ls: HostdocServer, params: types.DidSaveTextDocumentParams | types.DidChangeWatchedFilesParams) -> None:
    ls.session.changed()


def _configured(ls: HostdocServer, params: types.DidChangeConfigurationParams) -> None:
    ls.configure(params.settings)
    if ls.able("workspace", "inlay_hint", "refresh_support"):
        ls.workspace_inlay_hint_refresh(None)
