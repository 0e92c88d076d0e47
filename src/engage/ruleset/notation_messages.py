"""Every message the two notations can say: R001 to R049. The resolver's own begin at R050."""

from __future__ import annotations

from engage.ground.finding import Message, Severity

__all__ = [
    "ANY_OF_EMPTY",
    "BRACKET_CUT",
    "DEEPER",
    "EMPTY",
    "EMPTY_CONSTRUCT",
    "FACT_WITHOUT_VALUE",
    "FLOW_LIST",
    "HEADER_AGAIN",
    "HEAD_INDENTED",
    "HOLDS_BESIDE",
    "INDENT",
    "KEY_AT_MARGIN",
    "KEY_TWICE",
    "LANGUAGE_LATE",
    "LANGUAGE_UNKNOWN",
    "LINES_BESIDE",
    "LIST_KIND",
    "MANY_PROBLEMS",
    "NEVER_EMPTY",
    "NOT_SUPPORTED",
    "NO_BLOCK",
    "NO_KIND",
    "NO_NAME",
    "QUOTES_ASTRAY",
    "QUOTE_OPEN",
    "SHAPE",
    "TAB",
    "THEN_MISSING",
    "TOO_DEEP",
    "TOO_LARGE",
    "TOO_MANY",
    "UNDENTED",
    "UNKNOWN_BLOCK",
    "UNKNOWN_KEY",
    "UNSEEN",
]

TOO_LARGE = Message(
    "R001",
    "this file is larger than {limit} bytes and was not read",
    "文件超过 {limit} 字节，未读取",
    "spread its rules over several files",
    "请把规则分到几个文件中",
)
TOO_MANY = Message(
    "R002",
    "this file has more than {limit} blocks; those from here on were not read",
    "文件中的块超过 {limit} 个，从此处起未读取",
    "spread its rules over several files",
    "请把规则分到几个文件中",
)
UNKNOWN_BLOCK = Message(
    "R003",
    "`{word}` is not a word that begins a block",
    "`{word}` 不是块的开头词",
    "{hint}",
    "{hint}",
)
NO_BLOCK = Message(
    "R004",
    "this line stands before the first block and belongs to none",
    "此行在第一个块之前，不属于任何块",
    "begin a block at the margin: `rule`, `table`, `scorecard`, `fact`, `never`, `example`",
    "请先在行首写块的开头词：`规则`、`决策表`、`评分卡`、`指标`、`禁止`、`示例`",
)
KEY_AT_MARGIN = Message(
    "R005",
    "`{word}` belongs inside a block, but stands at the margin",
    "`{word}` 应写在块内，却写在了行首",
    "indent the line by two spaces",
    "请在行首加两个空格",
)
UNKNOWN_KEY = Message(
    "R006",
    "`{word}` is not a word of {kind}",
    "`{word}` 不是{kind}中的用词",
    "{hint}",
    "{hint}",
)
KEY_TWICE = Message(
    "R007",
    "`{word}` is written twice in {kind}; the second would be lost",
    "{kind}中 `{word}` 写了两次，后一处将丢失",
    "join the two, or take one away",
    "请合并两处，或删去一处",
)
EMPTY = Message(
    "R008",
    "nothing is written under `{word}`",
    "`{word}` 之下没有内容",
    "write it on the same line, or on indented lines below; or take `{word}` away",
    "请写在同一行，或在下方缩进书写；不需要时删去 `{word}`",
)
NO_NAME = Message(
    "R009",
    "this `{word}` has no name",
    "此 `{word}` 没有名称",
    "write its name behind `{word}`",
    "请在 `{word}` 后写上名称",
)
NEVER_EMPTY = Message(
    "R035",
    "this `{word}` does not say what it forbids",
    "此 `{word}` 没有写明禁止什么",
    "write it behind `{word}`: `never offer commercial`",
    "请写在 `{word}` 之后，如 `禁止 推荐 商业类`",
)
HOLDS_BESIDE = Message(
    "R036",
    "`{word}` stands before one of several lines",
    "几行中有一行前写了 `{word}`",
    "lines of a floor stand without it, each on a line of its own: `answer within 8 business hours`",
    "底线的内容每条一行，前面不写它，如 `8工作小时内 接听`",
)
INDENT = Message(
    "R010",
    "this line is indented by {seen} columns, the lines above it by {wanted}",
    "此行缩进 {seen} 列，而上面各行缩进 {wanted} 列",
    "lines that belong together begin in the same column",
    "同属一处的各行应从同一列开始",
)
TAB = Message(
    "R011",
    "tabs indent lines from here on ({count} in all), and their width differs between editors",
    "从此处起有行用制表符缩进（共 {count} 行），其宽度因编辑器而异",
    "indent with spaces",
    "请用空格缩进",
    Severity.WARNING,
)
DEEPER = Message(
    "R012",
    "this line is indented under one that takes no lines below it",
    "此行缩进在一行之下，而那一行之下不能再有内容",
    "write a sentence on one line; only `any of` takes lines inside `when`",
    "一句话写在一行；`当` 之内只有 `任一满足` 之下可以再写",
)
NOT_SUPPORTED = Message(
    "R013",
    "`{word}` blocks are not supported yet; this one is ignored",
    "暂不支持 `{word}` 块，此块已忽略",
    severity=Severity.WARNING,
)
QUOTE_OPEN = Message(
    "R014",
    "this text begins with a quote but does not end with one",
    "此文本以引号开头，却没有以引号结尾",
    "close it with `{close}` at the end of the line",
    "请在行末加上 `{close}`",
)
QUOTES_ASTRAY = Message(
    "R034",
    "the quotation marks do not stand around this text as a whole",
    "引号没有放在整段文本的两端",
    "write `{text}`",
    "请写 `{text}`",
)
UNSEEN = Message(
    "R015",
    "a character that cannot be seen ({code}) stands here; it is read as a space",
    "此处有一个不可见字符（{code}），按空格处理",
    "take it away",
    "请删去",
    Severity.WARNING,
)
LANGUAGE_UNKNOWN = Message(
    "R016",
    "`{word}` is not a language that rules can be written in",
    "规则不能用 `{word}` 书写",
    "languages: `en`, `zh`, `zh-Hant`",
    "可用语言：`英文`、`中文`、`繁体中文`",
)
TOO_DEEP = Message(
    "R017",
    "`{word}` is nested more than {limit} deep",
    "`{word}` 嵌套超过 {limit} 层",
    "give the inner part a name with `fact`",
    "请用 `指标` 给内层起名",
)
LANGUAGE_LATE = Message(
    "R018",
    "the language stands on the first line of a file, once",
    "语言写在文件的第一行，且只写一次",
    "move the line to the top",
    "请把此行移到最前",
)
HEADER_AGAIN = Message(
    "R019",
    "a file has one `{word}` block",
    "一个文件只有一个 `{word}` 块",
    "take this one away",
    "请删去此块",
)
SHAPE = Message(
    "R020",
    "`{word}` takes {wanted}, not {seen}",
    "`{word}` 应为{wanted}，而不是{seen}",
    "{hint}",
    "{hint}",
)
FLOW_LIST = Message(
    "R021",
    "`{word}` is a list in brackets; a sentence with a comma would be cut in two",
    "`{word}` 用了方括号列表，带逗号的句子会被切断",
    "write one sentence a line, each behind `- `",
    "请一行写一句，每句前加 `- `",
)
BRACKET_CUT = Message(
    "R023",
    "`{word}` was cut at a comma: YAML knows no round brackets in a list",
    "`{word}` 在逗号处被切断：YAML 列表不认圆括号",
    "write one a line, each behind `- `",
    "请一行写一项，每项前加 `- `",
)
NO_KIND = Message(
    "R024",
    "this item does not say what it is",
    "此项没有写明是什么",
    "begin it with `{word}: NAME`",
    "请以 `{word}: 名称` 开头",
)
FACT_WITHOUT_VALUE = Message(
    "R025",
    "this fact does not say how it is calculated",
    "此指标没有写明如何计算",
    "write `fact NAME = …`",
    "请写成 `指标 名称 ＝ …`",
)
MANY_PROBLEMS = Message(
    "R026",
    "more than {limit} problems in this file; the rest is not shown",
    "文件中的问题超过 {limit} 个，其余不再列出",
)
EMPTY_CONSTRUCT = Message(
    "R027",
    "`{word}` says nothing: no lines stand below it",
    "`{word}` 之下没有任何内容",
    "write its lines below, indented by two spaces",
    "请在其下书写，行首加两个空格",
)
LIST_KIND = Message(
    "R028",
    "`{word}` stands in the list `{list}`, which is not its place",
    "`{word}` 写在了列表 `{list}` 中",
    "move it to `{right}`, or gather everything under `contents`",
    "请移到 `{right}`，或都放在 `内容` 之下",
)
HEAD_INDENTED = Message(
    "R029",
    "`{word}` begins a block, but is indented",
    "`{word}` 是块的开头词，却缩进了",
    "a block begins at the margin",
    "块从行首开始",
)
UNDENTED = Message(
    "R030",
    "this line belongs to `{word}` above it, but is not indented below it",
    "此行属于上面的 `{word}`，却没有缩进在它之下",
    "indent this line, and those that belong with it, by two more spaces",
    "请把此行和同属的各行再缩进两个空格",
)
THEN_MISSING = Message(
    "R031",
    "this says what is done, but no `then` stands above it",
    "此行写的是要做什么，而上面没有 `则`",
    "write `then` on a line above it and indent the actions below",
    "请在上一行写 `则`，动作缩进写在其下",
)
LINES_BESIDE = Message(
    "R032",
    "`{word}` goes on here, beside its first sentence",
    "`{word}` 在此行继续，却与它的第一句并列",
    "write `{word}` on a line of its own and every sentence on an indented line below it",
    "请让 `{word}` 单独一行，每句各占一行，缩进写在其下",
)
ANY_OF_EMPTY = Message(
    "R033",
    "nothing stands below `{word}`",
    "`{word}` 之下没有内容",
    "indent the conditions of which one is enough by two more spaces than `{word}`",
    "请把其中任一即可的条件写在 `{word}` 之下，再缩进两个空格",
)
