"""Where the templates are that come with hostdoc: pages of the site, files to begin with."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def shipped() -> Path:
    """The folder of templates: inside the package where it was installed, beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"
