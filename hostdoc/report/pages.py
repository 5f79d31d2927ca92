"""Templates: where they are found, how a user overrides one, and the pages made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import jinja2
from markupsafe import Markup

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.report.anchors import ids_of
from hostdoc.report.charts import Chart
from hostdoc.report.document_page import DocumentPage
from hostdoc.report.overview import Overview, entry, overview
from hostdoc.report.what_if import names_of, panel

PACKAGE = Path(__file__).parent.parent
MONTHS = [
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
SCRIPTS = ("hostdoc.js", "what-if.js")
ASSETS = ("hostdoc.css", "frame.css", *SCRIPTS)


def shipped() -> Path:
    """The folder of templates: inside the package where it was installed, beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


class Pages:
    """Renders pages from templates. `folder` holds a user's own, under `hostdoc/`; those replace ours one by one."""

    def __init__(self, folder: Path | None = None) -> None:
        folders = [str(path) for path in (folder, shipped()) if path is not None]
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"sentence": sentence, "day": day}

    def document(self, audited: AuditedDocument, page: DocumentPage, edit_url: str = "") -> str:
        def target(verdict: str) -> str:
            first = page.first(verdict)
            return f"#{first}" if first else ""

        return self._page(
            "document.html",
            page=page,
            entry=entry(audited, "", page.name),
            edit_url=edit_url,
            panel=panel(audited, ids_of(audited), names_of(audited)),
            target=target,
            here="",
        )

    def overview(
        self, audit: Audit, title: str, url: Callable[[AuditedDocument], str], name: Callable[[AuditedDocument], str]
    ) -> str:
        view = overview(audit, url, name)
        anchors = {"drifts": "drifts", "undecided": "undecided", "waived": "waived"}
        shown = {"drifts": "#flips" if view.flips else "#drifts"}
        return self._page(
            "overview.html",
            view=view,
            title=title,
            lead=lead(view),
            target=lambda verdict: shown.get(verdict, f"#{anchors[verdict]}") if verdict in anchors else "",
            targets=lambda entry: lambda verdict: entry.url,
            here="",
        )

    def chart(self, chart: Chart) -> str:
        return self._page("chart.html", chart=chart)

    def error(self, title: str, what: str, why: str, path: str) -> str:
        """A page that says what went wrong; when the template for it is what is broken, plain text."""
        try:
            return self._page("error.html", title=title, what=what, why=why, path=path)
        except (jinja2.TemplateError, OSError):
            text = Markup("<div class='hd'><h1>{}</h1><p>{}</p><pre>{}</pre><p>{}</p></div>")
            return str(text.format(title, what, why, path))

    def _page(self, name: str, **values: object) -> str:
        return self._templates.get_template(f"hostdoc/{name}").render(**values)


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
    return f"{known.day} {MONTHS[known.month - 1]} {known.year}"


def lead(view: Overview) -> str:
    """What the overview comes to, in one or two sentences."""
    if not view.checks:
        return "No total, margin or equation was found yet."
    agree = sum(count.number for count in view.counts if count.verdict in ("holds", "rounds", "within"))
    text = f"Every total and margin, worked out again from the documents' own figures. {agree} of {view.checks} agree"
    drifts = len(view.flips) + len(view.drifts)
    if drifts:
        text += f"; {drifts} {'drifts' if drifts == 1 else 'drift'}"
        if view.flips:
            text += f", {len(view.flips)} of them changing a conclusion"
        return text + "."
    if view.waived:
        return (
            text + f"; {len(view.waived)} {'drift is' if len(view.waived) == 1 else 'drifts are'} known and signed off."
        )
    return text + "."
