"""A small ruleset that makes one offer a household, for the tests of accounts; and what comes to such a desk."""

from __future__ import annotations

from pathlib import Path

import engage
from engage.gate.values import moment_text
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Storage
from engage_sqlite import open_sqlite
from runtime.desk import HOUR, START

__all__ = ["DAY", "FILES", "call", "desk", "family", "offered", "on"]

DAY = 24 * HOUR
FILES = {
    "ruleset.yaml": """
engage: 1
ruleset: household
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
files: [offers.rules]
outputs:
  family_plan: {type: yes/no, otherwise: no, en: family plan, zh: 家庭套餐}
  reminder: {type: yes/no, otherwise: no, en: reminder, zh: 提醒}
safe default:
  - set family plan to no
""",
    "vocabulary.yaml": """
fields:
  customer.may_advertise: {type: yes/no, en: may advertise, zh: 同意营销}
events:
  call: {en: call, zh: 来电, type: call.received}
  bill: {en: bill, zh: 账单, type: bill.issued}
  paid: {en: payment, zh: 付款, type: bill.paid}
""",
    "offers.rules": """
rule one family plan
  event call
  once per account every 30 days
  when may advertise is yes
  then set family plan to yes

rule remind once
  event 1 day after bill without payment
  once per account every 30 days
  then set reminder to yes
""",
}


def family(folder: Path) -> Program:
    """The program: one family plan an account in 30 days, for who agrees; one reminder of an unpaid bill."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return engage.load(folder)


def on(program: Program, storage: Path | Storage, at: int = START) -> Engine:
    """An engine on a SQLite file, or on a storage, that shares it with others."""
    kept = storage if not isinstance(storage, Path) else open_sqlite(str(storage))
    return Engine(program, kept, clock=SetClock(at))


def desk(folder: Path) -> Engine:
    """An engine with two members of the account `home` who agree to advertising, and one who does not."""
    engine = on(family(folder / "rules"), folder / "desk.db")
    for customer, agrees in (("mother", True), ("father", True), ("child", False)):
        engine.know(customer, {"customer.may_advertise": agrees, "account": "home"}, at="2026-01-01T00:00:00Z")
    return engine


def call(
    number: int, subject: str = "", at: int = START, account: str = "", type: str = "call.received", **more: str
) -> dict[str, object]:
    """An event at this desk."""
    told = {"subject": subject, "account": account, **more}
    return {
        "id": f"e{number}",
        "source": "/ivr",
        "type": type,
        "time": moment_text(at, 480),
        **{name: value for name, value in told.items() if value},
    }


def offered(decision: object) -> bool:
    """Was the family plan proposed?"""
    return decision.plan.outputs["family_plan"] is True  # type: ignore[attr-defined]
