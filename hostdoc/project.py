"""The project on disk: which documents are meant, their bytes, and the audit of them all."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from hostdoc.core.regex import regex
from hostdoc.core.result import Audit, AuditedDocument, Passed, Unread
from hostdoc.core.vocabulary import Terms
from hostdoc.history import last_changed
from hostdoc.joining import joined
from hostdoc.loading import shown
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
    paths: Sequence[str] = (), today: date | None = None, run: Run = ALONE, settings: Settings | None = None
) -> Audit:
    """Audits the files and folders named; without any, those of the project one stands in. Raises SettingsError.

    `today` is the day on which waivers end or do not; without it, this one. Without `run` it happens in this process,
    without a cache. Drifts weigh what the settings say: those of the folder one stands in, if none are given.
    """
    settings = settings or load(Path.cwd())
    found = meant(paths, settings)
    changed = last_changed(found.files) if settings.ages else {}
    terms = partial(_terms, settings, changed)
    results = audit_files(found.files, today or this_day(), run, terms=terms)
    unread = [*found.unread, *(result for result in results if isinstance(result, Unread))]
    audit = Audit(
        joined([result for result in results if isinstance(result, AuditedDocument)]),
        tuple(sorted(unread, key=lambda it: it.path)),
        found.passed,
    )
    return weighed(audit, settings)


def _terms(settings: Settings, changed: Mapping[str, date], path: str) -> Terms:
    return settings.terms(path, changed.get(path))


def meant(paths: Sequence[str] = (), settings: Settings | None = None) -> Found:
    """The documents named, or those of the project one stands in. Raises SettingsError."""
    return discover(paths or project_paths(Path.cwd()), settings or load(Path.cwd()))


# -- Which files are meant ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read, each once, in the order of their paths as shown; what was named but is not there; what is passed.

    `passed` are the folders named in which there are files of formats that are not read.
    """

    files: tuple[str, ...]
    unread: tuple[Unread, ...] = ()
    passed: tuple[Passed, ...] = ()


def discover(paths: Sequence[str], settings: Settings | None = None) -> Found:
    """A file that is named is always meant; in a folder, the documents at any depth are that no setting excludes.

    Neither the order of `paths` nor naming a file twice makes a difference.
    """
    unread: list[Unread] = []
    passed: list[Passed] = []
    names: dict[str, str] = {}  # real path → the least of the names it was found under
    for path in sorted(set(paths)):
        foreign: Counter[str] = Counter()
        files = list(_walk(path, unread, foreign)) if os.path.isdir(path) else [path]
        if foreign:
            passed.append(Passed(shown(path), tuple(sorted(foreign.items()))))
        if settings and settings.exclude and os.path.isdir(path):
            files = [file for file in files if not settings.excludes(file)]
        if not files:
            unread.append(Unread(shown(path), f"there is no document in this folder ({ENDINGS})"))
        for file in files:
            real = os.path.normcase(os.path.realpath(file))
            names[real] = min(file, names.get(real, file), key=shown)
    return Found(
        tuple(sorted(names.values(), key=shown)), tuple(unread), tuple(sorted(passed, key=lambda it: it.folder))
    )


def _walk(top: str, unread: list[Unread], foreign: Counter[str]) -> Iterator[str]:
    """The documents below a folder. Links to folders are not followed, nor links that lead out of it.

    Files of other formats are counted in `foreign`.

    A link to a folder inside would only show the same files again; any other leads out of the folder or in a circle.
    """
    root = os.path.realpath(top)
    folders = [""]
    while folders:
        below = folders.pop()
        folder = os.path.join(top, below) if below else top
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            unread.append(Unread(shown(folder), f"the folder cannot be listed: {(error.strerror or '').lower()}"))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(os.path.join(below, entry.name))
            elif entry.name.lower().endswith(tuple(SUFFIXES)) and _is_document(entry, root):
                yield os.path.join(*([] if top == os.curdir else [top]), below, entry.name)
            elif (ending := os.path.splitext(entry.name)[1].lower()) in FOREIGN:
                foreign[ending] += 1


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
        'no documents: name files or folders, or say which in pyproject.toml (`[tool.hostdoc]`, `sources = ["…"]`)'
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
