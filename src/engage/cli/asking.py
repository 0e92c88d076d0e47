"""`--interactive`: asks which event, then for every fact its rules read; an empty answer is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import typer
from attrs import evolve
from rich.console import Console

from engage.checks.staging import literal_value, past_event, stage
from engage.cli.complaints import near
from engage.cli.speech import say
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation, Value
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language import Scope, parse_literal
from engage.program.program import (
    FactInput,
    HistoryInput,
    PatternInput,
    Program,
    RunInput,
    Shelf,
)
from engage.ruleset.model import Example, Model, Persona
from engage.ruleset.moments import moment_in_zone
from engage.ruleset.sentences import Sentences
from engage.ruleset.understand_example import read_past

__all__ = ["ask_situation"]

_WHICH: Final = Words("which event? number or name", "哪个事件？输入编号或名称", "哪個事件？輸入編號或名稱")
_LIKE: Final = Words(
    "like which persona? (enter: none)", "像哪位示例客户？（回车：无）", "像哪位示例客戶？（回車：無）"
)
_FACTS: Final = Words("what is known? (enter: unknown)", "已知什么？（回车：未知）", "已知什麼？（回車：未知）")
_PAST: Final = Words(
    "what happened before? for example: complaint 12 days ago (reason network)   (enter: nothing more)",
    "此前发生过什么？例如：12天前 投诉（原因 网络）   （回车：没有了）",
)
_AT: Final = Words(
    "decided as of {at} (another moment: --at)",
    "决策时刻：{at}（改用其他时刻：--at）",
    "決策時刻：{at}（改用其他時刻：--at）",
)
_NO_EVENT: Final = Words(
    "`{told}` is none of these events: its number or its name{meant}",
    "`{told}` 不是上列事件：请输入编号或名称{meant}",
    "`{told}` 不是上列事件：請輸入編號或名稱{meant}",
)
_NO_PERSONA: Final = Words(
    "there is no persona `{told}`{meant}", "没有示例客户 `{told}`{meant}", "沒有示例客戶 `{told}`{meant}"
)
_YES_NO: Final = Words("yes, no", "是、否")


def ask_situation(model: Model, program: Program, at: int, language: str, screen: Console) -> Situation:
    """Ask until everything that the event's rules read is known or given up. `at` is the moment decided on."""
    screen.print(say(_AT, language, at=moment_in_zone(at, program.zone)), style="dim")
    kinds = tuple(kind for kind in program.vocabulary.events if kind.id in program.shelves)
    for number, kind in enumerate(kinds, 1):
        screen.print(f"{number:3}  {kind.labels.in_language(language)}")
    kind = _chosen(kinds, language, screen)
    personas = {persona.id: persona for persona in model.every(Persona)}
    known = stage(
        program, Example(id="interactive", event=kind.id, at=at, like=_like(personas, language, screen)), personas
    )
    screen.print(say(_FACTS, language), style="bold")
    scope = Scope(program.vocabulary, language, (kind.id,))
    data = dict(known.event.data)
    facts = dict(known.profile.facts)
    for field in _wanted(program, program.shelves[kind.id], kind, facts):
        value = _answer(field, scope, language, screen)
        if value is None:
            continue
        if field.root == "event":
            data[field.short] = value
        else:
            facts[field.name] = Fact(value, known.event.at)
    event: Event = evolve(known.event, data=data)
    past = list(known.history.events)
    if any(isinstance(source, HistoryInput | RunInput | PatternInput) for source in program.shelves[kind.id].inputs):
        past += _past(program, evolve(scope, events=()), event.at, len(past), language, screen)
        past.sort(key=lambda one: (one.at, one.sequence))
    return Situation(event, Profile(known.profile.key, facts), History(tuple(past)))


def _chosen(kinds: tuple[EventKind, ...], language: str, screen: Console) -> EventKind:
    while True:
        told = str(typer.prompt(say(_WHICH, language), default="1")).strip()
        if told.isdecimal() and 1 <= int(told) <= len(kinds):
            return kinds[int(told) - 1]
        for kind in kinds:
            if told.lower() in {kind.id, kind.type, kind.labels.en.lower(), kind.labels.zh, kind.labels.hant}:
                return kind
        meant = near(told, [kind.labels.in_language(language) for kind in kinds], language)
        screen.print(f"    {say(_NO_EVENT, language, told=told, meant=meant)}", style="red")


def _like(personas: dict[str, Persona], language: str, screen: Console) -> str:
    while personas:
        told = str(
            typer.prompt(f"{say(_LIKE, language)} [{', '.join(personas)}]", default="", show_default=False)
        ).strip()
        if not told or told in personas:
            return told
        meant = near(told, personas, language)
        screen.print(f"    {say(_NO_PERSONA, language, told=told, meant=meant)}", style="red")
    return ""


def _wanted(program: Program, shelf: Shelf, kind: EventKind, facts: dict[str, Fact]) -> Iterable[Field]:
    """The fields to ask for, in vocabulary order: those of the event, then what the shelf reads of the customer."""
    read = {source.name for source in shelf.inputs if isinstance(source, FactInput)}
    fields = program.vocabulary.fields
    of_event = [field for field in fields if field.root == "event" and field.short in kind.fields]
    others = [field for field in fields if field.root != "event" and field.name in read and field.name not in facts]
    return (*of_event, *others)


def _answer(field: Field, scope: Scope, language: str, screen: Console) -> Value:
    label = field.labels.in_language(language) or field.name
    hint = _hint(field.type, language)
    while True:
        told = str(typer.prompt(f"  {label}{f' ({hint})' if hint else ''}", default="", show_default=False)).strip()
        if not told:
            return None
        literal, findings = parse_literal(Fragment.of(told, label), field.type, scope, label, field.unit)
        if literal is not None:
            return literal_value(literal)
        for finding in findings:
            screen.print(f"    {finding.text(language)}", style="red")
            if advice := finding.hint(language):
                screen.print(f"    = {advice}", style="red")


def _past(program: Program, scope: Scope, now: int, before: int, language: str, screen: Console) -> Iterable[PastEvent]:
    """Earlier events, one an answer, until an empty one."""
    screen.print(say(_PAST, language), style="bold")
    while True:
        told = str(typer.prompt(" ", default="", show_default=False)).strip()
        if not told:
            return
        sentences = Sentences(scope)
        given = read_past(Fragment.of(told, "past"), sentences, program.zone)
        for finding in sentences.found:
            screen.print(f"    {finding.text(language)}", style="red")
        if given is not None:
            before += 1
            yield past_event(given, before, now, program)


def _hint(type: Type, language: str) -> str:
    if type.kind is Kind.YES_NO:
        return say(_YES_NO, language)
    if type.kind is Kind.CHOICE:
        comma = "、" if language.startswith("zh") else ", "
        return comma.join(_label(term.labels, language) or term.id for term in type.choices)
    return {Kind.DATE: "2026-12-31", Kind.TIME: "09:00", Kind.MONEY: type.currency}.get(type.kind, "")


def _label(labels: Labels, language: str) -> str:
    return labels.in_language(language)
