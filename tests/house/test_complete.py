"""The reference is complete: what a page lists is what the code has, no more and no less.

Parts that are lists of what the code has stand between `<!-- begin NAME -->` and `<!-- end NAME -->`. With
ENGAGE_GOLDEN=accept (`make golden`) they are written anew, to be reviewed by their diff; all other text is by hand.
"""

from __future__ import annotations

import ast
import functools
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs
import pluggy
import pytest
import typer

import engage.cli
import engage.errors
import engage.plugins
import engage.service
from engage.cli.finding_pages import every_message, page_of
from engage.cli.helping import about, help_of
from engage.facts.known import Provided
from engage.ground.limits import LIMITS
from engage.ground.render import render
from engage.ground.script import traditional
from engage.load import load, read_sources
from engage.measure.kpis import KPIS
from engage.ruleset import document_words, documents, keys
from engage.runtime import AsyncEngine, Engine
from engage.runtime.async_desk import AsyncDesk
from engage.runtime.desk import Desk, DeskContact, WorkOffer
from engage.sockets import correlator, desk, estimator, hooks, provider, second_opinion
from engage.sockets import storage as sockets
from engage.sockets.channel import Answer, Channel, Delivery
from engage.sockets.storage import Storage
from engage.testing.channel import ChannelContract
from engage.testing.correlator import CorrelatorContract
from engage.testing.estimator import EstimatorContract
from engage.testing.provider import ProviderContract
from engage.testing.storage import StorageContract
from engage.testing.storage_desk import DeskContract
from engage.workbench import mapping_file
from house.pages import ROOT, fences, tables, ticked

#: what is told of on the page of engage.service under routing
ROUTING = (
    *("assign", "still_waiting", "rank", "rungs_open", "waiting_by_plan", "exits_of", "below_floor", "closed_queues"),
    *("next_attempt", "callback_state", "attempted", "called_again", "queued_callback", "callback_wait"),
)
ROUTING_VALUES = (
    *("Waiting", "Worker", "Skill", "Capacity", "Share", "Match", "StillWaiting", "Queue", "Exit", "Pool"),
    *("Route", "Rung", "Need", "Callback", "CallbackWait"),
)
ROUTING_CHOICES = ("Chosen", "Unserved", "ExitTo", "CallbackState")
#: and under menus and self-services
WALKS = ("menu_walk", "on_levels", "in_order", "seen_again", "self_service_walk", "contained")
WALK_VALUES = ("MenuWalk", "Seen", "SelfServiceWalk", "HandOver", "Containment")
WALK_CHOICES = ("Ending", "Why", "Contained")
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
    said = help_of(command)
    words = [
        param.name.upper() if param.required else f"[{param.name.upper()}]"
        for param in command.params
        if param.param_type_name == "argument"
    ]
    needed = [
        f"{param.opts[0]} {param.name.upper()}"
        for param in command.params
        if param.param_type_name == "option" and param.required
    ]
    yield f"`{' '.join(['engage', verb, *words, *needed])}`"
    yield ""
    yield cell(about(command.callback).en)
    yield ""
    yield "| | meaning | unless said |"
    yield "|---|---|---|"
    for param in command.params:
        if param.name == "help":
            continue
        if param.param_type_name == "argument":
            yield f"| `{param.name.upper()}` | {cell(said[param.name].en)} | |"
            continue
        opts = " ".join(f"`{opt}`" for opt in param.opts)
        shown = param.default if isinstance(param.default, str | int | float) and not param.is_flag else ""
        yield f"| {opts} | {cell(said[param.name].en)} | {f'`{shown}`' if shown else ''} |"


def test_every_verb_is_on_the_page_with_all_of_its_options() -> None:
    found = dict(verbs())
    for verb, command in found.items():
        listed("cli.md", verb, usage(verb, command))
    headings = re.findall(r"^## engage (.+)$", (REFERENCE / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(found)


def test_every_verb_and_every_option_is_explained_in_both_languages_and_scripts() -> None:
    for verb, command in verbs():
        said = {"": about(command.callback), **help_of(command)}
        for name in ("", *(param.name for param in command.params)):
            words = said[name]
            assert all((words.en, words.zh, words.zh != words.en)), f"{verb} {name}"
            assert words.hant or traditional(words.zh) == words.zh, f"{verb} {name}"


def test_the_exit_codes_on_the_page_are_the_real_ones() -> None:
    table = next(table for table in tables(REFERENCE / "cli.md") if table.header[0] == "exit code")
    codes = [int(code) for code, _ in table.rows]
    assert codes == [0, engage.cli.FINDINGS, engage.cli.MISUSE, engage.cli.OUTSIDE]


# ------------------------------------------------------------------------------------------------ figures


def test_every_figure_of_service_is_on_the_page_with_its_formula_and_its_source() -> None:
    rows = [
        f"| `{kpi.id}` | {kpi.name.en} · {kpi.name.zh} | {kpi.top.en} / {kpi.bottom.en} | {kpi.unit.value} |"
        for kpi in KPIS.values()
    ]
    listed("kpis.md", "kpis", ["| id | figure | counted | unit |", "|---|---|---|---|", *rows])
    sourced = next(table for table in tables(REFERENCE / "kpis.md") if table.header[1] == "published by")
    named = {name for first, *_ in sourced.rows for name in ticked(first)}
    assert {id for id in KPIS if ".p" not in id} <= named


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
            if "testing" not in path.relative_to(ROOT).parts:
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
    if isinstance(node, ast.Call) and _name(node) == "Words":
        return "<br>".join(filter(None, map(_text, node.args[:2])))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "{…}"


def code(text: str) -> str:
    """A sentence with names to be filled in, as a table shows it."""
    return "<br>".join(cell(part).replace("<", "&lt;") for part in text.split("<br>"))


def anchored(number: str, seen: set[str]) -> str:
    """A code with its place to link to: `findings.md#e013`; several sentences may share one."""
    if number in seen:
        return number
    seen.add(number)
    return f'<a id="{number.lower()}"></a>{number}'


def test_the_command_line_tells_every_finding_in_both_languages() -> None:
    assert {number for number, *_ in told()} == set(every_message())
    for number, _, en, zh, *_ in told():
        assert en in page_of(number, "en")
        assert zh in page_of(number, "zh")


@pytest.mark.parametrize("letter", ["E", "Y", "R", "V", "M"])
def test_every_finding_is_on_the_page_with_its_sentence_and_hint(letter: str) -> None:
    rows, seen = ["| code | | sentence | hint |", "|---|---|---|---|"], set[str]()
    for number, severity, en, zh, hint_en, hint_zh in told():
        if number.startswith(letter):
            grave = "" if severity == "error" else severity
            said = f"{code(en)}<br>{code(zh)} | {code(hint_en)}<br>{code(hint_zh)}"
            rows.append(f"| {anchored(number, seen)} | {grave} | {said} |")
    listed("findings.md", letter, rows)


@pytest.mark.parametrize("letter", ["G", "P", "S", "C", "D", "F", "K", "T", "W"])
def test_every_code_of_an_exception_is_on_the_page_with_its_sentence_and_hint(letter: str) -> None:
    found = sorted({row for row in raised() if row[0].startswith(letter)})
    rows = ["| code | sentence | hint |", "|---|---|---|"]
    seen = set[str]()
    rows += [f"| {anchored(number, seen)} | {code(sentence)} | {code(hint)} |" for number, sentence, hint in found]
    listed("findings.md", letter, rows)


def test_the_page_of_findings_has_every_letter() -> None:
    letters = {row[0][0] for row in told()} | {row[0][0] for row in raised()}
    parts = re.findall(r"<!-- begin (\w) -->", (REFERENCE / "findings.md").read_text(encoding="utf-8"))
    assert sorted(parts) == sorted(letters)


def test_every_finding_is_said_in_both_languages() -> None:
    assert [row[0] for row in told() if not row[2] or not row[3]] == []
    assert [row[0] for row in told() if bool(row[4]) != bool(row[5])] == []


def test_braces_of_a_sentence_hold_the_name_of_a_value_and_nothing_else() -> None:
    strange = {
        row[0]: text for row in told() for text in row[2:6] if set("{}") & set(re.sub(r"\{[a-z][a-z_]*\}", "", text))
    }
    assert strange == {}


# --------------------------------------------------------------------------------------------------- files


def _own(document: Any) -> set[str]:
    """The keys of a document, its labels left out."""
    found = {field.alias or name for name, field in document.model_fields.items()}
    return found - KEYS_OF["labels"] if issubclass(document, documents.TermDocument) else found


KEYS_OF: dict[str, set[str]] = {
    "labels": {field.alias or name for name, field in documents.TermDocument.model_fields.items()},
    "any of": {keys.ANY_OF.key},
    "lists": {word.printed("en") for word in keys.LISTS.values()},
    "ruleset block": {keys.HEADER.word.key, *keys.HEADER.keys},
    "mapping": set(mapping_file._TOP),
    "mapping event": set(mapping_file._EVENT),
    "mapping column": set(mapping_file._COLUMN),
    "mapping time": set(mapping_file._TIME),
}
KEYS_OF |= {
    name: _own(document)
    for name, document in {
        "header": documents.HeaderDocument,
        "vocabulary": documents.VocabularyDocument,
        "field": documents.FieldDocument,
        "event": documents.EventDocument,
        "output": documents.OutputDocument,
        "catalogue": documents.CatalogueDocument,
        "queue": documents.QueueDocument,
        "pool": documents.PoolDocument,
        "level": documents.LevelDocument,
        "menu item": documents.MenuItemDocument,
        "menu": documents.MenuDocument,
        "self-service": documents.SelfServiceDocument,
        "step": documents.StepDocument,
        "wording": documents.WordingDocument,
        "offer": documents.OfferDocument,
        "commitment": documents.CommitmentDocument,
        "calendar": documents.CalendarDocument,
        "treatment": documents.TreatmentDocument,
        "allowance": documents.AllowanceDocument,
        "answer": documents.AnswerDocument,
        "choice value": documents.ValueDocument,
        "reason": documents.ReasonDocument,
        "work": documents.WorkDocument,
    }.items()
}
KEYS_OF |= {name: {name, *(keys.KEYS[key].in_yaml("en") for key in kind.keys)} for name, kind in keys.KINDS.items()}
#: Parts of the page whose Chinese is that of blocks; the others are documents.
_BLOCKS = {"ruleset block", *keys.KINDS}
#: Keys that are explained where they stand first.
_PLAIN = {key for key in keys.KEYS if key.startswith(("because", "title", "note"))}


def _key_tables() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        table.mark.removeprefix("keys "): table.rows
        for table in tables(REFERENCE / "files.md")
        if table.mark.startswith("keys ")
    }


def test_every_sort_of_keys_has_its_table() -> None:
    assert set(_key_tables()) == set(KEYS_OF)


@pytest.mark.parametrize("sort", sorted(KEYS_OF))
def test_every_key_is_on_the_page_and_no_other(sort: str) -> None:
    rows = _key_tables()[sort]
    listed_keys = [ticked(row[0])[0] for row in rows]
    assert sorted(listed_keys) == sorted(KEYS_OF[sort])
    assert sort == "ruleset block" or all(row[-1] or ticked(row[0])[0] in _PLAIN for row in rows)


@pytest.mark.parametrize("sort", sorted(name for name in KEYS_OF if not name.startswith("mapping")))
def test_the_chinese_of_a_key_is_read_as_that_key(sort: str) -> None:
    for row in _key_tables()[sort]:
        chinese = ticked(row[1])
        if not chinese:
            continue
        key = ticked(row[0])[0]
        if sort == "any of":
            assert chinese[0] == keys.ANY_OF.printed("zh")
        elif sort == "lists":
            assert chinese[0] in {word.printed("zh") for word in keys.LISTS.values() if word.printed("en") == key}
        elif sort in _BLOCKS:
            kind = keys.KINDS.get(key) if key == sort else None
            own = keys.KINDS[sort].keys if sort in keys.KINDS else keys.HEADER.keys
            inner = {keys.KEYS[each].in_yaml("en"): keys.KEYS[each] for each in own}
            word = kind.word if kind else keys.HEADER.word if key == "ruleset" else inner[key]
            assert keys.exact(chinese[0], [word]), chinese
        else:
            assert document_words.spelled(document_words.KEYS, chinese[0]) == key, chinese


def test_the_samples_of_the_page_make_a_sound_ruleset() -> None:
    header, vocabulary, catalogue = (fence.text for fence in fences(REFERENCE / "files.md") if fence.language == "yaml")
    rule = "rule all\n  event bill\n  then route to front desk\n"
    read = read_sources(
        {"ruleset.yaml": header, "vocabulary.yaml": vocabulary, "catalogue.yaml": catalogue, "care.rules": rule}.items()
    )
    assert read.report.findings == (), render(read.report)


def test_an_output_of_the_header_can_be_set_by_a_rule() -> None:
    header, vocabulary, catalogue = (fence.text for fence in fences(REFERENCE / "files.md") if fence.language == "yaml")
    header += "outputs:\n  discount: {type: yes/no, settle: any, otherwise: no}\n"
    rule = "rule all\n  event bill\n  then set discount to yes\n"
    read = read_sources(
        {"ruleset.yaml": header, "vocabulary.yaml": vocabulary, "catalogue.yaml": catalogue, "care.rules": rule}.items()
    )
    assert read.report.findings == (), render(read.report)


# ------------------------------------------------------------------------------------- hooks and sockets


def _signature(function: Callable[..., object], name: str) -> list[str]:
    """A function as it is called, one parameter a line where it would be too long."""
    found = inspect.signature(function)
    parts, starred = list[str](), False
    for part in found.parameters.values():
        if part.name == "self":
            continue
        if part.kind is part.KEYWORD_ONLY and not starred:
            parts, starred = [*parts, "*"], True
        default = "" if part.default is part.empty else f" = {_plain(part.default)}"
        parts.append(f"{part.name}: {part.annotation}{default}")
    line = f"{name}({', '.join(parts)}) -> {found.return_annotation}"
    if len(line) <= 100:
        return [line]
    return [f"{name}(", *(f"    {part}," for part in parts), f") -> {found.return_annotation}"]


def _plain(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _about(thing: object) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(thing.__doc__ or "").split("\n\n")]


def _methods(contract: type) -> Iterator[str]:
    """Each method of a Protocol: its signature and what it says of itself."""
    for name, type in inspect.get_annotations(contract).items():
        yield from ["```python", f"{name}: {type}", "```", ""]
    for name, value in vars(contract).items():
        if inspect.isfunction(value) and not name.startswith("_"):
            yield from ["```python", *_signature(value, name), "```", "", *_spaced(_about(value))]


def _spaced(paragraphs: list[str]) -> Iterator[str]:
    for place, paragraph in enumerate(paragraphs):
        yield paragraph
        if place < len(paragraphs) - 1:
            yield ""
    yield ""


def _record(record: type) -> Iterator[str]:
    """A value: what it says of itself, and its attributes."""
    yield f"**{record.__name__}**. {' '.join(_about(record))}"
    yield ""
    shown = []
    for each in attrs.fields(record):
        default = each.default
        plain = default is attrs.NOTHING or type(default).__name__ == "Factory"
        shown.append(f"`{each.name}: {each.type}`" if plain else f"`{each.name}: {each.type} = {_plain(default)}`")
    yield ", ".join(shown)
    yield ""


def _asked(kit: type) -> list[str]:
    """The tests of a kit, as the sentences they are."""
    names = dict.fromkeys(name for each in reversed(kit.__mro__) for name in vars(each) if name.startswith("test_"))
    return [f"- {name.removeprefix('test_').replace('_', ' ')}" for name in names]


def _without_last(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return found[:-1] if found and not found[-1] else found


def test_the_hooks_are_on_the_page_with_their_signatures() -> None:
    manager = pluggy.PluginManager("engage")
    manager.add_hookspecs(hooks)
    found = [name for name in vars(hooks) if name.startswith("engage_")]
    assert sorted(found) == sorted(name for name in dir(manager.hook) if not name.startswith("_"))
    lines = [line for name in found for line in [*_signature(getattr(hooks, name), name)]]
    listed("plugins.md", "hooks", ["```python", *lines, "```"])
    registries = [
        hooks.StorageRegistry,
        hooks.ChannelRegistry,
        hooks.EstimatorRegistry,
        hooks.ProviderRegistry,
        hooks.SecondOpinionRegistry,
        hooks.CorrelatorRegistry,
    ]
    shown = (
        line for each in registries for line in [f"**{each.__name__}**. {' '.join(_about(each))}", "", *_methods(each)]
    )
    listed("plugins.md", "registries", _without_last(shown))
    listed("plugins.md", "door", [", ".join(f"`{name}`" for name in engage.plugins.__all__)])


def test_the_channel_contract_is_on_the_page() -> None:
    listed("channels.md", "channel", _without_last(_methods(Channel)))
    listed("channels.md", "delivery", _without_last(_record(Delivery)))
    listed("channels.md", "answer", _without_last(_record(Answer)))
    listed("channels.md", "channel kit", _asked(ChannelContract))


def test_the_contract_of_estimators_is_on_the_page() -> None:
    listed("estimators.md", "estimator", _without_last([*_methods(estimator.Estimator), *_methods(estimator.Learner)]))
    values = (estimator.Asked, estimator.Guess)
    listed("estimators.md", "values", _without_last(line for record in values for line in _record(record)))
    listed("estimators.md", "estimator kit", _asked(EstimatorContract))


def test_the_contract_of_providers_is_on_the_page() -> None:
    listed("providers.md", "provider", _without_last(_methods(provider.FactProvider)))
    records = (provider.Told, Provided)
    listed("providers.md", "values", _without_last(line for record in records for line in _record(record)))
    listed("providers.md", "provider kit", _asked(ProviderContract))


def test_the_contract_of_second_opinions_is_on_the_page() -> None:
    listed("second-opinions.md", "second opinion", _without_last(_methods(second_opinion.SecondOpinion)))
    records = [getattr(second_opinion, name) for name in second_opinion.__all__]
    values = [record for record in records if inspect.isclass(record) and attrs.has(record)]
    listed("second-opinions.md", "values", _without_last(line for record in values for line in _record(record)))


def test_the_contract_of_correlators_is_on_the_page() -> None:
    listed("correlators.md", "correlator", _without_last(_methods(correlator.Correlator)))
    records = (correlator.Question, correlator.Candidate)
    listed("correlators.md", "correlator values", _without_last(line for each in records for line in _record(each)))
    listed("correlators.md", "correlator kit", _asked(CorrelatorContract))


def test_the_storage_contract_is_on_the_page() -> None:
    listed("storage.md", "storage", _without_last(_methods(Storage)))
    records = [getattr(sockets, name) for name in sockets.__all__ if inspect.isclass(getattr(sockets, name))]
    values = [record for record in records if attrs.has(record)]
    listed("storage.md", "records", _without_last(line for record in values for line in _record(record)))
    listed("storage.md", "storage kit", _asked(StorageContract))


def test_the_contract_of_desks_is_on_the_page() -> None:
    listed("storage.md", "desk", _without_last(_methods(desk.DeskStorage)))
    records = (desk.DeskRecord, desk.AtDesk)
    listed("storage.md", "desk records", _without_last(line for each in records for line in _record(each)))
    listed("storage.md", "desk kit", _asked(DeskContract))


def _choices(names: Iterable[str]) -> Iterator[str]:
    """Each enumeration of engage.service: what it says of itself, and its members with their values."""
    for name in names:
        kind = getattr(engage.service, name)
        members = ", ".join(f"`{member.name}` {member.value}" for member in kind)
        yield from [f"**{name}**. {' '.join(_about(kind))}", "", members, ""]


def _functions(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        function = getattr(engage.service, name)
        yield from ["```python", *_signature(function, name), "```", "", *_spaced(_about(function))]


def _walked(name: str) -> Iterator[str]:
    """A value of engage.service: its attributes, then what follows from them, or may happen to it."""
    kind = getattr(engage.service, name)
    yield from _record(kind)
    found = _public(kind).items()
    for step, value in found:
        read = isinstance(vars(kind)[step], property)
        shown = f"{step}: {inspect.signature(value).return_annotation}" if read else _signature(value, step)[0]
        yield f"- `{shown}`: {' '.join(_about(value))}"
    yield from [""] if found else []


def test_every_name_of_routing_is_on_the_page() -> None:
    listed("service.md", "routing functions", _without_last(_functions(ROUTING)))
    listed("service.md", "routing values", _without_last(line for name in ROUTING_VALUES for line in _walked(name)))
    listed("service.md", "routing choices", _without_last(_choices(ROUTING_CHOICES)))


def test_every_name_of_menus_and_self_services_is_on_the_page() -> None:
    listed("service.md", "walks", _without_last(_functions(WALKS)))
    listed("service.md", "walk values", _without_last(line for name in WALK_VALUES for line in _walked(name)))
    listed("service.md", "walk choices", _without_last(_choices(WALK_CHOICES)))


def test_every_name_of_engage_service_is_on_one_of_its_pages() -> None:
    """Where a row of a table, a signature or a paragraph begins with it."""
    pages = [(REFERENCE / page).read_text(encoding="utf-8") for page in ("service.md", "wait-estimates.md")]
    begun = re.compile(r"^(?:\| `|```python\n|\*\*)(\w+)", re.MULTILINE)
    told = {name for text in pages for name in begun.findall(text)}
    assert sorted(set(engage.service.__all__) - told) == []


def test_every_code_of_an_exception_is_said_in_chinese() -> None:
    """Examples in a programming language are the same everywhere."""
    assert [row for row in raised() if not re.search("<br>|{…}", row[1])] == []
    assert [row for row in raised() if row[2] and "<br>" not in row[2] and not row[2].startswith("{")] == []


# -------------------------------------------------------------------------------------------------- engine


def _public(kind: type) -> dict[str, Callable[..., object]]:
    """The public methods of a class, properties by what reads them."""
    found = {name: value.fget if isinstance(value, property) else value for name, value in vars(kind).items()}
    return {name: value for name, value in found.items() if inspect.isfunction(value) and not name.startswith("_")}


def _method(name: str, function: Callable[..., object], value: object) -> Iterator[str]:
    if isinstance(value, property):
        return iter(["```python", f"{name}: {inspect.signature(function).return_annotation}", "```", ""])
    return iter(["```python", *_signature(function, name), "```", ""])


def _opening(kind: type) -> list[str]:
    signature = [line.replace(" -> None", "") for line in _signature(inspect.unwrap(kind.__init__), kind.__name__)]  # type: ignore[misc]
    return ["```python", *signature, "```", "", _about(kind)[0]]


def test_every_method_of_the_engine_is_on_the_page_as_the_code_has_it() -> None:
    listed("engine.md", "Engine", _opening(Engine))
    for name, function in _public(Engine).items():
        lines = [*_method(name, function, vars(Engine)[name]), *_spaced(_about(function))]
        listed("engine.md", name, _without_last(lines))


def test_every_method_of_the_desk_is_on_the_page() -> None:
    lines = list[str]()
    for name, function in _public(Desk).items():
        lines += [*_method(name, function, vars(Desk)[name]), *_spaced(_about(function))]
    listed("engine.md", "Desk", _without_last([*lines, *_record(DeskContact), *_record(WorkOffer)]))


def test_every_method_of_the_engine_for_asyncio_is_on_the_page() -> None:
    listed("engine.md", "AsyncEngine", _opening(AsyncEngine))
    rows = ["```python"]
    for name, function in _public(AsyncEngine).items():
        value = vars(AsyncEngine)[name]
        awaited = "" if isinstance(value, property) else "await "
        rows += [
            f"{awaited}{line}" if line.startswith(name) else line for line in list(_method(name, function, value))[1:-2]
        ]
    listed("engine.md", "async", [*rows, "```"])


def test_the_engine_for_asyncio_has_every_method_of_the_engine() -> None:
    # `storage` is that of `engine`; what opens and closes is `async with`.
    assert set(_public(Engine)) - set(_public(AsyncEngine)) == {"storage", "close"}
    assert set(_public(Desk)) == set(_public(AsyncDesk))


def test_every_key_of_status_and_every_argument_is_on_the_page() -> None:
    keys_of_status, arguments = (
        {name for row in table.rows for name in ticked(row[0])}
        for head in ("key of `status()`", "argument")
        for table in tables(REFERENCE / "engine.md")
        if table.header[0] == head
    )
    with Engine(load(ROOT / "tests" / "samples" / "mini"), "sqlite::memory:") as engine:
        assert keys_of_status == set(engine.status())
    assert arguments == set(inspect.signature(Engine).parameters)
