"""A pytest plugin: the examples of rulesets as tests, one an example, in the same run as the host's own tests.

In the host's `pyproject.toml`:

    [tool.pytest.ini_options]
    engage_rulesets = ["rules/care"]     # folders or files, from the root directory
    engage_min_coverage = "95"           # optional: one more test a ruleset, in per cent

or `engage_collect = true` to take every `ruleset.yaml` below the paths that pytest collects from. Nothing happens
where neither is set. A failure reads as `engage test` prints it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

__all__ = ["HEADERS", "pytest_addoption", "pytest_collect_file", "pytest_collection"]

#: the file by which a ruleset's folder is known
HEADERS: Final = ("ruleset.yaml", "ruleset.yml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The settings."""
    parser.addini("engage_rulesets", "rulesets whose examples are tests: folders or files", type="paths", default=[])
    parser.addini("engage_collect", "take every ruleset.yaml below the collected paths", type="bool", default=False)
    parser.addini("engage_min_coverage", "fail where examples cover less of a ruleset, in per cent", default="")
    parser.addini("engage_language", "in which language failures are told: en, zh or zh-Hant", default="en")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Rulesets that are named are collected as well, unless the command line names what to run."""
    config = session.config
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        return
    known = {Path(arg.partition("::")[0]).resolve() for arg in config.args}
    for header in _named(config):
        if not any(header == path or path in header.parents for path in known):
            config.args.append(str(header))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A ruleset that is named, or any where `engage_collect` is set."""
    named = file_path.resolve() in _named(parent.config)
    if not named and not (file_path.name in HEADERS and parent.config.getini("engage_collect")):
        return None
    # Loaded when it is asked for: a run without rulesets pays nothing for the plugin.
    made: pytest.Collector = import_module("engage.testing.pytest_items").RulesetFile.from_parent(
        parent, path=file_path
    )
    return made


def _named(config: pytest.Config) -> tuple[Path, ...]:
    """The files by which the named rulesets are collected."""
    found = []
    for place in config.getini("engage_rulesets"):
        path = Path(place).resolve()
        headers = [path / name for name in HEADERS if (path / name).is_file()]
        found.append(headers[0] if headers else path)
    return tuple(found)
