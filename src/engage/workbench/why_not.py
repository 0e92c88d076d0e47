"""Why an expectation was not met: the line that kept a rule silent with the value it saw, or who took its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from engage.decide.explain_words import HEADINGS, OUTCOMES, VERDICTS, filled
from engage.decide.explanation import Explanation, LineTold, RuleTold
from engage.decide.value_words import value_words
from engage.facts.decided import Decision, Outcome, Verdict
from engage.ground.finding import Words
from engage.language.actions import Action, Ahead, Allow, OfferAction, SetOutput, Withhold
from engage.language.tree import Literal, Value
from engage.ruleset.model import Model, Rule, Table, TableOutput

__all__ = ["kept_from_firing", "lost_to", "proposers", "why_there"]

_LANGUAGES: Final = ("en", "zh", "zh-Hant")
#: of many rules that would have said it the first few are enough
_MOST: Final = 4


def kept_from_firing(explanation: Explanation, ids: Iterable[str]) -> tuple[Words, ...]:
    """For each of these rules and rows that was asked and did not fire: the lines that kept it silent."""
    told = {rule.id: rule for rule in explanation.rules}
    found = [words for id in ids if id in told for words in _silent(told[id], explanation.program.zone)]
    return tuple(found[:_MOST])


def _silent(rule: RuleTold, zone: str) -> Iterator[Words]:
    if rule.verdict in (Verdict.NOT_MET, Verdict.UNKNOWN):
        word = "failed" if rule.verdict is Verdict.NOT_MET else "open"
        for line in rule.decisive():
            yield Words(*(f"{rule.id}{_colon(language)}{_line(word, line, language, zone)}" for language in _LANGUAGES))
    elif rule.verdict is not Verdict.FIRED:
        verdict = VERDICTS[rule.verdict]
        yield Words(*(f"{rule.id}{_colon(language)}{verdict.in_language(language)}" for language in _LANGUAGES))


def _line(word: str, line: LineTold, language: str, zone: str) -> str:
    said = filled(HEADINGS[word], language, line.words.in_language(language))
    seen = [
        f"{one.label.in_language(language)}{_colon(language)}{value_words(one.value, one.type, language, zone)}"
        for one in {one.name: one for one in line.seen}.values()
    ]
    if not seen:
        return said
    inside = ("，" if language.startswith("zh") else ", ").join(seen)
    return f"{said}（{inside}）" if language.startswith("zh") else f"{said} ({inside})"


def _colon(language: str) -> str:
    return "：" if language.startswith("zh") else ": "


# ------------------------------------------------------------------------------- who would have said it


def proposers(model: Model, action: Action) -> tuple[str, ...]:
    """The rules and rows that propose what an example expects, by the id under which they are told."""
    rules = [rule.id for rule in model.every(Rule) if any(_alike(one, action) for one in rule.actions)]
    rows = []
    for table in model.every(Table):
        named = [(f"{table.id} row {number}", row) for number, row in enumerate(table.rows, 1)]
        named += [(f"{table.id} otherwise", table.otherwise)] if table.otherwise is not None else []
        for id, row in named:
            if any(_gives(result, output, action) for result, output in zip(row.results, table.outputs, strict=False)):
                rows.append(id)
    return (*rules, *rows)


def _gives(result: Action | Value | None, output: TableOutput, action: Action) -> bool:
    place, _, id = output.slot.partition(":")
    if isinstance(result, Literal) and place in ("output", "target"):
        return isinstance(action, SetOutput) and action.output == id and _same(result, action.value)
    return isinstance(result, Action) and _alike(result, action)


def _alike(one: Action, other: Action) -> bool:
    """Do both name the same thing? Details (a ladder, a lever) are not compared."""
    if type(one) is not type(other):
        return False
    if isinstance(one, SetOutput) and isinstance(other, SetOutput):
        return one.output == other.output and _same(one.value, other.value)
    if isinstance(one, Allow) and isinstance(other, Allow):
        return one.allowance == other.allowance and _same(one.limit, other.limit)
    return _name(one) == _name(other)


def _name(action: Action) -> object:
    if isinstance(action, Ahead):
        return action.by
    own = next(each.name for each in attrs.fields(type(action)) if each.name not in ("span", "notes"))
    return getattr(action, own)


def _same(one: Value, other: Value) -> bool:
    return one == other if isinstance(one, Literal) and isinstance(other, Literal) else True


# --------------------------------------------------------------------------------------------- who won


def lost_to(decision: Decision, ids: Iterable[str]) -> tuple[Words, ...]:
    """For each of these rules that fired and is not in the plan: what became of its proposals."""
    wanted = {id.partition(" row ")[0].removesuffix(" otherwise") for id in ids} | set(ids)
    found: list[Words] = []
    for one in decision.candidates:
        if one.rule in wanted and one.outcome not in (Outcome.WON, Outcome.MERGED):
            told = OUTCOMES[one.outcome]
            said = (filled(told, language, "", one.because_of) for language in _LANGUAGES)
            words = Words(*(f"{one.rule}{_colon(lang)}{text}" for lang, text in zip(_LANGUAGES, said, strict=True)))
            found += [words] if words not in found else []
    return tuple(found[:_MOST])


def why_there(decision: Decision, action: Action) -> tuple[Words, ...]:
    """For what should not be in the plan: who proposed it."""
    if isinstance(action, SetOutput):
        slot, name = f"output {action.output}", None
    else:
        slot, name = "", action.group if isinstance(action, Withhold) else _name(action)
    won = [one for one in decision.candidates if one.outcome is Outcome.WON]
    kinds = ("offer",) if isinstance(action, Withhold | OfferAction) else ()
    found = [
        one.rule for one in won if (one.slot == slot if slot else one.value == name or (kinds and one.slot in kinds))
    ]
    return tuple(
        Words(*(filled(HEADINGS["by"], language, rule) for language in _LANGUAGES)) for rule in dict.fromkeys(found)
    )
