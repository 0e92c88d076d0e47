"""Every sentence of the webhook channel. URLs and secrets are never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.plugins import PluginError, Words

__all__ = ["ANSWERED", "NOT_SENT", "NO_ANSWER", "NO_REQUEST", "NO_TEXT", "OTHER_CONTENT", "misuse"]

NO_REQUEST: Final = Words("the request cannot be made: {reason}", "无法发出请求：{reason}", "無法發出請求：{reason}")
NO_ANSWER: Final = Words(
    "it was sent, and no answer came: {reason}", "已发送，但没有收到答复：{reason}", "已發送，但沒有收到答覆：{reason}"
)
NOT_SENT: Final = Words("nothing was sent: {reason}", "没有发送：{reason}", "沒有發送：{reason}")
NO_TEXT: Final = Words("the payload is no text that can be sent", "内容不是可以发送的文本", "內容不是可以發送的文字")
ANSWERED: Final = Words("the receiver answered {status}", "接收方答复 {status}", "接收方答覆 {status}")
OTHER_CONTENT: Final = Words(
    "the receiver knows this key with another content", "接收方已有此键，但内容不同", "接收方已有此鍵，但內容不同"
)

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "W001": (
        Words("this is not an http or https URL with a host", "这不是带主机名的 http 或 https 网址"),
        Words("write `webhook:https://crm.example/in`", "请写 `webhook:https://crm.example/in`"),
    ),
    "W002": (
        Words("the URL has a user or a password in it", "网址中带有用户名或密码"),
        Words("sign with a secret instead", "请改用签名密钥"),
    ),
    "W003": (
        Words("secret {number} is not `whsec_` and base64", "第 {number} 个密钥不是 `whsec_` 加 base64"),
        Words("make one: `whsec_` + base64 of 32 random bytes", "请生成：`whsec_` + 32 个随机字节的 base64"),
    ),
    "W004": (
        Words("secret {number} is not of 24 to 64 bytes", "第 {number} 个密钥不是 24 至 64 字节"),
        Words("make one: `whsec_` + base64 of 32 random bytes", "请生成：`whsec_` + 32 个随机字节的 base64"),
    ),
    "W005": (
        Words("the environment variable `{name}` has no secrets", "环境变量 `{name}` 中没有密钥"),
        Words("set it to one or more, with blanks between", "请填入一个或多个，以空格分隔"),
    ),
    "W006": (
        Words("after `#` only `secrets=NAME` is known", "`#` 之后只能写 `secrets=名称`"),
        Words("NAME is the environment variable with the secrets", "名称是存放密钥的环境变量"),
    ),
    "W007": (
        Words("a deadline must be more than 0 seconds", "时限应大于 0 秒"),
        Words("the engine itself waits 15 seconds", "引擎自身最多等 15 秒"),
    ),
}


def misuse(code: str, **values: object) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.filled(**values), hint=hint)
