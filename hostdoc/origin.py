"""Where this hostdoc was installed from, as pip takes it elsewhere: the address of a repository or an archive."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit

from hostdoc.core.regex import regex

REACHED = ("http", "https", "ssh")  # from another machine; a folder of this one is not
_PLAIN = regex(r"[A-Za-z0-9][\w.:/@+~%=-]*", flags=0)  # what neither a shell nor YAML reads otherwise


def origin() -> str:
    """What `pip install` takes to install this hostdoc, at its commit; empty where that is a folder or not known."""
    try:
        recorded = distribution("hostdoc").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return requirement(recorded or "")


def requirement(recorded: str) -> str:
    """The requirement that a direct_url.json (PEP 610) stands for, without any password that is in it."""
    try:
        found = json.loads(recorded or "{}")
        address = urlsplit(str(found["url"]))
        versions = found.get("vcs_info") or {}
        kind, commit = str(versions.get("vcs", "")), str(versions.get("commit_id", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    if address.scheme not in REACHED or "subdirectory" in found or "dir_info" in found:
        return ""
    user, _, host = address.netloc.rpartition("@")
    url = address._replace(netloc=f"git@{host}" if user == "git" else host, fragment="").geturl()
    whole = f"{kind}+{url}@{commit}" if kind and commit else url
    return f"hostdoc @ {whole}" if _PLAIN.fullmatch(whole) else ""
