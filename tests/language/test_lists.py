"""Conditions about lists: which items they contain, all or some, and what is said where the words do not fit."""

from __future__ import annotations

import pytest
from attrs import evolve

from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope, parse_action, parse_cell, parse_condition, parse_given, print_cell
from engage.language.actions import Note
from engage.language.printer import print_condition
from engage.language.tree import Compare, Condition, Contains, Fact, IsUnknown, Literal, Not, Or, Size
from language.care import MONEY, NUMBER, TEXT, TIER, choice

SPORT = choice(("golf", "高尔夫", "高爾夫"), ("tennis", "网球", "網球"), ("chess", "国际象棋", "國際象棋"))
SPORTS = Type(Kind.LIST, item=SPORT)
VOCABULARY = Vocabulary(
    (
        Field("customer.interests", SPORTS, Labels(en="interests", zh="兴趣", hant="興趣")),
        Field("customer.tags", Type(Kind.LIST, item=TEXT), Labels(en="tags", zh="标签", hant="標籤")),
        Field("customer.fees", Type(Kind.LIST, item=MONEY), Labels(en="fees", zh="费用", hant="費用")),
        Field("customer.tier", TIER, Labels(en="customer tier", zh="客户等级", hant="客戶等級")),
        Field("customer.months", NUMBER, Labels(en="months with us", zh="在网月数", hant="在網月數")),
        Field("event.topics", SPORTS, Labels(en="topics", zh="话题", hant="話題")),
    ),
    (EventKind("complaint", "complaint.made", Labels("complaint", "complaints", "投诉"), True, ("topics",)),),
)
interests = Fact("customer.interests", SPORTS)
golf, tennis, chess = (Literal(id, SPORT) for id in ("golf", "tennis", "chess"))
EMPTY = Literal((), SPORTS)
ONE_OF_TWO, BOTH = Contains(interests, (golf, tennis)), Contains(interests, (golf, tennis), True)
ONE_OF_THREE = Contains(interests, (golf, tennis, chess))


def read(text: str, language: str = "en") -> Condition | None:
    found, findings = parse_condition(Fragment.of(text), Scope(VOCABULARY, language))
    assert [(one.code, one.text()) for one in findings] == []
    return found


def said_of(text: str, language: str = "en") -> tuple[str, str, str, list[str]]:
    """The code, the sentence, the way out and the repairs of the one finding."""
    found, findings = parse_condition(Fragment.of(text), Scope(VOCABULARY, language))
    assert found is None
    (one,) = findings
    return one.code, one.text(language), one.hint(language), [fix.replacement for fix in one.fixes]


@pytest.mark.parametrize(
    ("english", "chinese", "meant"),
    [
        ("interests contains golf", "兴趣包含高尔夫", Contains(interests, (golf,))),
        ("interests includes golf or tennis", "兴趣 含有 高尔夫或网球", ONE_OF_TWO),
        ("interests contains golf, tennis or chess", "兴趣 包含 高尔夫、网球、国际象棋 之一", ONE_OF_THREE),
        ("interests contains one of golf, tennis", "兴趣 包含任一 高尔夫、网球", ONE_OF_TWO),
        ("interests contains all of golf, tennis", "兴趣 同时包含 高尔夫、网球", BOTH),
        ("interests includes both golf and tennis", "兴趣 包含全部 高尔夫和网球", BOTH),
        ("interests contains all of golf, golf", "兴趣 都包含 高尔夫", Contains(interests, (golf,))),
        ("interests does not contain golf", "兴趣不包含高尔夫", Not(Contains(interests, (golf,)))),
        ("interests contains none of golf, tennis", "兴趣 都不包含 高尔夫、网球", Not(ONE_OF_TWO)),
        ("interests does not contain golf nor tennis", "興趣 不包含 高爾夫 或 網球", Not(ONE_OF_TWO)),
        ("interests is empty", "兴趣 为空", Compare("=", interests, EMPTY)),
        ("interests is not empty", "兴趣 不为空", Compare("!=", interests, EMPTY)),
        ("number of interests is at least 2", "兴趣数量至少2", Compare(">=", Size(interests), Literal(2, NUMBER))),
        ("interests is unknown", "兴趣 未知", IsUnknown(interests)),
        ("interests is missing", "兴趣 不详", IsUnknown(interests)),
    ],
)
def test_a_list_is_asked_for_its_items_in_english_and_chinese(english: str, chinese: str, meant: Condition) -> None:
    assert read(english) == meant
    assert read(chinese, "zh-Hant" if "興" in chinese else "zh") == meant
    for language in ("en", "zh", "zh-Hant"):
        assert read(print_condition(meant, VOCABULARY, language), language) == meant


def test_items_take_the_type_of_the_list() -> None:
    assert read("fees contains 30 yuan or 50") == read("费用 包含 30元 或 50", "zh")
    assert read('tags contains "new" or "a, b"') == read("标签 包含 “new” 或 “a, b”", "zh")


def test_another_condition_may_follow_an_item() -> None:
    both = read("interests contains golf and customer tier is gold")
    assert both == read("兴趣 包含 高尔夫 且 客户等级 是 金卡", "zh")
    assert print_condition(both, VOCABULARY, "en") == "interests contains golf and customer tier is gold"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("interests contains golf or weekday of now is at least 3", "en"),
        ("interests contains golf or weekday is at least 3", "en"),
        ("interests contains golf or hour of day is at least 3", "en"),
        ("customer tier is gold or month of now is 3", "en"),
        ("兴趣 包含 高尔夫 或 星期几 大于 3", "zh"),
    ],
)
def test_a_condition_on_the_clock_may_follow_an_item(text: str, language: str) -> None:
    found = read(text, language)
    assert isinstance(found, Or)
    assert len(found.parts) == 2


def test_items_that_may_be_meant_all_or_one_are_asked_about() -> None:
    code, text, hint, fixes = said_of("interests contains golf, tennis")
    assert (code, text, fixes) == ("E088", "`contains golf, tennis`: all of them, or one of them?", [])
    assert hint == "either `interests contains all of golf, tennis`\nor `interests contains golf or tennis`"
    assert said_of("interests contains golf and tennis")[0] == "E088"
    assert (
        said_of("兴趣 包含 高尔夫和网球", "zh")[2] == "或者“兴趣 同时包含 高尔夫、网球”\n或者“兴趣 包含 高尔夫 或 网球”"
    )
    assert "not (interests contains all of golf, tennis)" in said_of("interests does not contain golf and tennis")[2]


@pytest.mark.parametrize(
    ("text", "language", "code", "repair"),
    [
        ("interests is golf", "en", "E089", "interests contains golf"),
        ("interests is not golf", "en", "E089", "interests does not contain golf"),
        ("interests in (golf, tennis)", "en", "E089", "interests contains golf or tennis"),
        ("兴趣 属于 高尔夫、网球", "zh", "E089", "兴趣 包含 高尔夫 或 网球"),
        ("customer tier contains gold", "en", "E090", "customer tier is gold"),
        ("customer tier does not contain gold or silver", "en", "E090", "customer tier is not one of gold, silver"),
        ("客户等级 包含 金卡", "zh", "E090", "客户等级 是 金卡"),
        ("months with us contains 3", "en", "E090", "months with us is 3"),
        ("interests contains glof", "en", "E013", "golf"),
        ("tags contains vip", "en", "E019", '"vip"'),
    ],
)
def test_words_that_do_not_fit_are_repaired(text: str, language: str, code: str, repair: str) -> None:
    found = said_of(text, language)
    assert (found[0], found[3]) == (code, [repair])


@pytest.mark.parametrize(
    ("english", "chinese", "meant"),
    [
        ("contains golf", "包含 高尔夫", Contains(interests, (golf,))),
        ("does not contain golf", "不包含 高尔夫", Not(Contains(interests, (golf,)))),
        ("contains all of golf, tennis", "同时包含 高尔夫、网球", Contains(interests, (golf, tennis), True)),
        ("empty", "为空", Compare("=", interests, EMPTY)),
        ("not empty", "不为空", Compare("!=", interests, EMPTY)),
        ("unknown", "未知", IsUnknown(interests)),
    ],
)
def test_a_cell_asks_the_list_of_its_column(english: str, chinese: str, meant: Condition) -> None:
    for text, language in ((english, "en"), (chinese, "zh")):
        assert parse_cell(Fragment.of(text), interests, Scope(VOCABULARY, language)) == (meant, ())
        assert print_cell(meant, interests, VOCABULARY, language) == text


def test_a_cell_with_an_item_alone_is_told_to_contain_it() -> None:
    _, (one,) = parse_cell(Fragment.of("golf, tennis"), interests, Scope(VOCABULARY, "en"))
    assert (one.code, [fix.replacement for fix in one.fixes]) == ("E089", ["contains golf or tennis"])


def test_an_example_may_state_an_empty_list_and_an_unknown_one() -> None:
    scope = Scope(VOCABULARY, "en")
    assert parse_given(Fragment.of("interests empty"), scope) == (("customer.interests", EMPTY), ())
    assert parse_given(Fragment.of("interests unknown"), scope) == (("customer.interests", None), ())
    stated = Literal(("golf", "chess"), SPORTS)
    assert parse_given(Fragment.of("interests golf, chess"), scope) == (("customer.interests", stated), ())


def test_a_list_whose_label_begins_like_an_event_is_counted_whole() -> None:
    """Mutant: the event's name is taken first, and `topics` behind it is not understood."""
    field = Field("event.all_topics", SPORTS, Labels(en="complaint topics", zh="投诉话题"))
    vocabulary = evolve(VOCABULARY, fields=(*VOCABULARY.fields, field))
    counted = Compare(op=">=", left=Size(Fact(field.name, SPORTS)), right=Literal(2, NUMBER))
    found, findings = parse_condition(Fragment.of("number of complaint topics is at least 2"), Scope(vocabulary))
    assert (found, list(findings)) == (counted, [])
    past = "number of complaints in the last 30 days is at least 2"
    found, findings = parse_condition(Fragment.of(past), Scope(vocabulary))
    assert found is not None
    assert not findings


@pytest.mark.parametrize(
    ("text", "language", "items"),
    [
        ("note interests as golf", "en", ("golf",)),
        ("note interests as golf, tennis", "en", ("golf", "tennis")),
        ("note interests as empty", "en", ()),
        ("记录 兴趣 为 高尔夫、网球", "zh", ("golf", "tennis")),
        ('note tags as "a", "b"', "en", ("a", "b")),
    ],
)
def test_the_items_of_a_list_can_be_kept(text: str, language: str, items: tuple[str, ...]) -> None:
    action, findings = parse_action(Fragment.of(text), Scope(VOCABULARY, language))
    assert [(one.code, one.text()) for one in findings] == []
    assert isinstance(action, Note)
    assert isinstance(action.value, Literal)
    assert action.value.value == items


def test_another_list_can_be_kept() -> None:
    text = "note interests as topics of this event"
    action, findings = parse_action(Fragment.of(text), Scope(VOCABULARY, "en", events=("complaint",)))
    assert (action, findings) == (Note("customer.interests", Fact("event.topics", SPORTS)), ())
