"""A compiled program runs without the compiler, and importing engage stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys

COMPILER = ("engage.ruleset", "engage.language", "engage.load", "yaml")


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_deciding_and_running_work_where_the_compiler_cannot_be_imported() -> None:
    run(
        f"""
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.startswith({COMPILER!r}):
            raise ImportError(name)
sys.meta_path.insert(0, Wall())
import engage.decide, engage.runtime, engage.gate, engage.knowledge, engage.program.program
import engage
assert callable(engage.decide) and callable(engage.Engine)
"""
    )


def test_importing_engage_loads_no_third_party_package() -> None:
    loaded = run(
        "import sys; before = set(sys.modules); import engage; "
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    assert not {"pydantic", "sqlalchemy", "yaml", "attrs", "typer", "httpx2"} & set(ast.literal_eval(loaded))
