"""Documents for the tests of the report: a text in, what is audited or rendered out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.report.analysis.site import Site
from hostdoc.report.document_page import DocumentPage, compose
from hostdoc.report.gallery import Gallery

TODAY = date(2026, 6, 1)

Audited = Callable[[str, str], AuditedDocument]
Composed = Callable[[str, str], DocumentPage]


@pytest.fixture
def audited() -> Audited:
    return lambda text, name="plan.md": audit_source(Source.of(name, text), TODAY)


@pytest.fixture
def composed(audited: Audited) -> Composed:
    return lambda text, name="plan.md": compose(audited(text, name), lambda url: url)


@pytest.fixture
def html(composed: Composed) -> Callable[[str, str], str]:
    """All blocks of a document as one piece of HTML, notes left out."""

    def render(text: str, name: str = "plan.md") -> str:
        page = composed(text, name)
        return "".join(block.html for section in page.sections for block in section.blocks)

    return render


@pytest.fixture
def bare(html: Callable[..., str]) -> Callable[..., str]:
    """The same without the places of figures that nothing judges."""
    place = re.compile(r'<span class="hd-figure" id="f-[\w-]+">([^<]*)</span>')
    return lambda *given: place.sub(r"\1", html(*given))


@pytest.fixture
def site(audited: Audited) -> Callable[..., Site]:
    """Documents as a site that analysis pages are made of."""

    def build(*texts: str) -> Site:
        documents = tuple(audited(text, f"plan-{number}.md") for number, text in enumerate(texts, 1))
        gallery = Gallery()
        gallery.hang(documents)
        return Site("Plans", Audit(documents), TODAY, gallery)

    return build
