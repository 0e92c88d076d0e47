"""Law: a misspelt name is found every time, on its line, wherever a sentence of the shipped rulesets uses one.

Each use of a declared name (facts, choice values, events, what the catalogue holds, rules that are beaten or not fired)
in a `.rules` file is spelled with one wrong letter, one at a time, and the ruleset is read again. The long form does it
for every use, the short one for some of them.

Mutants it catches, each planted and seen to break it: the channel of `crm gets nothing` is not looked up; the rule
behind `not fired` is taken as it stands.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from engage.ground.finding import Severity
from engage.load import read, read_sources
from engage.ruleset.model import Model, Rule, Table
from engage.testing.dice import Dice

LONG = os.environ.get("ENGAGE_LAWS") == "long"
RULESETS = Path(__file__).parent.parent.parent / "rulesets"
STEP = 1 if LONG else 60

#: Lines that declare a name, or hold words for people.
DECLARING = re.compile(
    r"\s*(#|language|语言|rule|规则|table|决策表|scorecard|评分卡|fact|指标|example|示例|examples|示例表|persona|用户画像|画像|人物"
    r"|group|分组|组|because|因为|note:|备注|bands|分档|stages|阶段|tiers|分级|owner|set|设)\b|\s*(规则|决策表|评分卡|指标|示例|示例表|人物|因为|组|分档|#|设)"
)
QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def names(model: Model) -> frozenset[str]:
    """Every label by which a sentence may name something."""
    labels = [field.labels for field in model.vocabulary.fields]
    labels += [term.labels for field in model.vocabulary.fields for term in field.type.choices]
    labels += [kind.labels for kind in model.vocabulary.events]
    labels += [item.labels for items in model.catalogue.items.values() for item in items]
    spelled = {text for one in labels for text in (one.en, one.zh) if text}
    return frozenset(spelled | {each.id for kind in (Rule, Table) for each in model.every(kind)})


def uses(texts: Mapping[str, str], known: frozenset[str]) -> Iterator[tuple[str, int, int, str]]:
    """File, line (from 1), column (from 0) and name of each use, the longest name at its place."""
    longest = sorted(known, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(rf"(?<![A-Za-z-]){re.escape(name)}(?![A-Za-z])" for name in longest))
    for file, text in sorted(texts.items()):
        words_from: int | None = None
        for number, line in enumerate(text.splitlines(), 1):
            if not file.endswith(".rules") or DECLARING.match(line):
                continue
            plain = QUOTED.sub(lambda found: " " * len(found[0]), line)
            cells = plain.split("|")
            reasons = [place for place, cell in enumerate(cells) if cell.strip().startswith(("because", "因为"))]
            words_from = None if len(cells) == 1 else (reasons[0] if reasons else words_from)
            if re.match(r"\s*[+-]\d", cells[0]):  # points | condition | why
                words_from = 2
            end = len("|".join(cells[:words_from]))
            for found in pattern.finditer(plain[:end]):
                yield file, number, found.start(), found[0]


def misspelt(name: str, dice: Dice) -> str:
    """The name with one letter taken for another."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    place = dice.one(places)
    wrong = "qxzj"[dice.number(4)] if name[place].isascii() else "淼犇鑫骉"[dice.number(4)]
    return f"{name[:place]}{wrong}{name[place + 1 :]}"


@pytest.mark.parametrize("ruleset", ["telecom-care", "telecom-care-zh", "bank-calls"])
def test_a_wrong_letter_in_a_name_is_told_on_its_line(ruleset: str) -> None:
    whole = read(RULESETS / ruleset)
    assert whole.model is not None
    texts = {source.name: source.text for source in whole.sources}
    every = list(uses(texts, names(whole.model)))
    assert len(every) > 100
    missed: list[str] = []
    for number, (file, line, column, name) in enumerate(every):
        if number % STEP:
            continue
        lines = texts[file].splitlines()
        wrong = misspelt(name, Dice(number))
        lines[line - 1] = f"{lines[line - 1][:column]}{wrong}{lines[line - 1][column + len(name) :]}"
        report = read_sources([*{**texts, file: "\n".join(lines) + "\n"}.items()]).report
        told = [
            finding
            for finding in report.findings
            if finding.severity is Severity.ERROR and finding.span is not None
            if finding.span.source.name == file and finding.span.line == line
        ]
        if not told:
            missed.append(f"{file}:{line}: {lines[line - 1].strip()}")
    assert not missed, "\n".join(missed)
