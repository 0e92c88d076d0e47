"""Why an event is rejected, and why a field of it is unknown. No sentence has room for a customer's value."""

from __future__ import annotations

from typing import Final

from engage.errors import EventRejected
from engage.ground.finding import Words

__all__ = ["PROBLEMS", "no_mapping", "rejected"]

_REJECTIONS: Final = {
    "G001": (
        Words("the event is not JSON", "事件不是 JSON"),
        Words("send one JSON object in UTF-8", "请发送一个 UTF-8 的 JSON 对象"),
    ),
    "G002": (
        Words("the event is not an object", "事件不是对象"),
        Words("send one JSON object", "请发送一个 JSON 对象"),
    ),
    "G003": (
        Words("the event is larger than {limit} bytes", "事件超过 {limit} 字节"),
        Words("leave out what no rule reads", "请略去规则用不到的内容"),
    ),
    "G004": (
        Words("the event is nested deeper than {limit}", "事件嵌套超过 {limit} 层"),
        Words("flatten it", "请减少嵌套"),
    ),
    "G005": (
        Words("the event has more than {limit} keys", "事件的键超过 {limit} 个"),
        Words("leave out what no rule reads", "请略去规则用不到的内容"),
    ),
    "G006": (
        Words("a text is longer than {limit} bytes", "文本超过 {limit} 字节"),
        Words("shorten it", "请缩短"),
    ),
    "G007": (
        Words("a key stands twice in one object", "同一对象中有重复的键"),
        Words("send it once", "每个键只写一次"),
    ),
    "G008": (
        Words("a whole number does not fit {limit} bits", "整数超出 {limit} 位"),
        Words("send it as a text", "请改为文本"),
    ),
    "G009": (
        Words("a number has more than 34 digits or an exponent beyond 308", "数字超过 34 位有效数字，或指数超过 308"),
        Words("round it, or send it as a text", "请四舍五入，或改为文本"),
    ),
    "G010": (
        Words("not a number, or infinite", "不是数字，或为无穷大"),
        Words("leave it out: absent is unknown", "请略去该值：缺失即为未知"),
    ),
    "G011": (
        Words("a text has a NUL or half a surrogate pair in it", "文本中有 NUL 或不完整的代理对"),
        Words("clean it before sending", "请先清理再发送"),
    ),
    "G012": (
        Words("a value of the type {type} has no place in an event", "事件中不能有 {type} 类型的值"),
        Words("send texts, numbers, yes/no, lists and objects", "请用文本、数字、是/否、列表或对象"),
    ),
    "G013": (
        Words("`{attribute}` is missing", "缺少 `{attribute}`"),
        Words(
            "CloudEvents requires id, source, type; engage also requires time",
            "CloudEvents 要求 id、source、type；engage 还要求 time",
        ),
    ),
    "G014": (
        Words("`{attribute}` must be a text that is not empty", "`{attribute}` 应为非空文本"),
        Words("send a text", "请发送文本"),
    ),
    "G015": (
        Words("`{attribute}` is longer than {limit} bytes", "`{attribute}` 超过 {limit} 字节"),
        Words("use a shorter one", "请缩短"),
    ),
    "G016": (
        Words("`time` is not a moment with a zone", "`time` 不是带时区的时刻"),
        Words("write it as 2026-11-05T10:00:00+08:00", "请写成 2026-11-05T10:00:00+08:00"),
    ),
    "G017": (
        Words("`time` is out of range", "`time` 超出范围"),
        Words("engage takes events from 1900 to 2199", "engage 接受 1900 至 2199 年的事件"),
    ),
    "G032": (
        Words("`time` lies further ahead of the engine's clock than is allowed", "`time` 超前引擎时钟过多"),
        Words(
            "correct the moment, or this machine's clock; `most_ahead` says how far is allowed",
            "请改正该时刻，或校准本机时钟；允许的范围见 `most_ahead`",
        ),
    ),
    "G018": (
        Words("`data` must be an object", "`data` 应为对象"),
        Words("send an object with the event's fields", "请发送含事件字段的对象"),
    ),
    "G022": (
        Words("sources that begin with `engage:` are the engine's own", "以 `engage:` 开头的来源为引擎专用"),
        Words("name the system the event comes from", "请写明事件来自哪个系统"),
    ),
    "G030": (
        Words("`at` is not a moment with a zone", "`at` 不是带时区的时刻"),
        Words("write it as 2026-11-05T10:00:00+08:00", "请写成 2026-11-05T10:00:00+08:00"),
    ),
    "G031": (
        Words("`confidence` is not a number from 0 to 1", "`confidence` 不是 0 到 1 之间的数"),
        Words("leave it out for what is certain", "确定的信息不必填写"),
    ),
    "G021": (Words("{problem}", "{problem}"), Words("declared as {kind}", "声明的类型为 {kind}")),
    "G023": (
        Words("facts of the {root} are not kept yet", "目前不保存 {root} 的信息"),
        Words("send it with the event, or declare it as customer.{short}", "请随事件发送，或声明为 customer.{short}"),
    ),
    "G024": (
        Words("events of the type `{type}` are made by the engine alone", "`{type}` 类型的事件只由引擎产生"),
        Words("give your event a type of its own", "请为事件另取一个类型"),
    ),
    "G025": (
        Words(
            "the stage of a lifecycle or segment is moved by its own chart alone",
            "生命周期或客群的阶段只能由其阶段图改变",
        ),
        Words(
            "ask for a move: `engine.move(customer, lifecycle, stage, by=…)`",
            "请改用 `engine.move(customer, lifecycle, stage, by=…)`",
        ),
    ),
    "G019": (
        Words("a list has more than {limit} items", "列表超过 {limit} 项"),
        Words("send fewer", "请减少"),
    ),
}

#: Codes of declared fields that cannot be read: the field is unknown, the event stands.
PROBLEMS: Final = {
    "wrong-type": Words("the value is not of the declared type", "值的类型与声明不符"),
    "not-a-choice": Words("the value is none of the declared ones", "值不在声明的选项之中"),
    "other-currency": Words("the amount is in another currency", "金额的币种不符"),
    "moved-by-its-chart": Words(
        "the stage of a lifecycle or segment is moved by its own chart alone", "生命周期或客群的阶段只能由其阶段图改变"
    ),
    "no-zone": Words("the moment has no zone", "时刻缺少时区"),
    "too-long": Words("the list is too long", "列表过长"),
}


def rejected(code: str, pointer: str, **values: object) -> EventRejected:
    """The exception for a code; `pointer` is the JSON pointer of the place."""
    message, hint = _REJECTIONS[code]
    return EventRejected(code, message.filled(**values), where=pointer or "/", hint=hint.filled(**values))


def no_mapping() -> EventRejected:
    """The exception for facts that are no mapping of names to values."""
    return EventRejected(
        "G020",
        Words("facts are a mapping of names to values", "信息项应为名称到值的映射"),
        hint="{'customer.tier': 'gold'}",
    )
