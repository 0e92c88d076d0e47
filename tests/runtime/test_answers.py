"""What became of an effect reaches the rules: answers, dead letters, outcomes that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engage.errors import EventRejected, Permanent, Retryable, UnknownOutcome
from engage.facts.decided import Decision
from engage.load import compile, read_sources
from engage.program.program import Program
from engage.ruleset.convert import Notation, convert
from engage.runtime import Engine, SetClock
from engage.runtime.retry import ATTEMPTS
from engage.sockets.channel import Answer
from runtime.desk import START, Recorder, engine_on, envelope

SECOND = 1_000_000
RULESET = {
    "ruleset.yaml": "engage: 1\nruleset: desk\nzone: Asia/Shanghai\nsafe default: [route to front desk]\n",
    "vocabulary.yaml": """fields:
  customer.tier: {type: choice, values: {basic: , gold: }}
events:
  cancel_request: {type: cancel.requested, en: cancel request, contact: yes}
""",
    "catalogue.yaml": """queues:
  front_desk: {en: front desk}
owners:
  team: {en: team, zh: 客户组}
works:
  call_back: {en: call-back, zh: 回访, channel: crm, owner: team}
  visit: {en: visit, zh: 上门, channel: field, owner: team}
  look_into: {en: look into, zh: 查因, channel: crm, owner: team}
""",
}
ENGLISH = """rule call
  event cancel request
  then task call-back for team

rule visit instead
  event effect answered
  when
    outcome is failed
    effect kind is task
    work type is call-back
    work owner is team
    delivery channel is crm
    rule behind the effect is "call"
    failure code is "http-410"
  then task visit for team

rule look into it
  event effect answered
  when at least 2 effects answered (outcome failed, work type call-back) in the last 7 days
  then task look into for team
"""
CHINESE = """语言 中文
规则 call
  事件 cancel request
  则 派单 回访 给 客户组

规则 visit instead
  事件 投递回执
  当
    投递结果 是 失败
    投递类型 是 派单
    工单类型 是 回访
    承办部门 是 客户组
    投递渠道 是 crm
    发起规则 是 “call”
    失败代码 是 “http-410”
  则 派单 上门 给 客户组

规则 look into it
  事件 投递回执
  当 最近7天内 投递回执（投递结果 失败，工单类型 回访） 至少 2 次
  则 派单 查因 给 客户组
"""


def made_of(rules: str, **changed: str) -> Program:
    files = {**RULESET, **{name.replace("_", "."): text for name, text in changed.items()}, "desk.rules": rules}
    return compile(read_sources(files.items()))


def told(engine: Engine) -> list[Decision]:
    return [decision for decision in engine.decisions("c7") if decision.kind == "effect_answered"]


def works(decisions: Sequence[Decision]) -> list[list[str]]:
    return [[task.work for task in decision.plan.tasks] for decision in decisions]


@pytest.mark.parametrize("rules", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_a_rule_speaks_at_a_failed_effect_and_knows_what_it_was(tmp_path: Path, rules: str) -> None:
    gone = Permanent("http-410", "gone")
    crm, clock = Recorder(Answer("accepted"), gone, gone), SetClock(START)
    with engine_on(tmp_path / "care.db", made=made_of(rules), channels={"crm": crm}, clock=clock) as engine:
        for number in (1, 2, 3):
            engine.receive(envelope(number, at=START + number * SECOND))
            clock.at += 60 * SECOND
            engine.deliver()
        assert works(told(engine)) == [[], ["visit"], ["look_into", "visit"]]
        assert told(engine)[1].facts_used["event.effect_code"] == "http-410"


def test_both_languages_say_the_same() -> None:
    assert made_of(ENGLISH).hash == made_of(CHINESE).hash


@pytest.mark.parametrize("to", ["rules", "yaml"])
@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_rules_on_answers_survive_every_notation(to: Notation, language: str) -> None:
    ruleset = read_sources({**RULESET, "desk.rules": ENGLISH}.items())
    assert ruleset.model is not None
    texts = convert(ruleset.model, to, language, ruleset.sources)
    assert compile(read_sources(texts.items())).hash == made_of(ENGLISH).hash


@pytest.mark.parametrize(
    ("failures", "idempotency", "outcome"),
    [
        ([], "key", "delivered"),
        ([Retryable("down", "down")] * ATTEMPTS, "natural", "failed"),
        ([UnknownOutcome("no-answer", "sent")], "none", "uncertain"),
    ],
)
def test_every_end_of_an_effect_is_told_once(
    tmp_path: Path, failures: list[BaseException], idempotency: str, outcome: str
) -> None:
    rules = f"{ENGLISH}\nrule seen\n  event effect answered\n  when outcome is {outcome}\n  then task visit for team\n"
    crm, clock = Recorder(*failures, idempotency=idempotency), SetClock(START)
    with engine_on(tmp_path / "care.db", made=made_of(rules), channels={"crm": crm}, clock=clock) as engine:
        engine.receive(envelope(1))
        for _ in range(ATTEMPTS + 2):
            engine.deliver()
            clock.at += 90_000 * SECOND
        assert works(told(engine)) == [["visit"]]


def test_an_effect_that_fails_again_after_a_replay_is_not_told_again(tmp_path: Path) -> None:
    crm, clock = Recorder(Permanent("http-410", "gone"), Permanent("http-404", "gone")), SetClock(START)
    with engine_on(tmp_path / "care.db", made=made_of(ENGLISH), channels={"crm": crm}, clock=clock) as engine:
        engine.receive(envelope(1))
        engine.deliver()
        assert engine.storage.replay_dead("main", crm.got[0].key)
        engine.deliver()
        assert works(told(engine)) == [["visit"]]


def test_an_answer_cannot_be_forged_from_outside(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db", made=made_of(ENGLISH)) as engine:
        with pytest.raises(EventRejected, match="G024"):
            engine.receive(envelope(1, "effect.answered", effect_outcome="failed"))
        assert not list(engine.decisions())


def test_a_ruleset_may_name_the_outcomes_of_its_own_channels(tmp_path: Path) -> None:
    own = RULESET["vocabulary.yaml"].replace(
        "events:", "  event.effect_outcome: {type: choice, en: result, values: {bounced: , delivered: }}\nevents:"
    )
    rules = """rule call
  event cancel request
  then task call-back for team

rule bounced
  event effect answered
  when result is bounced
  then task visit for team
"""
    crm, clock = Recorder(Answer("bounced"), Answer("opened")), SetClock(START)
    program = made_of(rules, vocabulary_yaml=own)
    with engine_on(tmp_path / "care.db", made=program, channels={"crm": crm}, clock=clock) as engine:
        for number in (1, 2):
            engine.receive(envelope(number))
            engine.deliver()
        assert works(told(engine)) == [["visit"], []]
        assert [reason.detail for reason in told(engine)[1].reasons if reason.code == "unreadable"] == [
            "event.effect_outcome"
        ]


def test_a_name_that_the_vocabulary_uses_otherwise_keeps_its_meaning() -> None:
    own = RULESET["vocabulary.yaml"].replace("fields:", "fields:\n  customer.outcome: {type: text, en: outcome}")
    rules = """rule a
  event effect answered
  when
    outcome is "won"
    event.effect_outcome is failed
  then task visit for team
"""
    program = made_of(rules, vocabulary_yaml=own)
    names = {getattr(source, "name", "") for source in program.shelves["effect_answered"].inputs}
    assert names == {"customer.outcome", "event.effect_outcome"}


def test_a_rule_speaks_when_a_customer_is_updated(tmp_path: Path) -> None:
    rules = "rule welcome\n  event customer updated\n  when customer.tier is gold\n  then task visit for team\n"
    with engine_on(tmp_path / "care.db", made=made_of(rules)) as engine:
        decision = engine.receive({**envelope(1, "customer.updated"), "data": {"customer.tier": "gold"}})
        assert works([decision]) == [["visit"]]
