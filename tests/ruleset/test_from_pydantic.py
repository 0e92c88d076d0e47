"""A vocabulary from a host's own pydantic classes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Labels, Term, Type, Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope, parse_condition, tree
from engage.load import from_sources, load
from engage.ruleset.from_pydantic import Money, from_pydantic


class Tier(IntEnum):
    PLATINUM = 3
    BASIC = 1
    GOLD = 2


class Access(Enum):
    DSL = "dsl"
    FIBER = "fiber"


class Customer(BaseModel):
    tier: Tier = Field(title="customer tier", json_schema_extra={"zh": "客户等级", "zh-Hant": "客戶等級"})
    access: Access | None = None
    months_with_us: int | None = Field(None, json_schema_extra={"unit": "months"})
    fee: Annotated[Decimal, Money("cny")]
    converged: bool
    nickname: str | None = Field(None, json_schema_extra={"zh": "昵称", "personal": True, "max_age_days": 30})
    contract_end: datetime.date
    last_seen: datetime.datetime
    wakes_at: datetime.time
    patience: datetime.timedelta
    interests: list[Literal["football", "opera"]] = []
    churn_reason: str = Field("", json_schema_extra={"from": "cancel_request.reason"})


class CancelRequest(BaseModel):
    model_config = ConfigDict(
        title="cancel request / cancel requests",
        json_schema_extra={"type": "cancel.requested", "contact": True, "zh": "销户申请", "measure": "次"},
    )
    channel: Literal["phone", "app"]
    reason: str


class HTTPCall(BaseModel):
    channel: Literal["phone", "app"] | None = None


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    vocabulary, findings = from_pydantic(customer=Customer, events=[CancelRequest, HTTPCall])
    assert findings == ()
    return vocabulary


def test_python_types_become_types_of_rules(vocabulary: Vocabulary) -> None:
    kinds = {field.short: field.type.kind for field in vocabulary.fields if field.root == "customer"}
    assert kinds == {
        "tier": Kind.CHOICE,
        "access": Kind.CHOICE,
        "months_with_us": Kind.NUMBER,
        "fee": Kind.MONEY,
        "converged": Kind.YES_NO,
        "nickname": Kind.TEXT,
        "contract_end": Kind.DATE,
        "last_seen": Kind.MOMENT,
        "wakes_at": Kind.TIME,
        "patience": Kind.DURATION,
        "interests": Kind.LIST,
        "churn_reason": Kind.TEXT,
    }
    assert vocabulary.field_by_name["customer.fee"].type.currency == "CNY"


def test_an_int_enum_is_a_choice_ordered_by_its_numbers(vocabulary: Vocabulary) -> None:
    tier = vocabulary.field_by_name["customer.tier"]
    assert tier.type.ordered
    assert [term.id for term in tier.type.choices] == ["basic", "gold", "platinum"]
    assert tier.labels == Labels("customer tier", zh="客户等级", hant="客戶等級")


def test_an_enum_of_texts_and_a_literal_are_choices_without_order(vocabulary: Vocabulary) -> None:
    access = vocabulary.field_by_name["customer.access"].type
    assert access == Type(Kind.CHOICE, (Term("dsl", Labels("dsl")), Term("fiber", Labels("fiber"))))
    item = vocabulary.field_by_name["customer.interests"].type.item
    assert item is not None
    assert [term.id for term in item.choices] == ["football", "opera"]


def test_the_values_of_a_choice_have_labels_wherever_the_choice_is_used() -> None:
    class Home(BaseModel):
        access: Access = Field(json_schema_extra={"values": {"dsl": "宽带", "fiber": {"en": "fibre", "zh": "光纤"}}})
        other: Access | None = None
        seen: list[Access] = []

    class Moved(BaseModel):
        access: Access

    vocabulary, findings = from_pydantic(customer=Home, events=[Moved])
    assert findings == ()
    choices = (Term("dsl", Labels("dsl", zh="宽带")), Term("fiber", Labels("fibre", zh="光纤")))
    assert [(field.type.item or field.type).choices for field in vocabulary.fields] == [choices] * 4
    condition, found = parse_condition(Fragment.of("customer.access 是 光纤"), Scope(vocabulary, "zh"))
    assert found == ()
    type = vocabulary.fields[0].type
    assert condition == tree.Compare("=", tree.Fact("customer.access", type), tree.Literal("fiber", type))


def test_labels_of_a_value_that_is_not_there_are_a_finding() -> None:
    class Home(BaseModel):
        access: Access = Field(json_schema_extra={"values": {"fibre": "光纤"}})

    _, (finding,) = from_pydantic(customer=Home)
    assert finding.code == "R112"
    assert "`fibre`" in finding.text()
    assert "fiber" in finding.hint()


def test_optional_and_defaulted_fields_may_be_missing_and_required_ones_may_not(vocabulary: Vocabulary) -> None:
    missing = {field.short for field in vocabulary.fields if field.may_be_missing}
    assert missing == {"access", "months_with_us", "nickname", "interests", "churn_reason", "channel"}


def test_metadata_says_what_a_class_cannot(vocabulary: Vocabulary) -> None:
    nickname = vocabulary.field_by_name["customer.nickname"]
    assert nickname.personal
    assert nickname.max_age == Duration(30, Unit.DAY)
    assert vocabulary.field_by_name["customer.months_with_us"].unit == "months"
    assert vocabulary.field_by_name["customer.churn_reason"].writes_from == "cancel_request.reason"


def test_a_class_is_a_kind_of_event_with_its_fields(vocabulary: Vocabulary) -> None:
    cancel, call = vocabulary.events
    assert (cancel.id, cancel.type, cancel.contact) == ("cancel_request", "cancel.requested", True)
    assert cancel.fields == ("channel", "reason")
    assert cancel.labels == Labels("cancel request", "cancel requests", "销户申请", "次")
    assert (call.id, call.type, call.labels.en) == ("http_call", "http.call", "http call")


def test_types_without_a_counterpart_are_findings_and_the_rest_is_read() -> None:
    class Odd(BaseModel):
        either: int | str
        nested: Customer
        numbers: Literal[1, 2]
        pairs: dict[str, str]
        fine: bool
        Wrong: int

    vocabulary, findings = from_pydantic(customer=Odd)
    assert [field.name for field in vocabulary.fields] == ["customer.fine"]
    assert [(finding.code, finding.values["name"]) for finding in findings] == [
        ("R134", "customer.either"),
        ("R134", "customer.nested"),
        ("R134", "customer.numbers"),
        ("R134", "customer.pairs"),
        ("R110", "customer.Wrong"),
    ]


def test_an_event_field_has_one_type_in_all_events() -> None:
    class Other(BaseModel):
        channel: int

    vocabulary, findings = from_pydantic(events=[CancelRequest, Other])
    assert [finding.values["name"] for finding in findings] == ["Other.channel"]
    assert vocabulary.events[1].fields == ()


def test_a_program_with_a_hosts_vocabulary_is_the_same_again_from_its_stored_sources(
    vocabulary: Vocabulary, tmp_path: Path
) -> None:
    rules = "rule all\n  event cancel request\n  then set x to 2\n"
    (tmp_path / "own.rules").write_text(rules)
    outputs = "outputs:\n  x: {type: number}\n"
    header = f"ruleset: hosted\nfiles: [own.rules]\n{outputs}safe default:\n  - set x to 1\n"
    (tmp_path / "ruleset.yaml").write_text(header)
    program = load(tmp_path, vocabulary)
    assert from_sources(program.sources).hash == program.hash


def test_a_class_says_who_is_asked_for_a_fact() -> None:
    class Asked(BaseModel):
        tariff: str = Field("", json_schema_extra={"from": "provider crm", "max_age_days": 1})
        worth: int | None = Field(None, json_schema_extra={"from": "estimator model.worth"})

    made, findings = from_pydantic(customer=Asked, events=[])
    assert findings == ()
    assert [(each.provided_by, each.estimated_by, each.writes_from) for each in made.fields] == [
        ("crm", "", ""), ("", "model.worth", "")]  # fmt: skip
