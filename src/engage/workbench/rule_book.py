"""The rule book and the data dictionary of a ruleset as one HTML page: what may be named, and every rule in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from attrs import evolve

from engage.facts.vocabulary import BUILT_IN_EVENTS, Domain, EventKind, Field, Kind, Type, Vocabulary
from engage.ground.finding import Words
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.floors import Floor
from engage.ruleset.model import (
    Construct,
    DerivedFact,
    Example,
    ExampleTable,
    File,
    Model,
    Never,
    Persona,
    Rule,
    Scorecard,
    Table,
)
from engage.ruleset.notation_rules_writer import write_rules
from engage.ruleset.spell import spell_file
from engage.ruleset.value_model import TOTAL, ValueModel
from engage.workbench.chart_picture import chart_picture
from engage.workbench.examples import all_examples
from engage.workbench.page import page, section, table, tag
from engage.workbench.rule_tables import points_table, rows_table

__all__ = ["rule_book"]

_WORDS: Final[Mapping[str, Words]] = {
    "lead": Words(
        "Rule book and data dictionary · {0} rules, {1} tables, {2} examples",
        "规则手册与数据字典 · {0} 条规则，{1} 张决策表，{2} 个示例",
    ),
    "objective": Words("Objective", "目标"),
    "metric": Words("Measured by", "衡量指标"),
    "horizon": Words("By", "达成期限"),
    "owner": Words("Owner", "负责人"),
    "zone": Words("Zone", "时区"),
    "facts": Words("Facts", "信息项"),
    "events": Words("Kinds of events", "事件种类"),
    "catalogue": Words("Catalogue", "目录"),
    "name": Words("name", "名称"),
    "label": Words("label", "标签"),
    "type": Words("type", "类型"),
    "values": Words("values", "取值"),
    "remarks": Words("remarks", "说明"),
    "fields": Words("fields", "字段"),
    "personal": Words("personal", "个人信息"),
    "never missing": Words("never missing", "必有"),
    "built in": Words("built in", "内置"),
    "waiting": Words("somebody is waiting", "有人在等"),
    "domain": Words("what", "类别"),
    "things": Words("names", "名称"),
}
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
_GROUPS: Final[Sequence[tuple[type[Construct], Words]]] = (
    (Scorecard, Words("Scorecards", "评分卡")),
    (DerivedFact, Words("Derived facts", "指标")),
    (ValueModel, Words("Value models", "价值模型", "價值模型")),
    (Lifecycle, Words("Lifecycles", "生命周期", "生命週期")),
    (Segment, Words("Segments", "客群")),
    (Table, Words("Decision tables", "决策表")),
    (Rule, Words("Rules", "规则")),
    (Never, Words("What never happens", "禁止")),
    (Floor, Words("Floors", "底线", "底線")),
    (Persona, Words("Personas", "人物")),
    (Example, Words("Examples", "示例")),
    (ExampleTable, Words("Example tables", "示例表")),
)


def _say(key: str, language: str) -> str:
    return _WORDS[key].in_language(language)


def rule_book(model: Model, language: str = "en") -> str:
    """The page, in a language, whatever language the files are written in."""
    counts = [len(model.every(Rule)), len(model.every(Table)), len(all_examples(model))]
    lead = _say("lead", language)
    for place, count in enumerate(counts):
        lead = lead.replace(f"{{{place}}}", str(count))
    groups = [(words, model.every(kind)) for kind, words in _GROUPS]
    parts = [
        _about(model, language),
        *(
            section(words.in_language(language), "\n".join(_construct(model, item, language) for item in items))
            for words, items in groups
            if items
        ),
        section(_say("facts", language), _facts(model.vocabulary, language)),
        section(_say("events", language), _events(model.vocabulary, language)),
        section(_say("catalogue", language), _catalogue(model.vocabulary, language)),
    ]
    return page(model.header.name, lead, parts, language)


def _about(model: Model, language: str) -> str:
    header = model.header
    horizon = header.horizon.isoformat() if header.horizon else ""
    rows = [
        ("objective", _text_in(header.objective, header.objective_in, language)),
        ("metric", _text_in(header.metric, header.metric_in, language)),
        ("horizon", horizon),
        ("owner", header.owner),
        ("zone", header.zone),
    ]
    return section(header.name, table(("", ""), [(_say(key, language), text) for key, text in rows if text]))


def _text_in(text: str, others: Mapping[str, str], language: str) -> str:
    """A text of the header in a language; Chinese reads either script before English."""
    chinese = others.get(language) or others.get("zh") or others.get("zh-Hant")
    return chinese or text if language.startswith("zh") else text


def _construct(model: Model, construct: Construct, language: str) -> str:
    notes = "".join(f'<p class="soft">{escape(told)}</p>' for told in _paragraphs(construct.notes))
    heading = f"<h3>{_heading(construct, model, language)}</h3>{notes}"
    if isinstance(construct, Table):
        # The row of heads, which is left of a table without rows, is shown with the rows.
        above = [
            line for line in _source(evolve(construct, rows=(), otherwise=None), model, language) if "||" not in line
        ]
        return f"{heading}{_pre(above)}{rows_table(construct, model, language)}"
    if isinstance(construct, Scorecard):
        return f"{heading}{_pre(_source(evolve(construct, lines=()), model, language))}" + points_table(
            construct, model, language
        )
    picture = chart_picture(construct, model, language) if isinstance(construct, Lifecycle | Segment) else ""
    return f"{heading}{picture}{_pre(_source(construct, model, language))}"


def _source(construct: Construct, model: Model, language: str) -> list[str]:
    """The lines of a construct as an analyst writes it in this language."""
    alone = File("", "rules", language, (evolve(construct, notes=()),))
    lines = write_rules(spell_file(alone, model, language), language).strip().splitlines()
    names_language = bool(lines) and lines[0].startswith(("language ", "语言", "語言"))
    return "\n".join(lines[names_language:]).strip().splitlines()


def _pre(lines: Sequence[str]) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _paragraphs(notes: Sequence[str]) -> list[str]:
    """Lines of a comment that follow one another are one paragraph; an empty one ends it."""
    found: list[str] = []
    begun = False
    for line in (line.strip() for note in notes for line in note.split("\n")):
        if line and begun:
            apart = " " if found[-1][-1:].isascii() or line[:1].isascii() else ""
            found[-1] += apart + line
        elif line:
            found.append(line)
        begun = bool(line)
    return found


def _heading(construct: Construct, model: Model, language: str) -> str:
    """What people call it, then the id by which rules and commands know it."""
    title = construct.title.in_language(language)
    if not title and isinstance(construct, Scorecard | DerivedFact | ValueModel | Lifecycle | Segment):
        part = TOTAL if isinstance(construct, ValueModel) else ""
        field = model.vocabulary.field_by_name.get(f"customer.{construct.id}{part}")
        title = field.labels.in_language(language) if field else ""
    id = escape(construct.id)
    return f'{escape(title)} <code class="soft">{id}</code>' if title and title != construct.id else id


def _facts(vocabulary: Vocabulary, language: str) -> str:
    head = [_say(key, language) for key in ("label", "name", "type", "values", "remarks")]
    rows = [_fact(field, language) for field in vocabulary.fields]
    return table(head, rows, html=True)


def _fact(field: Field, language: str) -> list[str]:
    remarks = [_say("personal", language)] if field.personal else []
    remarks += [_say("built in", language)] if field.built_in else []
    remarks += [] if field.may_be_missing else [_say("never missing", language)]
    label = escape(field.labels.in_language(language) or field.name)
    unit = f" ({field.unit})" if field.unit else ""
    return [
        f"<b>{label}</b>",
        f"<code>{escape(field.name)}</code>",
        escape(_type_words(field.type, language) + unit),
        escape(_values(field.type, language)),
        "".join(tag(remark, warm=True) for remark in remarks),
    ]


def _type_words(type: Type, language: str) -> str:
    if type.kind is Kind.LIST and type.item is not None:
        of = Words("list of {0}", "{0}列表").in_language(language)
        return of.replace("{0}", _type_words(type.item, language))
    return f"{_TYPES[type.kind].in_language(language)} {type.currency}".strip()


def _values(type: Type, language: str) -> str:
    joint = " < " if type.ordered else ", "
    return joint.join(term.labels.in_language(language) or term.id for term in type.choices)


def _events(vocabulary: Vocabulary, language: str) -> str:
    head = [_say(key, language) for key in ("label", "name", "fields", "remarks")]
    return table(head, [_event(kind, vocabulary, language) for kind in vocabulary.events], html=True)


def _event(kind: EventKind, vocabulary: Vocabulary, language: str) -> list[str]:
    declared = [vocabulary.field_by_name.get(f"event.{name}") for name in kind.fields]
    fields = ", ".join(field.labels.in_language(language) for field in declared if field)
    return [
        f"<b>{escape(kind.labels.in_language(language) or kind.id)}</b>",
        f"<code>{escape(kind.type)}</code>",
        escape(fields),
        "".join(tag(_say(remark, language)) for remark in _remarks(kind)),
    ]


def _remarks(kind: EventKind) -> list[str]:
    built_in = any(kind.id == each.id for each in BUILT_IN_EVENTS)
    return [*(["built in"] if built_in else []), *(["waiting"] if kind.contact else [])]


def _catalogue(vocabulary: Vocabulary, language: str) -> str:
    rows = [
        (str(domain), ", ".join(term.labels.in_language(language) or term.id for term in vocabulary.named(domain)))
        for domain in Domain
        if vocabulary.named(domain)
    ]
    return table([_say("domain", language), _say("things", language)], rows)
