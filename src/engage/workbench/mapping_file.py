"""A mapping file becomes a TableMapping; every mistake in it is a finding with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engage.errors import RulesetError
from engage.ground.finding import Finding, Message, Report, Words
from engage.ground.numbers import to_number
from engage.ground.source import Source, Span
from engage.ruleset.nodes import Block, ListNode, Node, Text
from engage.ruleset.yaml_events import read_yaml
from engage.workbench import mapping_messages as say
from engage.workbench.mapping import DATE_FORMATS, ColumnRule, EventMaker, TableMapping, TimeRule

__all__ = ["read_mapping"]

_SEPARATORS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}
_TOP: Final = ("mapping", "separator", "zone", "source", "sort", "events")
_EVENT: Final = ("type", "id", "contact", "subject", "time", "data", "only when")
_COLUMN: Final = ("column", "values", "number", "unknown", "unknown below")
_TIME: Final = ("moment", "date", "date format", "clock", "latest clock of", "not before")

_A_TEXT: Final = Words("a text", "文本")
_KEYS: Final = Words("keys with values", "若干项及其值")
_A_ZONE: Final = Words("a zone such as Asia/Shanghai", "时区，如 Asia/Shanghai")
_A_NUMBER: Final = Words("a number", "数字")
_CELLS: Final = Words("a cell, or a list of cells in brackets", "一个单元格，或方括号中的若干单元格")


def read_mapping(source: Source, language: str = "en") -> TableMapping:
    """The mapping a YAML text describes. Raises RulesetError with every finding."""
    block, found = read_yaml(source)
    reader = _Reader([item for item in found if item.severity == "error"])
    if block is None:
        reader.report(say.UNREADABLE, Span(source, 0, 0))
        raise RulesetError(Report.of(reader.findings), language)
    mapping = reader.mapping(block)
    if reader.findings:
        raise RulesetError(Report.of(reader.findings), language)
    return mapping


class _Reader:
    """Collects findings on its way through the nodes."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def report(self, message: Message, span: Span, **values: str | Words) -> None:
        self.findings.append(Finding(message, span, values))

    def _keys(self, block: Block, allowed: tuple[str, ...]) -> None:
        for entry in block.entries:
            if entry.key not in allowed:
                self.report(say.UNKNOWN_KEY, entry.key_span, key=entry.key, keys=", ".join(allowed))

    def _text(self, block: Block, key: str, otherwise: str | None = None) -> str:
        node = block.get(key)
        if isinstance(node, Text):
            return node.text
        if node is not None:
            self.report(say.BAD_VALUE, node.span, value="…", key=key, wanted=_A_TEXT)
        elif otherwise is None:
            self.report(say.MISSING, block.span, key=key)
        return otherwise or ""

    def _one_of(self, block: Block, key: str, options: Mapping[str, str], otherwise: str) -> str:
        text = self._text(block, key, otherwise)
        if text not in options:
            node = block.get(key)
            self.report(say.BAD_VALUE, (node or block).span, value=text, key=key, wanted=", ".join(options))
            return ""
        return options[text]

    def _texts(self, node: Node | None) -> tuple[str, ...]:
        if isinstance(node, ListNode):
            return tuple(item.text for item in node.items if isinstance(item, Text))
        return (node.text,) if isinstance(node, Text) else ()

    def _block(self, node: Node, key: str) -> Block:
        if isinstance(node, Block):
            return node
        self.report(say.BAD_VALUE, node.span, value="…", key=key, wanted=_KEYS)
        return Block((), node.span)

    def mapping(self, block: Block) -> TableMapping:
        self._keys(block, _TOP)
        events = block.get("events")
        items = events.items if isinstance(events, ListNode) else ()
        if not items:
            self.report(say.NO_EVENTS, (events or block).span)
        return TableMapping(
            name=self._text(block, "mapping", "mapping"),
            source=self._text(block, "source"),
            zone=self._zone(block),
            separator=self._one_of(block, "separator", _SEPARATORS, "comma"),
            sort_by_time=self._one_of(block, "sort", {"by time": "yes", "as it stands": ""}, "as it stands") == "yes",
            events=tuple(self._event(self._block(item, "events")) for item in items),
        )

    def _zone(self, block: Block) -> ZoneInfo:
        name = self._text(block, "zone", "UTC")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            node = block.get("zone") or block
            self.report(say.BAD_VALUE, node.span, value=name, key="zone", wanted=_A_ZONE)
            return ZoneInfo("UTC")

    def _event(self, block: Block) -> EventMaker:
        self._keys(block, _EVENT)
        subject, time, data = block.get("subject"), block.get("time"), block.get("data")
        if time is None:
            self.report(say.MISSING, block.span, key="time")
        fields = self._block(data, "data").entries if data is not None else ()
        return EventMaker(
            type=self._text(block, "type"),
            id=self._text(block, "id"),
            time=self._time(time) if time is not None else TimeRule(),
            contact=self._text(block, "contact", ""),
            subject=self._column(subject, "subject") if subject is not None else None,
            data={entry.key: self._column(entry.value, entry.key) for entry in fields},
            only_when=self._only_when(block.get("only when")),
        )

    def _only_when(self, node: Node | None) -> dict[str, frozenset[str]]:
        if node is None:
            return {}
        cells: dict[str, frozenset[str]] = {}
        for entry in self._block(node, "only when").entries:
            cells[entry.key] = frozenset(self._texts(entry.value))
            if not cells[entry.key]:
                self.report(say.BAD_VALUE, entry.value.span, value="…", key=entry.key, wanted=_CELLS)
        return cells

    def _column(self, node: Node, key: str) -> ColumnRule:
        if isinstance(node, Text):
            return ColumnRule(node.text)
        block = self._block(node, key)
        self._keys(block, _COLUMN)
        values, below = block.get("values"), self._text(block, "unknown below", "")
        if below and to_number(below) is None:
            self.report(say.BAD_VALUE, block.span, value=below, key="unknown below", wanted=_A_NUMBER)
        pairs = values.entries if isinstance(values, Block) else ()
        return ColumnRule(
            column=self._text(block, "column"),
            values={e.key: e.value.text for e in pairs if isinstance(e.value, Text)} if values is not None else None,
            number=self._one_of(block, "number", {"yes": "yes", "no": ""}, "no") == "yes",
            unknown=frozenset(self._texts(block.get("unknown"))),
            unknown_below=to_number(below) if below else None,
        )

    def _time(self, node: Node) -> TimeRule:
        if isinstance(node, Text):
            return TimeRule(moment=node.text)
        block = self._block(node, "time")
        self._keys(block, _TIME)
        formats = {name: name for name in DATE_FORMATS}
        return TimeRule(
            moment=self._text(block, "moment", ""),
            date=self._text(block, "date", ""),
            date_format=self._one_of(block, "date format", formats, "yyyy-mm-dd"),
            clocks=(*self._texts(block.get("clock")), *self._texts(block.get("latest clock of"))),
            not_before=self._text(block, "not before", ""),
        )
