"""What git knows: revisions, the files in them, what was renamed, which lines changed, what is ignored.

Nothing of the repository is run: no external diff, no text conversion, no monitor of the file system, no pager. A
revision is never taken for an option.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from hostdoc.core.regex import regex

HEAD = "HEAD"
SECONDS = 60  # that git may take
SAFE = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "diff.external=", "--no-pager")
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color")
_HUNK = regex(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")  # a hook is run with them
FILES = ("100644", "100755")  # the modes of what is a file, and no link and no other repository

Lines = frozenset[int]


class ChangesError(Exception):
    """A revision or repository that cannot be compared with; the message says why and what to do."""


class UnknownRevision(ChangesError):
    """A name that git knows no revision by."""


def root(folder: Path) -> Path:
    """The root of the repository that a folder is in. Raises ChangesError."""
    return Path(_text(_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))


def commit(folder: Path, name: str) -> str:
    """The id of the commit that a revision names. Raises ChangesError, UnknownRevision."""
    try:
        return _text(_git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")).strip()
    except _Failed as failed:
        if failed.said:  # it says nothing of a name that it does not know
            raise
        remedy = "see `git branch --all`, or fetch it; in CI check out the whole history (`fetch-depth: 0`)"
        raise UnknownRevision(f"git knows no revision `{name}`: {remedy}") from None


def common(folder: Path, one: str, other: str) -> str:
    """The id of the commit from which two revisions went their own ways. Raises ChangesError."""
    try:
        return _text(_git(folder, "merge-base", "--end-of-options", commit(folder, one), commit(folder, other))).strip()
    except _Failed as failed:
        if failed.said:
            raise
        remedy = "fetch more of the history; in CI check out all of it (`fetch-depth: 0`)"
        raise ChangesError(f"git knows no common ancestor of `{one}` and `{other}`: {remedy}") from None


def files(top: Path, revision: str, below: Sequence[str] = ()) -> Mapping[str, str]:
    """The files of a commit with the ids of their contents, by their paths from the root. Raises ChangesError."""
    output = _git(
        top, "--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", revision, "--", *filter(None, below)
    )
    found = {}
    for entry in _listed(output):
        head, _, path = entry.partition("\t")
        mode, _, blob = head.split()
        if mode in FILES:
            found[path] = blob
    return found


def contents(top: Path, blobs: Sequence[str]) -> list[bytes]:
    """The contents of some ids, in their order, as they are kept. Raises ChangesError."""
    output = _git(top, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    found, place = [], 0
    for blob in blobs:
        end = output.index(b"\n", place)
        name, _, size = output[place:end].decode().partition(" blob ")
        if name != blob or not size:
            raise ChangesError(f"git has not all of the revision ({blob} is missing); fetch it in full")
        found.append(output[end + 1 : end + 1 + int(size)])
        place = end + 1 + int(size) + 1
    return found


def renamed(top: Path, base: str, head: str | None) -> Mapping[str, str]:
    """What a file was called in `base`, by its name in `head`, or in the work tree; of those git says were renamed."""
    ends = [base] if head is None else [base, head]
    output = _git(top, "diff", *_PLAIN, "--find-renames", "--diff-filter=R", "--name-status", "-z", *ends, "--")
    names = _listed(output)
    return {new: old for _, old, new in zip(names[::3], names[1::3], names[2::3], strict=True)}


def changed(top: Path, base: str) -> frozenset[str]:
    """The files of the work tree that differ from a commit, by their paths from the root."""
    return frozenset(_listed(_git(top, "diff", *_PLAIN, "--name-only", "-z", base, "--")))


def untracked(top: Path) -> frozenset[str]:
    """The files that git neither keeps nor ignores, by their paths from the root."""
    return frozenset(_listed(_git(top, "ls-files", "--others", "--exclude-standard", "-z")))


def ignored(folder: Path) -> frozenset[str]:
    """The files and folders below a folder that git ignores, by their paths from it, those of folders with `/` behind.

    What git keeps is not ignored. Nothing, where git is not installed or does not read the repository.
    """
    wanted = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
    try:
        return frozenset(_listed(_git(folder, "ls-files", *wanted)))
    except ChangesError:
        return frozenset()


def changed_lines(top: Path, base: str, path: str) -> Lines:
    """The lines of a document that are new or changed; where lines were taken out, those around the gap."""
    output = _git(top, "--literal-pathspecs", "diff", *_PLAIN, "--unified=0", base, "--", path)
    found: set[int] = set()
    for line in _text(output).splitlines():
        if hunk := _HUNK.match(line):
            first, number = int(hunk[1]), int(hunk[2] or "1")
            found.update(range(first, first + number) if number else (first, first + 1))
    return frozenset(found)


class _Failed(ChangesError):
    """What git said when it failed, if anything."""

    def __init__(self, said: str) -> None:
        super().__init__(f"git: {said or 'failed'}")
        self.said = said


def environment() -> dict[str, str]:
    """In which git takes no locks, speaks English and finds the repository by the folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    return kept | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ("git", *SAFE, *arguments)
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment(), input=given, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise ChangesError("git is not installed; what changed is not known without it") from None
    except subprocess.TimeoutExpired:
        raise ChangesError(f"git took more than {SECONDS} seconds") from None
    except ValueError as error:  # a NUL in a name
        raise ChangesError(f"git cannot be asked: {error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _Failed(said[-1] if said else "")
    return done.stdout


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def _listed(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0") if name]
