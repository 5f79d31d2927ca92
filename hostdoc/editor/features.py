"""What an editor asks about a document, answered from what was judged of its text as it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from lsprotocol import types

from hostdoc.core.figure import Figure
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source, Span
from hostdoc.editor.actions import Action, formulas, repairs
from hostdoc.editor.analysis import Judged
from hostdoc.editor.completion import Completion, completions
from hostdoc.editor.hints import hints
from hostdoc.editor.hover import hover
from hostdoc.editor.places import (
    figure_at,
    in_order,
    meant_by,
    name_at,
    names_of,
    same_place,
    stated_by,
    uses_by_name,
)
from hostdoc.editor.server import HostdocServer, served
from hostdoc.editor.symbols import Symbol, outline
from hostdoc.editor.texts import Open
from hostdoc.outputs.visible import visible

SORTS = {
    "directive": types.CompletionItemKind.Keyword,
    "kind": types.CompletionItemKind.EnumMember,
    "name": types.CompletionItemKind.Variable,
}
MAKERS = {types.CodeActionKind.QuickFix: repairs, types.CodeActionKind.RefactorRewrite: formulas}


def serve() -> int:
    """Answers the editor on standard input and output until it says that it is enough. Gives the exit status."""
    server = served()
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([*MAKERS]))(_actions)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(["$", ":"]))(_completion)
    server.feature(types.TEXT_DOCUMENT_INLAY_HINT)(_hints)
    server.start_io(sys.stdin.buffer, sys.stdout.buffer)
    server.session.close()
    return server.status


async def _read(ls: HostdocServer, uri: str) -> tuple[Open, Judged, AuditedDocument] | None:
    """A document as it stands, judged; None if it is not open, or could not be read."""
    found = await ls.session.of(uri)
    return (*found, found[1].document) if found and found[1].document else None


# -- Hover ----------------------------------------------------------------------------------------------------------


async def _hover(ls: HostdocServer, params: types.HoverParams) -> types.Hover | None:
    found = await _read(ls, params.text_document.uri)
    if not found:
        return None
    document, judged, _ = found
    formats = ls.able("text_document", "hover", "content_format")
    kind = formats[0] if formats else types.MarkupKind.Markdown
    said = hover(judged, document.offset(params.position), plain=kind == types.MarkupKind.PlainText)
    if said is None:
        return None
    return types.Hover(types.MarkupContent(kind, said[0]), document.range(said[1].span) if said[1] else None)


# -- From figures and names to others -------------------------------------------------------------------------------


async def _definition(ls: HostdocServer, params: types.DefinitionParams) -> list[types.Location]:
    """From a name to the figure that it stands for, from a judged figure to its inputs."""
    found = await _read(ls, params.text_document.uri)
    if not found:
        return []
    document, judged, audited = found
    offset = document.offset(params.position)
    if use := name_at(audited, offset):
        named = meant_by(use, names_of(audited), judged.others)
        spans = [named.span] if named else []
    else:
        figure = figure_at(audited, offset)
        checks = stated_by(audited, figure) if figure else []
        spans = [it.span for check in checks for it in check.verdict.relation.inputs]
    locations = ls.session.locations()
    return [locations.location(span) for span in in_order(spans)]


async def _references(ls: HostdocServer, params: types.ReferenceParams) -> list[types.Location]:
    """What uses a figure, in checks or by its name, in all documents that are open."""
    found = await _read(ls, params.text_document.uri)
    if not found:
        return []
    document, judged, audited = found
    figure = _figure(judged, audited, document.offset(params.position))
    if figure is None:
        return []
    spans = [figure.span] if params.context.include_declaration else []
    for other in ls.session.judged.values():
        if other.document:
            spans += _used_in(other.document, other, figure)
    locations = ls.session.locations()
    return [locations.location(span) for span in in_order(spans)]


def _figure(judged: Judged, audited: AuditedDocument, offset: int) -> Figure | None:
    use = name_at(audited, offset)
    return meant_by(use, names_of(audited), judged.others) if use else figure_at(audited, offset)


def _used_in(audited: AuditedDocument, judged: Judged, figure: Figure) -> Iterator[Span]:
    for check in audited.checks:
        if any(same_place(it.span, figure.span) for it in check.verdict.relation.inputs):
            yield check.verdict.relation.stated.span
    yield from uses_by_name(audited, judged.others, figure)


# -- The outline ----------------------------------------------------------------------------------------------------


async def _symbols(
    ls: HostdocServer, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    found = await _read(ls, params.text_document.uri)
    if not found:
        return []
    document, _, audited = found
    top = outline(audited)
    if ls.able("text_document", "document_symbol", "hierarchical_document_symbol_support"):
        return [_symbol(it, document) for it in top]
    locations = ls.session.locations()
    return [
        types.SymbolInformation(locations.location(it.name_at), it.name, _sort(it), container_name=above)
        for it, above in _flat(top, None)
    ]


def _symbol(it: Symbol, document: Open) -> types.DocumentSymbol:
    below = [_symbol(inner, document) for inner in it.below]
    return types.DocumentSymbol(
        it.name, _sort(it), document.range(it.whole), document.range(it.name_at), it.detail or None, children=below
    )


def _flat(symbols: Iterable[Symbol], above: str | None) -> Iterator[tuple[Symbol, str | None]]:
    for it in symbols:
        yield it, above
        yield from _flat(it.below, it.name)


def _sort(it: Symbol) -> types.SymbolKind:
    return types.SymbolKind.String if it.level else types.SymbolKind.Number


# -- What can be typed ----------------------------------------------------------------------------------------------


async def _actions(ls: HostdocServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Those of the kinds that are asked for; where the editor only looks whether there are any, no formulas."""
    found = await ls.session.of(params.text_document.uri)
    if not found:
        return []
    document, judged = found
    wanted = params.context.only or [types.CodeActionKind.QuickFix, types.CodeActionKind.Refactor]
    if not params.context.only and params.context.trigger_kind == types.CodeActionTriggerKind.Automatic:
        wanted = [types.CodeActionKind.QuickFix]
    makers = [maker for kind, maker in MAKERS.items() if any(_is_of(kind, wish) for wish in wanted)]
    start, end = document.offset(params.range.start), document.offset(params.range.end)
    offered = await ls.offered(judged, start, end, makers)
    if ls.session.documents.get(document.uri) is not document:
        return []  # it is another text by now
    return [_action(ls, document, it, params.context.diagnostics) for it in offered]


def _is_of(kind: str, wish: str) -> bool:
    """Whether an action is of a kind that is asked for, or of one below it."""
    return (kind + ".").startswith(wish + ".")  # an enumeration is another text in an f-string


def _action(ls: HostdocServer, document: Open, it: Action, diagnostics: Iterable[types.Diagnostic]) -> types.CodeAction:
    here = document.range(it.check.verdict.relation.stated.span)
    mends = [one for one in diagnostics if one.range == here and one.code == it.check.verdict.relation.kind]
    return types.CodeAction(
        it.title,
        types.CodeActionKind.QuickFix if it.repairs else types.CodeActionKind.RefactorRewrite,
        diagnostics=mends if it.repairs else None,
        is_preferred=True if it.repairs and it.proved else None,
        edit=ls.edit(document, it),
    )


async def _completion(ls: HostdocServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    document = ls.session.documents.get(params.text_document.uri)
    judged = ls.session.judged.get(params.text_document.uri)
    if not document or not judged:
        return []
    offset = document.offset(params.position)
    source = Source.of(document.draft.name, document.draft.text)
    found = await ls.session.aside(lambda: [*completions(judged, source, offset)])
    return [_item(it, document, source, offset, number) for number, it in enumerate(found)]


def _item(it: Completion, document: Open, source: Source, offset: int, number: int) -> types.CompletionItem:
    place = document.range(Span(source, offset - it.written, offset))
    return types.CompletionItem(
        it.text,
        kind=SORTS[it.sort],
        detail=visible(it.detail) or None,
        sort_text=f"{number:05}",
        text_edit=types.TextEdit(place, it.text),
    )


# -- Hints ----------------------------------------------------------------------------------------------------------


async def _hints(ls: HostdocServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    found = await _read(ls, params.text_document.uri) if ls.hints else None
    if not found:
        return []
    document, _, audited = found
    start, end = document.offset(params.range.start), document.offset(params.range.end)
    return [_hint(check, document) for check in hints(audited, start, end)]


def _hint(check: Check, document: Open) -> types.InlayHint:
    end = document.range(check.verdict.relation.stated.span).end
    return types.InlayHint(
        end, visible(f"→ {check.recalculated}"), tooltip=visible(f"{check.title}: {check.message}"), padding_left=True
    )
