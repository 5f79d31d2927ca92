"""The address of a line of a source: what MkDocs knows of where a file is edited, as the forge shows its lines."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from hostdoc.core.regex import regex

# By a word in the name of the host: what its addresses look like, how it shows a file as it is written, and a line.
# A forge that is not known here has no address of a line.
_OWNED = r"(?P<repository>/[^/]+/[^/]+)"
_GROUPED = r"(?P<repository>/[^/]+(?:/[^/]+)+?)(?:/-)?"
_FORGES = (
    ("github", regex(_OWNED + "/(?:edit|blob)/(?P<file>.+)"), "/blob/", "plain=1", "L"),
    (
        "gitlab",
        regex(_GROUPED + "/(?:edit|blob)/(?P<file>.+)"),
        "/-/blob/",
        "plain=1",
        "L",
    ),
    ("bitbucket", regex(_OWNED + "/src/(?P<file>.+)"), "/src/", "", "lines-"),
    *(
        (name, regex(_OWNED + "/(?:_edit|src/branch)/(?P<file>.+)"), "/src/branch/", "display=source", "L")
        for name in ("codeberg", "forgejo", "gitea")
    ),
)


def at_line(edit_url: str, line: int) -> str:
    """Where a line can be seen, of the file that is edited at an address; that address where its forge is unknown."""
    if not edit_url:
        return ""
    whole = urlsplit(edit_url)
    words = (whole.hostname or "").split(".")
    for name, shape, shown, query, sign in _FORGES:
        found = shape.fullmatch(whole.path) if name in words else None
        if found:
            path = f"{found['repository']}{shown}{found['file']}"
            return urlunsplit((whole.scheme, whole.netloc, path, query, f"{sign}{line}"))
    return edit_url
