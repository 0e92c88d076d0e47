"""What `engage value` is given, and the report made of it: rates, tiers, a day, a model, wallets."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import typer
from attrs import frozen
from rich.console import Console

from engage.cli.event_files import watched
from engage.cli.purchase_files import share_of
from engage.cli.speech import say
from engage.errors import PluginError
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.measure.declared import DeclaredModel
from engage.measure.models import Tier
from engage.measure.wallet import Wallet
from engage.sockets.estimator import Estimator, Learner
from engage.sockets.plugins import Plugins
from engage.workbench.purchases_in import Purchases
from engage.workbench.tables_in import BadLine, table_of
from engage.workbench.value_report import Bought, Guessed, ValueReport, end_of, guessed, past_events, value_report

__all__ = ["Asking", "declared_of", "tier_of_text"]

_NONE: Final = "none"
_ESTIMATING: Final = Words("estimating", "估计中", "估計中")
_COUNTING: Final = Words("counting months", "逐月计算中", "逐月計算中")
_NOTHING: Final = Words("the file has no purchase with a customer", "文件中没有带客户的购买")
_NO_DAY: Final = Words("write a day: 2026-11-30", "请写日期：2026-11-30")
_NO_TIER: Final = Words("write a tier as NAME=FROM: gold=500", "等级请写 名称=起点：gold=500")
_NO_AMOUNT: Final = Words("write an amount of 0 or more", "请写不小于 0 的金额")
_NO_RATES: Final = Words(
    "a value counts 1 to 1,200 months, windows are 1 day or longer", "价值按 1 至 1,200 个月计算，天数不小于 1"
)
_WITHOUT: Final = Words("without the model: {why}", "未用模型：{why}")
_NO_COLUMN: Final = Words(
    "the table needs the columns customer and category; source and confidence may be there",
    "表格需有 customer 与 category 两列；可有 source 与 confidence",
)
_NO_WALLET: Final = Words("line {line}: this is no wallet", "第 {line} 行：不是有效的估计")


def declared_of(
    shares: tuple[str, str, str], months: int, days: tuple[int, int], cost: str, language: str
) -> DeclaredModel:
    """The declared model of the options: margin, retention, discount; window and days until lost."""
    names = ("--margin", "--retention", "--discount")
    found = [share_of(text, name, language) for text, name in zip(shares, names, strict=True)]
    margin, retention, discount = (Decimal(each.numerator) / each.denominator for each in found)
    served = _amount(cost)
    if served is None or served < 0:
        raise typer.BadParameter(say(_NO_AMOUNT, language), param_hint="--cost")
    try:
        return DeclaredModel(margin, retention, discount, months, *days, served)
    except ValueError:
        raise typer.BadParameter(say(_NO_RATES, language), param_hint="--months") from None


def tier_of_text(text: str, language: str) -> Tier:
    """`gold=500`."""
    name, equals, start = text.partition("=")
    amount = _amount(start)
    if not equals or not name.strip() or amount is None:
        raise typer.BadParameter(say(_NO_TIER, language), param_hint="--tier")
    return Tier(name.strip(), amount)


@frozen
class Asking:
    """What was read and what is asked of it. `strict`: a model that fails is an error and no remark."""

    read: Purchases
    found: Bought
    zone: str
    amount: str
    until: str
    model: str
    strict: bool
    language: str

    def report(
        self, declared: DeclaredModel, tiers: list[Tier], wallets: Path | None, bars: Console, screen: Console
    ) -> ValueReport:
        """The whole report, with bars where somebody looks."""
        last = self.found.last
        if last is None:
            raise typer.BadParameter(say(_NOTHING, self.language), param_hint="FILE")
        day = self._day() if self.until else last
        said = self._model(declared, day, bars, screen)
        first = self.found.first or day
        count = (day.year - first.year) * 12 + day.month - first.month + 1
        months = watched(range(count), bars, say(_COUNTING, self.language), count)
        return value_report(
            self.found,
            day,
            declared,
            tiers=tiers,
            model=said,
            wallets=self._wallets(wallets, day) if wallets else (),
            told=_ticking(months),
        )

    def _day(self) -> datetime.date:
        try:
            return datetime.date.fromisoformat(self.until)
        except ValueError:
            raise typer.BadParameter(say(_NO_DAY, self.language), param_hint="--until") from None

    def _model(self, declared: DeclaredModel, day: datetime.date, bars: Console, screen: Console) -> Guessed | None:
        if self.model == _NONE:
            return None
        address = self.model
        if ":" not in address:
            rates = f"margin={plain(declared.margin)}&discount={plain(declared.discount)}"
            address = f"{address}:?{rates}&periods={declared.months}&zone={self.zone}"
        try:
            with closing(Plugins.discover().open_estimator(address)) as opened:
                return self._guessed(opened, day, bars)
        except PluginError as problem:
            if self.strict or ":" in self.model:
                raise
            screen.print(say(_WITHOUT, self.language, why=problem.text(self.language)), style="yellow")
            return None

    def _guessed(self, opened: Estimator, day: datetime.date, bars: Console) -> Guessed:
        kind = next(iter(opened.reads), "purchase")
        pasts = past_events(self.read.customers, kind, self.amount)
        at = end_of(day, ZoneInfo(self.zone))
        settings = ""
        # A file that was kept is used as it is; whatever comes anew learns first.
        if isinstance(opened, Learner) and (":" not in self.model or self.strict):
            opened, settings = opened.learn(list(pasts.values()), at, lambda: None)
        seen = watched(list(pasts), bars, say(_ESTIMATING, self.language))
        return guessed(opened, pasts, at, settings, _ticking(seen))

    def _wallets(self, path: Path, day: datetime.date) -> tuple[Wallet, ...]:
        """Own spending of the last year beside the estimate of a table."""
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = table_of(lines)
            if not {"customer", "category"} <= set(table.columns):
                raise typer.BadParameter(say(_NO_COLUMN, self.language), param_hint="--wallets")
            return tuple(self._wallet(row, day) for row in table.rows)

    def _wallet(self, row: object, day: datetime.date) -> Wallet:
        line = getattr(row, "line", 0)
        if not isinstance(row, BadLine):
            cells = row.cells  # type: ignore[attr-defined]  # the rows of a table are lines or bad ones
            name = cells["customer"].strip()
            year = [each for each in self.found.customers.get(name, ()) if 0 <= (day - each.day).days < 365]
            category, sure = _amount(cells["category"]), _amount(cells.get("confidence") or "1")
            if category is not None and sure is not None:
                own = sum((each.amount for each in year), Decimal(0))
                try:
                    return Wallet(name, own, category, cells.get("source", ""), sure)
                except ValueError:
                    pass
        raise typer.BadParameter(say(_NO_WALLET, self.language, line=line), param_hint="--wallets")


def _ticking(bar: Iterator[object]) -> Callable[[], None]:
    """Moves a bar on by one at each call."""

    def tick() -> None:
        next(bar, None)

    return tick


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
