"""The reference is complete: what a page lists is what the code has, no more and no less.

Parts that are lists of what the code has stand between `<!-- begin NAME -->` and `<!-- end NAME -->`. With
ENGAGE_GOLDEN=accept (`make golden`) they are written anew, to be reviewed by their diff; all other text is by hand.
"""

from __future__ import annotations

import ast
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pytest
import typer

import engage.cli
import engage.errors
import engage.plugins
from engage.ground.limits import LIMITS
from house.pages import ROOT, tables, ticked

REFERENCE = ROOT / "docs" / "reference"


def listed(page: str, name: str, lines: Iterable[str]) -> None:
    """The part `name` of a page has exactly these lines."""
    path = REFERENCE / page
    text = path.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- begin {re.escape(name)} -->\n)(.*?)(<!-- end {re.escape(name)} -->)", re.DOTALL)
    found = part.search(text)
    assert found, f"{page} has no part `{name}`"
    wanted = "\n" + "\n".join(lines) + "\n\n"
    if os.environ.get("ENGAGE_GOLDEN") == "accept":
        path.write_text(part.sub(lambda match: match[1] + wanted + match[3], text), encoding="utf-8")
        return
    assert found[2] == wanted, f"{page}: `{name}` is out of date; `make golden` writes it anew"


def cell(text: str) -> str:
    """A text as it may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


# ------------------------------------------------------------------------------------------------ limits


def test_the_published_limits_are_those_that_are_held() -> None:
    rows = {name: value for table in tables(REFERENCE / "limits.md") for name, value, *_ in table.rows}
    published = {ticked(name)[0]: int(value.replace(",", "")) for name, value in rows.items()}
    assert published == attrs.asdict(LIMITS)


# ---------------------------------------------------------------------------------------------- command line


def verbs() -> Iterator[tuple[str, Any]]:
    """Every verb with its command, groups taken apart."""
    group: Any = typer.main.get_command(engage.cli.app)
    start = group.make_context("engage", [], resilient_parsing=True)
    for verb in group.list_commands(start):
        command = group.get_command(start, verb)
        if hasattr(command, "commands"):
            yield from ((f"{verb} {name}", inner) for name, inner in command.commands.items())
        else:
            yield verb, command


def usage(verb: str, command: Any) -> Iterator[str]:
    """A verb's part of the page: how it is called, and a table of its options."""
    words = [param.name.upper() for param in command.params if param.param_type_name == "argument"]
    needed = [
        f"{param.opts[0]} {param.name.upper()}"
        for param in command.params
        if param.param_type_name == "option" and param.required
    ]
    yield f"`{' '.join(['engage', verb, *words, *needed])}`"
    yield ""
    yield cell(command.help)
    yield ""
    yield "| | meaning | unless said |"
    yield "|---|---|---|"
    for param in command.params:
        if param.name == "help":
            continue
        if param.param_type_name == "argument":
            yield f"| `{param.name.upper()}` | {cell(param.help or '')} | |"
            continue
        opts = " ".join(f"`{opt}`" for opt in param.opts)
        shown = param.default if isinstance(param.default, str) and param.default else ""
        yield f"| {opts} | {cell(param.help or '')} | {f'`{shown}`' if shown else ''} |"


def test_every_verb_is_on_the_page_with_all_of_its_options() -> None:
    found = dict(verbs())
    for verb, command in found.items():
        listed("cli.md", verb, usage(verb, command))
    headings = re.findall(r"^## engage (.+)$", (REFERENCE / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(found)


def test_the_exit_codes_on_the_page_are_the_real_ones() -> None:
    table = next(table for table in tables(REFERENCE / "cli.md") if table.header[0] == "exit code")
    codes = [int(code) for code, _ in table.rows]
    assert codes == [0, engage.cli.FINDINGS, engage.cli.MISUSE, engage.cli.OUTSIDE]


# ------------------------------------------------------------------------------------------------ findings


#: What every part of engage is reached from; a room that is not used yet has nothing to say.
_COLLECT = """
import importlib, json, pkgutil, sys
import engage, engage.cli, engage.ruleset
for name in engage.__all__:
    getattr(engage, name)
for module, _ in engage.cli.VERBS.values():
    try:
        importlib.import_module(module)
    except ModuleNotFoundError:
        pass
import engage.ruleset.from_pydantic
from engage.ground.finding import Message
found = set()
for name, module in list(sys.modules.items()):
    if name.startswith("engage."):
        for value in vars(module).values():
            if isinstance(value, Message):
                found.add((value.code, value.severity.value, value.en, value.zh, value.hint_en, value.hint_zh))
print(json.dumps(sorted(found)))
"""
EXCEPTIONS = frozenset(engage.errors.__all__)
_CODE = re.compile(r"[A-Z]\d{3}")


@functools.cache
def told() -> list[list[str]]:
    """Every Message that engage can emit: code, severity, sentence and hint in both languages."""
    done = subprocess.run([sys.executable, "-c", _COLLECT], capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def raised() -> Iterator[tuple[str, str, str]]:
    """Every code that an exception carries, with its sentence and hint, as the sources have it."""
    for root in (ROOT / "src", ROOT / "plugins"):
        for path in sorted(root.rglob("*.py")):
            if "testing" not in path.parts:
                yield from _raised_in(ast.parse(path.read_text(encoding="utf-8")))


def _raised_in(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if _is_code(key) and isinstance(value, ast.Tuple) and len(value.elts) == 2:
                    yield _text(key), _text(value.elts[0]), _text(value.elts[1])
        elif isinstance(node, ast.Call) and len(node.args) > 1 and _is_code(node.args[0]) and _name(node) in EXCEPTIONS:
            hint = next((_text(word.value) for word in node.keywords if word.arg == "hint"), "")
            yield _text(node.args[0]), _text(node.args[1]), hint


def _is_code(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_CODE.fullmatch(node.value))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.expr | None) -> str:
    """A constant text; what is filled in at run time as `{…}`."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "{…}"


def code(text: str) -> str:
    """A sentence with names to be filled in, as a table shows it."""
    return cell(text).replace("<", "&lt;")


@pytest.mark.parametrize("letter", ["E", "Y", "R", "V", "M"])
def test_every_finding_is_on_the_page_with_its_sentence_and_hint(letter: str) -> None:
    rows = ["| code | | sentence | hint |", "|---|---|---|---|"]
    for number, severity, en, zh, hint_en, hint_zh in told():
        if number.startswith(letter):
            grave = "" if severity == "error" else severity
            rows.append(f"| {number} | {grave} | {code(en)}<br>{code(zh)} | {code(hint_en)}<br>{code(hint_zh)} |")
    listed("findings.md", letter, rows)


@pytest.mark.parametrize("letter", ["G", "P", "S", "C", "F", "W"])
def test_every_code_of_an_exception_is_on_the_page_with_its_sentence_and_hint(letter: str) -> None:
    found = sorted({row for row in raised() if row[0].startswith(letter)})
    rows = ["| code | sentence | hint |", "|---|---|---|"]
    rows += [f"| {number} | {code(sentence)} | {code(hint)} |" for number, sentence, hint in found]
    listed("findings.md", letter, rows)


def test_the_page_of_findings_has_every_letter() -> None:
    letters = {row[0][0] for row in told()} | {row[0][0] for row in raised()}
    parts = re.findall(r"<!-- begin (\w) -->", (REFERENCE / "findings.md").read_text(encoding="utf-8"))
    assert sorted(parts) == sorted(letters)


def test_every_finding_is_said_in_both_languages() -> None:
    assert [row[0] for row in told() if not row[2] or not row[3]] == []
    assert [row[0] for row in told() if bool(row[4]) != bool(row[5])] == []
