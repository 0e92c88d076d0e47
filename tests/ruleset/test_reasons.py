"""Contact reasons: a tree with owners, the values of choices, and what is wrong with either."""

from __future__ import annotations

import pytest

import engage
from engage.errors import RulesetError
from engage.facts.plan import SieveStep
from engage.facts.reasons import ContactReason, ReasonAction, ReasonTree
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Ending, Vocabulary
from engage.load import from_sources, read_sources
from engage.program.program import Program
from engage.ruleset.spell_vocabulary import spell_vocabulary

HEAD = """
engage: 1
ruleset: desk
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [a.rules]
safe default: [route to desk]
"""
VOCABULARY = """
fields:
  event.reason: {type: choice, values from: reasons, en: reason, zh: 原因}
  event.result:
    type: choice
    values:
      done: {en: done, outcome: served}
      gone: {en: gone, outcome: abandoned}
      ours: {en: ours, requested by us: yes}
events:
  call: {type: call.received, contact: yes, fields: [reason]}
  call_ended: {type: call.ended, fields: [result, reason]}
  mended: {type: self.mended, outcome: contained, requested by us: yes}
"""
CATALOGUE = """
queues: {desk: {en: desk, zh: 前台}}
answers: {balance: {en: balance, contained within: 24 hours}}
owners: {finance: {en: finance}, network: {en: network team}}
reasons version: 3
reasons:
  billing: {en: billing, zh: 账务, owner: finance, avoidable: yes, cause: prices change unannounced}
  wrong_amount: {en: wrong amount, zh: 金额有误, under: billing, action: eliminate, was: [old_amount, sum]}
  due_date: {en: due date, zh: 到期日, under: billing, owner: network}
  fault: {en: fault, zh: 故障, owner: network}
"""
RULES = """
rule wrong amounts
  event call
  when reason is wrong amount
  then answer balance
"""
IN_CHINESE = """
队列: {desk: {英文: desk, 中文: 前台}}
答复: {balance: {英文: balance, 自助成功时限: 24小时}}
负责部门: {finance: {英文: finance}, network: {英文: network team}}
联系原因版本: 3
联系原因:
  billing: {英文: billing, 中文: 账务, 负责人: finance, 可避免: 是, 根因: prices change unannounced}
  wrong_amount: {英文: wrong amount, 中文: 金额有误, 属于: billing, 对策: 消除, 原为: [old_amount, sum]}
  due_date: {英文: due date, 中文: 到期日, 属于: billing, 负责人: network}
  fault: {英文: fault, 中文: 故障, 负责人: network}
"""


def sources(catalogue: str = CATALOGUE, vocabulary: str = VOCABULARY, rules: str = RULES) -> list[tuple[str, str]]:
    return [
        ("ruleset.yaml", HEAD),
        ("vocabulary.yaml", vocabulary),
        ("catalogue.yaml", catalogue),
        ("a.rules", rules),
    ]


def program(catalogue: str = CATALOGUE, vocabulary: str = VOCABULARY) -> Program:
    return from_sources(sources(catalogue, vocabulary))


def codes(catalogue: str = CATALOGUE, vocabulary: str = VOCABULARY) -> list[str]:
    found = read_sources(sources(catalogue, vocabulary)).report.findings
    return [finding.code for finding in found]


def test_a_tree_is_read_whole_in_both_languages() -> None:
    tree = program().furnishing.reasons
    assert tree == ReasonTree(
        3,
        (
            ContactReason("billing", owner="finance", avoidable=True, cause="prices change unannounced"),
            ContactReason("wrong_amount", "billing", action=ReasonAction.ELIMINATE, was=("old_amount", "sum")),
            ContactReason("due_date", "billing", "network"),
            ContactReason("fault", owner="network"),
        ),
    )
    chinese = program(IN_CHINESE, VOCABULARY.replace("values from: reasons", "取值来自: 联系原因"))
    assert chinese.furnishing.reasons == tree
    assert chinese.hash == program().hash
    assert program().furnishing.contained_within == {(SieveStep.ANSWER, "balance"): Duration(24, Unit.HOUR)}


def test_what_is_above_holds_below_and_old_ids_lead_to_those_of_today() -> None:
    tree = program().furnishing.reasons
    assert tree.leaves == ("wrong_amount", "due_date", "fault")
    assert [tree.owner(id) for id in tree.leaves] == ["finance", "network", "network"]
    assert [tree.avoidable(id) for id in tree.leaves] == [True, True, False]
    assert tree.path("due_date") == ("due_date", "billing")
    assert tree.cause("due_date") == "prices change unannounced"
    assert tree.action("wrong_amount") is ReasonAction.ELIMINATE
    assert [tree.current(id) for id in ("sum", "fault", "never_seen")] == ["wrong_amount", "fault", "never_seen"]
    assert (tree.owner("never_seen"), tree.path("never_seen")) == ("", ())


def test_a_tree_that_a_host_built_in_a_circle_ends_all_the_same() -> None:
    tree = ReasonTree(1, (ContactReason("a", "b"), ContactReason("b", "a")))
    assert tree.leaves == ()
    assert tree.owner("a") == ""


def test_a_choice_has_the_leaves_as_its_values_and_rules_ask_for_them() -> None:
    made = program()
    reason = made.vocabulary.field_by_name["event.reason"]
    assert reason.reasons
    assert [term.id for term in reason.type.choices] == ["wrong_amount", "due_date", "fault"]
    assert [term.labels.zh for term in reason.type.choices] == ["金额有误", "到期日", "故障"]
    said = {"id": "1", "source": "/t", "type": "call.received", "time": "2026-03-01T10:00:00Z"}
    event = engage.event(made, {**said, "data": {"reason": "wrong_amount"}})
    assert engage.decide(made, event).plan.answer == "balance"


def test_a_branch_is_no_reason_that_a_contact_can_state() -> None:
    with pytest.raises(RulesetError, match="billing"):
        from_sources(sources(rules=RULES.replace("wrong amount\n", "billing\n")))


def test_ends_are_told_by_kinds_of_events_and_by_values() -> None:
    vocabulary = program().vocabulary
    result = vocabulary.field_by_name["event.result"]
    assert result.endings == (("done", Ending.SERVED), ("gone", Ending.ABANDONED))
    assert result.by_us == ("ours",)
    mended = vocabulary.event_by_id["mended"]
    assert (mended.ending, mended.by_us) == (Ending.CONTAINED, True)


def test_what_is_said_of_contacts_is_written_back() -> None:
    read = program().vocabulary
    again = from_sources(sources(vocabulary=spell_vocabulary(Vocabulary(_own(read), read.events)))).vocabulary
    for name in ("event.reason", "event.result"):
        assert again.field_by_name[name] == read.field_by_name[name]
    assert again.event_by_id["mended"] == read.event_by_id["mended"]


def _own(vocabulary: Vocabulary) -> tuple[engage.facts.vocabulary.Field, ...]:
    return tuple(field for field in vocabulary.fields if not field.built_in)


def test_what_is_declared_of_contacts_is_part_of_the_hash_and_nothing_else_changes_it() -> None:
    before = program().hash
    assert program(CATALOGUE.replace("version: 3", "version: 4")).hash != before
    assert program(CATALOGUE.replace("owner: finance,", "")).hash != before
    assert program(vocabulary=VOCABULARY.replace("outcome: abandoned", "outcome: contained")).hash != before
    assert program(vocabulary=VOCABULARY.replace(", requested by us: yes}\n", "}\n")).hash != before
    assert program(CATALOGUE.replace("en: fault", "en: broken")).hash == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("under: billing, action", "under: biling, action", "R112"),
        ("owner: network}\n  fault", "owner: netwrk}\n  fault", "R112"),
        ("zh: 账务, owner", "zh: 账务, under: due_date, owner", "R231"),
        ("was: [old_amount, sum]", "was: [fault]", "R232"),
        ("fault: {en: fault,", "fault: {was: [sum], en: fault,", "R232"),
        ("within: 24 hours", "within: 1 working day", "R233"),
        ("action: eliminate", "action: ignore", "R117"),
        ("avoidable: yes", "avoidable: perhaps", "R106"),
    ],
)
def test_what_is_wrong_with_a_tree_is_told_by_its_code(old: str, new: str, code: str) -> None:
    assert code in codes(CATALOGUE.replace(old, new))


def test_what_is_wrong_with_a_field_is_told_by_its_code() -> None:
    without = CATALOGUE[: CATALOGUE.index("reasons version")]
    assert "R230" in codes(without)
    assert "R117" in codes(vocabulary=VOCABULARY.replace("outcome: served", "outcome: happy"))
    mine = VOCABULARY.replace("event.result:", "customer.result:").replace("[result, reason]", "[reason]")
    assert codes(vocabulary=mine) == ["R118", "R118", "R118"]
