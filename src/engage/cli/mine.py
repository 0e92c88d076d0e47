"""`engage mine`: what is bought with what, as draft rules with their evidence; what is due; how products relate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import event_lines, watched
from engage.cli.helping import in_chinese
from engage.cli.opening import console as plain_console
from engage.cli.opening import say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.purchase_files import (
    AnyZone,
    EventType,
    opened_events,
    print_bad,
    print_table,
    share_of,
    zone_of,
)
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.learn.baskets import Association, Basket, associations
from engage.learn.drafts import DraftWords, draft_rules, shown_share
from engage.learn.relations import Relation, relations
from engage.learn.replenishment import Due, due_dates
from engage.ruleset.folder import HEADER_NAMES
from engage.workbench.purchases_in import Baskets, read_baskets

__all__ = ["mine"]

_SEPARATORS: Final = {"bar": "|", "comma": ",", "semicolon": ";", "tab": "\t"}
_READING: Final = Words("reading", "读取中", "讀取中")
_FOUND: Final = Words(
    "{rules} rules in {baskets} baskets of {items} items",
    "{baskets} 个购物篮、{items} 种商品中得 {rules} 条规则",
    "{baskets} 個購物籃、{items} 種商品中得 {rules} 條規則",
)
_RULES: Final = Words("bought together, by lift", "一起购买（按提升度）", "一起購買（按提升度）")
_HEAD: Final = (
    Words("with", "若有"),
    Words("also", "则有", "則有"),
    Words("baskets", "篮数", "籃數"),
    Words("support", "支持度"),
    Words("confidence", "置信度"),
    Words("lift", "提升度"),
)
_DUE: Final = Words(
    "due again (customers with a rhythm of their own)", "到期补货（有自身规律的客户）", "到期補貨（有自身規律的客戶）"
)
_DUE_HEAD: Final = (
    Words("item", "商品"),
    Words("customers", "客户数", "客戶數"),
    Words("regular", "有规律"),
    Words("median days", "中位天数", "中位天數"),
)
_RELATED: Final = Words("how products relate, proposed", "商品关系（建议）")
_RELATED_HEAD: Final = (Words("item", "商品"), Words("other", "另一商品"), Words("is its", "关系"),
                        Words("customers with both", "同时购买者", "同時購買者"), Words("lift", "提升度"))  # fmt: skip
_KINDS: Final = {
    "accessory": Words("accessory", "配件"),
    "upgrade": Words("upgrade", "升级", "升級"),
    "substitute": Words("substitute", "替代"),
}
_DRAFT: Final = Words(
    "draft, read by no ruleset: {file}; {written} of {found} rules",
    "草稿，规则集不会读取：{file}；{found} 条中的 {written} 条",
)
_LIVE: Final = Words(
    "a ruleset lies in `{folder}` and could read the draft: write it into a folder of its own",
    "`{folder}` 中有规则集，可能读入草稿：请写到单独的文件夹",
    "`{folder}` 中有規則集，可能讀入草稿：请寫到單獨的資料夾",
)
_NO_SEPARATOR: Final = Words("a separator is one of {names}", "分隔符只能是 {names}")
_SHOWN: Final = 10

FileArgument = Annotated[
    Path,
    typer.Argument(),
    Words(
        "baskets: a line each, or events as JSON lines or a table with --mapping",
        "购物篮：每行一个；或 JSON 行事件；或带 --mapping 的表格",
        "購物籃：每行一個；或 JSON 行事件；或帶 --mapping 的表格",
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(),
    Words("which column is which field, for a table", "表格中哪一列对应哪个字段", "表格中哪一列對應哪個欄位"),
]
ItemOption = Annotated[
    str, typer.Option(), Words("the field of events that names what was bought", "事件中商品所在的字段")
]
SeparatorOption = Annotated[
    str,
    typer.Option(),
    Words(
        "between items of a line: bar, comma, semicolon, tab",
        "一行中商品之间：bar、comma、semicolon、tab",
        "一行中商品之間：bar、comma、semicolon、tab",
    ),
]
SupportOption = Annotated[str, typer.Option(), Words("the least share of baskets", "最低支持度")]
ConfidenceOption = Annotated[str, typer.Option(), Words("the least share of those with the premise", "最低置信度")]
WriteOption = Annotated[
    Path | None,
    typer.Option("--write"),
    Words("write the best rules as a draft", "把最好的规则写成草稿", "把最好的規則寫成草稿"),
]
MostOption = Annotated[
    int, typer.Option(), Words("how many rules the draft has", "草稿中最多几条规则", "草稿中最多幾條規則")
]
KindOption = Annotated[
    str,
    typer.Option("--kind"),
    Words(
        "in the draft: what the ruleset calls the event", "草稿中：规则集对该事件的称呼", "草稿中：規則集對該事件的稱呼"
    ),
]
FieldOption = Annotated[
    str,
    typer.Option("--field"),
    Words("in the draft: the fact that lists what is in the basket", "草稿中：列出篮中商品的信息"),
]


@in_chinese(
    "从购物篮中找出常一起购买的商品，写成带依据的草稿规则，绝不直接生效；有客户与日期时，还给出到期补货与商品关系。",
    "從購物籃中找出常一起購買的商品，寫成帶依據的草稿規則，絕不直接生效；有客戶與日期時，還給出到期補貨與商品關係。",
)
def mine(
    file: FileArgument,
    mapping: MappingOption = None,
    event: EventType = "",
    item: ItemOption = "item",
    separator: SeparatorOption = "bar",
    zone: AnyZone = "",
    support: SupportOption = "0.001",
    confidence: ConfidenceOption = "0.5",
    write: WriteOption = None,
    most: MostOption = 20,
    kind: KindOption = "",
    field: FieldOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Find what is bought together, as draft rules with their evidence, never live; with customers and days also what
    is due again and how products relate.
    """
    language, bars, screen = language_of(lang), Console(stderr=as_json), plain_console(stderr=as_json)
    ready(write, "--write", language)
    if write and any((write.parent / name).exists() for name in HEADER_NAMES):
        raise typer.BadParameter(say(_LIVE, language, folder=write.parent), param_hint="--write")
    shares = share_of(support, "--support", language), share_of(confidence, "--confidence", language)
    read = _baskets(file, mapping, event, item, separator, zone, bars, language)
    found = associations(read.baskets, *shares)
    due, related = due_dates(read.baskets), relations(read.baskets)
    if write:
        spoken = DraftWords(
            kind or ("购买" if language != "en" else "purchase"), field or ("商品" if language != "en" else "products")
        )
        write.write_text(draft_rules(found, spoken, *shares, most, language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(_json(read, found, due, related), ensure_ascii=False, indent=2))
    else:
        _print(screen, read, found, due, related, language)
        if write:
            written = min(most, len(found))
            screen.print(say(_DRAFT, language, file=write, written=written, found=f"{len(found):,}"))
        else:
            say_next(screen, language, "mine", file, "--write", "drafts/mined.rules")
    raise typer.Exit(1 if read.bad else 0)


def _baskets(
    file: Path, mapping: Path | None, event: str, item: str, separator: str, zone: str, bars: Console, language: str
) -> Baskets:
    place = zone_of(zone, mapping, language)
    if mapping is not None or file.name.removesuffix(".gz").endswith((".jsonl", ".json")):
        with opened_events(file, mapping, language, bars) as events:
            return read_baskets(events, item, event, place)
    if separator not in _SEPARATORS:
        raise typer.BadParameter(say(_NO_SEPARATOR, language, names=", ".join(_SEPARATORS)), param_hint="--separator")
    with event_lines(str(file), language, "FILE") as lines:
        seen = watched(lines, bars, say(_READING, language))
        split = (line.split(_SEPARATORS[separator]) for line in seen if line.strip())
        return Baskets(tuple(Basket(frozenset(text.strip() for text in each if text.strip())) for each in split))


def _print(
    screen: Console,
    read: Baskets,
    found: tuple[Association, ...],
    due: tuple[Due, ...],
    related: tuple[Relation, ...],
    language: str,
) -> None:
    items = len(frozenset().union(*(basket.items for basket in read.baskets)))
    counts = {"rules": len(found), "baskets": len(read.baskets), "items": items}
    screen.print(say(_FOUND, language, **{name: f"{count:,}" for name, count in counts.items()}), style="bold")
    rows = [
        (", ".join(rule.given), rule.then, f"{rule.together:,}/{rule.with_given:,}", f"{float(rule.support):.4f}",
         shown_share(rule.confidence), f"{float(rule.lift):.2f}")
        for rule in found[:_SHOWN]
    ]  # fmt: skip
    for title, head, shown, texts in (
        (_RULES, _HEAD, rows, 2),
        (_DUE, _DUE_HEAD, _due_rows(due), 1),
        (_RELATED, _RELATED_HEAD, _related_rows(related, language), 3),
    ):
        if shown:
            print_table(screen, say(title, language), [say(each, language) for each in head], shown, texts)
    print_bad(screen, read.bad, language)


def _due_rows(due: tuple[Due, ...]) -> list[tuple[str, ...]]:
    """By item, those first that most customers buy in a rhythm."""
    items: dict[str, list[Due]] = {}
    for one in due:
        items.setdefault(one.item, []).append(one)
    ranked = sorted(items.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_SHOWN]
    return [
        (
            name,
            f"{len(each):,}",
            f"{sum(one.regular for one in each):,}",
            str(sorted(o.interval for o in each)[len(each) // 2]),
        )
        for name, each in ranked
    ]


def _related_rows(related: tuple[Relation, ...], language: str) -> list[tuple[str, ...]]:
    return [
        (
            each.item,
            each.other,
            say(_KINDS[each.kind.value], language),
            f"{each.evidence.both:,}",
            f"{float(each.evidence.lift):.2f}",
        )
        for each in related[:_SHOWN]
    ]


def _json(
    read: Baskets, found: tuple[Association, ...], due: tuple[Due, ...], related: tuple[Relation, ...]
) -> dict[str, object]:
    return {
        "baskets": len(read.baskets),
        "passed_over": {"lines": [bad.line for bad in read.bad], "without_item": read.other},
        "rules": [
            {"given": list(rule.given), "then": rule.then, "together": rule.together, "with_given": rule.with_given,
             "with_then": rule.with_then, "support": float(rule.support), "confidence": float(rule.confidence),
             "lift": float(rule.lift)}
            for rule in found
        ],
        "due": [dict(zip(("item", "customers", "regular", "median_days"), row, strict=True)) for row in _due_rows(due)],
        "relations": [
            {"item": each.item, "other": each.other, "kind": each.kind.value, "customers": each.evidence.both,
             "after": each.evidence.after, "before": each.evidence.before, "lift": float(each.evidence.lift)}
            for each in related
        ],
    }  # fmt: skip
