"""V018: a reason or a wording speaks fewer languages than the others of the ruleset do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from engage.checks.checked import Checked
from engage.checks.named import place_of
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.ruleset.floors import Floor
from engage.ruleset.model import Never, Rule, Table

__all__ = ["UNPAIRED", "check"]

UNPAIRED: Final = Message(
    "V018",
    "{what} has no text in {language}, as most others do",
    "{what}缺少{language}文字，而大多数都有",
    "write it under `{key}`",
    "请写在 `{key}` 之下",
    severity=Severity.INFO,
)
_LANGUAGES: Final = {"en": Words("English", "英文"), "zh": Words("Chinese", "中文")}


@frozen
class _Spoken:
    """Something with texts by language; traditional script counts as Chinese."""

    what: Words
    key: str
    languages: frozenset[str]
    span: Span | None


def check(asked: Checked) -> Iterable[Finding]:
    """Reasons are compared with reasons, wordings with wordings."""
    yield from _unpaired(tuple(_reasons(asked)))
    yield from _unpaired(tuple(_wordings(asked)))


def _unpaired(spoken: tuple[_Spoken, ...]) -> Iterator[Finding]:
    told = [one for one in spoken if one.languages]
    counts = Counter(language for one in told for language in one.languages)
    usual = [language for language in _LANGUAGES if 2 * counts[language] > len(told)]
    for one in told:
        for language in usual:
            if language not in one.languages:
                key = f"{one.key} {language}"
                values: dict[str, str | Words] = {"what": one.what, "language": _LANGUAGES[language], "key": key}
                yield Finding(UNPAIRED, one.span, values)


def _languages(texts: Mapping[str, object]) -> frozenset[str]:
    return frozenset("zh" if language.startswith("zh") else language for language in texts)


def _reasons(asked: Checked) -> Iterator[_Spoken]:
    for rule in asked.model.every(Rule):
        name = Words(f"the reason of rule `{rule.id}`", f"规则 `{rule.id}` 的原因", f"規則 `{rule.id}` 的原因")
        yield _Spoken(name, "because", _languages(rule.because), rule.span)
    for never in asked.model.every(Never):
        name = Words("the reason of this `never`", "这条 `禁止` 的原因", "這條 `禁止` 的原因")
        yield _Spoken(name, "because", _languages(never.because), never.span)
    for floor in asked.model.every(Floor):
        name = Words(f"the reason of floor `{floor.id}`", f"底线 `{floor.id}` 的原因", f"底線 `{floor.id}` 的原因")
        yield _Spoken(name, "because", _languages(floor.because), floor.span)
    for table in asked.model.every(Table):
        for number, row in enumerate(table.rows, 1):
            name = Words(
                f"the reason of row {number} of table `{table.id}`",
                f"决策表 `{table.id}` 第 {number} 行的原因",
                f"決策表 `{table.id}` 第 {number} 行的原因",
            )
            yield _Spoken(name, "because", _languages(row.because), row.span)


def _wordings(asked: Checked) -> Iterator[_Spoken]:
    for item in asked.model.catalogue.items.get("wording", ()):
        texts = item.settings.get("texts")
        labels = item.labels
        name = Words(
            f"the wording `{labels.en or item.id}`",
            f"话术 `{labels.zh or item.id}`",
            f"話術 `{labels.hant or labels.zh or item.id}`",
        )
        found = _languages(texts) if isinstance(texts, Mapping) else frozenset[str]()
        yield _Spoken(name, "text", found, item.span or place_of(item.id, asked.program))
