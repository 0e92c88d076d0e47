"""Every sentence about calendars, moments and lengths of time that are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.errors import CalendarError
from engage.ground.finding import Words

__all__ = ["calendar_error"]

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "K001": (
        Words("a calendar without a zone", "日历没有时区"),
        Words('write `"tz": "Europe/Berlin"`', '请写 `"tz": "Asia/Shanghai"`'),
    ),
    "K002": (
        Words("`{seen}` is no time zone", "`{seen}` 不是时区"),
        Words("write a name of the IANA database: `Europe/Berlin`", "请写 IANA 时区名称：`Asia/Shanghai`"),
    ),
    "K003": (
        Words("`{seen}` is no key of a calendar", "`{seen}` 不是日历的键"),
        Words("keys: {known}", "可用的键：{known}"),
    ),
    "K004": (
        Words("`{seen}` is no weekday", "`{seen}` 不是星期"),
        Words("write mon, tue, wed, thu, fri, sat or sun", "请写 mon、tue、wed、thu、fri、sat 或 sun"),
    ),
    "K005": (
        Words("`{seen}` is no time of day", "`{seen}` 不是时刻"),
        Words("write `09:00`, in quotes, from 00:00 to 24:00", "请写 `09:00`（加引号），自 00:00 至 24:00"),
    ),
    "K006": (
        Words("`{seen}` is no date", "`{seen}` 不是日期"),
        Words("write `2026-12-25`", "请写 `2026-12-25`"),
    ),
    "K007": (
        Words("opening hours are a pair: from, to", "营业时间应为一对：起、止"),
        Words('write `["09:00", "17:00"]`', '请写 `["09:00", "17:00"]`'),
    ),
    "K008": (
        Words("nothing is open from {seen}", "{seen} 之间没有营业时间"),
        Words("leave it out, or write `00:00` to `24:00` for all day", "请删去；全天请写 `00:00` 至 `24:00`"),
    ),
    "K009": (
        Words(
            "these hours overlap those before them, or stand in the wrong order: {seen}",
            "营业时间重叠或次序不对：{seen}",
        ),
        Words("write hours that are apart, in their order", "请依次写互不重叠的时间"),
    ),
    "K010": (
        Words("the date {seen} stands twice", "日期 {seen} 出现了两次"),
        Words("write it once, under `holidays` or under `dates`", "请只写一次，写在 `holidays` 或 `dates` 下"),
    ),
    "K011": (
        Words("a change without the date from which it is in force", "变更没有生效日期"),
        Words('write `"from": "2026-07-01"`', '请写 `"from": "2026-07-01"`'),
    ),
    "K012": (
        Words("the change of {seen} is not later than the one before it", "{seen} 的变更不晚于前一项"),
        Words("write changes in the order in which they come into force", "请按生效次序书写"),
    ),
    "K013": (Words("this is no mapping with texts as keys", "此处应为以文本为键的映射"), Words("", "")),
    "K014": (Words("this is no list", "此处应为列表"), Words("", "")),
    "K015": (
        Words("a moment without a zone", "时刻没有时区"),
        Words("give it one: `datetime(…, tzinfo=UTC)`", "请注明：`datetime(…, tzinfo=UTC)`"),
    ),
    "K016": (
        Words("a pause ends before it begins", "暂停的结束早于开始"),
        Words("write (from, to), or (from, None) while it lasts", "请写（起, 止）；仍在暂停时写（起, None）"),
    ),
    "K017": (
        Words("a target below nothing", "时限小于零"),
        Words("a target is a length of time, 0 or more", "时限应为不小于 0 的时长"),
    ),
    "K018": (
        Words("`{seen}` is no length of time", "`{seen}` 不是时长"),
        Words(
            "write `30 minutes`, `8 business hours`, `1 working day` or `1 calendar day`; short: 30min, 8bh, 1bd",
            "请写 `30 minutes`、`8 business hours`、`1 working day` 或 `1 calendar day`；简写：30min、8bh、1bd",
        ),
    ),
    "K019": (
        Words("which day is meant by `{seen}`, where a calendar closes?", "日历有休息时间，`{seen}` 指哪种天？"),
        Words(
            "write `working days` or `calendar days`; 24 hours each are `24 hours`",
            "请写 `working days` 或 `calendar days`；每天 24 小时请写 `24 hours`",
        ),
    ),
    "K020": (
        Words("`{seen}` is no threshold", "`{seen}` 不是预警点"),
        Words(
            "write `75%`, `Fraction(3, 4)`, or how much is left as a timedelta",
            "请写 `75%`、`Fraction(3, 4)`，或以 timedelta 写剩余的时长",
        ),
    ),
    "K021": (
        Words("this is no moment", "这不是时刻"),
        Words(
            "give a datetime with its zone: `datetime(…, tzinfo=UTC)`",
            "请给出带时区的 datetime：`datetime(…, tzinfo=UTC)`",
        ),
    ),
    "K022": (
        Words("this is no target", "这不是时限"),
        Words(
            'give a timedelta of open time, or `length("2 business hours")`',
            '请给出营业时间的 timedelta，或 `length("2 business hours")`',
        ),
    ),
    "K023": (
        Words("a pause is a pair of moments", "暂停应为一对时刻"),
        Words("write (from, to), or (from, None) while it lasts", "请写（起, 止）；仍在暂停时写（起, None）"),
    ),
    "K024": (
        Words("this is no Calendar", "这不是 Calendar"),
        Words(
            "make one: `Calendar.from_mapping(…)`, or `Calendar(program.calendars[id])` of a program",
            "请创建：`Calendar.from_mapping(…)`，或由程序得 `Calendar(program.calendars[id])`",
        ),
    ),
}


def calendar_error(code: str, where: str = "", **values: object) -> CalendarError:
    """What is no calendar, moment or length of time; `where` is a JSON pointer."""
    sentence, hint = _SENTENCES[code]
    return CalendarError(code, sentence.filled(**values), where=where, hint=hint.filled(**values))
