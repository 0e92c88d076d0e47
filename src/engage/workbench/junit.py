"""Results of examples as JUnit XML, for CI servers: a suite a ruleset, a case an example.

No times are given: an example is decided in microseconds, and the same run must give the same file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree

from engage.workbench.coverage import Coverage
from engage.workbench.examples import ExampleResult
from engage.workbench.told import EXPECTED, GOT, told_plainly

__all__ = ["junit_xml"]

#: what XML 1.0 cannot hold
_UNSEEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(ruleset: str, results: Sequence[ExampleResult], covered: Coverage, language: str) -> str:
    """The file's text. `ruleset` names the suite; what is covered stands among its properties."""
    failed = sum(not result.passed for result in results)
    root = ElementTree.Element("testsuites", {"tests": str(len(results)), "failures": str(failed)})
    counts = {"name": _seen(ruleset), "tests": str(len(results)), "failures": str(failed), "errors": "0"}
    suite = ElementTree.SubElement(root, "testsuite", {**counts, "skipped": "0"})
    properties = ElementTree.SubElement(suite, "properties")
    missed = len(covered.missed)
    for name, value in (
        ("coverage percent", covered.percent),
        ("units", len(covered.counts)),
        ("units covered", len(covered.counts) - missed),
    ):
        ElementTree.SubElement(properties, "property", {"name": name, "value": str(value)})
    for result in results:
        about = {"classname": _seen(ruleset), "name": _seen(result.id)}
        if result.span is not None:
            about |= {"file": _seen(result.span.source.name), "line": str(result.span.line)}
        case = ElementTree.SubElement(suite, "testcase", about)
        if not result.passed:
            first = result.differences[0]
            sides = ((EXPECTED, first.expected), (GOT, first.got))
            told = "; ".join(f"{word.in_language(language)} {said.in_language(language)}" for word, said in sides)
            failure = ElementTree.SubElement(case, "failure", {"message": _seen(told), "type": "expectation"})
            failure.text = _seen(told_plainly(result, language))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _seen(text: str) -> str:
    return _UNSEEN.sub("\ufffd", text)
