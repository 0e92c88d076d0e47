"""Every sentence of the engine about a call that it refuses. No sentence has room for a customer's value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from engage.errors import ActivationError, EngageError, EventConflict, NotFound, StorageBusy, TransitionNotAllowed
from engage.ground.finding import Words

__all__ = [
    "SEND_AGAIN",
    "TRY_AGAIN",
    "busy",
    "conflict",
    "floor_lowered",
    "misuse",
    "not_active",
    "not_allowed",
    "not_found",
    "unknown_name",
]

T = TypeVar("T", bound=EngageError)
SEND_AGAIN: Final = Words("send the event again", "请重发该事件")
_NO_CHART: Final = Words("")
TRY_AGAIN: Final = Words("try again", "请重试")
_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "S001": (
        Words("others changed the same customer each time", "同一客户每次都被他人改动"),
        Words("{again}", "{again}"),
    ),
    "S002": (
        Words(
            "an event with this source and id, but other content, is decided already",
            "来源与编号相同而内容不同的事件已有决策",
        ),
        Words(
            "give each event an id of its own; the first decision stands",
            "请为每个事件另取编号；以首个决策为准",
        ),
    ),
    "S003": (
        Words("this alias leads to another customer already", "该别名已属于另一客户"),
        Words("merge the two first", "请先合并两者"),
    ),
    "S004": (
        Words("there is no such customer", "没有这位客户"),
        Words(
            "a customer is there from the first event or fact on; see the spelling, or make it an alias",
            "有了首个事件或信息才有客户；请核对写法，或设为别名",
        ),
    ),
    "S005": (Words("there is no such decision", "没有这个决策"), Words("")),
    "S006": (
        Words("another ruleset was activated at the same moment", "同一时刻有另一规则集被启用"),
        Words("look at `status` and try again", "请看 `status` 后重试"),
    ),
    "S007": (
        Words("the ruleset is not approved: its stage is {stage}", "规则集未经批准：当前阶段为 {stage}"),
        Words("let its owner approve it: `engage promote`", "请由负责人批准：`engage promote`"),
    ),
    "S008": (
        Words("this ruleset is not the active one in the storage", "该规则集不是存储中的现行规则集"),
        Words("activate it: open an engine with it", "请用它打开引擎以启用"),
    ),
    "S040": (
        Words("both lead to the same customer already", "两者已经是同一客户"),
        Words("nothing is left to merge", "无需再合并"),
    ),
    "S041": (
        Words("a customer cannot be merged with itself", "客户不能与自身合并"),
        Words("name the customer that is to be kept", "请写明要保留的客户"),
    ),
    "S042": (
        Words("the customer was erased meanwhile", "该客户已在此期间被删除"),
        Words("nothing is recorded of it", "不再为其作任何记录"),
    ),
    "S016": (
        Words("there is no such lifecycle or segment", "没有这个生命周期或客群"),
        Words("{known}", "{known}"),
    ),
    "S017": (
        Words("`{chart}` has no such stage", "`{chart}` 没有这个阶段"),
        Words("its stages: {known}", "其阶段：{known}"),
    ),
    "S018": (
        Words("this customer of `{chart}` cannot enter `{stage}` now", "该客户目前不能进入 `{chart}` 的 `{stage}`"),
        Words("permitted: {known}", "可以进入：{known}"),
    ),
    "S063": (
        Words("there is no such task", "没有这个派单", "沒有這個派單"),
        Words("take `decision_id` and `key` from its delivery", "请用投递中的 `decision_id` 与 `key`"),
    ),
    "S064": (
        Words("this task has ended: it was refused or done before", "该派单已结束：此前已退回或完成"),
        Words("the first answer stands", "以第一次答复为准"),
    ),
    "S065": (
        Words("a task is `accepted`, `refused` or `done`", "派单的答复只能是 `accepted`、`refused` 或 `done`"),
        Words(""),
    ),
    "S066": (
        Words("nothing is kept of this contact", "没有这次接触的记录", "沒有這次接觸的記錄"),
        Words(
            "a contact is there while nobody knows whose it is; ask for the customer from then on",
            "尚不知是谁时才有接触的记录；之后请查客户",
            "尚不知是誰時才有接觸的記錄；之後請查客戶",
        ),
    ),
    "S067": (
        Words(
            "clocks are those of a customer or of a contact: name one of the two",
            "时钟属于客户或接触：请指明其中之一",
            "時鐘屬於客戶或接觸：請指明其中之一",
        ),
        Words(""),
    ),
    "S062": (
        Words("this storage has no desk", "该存储没有服务台", "該存儲沒有服務台"),
        Words("use one that is a DeskStorage, such as `sqlite`", "请用 DeskStorage，如 `sqlite`"),
    ),
    "S061": (
        Words("this decision routes to nobody", "该决策没有转接", "該決策沒有轉接"),
        Words("bring only contacts to the desk whose plan has a route", "请只把方案含转接的会话交给服务台"),
    ),
    "S010": (
        Words("the engine is not open", "引擎未打开"),
        Words("use `async with AsyncEngine(...) as engine`", "请用 `async with AsyncEngine(...) as engine`"),
    ),
    "S060": (
        Words("the floor `{floor}` ({place}) is lowered: {what}", "底线 `{floor}`（{place}）被降低：{what}"),
        Words(
            "who may lower it says so in it: `approved by NAME on DATE`, newer than before; a floor that is given up "
            "keeps its name and that line",
            "须由有权者在该底线中写明较新的 `审批 姓名 日期`；取消的底线也要保留名称和这一行",
        ),
    ),
    "S011": (
        Words(
            "`on_storage_failure` is `raise` or `decide_unrecorded`",
            "`on_storage_failure` 只能是 `raise` 或 `decide_unrecorded`",
        ),
        Words(""),
    ),
}


def _error(kind: type[T], code: str, where: str = "", **values: object) -> T:
    sentence, hint = _SENTENCES[code]
    return kind(code, sentence.filled(**values), where=where, hint=hint.filled(**values))


def busy(again: Words) -> StorageBusy:
    """Others were first each time; `again` says what to do."""
    return _error(StorageBusy, "S001", again=again)


def conflict() -> EventConflict:
    """An event's id is taken by another content."""
    return _error(EventConflict, "S002", "/id")


def task_ended() -> EventConflict:
    """A task that is refused or done has another answer than this one."""
    return _error(EventConflict, "S064")


def misuse(code: str) -> EngageError:
    """A call that makes no sense."""
    return _error(EngageError, code)


def not_found(code: str) -> NotFound:
    """What a host asks for is not there."""
    return _error(NotFound, code)


def unknown_name(code: str, *, known: Words, chart: Words = _NO_CHART) -> NotFound:
    """A lifecycle or a stage that the ruleset does not have."""
    return _error(NotFound, code, known=known, chart=chart)


def not_allowed(chart: Words, stage: Words, known: Words, permitted: tuple[str, ...]) -> TransitionNotAllowed:
    """A move that the chart does not permit from where the customer stands."""
    refusal = _error(TransitionNotAllowed, "S018", chart=chart, stage=stage, known=known)
    refusal.permitted = permitted
    return refusal


def floor_lowered(floor: str, place: str, what: Words) -> ActivationError:
    """A program that lowers a floor of the active one, where nobody approved it."""
    return _error(ActivationError, "S060", floor=floor, place=place, what=what)


def not_active(code: str, **values: str) -> ActivationError:
    """A program that does not become, or is not, the active one."""
    return _error(ActivationError, code, **values)
