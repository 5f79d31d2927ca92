"""What was made of a document for the analysis pages, kept while the document stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar, cast

from hostdoc.cache import Cache
from hostdoc.core.result import AuditedDocument
from hostdoc.formulas import mentions_others

T = TypeVar("T")


class Memory:
    """Anything by the document it was made of and a name; texts are there for the next build, too, with a cache."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[AuditedDocument, dict[str, object]]] = {}  # the document stays, and so its id
        self._cache: Cache | None = None
        self._day = ""

    def begin(
        self, documents: Iterable[AuditedDocument], today: date, cache: Cache | None = None, decided: object = None
    ) -> None:
        """Forgets documents that are gone or were read anew. Texts depend on the day and on what is `decided`."""
        self._kept = {id(audited): self._kept.get(id(audited), (audited, {})) for audited in documents}
        self._cache, self._day = cache, f"{today} {decided}"

    def of(self, audited: AuditedDocument, name: str, make: Callable[[], T]) -> T:
        _, known = self._kept.setdefault(id(audited), (audited, {}))
        if name not in known:
            known[name] = make()
        return cast("T", known[name])

    def text(self, audited: AuditedDocument, name: str, make: Callable[[], str]) -> str:
        return self.of(audited, name, lambda: self._written(audited, name, make))

    def whole(self, name: str, content: bytes, make: Callable[[], bytes]) -> bytes:
        """What was made of all documents, by what it depends on."""
        key = self._cache.key(name, content, "") if self._cache else ""
        entry = self._cache.load(key) if self._cache else None
        if entry is None:
            entry = make()
            if self._cache:
                self._cache.store(key, entry)
        return entry

    def _written(self, audited: AuditedDocument, name: str, make: Callable[[], str]) -> str:
        source = audited.document.source
        if self._cache is None or mentions_others(source.text):
            return make()
        place = f"{source.path} {name} {audited.terms.changed or ''}"
        key = self._cache.key(place, source.text.encode("utf-8", "surrogatepass"), self._day)
        if entry := self._cache.load(key):
            return entry.decode("utf-8", "surrogatepass")
        text = make()
        self._cache.store(key, text.encode("utf-8", "surrogatepass"))
        return text
