"""What users install: the wheel, built and installed elsewhere, works as the checkout does."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import uv

ROOT = Path(__file__).parent.parent
WRONG = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"

pytestmark = pytest.mark.slow


def run(*command: str | Path, status: int = 0, cwd: Path = ROOT) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_has_what_it_needs_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "hostdoc/py.typed" in names
    packed = {name.removeprefix("hostdoc/") for name in names if name.startswith("hostdoc/templates/")}
    there = {file.relative_to(ROOT).as_posix() for file in (ROOT / "templates").rglob("*") if file.is_file()}
    assert packed == there != set()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"hostdoc"}


def test_the_wheel_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "an environment"
    run(uv.find_uv_bin(), "venv", "--quiet", "--python", sys.executable, environment)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    run(uv.find_uv_bin(), "pip", "install", "--quiet", "--python", scripts / "python", wheel)

    where = run(scripts / "python", "-c", "import hostdoc; print(hostdoc.__file__)", cwd=tmp_path)
    assert str(environment) in where and (Path(where.strip()).parent / "py.typed").is_file()
    packages = run(uv.find_uv_bin(), "pip", "list", "--python", scripts / "python")
    assert "pandas" not in packages and "mkdocs" not in packages

    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "plan.md").write_text(WRONG, encoding="utf-8")
    (documents / "plan.org").write_text(WRONG.replace("---|---", "---+---"), encoding="utf-8")
    text = run(scripts / "hostdoc", "check", "documents", status=1, cwd=tmp_path)
    assert text.count("error[footing]") == 2
    assert text.splitlines()[-1].startswith("2 documents, ")
