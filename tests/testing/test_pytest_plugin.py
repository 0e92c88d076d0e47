"""The pytest plugin, run in a pytest of its own: what is collected, how it fails, what stays out of the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULESET = ROOT / "rulesets" / "bank-calls"
NAMED = 'engage_rulesets = ["rules/bank"]\n'


def run(folder: Path, *words: str) -> tuple[int, str]:
    """pytest in the folder with the plugin; its entry point is left out, as it may not be installed."""
    command = [sys.executable, "-m", "pytest", "-p", "no:engage", "-p", "engage.testing.pytest_plugin", *words]
    places = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": places, "COLUMNS": "120", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A host's project with a ruleset and a test of its own."""
    shutil.copytree(RULESET, tmp_path / "rules" / "bank")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    return tmp_path


def settings(host: Path, text: str) -> None:
    head = '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'
    (host / "pyproject.toml").write_text(head + text, encoding="utf-8")


def test_named_rulesets_are_collected_beside_the_hosts_own_tests(host: Path) -> None:
    settings(host, NAMED)
    code, out = run(host, "-v")
    assert code == 0, out
    assert "rules/bank/ruleset.yaml::angry customer PASSED" in out
    assert "tests/test_own.py::test_own PASSED" in out


def test_one_example_can_be_chosen(host: Path) -> None:
    settings(host, NAMED)
    code, out = run(host, "-v", "rules/bank/ruleset.yaml::angry customer")
    assert code == 0, out
    assert "1 passed" in out
    assert "1 passed" in run(host, "-k", "securities or stocks")[1]


def test_what_the_command_line_names_is_all_that_runs(host: Path) -> None:
    settings(host, NAMED)
    assert "1 passed" in run(host, "tests/test_own.py")[1]


def test_a_failure_reads_as_the_difference_and_not_as_a_traceback(host: Path) -> None:
    settings(host, NAMED)
    examples = host / "rules" / "bank" / "examples.rules"
    text = examples.read_text(encoding="utf-8")
    examples.write_text(text.replace("route to securities desk", "route to care desk"), encoding="utf-8")
    code, out = run(host)
    assert code == 1
    assert "expected  route to care desk" in out
    assert "got  route securities desk" in out
    assert "does not hold (caller priority: unidentified)" in out
    assert "Traceback" not in out
    assert "pytest_plugin.py" not in out
    settings(host, NAMED + 'engage_language = "zh"\n')
    assert "期望" in run(host)[1]


def test_coverage_is_a_test_of_its_own_where_it_is_asked_for(host: Path) -> None:
    settings(host, NAMED + 'engage_min_coverage = "50"\n')
    code, out = run(host, "-v")
    assert code == 0, out
    assert "rules/bank/ruleset.yaml::coverage PASSED" in out
    examples = host / "rules" / "bank" / "examples.rules"
    kept = examples.read_text(encoding="utf-8").split("\n\n")[0]
    examples.write_text(kept + "\n", encoding="utf-8")
    code, out = run(host)
    assert code == 1
    assert "50% are asked for" in out
    assert "rule welcome" in out


def test_an_unsound_ruleset_is_an_error_with_its_findings(host: Path) -> None:
    settings(host, NAMED)
    rules = host / "rules" / "bank" / "care.rules"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("annoyance is angry", "annoyance is angri"), encoding="utf-8")
    code, out = run(host)
    assert code == 2
    assert "error[E013]: `angri` is not one of the values of annoyance" in out


def test_every_ruleset_below_is_taken_only_when_asked(host: Path) -> None:
    settings(host, "")
    assert "1 passed" in run(host, ".")[1]
    settings(host, "engage_collect = true\n")
    code, out = run(host, ".")
    assert code == 0, out
    assert "rules/bank/ruleset.yaml" in out


def test_a_run_without_rulesets_loads_nothing_of_engage(host: Path) -> None:
    settings(host, "")
    test = "import sys\ndef test_own():\n    assert [m for m in sys.modules if m.startswith('engage.load')] == []\n"
    (host / "tests" / "test_own.py").write_text(test, encoding="utf-8")
    code, out = run(host)
    assert code == 0, out


def test_a_path_that_is_no_ruleset_is_told(host: Path) -> None:
    settings(host, 'engage_rulesets = ["rules/bnak"]\n')
    code, out = run(host)
    assert code != 0
    assert "rules/bnak" in out
