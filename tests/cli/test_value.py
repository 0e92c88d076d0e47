"""`engage value`: purchases in, what customers are worth out; every line that cannot be read is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import Caller

MAPPING = """mapping: shop
zone: Asia/Shanghai
source: /shop
events:
  - type: bought
    id: "{no}"
    subject: customer
    time: day
    data:
      amount: {column: amount, number: yes}
"""


def shop(folder: Path, *more: str) -> list[str]:
    rows = ["no,customer,day,amount"]
    for customer in range(40):
        for visit in range(customer % 5 + 1):
            month = 1 + visit * (1 + customer % 2)
            rows.append(
                f"{len(rows)},c{customer},2026-{month:02d}-{1 + customer % 28:02d},{10 + 7 * (customer % 4)}.50"
            )
    path = folder / "purchases.csv"
    path.write_text("\n".join([*rows, *more, ""]), encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return ["value", str(path), "--margin", "30%"]


def habits() -> list[str]:
    """Customers who come at paces of their own, some of whom leave."""
    rows: list[str] = []
    seed = 7
    for customer in range(150):
        day, pace = 0, 5 + customer % 60
        while day < 360:
            rows.append(
                f"h{len(rows)},h{customer},2025-{day // 30 + 1:02d}-{day % 28 + 1:02d},{5 + seed % (20 + customer)}.25"
            )
            seed = (seed * 1103515245 + 12345) % 2**31
            if (seed >> 8) % 100 < (1, 3, 8, 30, 60)[customer % 5]:
                break
            day += 1 + (seed >> 12) % (2 * pace)
    return rows


def test_the_report_tells_segments_models_tiers_and_equity_in_both_languages(call: Caller, tmp_path: Path) -> None:
    words = [*shop(tmp_path), "--tier", "gold=40", "--tier", "silver=10", "--page", str(tmp_path / "out" / "v.html")]
    english = call(*words)
    assert english.code == 0, english.err
    for said in ("40 customers with purchases up to", "Segments by", "declared rates", "gold", "Customer equity"):
        assert said in english.out
    chinese = call(*words, "--lang", "zh")
    for said in ("客户 40 位", "申报费率", "客户资产逐月变动", "期末"):
        assert said in chinese.out
    page = (tmp_path / "out" / "v.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 3
    assert "c39" not in page


def test_json_gives_exact_amounts_and_movements_that_reconcile(call: Caller, tmp_path: Path) -> None:
    found = call(*shop(tmp_path), "--json", "--model", "none").json
    assert found["customers"] == 40
    assert sum(found["segments"].values()) == 40
    assert isinstance(found["equity"][0]["closing"], str)
    for month in found["equity"]:
        parts = [float(month[name]) for name in ("opening", "acquired", "growth", "decline", "lost")]
        assert parts[0] + parts[1] + parts[2] - parts[3] - parts[4] == pytest.approx(float(month["closing"]))


def test_a_model_that_learnt_is_kept_and_gives_the_same_again(call: Caller, tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    words, kept = shop(tmp_path, *habits()), tmp_path / "btyd.json"
    learnt = call(*words, "--write-model", str(kept), "--json")
    assert learnt.code == 0, learnt.err
    assert json.loads(kept.read_text(encoding="utf-8"))["margin"] == "0.3"
    again = call(*words, "--model", f"btyd:{kept}", "--json")
    assert again.json["models"] == learnt.json["models"]
    assert len(again.json["models"]) == 2


def test_a_model_with_nothing_to_learn_is_told_and_the_rest_stands(call: Caller, tmp_path: Path) -> None:
    (tmp_path / "once.jsonl").write_text(
        "".join(
            json.dumps({"type": "bought", "subject": f"c{n}", "time": "2026-01-02T00:00:00Z", "data": {"amount": 5}})
            + "\n"
            for n in range(5)
        ),
        encoding="utf-8",
    )
    pytest.importorskip("scipy")
    done = call("value", str(tmp_path / "once.jsonl"))
    assert done.code == 0
    assert "T001" in done.out
    assert "declared rates" in done.out


def test_wallets_say_whom_to_grow_and_whom_to_defend(call: Caller, tmp_path: Path) -> None:
    words = shop(tmp_path)
    wallets = tmp_path / "wallets.csv"
    wallets.write_text("customer,category,confidence\nc0,900,1\nc4,60,0.9\nc9,500,0.1\n", encoding="utf-8")
    done = call(*words, "--wallets", str(wallets), "--model", "none", "--json", "--who")
    assert done.json["wallets"] == {"grow": 1, "defend": 1, "leave": 0, "unsure": 1}
    assert done.json["grow"] == ["c0"]
    wallets.write_text("customer,category\nc0,lots\n", encoding="utf-8")
    refused = call(*words, "--wallets", str(wallets), "--model", "none")
    assert (refused.code, "line 2" in refused.err, "lots" in refused.err) == (2, True, False)


def test_lines_that_cannot_be_read_are_told_without_their_values(call: Caller, tmp_path: Path) -> None:
    done = call(
        *shop(tmp_path, "900,c1,2026-13-45,5", "901,c1,2026-01-02,secret-4711", "902,,2026-01-02,5"), "--model", "none"
    )
    assert done.code == 1
    assert "2 lines cannot be read" in done.out
    assert "1 without a customer" in done.out
    assert "secret-4711" not in done.out + done.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--margin", "3"], "share from 0 to 1"),
        (["--retention", "x"], "share from 0 to 1"),
        (["--months", "0"], "1 to 1,200 months"),
        (["--cost", "-1"], "0 or more"),
        (["--tier", "gold"], "NAME=FROM"),
        (["--until", "soon"], "2026-11-30"),
        (["--event", "nothing"], "no purchase"),
    ],
)
def test_misuse_is_said_with_the_option(wrong: list[str], said: str, call: Caller, tmp_path: Path) -> None:
    done = call(*shop(tmp_path), "--model", "none", *wrong)
    assert done.code == 2
    assert said in " ".join(done.err.split())
