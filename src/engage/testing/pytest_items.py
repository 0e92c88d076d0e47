"""What the pytest plugin collects: a ruleset as a file of tests, its examples and its coverage as their items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engage.ground.render import render
from engage.load import compile as compile_ruleset
from engage.load import read
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.testing.pytest_plugin import HEADERS
from engage.workbench.coverage import coverage
from engage.workbench.examples import ExampleResult, all_examples, run_examples
from engage.workbench.told import told_plainly
from engage.workbench.units import unit_words

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

__all__ = ["CoverageItem", "ExampleItem", "RulesetFile"]


class RulesetFile(pytest.File):
    """A ruleset: its examples are the items. They are decided together, when the first one runs."""

    @cached_property
    def opened(self) -> tuple[Model, Program]:
        """The ruleset; an unsound one cannot be collected, and says every finding."""
        ruleset = read(self.path.parent if self.path.name in HEADERS else self.path)
        if ruleset.model is None or not ruleset.report.ok:
            raise self.CollectError(render(ruleset.report, self.language))
        return ruleset.model, compile_ruleset(ruleset)

    @cached_property
    def results(self) -> Mapping[str, ExampleResult]:
        """What came of each example, by its name."""
        return {result.id: result for result in run_examples(*self.opened)}

    @property
    def language(self) -> str:
        """In which language failures are told."""
        return str(self.config.getini("engage_language"))

    def collect(self) -> Iterator[pytest.Item]:
        """One item an example, and one for the coverage where a share is asked for."""
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
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
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
        results = self.ruleset.results.values()
        covered = coverage(*self.ruleset.opened, (result.decision for result in results))
        if not covered.reaches(self.wanted):
            missed = "\n".join(f"  {unit_words(unit, self.ruleset.language)}" for unit in covered.missed)
            raise _Unmet(f"{covered.percent}% of the ruleset is covered, {self.wanted:g}% are asked for:\n{missed}")

    def reportinfo(self) -> tuple[Path, int, str]:
        """The ruleset."""
        return self.ruleset.path, 0, "coverage of the ruleset"
