"""vocabulary.yaml becomes a Vocabulary; what is wrong with it is said with its place and the nearest right word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Field, Kind, Labels, Settling, Term, Type
from engage.ground import Report, Source
from engage.ruleset.documents import json_schema
from engage.ruleset.vocabulary_file import read_vocabulary
from engage.ruleset.yaml_events import read_yaml
from reading import said, sound_vocabulary, understood

HERE = Path(__file__).parent.parent
GOLDEN = HERE / "golden" / "vocabulary"
MINI = (HERE / "samples" / "mini" / "vocabulary.yaml").read_text(encoding="utf-8")
Golden = Callable[[str, Callable[[str], str]], None]


def codes(text: str) -> list[str]:
    return [finding.code for finding in Report.of(understood(text)[1]).findings]


def field(lines: str, name: str = "customer.x") -> Field:
    return sound_vocabulary(f"fields:\n  {name}: {lines}\n").fields[0]


# ---------------------------------------------------------------------------------------------- the sample


def test_the_sample_is_read_whole() -> None:
    vocabulary = sound_vocabulary(MINI)
    assert len(vocabulary.fields) == 10
    tier = vocabulary.field_by_name["customer.tier"]
    assert tier.labels == Labels("customer tier", zh="客户等级", hant="客戶等級")
    assert tier.type.ordered
    assert tier.type.choices[2] == Term("gold", Labels("gold", zh="金卡"))
    assert vocabulary.field_by_name["event.amount"].type == Type(Kind.MONEY, currency="CNY")
    assert vocabulary.field_by_name["customer.nickname"].personal
    converged = vocabulary.field_by_name["customer.converged"]
    assert converged.phrases == (
        Labels("is a converged customer", zh="是融合客户"),
        Labels("is not a converged customer", zh="不是融合客户"),
    )


def test_values_from_borrows_the_values_of_another_field() -> None:
    vocabulary = sound_vocabulary(MINI)
    assert vocabulary.field_by_name["customer.churn_reason"].type == vocabulary.field_by_name["event.reason"].type


def test_kinds_of_events_have_a_type_labels_and_fields() -> None:
    vocabulary = sound_vocabulary(MINI)
    complaint = vocabulary.event_by_id["complaint"]
    assert complaint.type == "complaint.received"
    assert complaint.labels == Labels("complaint", "complaints", "投诉")
    assert complaint.contact
    assert complaint.fields == ("channel", "reason", "grade")


def test_outputs_say_how_conflicts_settle_and_what_holds_otherwise() -> None:
    output = sound_vocabulary(MINI).output_by_id["escalate"]
    assert output.settling is Settling.ANY
    assert output.otherwise is False


def test_the_glossary_gives_ids_in_snake_case() -> None:
    churn = sound_vocabulary(MINI).glossary[0]
    assert churn == Term("churn_risk", Labels("churn risk", zh="离网风险"))


def test_the_glossary_may_begin_with_chinese() -> None:
    vocabulary = sound_vocabulary("glossary:\n  离网风险: churn risk\n  高: {en: high, zh-Hant: 高}\n")
    assert vocabulary.glossary[0] == Term("churn_risk", Labels("churn risk", zh="离网风险"))
    assert vocabulary.glossary[1] == Term("high", Labels("high", zh="高", hant="高"))


# ------------------------------------------------------------------------------------------------ details


@pytest.mark.parametrize(
    ("written", "type"),
    [
        ("yes/no", Type(Kind.YES_NO)),
        ("是否", Type(Kind.YES_NO)),
        ("number", Type(Kind.NUMBER)),
        ("金额 CNY", Type(Kind.MONEY, currency="CNY")),
        ("money eur", Type(Kind.MONEY, currency="EUR")),
        ("文本", Type(Kind.TEXT)),
        ("date", Type(Kind.DATE)),
        ("日期", Type(Kind.DATE)),
        ("time of day", Type(Kind.TIME)),
        ("时刻", Type(Kind.MOMENT)),
        ("duration", Type(Kind.DURATION)),
        ("账期", Type(Kind.PERIOD)),
        ("list of text", Type(Kind.LIST, item=Type(Kind.TEXT))),
        ("列表 数字", Type(Kind.LIST, item=Type(Kind.NUMBER))),
    ],
)
def test_types_are_written_in_both_languages(written: str, type: Type) -> None:
    assert field(f"{{type: {written}}}").type == type


def test_keys_may_be_chinese_in_either_script() -> None:
    simplified = sound_vocabulary(
        "字段:\n  customer.tier:\n    类型: 选项\n    有序: 是\n    取值: {gold: 金卡}\n"
        "    中文: 客户等级\n    个人信息: 否\n    缺失: 从不\n"
    )
    traditional = sound_vocabulary(
        "欄位:\n  customer.tier:\n    類型: 選項\n    有序: 是\n    取值: {gold: 金卡}\n"
        "    中文: 客户等级\n    個人資訊: 否\n    缺值: 不會\n"
    )
    english = sound_vocabulary(
        "fields:\n  customer.tier: {type: choice, ordered: yes, values: {gold: {zh: 金卡}}, zh: 客户等级,"
        " personal: no, missing: never}\n"
    )
    assert simplified == traditional == english
    assert not english.fields[0].may_be_missing


def test_values_may_be_a_list_of_ids() -> None:
    assert [term.id for term in field("{type: choice, values: [gold, silver]}").type.choices] == ["gold", "silver"]


def test_a_list_of_choices_has_the_choices_values() -> None:
    item = field("{type: list of choice, values: [a, b]}").type.item
    assert item is not None
    assert [term.id for term in item.choices] == ["a", "b"]


def test_max_age_is_a_duration_in_words() -> None:
    assert field("{type: number, max age: 30 days}").max_age == Duration(30, Unit.DAY)
    assert field("{type: number, max age: 30天}").max_age == Duration(30, Unit.DAY)


def test_an_event_may_write_a_profile_fact() -> None:
    vocabulary = sound_vocabulary(
        "fields:\n  customer.bill: {type: number, from: bill.amount}\n  event.amount: {type: number}\n"
        "events:\n  bill: {type: bill.issued, fields: [event.amount]}\n"
    )
    assert vocabulary.fields[0].writes_from == "bill.amount"
    assert vocabulary.events[0].fields == ("amount",)


def test_labels_default_to_the_name_with_spaces() -> None:
    assert field("{type: number}", "customer.months_with_us").labels.en == "months with us"


def test_a_value_written_no_or_on_stays_the_text_it_is() -> None:
    assert [term.id for term in field("{type: choice, values: [on, off, no]}").type.choices] == ["on", "off", "no"]


# ----------------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_mistakes_are_said_with_place_and_way_out(path: Path, golden: Golden) -> None:
    def report(text: str) -> str:
        findings = understood(text + "\n")[1]
        return said(findings) + "\n\n" + said(findings, "zh")

    golden(f"vocabulary/{path.name}", report)


def test_one_wrong_field_does_not_hide_the_others() -> None:
    vocabulary, findings = understood(
        "fields:\n  customer.a: {type: nmber}\n  customer.b: {type: number}\n  c: {type: text}\n"
    )
    assert [field.name for field in vocabulary.fields] == ["customer.b"]
    assert [finding.code for finding in findings] == ["R107", "R110"]


def test_a_key_in_two_languages_is_still_written_twice() -> None:
    assert codes("fields:\n  customer.a:\n    type: number\n    类型: 数字\n") == ["Y002"]


def test_values_from_in_a_circle_is_a_finding() -> None:
    text = (
        "fields:\n  customer.a: {type: choice, values from: customer.b}\n"
        "  customer.b: {type: choice, values from: customer.a}\n"
    )
    assert codes(text) == ["R109", "R109"]


def test_editors_get_a_json_schema_with_the_keys_as_they_are_written() -> None:
    schema = json_schema("vocabulary")
    assert "values from" in schema["$defs"]["FieldDocument"]["properties"]
    assert "zh-Hant" in schema["$defs"]["TermDocument"]["properties"]
    assert json_schema("ruleset")["required"] == ["ruleset"]
    assert "self-service" in json_schema("catalogue")["properties"]


LINES = st.lists(
    st.builds(
        "{}{}: {}".format,
        st.sampled_from(["", "  ", "    ", "      "]),
        st.sampled_from(
            ["fields", "customer.a", "event.b", "type", "values", "gold", "events", "en", "zh", "glossary", "outputs"]
        ),
        st.sampled_from(
            ["", "number", "choice", "[a, b]", "{a: b}", "yes", "money", "list of x", "customer.a", "3 days"]
        ),
    ),
    max_size=12,
)


@given(LINES)
def test_any_vocabulary_whatever_gives_findings_and_never_an_exception(lines: list[str]) -> None:
    source = Source("vocabulary.yaml", "\n".join(lines))
    block, _ = read_yaml(source)
    if block is None:
        return
    vocabulary, findings = read_vocabulary(block, source)
    said(findings, "zh")
    assert len({field.name for field in vocabulary.fields}) == len(vocabulary.fields)


def test_a_field_that_takes_its_values_from_another_needs_no_type() -> None:
    vocabulary = sound_vocabulary("""\
fields:
  customer.why: {values from: event.reason}
  event.reason: {type: choice, values: {price: {}, network: {}}}
events:
  call: {type: call.received, fields: [reason]}
""")
    assert vocabulary.field_by_name["customer.why"].type == vocabulary.field_by_name["event.reason"].type
