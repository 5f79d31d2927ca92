"""The page of kinds, made when the documentation is built from their explanations and docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from hostdoc.core.relation import KINDS as SEVERITIES
from hostdoc.explained import KINDS
from hostdoc.relations import FINDERS

RELATIONS = Path(__file__).parent.parent / "hostdoc" / "relations"
ROOMS = {
    "tables": "In tables",
    "structure": "In lists, headings and sections",
    "blocks": "In fenced and quoted text",
    "written": "Arithmetic that is written out",
    "prose": "In sentences",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    files.append(File.generated(config, "kinds.md", content="\n".join(page()) + "\n"))
    return files


def page() -> Iterator[str]:
    yield "# What it checks\n"
    yield "The name of a kind stands in the brackets of a message, as in `error[footing]`; `hostdoc explain KIND` says"
    yield "what stands here. A drift that only the words of a sentence suggest weighs a step less.\n"
    for name, it in KINDS.items():
        yield f"## {name}\n"
        yield f"{it.checks} A drift is of severity **{SEVERITIES[name]}**.\n"
        yield f"Example: {it.example}\n"
        yield f"When it is wrong: {it.wrong.replace('KIND', name)}\n"
    yield "## Where they are looked for\n"
    yield "Each of these looks for one pattern, and finds relations of one or several kinds."
    for room, title in ROOMS.items():
        yield f"\n### {title}\n"
        for module, _ in FINDERS:
            if module.startswith(f"{room}."):
                yield from _finder(module)


def _finder(module: str) -> Iterator[str]:
    """What a finder's docstring says, folded below its first line."""
    text = ast.get_docstring(ast.parse((RELATIONS / f"{module.replace('.', '/')}.py").read_text("utf-8")))
    first, _, rest = (text or "").partition("\n\n")
    yield f"**{module.partition('.')[2].replace('_', ' ')}**: {' '.join(first.split())}\n"
    yield f"{rest}\n"
