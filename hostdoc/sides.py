"""Two sides to compare: documents as a revision of git has them, as they stand in the work tree, or in two folders."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from hostdoc import revisions
from hostdoc.changes import within
from hostdoc.core.records import dataclass, replace
from hostdoc.core.result import Audit
from hostdoc.held import broken_since
from hostdoc.loading import shown
from hostdoc.patterns import Pattern, pattern
from hostdoc.project import Found, audit_found, discover, project_paths
from hostdoc.readers import SUFFIXES
from hostdoc.revisions import ChangesError, UnknownRevision
from hostdoc.runner import Run
from hostdoc.settings import Settings


@dataclass(frozen=True, slots=True)
class Sides:
    """The audits of both sides; `former` has the path of each document before, by its path after."""

    before: Audit
    after: Audit
    former: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class How:
    """How both sides are read: on which day, with which settings; `ignored`: with what git ignores."""

    today: date
    run: Run
    settings: Settings
    ignored: bool = False


# -- Revisions ------------------------------------------------------------------------------------------------------


def of_revisions(base: str, head: str | None, paths: Sequence[str], how: How) -> Sides:
    """The documents named, or those of the project, at two revisions; without `head` as they stand in the work tree.

    The settings are those that one stands in, for both. Raises ChangesError, SettingsError.
    """
    here = Path.cwd()
    top = revisions.root(here)
    old = revisions.commit(top, base)
    new = None if head is None else revisions.commit(top, head)
    named = tuple(paths) or project_paths(here)
    before = _at(top, old, named, how)
    after = _now(top, named, how, before) if new is None else _at(top, new, named, how)
    if paths:
        _known(paths, top, before, after)
    return Sides(before, after, _former(top, before, after, revisions.renamed(top, old, new)))


def since(after: Audit, base: str, paths: Sequence[str], how: How) -> Audit:
    """The audit of the work tree with what held at a revision and does not follow any more: as warnings, since the text
    alone does not say it. Nothing held where nothing was committed yet. Raises ChangesError, SettingsError.
    """
    here = Path.cwd()
    top = revisions.root(here)
    try:
        commit = revisions.commit(top, base)
    except UnknownRevision:
        if base == revisions.HEAD:
            return after
        raise
    before = _at(top, commit, tuple(paths) or project_paths(here), how)
    former = _former(top, before, after, revisions.renamed(top, commit, None))
    return broken_since(before, after, former, f"at {base}")


def _former(top: Path, before: Audit, after: Audit, renamed: Mapping[str, str]) -> Mapping[str, str]:
    """The path of each document before, by its path after."""
    known = {within(top, it.document.source.path): it.document.source.path for it in before.documents}
    names = {it.document.source.path: within(top, it.document.source.path) for it in after.documents}
    return {path: known[was] for path, name in names.items() if (was := renamed.get(name, name)) in known}


def _at(top: Path, commit: str, named: Sequence[str], how: How) -> Audit:
    """The audit of the documents named as they are kept in a commit."""
    wanted = [_Wanted.of(path, top) for path in named]
    below = [] if any(not it.below for it in wanted) else [it.below for it in wanted]
    kept = revisions.files(top, commit, below)
    names = {_shown(top, path): path for path in kept if any(it.wants(path) for it in wanted)}
    exact = {it.below for it in wanted}  # what is named is meant, whatever the settings exclude
    files = sorted(path for path in names if names[path] in exact or not how.settings.excludes(path))
    read = revisions.contents(top, [kept[names[path]] for path in files])
    texts = dict(zip(files, read, strict=True))
    return audit_found(Found(tuple(files)), how.today, how.run, how.settings, texts.__getitem__)


def _now(top: Path, named: Sequence[str], how: How, before: Audit) -> Audit:
    """The audit of the documents named as they stand; what was there before may be gone."""
    after = audit_found(discover(named, how.settings, ignored=how.ignored), how.today, how.run, how.settings)
    gone = [within(top, path) for path in named if not os.path.lexists(path)]
    gone += [within(top, unread.path) for unread in after.unread if os.path.isdir(unread.path)]
    were = [within(top, it.document.source.path) for it in before.documents]
    told = tuple(
        unread
        for unread in after.unread
        if within(top, unread.path) not in gone or not any(_below(path, within(top, unread.path)) for path in were)
    )
    return replace(after, unread=told)


def _known(paths: Sequence[str], top: Path, before: Audit, after: Audit) -> None:
    """Raises ChangesError where a path names nothing on either side."""
    seen = [within(top, it.document.source.path) for it in (*before.documents, *after.documents)]
    seen += [within(top, it.path) for it in (*before.unread, *after.unread) if os.path.lexists(it.path)]
    for path in paths:
        wanted = _Wanted.of(path, top)
        if not any(wanted.wants(name) or name == wanted.below for name in seen):
            raise ChangesError(f"{shown(path)}: there is no such revision, and no document of that name on either side")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file, folder or pattern that is named, from the root of the repository; nothing stands for the root."""

    below: str
    wild: Pattern | None = None

    @classmethod
    def of(cls, path: str, top: Path) -> _Wanted:
        wild = pattern(path)
        place = within(top, wild.folder if wild else path)
        if place == ".." or place.startswith("../"):
            raise ChangesError(f"{shown(path)} is outside of the repository {shown(str(top))}")
        below = "" if place == "." else place
        return cls(below, wild and Pattern("/".join(filter(None, (below, wild.rest)))))

    def wants(self, path: str) -> bool:
        """Whether a file is meant: it is the one named, or a document below the folder that is not hidden there."""
        if path == self.below:
            return True
        if not _below(path, self.below) or not path.lower().endswith(tuple(SUFFIXES)):
            return False
        inside = path[len(self.below) :].lstrip("/")
        if any(part.startswith(".") for part in inside.split("/")):
            return False
        return self.wild is None or self.wild.matches(path)


def _below(path: str, folder: str) -> bool:
    return not folder or folder == "." or path == folder or path.startswith(f"{folder}/")


def _shown(top: Path, path: str) -> str:
    """A path of the repository as people name it where they stand."""
    return shown(os.path.relpath(os.path.join(os.path.realpath(top), path), os.path.realpath(os.curdir)))


# -- Folders and files ----------------------------------------------------------------------------------------------


def of_paths(before: str, after: str, paths: Sequence[str], how: How) -> Sides:
    """Two files, or the documents of two folders by their paths there; `paths` narrow them. Raises ChangesError."""
    for path in (before, after):
        if not os.path.exists(path):
            raise ChangesError(f"{shown(path)}: there is no such file or folder")
    folders = os.path.isdir(before)
    if folders != os.path.isdir(after):
        raise ChangesError(f"{shown(before)} and {shown(after)}: compare two files or two folders")
    if not folders:
        if paths:
            raise ChangesError("two files are compared as they are; take out the other paths")
        old, new = (audit_found(Found((path,)), how.today, how.run, how.settings) for path in (before, after))
        return Sides(old, new, {shown(after): shown(before)})
    old, new = _in_folder(before, paths, how), _in_folder(after, paths, how)
    known = {_inside(before, it.document.source.path): it.document.source.path for it in old.documents}
    names = {it.document.source.path: _inside(after, it.document.source.path) for it in new.documents}
    return Sides(old, new, {path: known[name] for path, name in names.items() if name in known})


def _in_folder(folder: str, paths: Sequence[str], how: How) -> Audit:
    found = discover([folder], how.settings, ignored=how.ignored)
    narrow = [shown(os.path.normpath(path)) for path in paths]
    files = tuple(
        path for path in found.files if not narrow or any(_below(_inside(folder, path), name) for name in narrow)
    )
    return audit_found(replace(found, files=files), how.today, how.run, how.settings)


def _inside(folder: str, path: str) -> str:
    return shown(os.path.relpath(path, folder))
