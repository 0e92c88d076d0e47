"""A value report in words: tables for a terminal and for a page, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.measure.models import Summed
from engage.measure.rfm import SEGMENTS, counted
from engage.measure.wallet import Advice
from engage.workbench.value_report import ValueReport

__all__ = ["Listed", "lead", "tables", "word"]

_W: Final[Mapping[str, Words]] = {
    "title": Words("What customers are worth", "客户价值"),
    "lead": Words(
        "{customers} customers with purchases up to {until}; {active} are customers still, worth {total} together",
        "截至 {until} 有购买的客户 {customers} 位；其中 {active} 位仍是客户，价值合计 {total}",
    ),
    "segments": Words("Segments by recency, frequency, money", "RFM 客群"),
    "models": Words("Models side by side", "各模型并列"),
    "tiers": Words("Tiers", "价值等级"),
    "equity": Words("Customer equity by month", "客户资产逐月变动"),
    "wallets": Words("Share of wallet", "钱包份额"),
    "gems": Words("Hidden gems", "潜力客户"),
    "segment": Words("segment", "客群"),
    "customers": Words("customers", "客户数"),
    "share": Words("share", "占比"),
    "model": Words("model", "模型"),
    "total": Words("total", "合计"),
    "mean": Words("mean", "均值"),
    "median": Words("median", "中位数"),
    "top": Words("held by the best tenth", "前十分之一所占"),
    "declared": Words("declared rates", "申报费率"),
    "tier": Words("tier", "等级"),
    "from": Words("from", "起点"),
    "below": Words("below", "以下"),
    "month": Words("until", "截至"),
    "opening": Words("opening", "期初"),
    "acquired": Words("acquired", "新增"),
    "regained": Words("of it regained", "其中回流"),
    "growth": Words("growth", "增长"),
    "decline": Words("decline", "下降"),
    "lost": Words("lost", "流失"),
    "closing": Words("closing", "期末"),
    "advice": Words("advice", "建议"),
    "own": Words("spent with us", "本方消费"),
    "elsewhere": Words("spent elsewhere", "他处消费"),
    "grow": Words("grow", "提升"),
    "defend": Words("defend", "守住"),
    "leave": Words("leave as it is", "维持"),
    "unsure": Words("not known well enough", "把握不足"),
    "customer": Words("customer", "客户"),
    "current": Words("value now", "当前价值"),
    "potential": Words("potential", "潜力"),
    "agree": Words(
        "rank correlation of the two models {correlation}; {both} of the best {best} are the best of both",
        "两模型的秩相关 {correlation}；前 {best} 名中有 {both} 名两者相同",
    ),
    "independent": Words(
        "rank correlation of how much and how often {correlation}: Gamma-Gamma supposes there is none",
        "单次金额与频次的秩相关 {correlation}：Gamma-Gamma 假定两者无关",
    ),
    "rates": Words(
        "margin {margin}, retention {retention} and discount {discount} a month, {months} months; "
        "the last {window} days go on; lost after {lost} days; cost to serve {cost} a month",
        "利润率 {margin}，月留存 {retention}，月折现 {discount}，共 {months} 个月；"
        "以最近 {window} 天推算；{lost} 天未购买视为流失；每月服务成本 {cost}",
    ),
    "gems said": Words(
        "{count} customers are in the lowest quarter by value now and in the highest by potential",
        "{count} 位客户当前价值在最低四分之一，而潜力在最高四分之一",
    ),
    "recency": Words("recency score", "近度得分"),
    "frequency": Words("frequency score", "频度得分"),
    "matrix": Words("Customers by recency and frequency", "按近度与频度的客户分布"),
    "curve": Words("How value is spread over customers", "价值在客户间的分布"),
    "of customers": Words("customers, from the least to the most valuable", "客户，按价值由低到高"),
    "of value": Words("their share of all value", "所占价值份额"),
}
_SHOWN_MONTHS: Final = 60


@frozen
class Listed:
    """A table with its title, and a remark below it. `key` says which one it is; `texts` how many columns are texts."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()
    texts: int = 1


def word(key: str, language: str, **values: object) -> str:
    """One of the words of the report."""
    return _W[key].filled(**values).in_language(language)


def lead(report: ValueReport, language: str) -> str:
    """The report in one line."""
    sums = report.current_sums
    return word(
        "lead",
        language,
        customers=f"{len(report.rfm):,}",
        until=report.until,
        active=f"{sums.customers if sums else 0:,}",
        total=_money(sums.total if sums else Decimal(0)),
    )


def tables(report: ValueReport, language: str, who: bool = False) -> Iterator[Listed]:
    """Everything of a report, in order. `who`: customers are named where they are listed."""
    yield _segments(report, language)
    yield _models(report, language)
    if report.tiers:
        yield _tiers(report, language)
    yield _equity(report, language)
    if report.wallets:
        yield _wallets(report, language)
    if report.potential:
        yield _gems(report, language, who)


def _segments(report: ValueReport, language: str) -> Listed:
    names = {segment.id: segment.name.in_language(language) for segment in SEGMENTS}
    rows = tuple(
        (names[id], f"{count:,}", _percent(Decimal(count) / (len(report.rfm) or 1)))
        for id, count in counted(report.rfm).items()
    )
    return Listed("segments", word("segments", language), _head(language, "segment", "customers", "share"), rows)


def _models(report: ValueReport, language: str) -> Listed:
    rows = [_summed(word("declared", language), report.current_sums)]
    declared = report.declared
    remarks = [
        word("rates", language, margin=declared.margin, retention=declared.retention, discount=declared.discount,
             months=declared.months, window=declared.window, lost=declared.lost_after, cost=declared.cost)
    ]  # fmt: skip
    if report.guessed:
        rows.append(_summed(report.guessed.model, report.guessed_sums))
        pairing = report.pairing
        if pairing and pairing.correlation is not None:
            agreed = f"{pairing.correlation:.2f}"
            remarks.append(
                word("agree", language, correlation=agreed, both=f"{pairing.both_best:,}", best=f"{pairing.best:,}")
            )
        if report.spend_by_frequency is not None:
            remarks.append(word("independent", language, correlation=f"{report.spend_by_frequency:.2f}"))
    head = _head(language, "model", "customers", "total", "mean", "median", "top")
    return Listed("models", word("models", language), head, tuple(rows), tuple(remarks))


def _summed(name: str, sums: Summed | None) -> tuple[str, ...]:
    if sums is None:
        return (name, "0", *["–"] * 4)
    share = "–" if sums.top_share is None else _percent(sums.top_share)
    return (name, f"{sums.customers:,}", _money(sums.total), _money(sums.mean), _money(sums.median), share)


def _tiers(report: ValueReport, language: str) -> Listed:
    counts = [(word("declared", language), report.in_tiers(report.current))]
    if report.guessed:
        counts.append((report.guessed.model, report.in_tiers(report.guessed.values)))
    starts = {tier.id: _money(tier.at_least) for tier in report.tiers}
    rows = tuple(
        (id or word("below", language), starts.get(id, ""), *(f"{found[id]:,}" for _, found in counts))
        for id in counts[0][1]
    )
    return Listed("tiers", word("tiers", language), (*_head(language, "tier", "from"), *(n for n, _ in counts)), rows)


def _equity(report: ValueReport, language: str) -> Listed:
    names = ("month", "opening", "acquired", "growth", "decline", "lost", "closing", "regained", "customers")
    rows = tuple(
        (
            one.until.isoformat(),
            *map(_money, (one.opening, one.acquired, one.growth, one.decline, one.lost, one.closing, one.regained)),
            f"{one.customers:,}",
        )
        for one in report.equity[-_SHOWN_MONTHS:]
    )
    return Listed("equity", word("equity", language), _head(language, *names), rows)


def _wallets(report: ValueReport, language: str) -> Listed:
    rows = []
    for advice in Advice:
        wallets = report.wallets.get(advice, ())
        own = sum((wallet.own for wallet in wallets), Decimal(0))
        elsewhere = sum((wallet.elsewhere or Decimal(0) for wallet in wallets), Decimal(0))
        rows.append((word(advice.value, language), f"{len(wallets):,}", _money(own), _money(elsewhere)))
    head = _head(language, "advice", "customers", "own", "elsewhere")
    return Listed("wallets", word("wallets", language), head, tuple(rows))


def _gems(report: ValueReport, language: str, who: bool) -> Listed:
    said = word("gems said", language, count=f"{len(report.gems):,}")
    named = report.gems[:10] if who else ()
    rows = tuple((name, _money(report.current.get(name, Decimal(0))), _money(report.potential[name])) for name in named)
    head = _head(language, "customer", "current", "potential") if rows else ()
    return Listed("gems", word("gems", language), head, rows, (said,))


def _head(language: str, *keys: str) -> tuple[str, ...]:
    return tuple(word(key, language) for key in keys)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"
