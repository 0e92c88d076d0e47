"""What customers meet, for the rule book: menus, self-services with a picture of their steps, why they contact us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from engage.facts.self_service import PERSON, Step, StepTree
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.language.actions import GuideTo, ShowMenu
from engage.ruleset.model import CatalogueItem
from engage.workbench.page import table, tag
from engage.workbench.rule_book_told import Book
from engage.workbench.steps_picture import steps_picture

__all__ = ["menus", "reasons", "self_services"]

_WORDS: Final[Mapping[str, Words]] = {
    "shown by": Words("shown by", "由谁显示", "由誰顯示"),
    "guided by": Words("guided to by", "由谁引导", "由誰引導"),
    "step": Words("step", "步骤", "步驟"),
    "says": Words("asks, tells or wants", "询问、告知或填写", "詢問、告知或填寫"),
    "leads": Words("leads to", "去向"),
    "person": Words("a person", "人工"),
    "done": Words("done", "完成"),
    "reason": Words("reason", "原因"),
    "version": Words("version {0}", "版本 {0}"),
    "inherited": Words("What is soft comes from the branch above.", "浅色内容沿用上级分支。", "淺色內容沿用上級分支。"),
}
#: What a reason has from the branch that it is under, where it says nothing itself.
_INHERITED: Final = ("owner", "avoidable", "cause", "action", "needs")


def menus(book: Book) -> str:
    """Each menu with its items in their order, what a channel holds, what is done without an answer; then the items."""
    parts = []
    for item in book.model.catalogue.items.get(Domain.MENU.value, ()):
        rows = [(book.key(key), book.setting(key, value)) for key, value in item.settings.items()]
        who = book.who(lambda action, id=item.id: isinstance(action, ShowMenu) and action.menu == id)  # type: ignore[misc]
        rows += [(book.say(_WORDS["shown by"]), book.joined(who))] if who else []
        parts.append(f"<h3>{book.head(Domain.MENU, item.id)}</h3>{table(('', ''), rows)}")
    items = book.entries(Domain.ITEM, ("reaches", "finishes", "score"))
    parts += [f"<h3>{escape(book.key('menu items'))}</h3>{items}"] if items else []
    return "\n".join(parts)


# -------------------------------------------------------------------------------------- self-services


def self_services(book: Book) -> str:
    """Each self-service: its steps as a picture and as a table, when a person takes over, who guides there."""
    every = book.model.catalogue.items.get(Domain.SELF_SERVICE.value, ())
    return "\n".join(_self_service(book, item) for item in every)


def _self_service(book: Book, item: CatalogueItem) -> str:
    tree = item.settings.get("tree")
    rows = [(book.key(key), book.setting(key, value)) for key, value in item.settings.items() if key != "tree"]
    drawn = ""
    if isinstance(tree, StepTree):
        caps = (("failures at most", tree.failures), ("steps at most", tree.most))
        rows += [(book.key(key), str(most)) for key, most in caps if most]
        rows += [(book.key("hand over to"), book.named(Domain.QUEUE, tree.queue))] if tree.queue else []
        drawn = steps_picture(tree, book.named, book.language) + _steps(book, tree)
    who = book.who(lambda action: isinstance(action, GuideTo) and action.service == item.id)
    rows += [(book.say(_WORDS["guided by"]), book.joined(who))] if who else []
    return f"<h3>{book.head(Domain.SELF_SERVICE, item.id)}</h3>{table(('', ''), rows)}{drawn}"


def _steps(book: Book, tree: StepTree) -> str:
    heads = [book.say(_WORDS[key]) for key in ("step", "says", "leads")]
    rows = [
        [_step_head(book, step), escape(book.joined(list(_says(book, step)), "; ")), _leads(book, step, tree)]
        for step in tree.steps
    ]
    return table(heads, rows, html=True)


def _step_head(book: Book, step: Step) -> str:
    label = step.labels.in_language(book.language) or step.id
    return f'<b>{escape(label)}</b> <code class="soft">{escape(step.id)}</code>'


def _says(book: Book, step: Step) -> Iterator[str]:
    colon = "：" if book.chinese else ": "
    if step.wording:
        yield f"{book.key('wording')}{colon}{book.named(Domain.WORDING, step.wording)}"
    if step.answer:
        yield f"{book.key('answer')}{colon}{book.named(Domain.ANSWER, step.answer)}"
    if step.form:
        yield f"{book.key('form')}{colon}{book.joined([book.fact(name) for name in step.form])}"


def _leads(book: Book, step: Step, tree: StepTree) -> str:
    steps = {each.id: each.labels.in_language(book.language) or each.id for each in tree.steps}
    steps[PERSON] = book.say(_WORDS["person"])
    lines = [f"{book.named(Domain.ITEM, item)} → {steps.get(target, target)}" for item, target in step.choices]
    lines += [f"→ {steps.get(step.next, step.next)}"] if step.next else []
    told = "<br>".join(map(escape, lines))
    return told + (tag(book.say(_WORDS["done"])) if step.done else "")


# -------------------------------------------------------------------------------------------- reasons


def reasons(book: Book) -> str:
    """Why customers contact us, branch by branch: who answers for it, can it be avoided, what is done about it."""
    items = book.model.catalogue.items.get(Domain.REASON.value, ())
    if not items:
        return ""
    order = (*_INHERITED, "was")
    walked = list(_walked(items, "", 0, {}))
    used = [
        key
        for key in dict.fromkeys((*order, *(key for item in items for key in item.settings)))
        if key != "under" and any(key in item.settings for item in items)
    ]
    rows = []
    for item, depth, given in walked:
        name = f'<span style="padding-left:{1.5 * depth:g}rem">{book.head(Domain.REASON, item.id)}</span>'
        rows.append([name, *(_told(book, key, item, given) for key in used)])
    version = book.say(_WORDS["version"], str(book.model.catalogue.reasons_version))
    lead = f'<p class="soft">{escape(version)} · {escape(book.say(_WORDS["inherited"]))}</p>'
    return lead + table([book.say(_WORDS["reason"]), *map(book.key, used)], rows, html=True)


def _walked(
    items: tuple[CatalogueItem, ...], under: str, depth: int, given: Mapping[str, object]
) -> Iterator[tuple[CatalogueItem, int, Mapping[str, object]]]:
    """The reasons in the order of the tree, with how deep each is and what it has from above."""
    known = {item.id for item in items}
    for item in items:
        above = item.settings.get("under", "")
        if (above if above in known else "") == under:
            yield item, depth, given
            said = {key: value for key, value in item.settings.items() if key in _INHERITED}
            yield from _walked(items, item.id, depth + 1, {**given, **said})


def _told(book: Book, key: str, item: CatalogueItem, given: Mapping[str, object]) -> str:
    if key in item.settings:
        return escape(book.setting(key, item.settings[key]))
    inherited = given.get(key)
    return f'<span class="soft">{escape(book.setting(key, inherited))}</span>' if inherited else ""
