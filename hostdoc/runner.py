"""Files → audited documents: from the cache, else analysed, on all processors where that is worth starting them."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from hostdoc.cache import Cache
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.result import AuditedDocument, Unread
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import PLAIN, Terms
from hostdoc.loading import Unreadable, decode, read_bytes, shown
from hostdoc.readers import SUFFIXES

if TYPE_CHECKING:
    from hostdoc.pipeline import Neighbours

ENDINGS = ", ".join(SUFFIXES)
WORTH = 150_000  # characters to analyse for which further processes are started: about a third of a second
EXPIRES = b"until="  # a text without it comes out the same on every day
DIED = "the process that analysed it died, perhaps for want of memory; check it alone, and please report it"


@dataclass(frozen=True, slots=True)
class Run:
    """How documents are analysed: in how many processes at most; `progress` is told how many of how many are done."""

    cache: Cache | None = None
    jobs: int = 1
    progress: Callable[[int, int], None] = lambda done, total: None


ALONE = Run()  # in this process, without a cache


@dataclass(frozen=True, slots=True)
class Task:
    """A text to analyse, and the key under which its result is kept."""

    path: str
    name: str  # as people are shown it
    text: str
    today: date
    key: str = ""  # empty where it is not kept
    others: Mapping[str, str] = field(default_factory=dict)  # the files whose figures it may name, by their names
    read: Callable[[str], bytes] = read_bytes  # of those
    terms: Terms = PLAIN


def audit_files(
    files: Sequence[str],
    today: date,
    run: Run,
    names: Mapping[str, str] | None = None,
    read: Callable[[str], bytes] = read_bytes,
    terms: Callable[[str], Terms] = lambda path: PLAIN,
) -> list[AuditedDocument | Unread]:
    """What comes of each file, in their order. `today` is the day on which waivers end or do not.

    `names` says what the files are shown as, and others that they may name; without it they are shown as given.
    `read` gives the bytes of a file, or raises Unreadable.
    `terms` are those on which each is read.
    """
    names = {path: shown(path) for path in files} if names is None else names
    others = {name: path for path, name in names.items()}
    results: dict[str, AuditedDocument | Unread] = {}
    tasks: list[Task] = []
    for path in files:
        found = _known(Task(path, names[path], "", today, others=others, read=read, terms=terms(path)), run)
        if isinstance(found, Task):
            tasks.append(found)
        else:
            results[path] = found
            run.progress(len(results), len(files))
    for path, result in _analysed(tasks, run):
        results[path] = result
        run.progress(len(results), len(files))
    if run.cache:
        run.cache.close()
    return [results[path] for path in files]


def _known(task: Task, run: Run) -> AuditedDocument | Unread | Task:
    """What the cache knows of a file, or why it cannot be read, else the task with what is to be analysed.

    What comes of a text that names figures of other files depends on those, too, and is not kept.
    """
    name, terms = task.name, task.terms
    if not task.path.lower().endswith(tuple(SUFFIXES)):
        return Unread(name, f"its name does not end in one of {ENDINGS}; rename or convert it")
    try:
        content = task.read(task.path)
        text = decode(content)
    except Unreadable as error:
        return Unread(name, str(error))
    if "$" in text and _names_others(text):
        return replace(task, text=text)
    task = replace(task, text=text, others={})
    if not run.cache:
        return task
    day = task.today.isoformat() if EXPIRES in content or terms.stale_after else ""
    key = run.cache.key(name, content, day, "" if terms == PLAIN else repr(terms))
    return _kept(run.cache.load(key), task) or replace(task, key=key)


def _kept(entry: bytes | None, task: Task) -> AuditedDocument | None:
    if entry is None:
        return None
    from hostdoc.plain import Unlike, load

    try:
        return load(entry, Source.of(task.name, task.text), task.terms)
    except Unlike:
        return None


def _analysed(tasks: Sequence[Task], run: Run) -> Iterator[tuple[str, AuditedDocument | Unread]]:
    """The path of each task with its result; the largest texts first where several processes share them.

    What names figures of other files stays in this one: it has places in several texts.
    """
    alone = [task for task in tasks if not task.others]
    if run.jobs < 2 or len(alone) < 2 or sum(len(task.text) for task in alone) < WORTH:
        alone = []
    for task in tasks if not alone else [task for task in tasks if task.others]:
        result = analysed(task)
        if run.cache and task.key and isinstance(result, AuditedDocument):
            from hostdoc.plain import dump

            run.cache.store(task.key, dump(result))
        yield task.path, result
    if alone:
        yield from _spread(alone, run)


def _spread(tasks: Sequence[Task], run: Run) -> Iterator[tuple[str, AuditedDocument | Unread]]:
    import hostdoc.pipeline  # noqa: F401  before processes are started: those that are forked have it then
    from hostdoc import relations
    from hostdoc.workers import shared

    relations.load()

    ordered = sorted(tasks, key=lambda task: -len(task.text))
    for number, sent in shared(_dumped, ordered, run.jobs):
        task = ordered[number]
        if isinstance(sent, bytes):
            from hostdoc.plain import load

            if run.cache and task.key:
                run.cache.store(task.key, sent)
            yield task.path, load(sent, Source.of(task.name, task.text), task.terms)
        else:
            yield task.path, sent or Unread(task.name, DIED)


def analysed(task: Task) -> AuditedDocument | Unread:
    """The audit of a text. One that breaks hostdoc counts as unreadable, so that the others are checked."""
    from hostdoc.pipeline import audit_source

    source = Source.of(task.name, task.text)
    try:
        with uninterrupted():
            return audit_source(source, task.today, neighbours(task.others, read=task.read), task.terms)
    except Exception as error:
        return failed(source.path, error)


def failed(path: str, error: Exception) -> Unread:
    """A text that breaks hostdoc, as what could not be read; with HOSTDOC_DEBUG in the environment, the error."""
    if "HOSTDOC_DEBUG" in os.environ:
        raise error
    cause = f"hostdoc failed on it ({type(error).__name__}: {error})"
    return Unread(path, f"{cause}; please report it, with the document")


def processors() -> int:
    """How many this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Without garbage collection: records hold no circles, and looking for them takes the longer the more there are."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def neighbours(
    names: Mapping[str, str], texts: Mapping[str, str] | None = None, read: Callable[[str], bytes] = read_bytes
) -> Neighbours:
    """What a document may name of the others by `$stem:name`; none is read that is not named.

    `names` are the files by the paths they are shown under; `texts` those of files that are taken to be other than
    they are.
    """
    from hostdoc.pipeline import Neighbours

    def source(path: str) -> Source | None:
        file = names[path]
        try:
            return Source.of(path, texts[file] if texts and file in texts else decode(read(file)))
        except Unreadable:
            return None

    return Neighbours(names, source)


def _names_others(text: str) -> bool:
    from hostdoc.formulas import mentions_others  # only where a text may: it costs start-up time

    return mentions_others(text)


def _dumped(task: Task) -> bytes | Unread:
    """The work of one of several processes, which hand each other plain data."""
    from hostdoc.plain import dump

    result = analysed(task)
    return result if isinstance(result, Unread) else dump(result)
