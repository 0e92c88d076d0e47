"""Lifecycles and segments: the stages (read while declaring), moves and entering (read when all names are known)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from engage.facts.vocabulary import Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language.actions import OfferAction, StartTask
from engage.language.slips import only_a_slip
from engage.ruleset import chart_messages as say
from engage.ruleset.blocks import Opened
from engage.ruleset.chart_model import ANY, BACK, ChartMove, Entering, Lifecycle, Segment
from engage.ruleset.names import alike, declared_term
from engage.ruleset.notation_charts import ARROW
from engage.ruleset.sentences import texts

__all__ = ["Chart", "declare_charts", "lifecycle", "segment"]

_ANY: Final = frozenset({"any", "任意", "任意阶段", "任意階段", "任何", "任何阶段", "任何階段"})
_BACK: Final = frozenset({"back", "原阶段", "原階段", "原来阶段", "原來階段"})
_WHEN: Final = re.compile(r"(?:\s|^)(?:when|if)(?=\s|$)|(?:\s|^)(?:当|當|如果)|[当當](?=\S)", re.IGNORECASE)
_PARTING: Final = re.compile(r"\s*(?:[:：,，、]|[时時](?=[\s:：,，、])|[时時]|\bthen\b)?\s*", re.IGNORECASE)
_FIRST_PART: Final = re.compile(r"\s*(?:[:：,，]|\s[时時]\s)\s*")
_NO_STAGE: Final = re.compile(r"[,，:：;；]")


@frozen
class _Move:
    """A move cut apart."""

    source: Fragment
    target: Fragment
    condition: Fragment


@frozen
class Chart:
    """A lifecycle as far as its stages and moves name them. `stages` are those in order, `beside` the others."""

    term: Term
    stages: tuple[Term, ...] = ()
    beside: tuple[Term, ...] = ()
    spelled: Mapping[str, Term] = field(factory=dict)

    @property
    def every(self) -> tuple[Term, ...]:
        """All stages."""
        return (*self.stages, *self.beside)


# ---------------------------------------------------------------------------------------------- declaring


def _read_chart(block: Opened, term: Term) -> Chart:
    """The stages of a lifecycle; what is wrong with their names is told here, once."""
    text = block.fragment("stages")
    spelled: dict[str, Term] = {}
    stages: list[Term] = []
    for part in _stages_of(text) if text is not None else ():
        stage = _declared(part, block, spelled)
        if stage is None:
            continue
        if any(stage.id == known.id for known in stages):
            block.sentences.tell(say.STAGE_TWICE, part.span(), name=part.text)
        else:
            stages.append(stage)
    if text is not None and len(stages) < 2:
        block.sentences.tell(say.STAGES_FORM, text.span(), word=text.text)
    beside: list[Term] = []
    for cut in _moves(block):
        if cut is None or _is(cut.target, _BACK) or _is(cut.target, _ANY) or alike(cut.target.text) in spelled:
            continue
        names = {each: each for each in (*spelled,)}
        if any(only_a_slip(alike(cut.target.text), each, names, block.sentences.language) for each in names):
            continue  # a slip for a known stage; told where the move is understood
        stage = _declared(cut.target, block, spelled)
        if stage is not None:
            beside.append(stage)
    return Chart(term, tuple(stages), tuple(beside), spelled)


def declare_charts(
    blocks: Sequence[Opened],
    vocabulary: Vocabulary,
    repeated: frozenset[int],
    taken: Callable[[Opened, Term], bool],
) -> tuple[dict[int, Chart], list[Field]]:
    """The lifecycles and segments among blocks, by number, and the fields that they give."""
    charts: dict[int, Chart] = {}
    fields: list[Field] = []
    for number, block in enumerate(blocks):
        if block.kind not in ("lifecycle", "segment") or not block.id or number in repeated:
            continue
        term = declared_term(block.id, vocabulary)
        if taken(block, term):
            continue
        charts[number] = _read_chart(block, term) if block.kind == "lifecycle" else Chart(term)
        fields += _lifecycle_fields(charts[number]) if block.kind == "lifecycle" else [_segment_field(term)]
    return charts, fields


def _stages_of(text: Fragment) -> list[Fragment]:
    parts: list[Fragment] = []
    start = 0
    for arrow in ARROW.finditer(text.text):
        parts.append(text.cut(start, arrow.start()).strip())
        start = arrow.end()
    return [*parts, text.cut(start).strip()]


def _declared(name: Fragment, block: Opened, spelled: dict[str, Term]) -> Term | None:
    if not name.text or _NO_STAGE.search(name.text) or _is(name, _ANY) or _is(name, _BACK):
        block.sentences.tell(say.STAGES_FORM, name.span(), word=name.text)
        return None
    term = declared_term(name.text, block.sentences.vocabulary)
    for said in (name.text, term.id, term.labels.en, term.labels.zh, term.labels.hant):
        if said:
            spelled.setdefault(alike(said), term)
    return term


def _lifecycle_fields(chart: Chart) -> tuple[Field, ...]:
    """The fields that a lifecycle gives: the stage, since when, and the stage before."""
    name, labels = f"customer.{chart.term.id}", chart.term.labels
    stage = Type(Kind.CHOICE, chart.every)
    return (
        Field(name, stage, labels, chart=chart.term.id),
        Field(
            f"{name}_since",
            Type(Kind.MOMENT),
            _with(labels, "{} since", "{}起始时间", "{}起始時間"),
            chart=chart.term.id,
        ),
        Field(f"{name}_before", stage, _with(labels, "{} before", "{}前一阶段", "{}前一階段"), chart=chart.term.id),
    )


def _segment_field(term: Term) -> Field:
    """The yes/no field that a segment gives, with its phrases."""
    yes, no = _with(term.labels, "in {}", "属于{}", "屬於{}"), _with(term.labels, "not in {}", "不属于{}", "不屬於{}")
    return Field(f"customer.{term.id}", Type(Kind.YES_NO), term.labels, phrases=(yes, no), chart=term.id)


def _with(labels: Labels, en: str, zh: str, hant: str) -> Labels:
    traditional = labels.hant or labels.zh
    return Labels(
        en=en.format(labels.en) if labels.en else "",
        zh=zh.format(labels.zh) if labels.zh else "",
        hant=hant.format(traditional) if traditional else "",
    )


# ------------------------------------------------------------------------------------------ understanding


def lifecycle(block: Opened, chart: Chart) -> Lifecycle:
    """A lifecycle whose stages are known."""
    start = block.fragment("starts")
    first = _stage(start, chart, block) if start is not None else None
    cuts = zip(texts(block.get("moves")), _moves(block), strict=True)
    moves = [_move(text.fragment, cut, chart, block) for text, cut in cuts]
    entering = [_entering(text.fragment, chart, block) for text in texts(block.get("entering"))]
    return Lifecycle(
        id=chart.term.id,
        stages=tuple(stage.id for stage in chart.stages),
        start=first.id if first is not None else chart.stages[0].id if chart.stages else "",
        moves=tuple(move for move in moves if move is not None),
        entering=tuple(each for each in entering if each is not None),
        **block.about(),
    )


def segment(block: Opened, term: Term) -> Segment:
    """A segment."""
    enter, leave = (block.sentences.lines(block.get(key)) for key in ("enter", "leave"))
    return Segment(id=term.id, enter=enter, leave=leave, **block.about())


def _moves(block: Opened) -> list[_Move | None]:
    return [_cut(text.fragment) for text in texts(block.get("moves"))]


def _cut(text: Fragment) -> _Move | None:
    arrow = ARROW.search(text.text)
    when = _WHEN.search(text.text, arrow.end()) if arrow else None
    if arrow is None or when is None:
        return None
    source, target = text.cut(0, arrow.start()).strip(), text.cut(arrow.end(), when.start()).strip()
    condition = text.cut(when.end()).strip()
    return _Move(source, target, condition) if source.text and target.text and condition.text else None


def _move(text: Fragment, cut: _Move | None, chart: Chart, block: Opened) -> ChartMove | None:
    sentences = block.sentences
    if cut is None:
        sentences.tell(say.MOVE_FORM, text.span(), word=text.text)
        return None
    source = None if _is(cut.source, _ANY) else _stage(cut.source, chart, block)
    target = None if _is(cut.target, _BACK) else _stage(cut.target, chart, block)
    condition = sentences.condition(cut.condition)
    known = (source is not None or _is(cut.source, _ANY)) and (target is not None or _is(cut.target, _BACK))
    if not known or condition is None or not _leads(cut, source, target, chart, block):
        return None
    left, right = (source.id if source else ANY), (target.id if target else BACK)
    return ChartMove(left, right, condition, text.span(), text.notes)


def _leads(cut: _Move, source: Term | None, target: Term | None, chart: Chart, block: Opened) -> bool:
    """Does the move lead somewhere, and past no stage?"""
    tell, left, entered = block.sentences.tell, cut.source.text, cut.target.text
    if source is target:
        hint = Words("name the stage that is left, or the one that is entered", "请写明离开或进入的阶段")
        if source is not None:
            hint = Words("a stage is moved to from another one", "只能从另一个阶段转入")
        tell(say.NOWHERE, cut.source.span(), hint=hint, source=left, target=entered)
        return False
    if target is None or target not in chart.stages:
        return True
    place = chart.stages.index(target)
    passed = chart.stages.index(source) if source is not None and source in chart.stages else -1
    if place > passed + 1:
        missed = chart.stages[passed + 1]
        name = missed.labels.in_language(block.sentences.language) or missed.id
        tell(say.SKIPS, cut.target.span(), skipped=name, next=name, source=left, target=entered)
        return False
    return True


def _stage(name: Fragment, chart: Chart, block: Opened) -> Term | None:
    found = chart.spelled.get(alike(name.text))
    if found is None and chart.every:
        language = block.sentences.language
        known = [stage.labels.in_language(language) or stage.id for stage in chart.every]
        hint, fixes = block.sentences.near(name.text, known, name.span())
        block.sentences.tell(say.STAGE_UNKNOWN, name.span(), fixes, name=name.text, hint=hint)
    return found


def _entering(text: Fragment, chart: Chart, block: Opened) -> Entering | None:
    name, rest = _parted(text, chart.spelled)
    if name is None or rest is None or not rest.text:
        block.sentences.tell(say.ENTERING_FORM, text.span(), word=text.text)
        return None
    stage = _stage(name, chart, block)
    action = block.sentences.action(rest)
    if stage is None or action is None:
        return None
    if not isinstance(action, StartTask | OfferAction):
        block.sentences.tell(say.ENTERING_ACTION, rest.span())
        return None
    return Entering(stage.id, action, text.span(), text.notes)


def _parted(text: Fragment, stages: Mapping[str, Term]) -> tuple[Fragment | None, Fragment | None]:
    """The stage that is entered and what is done then: the longest stage that the text begins with."""
    for end in range(len(text.text), 0, -1):
        if alike(text.text[:end]) in stages and text.text[end - 1 : end].strip():
            between = _PARTING.match(text.text, end)
            return text.cut(0, end), text.cut(between.end() if between else end).strip()
    between = _FIRST_PART.search(text.text)
    if between is None:
        return None, None
    return text.cut(0, between.start()).strip(), text.cut(between.end()).strip()


def _is(text: Fragment, words: Sequence[str] | frozenset[str]) -> bool:
    return alike(text.text) in words
