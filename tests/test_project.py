"""Which files are read, under which names, and what is said of those that cannot be."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hostdoc import pipeline
from hostdoc.core.result import Audit
from hostdoc.project import ProjectError, audit_paths, discover, project_paths
from hostdoc.settings import SettingsError

PLAN = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $790 |\n"
links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str, text: str = PLAN) -> None:
    for name in names:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


def paths(audit: Audit) -> list[str]:
    return [audited.document.source.path for audited in audit.documents]


def reasons(audit: Audit) -> dict[str, str]:
    return {unread.path: unread.reason for unread in audit.unread}


# -- Folders and files ------------------------------------------------------------------------------------------------


def test_a_folder_is_walked() -> None:
    write("docs/b.md", "docs/a.org", "docs/deep/er/c.markdown", "docs/D.MD")
    write("docs/notes.txt", "docs/.hidden.md", "docs/.git/x.md", "docs/a.md~")
    assert discover(["docs"]).files == ("docs/D.MD", "docs/a.org", "docs/b.md", "docs/deep/er/c.markdown")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("docs", "docs/a.md"),
        ("docs/", "docs/a.md"),
        ("./docs", "./docs/a.md"),
        ("docs/a.md", "docs/a.md"),
        ("./docs/a.md", "./docs/a.md"),
        ("docs/../docs", "docs/../docs/a.md"),
        (".", "docs/a.md"),
    ],
)
def test_paths_are_shown_as_given(given: str, seen: str) -> None:
    write("docs/a.md")
    assert paths(audit_paths([given])) == [seen]


def test_a_file_named_is_read_though_it_is_hidden() -> None:
    write(".plan.md", ".cache/plan.md")
    assert paths(audit_paths([".plan.md", ".cache"])) == [".cache/plan.md", ".plan.md"]


def test_a_file_named_twice_is_read_once_in_whatever_order() -> None:
    write("docs/a.md", "docs/b.md")
    given = ["docs", "docs/a.md", "./docs/a.md", "docs/../docs/b.md", str(Path("docs/b.md").resolve())]
    assert len(discover(given).files) == 2
    assert discover(given) == discover(given[::-1]) == discover([*given, *given])


def test_a_folder_without_documents_is_said() -> None:
    write("docs/a.txt")
    assert "no document in this folder" in reasons(audit_paths(["docs"]))["docs"]


def test_what_is_not_there_is_said_with_the_nearest_name() -> None:
    write("docs/plan.md")
    audit = audit_paths(["docs/plam.md", "nowhere/x.md", "docs"])
    assert reasons(audit) == {
        "docs/plam.md": "there is no such file or folder; did you mean `docs/plan.md`",
        "nowhere/x.md": "there is no such file or folder; check the spelling",
    }
    assert paths(audit) == ["docs/plan.md"]


def test_a_name_that_tells_no_format_is_said() -> None:
    write("plan.txt")
    assert "does not end in one of .md, .markdown, .org" in reasons(audit_paths(["plan.txt"]))["plan.txt"]


@links
def test_links_are_followed_inside_the_folder_only() -> None:
    write("docs/a.md", "outside/b.md", "docs/deep/c.md")
    Path("docs/leaves.md").symlink_to("../outside/b.md")
    Path("docs/leaves").symlink_to("../outside")
    Path("docs/deep/loops").symlink_to("..")
    Path("docs/itself.md").symlink_to("itself.md")
    Path("docs/z.md").symlink_to("a.md")
    assert discover(["docs"]).files == ("docs/a.md", "docs/deep/c.md")
    assert discover(["docs/leaves.md", "docs/leaves"]).files == ("docs/leaves.md",)


@links
def test_a_link_to_nowhere_is_said() -> None:
    write("docs/a.md")
    Path("docs/b.md").symlink_to("gone.md")
    audit = audit_paths(["docs"])
    assert paths(audit) == ["docs/a.md"]
    assert reasons(audit) == {"docs/b.md": "the link leads nowhere; mend or remove it"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system there")
def test_what_is_no_file_is_left_alone() -> None:
    write("docs/a.md")
    os.mkfifo("docs/pipe.md")
    assert discover(["docs"]).files == ("docs/a.md",)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything is permitted")
def test_what_is_not_permitted_is_said() -> None:
    write("docs/a.md", "docs/b.md", "docs/c/d.md")
    Path("docs/b.md").chmod(0)
    Path("docs/c").chmod(0)
    audit = audit_paths(["docs"])
    Path("docs/c").chmod(0o700)
    assert paths(audit) == ["docs/a.md"]
    assert set(reasons(audit)) == {"docs/b.md", "docs/c"}


# -- Bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PLAN.encode("utf-16"), "it is UTF-16; save it as UTF-8"),
        (PLAN.encode("utf-32"), "it is UTF-32; save it as UTF-8"),
        (
            PLAN.encode("utf-16-le"),
            "it looks like UTF-16 (little end first, without a byte order mark); save it as UTF-8",
        ),
        (PLAN.encode("utf-16-be"), "it looks like UTF-16 (big end first, without a byte order mark); save it as UTF-8"),
        (
            "Kosten\nfür Büro".encode("latin-1"),
            "it is not UTF-8 (line 2, byte 0xFC), it looks like Latin-1 or Windows-1252",
        ),
        (b"a\n\x81\xff", "it is not UTF-8 (line 2, byte 0x81); save it as UTF-8"),
        (b"| a |\n| \0 |", "it holds a NUL byte (line 2)"),
        (b"\xed\xa0\x80", "it is not UTF-8 (line 1, byte 0xED)"),
    ],
)
def test_a_file_that_is_no_utf8_names_cause_and_remedy_and_hides_no_other(content: bytes, reason: str) -> None:
    write("docs/good.md")
    Path("docs/bad.md").write_bytes(content)
    audit = audit_paths(["docs"])
    assert paths(audit) == ["docs/good.md"]
    assert reasons(audit)["docs/bad.md"].startswith(reason)
    assert "save" in reasons(audit)["docs/bad.md"]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", PLAN.encode("utf-8-sig"), PLAN.replace("\n", "\r\n").encode()]
)
def test_what_is_read(content: bytes) -> None:
    Path("a.md").write_bytes(content)
    (audited,) = audit_paths(["a.md"]).documents
    assert audited.document.source.text == content.removeprefix(b"\xef\xbb\xbf").decode()


def test_a_document_that_breaks_hostdoc_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    write("docs/good.md", "docs/strange.md")
    whole = pipeline.audit_source

    def breaks(source: object, *rest: object) -> object:
        if getattr(source, "path", "") == "docs/strange.md":
            raise ValueError("oh")
        return whole(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "audit_source", breaks)
    monkeypatch.delenv("HOSTDOC_DEBUG", raising=False)
    audit = audit_paths(["docs"])
    assert paths(audit) == ["docs/good.md"]
    assert "hostdoc failed on it (ValueError: oh)" in reasons(audit)["docs/strange.md"]
    monkeypatch.setenv("HOSTDOC_DEBUG", "1")
    with pytest.raises(ValueError, match="oh"):
        audit_paths(["docs"])


# -- Projects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"sources/a.md": PLAN}, ("sources",)),
        ({"pyproject.toml": '[tool.hostdoc]\nsources = "plans"\n'}, ("plans",)),
        ({"pyproject.toml": '[tool.hostdoc]\nsources = ["plans", "a.md"]\n'}, ("plans", "a.md")),
        ({"pyproject.toml": "[project]\n", "sources/a.md": PLAN}, ("sources",)),
        (
            {"pyproject.toml": '[tool.hostdoc]\nsources = "plans"\n', "mkdocs.yml": "docs_dir: x\n", "x/a": ""},
            ("plans",),
        ),
        ({"mkdocs.yml": "site_name: x\ndocs_dir: plans # here\n", "plans/a.md": PLAN}, ("plans",)),
        ({"mkdocs.yml": "docs_dir: 'my plans'\n", "my plans/a.md": PLAN}, ("my plans",)),
        ({"mkdocs.yaml": 'docs_dir: "plans"\n', "plans/a.md": PLAN}, ("plans",)),
        ({"mkdocs.yml": "site_name: x\n", "docs/a.md": PLAN, "sources/a.md": PLAN}, ("docs",)),
        ({"mkdocs.yml": "site_name: x\n", "sources/a.md": PLAN}, ("sources",)),
        ({"mkdocs.yml": "extra:\n  docs_dir: no\n", "sources/a.md": PLAN}, ("sources",)),
    ],
)
def test_a_project_says_what_its_documents_are(here: Path, files: dict[str, str], found: tuple[str, ...]) -> None:
    for name, text in files.items():
        write(name, text=text)
    assert project_paths(here) == found


def test_a_project_is_found_from_below_up_to_the_root_of_its_repository(here: Path) -> None:
    write("sources/a.md", "repository/sources/deep/b.md")
    below = here / "repository" / "sources" / "deep"
    with pytest.raises(ProjectError):
        project_paths(below)
    Path("repository/.git").mkdir()
    assert project_paths(below) == ("..",)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no documents: name files or folders"),
        ({"pyproject.toml": "[tool.hostdoc\n"}, "pyproject.toml cannot be read"),
        ({"pyproject.toml": "[tool.hostdoc]\nsource = 'x'\n"}, "has no key `source`; did you mean `sources`"),
        ({"pyproject.toml": "[tool.hostdoc]\nsources = 3\n"}, "a path or a list of paths"),
        ({"pyproject.toml": "[tool.hostdoc]\nsources = ['']\n"}, "a path or a list of paths"),
        ({"pyproject.toml": "[tool]\nhostdoc = 3\n"}, "[tool.hostdoc] is a table"),
        ({"mkdocs.yml": "docs_dir: !ENV [DOCS, docs]\n"}, "`docs_dir` is no plain path"),
    ],
)
def test_a_project_that_does_not_say_it_is_told(here: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        write(name, text=text)
    with pytest.raises(SettingsError, match=message.replace("(", r"\(").replace("[", r"\[")):
        project_paths(here)


def test_without_paths_the_project_is_audited() -> None:
    write("sources/a.md")
    assert paths(audit_paths()) == ["sources/a.md"]
