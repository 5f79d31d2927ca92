"""Links of documents: addresses of files become addresses of their pages, as MkDocs does for Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from urllib.parse import unquote

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hostdoc.report.anchors import is_local
from hostdoc.report.blocks import Rewrite


def rewriter(page: Page, files: Files, say: Callable[[str], None]) -> tuple[Rewrite, dict[str, str]]:
    """What rewrites the addresses of a page, and a record of those it rewrote. `say` is told what leads nowhere."""
    anchors: dict[File, dict[str, str]] = {}
    page.links_to_anchors = anchors
    known: dict[str, str] = {}

    def rewrite(url: str) -> str:
        if url not in known:  # what leads nowhere is said once
            known[url] = written(url)
        return known[url]

    def written(url: str) -> str:
        if not is_local(url) or url.startswith(("#", "/", "?")):
            return url
        path, sign, fragment = url.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), unquote(path)))
        file = files.get_file_from_path(target)
        if file is None:
            say(
                f"Doc file '{page.file.src_uri}' contains a link '{url}', but the target '{target}' is not found.",
            )
            return url
        if fragment:
            anchors.setdefault(file, {})[unquote(fragment)] = url
        return file.url_relative_to(page.file) + sign + fragment

    return rewrite, known
