"""Open documents are judged off the event loop: the newest text, and nothing that it has overtaken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from drafts import open_document

from hostdoc.editor.analysis import Analyst, Draft, Judged, Superseded
from hostdoc.editor.session import Session
from hostdoc.relations import Checkpoint

WRONG = "Rent is $12 × 4 = $50.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def reasons(told: list[Mapping[str, Judged]]) -> list[list[str]]:
    return [[it.reason for judged in each.values() for it in judged.audit.unread] for each in told]


def test_an_analysis_that_fails_is_said_and_the_next_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Mapping[str, Judged]] = []
    judge = Analyst.judge
    monkeypatch.setattr(Analyst, "judge", lambda *_: 1 / 0)

    async def run() -> None:
        session = Session(told.append)
        document = open_document(WRONG)
        session.put(document, at_once=True)
        assert await session.of(document.uri)
        monkeypatch.setattr(Analyst, "judge", judge)
        session.put(document, at_once=True)
        found = await session.of(document.uri)
        assert found
        assert [check.outcome for check in found[1].audit.checks] == ["drifts"]
        session.close()

    asyncio.run(run())
    (first,), second = reasons(told)
    assert "ZeroDivisionError" in first
    assert second == []


def test_newer_text_overtakes_an_analysis_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Mapping[str, Judged]] = []
    given_up: list[str] = []
    judge, begun, go_on = Analyst.judge, threading.Event(), threading.Event()

    def slow(self: Analyst, drafts: list[Draft], today: date, checkpoint: Checkpoint) -> dict[str, Judged]:
        if not begun.is_set():
            begun.set()
            assert go_on.wait(30)
        try:
            return judge(self, drafts, today, checkpoint)
        except Superseded:
            given_up.append(drafts[0].text)
            raise

    monkeypatch.setattr(Analyst, "judge", slow)

    async def run() -> None:
        session = Session(told.append)
        session.put(open_document(WRONG), at_once=True)
        await asyncio.get_running_loop().run_in_executor(None, begun.wait, 30)
        newer = open_document(WRONG.replace("50", "48"))
        session.put(newer)
        go_on.set()
        found = await session.of(newer.uri)
        assert found
        assert [check.outcome for check in found[1].audit.checks] == ["holds"]
        session.close()

    asyncio.run(run())
    assert given_up == [WRONG]
    assert len(told) == 1


def test_the_innermost_folder_is_the_project(tmp_path: Path) -> None:
    inner = tmp_path / "plans"
    inner.mkdir()
    (inner / "hostdoc.toml").write_text('[severity]\nequation = "note"\n', "utf-8")
    told: list[Mapping[str, Judged]] = []

    async def run() -> None:
        session = Session(told.append)
        session.works_in([str(tmp_path), str(inner)])
        session.stands_in(str(tmp_path))
        severities = []
        for name in ("plan.md", "plans/plan.md"):
            document = open_document(WRONG, name)
            session.put(document, at_once=True)
            found = await session.of(document.uri)
            assert found
            severities += [check.severity for check in found[1].audit.checks]
        assert severities == ["error", "note"]
        session.close()

    asyncio.run(run())
