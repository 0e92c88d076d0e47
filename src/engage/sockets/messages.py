"""Every sentence about plugins. What follows the name in an address may be a secret and is never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.errors import PluginError
from engage.ground.finding import Words

__all__ = ["plugin_error"]

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "P001": (
        Words("the plugin `{plugin}` cannot be loaded: {reason}", "插件 `{plugin}` 无法加载：{reason}"),
        Words("reinstall or remove it; the others work", "请重装或卸载；其他插件不受影响"),
    ),
    "P002": (
        Words(
            "the plugin `{plugin}` does not fit this engage: {reason}", "插件 `{plugin}` 与此版 engage 不配：{reason}"
        ),
        Words("use a version made for this engage", "请用与此版 engage 相配的版本"),
    ),
    "P003": (
        Words(
            "the {sort} `{name}` is registered by `{first}` and by `{second}`",
            "{sort} `{name}` 被 `{first}` 和 `{second}` 同时注册",
        ),
        Words("remove one of the two; the first keeps the name", "请卸载其一；名称归先注册者"),
    ),
    "P004": (
        Words(
            "the plugin `{plugin}` registers a {sort} under what is no name",
            "插件 `{plugin}` 注册{sort}所用的名称不合规",
        ),
        Words("a name is lower-case ASCII: letters, digits, `-`, `_`", "名称只用小写字母、数字、`-`、`_`"),
    ),
    "P005": (
        Words(
            "the plugin `{plugin}` registers the {sort} `{name}` without a function that opens it",
            "插件 `{plugin}` 注册{sort} `{name}` 时没有给出打开它的函数",
        ),
        Words("give one", "请给出"),
    ),
    "P006": (
        Words(
            "the plugin `{plugin}` failed in its hook `{hook}`: {reason}",
            "插件 `{plugin}` 在钩子 `{hook}` 中出错：{reason}",
        ),
        Words("reinstall or remove it; the others work", "请重装或卸载；其他插件不受影响"),
    ),
    "P007": (
        Words("there is no {sort} `{name}`", "没有{sort} `{name}`"),
        Words("{known}", "{known}"),
    ),
    "P008": (
        Words("this is not the address of a {sort}", "这不是{sort}的地址"),
        Words("write a name, a colon and where it is, as in `{example}`", "请写名称、冒号和位置，如 `{example}`"),
    ),
    "P009": (
        Words("the {sort} `{name}` of `{plugin}` lacks {missing}", "`{plugin}` 的{sort} `{name}` 缺少 {missing}"),
        Words("the plugin breaks the contract; see its author", "该插件未守约定；请联系其作者"),
    ),
    "P010": (
        Words(
            "the {sort} `{name}` of `{plugin}` cannot be opened: {reason}",
            "`{plugin}` 的{sort} `{name}` 无法打开：{reason}",
        ),
        Words("see the plugin's README", "请看插件的 README"),
    ),
    "P012": (
        Words("the {sort} `{name}` is not sound: {reason}", "{sort} `{name}` 不可用：{reason}"),
        Words("it breaks the contract; see its author", "它未守约定；请联系其作者"),
    ),
    "P011": (
        Words("the plugin `{plugin}` has no hook that engage knows", "插件 `{plugin}` 没有 engage 认识的钩子"),
        Words("mark them with `engage.plugins.hookimpl`", "请用 `engage.plugins.hookimpl` 标记"),
    ),
}

_SORTS: Final[Mapping[str, Words]] = {
    "channel": Words("channel", "渠道"),
    "storage": Words("storage", "存储", "儲存"),
    "estimator": Words("estimator", "估计模型", "估計模型"),
    "provider": Words("provider", "提供方"),
    "correlator": Words("correlator", "关联引擎", "關聯引擎"),
    "second opinion": Words("second opinion", "第二意见", "第二意見"),
}


def plugin_error(code: str, **values: str | Words) -> PluginError:
    """The exception for a code. `sort` is what the plugin brings: `channel`, `storage` …"""
    sentence, hint = _SENTENCES[code]
    sort = values.get("sort")
    if isinstance(sort, str):
        values["sort"] = _SORTS.get(sort, Words(sort))
    return PluginError(code, sentence.filled(**values), hint=hint.filled(**values))
