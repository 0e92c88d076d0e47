"""The wheel holds every package, by name; a glob or a moved folder would lose one silently."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_the_library_and_every_first_party_plugin(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = {
        str(path.relative_to(root))
        for root in (ROOT / "src", ROOT / "plugins")
        for path in root.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert source <= names
    assert "engage/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "rulesets/"))]


def test_every_plugin_folder_is_listed_and_has_a_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    folders = {f"plugins/{path.name}" for path in (ROOT / "plugins").iterdir() if path.name.startswith("engage_")}
    assert folders <= listed
    assert all((ROOT / folder / "README.md").is_file() for folder in folders)
    assert set(project["project"]["entry-points"]["engage"].values()) == {Path(folder).name for folder in folders}
