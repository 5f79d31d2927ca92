"""What `hostdoc init` sets up in a folder: a site, documents, a check in CI. Nothing that is there is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Template
from typing import Literal

from hostdoc.core.records import dataclass
from hostdoc.readers import SUFFIXES
from hostdoc.shipped import shipped

Hosting = Literal["github", "gitlab", "none"]
CI_FILES = {"github": ".github/workflows/hostdoc.yml", "gitlab": ".gitlab-ci.yml"}
SITE = "mkdocs.yml"
IGNORED = (".hostdoc_cache/", "site/")
UNKNOWN = (  # the line of a check in CI that cannot run yet: it fails, and says what is to be done
    "echo 'name where hostdoc is installed from with hostdoc init --package SOURCE, or write pip install SOURCE here'"
    " && exit 1"
)
YAML_WORDS = ("yes", "no", "on", "off", "true", "false", "null")  # that YAML does not read as text
_PLUGINS = re.compile(r"^plugins[ \t]*:[ \t]*(?:#.*)?\n(?P<items>(?:(?:[ \t]*#.*|[ \t]*|[ \t]+\S.*|- .*)\n)*)", re.M)
_ITEM = re.compile(r"^(?P<indent>[ \t]*)- ", re.M)
_INLINE = re.compile(r"^plugins[ \t]*:[ \t]*\[(?P<items>[^\[\]{}\n]*)\][ \t]*(?:#.*)?$", re.M)
_TOP = re.compile(r"^plugins[ \t]*:", re.M)
_OWN = re.compile(r"^[^#\n]*\bhostdoc\b", re.M)


@dataclass(frozen=True, slots=True)
class Step:
    """A file and what happens to it. `content` is None where it stays as it is; `why` says what else there is to do."""

    path: str
    does: Literal["create", "add to", "keep"]
    content: str | None = None
    why: str = ""


def steps(folder: Path, sources: str, ci: Hosting, package: str, today: date) -> tuple[Step, ...]:
    """What to do in a folder; nothing is done yet. `package` is what CI installs, if known. Raises OSError."""
    name = folder.resolve().name.replace("-", " ").replace("_", " ").capitalize() or "Plans"
    values = {"name": _quoted(name), "sources": _quoted(sources), "today": today.isoformat()}
    values["install"] = f'pip install "{package}"' if package else UNKNOWN
    found = [_site(folder, values), *_document(folder, sources, values), *_gitignore(folder)]
    if ci != "none":
        found.append(_check(folder, ci, values))
    return tuple(found)


def unfinished(folder: Path, ci: Hosting) -> bool:
    """Whether the check in CI does not know yet where hostdoc is installed from. Raises OSError."""
    path = folder / CI_FILES.get(ci, "")
    return path.is_file() and UNKNOWN in path.read_text("utf-8", errors="replace")


def take(step: Step, folder: Path) -> None:
    """Does it. A file that has come into being meanwhile is not overwritten. Raises OSError."""
    if step.content is None:
        return
    path = folder / step.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x" if step.does == "create" else "w", encoding="utf-8", newline="") as file:
        file.write(step.content)


def _quoted(text: str) -> str:
    """A text as YAML takes it, whatever is in it."""
    if re.fullmatch(r"[A-Za-z][\w /.-]*", text) and text.lower() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    ):
        return text
    return "'" + text.replace("'", "''") + "'"


def _filled(template: str, values: dict[str, str]) -> str:
    return Template((shipped() / "init" / template).read_text(encoding="utf-8")).substitute(values)


def _new(folder: Path, path: str, template: str, values: dict[str, str]) -> Step:
    if (folder / path).exists():
        kept = "" if "hostdoc" in (folder / path).read_text("utf-8", errors="replace") else "let it run `hostdoc check`"
        return Step(path, "keep", why=kept)
    return Step(path, "create", _filled(template, values))


def _check(folder: Path, ci: Hosting, values: dict[str, str]) -> Step:
    """The check in CI: a new file, or one of an earlier `init` that lacks what is known by now."""
    path = folder / CI_FILES[ci]
    if unfinished(folder, ci) and values["install"] != UNKNOWN:
        with path.open(encoding="utf-8", newline="") as file:
            return Step(CI_FILES[ci], "add to", file.read().replace(UNKNOWN, values["install"]))
    return _new(folder, CI_FILES[ci], f"{ci}.yml", values)


def _gitignore(folder: Path) -> Iterator[Step]:
    """What is built and kept is no part of a repository; a file that is there already is its author's."""
    if not (folder / ".gitignore").exists():
        yield Step(".gitignore", "create", "".join(f"{line}\n" for line in IGNORED))


def _document(folder: Path, sources: str, values: dict[str, str]) -> Iterator[Step]:
    """A first document, where there is none."""
    there = folder / sources
    if not any(file.suffix.lower() in SUFFIXES for file in (there.rglob("*") if there.is_dir() else ())):
        yield _new(folder, f"{sources}/plan.md", "plan.md", values)


def _site(folder: Path, values: dict[str, str]) -> Step:
    path = folder / SITE
    if not path.exists():
        return Step(SITE, "create", _filled(SITE, values))
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    if _OWN.search(text):
        return Step(SITE, "keep")
    added = _with_plugin(text)
    if added is None:
        return Step(SITE, "keep", why="add `hostdoc` to its `plugins`")
    return Step(SITE, "add to", added)


def _with_plugin(text: str) -> str | None:
    """The settings with the plugin behind the others, or None where they are written in a way that is not known."""
    end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if not _TOP.search(plain):  # MkDocs searches without being told, until plugins are listed
        gap = "" if not plain or plain.endswith("\n") else "\n"
        return (plain + gap + "\nplugins:\n  - search\n  - hostdoc\n").replace("\n", end)
    if inline := _INLINE.search(plain):
        items = inline["items"].rstrip(" ,")
        both = f"{items}, hostdoc" if items.strip() else "hostdoc"
        return (plain[: inline.start("items")] + both + plain[inline.end("items") :]).replace("\n", end)
    listed = _PLUGINS.search(plain + "\n")
    item = _ITEM.search(listed["items"]) if listed else None
    if listed is None or item is None:
        return None
    body = listed["items"].rstrip("\n")
    at = listed.start("items") + len(body)
    return (plain[:at] + f"\n{item['indent']}- hostdoc" + plain[at:]).replace("\n", end)
