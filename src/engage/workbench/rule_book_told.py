"""How the rule book tells what the catalogue and the header hold: names by their labels, settings in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from attrs import frozen

from engage.decide.value_words import duration_words, value_words
from engage.facts.plan import Need
from engage.facts.queues import Exit, ExitTo
from engage.facts.self_service import Prompt
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Kind, Type
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.ground.script import traditional
from engage.language import print_template
from engage.language.actions import Action
from engage.language.tree import Template
from engage.ruleset import document_words
from engage.ruleset.chart_model import Lifecycle
from engage.ruleset.model import CatalogueItem, Construct, Model, Rule, Table
from engage.workbench.page import table

__all__ = ["Book", "type_words"]

_TYPES: Final[Mapping[Kind, Words]] = {
    Kind.YES_NO: Words("yes/no", "是/否"),
    Kind.NUMBER: Words("number", "数字", "數字"),
    Kind.MONEY: Words("money", "金额", "金額"),
    Kind.TEXT: Words("text", "文字"),
    Kind.CHOICE: Words("choice", "选项", "選項"),
    Kind.DATE: Words("date", "日期"),
    Kind.TIME: Words("time", "时间", "時間"),
    Kind.MOMENT: Words("moment", "时刻", "時刻"),
    Kind.DURATION: Words("duration", "时长", "時長"),
    Kind.PERIOD: Words("period", "周期", "週期"),
    Kind.LIST: Words("list", "列表"),
}
_LIST_OF: Final = Words("list of {0}", "{0}列表")
_EXITS: Final[Mapping[ExitTo, Words]] = {
    ExitTo.CALLBACK: Words("a callback", "回拨", "回撥"),
    ExitTo.MESSAGE: Words("a message", "留言"),
}
_AFTER: Final = Words("after {0} to {1}", "{0}后转{1}", "{0}後轉{1}")
_TO: Final = Words("to {0}", "转{0}", "轉{0}")
_PROMPT: Final = Words("time {0}: {1}", "第{0}次：{1}")
_ROW: Final = Words("{0} (row {1})", "{0}（第{1}行）")
_ROWS: Final = Words("{0} (rows {1})", "{0}（第{1}行）")
_OTHERWISE: Final = Words("{0} (otherwise)", "{0}（否则）")
_TEXTS: Final = Words("texts", "文字")
_SAFE: Final = Words("the safe default", "保底方案")
#: Settings that name something: what they are a name of. Classes of offers are groups that every catalogue has.
_NAMES: Final[Mapping[str, Domain]] = {
    "staffed by": Domain.POOL,
    "items": Domain.ITEM,
    "group": Domain.GROUP,
    "class": Domain.GROUP,
    "wording": Domain.WORDING,
    "owner": Domain.OWNER,
    "under": Domain.REASON,
    "targets": Domain.TARGET,
}
#: Settings whose values are words of the documents.
_SPELLED: Final[Mapping[str, Mapping[str, str]]] = {
    "step": document_words.STEPS,
    "reaches": document_words.REACHED,
    "action": document_words.ACTIONS,
}
#: As many characters stay on one line.
_SHORT: Final = 12


def type_words(type: Type, language: str) -> str:
    """What kind of value it is: `money CNY`, `list of texts`."""
    if type.kind is Kind.LIST and type.item is not None:
        return _LIST_OF.in_language(language).replace("{0}", type_words(type.item, language))
    return f"{_TYPES[type.kind].in_language(language)} {type.currency}".strip()


@frozen
class Book:
    """A model in the language of its reader."""

    model: Model
    language: str

    @property
    def chinese(self) -> bool:
        """Is it read in Chinese, in either script?"""
        return self.language.startswith("zh")

    def say(self, words: Words, *values: str) -> str:
        """The words with their values; traditional script is derived where none is written."""
        derived = self.language == "zh-Hant" and not words.hant
        text = traditional(words.zh) if derived else words.in_language(self.language)
        for place, value in enumerate(values):
            text = text.replace(f"{{{place}}}", value)
        return text

    def joined(self, texts: Sequence[str], mark: str = ", ") -> str:
        """Texts on one line."""
        return {", ": "、", "; ": "；"}[mark].join(texts) if self.chinese else mark.join(texts)

    def named(self, domain: Domain, id: str) -> str:
        """A thing of the catalogue by its label; its id where it has none."""
        term = self.model.vocabulary.term(domain, id)
        return (term.labels.in_language(self.language) if term else "") or id

    def kind(self, id: str) -> str:
        """A kind of event by its label."""
        kind = self.model.vocabulary.event_by_id.get(id)
        return (kind.labels.in_language(self.language) if kind else "") or id

    def fact(self, name: str) -> str:
        """A fact by its label."""
        field = self.model.vocabulary.field_by_name.get(name)
        return (field.labels.in_language(self.language) if field else "") or name

    def channel(self, id: str) -> str:
        """A channel by the label of the value that events give for it."""
        field = self.model.vocabulary.field_by_name.get("event.channel")
        terms = field.type.choices if field else ()
        return next((term.labels.in_language(self.language) for term in terms if term.id == id), "") or id

    def spelled(self, table: Mapping[str, str], word: str) -> str:
        """A word of the documents as a file of the reader's language has it."""
        if not self.chinese:
            return word
        chinese = next((text for text, stands_for in table.items() if stands_for == word and not text.isascii()), word)
        return traditional(chinese) if self.language == "zh-Hant" else chinese

    def key(self, key: str) -> str:
        """A setting as a file of the reader's language spells it."""
        if key == "texts":
            return self.say(_TEXTS)
        return self.spelled(document_words.KEYS, key)

    def head(self, domain: Domain, id: str) -> str:
        """HTML: the label, then the id by which rules and commands know it."""
        label = self.named(domain, id)
        return f'<b>{escape(label)}</b> <code class="soft">{escape(id)}</code>'

    # ------------------------------------------------------------------------------------- settings

    def setting(self, key: str, value: object) -> str:
        """A setting of the catalogue in words; texts stand on lines of their own."""
        if isinstance(value, str):
            return self._name(key, value)
        if isinstance(value, tuple):
            return self.joined([self.setting(key, each) for each in value], "; " if _long(value) else ", ")
        if isinstance(value, Mapping):
            pairs = [self._pair(key, name, each) for name, each in value.items() if each]
            return "\n".join(pairs) if key == "texts" else self.joined(pairs, "; ")
        if isinstance(value, Template):
            return print_template(value, self.model.vocabulary, self.language)
        return self._special(value)

    def _special(self, value: object) -> str:
        if isinstance(value, Duration):
            return duration_words(value, self.language)
        if isinstance(value, Type):
            return type_words(value, self.language)
        if isinstance(value, Exit):
            to = self.named(Domain.QUEUE, value.queue) if value.queue else self.say(_EXITS[value.to])
            after = "" if value.after is None else duration_words(value.after, self.language)
            return self.say(_AFTER, after, to) if after else self.say(_TO, to)
        if isinstance(value, Prompt):
            does = self.named(Domain.WORDING, value.wording) if value.wording else self.named(Domain.ITEM, value.item)
            return self.say(_PROMPT, str(value.count), does)
        if isinstance(value, Need):
            return f"{self.named(Domain.SKILL, value.skill)} {value.level}"
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return plain(value)
        return value_words(value, None, self.language, self.model.header.zone)

    def _name(self, key: str, value: str) -> str:
        if key in _SPELLED:
            return self.spelled(_SPELLED[key], value)
        if key == "finishes":
            return self.kind(value)
        return self.named(_NAMES[key], value) if key in _NAMES else value

    def _pair(self, key: str, name: str, value: object) -> str:
        """An entry of a mapping: a target, a limit of a channel, a text of a language, a setting of a treatment."""
        if isinstance(value, Template):
            told = print_template(value, self.model.vocabulary, name)
        else:
            told = self.setting(name, value)
        left = self.channel(name) if key == "at most" else self._name(key, name)
        return f"{self.key(left) if key == 'treatments' else left}{'：' if self.chinese else ': '}{told}"

    def entries(
        self,
        domain: Domain,
        first: Sequence[str] = (),
        more: Mapping[str, Callable[[CatalogueItem], str]] | None = None,
    ) -> str:
        """A table of the things of a domain with all of their settings, `first` the ones that come first.

        A column that nothing fills is left out, never a setting. `more` are columns by their
        heads that are worked out, in HTML.
        """
        items = self.model.catalogue.items.get(domain.value, ())
        used = dict.fromkeys(key for item in items for key in item.settings)
        keys = [*(key for key in first if key in used), *(key for key in used if key not in first)]
        added = {head: [told(item) for item in items] for head, told in (more or {}).items()}
        added = {head: cells for head, cells in added.items() if any(cells)}
        rows = [
            [
                self.head(domain, item.id),
                *(self._cell(key, item) for key in keys),
                *(cells[place] for cells in added.values()),
            ]
            for place, item in enumerate(items)
        ]
        name = Words("name", "名称", "名稱").in_language(self.language)
        return table([name, *map(self.key, keys), *added], rows, html=True) if rows else ""

    def _cell(self, key: str, item: CatalogueItem) -> str:
        told = self.setting(key, item.settings[key]) if key in item.settings else ""
        cell = escape(told).replace("\n", "<br>")
        return f'<span class="name">{cell}</span>' if 0 < len(told) <= _SHORT else cell

    # -------------------------------------------------------------------------------------- who says

    def who(self, says: Callable[[Action], bool]) -> list[str]:
        """The rules, rows of tables and lifecycles with a sentence of this kind, and the safe default."""
        found = [self._called(rule) for rule in self.model.every(Rule) if any(map(says, rule.actions))]
        for made in self.model.every(Table):
            rows = [str(number) for number, row in enumerate(made.rows, 1) if _says(row.results, says)]
            found += (
                [self.say(_ROW if len(rows) == 1 else _ROWS, self._called(made), self.joined(rows))] if rows else []
            )
            otherwise = made.otherwise is not None and _says(made.otherwise.results, says)
            found += [self.say(_OTHERWISE, self._called(made))] if otherwise else []
        charts = self.model.every(Lifecycle)
        found += [
            self.fact(f"customer.{chart.id}") for chart in charts if any(says(each.action) for each in chart.entering)
        ]
        return found + ([self.say(_SAFE)] if any(map(says, self.model.header.safe_sentences)) else [])

    def _called(self, construct: Construct) -> str:
        return construct.title.in_language(self.language) or construct.id


def _long(values: Sequence[object]) -> bool:
    return any(isinstance(value, Exit | Prompt | Mapping) for value in values)


def _says(results: Sequence[object], says: Callable[[Action], bool]) -> bool:
    return any(isinstance(each, Action) and says(each) for each in results)
