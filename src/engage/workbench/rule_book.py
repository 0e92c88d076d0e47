"""The rule book and the data dictionary of a ruleset as one HTML page: what may be named, and every rule in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from attrs import evolve

from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.language import print_action
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.clock_model import ServiceClock
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
from engage.workbench import rule_book_contacts, rule_book_facts, rule_book_rest, rule_book_service
from engage.workbench.chart_picture import chart_picture
from engage.workbench.examples import all_examples
from engage.workbench.page import page, quoted, section, table
from engage.workbench.rule_book_told import Book
from engage.workbench.rule_tables import points_table, rows_table

__all__ = ["CONSTRUCTS", "rule_book"]

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
    "reach us": Words("How customers reach a person", "客户如何找到人工"),
    "billing day": Words("Billing day", "出账日"),
    "offers": Words("Offers made at once", "一次推荐数量上限"),
    "safe default": Words("The plan when nothing can be decided", "保底方案"),
}
#: The parts of the book in their order: constructs of a kind, or what a function tells.
_PARTS: Final[Sequence[tuple[Words, type[Construct] | Callable[[Book], str]]]] = (
    (Words("Calendars", "日历"), rule_book_service.calendars),
    (Words("Service levels", "服务等级"), rule_book_service.levels),
    (Words("Targets", "时限"), rule_book_service.targets),
    (Words("Clocks", "时钟"), ServiceClock),
    (Words("Queues", "队列"), rule_book_service.queues),
    (Words("Menus", "菜单"), rule_book_contacts.menus),
    (Words("Self-services", "自助服务"), rule_book_contacts.self_services),
    (Words("Answers", "答复"), rule_book_rest.answers),
    (Words("Contact reasons", "联系原因"), rule_book_contacts.reasons),
    (Words("Scorecards", "评分卡"), Scorecard),
    (Words("Derived facts", "指标"), DerivedFact),
    (Words("Value models", "价值模型"), ValueModel),
    (Words("Lifecycles", "生命周期"), Lifecycle),
    (Words("Segments", "客群"), Segment),
    (Words("Decision tables", "决策表"), Table),
    (Words("Rules", "规则"), Rule),
    (Words("What never happens", "禁止"), Never),
    (Words("Floors", "底线"), Floor),
    (Words("Wordings", "话术"), rule_book_rest.wordings),
    (Words("Offers", "推荐"), rule_book_rest.offers),
    (Words("Allowances", "授权"), rule_book_rest.allowed),
    (Words("Work", "工单"), rule_book_rest.work),
    (Words("Promises", "承诺"), rule_book_rest.commitments),
    (Words("Outputs", "输出项"), rule_book_rest.outputs),
    (Words("Personas", "人物"), Persona),
    (Words("Examples", "示例"), Example),
    (Words("Example tables", "示例表"), ExampleTable),
    (Words("Facts", "信息项"), rule_book_facts.facts),
    (Words("Kinds of events", "事件种类"), rule_book_facts.events),
)
#: The kinds of constructs that the book tells: all there are.
CONSTRUCTS: Final = tuple(part for _, part in _PARTS if isinstance(part, type))


def rule_book(model: Model, language: str = "en") -> str:
    """The page, in a language, whatever language the files are written in."""
    book = Book(model, language)
    counts = [len(model.every(Rule)), len(model.every(Table)), len(all_examples(model))]
    lead = book.say(_WORDS["lead"], *map(str, counts))
    parts = list(_parts(book))
    links = "".join(f'<a href="#{anchor}">{escape(title)}</a> ' for anchor, title, _ in parts)
    body = [
        _about(book),
        f"<section>\n<nav>{links}</nav>\n</section>",
        *(section(title, told, at) for at, title, told in parts),
    ]
    return page(model.header.name, lead, body, language)


def _parts(book: Book) -> Iterator[tuple[str, str, str]]:
    """Anchor, title and contents of each part that has something to tell."""
    for words, part in _PARTS:
        if isinstance(part, type):
            items: Sequence[Construct] = book.model.every(part)
            told = "\n".join(_construct(book.model, item, book.language) for item in items)
            floors = [item for item in items if isinstance(item, Floor)]
            told = f"{rule_book_service.approvals(book, floors)}\n{told}" if floors else told
        else:
            told = part(book)
        if told:
            yield words.en.lower().replace(" ", "-"), book.say(words), told


def _about(book: Book) -> str:
    header, language = book.model.header, book.language
    reach = header.reach_us.get(language) or header.reach_us.get("zh" if book.chinese else "en", "")
    offers = next((str(each.limit) for each in header.outputs if each.id in ("offer", "offers")), "")
    rows = [
        ("objective", _text_in(header.objective, header.objective_in, language)),
        ("metric", _text_in(header.metric, header.metric_in, language)),
        ("horizon", header.horizon.isoformat() if header.horizon else ""),
        ("owner", header.owner),
        ("zone", header.zone),
        ("reach us", reach),
        ("billing day", str(header.billing_day)),
        ("offers", offers),
        ("safe default", _safe(book)),
    ]
    return section(header.name, table(("", ""), [(book.say(_WORDS[key]), text) for key, text in rows if text]))


def _safe(book: Book) -> str:
    """The sentences of the safe default."""
    vocabulary = book.model.vocabulary
    told = [print_action(action, vocabulary, book.language) for action in book.model.header.safe_sentences]
    return book.joined(told, "; ")


def _text_in(text: str, others: Mapping[str, str], language: str) -> str:
    """A text of the header in a language; Chinese reads either script before English."""
    chinese = others.get(language) or others.get("zh") or others.get("zh-Hant")
    return chinese or text if language.startswith("zh") else text


def _construct(model: Model, construct: Construct, language: str) -> str:
    notes = "".join(f'<p class="soft">{quoted(told)}</p>' for told in _paragraphs(construct.notes))
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
    if isinstance(construct, ServiceClock):
        title = Book(model, language).named(Domain.TARGET, construct.id)
    id = escape(construct.id)
    return f'{escape(title)} <code class="soft">{id}</code>' if title and title != construct.id else id
