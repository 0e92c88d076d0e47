"""The code keeps the style page, as far as a machine can tell; every exception is written down with its reason.

SINS and the table of docs/decisions/sins.md are one list. It only shrinks: an exception nobody needs any more fails
like a new breach, so that strength once gained is not lost unseen.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from house.pages import ROOT, tables, ticked

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
#: Names that say nothing about what a module is for.
EMPTY_NAMES = frozenset({"utils", "helpers", "common", "base", "manager", "context"})
#: Rooms that hold values of customers: an attribute is written out there, so that no text can name one.
ROOMS_WITH_FACTS = ("facts", "gate", "program", "knowledge", "service", "decide", "runtime")
_LATER = re.compile(r"\b(?:TODO|FIXME)\b")
_CODE_FROM_TEXT = frozenset({"eval", "exec", "compile"})


@frozen
class Sin:
    """A place where the code breaks the style page, by rule, and why it still does."""

    rule: str
    place: str
    why: str


SINS = (
    Sin(
        "a function has at most 50 lines",
        "plugins/engage_sqlite/migrations/versions/baseline.py:upgrade",
        "a migration is written once and never touched again; one list of tables reads best in one go",
    ),
    Sin(
        "a function has at most 50 lines",
        "src/engage/testing/units.py:unit",
        "one long list of defaults for the storage kit, without a branch",
    ),
    Sin(
        "a module says what it offers",
        "plugins/engage_sqlite/migrations/versions/baseline.py",
        "alembic looks for names of its own choosing, and nobody else does",
    ),
    Sin(
        "no text is run as code",
        "src/engage/program/from_model_code.py",
        "it compiles syntax nodes made by the compiler, never a text; nothing a user wrote becomes a name",
    ),
    Sin(
        "facts are not reached by a computed name",
        "src/engage/decide/explain_plain.py",
        "prints a piece of a plan as JSON, by the fields that attrs declares",
    ),
    Sin(
        "facts are not reached by a computed name",
        "src/engage/program/from_model_cost.py",
        "walks a tree by the fields that attrs declares; trees hold no facts",
    ),
    Sin(
        "facts are not reached by a computed name",
        "src/engage/program/from_model_inputs.py",
        "spells a tree by the fields that attrs declares; trees hold no facts",
    ),
    Sin(
        "facts are not reached by a computed name",
        "src/engage/runtime/record.py",
        "keeps and rebuilds a decision by the fields that attrs declares, of classes it lists",
    ),
    Sin(
        "imports stand at the top",
        "plugins/engage_btyd/__init__.py",
        "a plugin is found at every start; numpy and scipy load when a model is opened, and may not be installed",
    ),
    Sin(
        "imports stand at the top",
        "plugins/engage_sqlite/__init__.py",
        "a plugin is found at every start; the driver and its schema load when a storage is opened",
    ),
    Sin(
        "imports stand at the top",
        "plugins/engage_sqlite/storage.py",
        "alembic loads only when there is a schema to write",
    ),
    Sin(
        "imports stand at the top",
        "plugins/engage_webhook/__init__.py",
        "a plugin is found at every start; the HTTP client loads when a channel is opened",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/cli/decide.py",
        "questions at the terminal load only when they are asked",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/cli/explain.py",
        "storages load only when a stored decision is explained",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/decide/explanation.py",
        "an explanation prints itself, and its printers read explanations: one circle, cut here",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/language/parser_numbers.py",
        "a hint shows a length as the printer spells it, and the printer reads the same tables: one circle, cut here",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/language/printer_history.py",
        "a measure holds conditions and a condition holds measures: one circle, cut here",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/language/printer_values.py",
        "a value may be a measure, whose filter holds values: one circle, cut here",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/ruleset/workbook.py",
        "the extra `sheets` may not be installed; workbooks are read and written only where it is",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/plugins.py",
        "finding plugins must not load the engine",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/testing/strategies/history.py",
        "a measure holds conditions and a condition holds measures: one circle, cut here",
    ),
    Sin(
        "imports stand at the top",
        "src/engage/testing/strategies/values.py",
        "a value may be a measure, whose filter holds values: one circle, cut here",
    ),
)


@frozen
class Module:
    """A file of engage or of a first-party plugin, read once."""

    place: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """What it is imported by: `engage.facts.plan`."""
        path = self.place.removeprefix("src/").removeprefix("plugins/").removesuffix(".py").removesuffix("/__init__")
        return path.replace("/", ".")

    @property
    def room(self) -> str:
        """The room of engage it stands in; empty for plugins."""
        parts = self.place.split("/")
        return parts[2] if parts[0] == "src" else ""


Modules = tuple[Module, ...]


@functools.cache
def modules() -> Modules:
    """Every module that is shipped."""
    paths = sorted(path for folder in ("src", "plugins") for path in (ROOT / folder).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Module:
    return module_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def module_of(place: str, text: str) -> Module:
    return Module(place, text, ast.parse(text))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def names(module: Module) -> Iterator[str]:
    """What a module defines at its top; imports are another module's."""
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def called(module: Module) -> Iterator[str]:
    """Names of functions that are called as they stand, without those that the module has of its own."""
    own = {*names(module), *(alias.asname or alias.name for alias in _imported(module.tree))}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in own:
            yield node.func.id


def _imported(tree: ast.AST) -> Iterator[ast.alias]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from node.names


def _private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


# ----------------------------------------------------------------------------------------------------- rules


def long_files(among: Modules) -> Iterator[str]:
    return (module.place for module in among if len(module.text.splitlines()) > MOST_LINES)


def long_functions(among: Modules) -> Iterator[str]:
    for module in among:
        for node in functions(module.tree):
            if (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES_OF_A_FUNCTION:
                yield f"{module.place}:{node.name}"


def modules_that_do_not_say_what_they_are_for(among: Modules) -> Iterator[str]:
    return (module.place for module in among if not ast.get_docstring(module.tree))


def modules_that_do_not_say_what_they_offer(among: Modules) -> Iterator[str]:
    """Those without `__all__`, and those of whose public names another module takes one that is not in it."""
    taken = {(node.module, alias.name) for module in among for node, alias in _taken(module.tree)}
    for module in among:
        public = {name for name in names(module) if not name.startswith("_")}
        offered = _offered(module.tree)
        unsaid = public if offered is None else {name for name in public - offered if (module.name, name) in taken}
        if unsaid:
            yield module.place


def _offered(tree: ast.Module) -> set[str] | None:
    """The texts of `__all__`; None where there is none."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node).startswith("__all__"):
            return {
                text.value for text in ast.walk(node) if isinstance(text, ast.Constant) and isinstance(text.value, str)
            }
    return None


def _taken(tree: ast.AST) -> Iterator[tuple[ast.ImportFrom, ast.alias]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node, alias) for alias in node.names)


def modules_with_empty_names(among: Modules) -> Iterator[str]:
    for module in among:
        *folders, file = module.place.removesuffix(".py").split("/")
        if EMPTY_NAMES & {*folders, *file.strip("_").split("_")}:
            yield module.place


def public_things_without_a_docstring(among: Modules) -> Iterator[str]:
    for module in among:
        if not all(ast.get_docstring(node) for node in _public(module.tree.body)):
            yield module.place


def _public(body: Iterable[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes with their methods; a test's name is its sentence, an overload is a signature."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith(("_", "test_")):
            if "overload" not in {ast.unparse(decorator) for decorator in node.decorator_list}:
                yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def private_names_taken_from_another_module(among: Modules) -> Iterator[str]:
    for module in among:
        if any(_private(alias.name.rpartition(".")[2]) for alias in _imported(module.tree)):
            yield module.place


def imports_inside_functions(among: Modules) -> Iterator[str]:
    for module in among:
        if any(next(_imported(node), None) for node in functions(module.tree)):
            yield module.place


def texts_run_as_code(among: Modules) -> Iterator[str]:
    return (module.place for module in among if _CODE_FROM_TEXT & set(called(module)))


def attributes_by_name_where_facts_are_held(among: Modules) -> Iterator[str]:
    for module in among:
        if module.room in ROOMS_WITH_FACTS and {"getattr", "setattr"} & set(called(module)):
            yield module.place


def mutable_values_of_a_module(among: Modules) -> Iterator[str]:
    """Lists, dicts and sets at the top that are not at least declared as final or as read only."""
    for module in among:
        for node in module.tree.body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, _MUTABLE):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            kept = isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith(("Final", "Mapping"))
            if not kept and ast.unparse(target) != "__all__":
                yield module.place


_MUTABLE = ast.Dict | ast.DictComp | ast.List | ast.ListComp | ast.Set | ast.SetComp


def work_put_off(among: Modules) -> Iterator[str]:
    return (module.place for module in among if _LATER.search(module.text))


RULES: dict[str, Callable[[Modules], Iterator[str]]] = {
    "a file has at most 400 lines": long_files,
    "a function has at most 50 lines": long_functions,
    "a module says what it is for": modules_that_do_not_say_what_they_are_for,
    "a module says what it offers": modules_that_do_not_say_what_they_offer,
    "a module's name says what it is for": modules_with_empty_names,
    "public things have a docstring": public_things_without_a_docstring,
    "private names stay in their module": private_names_taken_from_another_module,
    "imports stand at the top": imports_inside_functions,
    "no text is run as code": texts_run_as_code,
    "facts are not reached by a computed name": attributes_by_name_where_facts_are_held,
    "nothing mutable at module level": mutable_values_of_a_module,
    "no work is put off in a comment": work_put_off,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_this_rule_but_for_the_exceptions_written_down(rule: str) -> None:
    breaches = set(RULES[rule](modules()))
    allowed = {sin.place for sin in SINS if sin.rule == rule}
    new, gone = breaches - allowed, allowed - breaches
    assert not new, f"{rule}: mend these, or write them down with a reason in SINS and docs/decisions/sins.md"
    assert not gone, f"{rule}: strike these off SINS and docs/decisions/sins.md, they keep the rule now"


def test_the_page_of_sins_lists_the_same_exceptions_with_the_same_reasons() -> None:
    page = next(table for table in tables(ROOT / "docs" / "decisions" / "sins.md") if table.mark == "sins")
    listed = [(rule, *ticked(place), why) for rule, place, why in page.rows]
    assert listed == [(sin.rule, sin.place, sin.why) for sin in SINS]


def test_an_exception_is_from_a_rule_that_is_held() -> None:
    assert {sin.rule for sin in SINS} <= set(RULES)


#: For each rule a module that breaks it, and no other rule's.
PLANTED = {
    "a file has at most 400 lines": ("plan.py", "#\n" * 401),
    "a function has at most 50 lines": ("plan.py", "def _long():\n" + "    pass\n" * 50),
    "a module says what it is for": ("plan.py", ""),
    "a module says what it offers": ("plan.py", "OPEN = 1\n"),
    "a module's name says what it is for": ("plan_utils.py", ""),
    "public things have a docstring": ("plan.py", "__all__ = ['plan']\ndef plan(): pass\n"),
    "private names stay in their module": ("plan.py", "from engage.facts.plan import _hidden\n"),
    "imports stand at the top": ("plan.py", "def _plan():\n    import engage\n"),
    "no text is run as code": ("plan.py", "_PLAN = eval('1')\n"),
    "facts are not reached by a computed name": ("plan.py", "def _fact(known, name): return getattr(known, name)\n"),
    "nothing mutable at module level": ("plan.py", "_SEEN = []\n"),
    "no work is put off in a comment": ("plan.py", "# " + "TO" + "DO: later\n"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_breach_is_found_by_its_rule_and_by_no_other(rule: str) -> None:
    name, text = PLANTED[rule]
    said = "" if rule == "a module says what it is for" else '"""What it is for."""\n'
    planted = (module_of(f"src/engage/decide/{name}", said + text),)
    assert [each for each, broken in RULES.items() if list(broken(planted))] == [rule]
