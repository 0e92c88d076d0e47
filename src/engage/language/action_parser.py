"""Action sentences: what stands behind `then`, from text to the tree. One sentence, one action.

Names are looked up in the catalogue's part of the vocabulary; values are read by the condition parser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from attrs import evolve

from engage.facts.vocabulary import Domain, Term
from engage.ground.finding import Finding, Fix, Words
from engage.ground.numbers import Number, to_number
from engage.ground.script import traditional
from engage.ground.source import Fragment
from engage.language.action_messages import (
    EMPTY_ACTION,
    ITEM_TWICE,
    LEVER_UNREAD,
    MISSING_PART,
    NOT_AN_ACTION,
)
from engage.language.action_printer import print_action
from engage.language.action_routes import parse_route
from engage.language.action_settings import parse_allow, parse_allow_by_name, parse_note, parse_set
from engage.language.action_words import COMMA, VERBS, words
from engage.language.actions import (
    Action,
    Ahead,
    AnswerWith,
    GuideTo,
    OfferAction,
    Say,
    ServeAt,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
    Withhold,
)
from engage.language.other_language import in_other_language
from engage.language.printer_names import BUILT_IN_GROUPS
from engage.language.scope import Scope
from engage.language.sentence_lengths import read_elapsed, read_length
from engage.language.sentence_reader import Reader, too_long
from engage.language.slips import NEGATIONS, only_a_slip

__all__ = ["parse_action"]

Found = tuple[Finding, ...]
Sentence = Callable[[Reader], Action | None]

_LEVEL = Words("service level", "服务等级")
_MENU, _ITEM = Words("menu", "菜单"), Words("menu item", "菜单项")
_WORDING, _OFFER = Words("wording", "话术"), Words("offer", "推荐")
_GROUP = Words("class, group or offer", "推荐类别、组或推荐")
_ANSWER, _GUIDED = Words("answer", "直接答复"), Words("self-service", "自助服务")
_STEP, _WORK, _OWNER = Words("step", "步骤"), Words("work", "工单类型"), Words("owner", "负责部门")
_BRACKET, _CLOSED, _TIMES = ("(",), (")",), "×x* "


def parse_action(fragment: Fragment, scope: Scope, *, vetoed: bool = False) -> tuple[Action | None, Found]:
    """The action a sentence says, or None with findings. Never raises.

    `vetoed`: the sentence stands behind `never`, where `offer` may name a whole class or group of offers.
    """
    if long := too_long(fragment):
        return None, long
    action, findings = _read(fragment, scope, vetoed=vetoed)
    if action is None:

        def written(piece: Fragment, other: Scope) -> str:
            meant, problems = _read(piece, other, vetoed=vetoed)
            return "" if meant is None or problems else print_action(meant, scope.vocabulary, scope.language)

        foreign = in_other_language(fragment, scope, written)
        return None, (foreign,) if foreign is not None else findings
    return evolve(action, span=fragment.strip().span(), notes=fragment.notes), findings


def _read(fragment: Fragment, scope: Scope, *, vetoed: bool) -> tuple[Action | None, Found]:
    reader = Reader(fragment, scope)
    if reader.ended:
        example = "serve at vip care" if scope.language == "en" else "按 贵宾关怀 服务"
        return None, (Finding(EMPTY_ACTION, fragment.span(), {"example": example}),)
    action = _sentence(reader, vetoed=vetoed)
    if not reader.findings and not reader.ended:
        reader.unexpected()
    return (None if reader.findings else action), tuple(reader.findings)


def _sentence(reader: Reader, *, vetoed: bool) -> Action | None:
    taken = reader.take([word for verb in VERBS for word in words(verb, reader.scope.language)])
    verb = next((verb for verb in VERBS if taken in words(verb, reader.scope.language)), "") if taken else ""
    if verb == "offer":
        return _offer(reader, vetoed=vetoed)
    if verb:
        return _SENTENCES[verb](reader)
    action = parse_allow_by_name(reader)
    if action is None and not reader.findings:
        reader.findings.append(_no_such_action(reader))
    return action


def _no_such_action(reader: Reader) -> Finding:
    language = reader.scope.language
    spelt = {word: verb for verb in VERBS for word in words(verb, language)}
    beginnings = [words(verb, language)[0] for verb in VERBS]
    said = reader.rest()
    length = 2 if language != "en" else len(said.text.split(" ")[0])
    start = said.cut(0, length)
    sure = next((word for word in spelt if only_a_slip(start.text, word, spelt, language)), "")
    near = traditional(sure) if language == "zh-Hant" else sure
    known = "、".join(beginnings) if language != "en" else ", ".join(beginnings)
    if not sure:
        way_out = Words(f"an action begins with: {known}", f"动作以这些词开头：{known}")
        if _denies(said.text, language):
            way_out = Words(
                "what must not happen stands in a block of its own: `never …`", "不许做的事请单独写成“禁止 ……”"
            )
        return Finding(NOT_AN_ACTION, start.span(), {"text": start.text, "way_out": way_out})
    way_out = Words(f"did you mean `{near}`?", f"是不是“{near}”？")
    values: dict[str, str | Words] = {"text": start.text, "way_out": way_out}
    return Finding(NOT_AN_ACTION, start.span(), values, fixes=(Fix(start.span(), near),))


def _denies(text: str, language: str) -> bool:
    if language != "en":
        return text.startswith(NEGATIONS)
    return text.casefold().startswith(("not ", "no ", "never ", "do not ", "don't ", "un"))


# ------------------------------------------------------------------------------------------- sentences


def _ahead(reader: Reader) -> Action | None:
    english = reader.scope.language == "en"
    example = "ahead by 90 seconds" if english else "排队提前 90秒"
    length = read_elapsed(reader, (*COMMA, ";"), example=example)
    return None if length is None else Ahead(length)


def _serve(reader: Reader) -> Action | None:
    english = reader.scope.language == "en"
    example = "serve at vip care" if english else "按 贵宾关怀 服务"
    ends = words("serve end", reader.scope.language)
    level = reader.name(_LEVEL, reader.terms(Domain.LEVEL), ends, example=example)
    if level:
        reader.take(ends)
    return ServeAt(level) if level else None


def _menu(reader: Reader) -> Action | None:
    language = reader.scope.language
    example = "menu cancel menu, first speak to a person" if language == "en" else "菜单 销户菜单，置顶 人工服务"
    menu = reader.name(_MENU, reader.terms(Domain.MENU), COMMA, example=example)
    start = reader.at
    if not menu or not reader.take(COMMA):
        return ShowMenu(menu) if menu else None
    if not reader.take(words("first", language)):
        reader.at = start
        return ShowMenu(menu)
    items: list[str] = []
    between = words("list", language)
    while True:
        begun = reader.at
        item = reader.name(_ITEM, reader.terms(Domain.ITEM), between, example=example)
        if not item:
            return None
        if item in items:
            reader.add(ITEM_TWICE, begun, reader.at, name=reader.label(Domain.ITEM, item))
        items.append(item)
        if not reader.take(between):
            return ShowMenu(menu, tuple(items))
        reader.take(between)  # `a, b, and c`


def _offer(reader: Reader, *, vetoed: bool) -> Action | None:
    example = "offer one month free" if reader.scope.language == "en" else "推荐 免一个月月租"
    offers = reader.terms(Domain.OFFER)
    if vetoed:
        offer = reader.name(_GROUP, (*offers, *_groups(reader)), _BRACKET, example=example)
        return OfferAction(offer) if offer else None
    offer = reader.name(_OFFER, offers, _BRACKET, example=example)
    lever = _lever(reader) if offer else None
    return None if lever is None else OfferAction(offer, lever)


def _show(reader: Reader) -> Action | None:
    example = "show my bill (×1.5)" if reader.scope.language == "en" else "显示 我的账单（优先 ×1.5）"
    item = reader.name(_ITEM, reader.terms(Domain.ITEM), _BRACKET, example=example)
    lever = _lever(reader) if item else None
    return None if lever is None else ShowItem(item, lever)


def _lever(reader: Reader) -> Number | None:
    """What stands in brackets behind a name, 1 where nothing does; None with a finding where it cannot be read."""
    start = reader.at
    if not reader.take(_BRACKET):
        return 1
    reader.take(words("lever", reader.scope.language))
    reader.run_of(_TIMES)
    number = to_number(reader.number() or "?")
    closed = reader.take(_CLOSED)
    if number is None or number <= 0 or not closed:
        reader.add(LEVER_UNREAD, start, len(reader.text), text=reader.since(start))
        return None
    return number


def _withhold(reader: Reader) -> Action | None:
    example = "withhold commercial" if reader.scope.language == "en" else "不推荐 商业类"
    group = reader.name(_GROUP, (*_groups(reader), *reader.terms(Domain.OFFER)), example=example)
    return Withhold(group) if group else None


def _groups(reader: Reader) -> tuple[Term, ...]:
    return (*BUILT_IN_GROUPS, *reader.terms(Domain.GROUP))


def _task(reader: Reader) -> Action | None:
    language = reader.scope.language
    english = language == "en"
    example = (
        "task call-back for customer team, due in 1 working day" if english else "派单 回访 给 客户经营组，1个工作日内"
    )
    work = reader.name(_WORK, reader.terms(Domain.WORK), (*words("for", language), *COMMA), example=example)
    if not work:
        return None
    owner = ""
    if reader.take(words("for", language)):
        owner = reader.name(_OWNER, reader.terms(Domain.OWNER), COMMA, example=example)
        if not owner:
            return None
    if not reader.take(COMMA):
        return StartTask(work, owner)
    if english and not reader.take(words("due", language)):
        due_in = Words("`due in` with a length of time", "时限")
        reader.add(MISSING_PART, reader.at, len(reader.text), what=due_in, before=reader.behind(), example=example)
        return None
    ends = words("due end", language)
    due = read_length(reader, ends or ("(", ";"), example=example)
    reader.take(ends)
    return None if due is None else StartTask(work, owner, due)


def _named(what: Words, domain: Domain, make: Callable[[str], Action], english: str, chinese: str) -> Sentence:
    """A sentence that is a verb and a name."""

    def sentence(reader: Reader) -> Action | None:
        example = english if reader.scope.language == "en" else chinese
        id = reader.name(what, reader.terms(domain), example=example)
        return make(id) if id else None

    return sentence


_SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "route": parse_route,
        "ahead": _ahead,
        "serve": _serve,
        "menu": _menu,
        "show": _show,
        "say": _named(_WORDING, Domain.WORDING, Say, "say retention opening", "话术 挽留开场"),
        "withhold": _withhold,
        "answer": _named(_ANSWER, Domain.ANSWER, AnswerWith, "answer bill status", "直接答复 账单状态"),
        "guide": _named(_GUIDED, Domain.SELF_SERVICE, GuideTo, "guide to self-service", "引导 自助"),
        "allow": parse_allow,
        "skip": _named(_STEP, Domain.STEP, SkipStep, "skip identity check", "免 身份核验"),
        "task": _task,
        "note": parse_note,
        "set": parse_set,
    }
)
