"""What hostdoc adds to the files of a MkDocs site: pages of Org documents and of the analysis, and their navigation."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from hostdoc.core.records import dataclass
from hostdoc.report.analysis.register import SHEETS, Sheet
from hostdoc.report.analysis.site import Site


class OrgFile(File):
    """An Org document: a page like a Markdown file."""

    def is_documentation_page(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis page of this build, with what it shows."""

    sheet: Sheet
    view: object
    file: File


def pages_of_org(files: Files, config: MkDocsConfig) -> None:
    """Puts a page in the place of each Org file, which MkDocs would publish as it is, comments and waivers included."""
    taken = {file.dest_uri for file in files.documentation_pages()}
    for file in [file for file in files if file.src_uri.lower().endswith(".org") and not isinstance(file, OrgFile)]:
        page = OrgFile(file.src_uri, file.src_dir, file.dest_dir, file.use_directory_urls, inclusion=file.inclusion)
        while page.dest_uri in taken:  # x.md beside x.org
            folder, name = posixpath.split(page.dest_uri)
            if name == "index.html" and folder and page.name != "index":
                page.dest_uri = f"{folder}-org/index.html"
            else:
                page.dest_uri = posixpath.join(folder, name.removesuffix(".html") + "-org.html")
        taken.add(page.dest_uri)
        files.remove(file)
        files.append(page)


def analysis_pages(site: Site, files: Files, config: MkDocsConfig, keys: Container[str]) -> list[Analysis]:
    """Adds pages for the wanted sheets that have something to show, each under the first of its names that is free."""
    taken = {file.dest_uri for file in files.documentation_pages()}
    added = []
    for sheet in SHEETS:
        view = sheet.view(site) if sheet.key in keys else None
        if view is None:
            continue
        for name in sheet.names:
            page = File.generated(config, name, content="")
            if page.dest_uri not in taken and files.get_file_from_path(name) is None:
                break
        if page.name != "index":
            page.inclusion = InclusionLevel.NOT_IN_NAV  # `into_navigation` finds its place
        files.append(page)
        added.append(Analysis(sheet, view, page))
    return added


def into_navigation(nav: Navigation, files: Iterable[File], title: str) -> Navigation:
    """Puts the pages that mkdocs.yml does not name into a part of their own, at the end, under a title."""
    named = [page.file for page in nav.pages]
    left: list[Page] = [file.page for file in files if file.page is not None and file not in named]
    if not left:
        return nav
    section = Section(title, list(left))
    for page in left:
        page.parent = section
    nav.items.append(section)
    nav.pages.extend(left)
    for before, after in zip(nav.pages, nav.pages[1:], strict=False):
        before.next_page, after.previous_page = after, before
    return nav
