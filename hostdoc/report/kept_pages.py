"""Pages of documents that need not be made again: what was made, and how the addresses in it were written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hostdoc.cache import Cache
from hostdoc.core.records import asdict, dataclass
from hostdoc.report.blocks import Rewrite


@dataclass(frozen=True, slots=True)
class Made:
    """A page as HTML, its contents as MkDocs takes them, and for each address in the document what the page has."""

    html: str
    toc: list[Any]
    links: dict[str, str]


class KeptPages:
    """Pages by a key made of all they depend on but the other files of the site, to which they link."""

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self._made: dict[str, Made] = {}
        self._used: dict[str, Made] = {}

    def begin(self, cache: Cache) -> None:
        """A new build; what the last one did not use is forgotten."""
        self._cache = cache
        self._made, self._used = self._used, {}

    def page(self, name: str, content: bytes, rewrite: Rewrite, make: Callable[[Rewrite], Made]) -> Made:
        """A kept page whose links still lead where they led, else one that `make` makes."""
        if self._cache is None:
            return make(rewrite)
        key = self._cache.key(name, content, "")
        found = self._made.get(key) or self._loaded(self._cache.load(key))
        if found is None or any(rewrite(url) != address for url, address in found.links.items()):
            found = make(rewrite)
            self._cache.store(key, json.dumps(asdict(found)).encode("utf-8", "surrogatepass"))
        self._used[key] = found
        return found

    @staticmethod
    def _loaded(entry: bytes | None) -> Made | None:
        return Made(**json.loads(entry)) if entry else None
