"""`retail-loyalty` over the purchases of CDNOW: what it decided, beside what a few lines of plain Python find.

The lines below know nothing of engage: they read the published file, add up what was bought on a day, and follow the
lifecycle, the scores, the value and the segments as `rulesets/retail-loyalty` states them.
"""

from __future__ import annotations

import datetime
import gzip
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import engage
from engage.cli import main
from engage.facts.decided import Decision

RULESET = Path(__file__).parents[2] / "rulesets" / "retail-loyalty"
NOON = datetime.time(12, tzinfo=ZoneInfo("America/New_York"))
DAY = datetime.timedelta(days=1)
Purchase = tuple[datetime.datetime, Decimal]


def bought(path: Path) -> dict[str, list[Purchase]]:
    """What each customer bought on each day in order."""
    days: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in gzip.decompress(path.read_bytes()).decode("ascii").splitlines():
        customer, _, day, _, dollars = line.split()
        days[customer, day] += Decimal(dollars)
    found: dict[str, list[Purchase]] = defaultdict(list)
    for (customer, day), amount in sorted(days.items()):
        on = datetime.datetime.combine(datetime.datetime.strptime(day, "%Y%m%d"), NOON)
        found[customer].append((on.astimezone(datetime.UTC), amount))
    return found


def within(purchases: Sequence[Purchase], now: datetime.datetime, days: int) -> list[Decimal]:
    return [dollars for at, dollars in purchases if now - days * DAY < at <= now]


def stage(purchases: Sequence[Purchase], end: datetime.datetime) -> str:
    """Where the lifecycle has brought a customer by the end, event by event."""
    now, before, last = "new", "", purchases[0][0]
    for place, at in enumerate([*(at for at, _ in purchases), end]):
        if now != "lapsed" and at - last > (120 if now == "loyal" else 90) * DAY:
            now, before = "at_risk", now
            if at - last > 240 * DAY:
                now = "lapsed"
        if place == len(purchases):
            return now
        seen, last = purchases[: place + 1], at
        now = {"at_risk": before, "lapsed": "won_back"}.get(now, now)
        if now == "won_back" and len(within(seen, at, 90)) >= 2:
            now = "new"
        if now == "new" and len(seen) >= 2:
            now = "active"
        year = within(seen, at, 360)
        if now == "active" and len(year) >= 4 and sum(year) >= 100:
            now = "loyal"
    raise AssertionError


def worth(purchases: Sequence[Purchase]) -> Decimal:
    """The value at the last of these purchases: current and potential, each in cents, as the model says."""
    at = purchases[-1][0]
    year = within(purchases, at, 360)
    risk = 20 + 15 * (len(purchases) == 1) - 15 * (len(year) >= 3)

    def over_a_year(margin: str, stays: str) -> Decimal:
        profit, kept = sum(year, Decimal(0)) * Decimal(margin) / 12, Decimal(stays) - Decimal(risk) / 1000
        total = sum((profit * kept**month / Decimal("1.01") ** month for month in range(1, 13)), Decimal(0))
        return total.quantize(Decimal("0.01"), ROUND_HALF_EVEN)

    current, programme = over_a_year("0.3", "0.98"), over_a_year("0.33", "0.99")
    return current + max(programme - current, Decimal(0))


def group(purchases: Sequence[Purchase]) -> str:
    """The RFM group at the last of these purchases, which is always of today."""
    spent = sum(within(purchases, purchases[-1][0], 360), Decimal(0))
    often = sum(len(purchases) >= least for least in (0, 2, 3, 5, 8))
    much = sum(spent >= least for least in (-1, 15, 30, 60, 130))
    if often >= 4 and much >= 4:
        return "best"
    return "steady" if often >= 3 else "big_ticket" if much >= 4 else "fresh"


def test_cdnow_is_decided_as_the_rules_say(published: Callable[[str], Path], tmp_path: Path) -> None:
    path = published("data/cdnow/CDNOW_sample.txt.gz")
    customers = chosen(path)
    events = tmp_path / "cdnow.jsonl"
    made = subprocess.run([sys.executable, RULESET / "cdnow.py", path], capture_output=True, text=True, check=True)
    lines = [line for line in made.stdout.splitlines() if json.loads(line)["subject"] in customers]
    events.write_text("\n".join(lines), encoding="utf-8")
    storage = f"sqlite:{tmp_path / 'shop.db'}"
    with pytest.raises(SystemExit) as left:
        main(["run", str(RULESET), "--events", str(events), "--storage", storage, "--lang", "en"])
    assert left.value.code in (0, None)

    last: dict[str, Decision] = {}
    counts: Counter[str] = Counter()
    stages: dict[str, str] = {}
    with engage.Engine(engage.load(RULESET), storage) as engine:
        for customer in customers:
            for decision in engine.decisions(customer):
                if decision.kind == "purchase":
                    last[customer] = decision
                    counts["purchases"] += 1
                    counts["free shipping"] += "free_shipping" in [offer.id for offer in decision.plan.offers]
                counts["vouchers"] += any("voucher" in offer.id for offer in decision.plan.offers)
            stages[customer] = [move.after for move in engine.moves(customer) if move.chart == "relationship"][-1]
    groups = {customer: decision.plan.outputs["rfm_group"] for customer, decision in last.items()}

    end = max(at for purchases in customers.values() for at, _ in purchases)
    assert counts["purchases"] == sum(map(len, customers.values())) == len(lines)
    assert counts["vouchers"] == 0  # nobody has agreed to anything
    assert stages == {customer: stage(purchases, end) for customer, purchases in customers.items()}
    assert len(set(stages.values())) >= 4
    assert groups == {customer: group(purchases) for customer, purchases in customers.items()}
    assert counts["free shipping"] == sum(
        worth(purchases[: place + 1]) >= 10 for purchases in customers.values() for place in range(len(purchases))
    )


def chosen(path: Path) -> dict[str, list[Purchase]]:
    """The customers of the test: one in 25 of the sample, all of it in the long form."""
    everybody = bought(path)
    if os.environ.get("ENGAGE_PROOF") == "long":
        return everybody
    return {customer: everybody[customer] for customer in sorted(everybody)[::25]}


def test_a_day_on_which_more_comes_back_than_was_bought_is_a_return(tmp_path: Path) -> None:
    file = tmp_path / "made_up.txt"
    file.write_text(
        " customer_id  date number_of_cds  dollar_value\n"
        " 00001 19970101  1   11.77\n 00001 19970101  2   20.23\n 00001 19970301  1  -11.77\n",
        encoding="ascii",
    )
    made = subprocess.run([sys.executable, RULESET / "cdnow.py", file], capture_output=True, text=True, check=True)
    events = [json.loads(line) for line in made.stdout.splitlines()]
    assert [(event["type"], event["data"]) for event in events] == [
        ("purchase.made", {"amount": 32.0, "discs": 3}),
        ("goods.returned", {"refund": 11.77}),
    ]
