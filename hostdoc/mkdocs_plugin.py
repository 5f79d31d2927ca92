"""The MkDocs plugin: documents in Markdown and Org as pages, judged figures marked, an overview; live while serving."""

from __future__ import annotations

import html
import logging
import posixpath
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from hostdoc.cache import Cache, cache_folder
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check, Unread
from hostdoc.embedding import Wanted
from hostdoc.formulas import mentions_others
from hostdoc.report import library
from hostdoc.report.analysis.data import Data
from hostdoc.report.analysis.memory import Memory
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.analysis.site import Paths, Place, Site, name_of
from hostdoc.report.awaited import Awaited, Noticed
from hostdoc.report.blocks import Rewrite
from hostdoc.report.decided import FILES, Decided, UndecidedError, decided
from hostdoc.report.document_page import TocToken, compose
from hostdoc.report.drawing import runtime
from hostdoc.report.embedded import Found, Unknown, find, nearest, replaced
from hostdoc.report.gallery import Gallery
from hostdoc.report.held import PART, Held
from hostdoc.report.kept_pages import KeptPages, Made
from hostdoc.report.labels import chosen
from hostdoc.report.notes import verdict_name
from hostdoc.report.page_links import rewriter
from hostdoc.report.pages import ASSETS, SCRIPTS, Pages
from hostdoc.report.site_map import Analysis, OrgFile, analysis_pages, into_navigation, pages_of_org
from hostdoc.report.source_lines import at_line
from hostdoc.runner import Run, processors
from hostdoc.settings import SettingsError, today
from hostdoc.shipped import shipped
from hostdoc.status import fails

PLAIN_MARKDOWN = {"toc", "tables", "fenced_code"}  # the extensions that MkDocs has without being told
log = get_plugin_logger(__name__)
KEYS = tuple(sheet.key for sheet in SHEETS)
HOME = "assets/hostdoc"  # where our files stand in the site
_WISH = regex(r"(?:<!--|#)\s*hostdoc:\s*show\b[ \t]*")
_ID = regex(r'\bid="([^"]+)"')


class HostdocConfig(base.Config):
    """The options under `plugins: - hostdoc:`."""

    documents = option.ListOfItems(option.Type(str), default=["*.md", "*.markdown", "*.org"])
    templates = option.Optional(option.Dir(exists=False))
    on_drift = option.Choice(("warn", "ignore"), default="warn")
    pages = option.ListOfItems(option.Choice(KEYS), default=list(KEYS))
    analysis = option.Type(str, default="Analysis")  # the title of the part of the navigation that holds them
    labels = option.Type((str, dict), default={})


class HostdocPlugin(BasePlugin[HostdocConfig]):
    """Kept by MkDocs for as long as it serves, because it has `on_startup`."""

    def __init__(self) -> None:
        self._library = library.Library()
        self._gallery = Gallery()
        self._kept = KeptPages()
        self._memory = Memory()
        self._pages: Pages = Pages()
        self._held = Held()
        self._command = "build"
        self._decided: Decided | None = None
        self._today = date.today()
        self._analysis: dict[str, Analysis] = {}  # the analysis pages by their place in the sources
        self._urls: dict[str, File] = {}  # the file in the site of each document, by its path as shown

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command = command

    def on_config(self, config: MkDocsConfig) -> None:
        own = Path(self.config.templates) if self.config.templates else None
        self._decided = self._by_the_project(_root(config))
        settings = self._decided.settings
        self._cache = Cache(cache_folder(_root(config)), repr(settings) if settings.file else "")
        self._gallery.keep_in(self._cache)
        self._kept.begin(self._cache)
        labels = self._labels([folder for folder in (own, shipped()) if folder])
        if self._pages.outdated(own, labels):
            self._pages = Pages(own, labels)
        self._gallery.speak(labels)
        self._held = Held()
        self._extended = not set(config.markdown_extensions) <= PLAIN_MARKDOWN
        for folder in (own, shipped()):
            if folder is not None and folder.is_dir() and str(folder) not in config.watch:
                config.watch.append(str(folder))
        sheets = [f"{HOME}/hostdoc.css"]
        if config.theme.name == "mkdocs":
            sheets.append(f"{HOME}/frame.css")  # the plain theme, dressed as a report
        config.extra_css[:0] = [sheet for sheet in sheets if sheet not in config.extra_css]
        scripts = (f"{HOME}/{name}" for name in SCRIPTS)
        config.extra_javascript.extend(script for script in scripts if script not in config.extra_javascript)

    def _labels(self, folders: list[Path]) -> Mapping[str, str]:
        given: Any = self.config.labels  # a language or labels
        try:
            return chosen(given, folders)
        except ValueError as error:
            said = f"plugin 'hostdoc', option 'labels': {error}"
            if not self._analysis:
                raise ConfigurationError(said) from error
            log.error(said)  # while serving, no build may stop
            return {}

    def _by_the_project(self, root: Path) -> Decided:
        """What its settings and its baseline say, as for `hostdoc check`."""
        try:
            self._today = today()
            return decided(root.resolve())
        except (SettingsError, UndecidedError) as error:
            if self._decided is None or not self._serving:
                raise ConfigurationError(f"plugin 'hostdoc': {error}") from error
            log.error(str(error))  # while serving, no build may stop
            return self._decided

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        if self.config.templates:
            Awaited(Path(self.config.templates), server)
        if self._decided:
            Noticed(FILES, self._decided.folders(), server)
        return server

    # -- Files ----------------------------------------------------------------------------------------------------

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        pages_of_org(files, config)
        set_exclusions(files, config)  # MkDocs does it again for the files added below
        known = {}
        self._urls = {}
        shown_here = InclusionLevel.is_in_serve if self._serving else InclusionLevel.is_included
        for file in files.documentation_pages(inclusion=shown_here):
            if self._is_document(file):
                shown = _shown(file, config)
                known[file.src_uri] = library.File(Path(str(file.abs_src_path)), shown)
                self._urls[shown] = file
        self._library.refresh(known, self._today, Run(self._cache, processors()), self._decided)
        self._gallery.hang(self._library.documents.values())
        self._gallery.draw_ahead(self._library.documents.values())
        log.debug("audited %d of %d documents", self._library.audited, len(known))
        audit = self._library.audit
        self._memory.begin(audit.documents, self._today, self._cache, self._decided)
        self._site = Site(config.site_name, audit, self._today, self._gallery, self._memory)
        pages = analysis_pages(self._site, files, config, self.config.pages)
        self._analysis = {page.file.src_uri: page for page in pages}
        self._add_assets(files, config)
        if self.config.on_drift == "warn":
            self._warn()
        return files

    def _is_document(self, file: File) -> bool:
        named = any(fnmatch(file.src_uri, pattern) for pattern in self.config.documents)
        if not named or file.generated_by is not None or file.abs_src_path is None:
            return False
        return not (self._decided and self._decided.excludes(Path(file.abs_src_path)))

    def _add_assets(self, files: Files, config: MkDocsConfig) -> None:
        assets = {name: shipped() / "hostdoc" / "assets" / name for name in ASSETS}
        if self._gallery.charts:
            assets["vega.js"] = runtime()
        for name, location in assets.items():
            address = f"{HOME}/{name}"
            if files.get_file_from_path(address) is None:
                files.append(File.generated(config, address, abs_src_path=str(location)))

        data = (page.view.files for page in self._analysis.values() if isinstance(page.view, Data))
        for name, content in (pair for files_of in data for pair in files_of.items()):
            files.append(File.generated(config, f"{HOME}/data/{name}", content=content))

    def _warn(self) -> None:
        """Drifts that nobody signed off, and what could not be read: `--strict` fails on these, serving only shows."""
        audit, stale = self._library.audit, len(self._library.stale)
        fail_on = (self._decided.settings.fail_on if self._decided else None) or "error"
        for check in audit.checks:
            if fails(check, fail_on):
                self._say(logging.WARNING, _line(check))
        for note in audit.notes:
            log.info("%s", note)
        if fail_on == "warning":
            for one in (one for audited in audit.documents for one in audited.diagnostics if one.severity == "warning"):
                self._say(logging.WARNING, f"{one.span.source.path}:{one.span.first.line}: {one.message}")
        if stale:
            log.info("%d of the baseline match nothing any more; `hostdoc baseline --prune` takes such out", stale)
        for unread in audit.unread:
            self._say(logging.WARNING, f"{unread.path}: could not be read: {unread.reason}")

    def _say(self, level: int, message: str) -> None:
        log.log(logging.INFO if self._serving else level, message)

    @property
    def _serving(self) -> bool:
        return self._command == "serve"

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        return into_navigation(nav, [page.file for page in self._analysis.values()], self.config.analysis)

    # -- Pages ----------------------------------------------------------------------------------------------------

    def _subject(self, page: Page) -> AuditedDocument | Unread | Analysis | None:
        """What a page of ours shows; None of a page that is left to MkDocs.

        Where a site extends its Markdown, pages in which nothing is judged or drawn may be written in it.
        """
        found = self._analysis.get(page.file.src_uri) or self._library.get(page.file.src_uri)
        if self._extended and isinstance(found, AuditedDocument) and not isinstance(page.file, OrgFile):
            return found if found.checks or self._gallery.shapes(found) else None
        return found

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The text of a Markdown document, whose front matter is MkDocs' to read; of Org and analysis, nothing."""
        subject = self._subject(page)
        if subject is None:
            return None
        readable = isinstance(subject, AuditedDocument) and not isinstance(page.file, OrgFile)
        return subject.document.source.text if readable and isinstance(subject, AuditedDocument) else ""

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Nothing of ours is left to Python-Markdown: the page is made in `on_page_content`."""
        subject = self._subject(page)
        if isinstance(subject, Analysis):
            page.meta.setdefault("title", self._pages.title(subject.sheet))
        elif isinstance(subject, AuditedDocument):
            page.meta.setdefault("title", html.escape(name_of(subject), quote=False))
        elif isinstance(subject, Unread):  # MkDocs would take the name of the file, as it is
            page.meta.setdefault("title", html.escape(posixpath.basename(subject.path), quote=False))
        return markdown if subject is None else ""

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        subject = self._subject(page)
        if subject is None:
            return self._embedded(html, page, config, files) if "hostdoc:" in html else None
        try:
            content = self._made(subject, page, config, files)
        except Exception as error:
            content = self._failed(error, page)
        page.present_anchor_ids = set(_ID.findall(content))
        if isinstance(subject, Analysis):
            return self._held.outline(page.file.src_uri, content)
        return self._held.without_workings(page.file.src_uri, content)

    def _made(
        self, subject: AuditedDocument | Unread | Analysis, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        if isinstance(subject, Analysis):
            return self._analysis_page(subject, page)
        if isinstance(subject, Unread):
            return self._pages.error("Not read", "This document could not be read.", subject.reason, subject.path)
        return self._document_page(subject, page, config, files)

    def _document_page(self, found: AuditedDocument, page: Page, config: MkDocsConfig, files: Files) -> str:
        edit = page.edit_url or ""
        said = self._gallery.said(found)

        def make(rewrite: Rewrite) -> Made:
            composed = compose(found, rewrite, self._gallery.for_tables(found, self._pages), self._pages.told)
            toc = [_entry(1, composed.title_id, composed.title_name, composed.toc)]
            return Made(self._pages.document(self._site, found, composed, edit, said, self._source), toc, links)

        rewrite, links = rewriter(page, files, partial(self._say, config.validation.links.not_found))
        source = found.document.source
        if mentions_others(source.text):
            made = make(rewrite)
        else:
            told = [(_place(check), verdict_name(check), check.severity) for check in (*found.checks, *found.elsewhere)]
            state = (self._gallery.keys(found), self._site.today, found.terms.changed, self._pages.state)
            depends = (source.text, told, edit, *state)
            made = self._kept.page(source.path, repr(depends).encode("utf-8", "surrogatepass"), rewrite, make)
        page.toc = get_toc(made.toc)
        return self._embedded(made.html, page, config, files)

    def _analysis_page(self, analysis: Analysis, page: Page) -> str:
        def link(place: Place) -> str:
            address = self._urls[place.path].url_relative_to(page.file) if place.path in self._urls else ""
            return f"{address}#{place.id}" if place.id else address

        def address(key: str) -> str:
            files = (other.file for other in self._analysis.values() if other.sheet.key == key)
            return next((file.url_relative_to(page.file) for file in files), "")

        def asset(name: str) -> str:
            return get_relative_url(f"{HOME}/{name}", page.file.url)

        content = self._pages.analysis(analysis.sheet, analysis.view, Paths(link, address, asset, self._source))
        parts = [_entry(2, found[1], found[2], []) for found in PART.finditer(content)]
        page.toc = get_toc([_entry(1, "hd-title", self._pages.title(analysis.sheet), parts)])
        return content

    def _source(self, path: str, line: int) -> str:
        """Where a line of a document can be seen, if mkdocs.yml says where the documents are kept."""
        page = self._urls[path].page if path in self._urls else None
        return at_line(page.edit_url or "", line) if page else ""

    def _failed(self, error: Exception, page: Page) -> str:
        """While serving, a page that says what went wrong; a build stops instead."""
        why = f"{type(error).__name__}: {error}"
        if not self._serving:
            raise PluginError(f"{page.file.src_uri}: {why}") from error
        log.info("%s: %s", page.file.src_uri, why, exc_info=log.isEnabledFor(logging.DEBUG))
        return self._pages.error(
            "This page could not be made",
            "Mend the cause and save; the page loads itself again.",
            why,
            page.file.src_uri,
        )

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._gallery.close()

    @event_priority(50)  # before what shortens pages
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Puts back what was held; and mends the plain theme.

        Its colour switch fails where highlight.js is off: it looks for two sheets it then lacks.
        """
        output, whole = self._held.back(page.file.src_uri, output)
        if not whole:
            log.warning("%s: the theme or a plugin took away the place of its content", page.file.src_uri)
        if config.theme.name != "mkdocs" or config.theme.get("highlightjs"):
            return output
        return output.replace("</head>", '<meta id="hljs-light"><meta id="hljs-dark"></head>', 1)

    # -- Figures and charts of other pages ------------------------------------------------------------------------

    def _embedded(self, content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        signs = 'class="hd-sprite"' not in content

        def put(found: Found | str, number: int, address: str = "", document: str = "") -> str:
            return self._pages.embedded(found, address, document, first=signs and number == 1)

        def show(place: Wanted, number: int) -> str:
            file, audited = self._meant(unquote(place.path), page)
            found = find(self._site, audited, place.anchor, number)
            return put(found, number, f"{file.url_relative_to(page.file)}#{place.anchor}", name_of(audited))

        def remark(said: str, place: str, number: int) -> str:
            line = _line_of(page.file.content_string, place)
            self._say(logging.WARNING, f"{_shown(page.file, config)}:{line}: nothing to show: {said}")
            return put(said, number)

        return replaced(content, show, remark)

    def _meant(self, path: str, page: Page) -> tuple[File, AuditedDocument]:
        """The document of a path, from the folder of the page or from that of all documents. Raises Unknown."""
        documents = self._library.documents
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), path))
        for name in (beside, posixpath.normpath(path)):
            if name in documents:
                return self._urls[documents[name].document.source.path], documents[name]
        raise Unknown(f"there is no document `{path}`{nearest(path, list(documents))}")


def _line_of(text: str, place: str) -> int:
    """The line of a wish to show a place."""
    at = next((found.end() for found in _WISH.finditer(text) if text.startswith(place, found.end())), 0)
    return text.count("\n", 0, at) + 1


def _root(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _shown(file: File, config: MkDocsConfig) -> str:
    """The path of a document as people know it: from the folder of mkdocs.yml."""
    location = Path(str(file.abs_src_path))
    try:
        return location.relative_to(_root(config).resolve()).as_posix()
    except ValueError:
        return file.src_uri


def _entry(level: int, name: str, title: str, children: list[TocToken]) -> Any:
    """An entry of a table of contents, as MkDocs takes it: its type is MkDocs' own affair."""
    return {"level": level, "id": name, "name": title, "children": children}


def _place(check: Check) -> str:
    span = check.verdict.relation.stated.span
    return f"{span.source.path}:{span.first.line}:{span.first.column}"


def _line(check: Check) -> str:
    return f"{_place(check)}: {check.verdict.relation.kind}: {check.message}"
