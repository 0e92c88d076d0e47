"""Menus and self-services in catalogue.yaml: what is read, in both languages, and what is told where it is wrong."""

from __future__ import annotations

import pytest

from engage.facts.self_service import PERSON, Prompt, StepTree
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground import Finding
from engage.ruleset.catalogue_file import finish_catalogue, read_catalogue
from engage.ruleset.model import Catalogue
from reading import sound_vocabulary, yaml_block

VOCABULARY = """
fields:
  event.channel: {type: choice, values: {phone: {zh: 电话}, app: {zh: 应用}}, en: channel, zh: 渠道}
  customer.month: {type: text, en: month, zh: 月份}
events:
  call: {type: call.received, contact: yes, fields: [channel]}
"""
ITEMS = """
queues: {desk: {en: desk, zh: 坐席}}
menu items: {bill: {en: my bill, zh: 我的账单}, person: {en: a person, zh: 人工, reaches: person}}
wordings: {again: {en: again, zh: 重听, text en: Again., text zh: 再听一遍。}}
answers: {status: {en: status, zh: 状态}}
"""


def read(text: str) -> tuple[Catalogue, tuple[Finding, ...]]:
    vocabulary: Vocabulary = sound_vocabulary(VOCABULARY)
    block, source = yaml_block(ITEMS + text, "catalogue.yaml")
    draft, complete, found = read_catalogue(block, source, vocabulary)
    assert draft is not None
    catalogue, more = finish_catalogue(draft, complete)
    return catalogue, (*found, *more)


ENGLISH = """
menus:
  home:
    items: [bill, person]
    at most: {phone: 4}
    no input: {3: person, 1: again}
    no match: {2: again}
    help: {1: again}
self-service:
  look:
    steps:
      ask: {wording: again, choices: {bill: month, person: a person}}
      month: {form: [customer.month], next: told}
      told: {answer: status, next: end}
      end: {done: yes}
    failures at most: 2
    steps at most: 6
    hand over to: desk
    contained within: 72 hours
"""
CHINESE = """
菜单:
  home: {项目: [bill, person], 最多: {phone: 4}, 未输入: {3: person, 1: again}, 未识别: {2: again}, 求助: {1: again}}
自助服务:
  look:
    步骤:
      ask: {所用话术: again, 选择: {bill: month, person: 人工}}
      month: {填写: [customer.month], 下一步: told}
      told: {给出答复: status, 下一步: end}
      end: {完成: 是}
    失败最多: 2
    步数最多: 6
    移交: desk
    自助有效: 72小时
"""


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_menus_and_self_services_are_read_in_both_languages(text: str) -> None:
    catalogue, findings = read(text)
    assert findings == ()
    menu = catalogue.item(Domain.MENU, "home")
    assert menu is not None
    assert menu.settings == {
        "items": ("bill", "person"),
        "at most": {"phone": 4},
        "no input": (Prompt(1, wording="again"), Prompt(3, item="person")),
        "no match": (Prompt(2, wording="again"),),
        "help": (Prompt(1, wording="again"),),
    }
    look = catalogue.item(Domain.SELF_SERVICE, "look")
    assert look is not None
    tree = look.settings["tree"]
    assert isinstance(tree, StepTree)
    assert [step.id for step in tree.steps] == ["ask", "month", "told", "end"]
    assert tree.step("ask").choices == (("bill", "month"), ("person", PERSON))
    assert (tree.step("month").form, tree.step("month").next) == (("customer.month",), "told")
    assert (tree.step("told").answer, tree.step("end").done) == ("status", True)
    assert (tree.failures, tree.most, tree.queue) == (2, 6, "desk")
    assert tree.contained == Duration(72, Unit.HOUR)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("menus: {home: {items: [bill], at most: {phone: 2}}}", "R240", "2"),
        ("menus: {home: {items: [bill], at most: {phone: many}}}", "R116", "many"),
        ("menus: {home: {items: [bill], at most: {phones: 5}}}", "R112", "phones"),
        ("menus: {home: {items: [bill], no input: {0: again}}}", "R242", "0"),
        ("menus: {home: {items: [bill], no input: {often: again}}}", "R242", "often"),
        ("menus: {home: {items: [bill], no input: {1: agian}}}", "R112", "agian"),
        ("self-service: {look: {steps: {ask: {next: nowhere}}}}", "R112", "nowhere"),
        ("self-service: {look: {steps: {ask: {choices: {bil: a person}}}}}", "R112", "bil"),
        ("self-service: {look: {steps: {ask: {form: [customer.moth], next: ask}}}}", "R112", "customer.moth"),
        ("self-service: {look: {steps: {ask: {choices: {bill: ask}, next: ask}}}}", "R243", "ask"),
        ("self-service: {look: {steps: {ask: {done: yes, next: ask}}}}", "R243", "ask"),
        ("self-service: {look: {hand over to: dsk}}", "R112", "dsk"),
        ("self-service: {look: {failures at most: 100}}", "R131", "100"),
        ("self-service: {look: {contained within: soon}}", "E", ""),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, code: str, place: str) -> None:
    _, findings = read(text)
    assert [finding.code[: len(code)] for finding in findings] == [code]
    if place:
        assert findings[0].span is not None
        assert findings[0].span.text == place


def test_a_limit_by_channel_needs_a_channel() -> None:
    block, source = yaml_block(ITEMS + "menus: {home: {items: [bill], at most: {phone: 5}}}", "catalogue.yaml")
    vocabulary = sound_vocabulary("events:\n  call: {type: call.received}\n")
    draft, complete, _ = read_catalogue(block, source, vocabulary)
    assert draft is not None
    assert [finding.code for finding in finish_catalogue(draft, complete)[1]] == ["R241"]


@pytest.mark.parametrize(("score", "codes"), [("0", []), ("0.5", []), ("1", []), ("1.1", ["R131"]), ("-1", ["R131"])])
def test_a_score_is_a_share(score: str, codes: list[str]) -> None:
    vocabulary = sound_vocabulary(VOCABULARY)
    block, source = yaml_block(f"menu items: {{bill: {{en: my bill, score: {score}}}}}", "catalogue.yaml")
    draft, complete, _ = read_catalogue(block, source, vocabulary)
    assert draft is not None
    assert [finding.code for finding in finish_catalogue(draft, complete)[1]] == codes
