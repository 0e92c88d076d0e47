"""V009, V010, V011: what is declared and read by nothing: fields and events, facts and scorecards, the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import called, facts_read, kinds_read, place_of, ruling, words_named
from engage.facts.vocabulary import BUILT_IN_EVENTS, ENGINE_TYPES, Domain, EventKind, Labels
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.model import DerivedFact, Model, Scorecard
from engage.ruleset.value_model import TOTAL, ValueModel, given_by

__all__ = ["UNUSED_FACT", "UNUSED_FIELD", "UNUSED_ITEM", "check"]

_LEAVE: Final = ("take it away, or write the rule that needs it", "请删去，或写出需要它的规则")
UNUSED_FIELD: Final = Message(
    "V009", "no rule looks at {what} `{name}`", "没有规则用到{what} `{name}`", *_LEAVE, severity=Severity.INFO
)
UNUSED_FACT: Final = Message(
    "V010",
    "{what} `{name}` is worked out, and nothing looks at it",
    "{what} `{name}` 有计算，却没有被用到",
    *_LEAVE,
    severity=Severity.WARNING,
)
UNUSED_ITEM: Final = Message(
    "V011",
    "{what} `{name}` stands in the catalogue, and no rule names it",
    "目录中的{what} `{name}` 没有被任何规则用到",
    *_LEAVE,
    severity=Severity.INFO,
)
_FIELD: Final = Words("the fact", "信息", "資訊")
_EVENT: Final = Words("the event", "事件")
_WORDS: Final = {
    Domain.QUEUE: Words("the queue", "队列", "佇列"),
    Domain.POOL: Words("the pool", "坐席池"),
    Domain.SKILL: Words("the skill", "技能"),
    Domain.LEVEL: Words("the service level", "服务等级", "服務等級"),
    Domain.MENU: Words("the menu", "菜单", "菜單"),
    Domain.ITEM: Words("the menu item", "菜单项", "菜單項"),
    Domain.WORDING: Words("the wording", "话术", "話術"),
    Domain.OFFER: Words("the offer", "推荐", "推薦"),
    Domain.GROUP: Words("the group of offers", "推荐类别", "推薦類別"),
    Domain.ANSWER: Words("the answer", "答复", "答覆"),
    Domain.SELF_SERVICE: Words("the self-service", "自助服务", "自助服務"),
    Domain.ALLOWANCE: Words("the allowance", "授权", "授權"),
    Domain.STEP: Words("the step", "步骤", "步驟"),
    Domain.WORK: Words("the work", "工单类型", "工單類型"),
    Domain.OWNER: Words("the team", "负责部门", "負責部門"),
}

#: types of events that come of themselves: those built in, what timers, promises and clocks tell
_NEEDS_NO_RULE: Final = ENGINE_TYPES | {kind.type for kind in BUILT_IN_EVENTS}
_CALLED: Final[Mapping[type, Words]] = {
    Scorecard: Words("the scorecard", "评分卡", "評分卡"),
    DerivedFact: Words("the fact", "指标", "指標"),
    ValueModel: Words("the value model", "价值模型", "價值模型"),
}


def check(asked: Checked) -> Iterable[Finding]:
    """Everything unused, one finding a name."""
    yield from _vocabulary(asked)
    yield from _worked_out(asked)
    yield from _catalogue(asked)


def _vocabulary(asked: Checked) -> Iterator[Finding]:
    model = asked.model
    wordings = [item.settings for items in model.catalogue.items.values() for item in items]
    promised = model.vocabulary.commitments
    tied = {f"event.{name}" for each in promised for name in (each.due, *each.same, each.owner)}
    read = facts_read((ruling(model), wordings)) | tied | _whereabouts(asked)
    sources = {f"event.{field.writes_from.partition('.')[2]}" for field in model.vocabulary.fields if field.writes_from}
    computed = {f"customer.{each.id}" for each in ruling(model)} | _modelled(model)
    written = words_named(model)
    for field in model.vocabulary.fields:
        plain = field.name.removesuffix("_band")
        if (
            field.built_in
            or field.chart
            or field.reasons
            or field.endings
            or field.by_us
            or field.name in read | sources
            or plain in computed
            or {field.name, field.short} & written
        ):
            continue
        yield _told(UNUSED_FIELD, _FIELD, field.labels, field.name, asked)
    yield from _events(asked, written)


def _events(asked: Checked, written: frozenset[str]) -> Iterator[Finding]:
    """Events that nothing hears; what the engine sends itself needs no rule."""
    model = asked.model
    looked_at = kinds_read(ruling(model)) | {kind for each in asked.kinds for kind in _asked_at(asked, each)}
    promised = {kind for each in model.vocabulary.commitments for kind in each.kinds}
    clocked = facts_read([clock.conditions for clock in model.every(ServiceClock)])
    for kind in model.vocabulary.events:
        heard = {f"event.{name}" for name in kind.fields} & clocked or _of_the_sieve(kind, asked)
        if kind.type not in _NEEDS_NO_RULE and kind.id not in looked_at | promised | written and not heard:
            yield _told(UNUSED_FIELD, _EVENT, kind.labels, kind.id, asked)


def _of_the_sieve(kind: EventKind, asked: Checked) -> bool:
    """Does the sieve read it: a contact, or how one ended?"""
    known = asked.model.vocabulary.field_by_name
    fields = (known.get(f"event.{name}") for name in kind.fields)
    return kind.contact or kind.ending is not None or any(field is not None and field.endings for field in fields)


def _whereabouts(asked: Checked) -> set[str]:
    """The facts by which the catalogue chooses treatments and limits menus."""
    where = asked.program.furnishing.whereabouts
    by_slot = {"event.channel": where.channel, "event.placement": where.placement, "customer.language": where.language}
    return {name for name, slot in by_slot.items() if slot is not None}


def _asked_at(asked: Checked, kind: str) -> tuple[str, ...]:
    shelf = asked.program.shelves[kind]
    return (kind,) if shelf.rules or shelf.tables or shelf.timers else ()


def _modelled(model: Model) -> set[str]:
    """The fields that value models give: of those it is enough that one is read."""
    return {f"customer.{fact.id}" for each in model.every(ValueModel) for fact in given_by(each)}


def _told(message: Message, what: Words, labels: Labels, name: str, asked: Checked) -> Finding:
    said = called(labels, name)
    return Finding(message, place_of(name, asked.program), {"what": what, "name": said})


def _worked_out(asked: Checked) -> Iterator[Finding]:
    model = asked.model
    wordings = facts_read([item.settings for items in model.catalogue.items.values() for item in items])
    reads = [(construct, facts_read(construct)) for construct in ruling(model)]
    readers = Counter(name for _, own in reads for name in own)
    for construct, own in reads:
        names = {f"customer.{construct.id}", f"customer.{construct.id}_band"}
        if isinstance(construct, ValueModel):
            names = {f"customer.{fact.id}" for fact in given_by(construct)}
        if not isinstance(construct, DerivedFact | Scorecard | ValueModel) or names & wordings:
            continue
        if any(readers[name] > (name in own) for name in names):
            continue
        name = f"customer.{construct.id}{TOTAL if isinstance(construct, ValueModel) else ''}"
        what = _CALLED[type(construct)]
        field = model.vocabulary.field_by_name.get(name)
        labels = field.labels if field else Labels(en=construct.id)
        said = called(labels, construct.id)
        yield Finding(UNUSED_FACT, construct.span, {"what": what, "name": said})


def _catalogue(asked: Checked) -> Iterator[Finding]:
    named = words_named(asked.model)
    for domain, what in _WORDS.items():
        for item in asked.model.catalogue.items.get(domain.value, ()):
            span = item.span or place_of(item.id, asked.program)
            # What stands in no file is built in, and needs no use.
            if item.id not in named and span is not None:
                labels = item.labels
                said = called(labels, item.id)
                yield Finding(UNUSED_ITEM, span, {"what": what, "name": said})
