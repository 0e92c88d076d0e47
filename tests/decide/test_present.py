"""How what was chosen is put to the customer: treatments by channel, placement and language, words, need first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engage.decide import ReasonCode, decide
from engage.facts.decided import Decision
from engage.gate import event, profile
from engage.load import compile, read_sources
from engage.program.program import Program

VOCABULARY = """
fields:
  customer.language: {type: text, en: language}
  customer.nickname: {type: text, en: nickname}
  event.channel: {type: choice, values: {phone: {}, app: {}, shop: {}}, en: channel}
  event.placement: {type: text, en: placement}
events:
  call: {type: call.received, en: call / calls, contact: yes, fields: [channel, placement]}
"""
CATALOGUE = """
queues: {desk: {en: desk}}
wordings:
  on_screen: {placement: banner, text en: Look here.}
  aloud: {placement: script, text en: May I tell you?}
  zh_aloud: {placement: script, text zh: 请听}
  sorted: {placement: script, text en: 'Done, {nickname or else "friend"}.'}
answers: {done: {en: done, wording: sorted}}
offers:
  gift:
    en: gift
    value: 10
    cost: 3
    treatments:
      - {id: read_out, channel: phone, wording: aloud, language: en}
      - {id: read_out_zh, channel: phone, wording: zh_aloud, language: zh}
      - {id: shown, channel: app, wording: on_screen, placement: banner}
  trap: {en: trap, value: 1000, benefit: -1}
"""
HEADER = """
engage: 1
ruleset: presenting
files: [a.rules]
safe default: [route to desk]
"""


def program(rules: str) -> Program:
    files = {"vocabulary.yaml": VOCABULARY, "catalogue.yaml": CATALOGUE, "ruleset.yaml": HEADER, "a.rules": rules}
    return compile(read_sources(files.items()))


GIFT = program("rule gift\n  event call\n  then\n    offer gift\n    offer trap\n")


def decided(made: Program, facts: Mapping[str, object] | None = None, **data: str) -> Decision:
    envelope = {"id": "1", "source": "/t", "type": "call.received", "time": "2026-11-05T10:00:00Z", "subject": "c"}
    return decide(made, event(made, {**envelope, "data": data}), profile(made, facts or {}, "c"))


@pytest.mark.parametrize(
    ("data", "treatment"),
    [
        ({"channel": "phone"}, "read_out"),
        ({"channel": "app"}, "shown"),
        ({"channel": "app", "placement": "banner"}, "shown"),
        ({}, "read_out"),
    ],
)
def test_the_treatment_is_that_of_the_channel_on_which_the_customer_is(data: dict[str, str], treatment: str) -> None:
    assert [each.treatment for each in decided(GIFT, None, **data).plan.offers] == [treatment]


def test_a_treatment_in_the_customers_language_comes_first() -> None:
    chinese = decided(GIFT, {"customer.language": "zh"}, channel="phone")
    assert [each.treatment for each in chinese.plan.offers] == ["read_out_zh"]
    french = decided(GIFT, {"customer.language": "fr"}, channel="phone")
    assert [each.treatment for each in french.plan.offers] == ["read_out"]


def test_an_offer_without_a_treatment_that_fits_is_not_made_and_says_why() -> None:
    decision = decided(GIFT, channel="shop")
    assert decision.plan.offers == ()
    assert (ReasonCode.NO_TREATMENT, "gift") in [(each.code, each.detail) for each in decision.reasons]


def test_nothing_that_harms_the_customer_is_offered_whatever_it_earns() -> None:
    decision = decided(GIFT, channel="app")
    assert [each.id for each in decision.plan.offers] == ["gift"]
    assert (ReasonCode.NO_BENEFIT, "trap") in [(each.code, each.detail) for each in decision.reasons]


def test_the_words_of_a_treatment_are_in_the_content_at_its_placement() -> None:
    (wording,) = decided(GIFT, channel="app").plan.content
    assert (wording.id, wording.placement, wording.texts) == ("on_screen", "banner", {"en": "Look here."})


def test_an_answer_brings_its_words_with_the_values_they_show() -> None:
    answered = program("rule done\n  event call\n  then\n    answer done\n    offer gift\n")
    decision = decided(answered, {"customer.nickname": "Bo"}, channel="phone")
    (wording,) = decision.plan.content
    assert (wording.id, wording.texts) == ("sorted", {"en": "Done, Bo."})
    # The offer's own words stand at the same placement, and the answer's come first.
    assert (ReasonCode.PLACE_TAKEN, "gift", "aloud") in [
        (each.code, each.rule, each.detail) for each in decision.reasons
    ]


def test_a_veto_on_words_keeps_those_of_an_answer_away_too() -> None:
    made = program("rule done\n  event call\n  then\n    answer done\n\nnever say sorted\n")
    assert decided(made).plan.content == ()


def test_the_safe_defaults_answer_brings_its_words() -> None:
    files = {
        "vocabulary.yaml": VOCABULARY,
        "catalogue.yaml": CATALOGUE,
        "ruleset.yaml": HEADER.replace("route to desk", "answer done"),
        "a.rules": "",
    }
    made = compile(read_sources(files.items()))
    (wording,) = decided(made, {"customer.nickname": "Bo"}).plan.content
    assert wording.texts == {"en": "Done, Bo."}
