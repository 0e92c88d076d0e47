"""catalogue.yaml becomes names for sentences and settings for plans."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Kind, Labels, Term, Type, Vocabulary
from engage.ground import Finding, Report
from engage.language.tree import Template
from engage.ruleset.catalogue_file import finish_catalogue, read_catalogue
from engage.ruleset.model import Catalogue
from reading import said, sound_vocabulary, yaml_block

HERE = Path(__file__).parent.parent
GOLDEN = HERE / "golden" / "catalogue"
MINI = HERE / "samples" / "mini"
Golden = Callable[[str, Callable[[str], str]], None]


def read(text: str, vocabulary: Vocabulary | None = None) -> tuple[Catalogue, Vocabulary, tuple[Finding, ...]]:
    block, source = yaml_block(text, "catalogue.yaml")
    draft, complete, found = read_catalogue(block, source, vocabulary or Vocabulary())
    assert draft is not None
    catalogue, more = finish_catalogue(draft, complete)
    return catalogue, complete, (*found, *more)


def sound(text: str, vocabulary: Vocabulary | None = None) -> tuple[Catalogue, Vocabulary]:
    catalogue, complete, findings = read(text, vocabulary)
    assert said(findings) == ""
    return catalogue, complete


@pytest.fixture(scope="module")
def mini() -> tuple[Catalogue, Vocabulary]:
    vocabulary = sound_vocabulary((MINI / "vocabulary.yaml").read_text(encoding="utf-8"))
    return sound((MINI / "catalogue.yaml").read_text(encoding="utf-8"), vocabulary)


def test_the_sample_gives_every_domain_its_names(mini: tuple[Catalogue, Vocabulary]) -> None:
    vocabulary = mini[1]
    counts = {domain.value: len(vocabulary.named(domain)) for domain in Domain}
    assert counts == {
        "queue": 4,
        "skill": 1,
        "service level": 2,
        "target": 3,
        "menu": 1,
        "menu item": 2,
        "wording": 2,
        "offer": 2,
        "group": 4,
        "answer": 1,
        "self-service": 1,
        "allowance": 3,
        "step": 1,
        "work": 2,
        "owner": 2,
        "contact reason": 0,
    }
    assert vocabulary.term(Domain.QUEUE, "retention_desk") == Term(
        "retention_desk", Labels("retention desk", zh="挽留专席")
    )


def test_settings_are_typed(mini: tuple[Catalogue, Vocabulary]) -> None:
    catalogue = mini[0]

    def settings(domain: Domain, id: str) -> object:
        item = catalogue.item(domain, id)
        assert item is not None
        return item.settings

    assert settings(Domain.QUEUE, "retention_desk") == {"step": "expert"}
    assert settings(Domain.LEVEL, "vip_care") == {
        "targets": {
            "first_response": Duration(30, Unit.MINUTE),
            "resolution": Duration(1, Unit.WORKING_DAY),
        }
    }
    assert settings(Domain.MENU, "cancel_menu") == {"items": ("cancel_here", "speak_to_person")}
    assert settings(Domain.OFFER, "one_month_free") == {
        "class": "commercial",
        "group": "retention_offers",
        "propensity": Decimal("0.35"),
        "value": 60,
        "cost": 20,
    }
    assert settings(Domain.ALLOWANCE, "waiver") == {"type": Type(Kind.MONEY, currency="CNY")}
    assert settings(Domain.ALLOWANCE, "talk_time") == {"type": Type(Kind.DURATION)}
    assert settings(Domain.WORK, "retention_call_back") == {"owner": "customer_team", "channel": "crm"}


def test_texts_of_wordings_are_templates_by_language(mini: tuple[Catalogue, Vocabulary]) -> None:
    item = mini[0].item(Domain.WORDING, "retention_opening")
    assert item is not None
    assert item.settings["placement"] == "greeting"
    texts = item.settings["texts"]
    assert isinstance(texts, dict)
    assert sorted(texts) == ["en", "zh"]
    assert isinstance(texts["en"], Template)
    assert texts["en"].parts[0] == "Thank you for "
    assert texts["en"].parts[1] == texts["zh"].parts[1]


def test_targets_groups_and_talk_time_are_there_without_being_declared() -> None:
    catalogue, vocabulary = sound("queues: {desk: {step: assisted}}\n")
    assert [term.id for term in vocabulary.named(Domain.TARGET)] == ["first_response", "next_response", "resolution"]
    assert [term.labels.zh for term in vocabulary.named(Domain.GROUP)] == ["商业类", "服务类", "必达类"]
    talk_time = catalogue.item(Domain.ALLOWANCE, "talk_time")
    assert talk_time is not None
    assert talk_time.settings["type"] == Type(Kind.DURATION)


def test_a_declared_thing_takes_the_place_of_a_built_in_one_of_the_same_name() -> None:
    vocabulary = sound("targets: {answer: {en: first response}}\n")[1]
    assert [term.id for term in vocabulary.named(Domain.TARGET)] == ["answer", "next_response", "resolution"]


def test_an_offer_has_treatments_for_channels_and_languages() -> None:
    catalogue, _ = sound(
        "wordings:\n  soft: {text en: Hello.}\noffers:\n  gift:\n    class: 服务类\n    treatments:\n"
        "      - {id: by_phone, channel: phone, language: 英文, wording: soft}\n"
    )
    item = catalogue.item(Domain.OFFER, "gift")
    assert item is not None
    assert item.settings == {
        "class": "service",
        "treatments": ({"id": "by_phone", "channel": "phone", "language": "en", "wording": "soft"},),
    }


def test_keys_may_be_chinese() -> None:
    catalogue, vocabulary = sound(
        "坐席组:\n  desk: {中文: 综合坐席, 环节: 专席}\n服务等级:\n  care: {时限: {resolution: 1个工作日}}\n"
    )
    desk = catalogue.item(Domain.QUEUE, "desk")
    care = catalogue.item(Domain.LEVEL, "care")
    assert desk is not None
    assert care is not None
    assert desk.settings == {"step": "expert"}
    assert care.settings == {"targets": {"resolution": Duration(1, Unit.WORKING_DAY)}}
    assert vocabulary.named(Domain.QUEUE)[0].labels.zh == "综合坐席"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_mistakes_are_said_with_place_and_way_out(path: Path, golden: Golden) -> None:
    def report(text: str) -> str:
        findings = read(text + "\n")[2]
        return said(findings) + "\n\n" + said(findings, "zh")

    golden(f"catalogue/{path.name}", report)


def test_one_wrong_setting_does_not_hide_the_thing() -> None:
    catalogue, vocabulary, findings = read("queues:\n  desk: {step: exprt}\n  other: {step: expert}\n")
    assert [finding.code for finding in Report.of(findings).findings] == ["R117"]
    assert len(vocabulary.named(Domain.QUEUE)) == 2
    assert catalogue.item(Domain.QUEUE, "other") is not None


@pytest.mark.parametrize(
    "written", [".inf", "-.inf", "inf", ".nan", "NaN", "9" * 5_000, "0x" + "f" * 5_000, "1e999", "1_000", "010"]
)
def test_numbers_that_are_none_are_refused_with_their_place(written: str) -> None:
    catalogue, _, findings = read(f"offers:\n  gift: {{value: {written}}}\n")
    errors = [finding for finding in findings if finding.code == "R116"]
    assert [str(finding.span) for finding in errors] == ["catalogue.yaml:2:17"]
    gift = catalogue.item(Domain.OFFER, "gift")
    assert gift is not None
    assert "value" not in gift.settings


def test_numbers_are_exact() -> None:
    catalogue, _ = sound("offers:\n  gift: {value: 0.1, cost: 1e3, benefit: 2}\n")
    gift = catalogue.item(Domain.OFFER, "gift")
    assert gift is not None
    assert gift.settings["value"] == Decimal("0.1")
    assert gift.settings["cost"] == Decimal(1000)


def test_a_menu_item_says_whom_it_reaches_and_what_it_finishes() -> None:
    vocabulary = sound_vocabulary("events:\n  cancel_request: {type: cancel.requested, contact: yes}\n")
    text = "menu items:\n  person: {en: a person, %s: %s}\n  cancel: {en: cancel here, %s: cancel_request}\n"
    for words in (("reaches", "person", "finishes"), ("通达", "人工", "办结")):
        catalogue, _ = sound(text % words, vocabulary)
        settings = {item.id: item.settings for item in catalogue.items[Domain.ITEM]}
        assert settings == {"person": {"reaches": "person"}, "cancel": {"finishes": "cancel_request"}}


def test_a_menu_item_finishes_a_kind_of_event_that_is_declared() -> None:
    vocabulary = sound_vocabulary("events:\n  cancel_request: {type: cancel.requested}\n")
    _, _, findings = read("menu items:\n  cancel: {en: cancel here, finishes: cancel_requests}\n", vocabulary)
    assert [(finding.code, finding.fixes[0].replacement) for finding in findings] == [("R112", "cancel_request")]
    _, _, findings = read("menu items:\n  cancel: {en: cancel here, reaches: robot}\n", vocabulary)
    assert [finding.code for finding in findings] == ["R117"]
