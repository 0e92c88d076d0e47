"""Decision tables of DMN 1.1 to 1.5 become a ruleset of ours: vocabulary, outputs and tables, with a report.

Inputs become facts of the event `decision requested`, named after their labels; outputs become outputs of the ruleset;
rows whose cells are S-FEEL become rows. Whatever has no counterpart is left behind and told, never guessed: a row with
a function call, a table under PRIORITY, an input that is computed. XML with a document type is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree

from attrs import define, field, frozen

from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.ruleset.dmn_feel import NotCarried, cell_of, literal_of, value_id
from engage.ruleset.notation_yaml_writer import scalar

__all__ = ["Imported", "Unreadable", "from_dmn"]

_EVENT: Final = "decision_requested"
_KINDS: Final = {
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "yes/no",
    "date": "date",
    "string": "text",
}
_HITS: Final = {
    "UNIQUE": "unique",
    "FIRST": "first",
    "ANY": "any",
    "COLLECT": "collect",
    "RULE ORDER": "rule order",
    "OUTPUT ORDER": "output order",
}
_SUMS: Final = {"SUM": "collect sum", "MIN": "collect smallest", "MAX": "collect largest", "COUNT": "collect count"}
#: what a decision may be made of instead of a table
_LOGIC: Final = ("literalExpression", "context", "invocation", "relation", "list", "functionDefinition", "conditional")
#: an annotation that can stand in a cell as it is
_PLAIN_TEXT: Final = re.compile(r"[^|{}\"“”#\n]+")
_SETTLES: Final = {"collect": "all", "rule order": "all", "output order": "all"}


class Unreadable(Exception):
    """The file is no DMN that can be read; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@frozen
class Imported:
    """The files of the new ruleset, how much was carried over, and what was left behind: where, and why."""

    texts: Mapping[str, str]
    tables: int
    rows: int
    left: tuple[tuple[str, Words], ...]


@frozen
class _Column:
    """An input or output: its id, its label, its kind, its values as FEEL constants."""

    id: str
    label: str
    kind: str
    values: tuple[str, ...] = ()


def from_dmn(content: bytes, name: str) -> Imported:
    """The ruleset that a DMN file's decision tables make. Raises Unreadable."""
    if len(content) > LIMITS.ruleset_bytes:
        raise Unreadable(Words("the file is too large", "文件过大", "檔案過大"))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(Words("a document type is not read", "不读取带文档类型的文件", "不讀取帶文件類型的檔案"))
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise Unreadable(
            Words(f"this is no XML from line {line}, column {column} on", f"从第 {line} 行第 {column} 列起不是 XML")
        ) from None
    if _tag(root) != "definitions":
        raise Unreadable(Words("this is XML, and no DMN", "这是 XML，但不是 DMN", "這是 XML，但不是 DMN"))
    carrier = _Carrier(name)
    for decision in _all(root, "decision"):
        called = decision.get("name") or decision.get("id") or "decision"
        tables = list(_children(decision, "decisionTable"))
        for table in tables:
            carrier.table(table, called)
        carrier.left.extend((called, words) for words in _beside(decision, bool(tables)))
    for model in _all(root, "businessKnowledgeModel"):
        carrier.left.append((model.get("name") or "businessKnowledgeModel", Words("a function", "函数", "函數")))
    if not carrier.blocks:
        carrier.left.append((name, Words("no decision table could be carried over", "没有可导入的决策表")))
    return carrier.finished()


def _beside(decision: ElementTree.Element, tabled: bool) -> Iterator[Words]:
    """What a decision has beside its tables, none of which is carried over."""
    for each in decision:
        tag = _tag(each)
        if tag in _LOGIC and not tabled:
            yield Words(f"a `{tag}`, no decision table", f"是 `{tag}`，不是决策表", f"是 `{tag}`，不是決策表")
        elif tag == "informationRequirement" and any(_tag(part) == "requiredDecision" for part in each):
            yield Words(
                "the other decision it asks; what that one gives is a fact of the event now",
                "它引用的另一决策；其结果现作为事件的信息项",
                "它引用的另一決策；其結果現作為事件的資訊項",
            )
        elif tag == "knowledgeRequirement":
            yield Words("the function it calls", "它调用的函数", "它呼叫的函數")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if _tag(each) == tag)


def _children(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (each for each in element if _tag(each) == tag)


def _remark(rule: ElementTree.Element) -> str:
    """The annotations of a rule on one line, else its description."""
    said = [_text(each) for each in _children(rule, "annotationEntry")]
    said = said if any(said) else ["".join(each.itertext()) for each in _children(rule, "description")]
    return " ".join("; ".join(each for each in said if each).split())


def _text(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    return "".join("".join(each.itertext()) for each in _children(element, "text")).strip()


def _id(label: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")
    return plain[:60] if plain and plain[0].isalpha() else f"input_{abs(sum(map(ord, label)))}"


@define
class _Carrier:
    """Carries tables over, one after the other."""

    name: str
    fields: dict[str, _Column] = field(factory=dict)
    outputs: dict[str, tuple[_Column, str]] = field(factory=dict)
    blocks: list[str] = field(factory=list)
    rows: int = 0
    left: list[tuple[str, Words]] = field(factory=list)

    def table(self, table: ElementTree.Element, name: str) -> None:
        """One decision table."""
        policy = (table.get("hitPolicy") or "UNIQUE").upper()
        hit = (
            _SUMS.get(table.get("aggregation") or "", _HITS.get(policy, ""))
            if policy == "COLLECT"
            else _HITS.get(policy)
        )
        if not hit:
            self.left.append((name, Words(f"the hit policy {policy}", f"命中策略 {policy}")))
            return
        try:
            inputs = [self._input(each, table, place) for place, each in enumerate(_children(table, "input"))]
            outputs = [self._output(each, name, hit) for each in _children(table, "output")]
        except NotCarried as why:
            self.left.append((name, why.words))
            return
        rules = list(_children(table, "rule"))
        remarked = any(_remark(rule) for rule in rules)
        heads = [*(output.label for output in outputs), *(["because"] if remarked else [])]
        lines = [f"{' | '.join(column.label for column in inputs) or '-'} || {' | '.join(heads)}"]
        for number, rule in enumerate(rules, 1):
            try:
                lines.append(self._row(rule, inputs, outputs) + self._because(rule, f"{name} row {number}", remarked))
            except NotCarried as why:
                self.left.append((f"{name} row {number}", why.words))
        if len(lines) > 1:
            self.rows += len(lines) - 1
            otherwise = self._otherwise(list(_children(table, "output")), outputs, name)
            lines += [f"otherwise || {otherwise}{' | ' if remarked else ''}".rstrip()] if otherwise else []
            block = "\n".join(f"  {line}" for line in lines)
            self.blocks.append(f"table {_plain(name)}: {hit}\n  event decision requested\n{block}\n")

    def _input(self, element: ElementTree.Element, table: ElementTree.Element, place: int) -> _Column:
        expression = next(_children(element, "inputExpression"), None)
        said = _text(expression)
        if not said or not re.fullmatch(r"[\w .]+", said):
            raise NotCarried(Words(f"the input `{said}` is computed", f"输入 `{said}` 是计算得出的"))
        label = _plain(said.rpartition(".")[2])
        cells = [_text(list(_children(rule, "inputEntry"))[place]) for rule in _children(table, "rule")]
        kind = _KINDS.get((expression.get("typeRef") or "") if expression is not None else "", "")
        listed = _text(next(_children(element, "inputValues"), None))
        column = self._column(label, kind.rpartition(":")[2], [*cells, listed])
        self.fields.setdefault(column.id, column)
        return self._merged(column)

    def _merged(self, column: _Column) -> _Column:
        known = self.fields[column.id]
        if known.kind != column.kind:
            raise NotCarried(Words(f"`{column.label}` has two types", f"`{column.label}` 有两种类型"))
        merged = _Column(known.id, known.label, known.kind, tuple(dict.fromkeys((*known.values, *column.values))))
        self.fields[column.id] = merged
        return merged

    def _column(self, label: str, kind: str, cells: list[str]) -> _Column:
        texts = tuple(dict.fromkeys(re.findall(r'"((?:[^"\\]|\\.)*)"', " ".join(cells))))
        if kind in ("", "text") and texts:
            return _Column(_id(label), label, "choice", texts)
        guessed = kind or ("yes/no" if {*cells} & {"true", "false"} else "number")
        return _Column(_id(label), label, guessed)

    def _output(self, element: ElementTree.Element, table: str, hit: str) -> _Column:
        label = _plain(element.get("label") or element.get("name") or table)
        kind = _KINDS.get((element.get("typeRef") or "string").rpartition(":")[2], "text")
        number = hit in _SUMS.values()
        column = _Column(
            _id(f"{table} {label}" if label != _plain(table) else label), label, "number" if number else kind
        )
        shown = label if column.id not in self.outputs else f"{_plain(table)} {label}"
        column = _Column(column.id, shown, column.kind)
        self.outputs[column.id] = (column, "one" if hit in ("unique", "first", "any") or number else _SETTLES[hit])
        return column

    def _row(self, rule: ElementTree.Element, inputs: list[_Column], outputs: list[_Column]) -> str:
        tests = [_text(each) for each in _children(rule, "inputEntry")]
        results = [_text(each) for each in _children(rule, "outputEntry")]
        if len(tests) != len(inputs) or len(results) != len(outputs):
            raise NotCarried(Words("its cells do not fit its columns", "单元格与列数不符"))
        left = [cell_of(text, column.kind) for text, column in zip(tests, inputs, strict=True)]
        right = [literal_of(text, column.kind) for text, column in zip(results, outputs, strict=True)]
        return f"{' | '.join(left)} || {' | '.join(right)}"

    def _because(self, rule: ElementTree.Element, place: str, remarked: bool) -> str:
        """The cell behind the results: the rule's remark, where it can stand there as it is."""
        remark = _remark(rule)
        if remark and not _PLAIN_TEXT.fullmatch(remark):
            self.left.append((place, Words("its annotation", "其注释", "其註釋")))
            remark = ""
        return f" | {remark}".rstrip() if remarked else ""

    def _otherwise(self, elements: list[ElementTree.Element], outputs: list[_Column], name: str) -> str:
        """The results of a table none of whose rows answers; empty when some output has no default."""
        defaults = [_text(next(_children(each, "defaultOutputEntry"), None)) for each in elements]
        if not any(defaults):
            return ""
        try:
            if not all(defaults):
                raise NotCarried(Words("defaults of some outputs only", "仅部分输出有默认值", "僅部分輸出有默認值"))
            return " | ".join(literal_of(text, column.kind) for text, column in zip(defaults, outputs, strict=True))
        except NotCarried as why:
            self.left.append((name, why.words))
            return ""

    def finished(self) -> Imported:
        """The files of the ruleset."""
        return Imported(
            {
                "ruleset.yaml": self._header(),
                "vocabulary.yaml": self._vocabulary(),
                "tables.rules": "\n".join(self.blocks),
            },
            len(self.blocks),
            self.rows,
            tuple(self.left),
        )

    def _header(self) -> str:
        lines = [
            "engage: 1",
            f"ruleset: {scalar(_plain(self.name))}",
            "vocabulary: vocabulary.yaml",
            "files: [tables.rules]",
        ]
        if self.outputs:
            lines.append("outputs:")
        for column, settle in self.outputs.values():
            lines += [
                f"  {column.id}:",
                f"    type: {column.kind}",
                f"    settle: {settle}",
                f"    en: {scalar(column.label)}",
            ]
        first = next(iter(self.outputs.values()), None)
        empty = {"number": "0", "yes/no": "no", "text": '"undecided"', "date": "2000-01-01"}
        if first is not None:
            lines += ["safe default:", f"  - 'set {first[0].label} to {empty[first[0].kind]}'"]
        return "\n".join([*lines, ""])

    def _vocabulary(self) -> str:
        lines = [f"vocabulary: {scalar(_plain(self.name))}", "fields:"]
        for column in self.fields.values():
            lines += [f"  event.{column.id}:", f"    type: {column.kind}", f"    en: {scalar(column.label)}"]
            if column.values:
                lines.append("    values:")
            for value in column.values:
                lines += [f"      {scalar(value_id(value))}:", f"        en: {scalar(value)}"]
        lines += [
            "events:",
            f"  {_EVENT}:",
            "    type: decision.requested",
            "    contact: yes",
            "    en: decision requested",
        ]
        if self.fields:
            lines += ["    fields:", *(f"      - {column.id}" for column in self.fields.values())]
        return "\n".join([*lines, ""])


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]+", " ", name.replace("_", " ")).split()) or "decision"
