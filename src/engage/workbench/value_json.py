"""A value report as JSON. Amounts are texts, so that no reader rounds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from attrs import asdict

from engage.ground.numbers import plain
from engage.measure.equity import Movement
from engage.measure.models import Summed
from engage.measure.rfm import counted
from engage.workbench.purchases_in import Purchases
from engage.workbench.value_report import Bought, ValueReport

__all__ = ["report_json"]


def report_json(report: ValueReport, read: Purchases, found: Bought, who: bool = False) -> dict[str, object]:
    """Everything of a report. `who`: customers are named where they are listed."""
    guessed = report.guessed
    return {
        "until": report.until.isoformat(),
        "customers": len(report.rfm),
        "purchases": read.lines,
        "passed_over": {
            "lines": [item.line for item in read.bad],
            "without_amount": read.other,
            "without_customer": read.nobody,
            "unmatched_returns": found.unmatched,
        },
        "segments": counted(report.rfm),
        "models": {
            "declared": _summed(report.current_sums),
            **({guessed.model: _summed(report.guessed_sums)} if guessed else {}),
        },
        "learnt": json.loads(guessed.settings).get("learnt") if guessed and guessed.settings else None,
        "rank_correlation": report.pairing.correlation if report.pairing else None,
        "spend_by_frequency": report.spend_by_frequency,
        "tiers": _tiers(report),
        "equity": [_movement(one) for one in report.equity],
        "wallets": {advice.value: len(wallets) for advice, wallets in report.wallets.items()},
        "hidden_gems": list(report.gems) if who else len(report.gems),
        **({"grow": [wallet.customer for advice, wallets in report.wallets.items() if advice == "grow"
                     for wallet in wallets]} if who and report.wallets else {}),
    }  # fmt: skip


def _summed(sums: Summed | None) -> Mapping[str, object] | None:
    return None if sums is None else {name: _plain(value) for name, value in asdict(sums).items()}


def _movement(one: Movement) -> Mapping[str, object]:
    return {**{name: _plain(value) for name, value in asdict(one).items()}, "until": one.until.isoformat()}


def _tiers(report: ValueReport) -> Mapping[str, object]:
    if not report.tiers:
        return {}
    counts = {"declared": report.in_tiers(report.current)}
    if report.guessed:
        counts[report.guessed.model] = report.in_tiers(report.guessed.values)
    return counts


def _plain(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value
