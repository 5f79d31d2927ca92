"""The project on disk: which documents are meant, their bytes, and the audit of them all."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.result import Audit, AuditedDocument, Passed, Unread
from hostdoc.core.vocabulary import Terms
from hostdoc.joining import joined
from hostdoc.loading import read_bytes, shown
from hostdoc.patterns import Pattern, pattern
from hostdoc.readers import SUFFIXES
from hostdoc.runner import ALONE, ENDINGS, Run, audit_files
from hostdoc.settings import Settings, SettingsError, load, read, upwards, weighed
from hostdoc.settings import today as this_day

# Formats in which people keep documents and figures, and which hostdoc does not read.
FOREIGN = frozenset(
    [
        *(".rst", ".adoc", ".asciidoc", ".tex", ".textile", ".txt", ".mdx", ".qmd", ".ipynb", ".pdf"),
        *(".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".tsv"),
    ]
)
DOCS_DIR = regex(r"""docs_dir\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s"'#!&*|>{\[][^#]*?))\s*(?:#.*)?""")


class ProjectError(SettingsError):
    """The project does not say which documents are meant."""


def audit_paths(
    paths: Sequence[str] = (),
    today: date | None = None,
    run: Run = ALONE,
    settings: Settings | None = None,
    *,
    ignored: bool = False,
) -> Audit:
    """Audits the files and folders named; without any, those of the project one stands in. Raises SettingsError.

    `today` is the day on which waivers end or do not; without it, this one. Without `run` it happens in this process,
    without a cache. Drifts weigh what the settings say: those of the folder one stands in, if none are given.
    `ignored`: what git ignores is read, too.
    """
    settings = settings or load(Path.cwd())
    return audit_found(meant(paths, settings, ignored=ignored), today or this_day(), run, settings)


def audit_found(
    found: Found, today: date, run: Run, settings: Settings, read: Callable[[str], bytes] = read_bytes
) -> Audit:
    """Audits the files that were found. `read` gives the bytes of each, or raises Unreadable."""
    changed = _changed(found.files) if settings.ages else {}
    results = audit_files(found.files, today, run, terms=partial(_terms, settings, changed), read=read)
    unread = [*found.unread, *(result for result in results if isinstance(result, Unread))]
    audit = Audit(
        joined([result for result in results if isinstance(result, AuditedDocument)]),
        tuple(sorted(unread, key=lambda it: it.path)),
        found.passed,
    )
    return weighed(audit, settings)


def _changed(files: Sequence[str]) -> Mapping[str, date]:
    from hostdoc.history import last_changed  # it runs git, which most projects need not

    return last_changed(files)


def _terms(settings: Settings, changed: Mapping[str, date], path: str) -> Terms:
    return settings.terms(path, changed.get(path))


def meant(paths: Sequence[str] = (), settings: Settings | None = None, *, ignored: bool = False) -> Found:
    """The documents named, or those of the project one stands in. Raises SettingsError."""
    return discover(paths or project_paths(Path.cwd()), settings or load(Path.cwd()), ignored=ignored)


# -- Which files are meant ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read, each once, in the order of their paths as shown; what was named but is not there; what is passed.

    `passed` are the folders named in which there are files of formats that are not read.
    """

    files: tuple[str, ...]
    unread: tuple[Unread, ...] = ()
    passed: tuple[Passed, ...] = ()


def discover(paths: Sequence[str], settings: Settings | None = None, *, ignored: bool = False) -> Found:
    """A file that is named is always meant; in a folder, the documents at any depth are that no setting excludes.

    Nor does git ignore them, unless `ignored` are to be read, too. A path with wildcards is a search of the folder
    before the first one. Neither the order of `paths` nor naming a file twice makes a difference.
    """
    unread: list[Unread] = []
    passed: list[Passed] = []
    names: dict[str, str] = {}  # real path → the least of the names it was found under
    for path in sorted(set(paths)):
        wild = pattern(path)
        folder = wild.folder if wild else path
        files = [path]
        if os.path.isdir(folder):
            search = _Search(folder, frozenset() if ignored else _ignored(folder))
            files = [it for it in search.documents() if not wild or wild.matches(it)]
            files = [it for it in files if not (settings and settings.exclude and settings.excludes(it))]
            unread += search.unread
            if search.foreign and not wild:
                passed.append(Passed(shown(path), tuple(sorted(search.foreign.items()))))
            if not files:
                unread.append(Unread(shown(path), _none(wild, search)))
        for file in files:
            real = os.path.normcase(os.path.realpath(file))
            names[real] = min(file, names.get(real, file), key=shown)
    return Found(
        tuple(sorted(names.values(), key=shown)), tuple(unread), tuple(sorted(passed, key=lambda it: it.folder))
    )


def _none(wild: Pattern | None, search: _Search) -> str:
    said = "no document matches this pattern" if wild else "there is no document in this folder"
    return f"{said} ({ENDINGS}){'; --no-ignore reads what git ignores, too' if search.skipped else ''}"


def _ignored(folder: str) -> frozenset[str]:
    """What git ignores below a folder, by the paths from it; nothing outside of a repository."""
    real = Path(os.path.realpath(folder))
    if not any((above / ".git").exists() for above in (real, *real.parents)):
        return frozenset()
    from hostdoc.revisions import ignored  # only where folders are searched: it costs start-up time

    return ignored(real)


@dataclass(slots=True)
class _Search:
    """A search of a folder: `ignored` is what to skip, by the paths from it, folders with `/` behind.

    `unread` are folders that cannot be listed; `foreign` counts files of other formats, `skipped` what was skipped.
    """

    top: str
    ignored: frozenset[str]
    unread: list[Unread] = field(default_factory=list)
    foreign: Counter[str] = field(default_factory=Counter)
    skipped: int = 0

    def documents(self) -> Iterator[str]:
        """The documents below. Links to folders are not followed, nor links that lead out of it.

        A link to a folder inside would only show the same files again; any other leads out of it or in a circle.
        """
        root = os.path.realpath(self.top)
        folders = [""]
        while folders:
            below = folders.pop()
            for entry in self._entries(below):
                path = os.path.join(below, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.name.lower().endswith(tuple(SUFFIXES)) and _is_document(entry, root):
                    yield os.path.join(*([] if self.top == os.curdir else [self.top]), path)
                elif (ending := os.path.splitext(entry.name)[1].lower()) in FOREIGN:
                    self.foreign[ending] += 1

    def _entries(self, below: str) -> Iterator[os.DirEntry[str]]:
        """What stands in a folder, but for what is hidden or ignored, in the order of the names."""
        folder = os.path.join(self.top, below) if below else self.top
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.unread.append(Unread(shown(folder), f"the folder cannot be listed: {(error.strerror or '').lower()}"))
            return
        for entry in entries:
            name = os.path.join(below, entry.name).replace(os.sep, "/")
            if entry.name.startswith("."):
                continue
            if name in self.ignored or f"{name}/" in self.ignored:
                self.skipped += 1
            else:
                yield entry


def _is_document(entry: os.DirEntry[str], root: str) -> bool:
    """Whether it is a file, or a link to one inside the folder. A link to nowhere is kept, so that it is reported."""
    if not entry.is_symlink():
        return entry.is_file()
    if not Path(os.path.realpath(entry.path)).is_relative_to(root):
        return False
    try:
        return stat.S_ISREG(os.stat(entry.path).st_mode)
    except FileNotFoundError:
        return True
    except OSError:  # a link that leads to itself
        return False


# -- Which project one stands in ----------------------------------------------------------------------------------


def project_paths(here: Path) -> tuple[str, ...]:
    """What the project says its documents are, relative to `here`: pyproject.toml, else mkdocs.yml, else `sources/`.

    The nearest folder that says so wins, looked for no higher than the root of the repository. Raises SettingsError.
    """
    for folder in upwards(here):
        settings = read(folder)
        named = (settings.sources if settings else ()) or _from_mkdocs(folder)
        if not named and (folder / "sources").is_dir():
            named = ("sources",)
        if named:
            return tuple(os.path.relpath(folder / name, here) for name in named)
    raise ProjectError(
        "no documents: name files or folders (`hostdoc check .` reads those below this one), or say which in"
        ' pyproject.toml (`[tool.hostdoc]`, `sources = ["…"]`); `hostdoc init` sets a project up'
    )


def _from_mkdocs(folder: Path) -> tuple[str, ...]:
    name = site_folder(folder)
    return (name,) if name and (folder / name).is_dir() else ()


def site_folder(folder: Path) -> str:
    """`docs_dir` of the mkdocs.yml in a folder, by a look at its lines; nothing where there is none.

    Reading YAML would need a package that `check` goes without. Raises SettingsError.
    """
    for file in (folder / "mkdocs.yml", folder / "mkdocs.yaml"):
        if not file.is_file():
            continue
        lines = [line for line in file.read_text("utf-8", errors="replace").splitlines() if line.startswith("docs_dir")]
        match = DOCS_DIR.fullmatch(lines[0].rstrip()) if lines else None
        if lines and not match:
            raise ProjectError(
                f"{file.name}: `docs_dir` is no plain path; name the documents' folder: hostdoc check PATH"
            )
        return next((group for group in match.groups() if group is not None), "") if match else "docs"
    return ""
