"""From specifications to pictures, and the script that brings charts to life: vl-convert does both, offline."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_IDLE = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit)="[^"]*"'
    r'| (?:opacity|fill-opacity)="1"| stroke-dasharray=""| transform="translate\(0,0\)"'
)
_GROUP = re.compile(r"<g>((?:(?!</?g\b).)*)</g>", re.S)


def svg(spec: dict[str, Any], size: str, name: str) -> str:
    """A specification as a picture for a page. `size` is "wide" or "narrow"; `name` makes its ids its own."""
    import vl_convert  # half a second and much memory: only where a chart is drawn

    return slim(vl_convert.vegalite_to_svg(spec), size, name)


def slim(picture: str, size: str, name: str) -> str:
    """Keeps the picture and drops what only a live chart needs; ids are numbered, so that builds are the same."""
    head = re.match(r'<svg[^>]*?viewBox="(0 0 [\d.]+ [\d.]+)"[^>]*>', picture)
    if head is None:
        raise ValueError("vl-convert drew no picture")
    body = picture[head.end() :]
    body = re.sub(r'<path class="(?:back|fore)ground"[^>]*/>', _ground, body)
    body = _TAG.sub(lambda tag: _NUMBER.sub(_short, _IDLE.sub("", tag[0])), body)
    for number, clip in enumerate(dict.fromkeys(re.findall(r'id="(clip\d+)"', body))):
        body = re.sub(rf"\b{clip}\b", f"hd-{name}-{size}-clip{number}", body)
    before = ""
    while before != body:
        before, body = body, _GROUP.sub(r"\1", body)
    return f'<svg class="hd-{size}" viewBox="{head[1]}" aria-hidden="true" focusable="false">{body}'


_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _ground(path: re.Match[str]) -> str:
    return path[0] if 'stroke="#ddd"' not in path[0] and "fill=" in path[0] else ""


# -- The script ---------------------------------------------------------------------------------------------------


def runtime() -> Path:
    """The file with Vega, Vega-Lite and Vega-Embed, made once for a version of vl-convert and kept in a cache."""
    name = f"vega-{version('vl-convert-python')}.js"
    for folder in (cache_folder(), Path(tempfile.gettempdir()) / f"hostdoc-{_user()}"):
        path = folder / name
        if path.is_file() and path.stat().st_size > 100_000:
            return path
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return _write(path)
        except OSError:
            continue
    raise OSError("no folder to keep the chart script in; set XDG_CACHE_HOME to one that can be written")


def _write(path: Path) -> Path:
    """Written aside and moved into place: two builds at a time see all of it or nothing."""
    import vl_convert

    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".js")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    Path(aside).chmod(0o644)
    Path(aside).replace(path)
    return path


def cache_folder() -> Path:
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
    else:
        root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "hostdoc"


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
