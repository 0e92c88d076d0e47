"""What is said around figures of service, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from engage.ground.finding import Words, in_words
from engage.measure.contacts import Figure
from engage.measure.kpis import KPIS, Unit

__all__ = ["length", "share", "spoken", "value", "word"]

_W: Final[Mapping[str, Words]] = {
    "title": Words("Recorded service, by formula", "服务实绩（按公式）"),
    "lead": Words(
        "{contacts} contacts from {first} to {last}: {answered} answered, {abandoned} gave up in the queue, "
        "{early} left before it, {other} left it otherwise",
        "{first} 至 {last} 共 {contacts} 次接触：接起 {answered}，排队中放弃 {abandoned}，入队前离开 {early}，"
        "其他方式离队 {other}",
    ),
    "nothing": Words("no contact with an outcome", "没有带结果的接触"),
    "figures": Words("Figures", "指标"),
    "groups": Words("By {by}", "按{by}"),
    "hour": Words("hour", "小时"),
    "day": Words("day", "日期"),
    "figure": Words("figure", "指标"),
    "value": Words("value", "数值"),
    "numbers": Words("numerator / denominator", "分子 / 分母"),
    "counted": Words("counted", "计法"),
    "offered": Words("offered", "进线"),
    "level": Words("SL offered", "服务水平 offered"),
    "abandonment": Words("abandoned", "放弃率"),
    "asa": Words("ASA", "ASA"),
    "p90": Words("p90", "接起 p90"),
    "aht": Words("AHT", "AHT"),
    "repeats": Words("repeats", "重复来访"),
    "unknown": Words("unknown", "未知"),
    "seconds": Words("{seconds} s", "{seconds} 秒"),
    "hours": Words("{hours} h", "{hours} 小时"),
    "days": Words("{days} days", "{days} 天"),
    "threshold": Words(
        "T = {threshold}, equality included; percentiles by nearest rank; no share is a mean of shares",
        "T = {threshold}（含等于）；百分位取最近秩；比率从不取平均",
    ),
    "window": Words(
        "repeats: {same} within {window}, from arrival to arrival; {open} contacts and {needs} needs whose window is "
        "still open are in no number, so both shares are provisional",
        "重复来访：{window}内{same}（按到达时刻计）；另有 {open} 次接触与 {needs} 个需求的窗口期未满，"
        "不计入，两项均为暂定",
    ),
    "same need": Words("the same customer with the same need", "同一客户因同一需求"),
    "any need": Words(
        "the same customer, whatever for (no field says the need: an upper bound of repeats)",
        "同一客户不论何种需求（未指明需求字段：为重复的上限）",
    ),
    "attributed": Words("by {moment}, in {zone}", "按{moment}归属，时区 {zone}"),
    "arrival": Words("arrival", "到达时刻"),
    "end": Words("end", "结束时刻"),
    "passed": Words(
        "left out: contacts with another outcome {left}, without one {without}; unknown waits {waits}",
        "未计：结果不在此列的接触 {left} 次，没有结果的 {without} 次；等待时间未知 {waits} 次",
    ),
    "no staff": Words(
        "occupancy is unknown: the log does not say how long workers were there; --staffed does",
        "占用率未知：日志没有坐席在岗时间；可用 --staffed 给出",
    ),
    "waits by hour": Words("Waits of the answered by hour of arrival", "按到达小时的接起等待"),
    "mean": Words("mean, seconds", "平均（秒）"),
    "p90 seconds": Words("p90, seconds", "p90（秒）"),
    "contacts by hour": Words("Contacts by hour of arrival", "按到达小时的接触量"),
    "answered": Words("answered", "接起"),
    "gave up": Words("gave up in the queue", "排队中放弃"),
    "early": Words("left before the queue", "入队前离开"),
    "in all": Words("offered to the queue", "进入队列"),
    "level by group": Words("Service level, offered, by {by}", "服务水平 offered（按{by}）"),
    "more": Words("the {shown} largest of {count} groups", "共 {count} 组，列出最大的 {shown} 组"),
}


def word(key: str, language: str, **values: object) -> str:
    """One of the words of the report."""
    return in_words(_W[key].filled(**values), language)


def length(microseconds: Fraction | int, language: str) -> str:
    """A length of time to a tenth of a second, or of an hour where it is long."""
    seconds = Fraction(microseconds) / 1_000_000
    if seconds >= 36_000:
        return word("hours", language, hours=f"{float(seconds / 3600):,.1f}")
    return word("seconds", language, seconds=f"{float(seconds):,.1f}")


def spoken(microseconds: int, language: str) -> str:
    """A length that somebody asked for: two days and more as days, whole hours as hours, else seconds."""
    days, rest = divmod(microseconds, 86_400_000_000)
    if days > 1 and not rest:
        return word("days", language, days=f"{days:,}")
    hours, rest = divmod(microseconds, 3_600_000_000)
    if hours and not rest:
        return word("hours", language, hours=f"{hours:,}")
    return word("seconds", language, seconds=f"{microseconds / 1_000_000:,.6f}".rstrip("0").rstrip("."))


def share(value: Fraction) -> str:
    """A share as a percentage with one digit."""
    return f"{float(value * 100):.1f} %"


def value(figure: Figure, language: str) -> str:
    """The value of a figure in its unit."""
    if figure.value is None:
        return word("unknown", language)
    return share(figure.value) if KPIS[figure.kpi].unit is Unit.SHARE else length(figure.value, language)
