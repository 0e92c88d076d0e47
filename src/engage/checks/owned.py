"""V050, V051, V052: a contact reason or a kind of work that nobody answers for; reasons that no contact can state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import pieces, ruling
from engage.facts.vocabulary import Domain
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.actions import StartTask

__all__ = ["REASON_UNOWNED", "UNSTATED", "WORK_UNOWNED", "check"]

REASON_UNOWNED: Final = Message(
    "V050",
    "nobody answers for the contact reason `{reason}`",
    "联系原因 `{reason}` 没有负责部门",
    "write its `owner`, or that of the branch it is under",
    "请写出它或其上级的 `负责人`",
    severity=Severity.WARNING,
)
WORK_UNOWNED: Final = Message(
    "V051",
    "`{rule}` gives the work `{work}` to nobody",
    "`{rule}` 派出的工单 `{work}` 没有负责部门",
    "write the work's `owner` in the catalogue, or `for` whom in the rule",
    "请在目录中写出该工单的 `负责人`，或在规则中写明派给谁",
    severity=Severity.WARNING,
)
UNSTATED: Final = Message(
    "V052",
    "no contact can state a reason: no event with `contact: yes` has a field with `values from: reasons`",
    "没有联系可以说明原因：带 `等待答复: 是` 的事件都没有 `取值来自: reasons` 的字段",
    "let a field of these events take its values from the reasons",
    "请让这些事件的某个字段从联系原因取值",
    severity=Severity.WARNING,
)


def check(asked: Checked) -> Iterable[Finding]:
    """Each reason at the top that has no owner; each rule or table that gives work to nobody; reasons for nothing."""
    yield from _reasons(asked)
    yield from _works(asked)


def _reasons(asked: Checked) -> Iterator[Finding]:
    vocabulary, tree = asked.model.vocabulary, asked.program.furnishing.reasons
    items = {item.id: item for item in asked.model.catalogue.items.get(Domain.REASON, ())}
    for id in tree.leaves:
        # One finding for each way up that ends without an owner: where it ends.
        if not tree.owner(id):
            top = items[tree.path(id)[-1]]
            yield Finding(REASON_UNOWNED, top.span, {"reason": _called(id, asked)})
    stating = {field.short for field in vocabulary.fields if field.reasons and field.root == "event"}
    if items and not any(kind.contact and stating & {*kind.fields} for kind in vocabulary.events):
        yield Finding(UNSTATED, next(iter(items.values())).span, {})


def _called(id: str, asked: Checked) -> Words:
    term = asked.model.vocabulary.term(Domain.REASON, id)
    labels = term.labels if term is not None else None
    return Words(id) if labels is None else Words(*(labels.in_language(each) or id for each in ("en", "zh", "zh-Hant")))


def _works(asked: Checked) -> Iterator[Finding]:
    works = asked.model.catalogue.items.get(Domain.WORK, ())
    unowned = {item.id: item for item in works if not item.settings.get("owner")}
    for construct in ruling(asked.model):
        given = {
            piece.work: None
            for piece in pieces(construct)
            if isinstance(piece, StartTask) and not piece.owner and piece.work in unowned
        }
        for work in given:
            item = unowned[work]
            labels = item.labels
            named = Words(*(labels.in_language(each) or work for each in ("en", "zh", "zh-Hant")))
            spans = (item.span,) if item.span is not None else ()
            yield Finding(WORK_UNOWNED, construct.span, {"rule": construct.id, "work": named}, related=spans)
