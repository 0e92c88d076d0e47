"""A pytest plugin: the examples of rulesets as tests, one an example, in the same run as the host's own tests.

In the host's `pyproject.toml`:

    [tool.pytest.ini_options]
    engage_rulesets = ["rules/care"]     # folders or files, from the root directory
    engage_min_coverage = "95"           # optional: one more test a ruleset, in per cent

or `engage_collect = true` to take every `ruleset.yaml` below the paths that pytest collects from. Nothing happens
where neither is set. A failure reads as `engage test` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr
    from _pytest._code.code import TracebackStyle as _TracebackStyle

    from engage.program.program import Program
    from engage.ruleset.model import Model
    from engage.workbench.examples import ExampleResult

__all__ = [
    "CoverageItem",
    "ExampleItem",
    "RulesetFile",
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_collection",
]

_HEADERS: Final = ("ruleset.yaml", "ruleset.yml")


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


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RulesetFile | None:
    """A ruleset that is named, or any where `engage_collect` is set."""
    named = file_path.resolve() in _named(parent.config)
    if named or (file_path.name in _HEADERS and parent.config.getini("engage_collect")):
        return RulesetFile.from_parent(parent, path=file_path)
    return None


def _named(config: pytest.Config) -> tuple[Path, ...]:
    """The files by which the named rulesets are collected."""
    found = []
    for place in config.getini("engage_rulesets"):
        path = Path(place).resolve()
        headers = [path / name for name in _HEADERS if (path / name).is_file()]
        found.append(headers[0] if headers else path)
    return tuple(found)


class RulesetFile(pytest.File):
    """A ruleset: its examples are the items. They are decided together, when the first one runs."""

    @cached_property
    def opened(self) -> tuple[Model, Program]:
        """The ruleset; an unsound one cannot be collected, and says every finding."""
        # Loaded where it is used: a run without rulesets pays nothing for the plugin.
        from engage.ground.render import render
        from engage.load import compile as compile_ruleset
        from engage.load import read

        ruleset = read(self.path.parent if self.path.name in _HEADERS else self.path)
        if ruleset.model is None or not ruleset.report.ok:
            raise self.CollectError(render(ruleset.report, self.language))
        return ruleset.model, compile_ruleset(ruleset)

    @cached_property
    def results(self) -> Mapping[str, ExampleResult]:
        """What came of each example, by its name."""
        from engage.workbench.examples import run_examples

        return {result.id: result for result in run_examples(*self.opened)}

    @property
    def language(self) -> str:
        """In which language failures are told."""
        return str(self.config.getini("engage_language"))

    def collect(self) -> Iterator[pytest.Item]:
        """One item an example, and one for the coverage where a share is asked for."""
        from engage.workbench.examples import all_examples

        for example in all_examples(self.opened[0]):
            span = example.span
            place = (self.path.parent / span.source.name, span.line - 1) if span else (self.path, 0)
            yield ExampleItem.from_parent(self, name=example.id, ruleset=self, place=place)
        wanted = str(self.config.getini("engage_min_coverage"))
        if wanted:
            yield CoverageItem.from_parent(self, name="coverage", ruleset=self, wanted=float(wanted))


class _Unmet(Exception):
    """An example that did not come out, or too little covered; the text says all there is to say."""


class _RulesetItem(pytest.Item):
    """A test of a ruleset; it fails with a text, never with a traceback of engage's own code."""

    def __init__(self, *, ruleset: RulesetFile, name: str, parent: pytest.Collector) -> None:
        super().__init__(name, parent)
        self.ruleset = ruleset

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: _TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The difference in words."""
        if isinstance(excinfo.value, _Unmet):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ExampleItem(_RulesetItem):
    """One example; it passes when everything it expects comes out."""

    def __init__(self, *, place: tuple[Path, int], ruleset: RulesetFile, name: str, parent: pytest.Collector) -> None:
        super().__init__(ruleset=ruleset, name=name, parent=parent)
        self.place = place

    def runtest(self) -> None:
        """Compare what came with what is expected."""
        from engage.workbench.told import told_plainly

        result = self.ruleset.results[self.name]
        if not result.passed:
            raise _Unmet(told_plainly(result, self.ruleset.language))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example stands."""
        return (*self.place, f"example {self.name}")


class CoverageItem(_RulesetItem):
    """Do the examples cover as much of the ruleset as is asked for?"""

    def __init__(self, *, wanted: float, ruleset: RulesetFile, name: str, parent: pytest.Collector) -> None:
        super().__init__(ruleset=ruleset, name=name, parent=parent)
        self.wanted = wanted

    def runtest(self) -> None:
        """Compare the share, and name what is missed."""
        from engage.workbench.coverage import coverage
        from engage.workbench.units import unit_words

        results = self.ruleset.results.values()
        covered = coverage(*self.ruleset.opened, (result.decision for result in results))
        if not covered.reaches(self.wanted):
            missed = "\n".join(f"  {unit_words(unit, self.ruleset.language)}" for unit in covered.missed)
            raise _Unmet(f"{covered.percent}% of the ruleset is covered, {self.wanted:g}% are asked for:\n{missed}")

    def reportinfo(self) -> tuple[Path, int, str]:
        """The ruleset."""
        return self.ruleset.path, 0, "coverage of the ruleset"
