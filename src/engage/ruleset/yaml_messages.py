"""Every sentence the YAML reader can say: codes Y0xx, in English and Chinese."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message, Severity

__all__ = [
    "ALIAS",
    "BAD_CHARACTER",
    "BAD_ESCAPE",
    "BRACKET_TEXT",
    "COLON_IN_TEXT",
    "COMMENT_IN_TEXT",
    "DIRECTIVE",
    "EMPTY_FILE",
    "INDENTATION",
    "KEY_NOT_TEXT",
    "KEY_TWICE",
    "KEY_WITHOUT_VALUE",
    "LIST_ON_KEY_LINE",
    "MERGE_KEY",
    "NEEDS_COLON",
    "NOT_A_KEY",
    "NOT_KEYS",
    "NOT_UTF8",
    "QUOTE_OPEN",
    "QUOTE_THEN_MORE",
    "SENTENCE_AS_MAPPING",
    "TAB",
    "TAG",
    "TOO_DEEP",
    "TOO_LARGE",
    "TOO_MANY",
    "TWO_DOCUMENTS",
    "UNCLOSED",
    "UNREADABLE",
    "YAML_WOULD_CHANGE",
]

UNREADABLE: Final = Message(
    "Y001",
    "this cannot be read as YAML from here on",
    "从这里起不能按 YAML 读取",
    "look at the punctuation and the indentation of this line and of the one above",
    "请检查本行和上一行的标点与缩进",
)
KEY_TWICE: Final = Message(
    "Y002",
    "`{key}` is written twice here; the first stands at line {line}",
    "`{key}` 在这里写了两次，第一次在第 {line} 行",
    "keep one of them, or write one list with both",
    "只保留一处，或合写成一个列表",
)
COLON_IN_TEXT: Final = Message(
    "Y003",
    "YAML reads `{before}:` inside this text as a key of its own",
    "YAML 会把这句话里的 `{before}:` 当作另一个键",
    "put the whole text in quotes: {quoted}",
    "请给整句加引号：{quoted}",
)
YAML_WOULD_CHANGE: Final = Message(
    "Y004",
    "other YAML readers take `{text}` for {meaning}",
    "别的 YAML 程序会把 `{text}` 读成{meaning}",
    "engage reads it as the text `{text}`; quotes make that plain: {quoted}",
    "engage 按文字 `{text}` 读取；加引号更清楚：{quoted}",
    severity=Severity.INFO,
)
BRACKET_TEXT: Final = Message(
    "Y005",
    "a text must not start with `{character}` in YAML",
    "在 YAML 里，文字不能以 `{character}` 开头",
    "put the whole text in quotes: {quoted}",
    "请给整句加引号：{quoted}",
)
COMMENT_IN_TEXT: Final = Message(
    "Y006",
    "`{lost}` would be lost: YAML reads ` #` as the start of a comment",
    "`{lost}` 会丢失：YAML 把 ` #` 当作注释的开始",
    "put the whole text in quotes: {quoted}; a real comment has two spaces before the `#` and one behind it",
    "请给整句加引号：{quoted}；若确是注释，请在 `#` 前空两格、后空一格",
)
TAB: Final = Message(
    "Y007",
    "a tab stands where YAML needs spaces",
    "这里用了制表符（Tab），YAML 需要空格",
    "write spaces instead; two for each step of indentation",
    "请改用空格，每级缩进两个",
)
TAG: Final = Message(
    "Y008",
    "`{tag}` is a YAML tag; a ruleset has none",
    "`{tag}` 是 YAML 标签，规则集里不使用",
    "leave it out; if it belongs to the text, put the text in quotes",
    "请去掉；若它是文字的一部分，请给整句加引号",
)
ALIAS: Final = Message(
    "Y009",
    "`{name}` is a YAML anchor or alias; a ruleset has none",
    "`{name}` 是 YAML 锚点或别名，规则集里不使用",
    "write the text out where it is needed; if the sign belongs to the text, put the text in quotes",
    "请在用到的地方写出全文；若该符号属于文字，请给整句加引号",
)
MERGE_KEY: Final = Message(
    "Y010",
    "`<<` is YAML's merge key; a ruleset has none",
    "`<<` 是 YAML 的合并键，规则集里不使用",
    "write the keys out",
    "请把各键写全",
)
KEY_NOT_TEXT: Final = Message(
    "Y011",
    "a key must be a text",
    "键必须是文字",
    "write it as `name: value`",
    "请写成 `名称: 值`",
)
TWO_DOCUMENTS: Final = Message(
    "Y012",
    "a second document starts here; a file has one",
    "这里开始了第二个文档，一个文件只能有一个",
    "take the line `---` out, or make two files",
    "请删去 `---` 这一行，或分成两个文件",
)
DIRECTIVE: Final = Message(
    "Y013",
    "`%` starts a YAML directive here; a ruleset has none",
    "`%` 在这里是 YAML 指令，规则集里不使用",
    "take the line out; if it is a text, put it in quotes",
    "请删去这一行；若是文字，请加引号",
)
TOO_LARGE: Final = Message(
    "Y014",
    "the file has more than {limit} bytes",
    "文件超过 {limit} 字节",
    "divide it into several files and list them in ruleset.yaml",
    "请拆成几个文件，并列入 ruleset.yaml",
)
TOO_DEEP: Final = Message(
    "Y015",
    "this is nested deeper than {limit} levels",
    "嵌套超过 {limit} 层",
    "no part of a ruleset needs that many; look for brackets that are not closed",
    "规则集不需要这么多层；请检查是否有未闭合的括号",
)
BAD_CHARACTER: Final = Message(
    "Y016",
    "the character {code} cannot stand in a file",
    "文件里不能有字符 {code}",
    "take it out; it is not visible in most editors",
    "请删去它；多数编辑器里看不见它",
)
EMPTY_FILE: Final = Message(
    "Y017",
    "nothing is written in this file",
    "这个文件里什么也没有写",
    "write at least `ruleset: NAME`, or take the file out of ruleset.yaml",
    "至少写上 `规则集: 名称`，或从 ruleset.yaml 中去掉这个文件",
)
QUOTE_OPEN: Final = Message(
    "Y018",
    "the quotation mark {mark} is opened here and never closed",
    "引号 {mark} 从这里开始，没有闭合",
    "close it where the text ends",
    "请在文字结束处补上引号",
)
QUOTE_THEN_MORE: Final = Message(
    "Y019",
    "more text follows the closing {mark}",
    "右引号 {mark} 之后还有文字",
    "put the whole text in quotes of the other kind: {quoted}",
    "请用另一种引号括住整句：{quoted}",
)
BAD_ESCAPE: Final = Message(
    "Y020",
    "`{escape}` means nothing inside double quotes",
    "双引号里的 `{escape}` 没有意义",
    "write the backslash twice, or use single quotes",
    "请把反斜杠写两次，或改用单引号",
)
INDENTATION: Final = Message(
    "Y021",
    "this line does not stand below anything it could belong to",
    "这一行的缩进与上文不对应",
    "give it the same number of spaces as the lines it belongs with; {advice}",
    "请与同级各行用同样多的空格；{advice}",
)
NOT_A_KEY: Final = Message(
    "Y022",
    "this line is neither `key: value` nor `- item`",
    "这一行既不是“键: 值”，也不是“- 列表项”",
    "a sentence of a list starts with `- `; a long text goes below `key: |`",
    "列表里的句子以 `- ` 开头；长文字写在 `键: |` 之下",
)
NEEDS_COLON: Final = Message(
    "Y023",
    "`{written}` is not a key: YAML needs a half-width colon and a space",
    "`{written}` 不是键：YAML 需要半角冒号加一个空格",
    "write `{better}`",
    "请写 `{better}`",
)
UNCLOSED: Final = Message(
    "Y024",
    "the `{bracket}` opened here is not closed as it should be",
    "这里的 `{bracket}` 没有正确闭合",
    "close it, or write one item a line with `- `; if it is a text, put it in quotes",
    "请闭合它，或改为每行一项、以 `- ` 开头；若是文字，请加引号",
)
KEY_WITHOUT_VALUE: Final = Message(
    "Y025",
    "`{key}` stands in braces without a value",
    "花括号里的 `{key}` 没有值",
    "write `{better}`",
    "请写 `{better}`",
)
NOT_KEYS: Final = Message(
    "Y026",
    "a file must consist of `key: value` lines",
    "文件应由“键: 值”组成",
    "start with `ruleset: NAME` or `rules:`",
    "请以 `规则集: 名称` 或 `规则:` 开头",
)
NOT_UTF8: Final = Message(
    "Y027",
    "the file is not UTF-8 text (byte {place})",
    "文件不是 UTF-8 文字（第 {place} 字节）",
    "save it as UTF-8 in your editor",
    "请在编辑器中另存为 UTF-8",
)
SENTENCE_AS_MAPPING: Final = Message(
    "Y028",
    "YAML reads `{before}:` in this sentence as a key",
    "YAML 会把这句话里的 `{before}:` 当作键",
    "put the sentence in quotes: {quoted}",
    "请给整句加引号：{quoted}",
)
TOO_MANY: Final = Message(
    "Y029",
    "more than {limit} problems in this file; the rest is not shown",
    "这个文件的问题超过 {limit} 处，其余不再列出",
    "mend these first",
    "请先改正这些",
)
LIST_ON_KEY_LINE: Final = Message(
    "Y030",
    "a list cannot start on the line of its key",
    "列表不能与键写在同一行",
    "write each item on a line of its own below the key",
    "请在键的下面每行写一项",
)
