"""Templates: where they are found, how a user overrides one, and the pages made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.assumptions import entries
from hostdoc.report.analysis.overview import entry
from hostdoc.report.analysis.register import Sheet
from hostdoc.report.analysis.site import Paths, Place, Site
from hostdoc.report.charts import Chart
from hostdoc.report.document_page import DocumentPage
from hostdoc.report.embedded import Found, ShownFigure
from hostdoc.report.labels import Labelled, script_texts
from hostdoc.report.notes import SHOWN_AGAIN
from hostdoc.report.saying import Said, say, told
from hostdoc.report.what_if import MOST, View, names_across, panel
from hostdoc.shipped import shipped

SAID = MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SCRIPTS = ("hostdoc.js", "amounts.js", "tables.js", "what-if.js")
ASSETS = ("hostdoc.css", "frame.css", *SCRIPTS)


class Pages:
    """Renders pages from templates. `folder` holds a user's own, under `hostdoc/`; those replace ours one by one."""

    def __init__(self, folder: Path | None = None, labels: Mapping[str, str] | None = None) -> None:
        self._labels = labels or {}
        self._folder, self._state = folder, _state(folder)
        folders = [str(path) for path in (folder, shipped()) if path is not None]
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[Labelled],
            finalize=self.told,
        )
        self._templates.extend(labels=self._labels)
        self._templates.globals["SHOWN_AGAIN"] = SHOWN_AGAIN
        self._templates.globals["script_words"] = {
            text: words for text in script_texts() if (words := self._labels.get(text))
        }
        self._templates.filters |= {
            "sentence": lambda words: sentence(self.told(words)),
            "day": lambda stated: self.told(day(stated)),
            "label": lambda words: self._labels.get(words, self.told(words)),
        }

    def told(self, value: object) -> Any:
        """What is written of a value: what pages say for themselves, in the words of the labels."""
        return told(value, self._labels) if isinstance(value, Said) else value

    @property
    def state(self) -> object:
        """The templates there are, with their times and sizes, and the labels: all a page owes to them."""
        return self._state, self._labels

    def outdated(self, folder: Path | None, labels: Mapping[str, str]) -> bool:
        """Whether the templates are others by now; a new one of the user's replaces ours."""
        return (folder, _state(folder), labels) != (self._folder, self._state, self._labels)

    def document(
        self,
        site: Site,
        audited: AuditedDocument,
        page: DocumentPage,
        edit_url: str = "",
        said: Sequence[Diagnostic] = (),
        source: Callable[[str, int], str] = lambda path, line: "",
    ) -> str:
        """The page of a document. `said` are remarks about its charts, `source` is where a line can be seen."""

        def within(place: Place) -> str:
            """The address of a figure in the page itself; of one in another, nothing."""
            return f"#{place.id}" if place.id and place.path == audited.document.source.path else ""

        view = View(names_across(site.documents, audited), site.called, site.place, site.ids(audited))

        def target(verdict: str) -> str:
            first = page.first(verdict)
            return f"#{first}" if first else ""

        return self._page(
            "document.html",
            page=page,
            entry=entry(site, audited),
            said=(*audited.diagnostics, *said),
            edit_url=edit_url,
            panel=panel(site.model, audited.checks, view, MOST),
            assumed=entries(site, audited),
            loose=say("figures that carry no mark"),
            target=target,
            link=within,
            source=source,
            here="",
        )

    def title(self, sheet: Sheet) -> str:
        return self._labels.get(sheet.title, sheet.title)

    def analysis(self, sheet: Sheet, view: object, paths: Paths) -> str:

        def among(document: str = "") -> Callable[[str], str]:
            """Addresses of the findings of a verdict, of all documents or of one."""
            page, own = paths.page("findings"), {"document": document} if document else {}
            return lambda verdict: f"{page}#{urlencode({'verdict': verdict, **own})}" if page else ""

        return self._page(
            sheet.template,
            view=view,
            title=self.title(sheet),
            link=paths.link,
            source=paths.source,
            address=paths.page,
            asset=paths.asset,
            among=among,
            here="",
        )

    def chart(self, chart: Chart) -> str:
        return self._page("chart.html", chart=chart)

    def embedded(self, found: Found | str, address: str, document: str, *, first: bool) -> str:
        """A figure or a chart of another page; of a remark, why it is not shown. `first`: the page has no signs yet."""
        chart = self.chart(found) if isinstance(found, Chart) else ""
        figure = found if isinstance(found, ShownFigure) else None
        said = found if isinstance(found, str) else ""
        return self._page(
            "embedded.html", said=said, chart=chart, figure=figure, address=address, document=document, first=first
        ).strip()

    def error(self, title: str, what: str, why: str, path: str) -> str:
        """A page that says what went wrong; when the template for it is what is broken, plain text."""
        try:
            return self._page("error.html", title=title, what=what, why=why, path=path)
        except (jinja2.TemplateError, OSError):
            text = Markup("<div class='hd'><h1>{}</h1><p>{}</p><pre>{}</pre><p>{}</p></div>")
            return str(text.format(title, what, why, path))

    def _page(self, name: str, **values: object) -> str:
        return self._templates.get_template(f"hostdoc/{name}").render(**values)


def _state(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    return (*_files(folder), *_files(shipped()))


def _files(folder: Path | None) -> Iterator[tuple[str, int, int]]:
    for path in sorted((folder / "hostdoc").glob("*.html")) if folder else ():
        found = path.stat()
        yield str(path), found.st_mtime_ns, found.st_size


def sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".") if words else ""


def day(stated: str) -> str:
    """`2026-05-07` is `7 May 2026`; any other date stays as it is stated."""
    try:
        known = date.fromisoformat(stated)
    except ValueError:
        return stated
    return say("{day} {month} {year}", day=known.day, month=say(MONTHS[known.month - 1]), year=known.year)
