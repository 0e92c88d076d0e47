"""Events for the demonstration: a quarter in the lives of customers taken from a public data set.

The customers are rows of `rulesets/telecom-care/demo/customers.csv` (fictitious people, see the NOTICE beside it). What
happens to them is made up here, from digests of their ids: the same file gives the same events on every machine.
Tiers are cut from the monthly fee, and households made of neighbours in the file: for this demonstration only.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from engage.ground.canonical import derived_id

__all__ = ["demo_events"]

_ZONE: Final = datetime.timezone(datetime.timedelta(hours=8))
_START: Final = datetime.datetime(2026, 8, 1, tzinfo=_ZONE)
_DAYS: Final = 98
_BILL_DAYS: Final = (4, 35, 65, 96)
_CONTRACTS: Final = {"Month-to-month": "monthly", "One year": "one_year", "Two year": "two_years"}
_INTERNET: Final = {"No": "none", "DSL": "dsl", "Fiber optic": "fiber"}
_TIERS: Final = ((95.0, "platinum"), (75.0, "gold"), (45.0, "silver"), (0.0, "basic"))

Row = Mapping[str, str]
Envelope = dict[str, object]


def demo_events(customers: Path) -> list[Envelope]:
    """CloudEvents envelopes in the order of their time, from a file of customers."""
    with customers.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    events = [event for row, home in zip(rows, _households(rows), strict=True) for event in _life(row, home)]
    return sorted(events, key=lambda event: (str(event["time"]), str(event["id"])))


def _households(rows: Sequence[Row]) -> Iterator[str]:
    """An account for each customer: neighbours with the same internet access may share one. No row says so."""
    home, access = "", ""
    for row in rows:
        who = row["customerID"]
        if row["InternetService"] != access or _share(who, "household") >= 0.5:
            home, access = f"home-{who}", row["InternetService"]
        yield home


def _life(row: Row, home: str) -> Iterator[Envelope]:
    who = row["customerID"]
    yield _event(who, "customer.updated", 0, "facts", {"account": home, **_facts(row)})
    yield from _bills(row)
    leaving = row["Churn"] == "Yes"
    plans = (
        ("app.opened", 4, ("topic", ("bill", "data", "plan", "fault"))),
        ("call.received", 3 if leaving else 2, ("topic", ("fault", "bill", "plan", "data"))),
        ("complaint.received", 4 if leaving else 1, ("reason", ("network", "tariff", "service"))),
    )
    for type, most, (name, choices) in plans:
        for number in range(most):
            if _share(who, type, number) < (0.75 if leaving else 0.45):
                yield from _contact(who, type, number, name, choices)
    if leaving and _share(who, "query") < 0.4:
        yield _event(who, "portout.queried", _complaint_day(who, 2), "query", {})
    if leaving and _share(who, "port") < 0.2:
        yield _event(who, "portout.requested", _complaint_day(who, 3), "port", {})
    if leaving and _share(who, "leave") < 0.6:
        day = min(_complaint_day(who, 3) + 2 + _day(who, "leave", 10), _DAYS - 1)
        yield _event(who, "cancel.requested", day, "leave", _leaving(who))


def _contact(who: str, type: str, number: int, name: str, choices: Sequence[str]) -> Iterator[Envelope]:
    day = _day(who, f"{type}{number}", _DAYS) if type != "complaint.received" else _complaint_day(who, number)
    data: Envelope = {name: _pick(choices, who, type, number)}
    if type != "app.opened":
        data["channel"] = _pick(("phone", "phone", "app", "shop"), who, "channel", number)
    if type == "complaint.received":
        data["grade"] = _pick(("ordinary", "ordinary", "serious"), who, "grade", number)
    if type != "complaint.received":
        yield _event(who, type, day, f"{type}-{number}", data)
        if type == "call.received" and _share(who, "agreed", number) < 0.3:
            yield from _promised(who, day, number, data["channel"])
        return
    case = f"{who}-{number}"
    yield _event(who, type, day, f"{type}-{number}", data, case)
    yield _event(who, "complaint.closed", day + 1, f"closed-{number}", {}, case)
    if _share(who, "call-back", number) < 0.6:
        yield _event(who, "callback.made", day + 2, f"call-back-{number}", {}, case)


def _promised(who: str, day: int, number: int, channel: object) -> Iterator[Envelope]:
    """A call-back by noon in two days: most are made on the day between, the others on the day after."""
    call_by = _START + datetime.timedelta(days=day + 2, hours=12)
    agreed = {"channel": channel, "call_by": call_by.isoformat()}
    yield _event(who, "callback.agreed", day, f"agreed-{number}", agreed)
    made = day + 1 if _share(who, "keeps", number) < 0.7 else day + 3
    yield _event(who, "callback.made", made, f"promised-{number}", {})


def _bills(row: Row) -> Iterator[Envelope]:
    who, fee = row["customerID"], float(row["MonthlyCharges"])
    slope = (_share(who, "slope") - 0.5) * fee * 0.3
    for number, day in enumerate(_BILL_DAYS):
        over = round(_share(who, "over", number) * 60, 2) if _share(who, "heavy") < 0.3 else 0
        data = {"amount": round(fee + slope * number + over, 2), "over_plan": over}
        yield _event(who, "bill.issued", day, f"bill-{number}", data)
        if _share(who, "pays", number) < 0.9:
            yield _event(who, "payment.received", day + 2, f"payment-{number}", {"amount": data["amount"]})


def _facts(row: Row) -> Envelope:
    who, fee, contract = row["customerID"], float(row["MonthlyCharges"]), _CONTRACTS[row["Contract"]]
    end = _START.date() + datetime.timedelta(days=30 + _day(who, "end", 400))
    return {
        "customer.tier": next(tier for least, tier in _TIERS if fee >= least),
        "customer.months_with_us": int(row["tenure"]),
        "customer.contract": contract,
        **({"customer.contract_end": end.isoformat()} if contract != "monthly" else {}),
        "customer.monthly_fee": fee,
        "customer.internet": _INTERNET[row["InternetService"]],
        "customer.tech_support": row["TechSupport"] == "Yes",
        "customer.senior": row["SeniorCitizen"] == "1",
        "customer.autopay": "automatic" in row["PaymentMethod"],
        **({"customer.consent_marketing": _share(who, "consent") < 0.6} if _share(who, "asked") < 0.9 else {}),
    }


def _leaving(who: str) -> Envelope:
    return {
        "channel": _pick(("phone", "app", "shop"), who, "leave-channel"),
        "reason": _pick(("tariff", "network", "service", "moving"), who, "leave-reason"),
    }


def _event(who: str, type: str, day: int, name: str, data: Mapping[str, object], case: str = "") -> Envelope:
    minutes = 0 if type == "customer.updated" else 9 * 60 + int(_share(who, name, "minute") * 600)
    at = _START + datetime.timedelta(days=day, minutes=minutes)
    return {
        "specversion": "1.0",
        "id": f"{who}-{name}",
        "source": "/demo",
        "type": type,
        "time": at.isoformat(),
        "subject": who,
        **({"case": case} if case else {}),
        "data": dict(data),
    }


def _share(*parts: object) -> float:
    """A number from 0 to below 1 that depends on nothing but the parts."""
    return int(derived_id(*map(str, parts))[:12], 16) / 16**12


def _day(who: str, name: str, days: int) -> int:
    return int(_share(who, name, "day") * days)


def _complaint_day(who: str, number: int) -> int:
    """Complaints come in clusters: the later ones within three weeks of the first."""
    first = _day(who, "complaint", 70)
    return first if number == 0 else first + 1 + _day(who, f"complaint{number}", 21)


def _pick(choices: Sequence[str], *parts: object) -> str:
    return choices[int(_share(*parts) * len(choices))]
