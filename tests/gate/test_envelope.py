"""List C of the hostile inputs: whatever comes, an event or an EventRejected with a place and without a value."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EventRejected
from engage.facts.known import Event
from engage.facts.vocabulary import EventKind, Field, Kind, Term, Type, Vocabulary
from engage.gate.envelope import event
from engage.gate.known_in import profile, typed_facts

CHANNEL = Type(Kind.CHOICE, choices=(Term("phone"), Term("app")))
VOCABULARY = Vocabulary(
    fields=(
        Field("event.channel", CHANNEL),
        Field("event.amount", Type(Kind.MONEY, currency="CNY")),
        Field("event.note", Type(Kind.TEXT), personal=True),
        Field("event.since", Type(Kind.MOMENT)),
        Field("event.day", Type(Kind.DATE)),
        Field("event.waited", Type(Kind.DURATION)),
        Field("event.count", Type(Kind.NUMBER)),
        Field("event.urgent", Type(Kind.YES_NO)),
        Field("event.tags", Type(Kind.LIST, item=Type(Kind.TEXT))),
    ),
    events=(
        EventKind(
            "call",
            "call.received",
            fields=("channel", "amount", "note", "since", "day", "waited", "count", "urgent", "tags"),
        ),
    ),
)


def envelope(**changes: object) -> dict[str, object]:
    return {
        "id": "e1",
        "source": "/ivr",
        "type": "call.received",
        "time": "2026-11-05T10:00:00+08:00",
        "subject": "c7",
        **changes,
    }


def code_and_place(raw: object) -> tuple[str, str]:
    with pytest.raises(EventRejected) as caught:
        event(VOCABULARY, raw)  # type: ignore[arg-type]
    return caught.value.code, caught.value.where


def test_a_good_envelope_is_typed_by_the_vocabulary() -> None:
    data = {"channel": "app", "amount": 12.5, "day": "2026-11-05", "waited": 90, "urgent": False, "other": 1}
    read = event(VOCABULARY, envelope(data=data))
    assert (read.kind, read.at, read.offset) == ("call", 1_793_844_000_000_000, 480)
    assert read.data == {
        "channel": "app",
        "amount": Decimal("12.5"),
        "day": datetime.date(2026, 11, 5),
        "waited": 90_000_000,
        "urgent": False,
    }
    assert read.problems == ()


def test_bytes_and_a_mapping_of_the_same_content_are_the_same_event() -> None:
    content = envelope(data={"amount": 0.1, "count": 3, "tags": ["a"]})
    assert event(VOCABULARY, json.dumps(content).encode()) == event(VOCABULARY, content)
    again = json.dumps(content, indent=3, sort_keys=True)
    assert event(VOCABULARY, again).digest == event(VOCABULARY, content).digest


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("channel", "fax", "not-a-choice"),
        ("channel", 3, "wrong-type"),
        ("amount", "12", "wrong-type"),
        ("amount", {"amount": 3, "currency": "USD"}, "other-currency"),
        ("since", "2026-11-05T10:00:00", "no-zone"),
        ("day", "2026-02-30", "wrong-type"),
        ("waited", True, "wrong-type"),
        ("count", True, "wrong-type"),
        ("urgent", "yes", "wrong-type"),
        ("urgent", 1, "wrong-type"),
        ("tags", ["a", 3], "wrong-type"),
        ("tags", ["a"] * 1001, "too-long"),
    ],
)
def test_a_declared_field_of_the_wrong_type_is_unknown_and_named(name: str, value: object, problem: str) -> None:
    read = event(VOCABULARY, envelope(data={name: value}))
    assert read.data == {name: None}
    assert read.problems == ((f"event.{name}", problem),)


def test_an_unknown_kind_is_an_event_without_a_kind() -> None:
    read = event(VOCABULARY, envelope(type="something.else", data={"channel": "app"}))
    assert (read.kind, read.type, read.data) == ("", "something.else", {})


@pytest.mark.parametrize("depth", [33, 5_000, 100_000])
def test_deep_nesting_is_refused_before_anything_recurses(depth: int) -> None:
    text = '{"id":"e","data":' + "[" * depth + "]" * depth + "}"
    assert code_and_place(text) == ("G004", "/")


def test_a_deep_mapping_is_refused_too() -> None:
    deep: dict[str, object] = {}
    for _ in range(5_000):
        deep = {"a": deep}
    assert code_and_place(envelope(data=deep))[0] == "G004"


def test_a_mapping_that_holds_itself_is_refused() -> None:
    loop: dict[str, object] = envelope()
    loop["data"] = loop
    assert code_and_place(loop)[0] in {"G004", "G005"}


@pytest.mark.parametrize(
    ("literal", "code"),
    [
        ("NaN", "G010"),
        ("Infinity", "G010"),
        ("-Infinity", "G010"),
        ("1e999", "G009"),
        ("1e-400", "G009"),
        ("9223372036854775808", "G008"),
        ("18446744073709551616", "G008"),
        ("1" * 5000, "G008"),
        ("1." + "1" * 40, "G009"),
        ("1" * 400 + ".5", "G009"),
    ],
)
def test_numbers_beyond_the_limits_are_refused_with_their_place(literal: str, code: str) -> None:
    text = json.dumps(envelope(data={"count": 0})).replace('"count": 0', f'"count": {literal}')
    assert code_and_place(text) == (code, "/data/count")


def test_numbers_at_the_limits_pass() -> None:
    read = event(VOCABULARY, json.dumps(envelope(data={"count": 2**63 - 1})))
    assert read.data["count"] == 2**63 - 1
    zero = event(VOCABULARY, envelope(data={"count": -0.0})).data["count"]
    assert str(zero) == "0"


def test_a_number_as_a_text_is_never_calculated_with() -> None:
    assert event(VOCABULARY, envelope(data={"count": "1e9999999"})).problems == (("event.count", "wrong-type"),)


def test_twenty_thousand_whole_numbers_that_collide_are_refused_for_their_size() -> None:
    colliding = [str(number * (2**61 - 1)) for number in range(1, 20_000)]
    text = json.dumps(envelope()).replace("}", ', "data": {"tags": [' + ",".join(colliding) + "]}}")
    assert code_and_place(text)[0] in {"G003", "G008"}


@pytest.mark.parametrize("text", ['{"id":"a","id":"b"}', '{"data":{"x":{"a":1,"a":2}}}'])
def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    assert code_and_place(text)[0] == "G007"


def test_nul_and_half_surrogates_are_refused_with_their_place() -> None:
    assert code_and_place(envelope(data={"note": "a\x00b"})) == ("G011", "/data/note")
    assert code_and_place('{"data": {"note": "\\ud800"}}') == ("G011", "/data/note")
    assert code_and_place(envelope(data={"a\x00": 1}))[0] == "G011"


@pytest.mark.parametrize("attribute", ["id", "source", "type", "time"])
def test_a_missing_or_empty_attribute_is_refused_by_name(attribute: str) -> None:
    without = envelope()
    del without[attribute]
    assert code_and_place(without) == ("G013", f"/{attribute}")
    assert code_and_place(envelope(**{attribute: ""})) == ("G014", f"/{attribute}")
    assert code_and_place(envelope(**{attribute: 7})) == ("G014", f"/{attribute}")
    assert code_and_place(envelope(**{attribute: "x" * 10_000}))[0] in {"G015"}


def test_ids_that_differ_by_case_or_a_space_are_different() -> None:
    ids = {event(VOCABULARY, envelope(id=id)).id for id in ("E1", "e1", "e1 ", " e1")}
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-05T10:00:00", "G016"),
        ("2026-11-05", "G016"),
        ("0000-01-01T00:00:00Z", "G016"),
        ("2026-11-05T23:59:60Z", "G016"),
        ("2026-11-05T10:00:00 Europe/Berlin", "G016"),
        ("2026-11-05T10:00:00+25:00", "G016"),
        ("9999-12-31T23:59:59Z", "G017"),
        ("1899-12-31T23:59:59Z", "G017"),
    ],
)
def test_a_time_without_a_zone_or_out_of_range_is_refused(text: str, code: str) -> None:
    assert code_and_place(envelope(time=text)) == (code, "/time")


def test_times_at_the_ends_pass() -> None:
    assert event(VOCABULARY, envelope(time="1970-01-01T00:00:00Z")).at == 0
    assert event(VOCABULARY, envelope(time="1970-01-01T14:00:00+14:00")).at == 0
    assert event(VOCABULARY, envelope(time="1970-01-01T00:00:00.1234567Z")).at == 123_456


def test_size_keys_and_texts_are_bounded() -> None:
    assert code_and_place(b" " * 262_145)[0] == "G003"
    assert code_and_place(envelope(data={f"k{number}": 1 for number in range(1_001)}))[0] == "G005"
    assert code_and_place(envelope(data={"note": "x" * 32_769})) == ("G006", "/data/note")
    assert code_and_place(envelope(data={"note": "界" * 11_000})) == ("G006", "/data/note")


@pytest.mark.parametrize("value", [b"bytes", object(), {1: 2}, {"a", "b"}, datetime.date(2026, 1, 1)])
def test_values_that_are_not_data_are_refused(value: object) -> None:
    assert code_and_place(envelope(data={"note": value})) == ("G012", "/data/note")


def test_the_sources_of_the_engines_own_events_are_refused() -> None:
    assert code_and_place(envelope(source="engage:timer")) == ("G022", "/source")


def test_data_that_is_no_object_is_refused() -> None:
    assert code_and_place(envelope(data=[1])) == ("G018", "/data")
    assert code_and_place("[1]") == ("G002", "/")


def test_later_changes_to_the_hosts_mapping_do_not_reach_the_event() -> None:
    tags = ["a"]
    content = envelope(data={"tags": tags})
    read = event(VOCABULARY, content)
    tags.append("b")
    assert read.data["tags"] == ("a",)


CANARY = "canary-4711-zanarkand"


@given(st.recursive(st.just(CANARY) | st.integers() | st.floats() | st.none(), lambda x: st.lists(x, max_size=3)))
def test_no_message_holds_a_value(value: object) -> None:
    for attribute in ("id", "time", "data", "subject", CANARY):
        try:
            read = event(VOCABULARY, envelope(**{attribute: value}))
        except EventRejected as refusal:
            assert CANARY not in str(refusal)
            assert CANARY not in repr(refusal)
        else:
            assert attribute == "id" or CANARY not in repr(read)


@given(st.binary(max_size=400) | st.text(max_size=200))
def test_any_bytes_give_an_event_or_a_refusal(raw: bytes | str) -> None:
    try:
        assert isinstance(event(VOCABULARY, raw), Event)
    except EventRejected as refusal:
        assert refusal.code.startswith("G")
        assert refusal.where


@pytest.mark.parametrize("facts", [None, 5, [], "tier", ()])
def test_facts_of_a_profile_come_by_name(facts: object) -> None:
    with pytest.raises(EventRejected) as refused:
        profile(Vocabulary(), facts)  # type: ignore[arg-type]  # what a host may hand over
    assert refused.value.code == "G020"


def test_facts_of_a_contact_or_account_are_for_one_decision_and_are_not_kept() -> None:
    mood = Vocabulary(tuple(Field(f"{root}.mood", Type(Kind.TEXT)) for root in ("contact", "account", "customer")))
    assert set(profile(mood, {"contact.mood": "calm", "account.mood": "calm"}).facts) == {
        "contact.mood",
        "account.mood",
    }
    assert typed_facts(mood, {"customer.mood": "calm"}) == {"customer.mood": "calm"}
    for name in ("contact.mood", "account.mood"):
        with pytest.raises(EventRejected) as refused:
            typed_facts(mood, {name: "calm"})
        assert refused.value.code == "G023"
        assert "calm" not in str(refused.value)


@pytest.mark.parametrize("type", ["effect.answered", "engage.timer"])
def test_nobody_outside_can_forge_an_answer_or_a_timer(type: str) -> None:
    assert code_and_place(envelope(type=type)) == ("G024", "/type")
    assert code_and_place(envelope(type=type, source="engage:delivery")) == ("G022", "/source")
