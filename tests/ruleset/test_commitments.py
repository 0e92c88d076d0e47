"""Commitments of a vocabulary: what they give, what is wrong with them, and how they are written back."""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Commitment, Kind, Labels, Vocabulary
from engage.ground import Report
from engage.ruleset.built_in_events import with_built_in_events
from engage.ruleset.spell_vocabulary import spell_vocabulary
from reading import sound_vocabulary, understood

DECLARED = """
fields:
  event.call_by: {type: moment, en: call by, zh: 约定时间}
  event.desk: {type: text, en: desk, zh: 部门}
  event.amount: {type: number, en: amount, zh: 数量}
events:
  agreed: {type: callback.agreed, en: call-back agreed, zh: 约定回访, fields: [call_by, desk, amount]}
  call_back: {type: callback.made, en: call-back / call-backs, zh: 回访, fields: [desk]}
  given_up: {type: callback.dropped, en: given up, zh: 作罢}
"""
COMMITMENT = """
commitments:
  callback:
    en: promised call-back / promised call-backs
    zh: 回访承诺
    zh-Hant: 回訪承諾
    made by: agreed
    due: event.call_by
    kept by: call_back
    waived by: [given_up]
    same: [case]
    owner: event.desk
"""
IN_CHINESE = """
承诺:
  callback: {英文: promised call-back / promised call-backs, 中文: 回访承诺, 繁体: 回訪承諾, 作出承诺: agreed,
    期限: event.call_by, 兑现: call_back, 撤回: given_up, 相同: case, 负责人: event.desk}
"""


def declared(text: str = COMMITMENT) -> Vocabulary:
    return with_built_in_events(sound_vocabulary(DECLARED + text))


def codes(text: str) -> list[str]:
    return [finding.code for finding in Report.of(understood(DECLARED + text)[1]).findings]


def changed(before: str, after: str) -> str:
    assert before in COMMITMENT
    return COMMITMENT.replace(before, after)


def test_a_commitment_is_read_whole_in_both_languages() -> None:
    labels = Labels("promised call-back", "promised call-backs", "回访承诺", hant="回訪承諾")
    read = Commitment(
        "callback", labels, "agreed", "call_by", ("call_back",), ("given_up",), ("case",), "desk", owner_field=True
    )
    assert declared().commitments == (read,)
    assert declared(IN_CHINESE).commitments == (read,)


def test_it_gives_two_facts_and_an_event_that_says_what_the_promise_said() -> None:
    vocabulary = declared()
    opened, due = (vocabulary.field_by_name[f"customer.callback_{name}"] for name in ("open", "due"))
    assert (opened.type.kind, due.type.kind) == (Kind.NUMBER, Kind.MOMENT)
    assert opened.labels == Labels("open promised call-backs", zh="待兑现回访承诺", hant="待兌現回訪承諾")
    assert due.labels == Labels("next promised call-back due", zh="最早回访承诺期限", hant="最早回訪承諾期限")
    broken = vocabulary.event_by_id["callback_broken"]
    assert broken.labels.en_plural == "promised call-backs broken"
    assert (broken.labels.zh, broken.labels.hant) == ("回访承诺未兑现", "回訪承諾未兌現")
    assert broken.fields == ("call_by", "desk", "amount", "promise", "promise_made", "promise_due")


def test_what_it_gives_is_given_once() -> None:
    assert with_built_in_events(declared()) == declared()


def test_until_when_may_be_a_length() -> None:
    (read,) = declared(changed("event.call_by", "1 working day")).commitments
    assert read.due == Duration(1, Unit.WORKING_DAY)
    (read,) = declared(changed("event.call_by", "24小时")).commitments
    assert read.due == Duration(24, Unit.HOUR)


def test_what_is_wrong_with_it_is_said() -> None:
    assert codes(changed("due: event.call_by", "due: event.amount")) == ["R196"]
    assert codes(changed("due: event.call_by", "due: soon")) == ["R196"]
    assert codes(changed("due: event.call_by", "due: 0 hours")) != []
    assert codes(changed("made by: agreed", "made by: agred")) == ["R112"]
    assert codes(changed("[given_up]", "[gave_up]")) == ["R112"]
    assert codes(changed("same: [case]", "same: [amount]")) == ["R112"]
    assert codes(changed("owner: event.desk", "owner: event.dsk")) == ["R112"]
    assert codes(changed("    kept by: call_back\n", "")) == ["R102"]
    assert codes(changed("  callback:", "  Callback:")) == ["R110"]


def test_a_label_that_it_gives_must_be_free() -> None:
    taken = DECLARED.replace("en: desk, zh", "en: open promised call-backs, zh")
    assert [each.code for each in Report.of(understood(taken + COMMITMENT)[1]).findings] == ["R111"]
    taken = DECLARED.replace("en: given up", "en: promised call-back broken")
    assert [each.code for each in Report.of(understood(taken + COMMITMENT)[1]).findings] == ["R111"]


def test_its_text_gives_the_same_again() -> None:
    for text in (COMMITMENT, changed("event.call_by", "36 hours"), changed("event.desk", "care team")):
        vocabulary = declared(text)
        assert with_built_in_events(sound_vocabulary(spell_vocabulary(vocabulary))) == vocabulary
