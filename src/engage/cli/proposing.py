"""`engage test --propose`: examples for what is not covered, printed, or put at the end of a file of the ruleset."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer
from attrs import evolve, frozen
from rich.console import Console
from rich.progress import Progress

from engage.cli.opening import console, say_next
from engage.cli.speech import say
from engage.cli.test_words import unit_data
from engage.ground.finding import Words
from engage.ground.source import Source
from engage.program.program import Program
from engage.ruleset.convert import format_text
from engage.ruleset.model import Example, ExampleTable, File, Model
from engage.workbench.coverage import Coverage
from engage.workbench.propose import Proposals, propose
from engage.workbench.proposed_text import example_text
from engage.workbench.units import unit_words

__all__ = ["Target", "propose_examples", "target_of"]

_NO_FILE: Final = Words(
    "`{name}` is not a file of this ruleset; it has: {files}",
    "`{name}` 不是本规则集的文件；它有：{files}",
    "`{name}` 不是本規則集的檔案；它有：{files}",
)
_LOOKING: Final = Words("looking for customers", "正在寻找客户", "正在尋找客戶")
_ALL_COVERED: Final = Words(
    "nothing to propose: the examples cover everything", "无可建议：示例已全部覆盖", "無可建議：示例已全部覆蓋"
)
_PROPOSED: Final = Words(
    "{count} examples proposed: they cover {gained} more units, {percent}% in all",
    "建议了 {count} 个示例：新增覆盖 {gained} 个单元，合计 {percent}%",
    "建議了 {count} 個示例：新增覆蓋 {gained} 個單元，合計 {percent}%",
)
_LEFT: Final = Words("no customer was found for:", "未找到可覆盖以下单元的客户：", "未找到可覆蓋以下單元的客戶：")
_WRITTEN: Final = Words("written to {file}", "已写入 {file}", "已寫入 {file}")


@frozen
class Target:
    """The file of the ruleset that proposals are for: its notation and language are theirs."""

    file: File
    path: Path


def target_of(ruleset: Path, model: Model, write: Path | None, language: str) -> Target:
    """The file that `--write` names, else the one with most examples, else the last."""
    folder = ruleset if ruleset.is_dir() else ruleset.parent
    paths = {file.name: folder / file.name for file in model.files}
    if write is not None:
        wanted = {write.resolve(), (folder / write).resolve()}
        for file in model.files:
            if paths[file.name].resolve() in wanted:
                return Target(file, paths[file.name])
        raise typer.BadParameter(say(_NO_FILE, language, name=write, files=", ".join(paths)), param_hint="--write")
    best = max(reversed(model.files), key=_examples)
    return Target(best, paths[best.name])


def _examples(file: File) -> int:
    return sum(isinstance(each, Example | ExampleTable) for each in file.constructs)


def propose_examples(
    opened: tuple[Path, Model, Program, Sequence[Source]],
    covered: Coverage,
    target: Target,
    write: bool,
    as_json: bool,
    language: str,
) -> None:
    """Print the proposals, or write them into the target file, and say what they would cover."""
    ruleset, model, program, sources = opened
    with _progress(console(stderr=True), len(covered.missed), language) as done:
        found = propose(model, program, covered.missed, target.file.notation, target.file.language, done)
    examples = [one.example for one in found.found]
    text = example_text(examples, model, target.file.notation, target.file.language) if examples else ""
    if write and examples:
        _append(target, text, examples, model, sources)
    if as_json:
        typer.echo(json.dumps(_data(found, target, model, language), ensure_ascii=False, indent=2))
        return
    screen = console()
    if not covered.missed:
        screen.print(say(_ALL_COVERED, language))
    elif not write:
        screen.print(text, end="\n" if text else "")
    _print_sum(screen, found, covered, language)
    if write and examples:
        screen.print(say(_WRITTEN, language, file=target.path))
    more = () if write or not examples else ("--propose", "--write", target.file.name)
    say_next(screen, language, "test", ruleset, *more)


@contextmanager
def _progress(screen: Console, total: int, language: str) -> Iterator[Callable[[], None]]:
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task(say(_LOOKING, language), total=total)
        yield lambda: progress.advance(task)


def _print_sum(screen: Console, found: Proposals, covered: Coverage, language: str) -> None:
    if found.found:
        gained = {unit for one in found.found for unit in one.covers}
        after = Coverage(tuple((unit, count or int(unit in gained)) for unit, count in covered.counts))
        screen.print(say(_PROPOSED, language, count=len(found.found), gained=len(gained), percent=after.percent))
    if found.left:
        screen.print(say(_LEFT, language))
        for unit in found.left:
            screen.print(f"  {unit_words(unit, language)}")


def _append(target: Target, text: str, examples: Sequence[Example], model: Model, sources: Sequence[Source]) -> None:
    """A file in the language's own notation keeps its layout; YAML is written anew, as its list of examples grows."""
    source = next((each for each in sources if each.name == target.file.name), None)
    before = source.text if source is not None else ""
    if target.file.notation == "yaml":
        longer = evolve(target.file, constructs=(*target.file.constructs, *examples))
        after = format_text(longer, model, source)
    else:
        after = f"{before.rstrip()}\n\n{text}"
    beside = target.path.with_name(f".{target.path.name}.new")
    beside.write_text(after, encoding="utf-8", newline="\n")
    os.replace(beside, target.path)


def _data(found: Proposals, target: Target, model: Model, language: str) -> dict[str, object]:
    return {
        "file": target.file.name,
        "proposed": [
            {
                "id": one.example.id,
                "covers": [unit_data(unit, language) for unit in one.covers],
                "text": example_text((one.example,), model, target.file.notation, target.file.language),
            }
            for one in found.found
        ],
        "not_found": [unit_data(unit, language) for unit in found.left],
    }
