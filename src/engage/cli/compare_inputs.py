"""What `engage compare` is given: two rulesets, events of a file or of a storage, facts of customers, limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import typer
from attrs import evolve, frozen
from rich.console import Console

from engage.cli.event_files import event_lines, events_of, watched
from engage.cli.opening import open_model
from engage.cli.speech import say
from engage.cli.storages import outdated
from engage.errors import EventRejected, NotFound, RulesetError
from engage.facts.known import Fact
from engage.facts.vocabulary import Field, Vocabulary
from engage.gate.known_in import typed_facts
from engage.ground.finding import Words
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.sockets.plugins import Plugins
from engage.sockets.storage import Storage
from engage.sockets.upkeep import Upkeep
from engage.workbench.compare import group_field
from engage.workbench.compare_limits import Limit, LimitProblem, What, group_value, read_limit
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.compare_replay import pairs_of_record
from engage.workbench.customers_in import CustomerFacts, customers_from_json_lines, customers_from_table
from engage.workbench.events_in import BadLine
from engage.workbench.runner import Refused

__all__ = ["Opened", "grouping", "limits_of", "open_side", "opened_storage", "pairs_from_file", "pairs_from_storage"]

_STORED: Final = "storage:"
_ACTIVE: Final = "active"
_NEEDS_STORAGE: Final = Words(
    "`{name}` is in a storage: say which one, --storage URL",
    "`{name}` 在存储中：请用 --storage 指明存储",
    "`{name}` 在儲存中：請用 --storage 指明儲存",
)
_NOT_THERE: Final = Words("the storage holds no such ruleset", "存储中没有这个规则集", "儲存中沒有這個規則集")
_NO_STORAGE: Final = Words(
    "there is no storage here that can be read as it stands; `engage db upgrade --storage {storage}` makes it so",
    "此处没有可直接读取的存储；请先运行 `engage db upgrade --storage {storage}`",
    "此處沒有可直接讀取的儲存；請先運行 `engage db upgrade --storage {storage}`",
)
_NO_FACT: Final = Words(
    "`{name}` is no fact to group by: a choice or a yes/no fact of the vocabulary is",
    "不能按 `{name}` 分组：请用词汇表中的选项或是/否信息",
    "不能按 `{name}` 分組：請用詞彙表中的選項或是/否信息",
)
_LIMITS: Final = {
    "amount": Words(
        "`{text}` is no limit: write `5%`, `12`, or `NAME=1%`",
        "`{text}` 不是限制：请写 `5%`、`12` 或 `名称=1%`",
        "`{text}` 不是限制：請寫 `5%`、`12` 或 `名稱=1%`",
    ),
    "group": Words("there is no group `{text}`", "没有分组 `{text}`", "沒有分組 `{text}`"),
    "slot": Words(
        "there is no part of a plan called `{text}`", "方案中没有 `{text}` 这一部分", "方案中沒有 `{text}` 這一部分"
    ),
}
_OPTIONS: Final = {"changed": "", "group": "-in", "slot": "-slot"}
_NO_FILE: Final = Words("there is no file {file}", "没有文件 {file}", "沒有檔案 {file}")
_DECIDING: Final = Words("deciding twice", "双方决策中", "雙方決策中")


@frozen
class Opened:
    """One of the two rulesets."""

    model: Model
    program: Program


@contextmanager
def opened_storage(address: str, language: str) -> Iterator[Storage]:
    """A storage to read from. One that is not there, or of an older schema, is not touched: misuse."""
    with closing(Plugins.discover().open_storage(address)) as storage:
        if isinstance(storage, Upkeep):
            schema = storage.schema()
            if schema.found and schema.found != schema.wanted:
                raise outdated(schema, address)
            if not schema.found:
                raise typer.BadParameter(say(_NO_STORAGE, language, storage=address), param_hint="--storage")
        storage.prepare()
        yield storage


def open_side(name: str, storage: str, tenant: str, language: str) -> Opened:
    """A ruleset by its folder, its file, or `storage:HASH` and `storage:active` for those a storage keeps.

    Raises RulesetError, and NotFound for one the storage does not hold.
    """
    if not name.startswith(_STORED):
        return Opened(*open_model(Path(name), language))
    if not storage:
        raise typer.BadParameter(say(_NEEDS_STORAGE, language, name=name))
    hash = name.removeprefix(_STORED)
    with opened_storage(storage, language) as opened:
        active = opened.activation(tenant) if hash == _ACTIVE else None
        sources = opened.sources(tenant, active.ruleset_hash if active else hash)
    if sources is None:
        raise NotFound("ruleset", say(_NOT_THERE, language), where=name)
    ruleset = read_sources([(str(file), str(text)) for file, text in json.loads(sources)])
    if ruleset.model is None or not ruleset.report.ok:
        raise RulesetError(ruleset.report, language)
    return Opened(ruleset.model, compile_ruleset(ruleset))


def grouping(vocabulary: Vocabulary, name: str, language: str) -> Field | None:
    """The fact that `--by` names, else the first ordered choice of the customer."""
    found = group_field(vocabulary, name)
    if name and found is None:
        raise typer.BadParameter(say(_NO_FACT, language, name=name), param_hint="--by")
    return found


def limits_of(asked: Sequence[tuple[What, Sequence[str] | None]], by: Field | None, language: str) -> tuple[Limit, ...]:
    """The limits in the options' texts; a text that is none, or names no group, is misuse."""
    found = []
    for what, texts in asked:
        hint = "--no-worse" if what == "worse" else f"--max-changed{_OPTIONS[what]}"
        for text in texts or ():
            try:
                limit = read_limit(what, text)
                if limit.name and what in ("group", "worse"):
                    group_value(by, limit.name)
            except LimitProblem as problem:
                raise typer.BadParameter(
                    say(_LIMITS[problem.key], language, text=problem.text), param_hint=hint
                ) from None
            found.append(limit)
    return tuple(found)


def pairs_from_file(
    both: Both, events: str, mapping: Path, profiles: Path | None, screen: Console, language: str
) -> Iterator[Pair | Refused]:
    """What both decide on the events of a file."""
    if profiles is not None:
        yield from _know(both, profiles, language)
    with event_lines(events, language) as lines:
        made = events_of(lines, events, mapping, language)
        yield from pairs_of_events(both, watched(made, screen, say(_DECIDING, language)))


def pairs_from_storage(
    both: Both, address: str, tenant: str, profiles: Path | None, screen: Console, language: str
) -> Iterator[Pair | Refused]:
    """What both decide on the events of a record."""
    if profiles is not None:
        yield from _know(both, profiles, language)
    with opened_storage(address, language) as storage:
        total = storage.counts(tenant)["events"]
        yield from watched(pairs_of_record(both, storage, tenant), screen, say(_DECIDING, language), total)


def _know(both: Both, profiles: Path, language: str) -> Iterator[Refused]:
    """Let both sides know facts from the start, each as far as its vocabulary declares them."""
    if not profiles.is_file():
        raise typer.BadParameter(say(_NO_FILE, language, file=profiles), param_hint="--profiles")
    lives = (both.old, both.new)
    own = lives[1].program.vocabulary
    older = (each for each in lives[0].program.vocabulary.fields if each.name not in own.field_by_name)
    vocabulary = evolve(own, fields=(*own.fields, *older))
    with profiles.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        for item in _customers(lines, profiles, vocabulary):
            if isinstance(item, BadLine):
                yield Refused(item.line, "profile", item.why)
                continue
            for life in lives:
                declared = life.program.vocabulary
                facts = {name: value for name, value in item.facts.items() if name in declared.field_by_name}
                try:
                    typed = typed_facts(declared, facts)
                except EventRejected as refusal:
                    yield Refused(item.line, refusal.code, refusal.words)
                    continue
                life.know(item.customer, {name: Fact(value, None, profiles.name) for name, value in typed.items()})


def _customers(lines: Iterable[str], file: Path, vocabulary: Vocabulary) -> Iterator[CustomerFacts | BadLine]:
    read = customers_from_table if file.suffix == ".csv" else customers_from_json_lines
    return read(lines, vocabulary)
