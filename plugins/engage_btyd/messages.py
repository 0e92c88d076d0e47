"""Every sentence of this plugin. No value of a customer appears in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.plugins import PluginError, Words

__all__ = ["model_error"]

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "T001": (
        Words(
            "no customer bought a second time, so nothing says how often they do",
            "没有客户再次购买，无从估计购买频率",
        ),
        Words("learn from customers who were watched for longer", "请用观察期更长的客户数据"),
    ),
    "T002": (
        Words(
            "no repeat purchase cost anything, so nothing says what customers spend",
            "再次购买均无金额，无从估计花费",
        ),
        Words("see which column the amounts are read from", "请查看金额取自哪一列"),
    ),
    "T003": (
        Words(
            "the purchases do not settle the model: its most likely parameters lie at no finite place",
            "这些购买不足以确定模型：最可能的参数不在有限处",
        ),
        Words(
            "learn from more customers, or from customers with different habits",
            "请用更多的客户，或购买习惯更不同的客户",
        ),
    ),
    "T004": (
        Words("the settings of the model cannot be read: {why}", "模型设置无法读取：{why}"),
        Words(
            "write them anew: `engage value FILE --write-model FILE`",
            "请重新写出：`engage value 文件 --write-model 文件`",
        ),
    ),
    "T005": (
        Words("this model has not learnt anything yet", "该模型尚未学习"),
        Words(
            "let it learn: `engage value FILE --write-model FILE`", "请先学习：`engage value 文件 --write-model 文件`"
        ),
    ),
}


def model_error(code: str, **values: str | Words) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.filled(**values), hint=hint.filled(**values))
