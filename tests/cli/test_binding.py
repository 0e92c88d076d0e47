"""`--estimator` and `--provider`: who is asked for facts while a file of events is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Caller
from cli.test_value import habits, shop

FILES = {
    "ruleset.yaml": """engage: 1
ruleset: shop
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
files: [shop.rules]
outputs:
  invite: {type: yes/no, otherwise: no, en: invite, zh: 邀请}
safe default:
  - set invite to no
""",
    "vocabulary.yaml": """fields:
  customer.worth: {type: money CNY, en: expected value, zh: 预期价值, from: estimator btyd.value, max age: 7 days}
  event.amount: {type: money CNY, en: amount, zh: 金额}
events:
  purchase: {type: bought, en: purchase / purchases, zh: 购买, fields: [amount]}
""",
    "shop.rules": """rule invite
  event purchase
  when expected value is over 1 yuan
  then set invite to yes
""",
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_estimator_is_asked_where_one_is_bound_and_the_fact_is_unknown_where_not(
    call: Caller, tmp_path: Path, rules: Path
) -> None:
    pytest.importorskip("scipy")
    words, kept = shop(tmp_path, *habits()), tmp_path / "btyd.json"
    assert call(*words, "--write-model", str(kept), "--json").code == 0
    run = ("run", str(rules), "--events", words[1], "--mapping", str(tmp_path / "mapping.yaml"), "--json")
    alone = call(*run, "--storage", f"sqlite:{tmp_path / 'alone.db'}").json
    asked = call(*run, "--storage", f"sqlite:{tmp_path / 'a.db'}", "--estimator", f"btyd=btyd:{kept}").json
    assert alone["decisions"] == asked["decisions"] > 100
    assert alone["rules_fired"].get("invite", 0) == 0
    assert asked["rules_fired"]["invite"] > 100


def test_what_is_no_pair_and_who_is_no_plugin_is_refused_before_anything_is_decided(
    call: Caller, tmp_path: Path, rules: Path
) -> None:
    words, storage = shop(tmp_path), f"sqlite:{tmp_path / 'a.db'}"
    run = ("run", str(rules), "--events", words[1], "--mapping", str(tmp_path / "mapping.yaml"), "--storage", storage)
    for option, example in (("--estimator", "btyd=btyd:btyd.json"), ("--provider", "crm=crm:")):
        told = call(*run, option, "btyd")
        assert told.code == 2
        assert option in told.err
        assert example in told.err
        nobody = call(*run, option, "x=nobody:here")
        assert nobody.code != 0
        assert "nobody" in nobody.err
    assert call("tick", "--storage", storage, "--provider", "crm").code == 2
    assert call("status", "--storage", storage).code == 2
