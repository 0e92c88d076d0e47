"""Every sentence about vocabulary, catalogue and header files: codes R1xx, in English and Chinese."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message, Severity

__all__ = [
    "BAD_CURRENCY",
    "BAD_DATE",
    "BAD_NAME",
    "BAD_NUMBER",
    "BAD_PHRASE",
    "BAD_PLURAL",
    "BAD_TYPE",
    "BAD_WEEK",
    "BAD_YES_NO",
    "CHANGE_ORDER",
    "CHOICE_WITHOUT_VALUES",
    "FILE_MISSING",
    "FILE_OUTSIDE",
    "FILE_TWICE",
    "FILE_UNKNOWN_KIND",
    "HOST_TYPE",
    "KIND_BUILT_IN",
    "LABEL_TWICE",
    "MISSING_KEY",
    "NEEDS_KEYS",
    "NEEDS_LIST",
    "NEEDS_TEXT",
    "NOT_FOR_TYPE",
    "NOT_ONE_OF",
    "NO_SAFE_DEFAULT",
    "NO_VOCABULARY",
    "NUMBER_RANGE",
    "SAFE_DEFAULT_SENTENCE",
    "TOO_MANY_RULES",
    "TYPE_TWICE",
    "UNKNOWN_KEY",
    "UNKNOWN_NAME",
    "UNKNOWN_VERSION",
    "UNKNOWN_ZONE",
    "UNREAD_FILE",
    "UNUSED_EVENT_FIELD",
    "VALUES_CIRCLE",
]

UNKNOWN_KEY: Final = Message(
    "R101",
    "`{key}` is not a key of {place}",
    "{place}没有 `{key}` 这个键",
    "{suggestion}keys: {known}",
    "{suggestion}可用的键：{known}",
)
MISSING_KEY: Final = Message(
    "R102",
    "`{key}` is missing in {place}",
    "{place}缺少 `{key}`",
    "add a line `{key}: ...`",
    "请加一行 `{key}: …`",
)
NEEDS_TEXT: Final = Message(
    "R103",
    "`{key}` takes one text, not a list or keys",
    "`{key}` 应是一段文字，不是列表或多个键",
    "write it on one line; a text that starts with a bracket needs quotes",
    "请写成一行；以括号开头的文字需要引号",
)
NEEDS_KEYS: Final = Message(
    "R104",
    "`{key}` takes keys, not a text or a list",
    "`{key}` 之下应是若干“键: 值”",
    "write `key: value` lines below it",
    "请在它下面写“键: 值”",
)
NEEDS_LIST: Final = Message(
    "R105",
    "`{key}` takes a list, not keys",
    "`{key}` 应是列表",
    "write one item a line, each starting with `- `",
    "请每行一项，以 `- ` 开头",
)
BAD_YES_NO: Final = Message(
    "R106",
    "`{seen}` is neither yes nor no",
    "`{seen}` 既不是“是”也不是“否”",
    "write `yes` or `no`",
    "请写 `是` 或 `否`",
)
BAD_TYPE: Final = Message(
    "R107",
    "`{seen}` is not a type",
    "`{seen}` 不是一种类型",
    "{suggestion}types: yes/no, number, money CNY, text, choice, date, time, moment, duration, period, list of ...",
    "{suggestion}类型：是否、数字、金额 CNY、文本、选项、日期、时间、时刻、时长、账期、列表 …",
)
CHOICE_WITHOUT_VALUES: Final = Message(
    "R108",
    "the choice `{name}` has no values",
    "选项 `{name}` 没有取值",
    "list them below `values:`, or name another field in `values from:`",
    "请在 `取值:` 之下列出，或用 `取值同:` 指明另一个字段",
)
VALUES_CIRCLE: Final = Message(
    "R109",
    "`values from` of `{name}` leads to no choice with values of its own",
    "`{name}` 的“取值同”没有指到有取值的选项",
    "name a field whose type is choice and which has `values:`",
    "请指明一个自带“取值”的选项字段",
)
BAD_NAME: Final = Message(
    "R110",
    "`{name}` cannot be the name of {what}",
    "`{name}` 不能用作{what}的名字",
    "write it in small Latin letters, digits and `_`{like}; labels may be in any language",
    "请用小写拉丁字母、数字和 `_`{like}；显示名可用任何语言",
)
LABEL_TWICE: Final = Message(
    "R111",
    "`{label}` already names `{first}`, so `{second}` cannot be called that too",
    "`{label}` 已经是 `{first}` 的名字，`{second}` 不能同名",
    "give one of them another label",
    "请给其中一个换个名字",
)
UNKNOWN_NAME: Final = Message(
    "R112",
    "there is no {what} `{name}`",
    "没有名为 `{name}` 的{what}",
    "{suggestion}declare it first, or write a name that is declared",
    "{suggestion}请先声明，或改用已声明的名字",
)
UNUSED_EVENT_FIELD: Final = Message(
    "R113",
    "no kind of event has the field `{name}`",
    "没有任何事件带有字段 `{name}`",
    "add `{short}` to the `fields` of the events that bring it",
    "请在带有它的事件的 `字段` 中加入 `{short}`",
    severity=Severity.WARNING,
)
TYPE_TWICE: Final = Message(
    "R114",
    "the event type `{seen}` belongs to `{first}` already",
    "事件类型 `{seen}` 已属于 `{first}`",
    "give each kind of event a type of its own",
    "请让每种事件各有自己的类型",
)
KIND_BUILT_IN: Final = Message(
    "R136",
    "`{seen}` is built in: every ruleset has it",
    "`{seen}` 是内置的：每个规则集都有",
    "leave it out, and use it in rules as it is; see `engage show`",
    "请删去，直接在规则中使用即可；见 `engage show`",
)
BAD_CURRENCY: Final = Message(
    "R115",
    "money needs a currency of three letters",
    "金额需要三个字母的币种",
    "write for example `money CNY`",
    "例如写 `金额 CNY`",
)
BAD_NUMBER: Final = Message(
    "R116",
    "`{seen}` is not a number",
    "`{seen}` 不是数字",
    "write digits, as in `0.35` or `60`",
    "请写数字，如 `0.35` 或 `60`",
)
NOT_ONE_OF: Final = Message(
    "R117",
    "`{seen}` is not one of: {options}",
    "`{seen}` 不在可选范围：{options}",
    "{suggestion}write one of them",
    "{suggestion}请从中选一个",
)
NOT_FOR_TYPE: Final = Message(
    "R118",
    "`{key}` has no meaning for a {kind}",
    "`{key}` 不适用于{kind}",
    "take it out, or change the type",
    "请去掉它，或改变类型",
)
BAD_PHRASE: Final = Message(
    "R119",
    "a phrase needs two halves, for yes and for no",
    "说法需要两半，分别对应“是”和“否”",
    "write `is a member / is not a member`",
    "例如写 `是会员 / 不是会员`",
)
BAD_PLURAL: Final = Message(
    "R120",
    "an English label is `singular / plural`, not more",
    "英文名写作“单数 / 复数”，不能再多",
    "write one `/` with spaces around it",
    "请只写一个前后带空格的 `/`",
)
UNKNOWN_VERSION: Final = Message(
    "R121",
    "this is language version {seen}; this engage reads version 1",
    "这是语言版本 {seen}，本程序读取版本 1",
    "write `engage: 1`, or install a newer engage",
    "请写 `engage: 1`，或安装更新的 engage",
)
UNKNOWN_ZONE: Final = Message(
    "R122",
    "there is no time zone `{seen}`",
    "没有时区 `{seen}`",
    "{suggestion}write a name of the IANA list, such as `Asia/Shanghai`",
    "{suggestion}请写 IANA 时区名，如 `Asia/Shanghai`",
)
FILE_MISSING: Final = Message(
    "R123",
    "there is no file `{name}`",
    "没有文件 `{name}`",
    "{suggestion}names are relative to the folder of the ruleset",
    "{suggestion}文件名相对于规则集所在的文件夹",
)
FILE_OUTSIDE: Final = Message(
    "R124",
    "`{name}` leads out of the folder of the ruleset",
    "`{name}` 指到了规则集文件夹之外",
    "put the file into the folder",
    "请把文件放进该文件夹",
)
FILE_TWICE: Final = Message(
    "R125",
    "the file `{name}` is listed twice",
    "文件 `{name}` 列了两次",
    "take one of the lines out",
    "请删去一行",
    severity=Severity.WARNING,
)
FILE_UNKNOWN_KIND: Final = Message(
    "R126",
    "`{name}` is no .rules, .yaml, .csv or .xlsx file",
    "`{name}` 不是 .rules、.yaml、.csv 或 .xlsx 文件",
    "rename it, or take it out of `files`",
    "请改名，或从 `文件` 中去掉",
)
NO_SAFE_DEFAULT: Final = Message(
    "R127",
    "the ruleset has no `safe default`",
    "规则集没有“保底方案”",
    "add `safe default:` with one sentence a line, such as `- route to front desk`: it is done when all else fails",
    "请加 `保底方案:`，每行一句，如 `- 转接 综合坐席`；其他都失败时照此办理",
)
SAFE_DEFAULT_SENTENCE: Final = Message(
    "R128",
    "a safe default cannot {what}",
    "保底方案里不能{what}",
    "write only what can be done without knowing anything of the customer",
    "请只写对客户一无所知时也能做的事",
)
CHANGE_ORDER: Final = Message(
    "R254",
    "the change of {seen} is not later than the one before it",
    "{seen} 的变更不晚于前一项",
    "write changes in the order in which they come into force",
    "请按生效次序书写",
)
BAD_WEEK: Final = Message(
    "R129",
    "`{seen}` cannot be read as {what}",
    "`{seen}` 不能读作{what}",
    "write `monday to friday: 09:00 to 18:00`; several spans are parted by commas, and a day ends at 24:00",
    "例如写 `周一 至 周五: 09:00 至 18:00`；几段时间用逗号分开，一天到 24:00 为止",
)
BAD_DATE: Final = Message(
    "R130",
    "`{seen}` is not a date",
    "`{seen}` 不是日期",
    "write it as `2026-10-01`, or `2026-10-01 to 2026-10-07`",
    "请写成 `2026-10-01`，或 `2026-10-01 至 2026-10-07`",
)
NUMBER_RANGE: Final = Message(
    "R131",
    "`{key}` must be from {low} to {high}",
    "`{key}` 应在 {low} 到 {high} 之间",
    "for example `{key}: {example}`",
    "例如 `{key}: {example}`",
)
NO_VOCABULARY: Final = Message(
    "R132",
    "the ruleset names no vocabulary",
    "规则集没有指明词汇表",
    "add `vocabulary: vocabulary.yaml`",
    "请加 `词汇表: vocabulary.yaml`",
)
UNREAD_FILE: Final = Message(
    "R133",
    "`{name}` lies in the folder but is not listed in `files`",
    "`{name}` 在文件夹里，但没有列入“文件”",
    "list it, or move it away; rules in it are not read",
    "请列入，或移走；其中的规则没有被读取",
    severity=Severity.WARNING,
)
HOST_TYPE: Final = Message(
    "R134",
    "the type of `{name}` has no counterpart in rules",
    "`{name}` 的类型在规则里没有对应",
    "use bool, int, Decimal, str, date, time, datetime, timedelta, an Enum, Literal texts, or a list of these",
    "请用 bool、int、Decimal、str、date、time、datetime、timedelta、Enum、Literal 文字，或其列表",
)
TOO_MANY_RULES: Final = Message(
    "R135",
    "the ruleset has more than {limit} blocks",
    "规则集的块超过 {limit} 个",
    "many rules that differ in a value are one table",
    "许多只差一个值的规则可以写成一个决策表",
)
