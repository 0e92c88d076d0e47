"""The wheel holds every package, by name; a glob or a moved folder would lose one silently."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from house.pages import ROOT, fences


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_library_and_every_first_party_plugin(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = {
        str(path.relative_to(root))
        for root in (ROOT / "src", ROOT / "plugins")
        for path in root.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert source <= names
    assert "engage/py.typed" in names
    # `engage show --finding` prints these pages.
    pages = {path.name for path in (ROOT / "docs" / "reference" / "checks").glob("*.md")}
    assert {f"engage/checks/pages/{page}" for page in pages} <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "rulesets/"))]


def test_the_sample_of_the_readme_runs_in_an_environment_that_holds_only_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Nothing is downloaded: the wheel's dependencies are those of the environment that runs the tests."""
    venv.create(tmp_path / "env", with_pip=False)
    (packages,) = (tmp_path / "env").glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    shutil.copytree(ROOT / "rulesets", tmp_path / "rulesets")
    sample = next(fence.text for fence in fences(ROOT / "README.md") if fence.language == "python")
    told = f"{sample}\nprint(engage.__file__)\n"
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [tmp_path / "env" / "bin" / "python", "-W", "error", "-c", told],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "retention_desk" in done.stdout
    assert str(packages) in done.stdout


def test_every_plugin_folder_is_listed_and_has_a_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    folders = {f"plugins/{path.name}" for path in (ROOT / "plugins").iterdir() if path.name.startswith("engage_")}
    assert folders <= listed
    assert all((ROOT / folder / "README.md").is_file() for folder in folders)
    assert set(project["project"]["entry-points"]["engage"].values()) == {Path(folder).name for folder in folders}
