"""`engage funnel`: steps, reasons, groups and changes, from a storage and from a file; what was known stays so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.calling import Caller

FILES = {
    "ruleset.yaml": """
engage: 1
ruleset: shop
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [shop.rules]
safe default: [route to desk]
""",
    "catalogue.yaml": """
queues: {desk: {en: desk, zh: 前台, step: assisted}, experts: {en: experts, zh: 专家, step: expert}}
answers: {status: {en: status, zh: 状态, contained within: 48 hours}}
owners: {logistics: {en: logistics, zh: 物流组}}
reasons:
  delivery: {en: delivery, zh: 配送, owner: logistics}
  parcel: {en: parcel, zh: 包裹, under: delivery, avoidable: yes, cause: nobody tells, action: eliminate, was: [box]}
  damage: {en: damage, zh: 破损, under: delivery}
""",
    "vocabulary.yaml": """
fields:
  event.reason: {type: choice, values from: reasons, en: reason, zh: 原因}
  event.channel: {type: choice, values: {web: {en: web, zh: 网页}, phone: {en: phone, zh: 电话}}, en: channel, zh: 渠道}
  event.result:
    type: choice
    values: {done: {en: done, outcome: served}, more: {en: more, outcome: escalated}}
    en: result
events:
  question: {type: asked, en: question / questions, contact: yes, fields: [reason, channel]}
  ended: {type: ended, en: end / ends, fields: [reason, result]}
  order: {type: ordered, en: order / orders, zh: 订购}
""",
    "shop.rules": """
rule everybody
  event question
  then route to desk

rule on the web
  beats everybody
  event question
  when channel is web
  then answer status
""",
}


def event(id: str, day: int, type: str, customer: str, contact: str = "", **data: str) -> str:
    said = {"id": id, "source": "/s", "type": type, "time": f"2026-03-{day:02}T10:00:00+08:00", "data": data}
    return json.dumps(
        {**said, **({"subject": customer} if customer else {}), **({"contact": contact} if contact else {})}
    )


EVENTS = [
    event("1", 1, "asked", "ann", "k1", reason="parcel", channel="web"),
    event("2", 1, "asked", "bao", "k2", reason="parcel", channel="web"),
    event("3", 2, "asked", "bao", "k3", reason="parcel", channel="phone"),
    event("4", 2, "ended", "bao", "k3", result="done"),
    event("5", 2, "asked", "", "k4", reason="damage", channel="web"),
    event("6", 3, "asked", "chen", "k5", reason="damage", channel="web"),
    event("7", 3, "ended", "chen", "k5", result="more"),
    event("8", 9, "ordered", "ann"),
    event("9", 10, "asked", "ann", "k6", channel="phone"),
    event("10", 11, "asked", "dora", "k7", reason="parcel", channel="web"),
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    (tmp_path / "shop.jsonl").write_text("\n".join(EVENTS) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def storage(call: Caller, shop: Path, tmp_path: Path) -> str:
    address = f"sqlite:{tmp_path / 'shop.db'}"
    assert call("run", str(shop), "--events", str(tmp_path / "shop.jsonl"), "--storage", address).code == 0
    return address


def test_each_step_tells_what_came_and_how_it_left(call: Caller, storage: str) -> None:
    found = call("funnel", "--storage", storage, "--json").json
    assert (found["contacts"], found["avoidable"], found["conserved"]) == (7, 4, True)
    steps = {one["step"]: one for one in found["steps"]}
    answered = {"contained": 1, "provisional": 1, "reversed": 1, "unproved": 1, "escalated": 1}
    assert steps["answer"]["exits"] == answered
    assert steps["assisted"]["exits"] == {"served": 1, "open": 2}
    assert (steps["assisted"]["arrived"], steps["assisted"]["handed"]) == (2, 1)
    first = found["first_contact"]
    assert (first["resolved"], first["repeated"], first["open"]) == (2, 1, 1)
    assert first["left_out"] == {"nobody": 1, "no reason": 1}


def test_reasons_are_summed_by_branch_with_their_owner_and_unknown_is_told(call: Caller, storage: str) -> None:
    reasons = {one["key"]: one for one in call("funnel", "--storage", storage, "--json").json["reasons"]}
    assert {key: one["contacts"] for key, one in reasons.items()} == {"delivery": 6, "parcel": 4, "damage": 2, "": 1}
    assert all(sum(one["last"].values()) == one["contacts"] for one in reasons.values())
    parcel = reasons["parcel"]
    assert (parcel["owner"], parcel["cause"], parcel["action"]) == ("logistics", "nobody tells", "eliminate")
    told = call("funnel", "--storage", storage).out
    assert re.search(r"^· parcel +4 ", told, re.MULTILINE)
    assert re.search(r"^parcel +logistics +eliminate +nobody tells +4 +4$", told, re.MULTILINE)
    assert "the sums agree: 7 came, 7 left" in told
    assert "ann" not in told


def test_contacts_are_counted_by_a_field_and_by_days(call: Caller, storage: str) -> None:
    by = call("funnel", "--storage", storage, "--by", "渠道", "--json").json
    assert {one["key"]: one["contacts"] for one in by["groups"]} == {"web": 5, "phone": 2}
    early = call("funnel", "--storage", storage, "--through", "2026-03-01", "--json").json
    assert early["steps"][0]["exits"] == {"provisional": 2}
    late = call("funnel", "--storage", storage, "--from", "2026-03-03", "--json").json
    assert late["contacts"] == 3


def test_a_file_is_decided_on_first_and_a_ruleset_may_rename_reasons(
    call: Caller, shop: Path, storage: str, tmp_path: Path
) -> None:
    whole = call("funnel", "--storage", storage, "--json").json
    assert call("funnel", str(shop), "--events", str(tmp_path / "shop.jsonl"), "--json").json == whole
    renamed = (shop / "catalogue.yaml").read_text(encoding="utf-8").replace("  parcel: {", "  package: {")
    (shop / "catalogue.yaml").write_text(renamed.replace("was: [box]", "was: [parcel]"), encoding="utf-8")
    again = call("funnel", str(shop), "--storage", storage, "--json").json
    assert {one["key"]: one["contacts"] for one in again["reasons"]}["package"] == 4
    assert again["steps"] == whole["steps"]


def test_contacts_since_a_change_are_beside_those_before(call: Caller, storage: str) -> None:
    found = call("funnel", "--storage", storage, "--changed", "2026-03-04", "--per", "question", "--json").json
    parcel = next(one for one in found["changes"] if one["reason"] == "parcel")
    assert parcel["before"] == {"contacts": 3, "units": 5}
    assert parcel["since"] == {"contacts": 1, "units": 2}
    assert parcel["ratio"] == pytest.approx((1 / 2) / (3 / 5))
    told = call("funnel", "--storage", storage, "--changed", "2026-03-04", "--below", "300").out
    assert "no experiment" in told
    assert re.search(r"^parcel .* 1$", told, re.MULTILINE)


def test_contacts_of_a_customer_who_was_erased_are_counted_as_nobodys(call: Caller, storage: str) -> None:
    assert call("erase", "bao", "--storage", storage).code == 0
    found = call("funnel", "--storage", storage, "--json").json
    assert (found["contacts"], found["conserved"]) == (7, True)
    assert found["first_contact"]["left_out"] == {"nobody": 3, "no reason": 1}


def test_the_page_draws_the_sieve_in_every_language(call: Caller, storage: str, tmp_path: Path) -> None:
    for language, word in (("en", "contained 1"), ("zh", "自助成功 1"), ("zh-Hant", "轉入下一環節")):
        page = tmp_path / f"{language}.html"
        assert call("funnel", "--storage", storage, "--page", str(page), "--lang", language).code == 0
        text = page.read_text(encoding="utf-8")
        assert word in text
        assert "<svg" in text
        assert "<script" not in text
        assert "http" not in text


def test_a_record_without_a_contact_says_so(call: Caller, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text(event("8", 9, "ordered", "ann") + "\n", encoding="utf-8")
    told = call("funnel", str(shop), "--events", str(tmp_path / "none.jsonl"))
    assert told.out.splitlines()[0] == "no contact was recorded"


def test_what_cannot_be_understood_is_misuse(call: Caller, shop: Path, storage: str) -> None:
    for more, word in (
        (("--by", "colour"), "colour"),
        (("--from", "soon"), "2026-11-30"),
        (("--within", "1 working day"), "7 days"),
        (("--per", "colour"), "colour"),
    ):
        told = call("funnel", "--storage", storage, *more)
        assert told.code == 2
        assert word in told.err
    assert call("funnel").code == 2
    assert call("funnel", str(shop)).code == 2
