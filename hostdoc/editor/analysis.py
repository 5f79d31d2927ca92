"""The texts that are open in an editor → what `hostdoc check` would say of each, were it saved now."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from hostdoc.baseline import BaselineError, without_known
from hostdoc.core.records import dataclass, field
from hostdoc.core.result import Audit, AuditedDocument, Unread
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import Terms
from hostdoc.formulas import Others, alone, mentions_others
from hostdoc.history import last_changed
from hostdoc.joining import joined
from hostdoc.loading import Unreadable, decode, shown
from hostdoc.pipeline import audit_source
from hostdoc.project import discover, project_paths
from hostdoc.readers import SUFFIXES
from hostdoc.relations import Checkpoint
from hostdoc.runner import ENDINGS, failed, neighbours, uninterrupted
from hostdoc.settings import Settings, SettingsError, load, weighed


class Superseded(Exception):
    """Raised at a checkpoint where newer text has arrived."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it is in an editor; `name` is what it is shown as, `file` where it is saved."""

    name: str
    file: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What comes of a draft. Two are equal only if they are the same object.

    `plain` is its audit without settings and baseline, on which repairs are proved. `audit` has it with both, or says
    why it was not read; it is empty of a draft that the settings exclude.
    """

    audit: Audit
    plain: AuditedDocument | None = None
    others: Others = alone
    today: date = field(default_factory=date.today)

    @property
    def document(self) -> AuditedDocument | None:
        return next(iter(self.audit.documents), None)


def name_of(file: str, home: Path) -> str:
    """What a file is shown as: its path from `home`, or all of it where it is elsewhere."""
    return shown(os.path.relpath(file, home) if Path(file).is_relative_to(home) else file)


class Analyst:
    """Judges drafts of one project; what has not changed since the last time is not read again.

    `here` is the folder in which `hostdoc check` would be run, `home` the one that paths are shown from.
    """

    def __init__(self, here: Path, home: Path) -> None:
        self._here = here
        self._home = home
        self._known: dict[str, tuple[tuple[str, date, Terms], AuditedDocument | Unread]] = {}

    def judge(self, drafts: Sequence[Draft], today: date, checkpoint: Checkpoint) -> dict[str, Judged]:
        """What comes of each draft, by its name. Raises what `checkpoint` raises."""
        try:
            settings = load(self._here)
            wanted = [draft for draft in drafts if not settings.excludes(draft.file)]
            others = self._others(wanted, settings)
            changed = last_changed([draft.file for draft in wanted]) if settings.ages else {}

            def terms(draft: Draft) -> Terms:
                return settings.terms(draft.file, changed.get(draft.file))

            found = {draft.name: self._audited(draft, today, others, terms(draft), checkpoint) for draft in wanted}
            known = self._accepted([*found.values()], settings)
        except (SettingsError, BaselineError) as error:
            return {draft.name: Judged(Audit((), (Unread(draft.name, str(error)),))) for draft in drafts}
        self._known = {name: kept for name, kept in self._known.items() if name in found}
        judged = {draft.name: Judged(Audit(())) for draft in drafts}
        for name, result in found.items():
            if isinstance(result, Unread):
                judged[name] = Judged(Audit((), (result,)))
            else:
                judged[name] = Judged(Audit((known[name],)), result, others, today)
        return judged

    def _accepted(self, results: Sequence[AuditedDocument | Unread], settings: Settings) -> dict[str, AuditedDocument]:
        """Documents by their names, over common figures, weighed by the settings, without what the baseline knows."""
        read = joined([it for it in results if isinstance(it, AuditedDocument)])
        audit = without_known(weighed(Audit(read), settings), self._here).audit
        return {it.document.source.path: it for it in audit.documents}

    def _audited(
        self, draft: Draft, today: date, others: Others, terms: Terms, checkpoint: Checkpoint
    ) -> AuditedDocument | Unread:
        """The audit of one draft. What names figures of other documents depends on those, and is always made anew."""
        known = self._known.get(draft.name)
        if known and known[0] == (draft.text, today, terms) and not mentions_others(draft.text):
            return known[1]
        result = self._read(draft, today, others, terms, checkpoint)
        self._known[draft.name] = (draft.text, today, terms), result
        return result

    def _read(
        self, draft: Draft, today: date, others: Others, terms: Terms, checkpoint: Checkpoint
    ) -> AuditedDocument | Unread:
        if not draft.name.lower().endswith(tuple(SUFFIXES)):
            return Unread(draft.name, f"its name does not end in one of {ENDINGS}; rename or convert it")
        try:
            text = decode(draft.text.encode("utf-8", "surrogatepass"))
            with uninterrupted():
                return audit_source(Source.of(draft.name, text), today, others, terms, checkpoint)
        except Superseded:
            raise
        except Unreadable as error:
            return Unread(draft.name, str(error))
        except Exception as error:
            return failed(draft.name, error)

    # -- The documents that formulas may name ---------------------------------------------------------------------

    def _others(self, drafts: Sequence[Draft], settings: Settings) -> Others:
        """The names of other documents: of open ones as they stand in the editor, of all others as they are saved."""
        naming = [draft for draft in drafts if mentions_others(draft.text)]
        if not naming:
            return alone
        files = {draft.name: draft.file for draft in drafts}
        texts = {draft.file: draft.text.removeprefix("\ufeff") for draft in drafts}
        return neighbours({**self._saved(naming, settings), **files}, texts)

    def _saved(self, naming: Sequence[Draft], settings: Settings) -> Mapping[str, str]:
        """The documents of the project; where it does not say which, those beside the drafts."""
        try:
            paths = [os.path.normpath(self._here / path) for path in project_paths(self._here)]
            files = discover(paths, settings).files
        except SettingsError:
            folders = sorted({Path(draft.file).parent for draft in naming})
            files = tuple(file for folder in folders for file in _beside(folder))
        return {name_of(file, self._home): file for file in files}


def _beside(folder: Path) -> list[str]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [str(it) for it in entries if it.name.lower().endswith(tuple(SUFFIXES))]
