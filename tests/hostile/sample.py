"""One rule file in the sample ruleset's names, read as an analyst's would be; and how long that took."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from attrs import frozen

from engage.ground.finding import Finding
from engage.load import read_sources
from engage.ruleset.model import Ruleset

__all__ = ["FINE", "MINI", "Read", "read_rules", "rule"]

MINI: Final = Path(__file__).parent.parent / "samples" / "mini"
FINE: Final = "customer tier is gold"
_HEADER: Final = (
    "ruleset: hostile\nlanguage: {language}\nzone: Asia/Shanghai\nvocabulary: vocabulary.yaml\n"
    "catalogue: catalogue.yaml\nfiles: [care.rules]\nsafe default: [route to front desk]\n"
)


@frozen
class Read:
    """What came of reading, and the seconds of this thread that it took: others on the machine do not count."""

    ruleset: Ruleset
    seconds: float

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.ruleset.report.findings if finding.severity == "error"]

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.errors}

    def error_on(self, line: int) -> Finding:
        """The first error on a line of the rule file. AssertionError when the line is found sound."""
        for finding in self.errors:
            if finding.span is not None and finding.span.source.name == "care.rules" and finding.span.line == line:
                return finding
        raise AssertionError(f"no error on line {line}: {[(each.code, str(each.span)) for each in self.errors]}")


def rule(when: str = FINE, then: str = "route to front desk", because: str = "asks to leave") -> str:
    """A rule whose condition is on line 3, its action on line 4, its reason on line 5."""
    return f'rule suspect\n  event cancel request\n  when {when}\n  then {then}\n  because "{because}"\n'


def read_rules(text: str, language: str = "en", catalogue: str | None = None) -> Read:
    """Read a rule file beside the sample's vocabulary and catalogue. Never raises on any text."""
    sources = [(name, (MINI / name).read_text("utf-8")) for name in ("vocabulary.yaml", "catalogue.yaml")]
    if catalogue is not None:
        sources[1] = ("catalogue.yaml", catalogue)
    header = _HEADER.format(language=language)
    if language != "en":
        header = header.replace("route to front desk", "转接 综合坐席")
    started = time.thread_time()
    ruleset = read_sources([*sources, ("ruleset.yaml", header), ("care.rules", text)])
    return Read(ruleset, time.thread_time() - started)
